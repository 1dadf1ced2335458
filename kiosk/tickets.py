"""A ticket at the kiosk: taken, printed, taken back, and told what it is for."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from flask import redirect, render_template, request, session, url_for
from werkzeug import Response

from kiosk.finding import of_service, shelf, whole_number
from kiosk.frame import bp, wishes
from kiosk.paper import paper
from office.auth import actor
from office.current import desk, settings
from office.forms import text
from office.once import posted
from office.words import language
from ticketing.clock import stamp
from ticketing.line import where_to
from ticketing.tickets import Status, Ticket


@bp.post("/tickets")
def take() -> Response:
    by = actor()
    if again := taken_just_now():
        return redirect(url_for(".taken", ticket_id=again), 303)

    def act() -> str:
        ticket = desk.issue(
            by,
            request.form.get("service"),
            request.form.get("procedure"),
            priority="priority" in request.form,
            language=language(),
            large="size" in wishes(),
        )
        remember(ticket)
        return url_for(".taken", ticket_id=ticket.id)

    return posted(by, act)


def taken_just_now() -> str | None:
    """The id that this kiosk gave for the same wish a moment ago: a second tap of a
    shaking finger shows it again."""
    last = session.get("taken", {})
    if last.get("wish") != wish():
        return None
    age = desk.store.clock() - datetime.fromisoformat(last["at"])
    again = timedelta(seconds=desk.store.policy().repeat_seconds)
    return str(last["id"]) if abs(age) < again else None


def remember(ticket: Ticket) -> None:
    at = stamp(ticket.issued_at)
    session["taken"] = {"wish": wish(), "id": ticket.id, "at": at}


def wish() -> list[str]:
    return [request.form.get(name, "") for name in ("service", "procedure", "priority")]


@bp.get("/tickets/<ticket_id>")
def taken(ticket_id: str) -> str:
    ticket = desk.store.ticket_by_id(ticket_id)
    return render_template(
        "kiosk/taken.html",
        **standing(ticket, ticket_id),
        void_left=seconds_to_void(ticket),
        too_late="late" in request.args,
        matters=bool(of_service(ticket.service)),
    )


def standing(ticket: Ticket, ticket_id: str) -> dict[str, Any]:
    """Where the ticket is in its line, where to wait, and its paper; also of a line
    that is no longer offered."""
    ahead = desk.ahead(ticket)
    wait = desk.forecast().wait(ticket.service, ahead)
    return {
        "ticket": ticket,
        "ticket_id": ticket_id,
        "service": desk.store.line_of(ticket),
        "ahead": ahead,
        "wait": wait if ticket.status is Status.WAITING else None,
        "counters": where_to(ticket, desk.store.counters()),
        "paper": paper(ticket.ref),
        "link": None if settings.reach == "none" else phone_page(ticket_id),
    }


def phone_page(ticket_id: str) -> str:
    return f"{settings.public_url}/t/{ticket_id}"


@bp.get("/tickets/<ticket_id>/slip")
def slip(ticket_id: str) -> str:
    """Asked again and again: the ticket's own slip, or the list of its papers."""
    ticket = desk.store.ticket_by_id(ticket_id)
    kind = "papers" if "papers" in request.args else "ticket"
    return render_template("kiosk/_slip.html", paper=paper(ticket.ref, kind), kind=kind)


# --- pressed by mistake ---------------------------------------------------


def seconds_to_void(ticket: Ticket) -> int:
    """How long the number can still be taken back here; 0: no longer."""
    limit = timedelta(seconds=desk.store.policy().void_seconds)
    left = ticket.issued_at + limit - desk.store.clock()
    waits = ticket.status is Status.WAITING
    return max(0, round(left.total_seconds())) if waits else 0


@bp.post("/tickets/<ticket_id>/void")
def void(ticket_id: str) -> Response:
    """Later the screen may be somebody else's: then only with number and letters."""

    def act(ticket: Ticket) -> str:
        if not seconds_to_void(ticket):
            return url_for(".taken", ticket_id=ticket_id, late=1)
        desk.cancel(actor(), ticket.ref, "void")
        return url_for(".taken", ticket_id=ticket_id)

    return of_ticket(ticket_id, act)


def of_ticket(ticket_id: str, act: Callable[[Ticket], str]) -> Response:
    ticket = desk.store.ticket_by_id(ticket_id)
    return posted(actor(), lambda: act(ticket))


# --- what for: only to know the papers ------------------------------------


@bp.get("/tickets/<ticket_id>/procedure")
def matter(ticket_id: str) -> str:
    ticket = desk.store.ticket_by_id(ticket_id)
    query = request.args.get("q", "").strip()[:80]
    start = whole_number(request.args.get("start"))
    return render_template(
        "kiosk/matter.html",
        ticket=ticket,
        ticket_id=ticket_id,
        shelf=shelf(of_service(ticket.service), query, start),
        query=query,
    )


@bp.post("/tickets/<ticket_id>/procedure")
def choose_matter(ticket_id: str) -> Response:
    def act(ticket: Ticket) -> str:
        desk.choose_procedure(actor(), ticket.ref, text("procedure"))
        return url_for(".papers", ticket_id=ticket_id)

    return of_ticket(ticket_id, act)


@bp.get("/tickets/<ticket_id>/papers")
def papers(ticket_id: str) -> str:
    ticket = desk.store.ticket_by_id(ticket_id)
    if ticket.procedure is None:
        return matter(ticket_id)
    return render_template(
        "kiosk/sheet.html",
        procedure=desk.store.matter_of(ticket),
        paper=paper(ticket.ref, "papers"),
        ticket=ticket,
        ticket_id=ticket_id,
        link=standing(ticket, ticket_id)["link"],
        back=url_for(".matter", ticket_id=ticket_id),
    )
