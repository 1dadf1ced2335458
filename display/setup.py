"""For the installer: the screen's inches and the furthest seat, and what then fits.

Kept in a cookie of this screen, or given in the address: /display/?inches=55&seat=8.
The sizes are the end of a sheet that the server makes of the two numbers.
"""

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug import Response

from display.board import FIGURES, Board
from display.joined import FOLDER, asset
from display.layouts import fitted, fitting, reach
from display.seats import LARGE, SMALL, Screen, capital
from display.sizing import Calls, Layout
from office.current import desk, live
from office.words import language

KEPT = "board-screen"  # the cookie: 55x8
A_YEAR = 365 * 24 * 3600  # seconds
SHEETS = ("display", "media")
MOST_LINES = 12
INCHES, METRES = (15, 120), (1, 30)

Told = tuple[Layout, float, int | None]

bp = Blueprint("setup", __name__)


@bp.get("/setup")
def show() -> str:
    return _page(chosen())


@bp.post("/setup")
def keep() -> Response | tuple[str, int]:
    screen = screen_of(request.form.get("inches", ""), request.form.get("seat", ""))
    if screen is None:
        return _page(chosen(), refused=True), 422
    zone = request.form.get("zone") or None
    answer = redirect(url_for("display.lobby", zone=zone), code=303)
    answer.set_cookie(
        KEPT,
        f"{screen.inches:g}x{screen.metres:g}",
        max_age=A_YEAR,
        path="/display",
        httponly=True,
        samesite="Lax",
    )
    return answer


@bp.get("/look.css")
def look() -> Response:
    """The board's sheets, and its sizes: of two numbers, of how many lines there are,
    and of what a call is made of."""
    count = _within(0, "lines", 7, MOST_LINES)
    least, most = FIGURES
    pictures = request.args.get("pictures") == "1"
    calls = Calls(_within(least, "figures", least, most), pictures)
    sizes = render_template(
        "display/sizes.css",
        screen=(screen := chosen()),
        lying=fitted(screen, False, count, calls),
        upright=fitted(screen, True, count, calls),
    )
    drawn = [(FOLDER / f"{name}.css").read_text("utf-8") for name in SHEETS]
    return asset("\n".join([*drawn, sizes]), "text/css")


def _within(least: int, name: str, usual: int, most: int) -> int:
    return max(least, min(request.args.get(name, usual, type=int), most))


def sheet_address(screen: Screen, needs: dict[str, Any]) -> str:
    inches, seat = f"{screen.inches:g}", f"{screen.metres:g}"
    return url_for("display.setup.look", inches=inches, seat=seat, **needs)


def chosen() -> Screen:
    """By the address, else by this screen's cookie, else 55 inches and 8 metres."""
    asked = screen_of(request.args.get("inches", ""), request.args.get("seat", ""))
    kept = screen_of(*request.cookies.get(KEPT, "").partition("x")[::2])
    return asked or kept or Screen()


def screen_of(inches: str, metres: str) -> Screen | None:
    """None unless both are numbers that a screen and a hall can have."""
    try:
        found = Screen(*(float(said.replace(",", ".")) for said in (inches, metres)))
    except ValueError:
        return None
    fits = INCHES[0] <= found.inches <= INCHES[1]
    return found if fits and METRES[0] <= found.metres <= METRES[1] else None


def _page(screen: Screen, refused: bool = False) -> str:
    everywhere = Board(live.current(), desk.store.counters(), "")
    pictures = desk.store.policy().number_pictures
    count, calls = len(everywhere.own), Calls(everywhere.figures, pictures)
    return render_template(
        "display/_setup.html",
        screen=screen,
        refused=refused,
        sheet=sheet_address(screen, everywhere.needs(pictures)),
        layouts=[
            (_("Màn hình nằm ngang"), *_told(screen, False, count, calls)),
            (_("Màn hình dựng đứng"), *_told(screen, True, count, calls)),
        ],
        needs=[capital(minutes, screen.metres) for minutes in (LARGE, SMALL)],
        limits=(INCHES, METRES),
        number=number,
    )


def _told(screen: Screen, upright: bool, count: int, calls: Calls) -> Told:
    """How it is laid out, from where it is read, and the inches that would do."""
    layout = fitted(screen, upright, count, calls)
    return (
        layout,
        reach(screen, upright, count, calls),
        fitting(screen.metres, upright, count, calls),
    )


def number(value: float) -> str:
    """8,5 in Vietnamese, 8.5 in English."""
    said = f"{round(value, 1):g}"
    return said.replace(".", ",") if language() == "vi" else said
