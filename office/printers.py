"""How a printer stands, as every screen judges it."""

from datetime import datetime, timedelta

from office.current import desk
from ticketing.slips import Printer

UNSEEN = timedelta(seconds=30)  # the printer process gives a sign every ten


def trouble(printer: Printer) -> str | None:
    """Its fault; "away" when the printer process has not been there, for then
    nobody knows the printer's state, and nothing is printed."""
    if desk.store.clock() - printer.seen_at > UNSEEN:
        return "away"
    return printer.fault


def since(printer: Printer) -> datetime:
    """When its trouble began, or ended."""
    return printer.seen_at if trouble(printer) == "away" else printer.since
