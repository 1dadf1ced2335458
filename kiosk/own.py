"""For whoever has a number already: the place in line, back into it, paper, leaving."""

import re

from flask import redirect, render_template, request, url_for
from werkzeug import Response

from kiosk.frame import bp
from kiosk.tickets import of_ticket, standing
from office import limits
from office.auth import actor
from office.current import desk
from office.forms import maybe, text
from office.words import language
from ticketing.errors import NotFound
from ticketing.slips import check_code
from ticketing.tickets import Ticket

SCANNED = re.compile(r"/t/([\w-]{22})$")
TYPED = re.compile(r"([A-Z])([0-9]{3,4})([A-Z]{4})")


@bp.get("/number")
def number() -> str:
    return render_template("kiosk/number.html", said="", refusal=None)


@bp.post("/number")
def find_number() -> tuple[str, int] | Response:
    """Changes nothing: the letters only should not stand in an address."""
    said = text("number")
    try:
        ticket_id = held(said)
    except NotFound as refusal:
        limits.miss()
        sentence = refusal.sentence(language())
        return render_template("kiosk/number.html", said=said, refusal=sentence), 404
    return redirect(url_for(".own", ticket_id=ticket_id), 303)


def held(said: str) -> str:
    """The id of the ticket whose slip was scanned, or typed as number and letters."""
    if scanned := SCANNED.search(said.strip()):
        desk.store.ticket_by_id(scanned[1])
        return scanned[1]
    typed = TYPED.fullmatch(re.sub(r"[\W_]", "", said.upper()))
    if typed is None:
        raise NotFound("unknown-ticket")
    ticket = desk.find_today(typed[1] + typed[2])
    ticket_id = desk.store.ticket_id(ticket.ref)
    if check_code(ticket_id) != typed[3]:
        raise NotFound("unknown-ticket")
    return ticket_id


@bp.get("/tickets/<ticket_id>/own")
def own(ticket_id: str) -> str:
    ticket = desk.store.ticket_by_id(ticket_id)
    return render_template(
        "kiosk/own.html",
        **standing(ticket, ticket_id),
        leaving="leave" in request.args,
        printing="printing" in request.args,
    )


@bp.post("/tickets/<ticket_id>/rejoin")
def rejoin(ticket_id: str) -> Response:
    def act(ticket: Ticket) -> str:
        desk.rejoin(actor(), ticket.ref)
        return url_for(".own", ticket_id=ticket_id)

    return of_ticket(ticket_id, act)


@bp.post("/tickets/<ticket_id>/reprints")
def reprint(ticket_id: str) -> Response:
    """From here, or right after the number was taken, where no paper came."""

    def act(ticket: Ticket) -> str:
        desk.reprint(actor(), ticket.ref)
        if maybe("taken"):
            return url_for(".taken", ticket_id=ticket_id)
        return url_for(".own", ticket_id=ticket_id, printing=1)

    return of_ticket(ticket_id, act)


@bp.post("/tickets/<ticket_id>/cancellation")
def leave(ticket_id: str) -> Response:
    def act(ticket: Ticket) -> str:
        desk.cancel(actor(), ticket.ref)
        return url_for(".own", ticket_id=ticket_id)

    return of_ticket(ticket_id, act)
