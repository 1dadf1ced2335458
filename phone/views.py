"""The page of whoever holds the slip's QR. Plain forms; JavaScript only spares reloads.

The id in the address is the whole secret: pages are not stored, not indexed, and tell
no other site where the visitor came from.
"""

import secrets
from collections.abc import Callable
from functools import partial
from typing import Any

from flask import Blueprint, Response, g, redirect, render_template, request, url_for
from flask_babel import force_locale
from werkzeug import Response as AnyResponse

from office.current import desk, live
from office.forms import clean, text, whole, wrong
from office.limits import miss
from office.once import posted
from office.words import LANGUAGES, words
from phone.drawings import drawing
from phone.long_form import LongForm
from phone.page import MOST_PLACES, Page
from phone.papers import Papers
from ticketing.errors import Conflict, Impossible, NotFound, TicketingError
from ticketing.people import Actor, visitor
from ticketing.ratings import LONGEST_COMMENT, LOW_LEVELS
from ticketing.tickets import Ticket

bp = Blueprint(
    "phone",
    __name__,
    url_prefix="/t",
    template_folder="templates",
    static_folder="static",
)


@bp.after_request
def keep_the_secret(response: Response) -> Response:
    if request.endpoint != "phone.static":
        response.headers["Cache-Control"] = "no-store"
        response.headers["Referrer-Policy"] = "no-referrer"
        response.headers["X-Robots-Tag"] = "noindex"
    return response


@bp.url_defaults
def keep_the_language(endpoint: str, values: dict[str, Any]) -> None:
    """Forms and links lead back to a page in the same language."""
    spoken = g.get("spoken") or _asked_for()
    if endpoint != "phone.static" and (spoken == "en" or _asked_for()):
        values.setdefault("lang", spoken)


@bp.errorhandler(Conflict)
@bp.errorhandler(Impossible)
def refused(error: TicketingError) -> tuple[str, int]:
    """One kind sentence, and back to the ticket rather than to the office's start."""
    status = 409 if isinstance(error, Conflict) else 422
    back = url_for(".show", **request.view_args or {})
    message = error.sentence(_asked_for() or "vi")
    page = render_template("office/refused.html", message=message, action_url=back)
    return page, status


@bp.get("/<ticket_id>")
def show(ticket_id: str) -> str:
    return _drawn("phone/show.html", ticket_id)


@bp.get("/<ticket_id>/state")
def state(ticket_id: str) -> str:
    """What the page's module puts in place of the main part."""
    return _drawn("phone/_main.html", ticket_id)


@bp.post("/<ticket_id>/cancellation")
def cancel(ticket_id: str) -> AnyResponse:
    return _acted(ticket_id, lambda by, ref: desk.cancel(by, ref))


@bp.post("/<ticket_id>/delay")
def delay(ticket_id: str) -> AnyResponse:
    places = whole("places")
    if not 1 <= places <= MOST_PLACES:
        span = f"1–{MOST_PLACES}"
        raise wrong("places", f"phải là {span}", f"must be {span}")
    return _acted(ticket_id, lambda by, ref: desk.delay(by, ref, places))


@bp.post("/<ticket_id>/rejoin")
def rejoin(ticket_id: str) -> AnyResponse:
    return _acted(ticket_id, lambda by, ref: desk.rejoin(by, ref))


@bp.post("/<ticket_id>/procedure")
def choose(ticket_id: str) -> AnyResponse:
    procedure = text("procedure", 20)
    return _acted(ticket_id, lambda by, ref: desk.choose_procedure(by, ref, procedure))


@bp.post("/<ticket_id>/rating")
def rate(ticket_id: str) -> AnyResponse:
    level, reasons = whole("level"), request.form.getlist("reasons")
    words = " ".join(request.form.get("comment", "").split())  # lines are nothing here
    comment = clean(words, "comment", LONGEST_COMMENT) if words else ""
    return _acted(
        ticket_id, lambda by, ref: desk.rate(by, ref, level, reasons, comment)
    )


@bp.get("/<ticket_id>/form")
def form(ticket_id: str) -> AnyResponse | str:
    """The long form, while it may be filled in; then the ticket itself."""
    ticket = _held(ticket_id)
    if not LongForm(desk, ticket).open:
        return redirect(url_for(".show", ticket_id=ticket_id), code=303)
    return _drawn("phone/long_form.html", ticket_id)


@bp.post("/<ticket_id>/form")
def send_form(ticket_id: str) -> AnyResponse:
    answers = LongForm(desk, _held(ticket_id)).answers()
    return _acted(ticket_id, lambda by, ref: desk.answer_indicators(by, ref, answers))


def _asked_for() -> str | None:
    asked = request.args.get("lang")
    return asked if asked in LANGUAGES else None


def _held(ticket_id: str) -> Ticket:
    try:
        return desk.store.ticket_by_id(ticket_id)
    except NotFound:
        miss()
        raise


def _drawn(template: str, ticket_id: str) -> str:
    """In the ticket's language, unless the address asks for another."""
    ticket = _held(ticket_id)
    g.spoken = _asked_for() or ticket.language
    with force_locale(g.spoken):
        return _page(template, ticket)


def _page(template: str, ticket: Ticket) -> str:
    level = request.args.get("level", 0, type=int)
    return render_template(
        template,
        language=g.spoken,
        words=partial(words, spoken=g.spoken),
        drawing=drawing,
        page=Page(desk, ticket, live.current().data["open"]),
        papers=Papers(desk, ticket, request.args.get("q", "").strip()[:80]),
        low_level=level if level in LOW_LEVELS else 0,
        key=secrets.token_urlsafe(12),
    )


def _acted(ticket_id: str, act: Callable[[Actor, int], object]) -> AnyResponse:
    ref = _held(ticket_id).ref
    by = visitor(ref)

    def go() -> str:
        act(by, ref)
        return url_for(".show", ticket_id=ticket_id)

    return posted(by, go)
