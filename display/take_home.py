"""What the code of the closed board leads to: the papers of each procedure, for phones.

The one page of the lobby's that is for everybody; all others are for screens.
"""

from functools import cached_property

from flask import Blueprint, render_template, request, url_for
from werkzeug import Response

from display.closed import Shut
from office import auth
from office.current import desk, settings
from ticketing.catalogue import Procedure
from ticketing.errors import NotFound

LONGEST_QUERY = 80
FOUND = 12  # that a page lists

bp = Blueprint("take_home", __name__)


def address() -> str:
    """For the code; empty where no phone reaches the office."""
    if settings.reach == "none":
        return ""
    return str(settings.public_url + url_for("display.take_home.show"))


def unless_asked_for(guard: auth.Guard) -> auth.Guard:
    """The same guard for all pages but this one."""
    open_to_all = f"display.{bp.name}."

    def guarded() -> Response | tuple[str, int] | None:
        here = (request.endpoint or "").startswith(open_to_all)
        return None if here else guard()

    return guarded


class Sheets:
    """Of what is handled here; `query` as somebody typed it."""

    def __init__(self, query: str, ref: int) -> None:
        self.query = query
        self._ref = ref

    @cached_property
    def _here(self) -> list[Procedure]:
        rows = desk.store.find("procedures", "ref", active=1)
        return [p for p in map(Procedure.of, rows) if not p.place]

    @property
    def chosen(self) -> Procedure | None:
        return next((p for p in self._here if p.ref == self._ref), None)

    @property
    def listed(self) -> list[Procedure]:
        """What the query finds, else the first that the office posts."""
        if self.query:
            return desk.store.search(self._here, self.query)[:FOUND]
        return [procedure for procedure in self._here if procedure.posted][:FOUND]

    def may_be_told(self, procedure: Procedure) -> bool:
        """Papers, days and fee that nobody has verified are for the officer to say."""
        return bool(procedure.verified_on or self.sample)

    @property
    def sample(self) -> bool:
        return bool(desk.store.office().profile.get("sample"))


@bp.get("/papers")
def show() -> str:
    query = request.args.get("q", "").strip()[:LONGEST_QUERY]
    sheets = Sheets(query, request.args.get("procedure", 0, type=int))
    if request.args.get("procedure") and sheets.chosen is None:
        raise NotFound("unknown-page")
    shut = Shut(desk.store.clock(), desk.store.policy())
    return render_template("display/papers.html", sheets=sheets, shut=shut)
