"""The lobby's media by address: what is shown in this hall today, and its files.

The list is markup in <template>s, which load nothing: the page takes one out when its
turn comes (static/media.js).
"""

from dataclasses import dataclass

from flask import Blueprint, make_response, render_template, request, send_file
from werkzeug import Response

from display.media_files import Files
from display.media_posting import Page, pages
from office import auth
from office.current import desk, settings
from ticketing.errors import NotFound
from ticketing.hours import business_day
from ticketing.media import Medium, folder_of

KEPT = "private, max-age=31536000, immutable"  # a digest never means another file
TYPES = {"jpg": "image/jpeg", "mp4": "video/mp4", "webm": "video/webm"}

bp = Blueprint("media", __name__, url_prefix="/display/media")
bp.before_request(auth.device("display"))


@dataclass(frozen=True)
class Shown:
    """A medium, and of a posting one of its pages, which take turns."""

    medium: Medium
    file: str = ""  # its name
    page: Page | None = None


@bp.get("")
def listed() -> Response:
    """Nothing new: 304, so that twenty screens may ask each minute."""
    html = render_template("display/_media.html", shown=_shown())
    response = make_response(html)
    response.headers["Cache-Control"] = "private, no-cache"
    response.add_etag()
    return response.make_conditional(request)


def _shown() -> list[Shown]:
    today, zone = business_day(desk.store.clock()), request.args.get("zone", "")
    files = Files(folder_of(settings.database))
    found = []
    for medium in desk.media():
        if medium.is_on(today, zone):
            found += _turns(medium, files)
    return found


def _turns(medium: Medium, files: Files) -> list[Shown]:
    """None, when its file has gone: the others are shown all the same."""
    if medium.kind == "posting":
        return [Shown(medium, page=page) for page in pages(desk)]
    if not medium.digest:
        return [Shown(medium)]
    path = files.path(medium.kind, medium.digest)
    return [Shown(medium, path.name)] if path else []


@bp.get("/<digest>.<any(jpg, mp4, webm):suffix>")
def file(digest: str, suffix: str) -> Response:
    """Only what the list names, whole or in ranges, as a player asks for them."""
    if not any(medium.digest == digest for medium in desk.media() if digest):
        raise NotFound("unknown-page")
    path = folder_of(settings.database).absolute() / f"{digest}.{suffix}"
    if not path.is_file():
        raise NotFound("unknown-page")
    response = send_file(path, TYPES[suffix], conditional=True, etag=digest)
    response.headers["Cache-Control"] = KEPT
    return response
