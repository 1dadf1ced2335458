"""The officer's terminal as a page; every act is a plain form that comes back to it.

The live channel only spares the officer a reload.
"""

from flask import Blueprint, make_response, render_template, request, url_for
from werkzeug import Response

from counter.acts import ACTS
from counter.paper import Paper
from counter.question import AT_THE_DOOR, Question, question
from counter.terminal import Terminal
from office import auth
from office.current import desk, settings
from office.headers import POLICY
from office.once import posted
from office.refusals import status_of
from office.words import language
from ticketing.errors import NotFound, TicketingError

bp = Blueprint("terminal", __name__, url_prefix="/<int:counter>")
bp.before_request(auth.officer)
FRAMED = POLICY.replace("frame-ancestors 'none'", "frame-ancestors 'self'")


@bp.errorhandler(TicketingError)
def refused(error: TicketingError) -> tuple[str, int]:
    """What was missing is asked on the same page. Else read without JavaScript only:
    the way on is back to the counter, or the answer to a question."""
    counter = (request.view_args or {})["counter"]
    message, status = error.sentence(language()), status_of(error)[0]
    if asked := question(error, message):
        return _drawn("counter/terminal.html", counter, asked), status
    if asks := AT_THE_DOOR.get(error.code):
        return render_template(asks, message=message, counter=counter), status
    posted = request.method == "POST"
    back = url_for(".show", counter=counter) if posted else url_for("counter.enter")
    page = render_template("office/refused.html", message=message, action_url=back)
    return page, status


@bp.get("/")
def show(counter: int) -> Response:
    """Its small form may lie in a window of ours that stays on top, and in no other."""
    response = make_response(_drawn("counter/terminal.html", counter))
    response.headers["Content-Security-Policy"] = FRAMED
    return response


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
