"""The printer's side of the outbox: what became of a slip.

A print attempt is no act of the trade, so it leaves no row in the journal.
"""

from datetime import datetime

from ticketing.clock import stamp
from ticketing.journal import Row
from ticketing.slips import Slip
from ticketing.store import Store

WAITING = ("queued", "blocked")


def take_slip(store: Store, slip: Slip) -> bool:
    """Mark it as being sent; False when somebody cancelled it meanwhile."""
    with store.write() as writing:
        now = store.first("slips", slip=slip.slip)
        if now is None or now["state"] not in WAITING:
            return False
        row = {"slip": slip.slip, "state": "sending", "attempts": now["attempts"] + 1}
        writing.put("slips", row | {"marked_at": stamp(writing.now)})
        return True


def mark_slip(
    store: Store,
    slip: int,
    state: str,
    error: str | None = None,
    retry_at: datetime | None = None,
) -> None:
    """The result of an attempt, and when the next one may follow."""
    row: Row = {"slip": slip, "state": state, "error": error}
    row["retry_at"] = retry_at and stamp(retry_at)
    with store.write() as writing:
        writing.put("slips", row | {"marked_at": stamp(writing.now)})
