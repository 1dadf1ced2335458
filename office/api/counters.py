"""What an officer does at a counter: /api/v1/counters/<n>/…"""

from collections.abc import Callable
from typing import Any

from flask import Response

from office.api import answers
from office.api.guard import allowed, allowed_at, answered, body, plain
from office.api.public import bp, line_in, procedure_in
from office.current import desk
from office.forms import MISSING, Body, wrong
from office.once import Answer
from office.visits import same_visit
from ticketing.catalogue import Counter
from ticketing.desk import Transfer
from ticketing.people import Actor
from ticketing.tickets import Ticket
from ticketing.visit_acts import MOST_DOSSIERS

N = "<counter:counter>"


@bp.get("/counters")
def counters() -> Response:
    allowed("officer")
    shown = [answers.counter(counter) for counter in desk.store.counters()]
    return plain({"counters": shown})


@bp.get(f"/counters/{N}")
def counter(counter: int) -> Response:
    allowed("officer")
    return plain(answers.counter(desk.store.counter(counter)))


@bp.post(f"/counters/{N}/opening")
def opening(counter: int) -> Response:
    by = allowed_at(counter)
    said = body()
    sure = {name: said.flag(name) for name in ("working_day", "right_clock")}
    return of_counter(by, lambda: desk.open_counter(by, counter, **sure))


@bp.post(f"/counters/{N}/closing")
def closing(counter: int) -> Response:
    by = allowed_at(counter)
    body()
    return of_counter(by, lambda: desk.close_counter(by, counter))


@bp.post(f"/counters/{N}/pause")
def pause(counter: int) -> Response:
    by = allowed_at(counter)
    reason = body().needed("reason")
    return of_counter(by, lambda: desk.pause(by, counter, reason))


@bp.post(f"/counters/{N}/services")
def set_services(counter: int) -> Response:
    by = allowed_at(counter, "supervisor")
    said = body()
    codes = said.texts("services")
    helps = said.texts("helps") if said.has("helps") else None
    if not said.has("services"):
        raise wrong("services", *MISSING)
    return of_counter(by, lambda: desk.set_services(by, counter, codes, helps))


@bp.post(f"/counters/{N}/calls")
def calls(counter: int) -> Response:
    by = allowed_at(counter)
    said = body()
    number = called_in(said) if said.has("number") else ""
    service = line_in(said)
    previous = said.one_of("previous", "served", "no_show")
    armed, reason = said.flag("armed"), said.words("reason") or None
    if not number:
        return both_once(
            counter, by, lambda: desk.call_next(by, counter, previous, armed)
        )
    return both_once(
        counter,
        by,
        lambda: desk.call_number(by, counter, number, reason, previous, service),
    )


def called_in(said: Body) -> str:
    """In roll mode it may be a paper number that nobody has entered yet."""
    number = said.needed("number").upper()
    return number if desk.is_torn(number) else number_in(said)


def number_in(said: Body) -> str:
    """A number of today; an unknown one is refused before all else (404)."""
    return desk.find_today(said.needed("number").upper()).number


@bp.post(f"/counters/{N}/recalls")
def recalls(counter: int) -> Response:
    return simple(counter, desk.recall)


@bp.post(f"/counters/{N}/starts")
def starts(counter: int) -> Response:
    return simple(counter, desk.start)


@bp.post(f"/counters/{N}/no-shows")
def no_shows(counter: int) -> Response:
    return simple(counter, desk.no_show)


@bp.post(f"/counters/{N}/put-backs")
def put_backs(counter: int) -> Response:
    return simple(counter, desk.put_back)


@bp.post(f"/counters/{N}/undo")
def undo(counter: int) -> Response:
    return simple(counter, desk.undo)


@bp.post(f"/counters/{N}/finishes")
def finishes(counter: int) -> Response:
    by = allowed_at(counter)
    said = body()
    matters = [Body({"procedure": key}) for key in said.several("procedures")]
    facts: dict[str, Any] = {
        "procedures": [procedure_in(matter) for matter in matters] or None,
        "outcome": said.words("outcome") or None,
        "dossiers": said.maybe_whole("dossiers", 0, 9999),
        "dossier_numbers": said.texts("dossier_numbers", MOST_DOSSIERS),
        "quiet": said.flag("quiet"),
    }
    return both_once(counter, by, lambda: desk.finish(by, counter, **facts))


@bp.post(f"/counters/{N}/parkings")
def parkings(counter: int) -> Response:
    by = allowed_at(counter)
    reason = body().needed("reason")
    return both_once(counter, by, lambda: desk.park(by, counter, reason))


@bp.post(f"/counters/{N}/resumptions")
def resumptions(counter: int) -> Response:
    by = allowed_at(counter)
    said = body()
    number, call = number_in(said), said.flag("call")
    reason = said.words("reason") or None
    return both_once(
        counter, by, lambda: desk.resume(by, counter, number, call, reason)
    )


@bp.post(f"/counters/{N}/transfers")
def transfers(counter: int) -> Response:
    by = allowed_at(counter)
    said = body()
    there = said.maybe_whole("counter", 0, 10**9)
    to = Transfer(
        service=line_in(said),
        counter=None if there is None else desk.store.counter(there).counter,
        place=said.one_of("place", "arrival", "first", "last"),
        note=said.words("note"),
        reason=said.words("reason") or None,
    )
    if to.service is None and to.counter is None:
        raise wrong("service / counter", *MISSING)
    return both_once(counter, by, lambda: desk.transfer(by, counter, to))


@bp.post(f"/counters/{N}/walk-ins")
def walk_ins(counter: int) -> Response:
    by = allowed_at(counter)
    said = body()
    service, reason = line_in(said), said.words("reason") or None
    previous = said.one_of("previous", "served", "no_show")
    return both_once(
        counter, by, lambda: desk.walk_in(by, counter, service, reason, previous)
    )


def simple(counter: int, act: Callable[[Actor, int], Ticket | None]) -> Response:
    by = allowed_at(counter)
    body()
    return both_once(counter, by, lambda: act(by, counter))


def both_once(counter: int, by: Actor, act: Callable[[], Ticket | None]) -> Response:
    said = body()
    seen = said.words("here", 12) if said.has("here") else None

    def acted() -> Answer:
        same_visit(counter, seen)
        return Answer(answers.both(act(), counter))

    return answered(by, acted)


def of_counter(by: Actor, act: Callable[[], Counter]) -> Response:
    return answered(by, lambda: Answer({"counter": answers.counter(act())}))
