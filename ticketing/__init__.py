"""The domain: tickets, lines, counters. No Flask, no sockets, no printer."""
