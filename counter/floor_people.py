"""Who may sit at a counter, and what they know."""

import json

from ticketing.reads import Reads

SEATED = ("officer", "supervisor", "administrator")


def officers(store: Reads) -> dict[str, list[str]]:
    """Lines by name, officers before supervisors; no lines: nothing is written down."""
    known = store.find("officers", "name", active=1, role=list(SEATED))
    known.sort(key=lambda row: SEATED.index(row["role"]))
    return {row["name"]: json.loads(row["skills"] or "[]") for row in known}
