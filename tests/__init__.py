"""Tests as sentences about the trade."""
