"""The counter's last act in words, while it can still be taken back."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask_babel import gettext as _

from office.words import words
from ticketing.store import Store
from ticketing.tickets import Status, Ticket

Step = tuple[str, str]  # what was done, to which number or line ("" for the counter)
FEW = 3  # numbers that are named one by one

# From status, to status: what the officer did. Words stand in the template.
DONE: dict[tuple[str, str], str] = {
    ("", Status.CALLED): "walked-in",
    (Status.SERVING, Status.WAITING): "transferred",
    (Status.CALLED, Status.WAITING): "returned",
    (Status.PARKED, Status.PARKED): "ready",
    (Status.PARKED, Status.WAITING): "resumed",
    (Status.MISSED, Status.WAITING): "resumed",
    (Status.SERVED, Status.WAITING): "resumed",
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
    together = ((word, _together(numbers)) for word, numbers in people.items())
    return tuple(together) or tuple(steps[:1])


def _together(numbers: list[str]) -> str:
    many = len(numbers) > FEW
    return _("%(n)s số", n=len(numbers)) if many else ", ".join(numbers)


def _step(store: Store, row: dict[str, Any], seq: int) -> Step | None:
    if row["table"] == "tallies":
        return "counted", ""
    if row["table"] != "tickets":
        now = store.first("counters", counter=row["key"], active=1)
        if now is None or now["seq"] > seq:
            return None
        return _at_counter(store, row["before"] or {}, now)
    ticket = store.ticket(row["key"])
    return _done(row["before"] or {}, ticket) if ticket.seq <= seq else None


def _at_counter(store: Store, before: dict[str, Any], now: dict[str, Any]) -> Step:
    """Of the counter itself; a line that it took on stands in the place of a number."""

    def changed(name: str) -> bool:
        return bool(before.get(name) != now[name])

    if changed("open"):
        return "closed", ""
    if changed("paused"):
        return "paused", ""
    if changed("services") or changed("taken"):
        return _lines(store, before, now)
    if changed("armed_until"):
        return "armed" if now["armed_until"] else "disarmed", ""
    return "counter", ""


def _lines(store: Store, before: dict[str, Any], now: dict[str, Any]) -> Step:
    had, has = _served(before), _served(now)
    more = [code for code in has if code not in had]
    names = [words(store.service(code).short) for code in more]
    return ("took", ", ".join(names)) if names else ("counter", "")


def _served(row: dict[str, Any]) -> list[str]:
    return [
        code
        for name in ("services", "taken")
        for code in json.loads(row.get(name) or "[]")
    ]


def _done(before: dict[str, Any], ticket: Ticket) -> Step:
    moved = (before.get("status", ""), ticket.status)
    word = _within(before, ticket) or DONE.get(moved, ticket.status.value)
    return word, ticket.number


def _within(before: dict[str, Any], ticket: Ticket) -> str | None:
    """What the two statuses alone do not tell."""
    if ticket.return_until != before.get("return_until"):
        return "asked-back"
    if ticket.as_row()["not_officer"] != before.get("not_officer"):
        return "dropped"
    if before and bool(before["priority"]) != ticket.priority:
        return "put-first" if ticket.priority else "not-first"
    if before.get("status") not in (Status.CALLED, Status.SERVING):
        return None
    return _in_place(before, ticket) if before["status"] == ticket.status else None


def _in_place(before: dict[str, Any], ticket: Ticket) -> str:
    if ticket.calls != before["calls"]:
        return "recalled"
    matters = len(json.loads(before["matters"] or "[]"))
    return "added" if len(ticket.matters) != matters else "noted"
