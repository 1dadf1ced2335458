""" "Đối chiếu sau mất điện": who was served, who went home; then on with the next.

The times are asked for first: whoever was here then is listed below them.
"""

from datetime import datetime
from functools import cached_property
from urllib.parse import urlencode

from flask import current_app, render_template, request, url_for
from werkzeug import Response

from counter.floor import bp
from counter.floor_forms import moment
from office import auth
from office.current import desk
from office.forms import maybe, text
from office.once import posted
from ticketing.catalogue import Service
from ticketing.gaps import Gap, gaps, in_the_dark
from ticketing.hours import business_day
from ticketing.roll_acts import FRESH
from ticketing.silences import silences
from ticketing.tickets import Status, Ticket

__all__ = ["bp"]
OTHERS = 3  # other times at which the office fell silent
FATES = ("served", "left")


class Reconciling:
    """The gap that is looked at: as asked for, else as the journal suggests it."""

    def __init__(self) -> None:
        self.store, self.now = desk.store, desk.store.clock()
        self.day = business_day(self.now)
        self.services = {one.code: one for one in self.store.services()}
        self.done = [request.args.get(fate, type=int) for fate in FATES]

    @cached_property
    def gap(self) -> Gap | None:
        if "begun" in request.args:
            return _gap(request.args["begun"], request.args.get("ended", ""))
        return self.silences[0] if self.silences else None

    @cached_property
    def silences(self) -> list[Gap]:
        started: datetime = current_app.extensions["started"]
        return silences(self.store, self.now, started, desk.trial)[: OTHERS + 1]

    @property
    def suggested(self) -> bool:
        return self.gap is not None and self.gap in self.silences

    @property
    def known(self) -> list[Gap]:
        """Of today, told already."""
        return [one for one in gaps(self.store) if business_day(one[0]) == self.day]

    @cached_property
    def people(self) -> list[Ticket]:
        """Those at the counters first, then line after line in its order."""
        order = {code: place for place, code in enumerate(self.services)}
        found = in_the_dark(self.store, self.gap[0]) if self.gap else []
        return sorted(found, key=lambda one: (_apart(one), order.get(one.service, 0)))

    @property
    def next_ones(self) -> list[tuple[Service, Ticket]]:
        """With whom each line goes on."""
        lines = [
            (one, self.store.line([one.code], 1)) for one in self.services.values()
        ]
        return [(service, line[0]) for service, line in lines if line]

    @property
    def torn(self) -> str | None:
        """The last number of the roll that is known, while one is in use."""
        last: str = desk.last_on_roll()
        return last if self.store.policy().roll_mode or last != FRESH else None


def _apart(ticket: Ticket) -> int:
    """Counters, lines, those who stand aside."""
    if ticket.status in (Status.CALLED, Status.SERVING):
        return 0
    return 1 if ticket.status is Status.WAITING else 2


def _gap(begun: str, ended: str) -> Gap:
    return moment("begun", begun), moment("ended", ended)


@bp.get("/reconcile")
def reconcile() -> str:
    seen = Reconciling()
    return render_template("counter/floor_reconcile.html", by=auth.actor(), seen=seen)


@bp.post("/reconciliations")
def reconciled() -> Response:
    by = auth.actor()

    def acted() -> str:
        begun, ended = (text(name, longest=8) for name in ("begun", "ended"))
        served, left = (_ticked(fate) for fate in FATES)
        desk.reconcile(by, _gap(begun, ended), served, left)
        said = {"begun": begun, "ended": ended}
        return _back(said | {"served": str(len(served)), "left": str(len(left))})

    return posted(by, acted)


def _ticked(fate: str) -> list[str]:
    """fate-A012=served: one choice for each number."""
    chosen = request.form.items()
    return [name.removeprefix("fate-") for name, value in chosen if value == fate]


@bp.post("/torn")
def torn() -> Response:
    """Numbers of the roll that were handed out in the dark are known from now on."""
    by = auth.actor()

    def acted() -> str:
        desk.hand_out(by, text("service"), text("upto", longest=8))
        return _back({name: maybe(name, 8) or "" for name in ("begun", "ended")})

    return posted(by, acted)


def _back(said: dict[str, str]) -> str:
    kept = {name: value for name, value in said.items() if value}
    return f"{url_for('.reconcile')}?{urlencode(kept)}"
