"""The screen that faces the visitor: one question when the service is over.

It names the number it asks about, for the officer's one key both ends a visit and
calls the next. Nothing that is answered here is ever shown at the counter.
"""

from flask import Blueprint, render_template, request, url_for
from werkzeug import Response

from office import auth
from office.current import desk, settings
from office.forms import maybe, whole
from office.once import posted
from office.ratable import ratable
from office.words import language
from ticketing.errors import Conflict, NotAllowed
from ticketing.ratings import LOW_LEVELS
from ticketing.tickets import Ticket

THANKS = 8  # seconds that the last word stays

bp = Blueprint("rating", __name__, url_prefix="/<int:counter>/rating")
bp.before_request(auth.device("tablet"))


@bp.before_request
def only_at_its_own_counter() -> None:
    counter = (request.view_args or {})["counter"]
    if not auth.actor().works_at(counter):
        raise NotAllowed("not-allowed")


@bp.get("")
def show(counter: int) -> str:
    """The question, thanks, or a calm screen; `skipped` is not asked about again."""
    ticket = ratable(counter)
    if ticket and request.args.get("skipped") != ticket.number:
        return _drawn("question", counter, ticket)
    return _drawn("thanks" if "thanks" in request.args else "rest", counter)


@bp.get("/reasons")
def reasons(counter: int) -> str:
    """Asked after a low level only; leaving them out is an answer too."""
    level = request.args.get("level", type=int)
    ticket = ratable(counter)
    if ticket is None or level not in LOW_LEVELS:
        return _drawn("rest", counter)
    return _drawn("reasons", counter, ticket, level)


@bp.post("")
def rate(counter: int) -> Response:
    by = auth.actor()

    def act() -> str:
        level, chosen = whole("level"), request.form.getlist("reasons")
        ticket = _the_one(counter, maybe("number"))
        if level in LOW_LEVELS and not chosen and "asked" not in request.form:
            return url_for(".reasons", counter=counter, level=level)
        desk.rate(by, ticket.ref, level, chosen, channel="tablet")
        return url_for(".show", counter=counter, thanks=ticket.number)

    return posted(by, act)


@bp.errorhandler(Conflict)
def too_late(error: Conflict) -> tuple[str, int, dict[str, str]]:
    """The visitor has gone by now: the screen comes back by itself."""
    back = url_for(".show", counter=(request.view_args or {})["counter"])
    message = error.sentence(language())
    page = render_template("office/refused.html", message=message, action_url=back)
    return page, 409, {"Refresh": f"{THANKS}; url={back}"}


def _the_one(counter: int, number: str | None) -> Ticket:
    """Nobody answers for the visitor who came next."""
    ticket = ratable(counter)
    if ticket is None or number not in (None, ticket.number):
        raise Conflict("rating-over", number=number or "vừa xong")
    return ticket


def _drawn(
    state: str, counter: int, ticket: Ticket | None = None, level: int | None = None
) -> str:
    return render_template(
        "counter/rating.html",
        state=state,
        here=desk.store.counter(counter),
        ticket=ticket,
        level=level,
        seconds=desk.store.policy().rating_seconds,
        thanks=THANKS,
        reachable=settings.reach != "none",
    )
