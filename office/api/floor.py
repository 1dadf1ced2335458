"""Who serves what today, and what happened in the dark: lines, breaks, help, gaps."""

from datetime import datetime

from flask import Response

from office.api import answers
from office.api.counters import N, of_counter
from office.api.guard import allowed, allowed_at, answered, body
from office.api.public import bp
from office.api.staff import moment
from office.current import desk
from office.forms import MISSING, Body, wrong
from office.once import Answer
from ticketing.errors import NotFound
from ticketing.gaps import Gap

MOST_NUMBERS = 500  # ticked at once after a power cut


@bp.post(f"/counters/{N}/lines")
def take_line(counter: int) -> Response:
    by = allowed_at(counter)
    service = desk.store.service(body().needed("service")).code
    return of_counter(by, lambda: desk.take_line(by, counter, service))


@bp.post(f"/counters/{N}/lines-to")
def move_lines(counter: int) -> Response:
    by = allowed_at(counter, "supervisor")
    to = desk.store.counter(body().whole("counter", 0, 10**9)).counter
    return of_counter(by, lambda: desk.move_lines(by, counter, to))


@bp.post(f"/counters/{N}/low")
def set_low(counter: int) -> Response:
    by = allowed_at(counter, "supervisor")
    low = body().needed_flag("low")
    return of_counter(by, lambda: desk.set_low(by, counter, low))


@bp.post(f"/counters/{N}/breaks")
def set_breaks(counter: int) -> Response:
    by = allowed_at(counter, "supervisor")
    breaks = listed(body(), "breaks")
    return of_counter(by, lambda: desk.set_breaks(by, counter, breaks))


@bp.post(f"/counters/{N}/quick-questions")
def quick_question(counter: int) -> Response:
    by = allowed_at(counter)
    body()
    return answered(by, lambda: Answer({"today": desk.tally(by, counter)}))


@bp.post(f"/counters/{N}/help")
def ask_help(counter: int) -> Response:
    by = allowed_at(counter)
    on = body().needed_flag("on")
    return of_counter(by, lambda: desk.ask_help(by, counter, on))


@bp.post("/officers/<name>/skills")
def set_skills(name: str) -> Response:
    """No services: nothing is written down, so the officer may serve all."""
    by = allowed("supervisor")
    if desk.store.first("officers", name=name, active=1) is None:
        raise NotFound("unknown-officer", key=name[:40])
    skills = needed_texts(body(), "skills")

    def act() -> Answer:
        return Answer({"name": name, "skills": desk.set_skills(by, name, skills)})

    return answered(by, act)


@bp.post("/numbers/<number>/wishes")
def set_wishes(number: str) -> Response:
    by = allowed("helper", "officer")
    named = desk.find_today(number.upper()).number
    wishes = needed_texts(body(), "wishes")

    def act() -> Answer:
        ticket = desk.set_wishes(by, named, wishes)
        kept = sorted(desk.store.wishes(ticket.ref))
        return Answer({"ticket": answers.ticket(ticket, False), "wishes": kept})

    return answered(by, act)


@bp.post("/gaps")
def gaps() -> Response:
    by = allowed("supervisor")
    said = body()
    served, left = (
        [desk.find_today(number.upper()).number for number in said.texts(name, most)]
        for name, most in (("served", MOST_NUMBERS), ("left", MOST_NUMBERS))
    )
    gap = gap_in(said)

    def act() -> Answer:
        ended = desk.reconcile(by, gap, served, left)
        return Answer({"tickets": [answers.ticket(one, False) for one in ended]})

    return answered(by, act)


def gap_in(said: Body) -> Gap:
    begun, ended = (
        datetime.fromisoformat(moment(name, said.needed(name)))
        for name in ("begun_at", "ended_at")
    )
    return begun, ended


def listed(said: Body, name: str) -> list[object]:
    if not said.has(name):
        raise wrong(name, *MISSING)
    return said.several(name)


def needed_texts(said: Body, name: str) -> list[str]:
    listed(said, name)
    return said.texts(name)
