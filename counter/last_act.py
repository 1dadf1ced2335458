"""The counter's last act in words, while it can still be taken back."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from ticketing.store import Store
from ticketing.tickets import Status, Ticket

Step = tuple[str, str]  # what was done, to which number ("" for the counter itself)

# From status, to status: what the officer did. Words stand in the template.
DONE: dict[tuple[str, str], str] = {
    ("", Status.CALLED): "walked-in",
    (Status.CALLED, Status.CALLED): "recalled",
    (Status.SERVING, Status.WAITING): "transferred",
    (Status.CALLED, Status.WAITING): "returned",
    (Status.PARKED, Status.PARKED): "ready",
    (Status.PARKED, Status.WAITING): "resumed",
}


@dataclass(frozen=True)
class LastAct:
    steps: tuple[Step, ...]
    until: datetime
    left: int  # seconds


def last_act(store: Store, counter: int, now: datetime) -> LastAct | None:
    """None once the time is over, or somebody has gone on with one of them."""
    kept = store.first("undo", counter=counter)
    if kept is None:
        return None
    limit = timedelta(seconds=store.policy().undo_seconds)
    until = datetime.fromisoformat(kept["at"]) + limit
    rows = json.loads(kept["rows"])
    steps = [_step(store, row, kept["seq"]) for row in rows]
    if now > until or not steps or None in steps:
        return None
    said = _said([step for step in steps if step])
    return LastAct(said, until, (until - now) // timedelta(seconds=1))


def _said(steps: list[Step]) -> tuple[Step, ...]:
    """What became of tickets says it all; else it was the counter's own change."""
    people = [step for step in steps if step[1]]
    return tuple(people or steps[:1])


def _step(store: Store, row: dict[str, Any], seq: int) -> Step | None:
    if row["table"] != "tickets":
        changed = store.first("counters", counter=row["key"], active=1)
        return ("counter", "") if changed and changed["seq"] <= seq else None
    ticket = store.ticket(row["key"])
    return _done(row["before"], ticket) if ticket.seq <= seq else None


def _done(before: dict[str, Any] | None, ticket: Ticket) -> Step:
    moved = ((before or {}).get("status", ""), ticket.status)
    return DONE.get(moved, ticket.status.value), ticket.number
