"""The door of the counters: who sits down where, and leaves again.

Behind it the terminal is for officers, the rating screen for its tablet.
"""

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug import Response

from counter.paper import bp as paper
from counter.question import AT_THE_DOOR
from counter.rating import bp as rating
from counter.reconciling import bp as floor
from counter.terminal_pages import bp as terminal
from office import auth
from office.current import desk
from office.forms import maybe, text, whole
from office.words import language, words
from ticketing.catalogue import Counter
from ticketing.errors import TicketingError, TooMany
from ticketing.people import Actor

bp = Blueprint(
    "counter",
    __name__,
    url_prefix="/counter",
    template_folder="templates",
    static_folder="static",
)
bp.register_blueprint(paper)
bp.register_blueprint(floor)
bp.register_blueprint(terminal)
bp.register_blueprint(rating)
# The name under which other pages link to the rating screen.
bp.add_url_rule("/<int:counter>/rating", "rating", build_only=True)


@bp.url_defaults
def keep_the_language(endpoint: str, values: dict[str, Any]) -> None:
    """Forms, links and the live parts lead back to a page in the same language."""
    if endpoint != "counter.static" and "lang" in request.args:
        values.setdefault("lang", language())


@bp.get("/")
def enter() -> str | Response:
    by = auth.signed_in()
    if by and by.role == "helper":
        return redirect(url_for(".paper.show"), code=303)
    return _choose(by) if by and by.at_least("officer") else _ask()


@bp.post("/")
@bp.post("/sign-in")
def sign_in() -> Response | tuple[str, int]:
    """Whoever chose a counter opens it; the name alone leads to the choice."""
    try:
        counter = whole("counter") if maybe("counter") else None
        auth.sign_in(text("name"), text("pin"), counter)
    except TicketingError as error:
        sentence = error.sentence(language())
        return _ask(sentence), 429 if isinstance(error, TooMany) else 409
    by = auth.signed_in()
    sits = by and by.at_least("officer")
    if by is None or not (sits or (by.role == "helper" and counter is None)):
        return _leave_again()
    if counter is None:
        return redirect(url_for(".enter"), code=303)
    return _open(by, counter)


def _leave_again() -> tuple[str, int]:
    """A helper has no counter to sit at: the wish was a mistake, and its sign-in
    should not lie about."""
    auth.sign_out()
    return _ask(
        _(
            "Tài khoản này không dùng để gọi số ở quầy. "
            "Nếu cần ngồi quầy, xin hỏi người phụ trách."
        )
    ), 403


def _open(by: Actor, counter: int) -> Response | tuple[str, int]:
    try:
        desk.open_counter(by, counter)
    except TicketingError as error:
        if asks := AT_THE_DOOR.get(error.code):
            facts = {"message": error.sentence(language()), "counter": counter}
            return render_template(asks, **facts), 409
        return _choose(by, error), 409
    return redirect(url_for(".terminal.show", counter=counter), code=303)


@bp.post("/sign-out")
def sign_out() -> Response:
    auth.sign_out()
    return redirect(url_for(".enter"), code=303)


def _ask(refusal: str = "") -> str:
    places = [_place(counter) for counter in desk.store.counters()]
    profile = desk.store.office().profile
    return render_template(
        "office/sign_in.html",
        officers=[row["name"] for row in desk.store.find("officers", "name", active=1)],
        # When nobody can sit down anywhere, the name alone opens the door.
        counters=[] if all(place["taken"] for place in places) else places,
        error=refusal,
        name=request.form.get("name"),
        counter=request.form.get("counter", type=int),
        unit_name=words(profile.get("short", profile.get("unit"))),
        office_name=words(profile.get("name")),
    )


def _choose(by: Actor, error: TicketingError | None = None) -> str:
    places = [_place(counter) for counter in desk.store.counters()]
    return render_template(
        "counter/choose.html",
        by=by,
        places=places,
        error=error and error.sentence(language()),
    )


def _place(counter: Counter) -> dict[str, object]:
    return {
        "counter": counter.counter,
        "name": words(counter.name),
        "taken": counter.open,
        "holder": counter.holder,
        "officer": counter.officer,
        "services": [desk.store.service(code).short for code in counter.services],
    }
