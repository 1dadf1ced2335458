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
    return of_letters(typed[1] + typed[2], typed[3])


def of_letters(number: str, letters: str) -> str:
    """Of today's tickets and of the slips that are still good; numbers come again each
    day, so the letters decide."""
    todays = desk.store.find("ticket_list", business_day=desk.today(), number=number)
    for row in (*todays, *desk.good_slips(number)):
        if check_code(row["id"]) == letters:
            return str(row["id"])
    raise NotFound("unknown-ticket" if todays else "unknown-number", key=number)


@bp.get("/tickets/<ticket_id>/own")
def own(ticket_id: str) -> str | Response:
    ticket = desk.store.ticket_by_id(ticket_id)
    if there := desk.came_back(ticket.ref):
        return redirect(url_for(".own", ticket_id=there.id), 303)
    return render_template(
        "kiosk/own.html",
        **standing(ticket, ticket_id),
        good=desk.is_good(ticket),
        leaving="leave" in request.args,
        printing="printing" in request.args,
    )


@bp.post("/tickets/<ticket_id>/return")
def come_back(ticket_id: str) -> Response:
    """With a slip for another day: its one new number."""

    def act(ticket: Ticket) -> str:
        return url_for(".taken", ticket_id=desk.come_back(actor(), ticket.ref).id)

    return of_ticket(ticket_id, act)


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
