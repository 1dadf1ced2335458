"""The open list on paper: who is still here, for a day on which the screens are not.

A plain page for the office's own A4 printer; whoever holds it goes on calling by voice.
"""

from flask import render_template

from counter.paper import bp
from office.current import desk
from ticketing.tickets import Status, Ticket

__all__ = ["bp"]


@bp.get("/list")
def open_list() -> str:
    """Each line in the order of calling; then those who are called by name."""
    services = desk.store.services()
    return render_template(
        "counter/open_list.html",
        lines=[(service, desk.store.line([service.code])) for service in services],
        short={service.code: service.short for service in services},
        missed=_apart(Status.MISSED, "missed_at"),
        parked=_apart(Status.PARKED, "ready DESC, seq"),
        now=desk.store.clock(),
    )


def _apart(status: Status, order: str) -> list[Ticket]:
    return desk.store.tickets(order, business_day=desk.today(), status=status.value)
