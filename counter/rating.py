"""The screen that faces the visitor: one question when the service is over.

It names the number it asks about, for the officer's one key both ends a visit and
calls the next. Nothing that is answered here is ever shown at the counter.

It stands on a paired tablet, or on the second screen of the officer's own PC: then a
mouse or a key may be the officer's, see `ticketing.ratings.channel_of`. What cannot be
a visitor's press is not taken, and counted.
"""

from datetime import timedelta

from flask import Blueprint, g, render_template, request, url_for
from werkzeug import Response

from office import auth
from office.current import desk, live, settings
from office.forms import maybe, whole
from office.once import posted
from office.ratable import just_served, ratable
from office.words import language
from ticketing.errors import Conflict, NotAllowed
from ticketing.journal import canonical
from ticketing.people import Actor
from ticketing.ratings import LOW_LEVELS, channel_of
from ticketing.tickets import Ticket

THANKS = 8  # seconds that the last word stays
SOON = timedelta(seconds=1)  # nobody has read the question by then
MOST_NOISE = 99  # presses in one message of the page

bp = Blueprint("rating", __name__, url_prefix="/<int:counter>/rating")
tablet = auth.device("tablet")


@bp.before_request
def who_answers() -> Response | tuple[str, int] | None:
    """The tablet of this counter, or the second screen of whoever works there."""
    counter = (request.view_args or {})["counter"]
    officer = None if request.headers.get("Authorization") else auth.signed_in()
    if officer and _sits_at(counter, officer):
        g.actor = officer
    elif refused := tablet():
        return refused
    if not auth.actor().works_at(counter):
        raise NotAllowed("not-allowed")
    desk.store.counter(counter)
    return None


def _sits_at(counter: int, by: Actor) -> bool:
    """Also where nobody sits any more: the last visitor may still be asked."""
    there = desk.store.first("counters", counter=counter) or {}
    theirs = there.get("holder") in (by.key, None) or by.at_least("supervisor")
    return theirs and by.at_least("officer")


@bp.get("")
def show(counter: int) -> str:
    """The question, thanks, or a calm screen; `skipped` is not asked about again."""
    g.seen = _seen(counter)
    ticket = ratable(counter)
    if ticket and not _asked_enough(ticket):
        return _drawn("question", counter, ticket)
    return _drawn("thanks" if "thanks" in request.args else "rest", counter)


def _asked_enough(ticket: Ticket) -> bool:
    """Skipped, or answered here by a mouse: then only the phone may still say more."""
    if request.args.get("skipped") == ticket.number:
        return True
    return desk.store.first("ratings", ref=ticket.ref) is not None


@bp.get("/reasons")
def reasons(counter: int) -> str:
    """Asked after a low level only; leaving them out is an answer too."""
    g.seen = _seen(counter)
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
        pressed, asked = maybe("pressed"), "asked" in request.form
        ticket = _the_one(counter, maybe("number"), asked)
        if not asked and _too_soon(ticket):
            desk.count_noise(by, counter)
            return url_for(".show", counter=counter)
        if level in LOW_LEVELS and not chosen and not asked:
            return url_for(".reasons", counter=counter, level=level, pressed=pressed)
        desk.rate(by, ticket.ref, level, chosen, channel=channel_of(by, pressed))
        return url_for(".show", counter=counter, thanks=ticket.number)

    return posted(by, act)


@bp.post("/noise")
def noise(counter: int) -> tuple[str, int]:
    """How many presses the page has not taken."""
    presses = min(max(whole("presses"), 1), MOST_NOISE)
    desk.count_noise(auth.actor(), counter, presses)
    return "", 204


@bp.errorhandler(Conflict)
def too_late(error: Conflict) -> tuple[str, int, dict[str, str]]:
    """Outside a visit, which is counted; the screen comes back by itself."""
    counter = (request.view_args or {})["counter"]
    desk.count_noise(auth.actor(), counter)
    back = url_for(".show", counter=counter)
    message = error.sentence(language())
    page = render_template("office/refused.html", message=message, action_url=back)
    return page, 409, {"Refresh": f"{THANKS}; url={back}"}


def _the_one(counter: int, number: str | None, asked: bool) -> Ticket:
    """Nobody answers for the visitor who came next; a level that was given may still
    bring its reasons when the next service has started."""
    ticket = just_served(counter) if asked and number else ratable(counter)
    if ticket is None or number not in (None, ticket.number):
        raise Conflict("rating-over", number=number or "vừa xong")
    return ticket


def _too_soon(ticket: Ticket) -> bool:
    closed = ticket.closed_at
    return closed is not None and desk.store.clock() - closed < SOON


def _seen(counter: int) -> str:
    """What the lobby's snapshot says of this counter, read before all else: the page
    looks again when its first news tells another story."""
    now = live.current().data
    here = {
        name: [one for one in now[name] if one["counter"] == counter]
        for name in ("calls", "serving")
    }
    return canonical(here | {"ready": now["ready"]})


def _drawn(
    state: str, counter: int, ticket: Ticket | None = None, level: int | None = None
) -> str:
    return render_template(
        "counter/rating.html",
        state=state,
        here=desk.store.counter(counter),
        ticket=ticket,
        level=level,
        pressed=request.args.get("pressed"),
        seen=g.seen,
        seconds=desk.store.policy().rating_seconds,
        thanks=THANKS,
        reachable=settings.reach != "none",
    )
