"""Printers, slips that never came out, return slips, and numbers of the paper roll."""

from flask import Response

from office.api import answers
from office.api.counters import N
from office.api.guard import allowed, allowed_at, answered, body, plain
from office.api.public import bp, line_in
from office.api.staff import ticket_once
from office.current import desk
from office.forms import MISSING, Body, clean, wrong
from office.once import Answer
from ticketing.roll_acts import place_on_roll

MOST_MISSING, LONGEST_MISSING = 12, 120  # lines of a return slip, letters of one
LARGEST = 999_999  # number of the roll


@bp.get("/printers")
def printers() -> Response:
    allowed("helper", "officer")
    shown = [answers.printer(printer) for printer in desk.printers()]
    refs = dict.fromkeys(slip["ref"] for slip in desk.unprinted())
    numbers = [desk.store.ticket(ref).number for ref in refs]
    waiting = desk.slips_to_come()
    return plain({"printers": shown, "unprinted": numbers, "waiting": waiting})


@bp.post("/printers/reprints")
def printer_reprints() -> Response:
    by = allowed("helper", "officer")
    body()
    return answered(by, lambda: Answer({"numbers": desk.print_unprinted(by)}))


@bp.post("/printers/roll")
def printer_roll() -> Response:
    """A full roll of paper was put in; without a name: the office's own printer."""
    by = allowed("helper", "officer")
    name = body().words("printer")

    def act() -> Answer:
        return Answer({"printer": answers.printer(desk.new_roll(by, name))})

    return answered(by, act)


@bp.post(f"/counters/{N}/tickets/<number>/return-slip")
def return_slip(counter: int, number: str) -> Response:
    by = allowed_at(counter)
    named = desk.find_today(number.upper()).number
    said = body().several("missing", MOST_MISSING)
    missing = [clean(paper, "missing", LONGEST_MISSING) for paper in said]
    return ticket_once(by, lambda: desk.return_slip(by, named, missing))


@bp.post("/roll")
def roll() -> Response:
    by = allowed("supervisor")
    said = body()
    on = said.needed_flag("on")
    reason = said.needed("reason") if on else said.words("reason")

    def act() -> Answer:
        changed = desk.set_roll_mode(by, on, reason)
        return Answer({"roll_mode": changed.roll_mode})

    return answered(by, act)


@bp.post("/roll/numbers")
def roll_numbers() -> Response:
    by = allowed("helper", "officer")
    said = body()
    service, upto = line_in(said), _upto(said)
    if service is None:
        raise wrong("service", *MISSING)

    def act() -> Answer:
        torn = desk.hand_out(by, service, upto)
        return Answer({"numbers": [ticket.number for ticket in torn]}, 201)

    return answered(by, act)


def _upto(said: Body) -> int:
    """X035, or 35."""
    if said.is_whole("upto"):
        return said.whole("upto", 1, LARGEST)
    return place_on_roll(said.needed("upto", 20))
