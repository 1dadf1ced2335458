"""Which visit the citizen-facing screen of a counter may ask about."""

from datetime import timedelta

from office.current import desk
from ticketing.tickets import Status, Ticket

WINDOW = timedelta(
    minutes=3
)  # after the service; longer ago, another person stands there


def ratable(counter: int) -> Ticket | None:
    """The last one served here, not rated yet; until the next service starts."""
    here = desk.store.ticket_at(counter)
    if here and here.status is Status.SERVING:
        return None
    last = desk.store.tickets(
        "closed_at DESC",
        1,
        counter=counter,
        business_day=desk.today(),
        status=Status.SERVED.value,
    )
    for ticket in last:
        closed = ticket.closed_at
        recent = closed and desk.store.clock() - closed <= WINDOW
        return ticket if recent and not ticket.rated else None
    return None
