"""The fields of an officer's forms, read here and nowhere else."""

import re

from flask import request

from office.current import desk
from office.forms import clean, maybe, text, wrong
from ticketing.errors import Conflict, Impossible, NotFound
from ticketing.hours import business_day
from ticketing.tickets import Ticket, number_of

SLIP = re.compile(r"/t/([\w-]{22})$")  # what a scanner reads from a slip
LONGEST_SCAN = 4000  # letters: a pile of slips


def seen() -> str | None:
    """The number that the page showed at the counter, "" for nobody; None: not said."""
    return request.form.get("here")


def reason() -> str | None:
    """In the officer's own words, else the one chosen from the list."""
    return maybe("other_reason") or maybe("reason")


def one_of(name: str, *choices: str) -> str:
    """The first is meant when nothing is said."""
    value = maybe(name) or choices[0]
    if value not in choices:
        raise wrong(name, f"phải là {' / '.join(choices)}")
    return value


def previous(counter: int) -> str:
    """What became of who is there. A visit that never began is not taken for served
    until somebody says so."""
    there = desk.store.ticket_at(counter)
    if there and there.may("start") and not maybe("previous"):
        raise Impossible("previous-needed", number=there.number)
    return one_of("previous", "served", "no_show")


def several(name: str) -> list[str]:
    """Ticked boxes; empty ones are left out."""
    given = request.form.getlist(name)
    return [clean(value, name) for value in given if value.strip()]


def apart(name: str) -> list[str]:
    """What was typed or scanned into one field, one after the other."""
    return (maybe(name, LONGEST_SCAN) or "").replace(",", " ").split()


def number(counter: int) -> str:
    """A012 from “a12”; on the number pad alone, “12” where only one is meant."""
    return meant(counter, text("number"))


def meant(counter: int, said: str) -> str:
    if slip := SLIP.search(said):
        return _todays(desk.store.ticket_by_id(slip[1]))
    said = said.replace(" ", "")[:12]
    return _without_letter(counter, said) if said.isdecimal() else spelled(said)


def spelled(said: str) -> str:
    """A012 from “a12”."""
    said = said.upper().replace(" ", "")
    if said[1:].isdecimal() and not said[0].isdecimal():
        return number_of(said[0], int(said[1:]))
    return said


def _todays(ticket: Ticket) -> str:
    if ticket.business_day != desk.today():
        raise Conflict("another-day", number=ticket.number)
    return ticket.number


def _without_letter(counter: int, said: str) -> str:
    day = business_day(desk.store.clock())
    lines = desk.store.counter(counter).services
    found = desk.store.tickets(
        "number", business_day=day, ordinal=int(said), service=list(lines)
    )
    if not found:
        raise NotFound("unknown-number", key=said)
    if len(found) > 1:
        raise _which([ticket.number for ticket in found])
    return found[0].number


def _which(numbers: list[str]) -> Conflict:
    """Asked, and answered with one digit."""
    some, last = ", ".join(numbers[:-1]), numbers[-1]
    both = f"{some} và {last}", f"{some} and {last}"
    return Conflict(
        "which-number", numbers=numbers, several=both[0], several_en=both[1]
    )


def procedure() -> int:
    """By its name or code; what only one is found for will do."""
    said = text("procedure")
    known = desk.store.procedures()
    for one in known:
        if said in (one.code, *one.name.values()):
            return one.ref
    found = desk.store.search(known, said)
    if len(found) != 1:
        raise Conflict("unsure-procedure", what=said[:40])
    return found[0].ref
