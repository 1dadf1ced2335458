"""Which visit the citizen-facing screen of a counter may ask about."""

from datetime import timedelta

from office.current import desk
from ticketing.tickets import Status, Ticket

WINDOW = timedelta(
    minutes=3
)  # after the service; longer ago, another person stands there
# A walk-in over sooner than this is asked on the phone alone: it is too easily made up.
SHORTEST_WALK_IN = timedelta(seconds=60)


def ratable(counter: int) -> Ticket | None:
    """The last one served here, not rated yet; until the next service starts."""
    here = desk.store.ticket_at(counter)
    serving = here and here.status is Status.SERVING
    return None if serving else just_served(counter)


def just_served(counter: int) -> Ticket | None:
    """… and after that start too: an answer that was begun may still be sent."""
    last = desk.store.tickets(
        "closed_at DESC",
        1,
        counter=counter,
        business_day=desk.today(),
        status=Status.SERVED.value,
        ready=0,  # a result handed out in passing is no service
    )
    return next((ticket for ticket in last if _may_be_asked(ticket)), None)


def _may_be_asked(ticket: Ticket) -> bool:
    closed = ticket.closed_at
    if closed is None or desk.store.clock() - closed > WINDOW:
        return False
    return not (ticket.rated or ticket.quiet or _too_short(ticket))


def _too_short(ticket: Ticket) -> bool:
    begun, closed = ticket.started_at or ticket.called_at, ticket.closed_at
    short = begun and closed and closed - begun < SHORTEST_WALK_IN
    return ticket.purpose == "walk-in" and bool(short)
