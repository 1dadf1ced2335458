"""What an officer does with one visit, and how a visitor comes back on another day."""

from flask import Response

from office.api import answers
from office.api.counters import N, both_once, number_in
from office.api.guard import allowed, allowed_at, answered, body, plain
from office.api.paper import LONGEST_MISSING, MOST_MISSING
from office.api.public import bp, line_in, procedure_in
from office.current import desk
from office.forms import clean
from office.once import Answer

MOST_DAYS = 30  # the policy's own limit may be lower


@bp.get(f"/counters/{N}/notes")
def notes(counter: int) -> Response:
    """Of the ticket there, for the officer who has it now."""
    allowed_at(counter)
    there = desk.store.ticket_at(counter)
    kept = desk.store.notes(there.ref) if there else []
    return plain({"number": there and there.number, "notes": kept})


@bp.post(f"/counters/{N}/notes")
def note(counter: int) -> Response:
    by = allowed_at(counter)
    said = body().needed("note")
    return both_once(counter, by, lambda: desk.note(by, counter, said))


@bp.post(f"/counters/{N}/matters")
def matters(counter: int) -> Response:
    by = allowed_at(counter)
    matter = procedure_in(body())
    return both_once(counter, by, lambda: desk.add_matter(by, counter, matter))


@bp.post(f"/counters/{N}/handouts")
def handouts(counter: int) -> Response:
    by = allowed_at(counter)
    number = number_in(body())
    return both_once(counter, by, lambda: desk.hand_over(by, counter, number))


@bp.post(f"/counters/{N}/drops")
def drops(counter: int) -> Response:
    by = allowed_at(counter)
    reason = body().words("reason") or None
    return both_once(counter, by, lambda: desk.drop(by, counter, reason))


@bp.post(f"/counters/{N}/returns")
def returns(counter: int) -> Response:
    by = allowed_at(counter)
    said = body()
    listed = said.several("missing", MOST_MISSING)
    missing = [clean(paper, "missing", LONGEST_MISSING) for paper in listed]
    days = said.maybe_whole("days", 1, MOST_DAYS)
    return both_once(counter, by, lambda: desk.ask_back(by, counter, missing, days))


@bp.post("/tickets/<ticket_id>/return")
def come_back(ticket_id: str) -> Response:
    """201 for the one new number of this slip; 200 when it was given before."""
    by = allowed("kiosk", "helper", "officer")
    old = desk.store.ticket_by_id(ticket_id)
    body()

    def act() -> Answer:
        known = desk.came_back(old.ref)
        there = desk.come_back(by, old.ref)
        location = f"/api/v1/tickets/{there.id}"
        return Answer(answers.ticket(there), 200 if known else 201, location)

    return answered(by, act)


@bp.post("/vouchers")
def vouchers() -> Response:
    """For all who wait in this line, or in every one."""
    by = allowed("supervisor")
    service = line_in(body())

    def act() -> Answer:
        left = desk.give_vouchers(by, service)
        numbers = [ticket.number for ticket in left]
        until = left[0].return_until if left else None
        return Answer({"numbers": numbers, "return_until": until})

    return answered(by, act)
