"""What the tests of paper on the pages do again and again: printers and slips by hand,
as the printer process would leave them."""

from datetime import timedelta
from typing import Any

from ticketing.clock import stamp
from ticketing.desk import Desk
from ticketing.outbox import meet_printer, note_printer


def printer(desk: Desk, name: str = "", **facts: Any) -> None:
    """The printer process has just met it, and noted these facts of it."""
    meet_printer(desk.store, name, "network:192.0.2.50")
    note_printer(desk.store, name, **({"ability": "full"} | facts))


def unseen(desk: Desk, seconds: float, name: str = "") -> None:
    with desk.store.write() as writing:
        seen = stamp(writing.now - timedelta(seconds=seconds))
        writing.put("printers", {"printer": name, "seen_at": seen})


def slip(desk: Desk, state: str, number: int = 1, fault: str | None = None) -> None:
    """What became of the slip; those that may lie there were sent before."""
    with desk.store.write() as writing:
        writing.put("slips", {"slip": number, "state": state, "fault": fault})
