"""What every page of the kiosk shares: its door, its wishes, its clock."""

from typing import Any

from flask import Blueprint, render_template, request, url_for

from office.auth import device
from office.current import desk, settings
from office.refusals import status_of
from office.words import language
from ticketing.errors import TicketingError

# What a visitor asked of the screen; every link of the kiosk carries it on.
WISHES = {"lang": ("vi", "en"), "size": ("large",), "theme": ("contrast",)}
ASKED = ("q", "field", "start")  # what else an address of the kiosk may say
ROOM = "kiosk-room"  # a cookie that the page sets once it has measured its screen

bp = Blueprint(
    "kiosk",
    __name__,
    url_prefix="/kiosk",
    template_folder="templates",
    static_folder="static",
)
bp.before_request(device("kiosk"))


def wishes() -> dict[str, str]:
    asked = request.args
    return {
        name: asked[name] for name, known in WISHES.items() if asked.get(name) in known
    }


@bp.url_defaults
def keep_wishes(endpoint: str, values: dict[str, Any]) -> None:
    if endpoint != "kiosk.static":
        for name, value in wishes().items():
            values.setdefault(name, value)


def here(**changes: str | None) -> str:
    """This page again, with other wishes."""
    said = {name: request.args[name] for name in ASKED if name in request.args}
    return url_for(
        str(request.endpoint), **(said | (request.view_args or {}) | changes)
    )


@bp.context_processor
def screen() -> dict[str, Any]:
    return {
        "here": here,
        "wishes": wishes(),
        "small": request.cookies.get(ROOM) == "small",
        "now": desk.store.clock(),
        "reach": settings.reach,
    }


@bp.errorhandler(TicketingError)
def refused(error: TicketingError) -> tuple[str, int]:
    """In the kiosk's own frame, which finds its way back to the start by itself."""
    page = render_template("kiosk/refused.html", message=error.sentence(language()))
    return page, status_of(error)[0]
