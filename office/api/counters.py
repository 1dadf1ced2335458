"""What an officer does at a counter: /api/v1/counters/<n>/…"""

from collections.abc import Callable

from flask import Response

from office.api import answers
from office.api.guard import allowed, allowed_at, answered, body, plain
from office.api.public import bp, rated
from office.current import desk
from office.once import Answer
from office.ratable import ratable
from ticketing.catalogue import Counter
from ticketing.desk import Transfer
from ticketing.errors import Conflict, Impossible
from ticketing.people import Actor
from ticketing.tickets import Ticket

N = "<int(max=9999):counter>"


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
    body()
    return _counter(by, lambda: desk.open_counter(by, counter))


@bp.post(f"/counters/{N}/closing")
def closing(counter: int) -> Response:
    by = allowed_at(counter)
    body()
    return _counter(by, lambda: desk.close_counter(by, counter))


@bp.post(f"/counters/{N}/pause")
def pause(counter: int) -> Response:
    by = allowed_at(counter)
    reason = body().needed("reason")
    return _counter(by, lambda: desk.pause(by, counter, reason))


@bp.post(f"/counters/{N}/services")
def set_services(counter: int) -> Response:
    by = allowed_at(counter, "supervisor")
    said = body()
    codes = said.texts("services")
    if not said.has("services"):
        raise Impossible("body", what="cần “services”")
    return _counter(by, lambda: desk.set_services(by, counter, codes))


@bp.post(f"/counters/{N}/calls")
def calls(counter: int) -> Response:
    by = allowed_at(counter)
    said = body()
    previous = said.one_of("previous", "served", "no_show")
    if not said.has("number"):
        armed = said.flag("armed")
        return _both(counter, by, lambda: desk.call_next(by, counter, previous, armed))
    number, reason = said.needed("number", 12).upper(), said.text("reason") or None
    return _both(
        counter, by, lambda: desk.call_number(by, counter, number, reason, previous)
    )


@bp.post(f"/counters/{N}/recalls")
def recalls(counter: int) -> Response:
    return _simple(counter, desk.recall)


@bp.post(f"/counters/{N}/starts")
def starts(counter: int) -> Response:
    return _simple(counter, desk.start)


@bp.post(f"/counters/{N}/no-shows")
def no_shows(counter: int) -> Response:
    return _simple(counter, desk.no_show)


@bp.post(f"/counters/{N}/put-backs")
def put_backs(counter: int) -> Response:
    return _simple(counter, desk.put_back)


@bp.post(f"/counters/{N}/undo")
def undo(counter: int) -> Response:
    return _simple(counter, desk.undo)


@bp.post(f"/counters/{N}/finishes")
def finishes(counter: int) -> Response:
    by = allowed_at(counter)
    said = body()
    facts = {
        "outcome": said.text("outcome") or None,
        "dossiers": said.maybe_whole("dossiers", 0, 9999),
        "procedures": said.wholes("procedures") or None,
    }
    return _both(counter, by, lambda: desk.finish(by, counter, **facts))


@bp.post(f"/counters/{N}/parkings")
def parkings(counter: int) -> Response:
    by = allowed_at(counter)
    reason = body().needed("reason")
    return _both(counter, by, lambda: desk.park(by, counter, reason))


@bp.post(f"/counters/{N}/resumptions")
def resumptions(counter: int) -> Response:
    by = allowed_at(counter)
    said = body()
    number, call = said.needed("number", 12).upper(), said.flag("call")
    reason = said.text("reason") or None
    return _both(counter, by, lambda: desk.resume(by, counter, number, call, reason))


@bp.post(f"/counters/{N}/transfers")
def transfers(counter: int) -> Response:
    by = allowed_at(counter)
    said = body()
    to = Transfer(
        service=said.text("service") or None,
        counter=said.maybe_whole("counter", 0, 9999),
        place=said.one_of("place", "arrival", "first", "last"),
        note=said.text("note"),
        reason=said.text("reason") or None,
    )
    return _both(counter, by, lambda: desk.transfer(by, counter, to))


@bp.post(f"/counters/{N}/walk-ins")
def walk_ins(counter: int) -> Response:
    by = allowed_at(counter)
    said = body()
    service, reason = said.text("service") or None, said.text("reason") or None
    previous = said.one_of("previous", "served", "no_show")
    return _both(
        counter, by, lambda: desk.walk_in(by, counter, service, reason, previous)
    )


@bp.get(f"/counters/{N}/rating")
def rating(counter: int) -> Response:
    """Which visit may be rated now, and with what words."""
    allowed_at(counter, "tablet")
    visit = ratable(counter)
    shown = answers.ticket(visit, with_id=False) if visit else None
    form = desk.store.office().profile.get("rating", {})
    words = {name: form.get(name) for name in ("question", "levels", "reasons")}
    return plain({"ticket": shown} | words)


@bp.post(f"/counters/{N}/rating")
def rate_visit(counter: int) -> Response:
    by = allowed_at(counter, "tablet")
    body()
    visit = ratable(counter)
    if visit is None:
        raise Conflict("nobody-there", counter=counter)
    return rated(by, visit.ref, "tablet")


def _simple(counter: int, act: Callable[[Actor, int], Ticket | None]) -> Response:
    by = allowed_at(counter)
    body()
    return _both(counter, by, lambda: act(by, counter))


def _both(counter: int, by: Actor, act: Callable[[], Ticket | None]) -> Response:
    return answered(by, lambda: Answer(answers.both(act(), counter)))


def _counter(by: Actor, act: Callable[[], Counter]) -> Response:
    return answered(by, lambda: Answer({"counter": answers.counter(act())}))
