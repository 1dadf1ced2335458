"""When the power was gone: what does not count, and who may have been served."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from ticketing.closing import OPEN
from ticketing.hours import business_day
from ticketing.tickets import ROLL

if TYPE_CHECKING:
    from ticketing.reads import Reads
    from ticketing.tickets import Ticket

Gap = tuple[datetime, datetime]  # begun, ended


def gaps(store: "Reads") -> list[Gap]:
    """All that are known, the oldest first; they lie apart."""
    rows = store.find("gaps", "begun_at")
    return [
        (
            datetime.fromisoformat(row["begun_at"]),
            datetime.fromisoformat(row["ended_at"]),
        )
        for row in rows
    ]


def net_wait(issued: datetime, called: datetime, gaps: Sequence[Gap]) -> timedelta:
    """How long somebody waited for the office, not for the power. Services are
    measured by it too: from start to end."""
    dark = (min(called, ended) - max(issued, begun) for begun, ended in gaps)
    return called - issued - sum((max(one, NONE) for one in dark), NONE)


def in_the_dark(store: "Reads", begun: datetime) -> list["Ticket"]:
    """To be ticked after the power is back: who was here then, and is open still.
    Numbers of the roll were handed out in the dark, and entered later."""
    there = store.tickets(
        "place, ref", business_day=business_day(begun), status=list(OPEN)
    )
    return [ticket for ticket in there if was_there(ticket, begun)]


def was_there(ticket: "Ticket", begun: datetime) -> bool:
    """Had a number then, or one of the roll, and was not called again since."""
    called = ticket.recalled_at or ticket.called_at
    early = ticket.issued_at < begun or ticket.series == ROLL
    return early and (called is None or called < begun)


NONE = timedelta(0)
