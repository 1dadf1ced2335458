"""Paper for the staff: the printers, what never came out of them, the roll of numbers.

The page is plain forms; its module only spares a reload. Helpers may come here too.
"""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from flask import Blueprint, g, redirect, render_template, request, url_for
from werkzeug import Response

from counter.fields import spelled
from office import auth
from office.current import desk
from office.forms import maybe, text, whole
from office.once import posted
from office.printers import since, trouble
from office.refusals import status_of
from office.words import language
from ticketing.errors import NotAllowed, TicketingError
from ticketing.policy import Policy
from ticketing.slips import Printer
from ticketing.tickets import Ticket

bp = Blueprint("paper", __name__, url_prefix="/paper")


@dataclass(frozen=True)
class Machine:
    """A printer as staff see it; `left` metres on its roll."""

    printer: Printer
    trouble: str | None
    since: datetime
    left: int
    low: bool


class Paper:
    """What the staff should know: for the page, and for the line on each terminal."""

    @cached_property
    def machines(self) -> list[Machine]:
        """Also one that never was, once slips have waited for it in vain."""
        policy, missing = desk.store.policy(), desk.printer_missing()
        known = desk.printers()
        if missing and trouble(missing):
            known.append(missing)
        return [_machine(printer, policy) for printer in known]

    def machine_of(self, ticket: Ticket) -> Machine | None:
        """Where its further slips come out: where it was taken, if there is a printer
        of its own. None: no printer process has ever been there."""
        printer = desk.printer_of(ticket.device)
        met = printer and printer.address
        return _machine(printer, desk.store.policy()) if printer and met else None

    @property
    def troubled(self) -> list[Machine]:
        return [machine for machine in self.machines if machine.trouble]

    @property
    def low(self) -> list[Machine]:
        return [one for one in self.machines if one.low and not one.trouble]

    @property
    def works(self) -> bool:
        """Some printer would print what is sent to it now."""
        return len(self.troubled) < len(self.machines)

    @cached_property
    def waiting(self) -> int:
        """Slips that come by themselves once the printer is ready."""
        return desk.slips_to_come()

    @property
    def torn(self) -> str | None:
        """The last number of the roll, while numbers come off it."""
        return desk.last_on_roll() if desk.store.policy().roll_mode else None

    @cached_property
    def unprinted(self) -> list[str]:
        """The number on each slip that never came out, of people still here."""
        return [desk.store.ticket(row["ref"]).number for row in desk.unprinted()]


def _machine(printer: Printer, policy: Policy) -> Machine:
    left = max(0, policy.roll_metres * 1000 - printer.used_mm) // 1000
    low = printer.near_end or left <= policy.paper_warn_metres
    return Machine(printer, trouble(printer), since(printer), left, low)


# --- the page -------------------------------------------------------------


@bp.before_request
def staff() -> Response | None:
    found = auth.signed_in()
    if found is None:
        return redirect(url_for("counter.enter"), code=303)
    if not found.at_least("helper"):
        auth.refuse(found)
    g.actor = found
    return None


@bp.errorhandler(TicketingError)
def refused(error: TicketingError) -> tuple[str, int]:
    back = url_for(".show" if request.method == "POST" else "counter.enter")
    message = error.sentence(language())
    page = render_template("office/refused.html", message=message, action_url=back)
    return page, status_of(error)[0]


@bp.get("/")
def show() -> str:
    policy = desk.store.policy()
    return render_template(
        "counter/paper.html",
        by=auth.actor(),
        paper=Paper(),
        policy=policy,
        now=desk.store.clock(),
        torn=desk.last_on_roll(),
        services=desk.store.services(),
        chosen=request.args.get("service", ""),
        sent=request.args.get("sent", "")[:5],
    )


@bp.post("/reprints")
def reprints() -> Response:
    """Pressed here, or in the line of a terminal, which it then comes back to."""
    by = auth.actor()

    def act() -> str:
        desk.print_unprinted(by)
        if maybe("counter"):
            return url_for("counter.terminal.show", counter=whole("counter"))
        return url_for(".show")

    return posted(by, act)


@bp.post("/number-reprints")
def number_reprint() -> Response:
    """For whoever comes to the desk without paper, and says the number."""
    by = auth.actor()

    def act() -> str:
        ticket = desk.find_today(spelled(text("number", longest=12)))
        desk.reprint(by, ticket.ref)
        return url_for(".show", sent=ticket.number)

    return posted(by, act)


@bp.post("/rolls")
def new_roll() -> Response:
    by = auth.actor()

    def act() -> str:
        desk.new_roll(by, maybe("printer") or "")
        return url_for(".show")

    return posted(by, act)


@bp.post("/roll-mode")
def roll_mode() -> Response:
    by = auth.actor()
    if not by.at_least("supervisor"):
        raise NotAllowed("not-allowed")

    def act() -> str:
        desk.set_roll_mode(by, bool(maybe("on")), text("reason"))
        return url_for(".show")

    return posted(by, act)


@bp.post("/hand-outs")
def hand_out() -> Response:
    by = auth.actor()

    def act() -> str:
        service = text("service")
        desk.hand_out(by, service, text("upto", longest=8))
        return url_for(".show", service=service)  # the next ones are likely for it

    return posted(by, act)
