"""The lobby's board: the last calls, newest first, and what each line is doing.

The server draws the board, once for each snapshot, however many screens ask; the page
only decides when to ask again and which call is shown large.
"""

from urllib.parse import urlencode

from flask import Blueprint, current_app, make_response, render_template, request
from werkzeug import Response

from display import take_home
from display.board import Board, Voice
from display.closed import Shut
from display.counter_display import bp as counter
from display.joined import bp as joined
from display.setup import bp as setup
from display.setup import chosen, sheet_address
from display.take_home import bp as take_home_bp
from office import auth
from office.current import desk, live, settings
from office.words import language
from ticketing.snapshot import iso

bp = Blueprint(
    "display",
    __name__,
    url_prefix="/display",
    template_folder="templates",
    static_folder="static",
)
bp.before_request(take_home.unless_asked_for(auth.device("display")))
bp.register_blueprint(joined)
bp.register_blueprint(setup)
bp.register_blueprint(counter)
bp.register_blueprint(take_home_bp)


@bp.get("/")
def lobby() -> str:
    board = _board()
    return render_template(
        "display/lobby.html",
        board=board,
        drawn=_drawn(board),
        now=desk.store.clock(),
        sheet=sheet_address(chosen(), board.needs(_pictures())),
    )


@bp.get("/board")
def board() -> Response:
    """The board alone, for a page that is already open; its clock follows ours."""
    response = make_response(_drawn(_board()))
    response.headers["Office-Time"] = iso(desk.store.clock())
    return response


def _board() -> Board:
    return Board(live.current(), desk.store.counters(), request.args.get("zone", ""))


def _drawn(board: Board) -> str:
    """Twenty screens cost one rendering: kept until there is another snapshot."""
    kept = current_app.extensions.setdefault("display.drawn", {})
    if kept.get("etag") != board.etag:
        kept.clear()
        kept["etag"] = board.etag
    voice = Voice.at(desk.store.clock(), desk.store.policy())
    look = (board.zone, language(), voice, _pictures())
    if look not in kept:
        kept[look] = _draw(board, voice)
    return str(kept[look])


def _pictures() -> bool:
    return desk.store.policy().number_pictures


def _draw(board: Board, voice: Voice) -> str:
    now = desk.store.clock()
    if board.is_closed:
        shut = Shut(now, desk.store.policy())
        return render_template(
            "display/_shut.html",
            board=board,
            shut=shut,
            voice=voice,
            papers=take_home.address(),
            wifi=settings.reach == "wifi",
        )
    return render_template(
        "display/_board.html",
        board=board,
        voice=voice,
        now=now,
        services={service.code: service for service in desk.store.services()},
        lines=board.lines(desk.forecast()),
        pictures=_pictures(),
        needs=urlencode(board.needs(_pictures())),
    )
