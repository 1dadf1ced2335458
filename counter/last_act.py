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
    (Status.SERVING, Status.WAITING): "transferred",
    (Status.CALLED, Status.WAITING): "returned",
    (Status.PARKED, Status.PARKED): "ready",
    (Status.PARKED, Status.WAITING): "resumed",
    (Status.PARKED, Status.SERVED): "handed-out",
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
    """What became of tickets says it all, the same of several in one word; else it
    was the counter's own change."""
    people: dict[str, list[str]] = {}
    for word, number in steps:
        if number:
            people.setdefault(word, []).append(number)
    together = ((word, ", ".join(numbers)) for word, numbers in people.items())
    return tuple(together) or tuple(steps[:1])


def _step(store: Store, row: dict[str, Any], seq: int) -> Step | None:
    if row["table"] != "tickets":
        changed = store.first("counters", counter=row["key"], active=1)
        return ("counter", "") if changed and changed["seq"] <= seq else None
    ticket = store.ticket(row["key"])
    return _done(row["before"] or {}, ticket) if ticket.seq <= seq else None


def _done(before: dict[str, Any], ticket: Ticket) -> Step:
    moved = (before.get("status", ""), ticket.status)
    word = _within(before, ticket) or DONE.get(moved, ticket.status.value)
    return word, ticket.number


def _within(before: dict[str, Any], ticket: Ticket) -> str | None:
    """What the two statuses alone do not tell."""
    if ticket.return_until != before.get("return_until"):
        return "asked-back"
    if ticket.not_officer != before.get("not_officer"):
        return "dropped"
    if before.get("status") not in (Status.CALLED, Status.SERVING):
        return None
    return _in_place(before, ticket) if before["status"] == ticket.status else None


def _in_place(before: dict[str, Any], ticket: Ticket) -> str:
    if ticket.calls != before["calls"]:
        return "recalled"
    matters = len(json.loads(before["matters"] or "[]"))
    return "added" if len(ticket.matters) != matters else "noted"
