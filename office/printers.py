"""How a printer stands, as every screen judges it."""

from datetime import datetime

from office.current import desk
from ticketing.outbox import UNSEEN
from ticketing.slips import Printer


def trouble(printer: Printer) -> str | None:
    """Its fault; "away" when the printer process has not been there, for then
    nobody knows the printer's state, and nothing is printed. The process signs with
    this machine's clock: one that was set back makes neither of the two older."""
    if abs(desk.store.clock() - printer.seen_at) > UNSEEN:
        return "away"
    return printer.fault


def since(printer: Printer) -> datetime:
    """When its trouble began, or ended."""
    return printer.seen_at if trouble(printer) == "away" else printer.since
