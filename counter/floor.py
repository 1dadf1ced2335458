"""The whole floor on one page, for whoever supervises; and for the day without power
the calling list and what is told to the machine afterwards.

Every act is a plain form that comes back to its page.
"""

from flask import (
    Blueprint,
    g,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.blueprints import BlueprintSetupState
from werkzeug import Response

from counter.calling_list import CallingList
from counter.fields import spelled
from counter.floor_forms import ACTS
from counter.floor_view import FloorView
from office import auth
from office.current import desk
from office.once import posted
from office.refusals import status_of
from office.words import language
from ticketing.errors import NotFound, TicketingError

bp = Blueprint("floor", __name__, url_prefix="/floor")

# A link, or a tab that the phone had dropped, finds the list again though the server is
# gone; only the reload button does not, and the page asks before it. Whoever has it
# open renews it all the time (calling_list.js).
KEPT = "private, max-age=43200"

FOR_HELPERS = {"calling_list", "wishes", "wish", "closed", "rejoin"}
# From a refusal.
BACK = {
    **dict.fromkeys(("wishes", "wish", "rejoin"), ".calling_list"),
    "do": ".show",
    **dict.fromkeys(("reconcile", "reconciled", "torn"), ".reconcile"),
}


@bp.record
def remember_the_start(state: BlueprintSetupState) -> None:
    """After a power cut this tells when the machine came back."""
    known = state.app.extensions
    known["started"] = known["desk"].store.clock()


@bp.before_request
def staff() -> Response | None:
    """The list is for helpers too: they stand among the people with their phones."""
    found = auth.signed_in()
    if found is None:
        return redirect(url_for("counter.enter"), code=303)
    listed = str(request.endpoint).rpartition(".")[2] in FOR_HELPERS
    if not found.at_least("helper" if listed else "supervisor"):
        auth.refuse(found)
    g.actor = found
    return None


@bp.errorhandler(TicketingError)
def refused(error: TicketingError) -> tuple[str, int]:
    """Back to the page that asked."""
    name = str(request.endpoint).rpartition(".")[2]
    back = url_for(BACK.get(name, "counter.enter"))
    message = error.sentence(language())
    page = render_template("office/refused.html", message=message, action_url=back)
    return page, status_of(error)[0]


@bp.get("/")
def show() -> str:
    return render_template("counter/floor.html", by=auth.actor(), seen=FloorView(desk))


@bp.get("/list")
def calling_list() -> Response:
    seen = CallingList(desk)
    page = render_template("counter/floor_list.html", by=auth.actor(), seen=seen)
    answer = make_response(page)
    answer.headers["Cache-Control"] = KEPT
    answer.add_etag()  # else a browser throws its copy away before it asks again
    return answer


@bp.get("/list/<number>")
def wishes(number: str) -> str:
    """What this one needs: to be fetched from the seat, a low desk, more time."""
    ticket = desk.find_today(spelled(number))
    kept = desk.store.wishes(ticket.ref)
    return render_template("counter/floor_wishes.html", ticket=ticket, kept=kept)


@bp.post("/list/<number>")
def wish(number: str) -> Response:
    by = auth.actor()

    def acted() -> str:
        desk.set_wishes(by, spelled(number), request.form.getlist("wishes"))
        return url_for(".calling_list")

    return posted(by, acted)


@bp.get("/closed")
def closed() -> str:
    return render_template("counter/floor_closed.html", seen=CallingList(desk))


@bp.post("/list/<number>/rejoin")
def rejoin(number: str) -> Response:
    """Missed, or closed by mistake: whoever stands among the people hears of it."""
    by = auth.actor()

    def acted() -> str:
        desk.rejoin(by, desk.find_today(spelled(number)).ref)
        return url_for(".calling_list")

    return posted(by, acted)


@bp.post("/<act>")
def do(act: str) -> Response:
    if act not in ACTS:
        raise NotFound("unknown-page")
    by = auth.actor()

    def acted() -> str:
        ACTS[act](by)
        return url_for(".show")

    return posted(by, acted)
