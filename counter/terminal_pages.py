"""The officer's terminal as a page; every act is a plain form that comes back to it.

The live channel only spares the officer a reload.
"""

from flask import Blueprint, render_template, request, url_for
from werkzeug import Response

from counter.acts import ACTS
from counter.paper import Paper
from counter.question import Question, question
from counter.terminal import Terminal
from office import auth
from office.current import desk, settings
from office.once import posted
from office.refusals import status_of
from office.words import language
from ticketing.errors import NotFound, TicketingError

bp = Blueprint("terminal", __name__, url_prefix="/<int:counter>")
bp.before_request(auth.officer)


@bp.errorhandler(TicketingError)
def refused(error: TicketingError) -> tuple[str, int]:
    """What was missing is asked on the same page. Else read without JavaScript only:
    the way on is back to the counter, or the answer to a question."""
    counter = (request.view_args or {})["counter"]
    message, status = error.sentence(language()), status_of(error)[0]
    if asked := question(error, message):
        return _drawn("counter/terminal.html", counter, asked), status
    if error.code == "closed-day":
        facts = {"message": message, "counter": counter}
        return render_template("counter/closed_day.html", **facts), status
    posted = request.method == "POST"
    back = url_for(".show", counter=counter) if posted else url_for("counter.enter")
    page = render_template("office/refused.html", message=message, action_url=back)
    return page, status


@bp.get("/")
def show(counter: int) -> str:
    return _drawn("counter/terminal.html", counter)


@bp.get("/desk")
def parts(counter: int) -> str:
    """What changes, for a page that is already open."""
    return _drawn("counter/_desk.html", counter)


@bp.post("/<act>")
def do(counter: int, act: str) -> Response:
    if act not in ACTS:
        raise NotFound("unknown-page")
    by = auth.actor()

    def acted() -> str:
        ACTS[act](by, counter)
        return url_for(".show", counter=counter)

    return posted(by, acted)


def _drawn(template: str, counter: int, asked: Question | None = None) -> str:
    seen = Terminal(desk, counter, auth.actor())
    return render_template(
        template,
        seen=seen,
        asked=asked,
        counter=counter,
        paper=Paper(),
        reachable=settings.reach != "none",
    )
