"""The HTTP API, /api/v1: JSON in and out, the contract that others rely on."""
