"""What a visitor thought of the visit: from the phone, and at the counter's tablet."""

from collections.abc import Callable

from flask import Response

from office.api import answers
from office.api.counters import N
from office.api.guard import allowed_at, answered, body, plain
from office.api.public import bp, held
from office.current import desk
from office.once import Answer
from office.ratable import ratable
from ticketing.errors import Conflict
from ticketing.people import Actor, visitor


@bp.post("/tickets/<ticket_id>/rating")
def rate(ticket_id: str) -> Response:
    shown, by = held(ticket_id)
    return rated(visitor(shown.ref), lambda: shown.ref, "phone")


def rated(by: Actor, visit: Callable[[], int], channel: str) -> Response:
    """`visit` gives the ref of the ticket; it is asked only when a key is new."""
    said = body()
    level = said.whole("level", 1, 4)
    reasons = said.texts("reasons", 9)
    comment = said.words("comment")

    def act() -> Answer:
        rating = desk.rate(by, visit(), level, reasons, comment, channel)
        content = {"level": rating.level, "reasons": list(rating.reasons)}
        return Answer(content, 201)

    return answered(by, act)


@bp.get(f"/counters/{N}/rating")
def rating(counter: int) -> Response:
    """Which visit may be rated now, and with what words."""
    allowed_at(counter, "tablet")
    visit = ratable(counter)
    shown = answers.ticket(visit, with_id=False) if visit else None
    form = desk.store.office().profile.get("rating", {})
    words = {name: form.get(name) for name in ("question", "levels", "reasons")}
    return plain({"ticket": shown} | words)


@bp.post(f"/counters/{N}/rating")
def rate_visit(counter: int) -> Response:
    by = allowed_at(counter, "tablet")
    return rated(by, lambda: _rated_here(counter), "tablet")


def _rated_here(counter: int) -> int:
    visit = ratable(counter)
    if visit is None:
        raise Conflict("nothing-to-rate", counter=counter)
    return visit.ref
