"""By number, and what a supervisor or an auditor may do."""

from collections.abc import Callable
from datetime import datetime

from flask import Response, request

from office.api import answers
from office.api.counters import N
from office.api.guard import allowed, allowed_at, answered, body, plain
from office.api.public import bp, kind_in, line_in
from office.current import desk
from office.forms import NUMBER, TEXT, wrong
from office.once import Answer
from ticketing.clock import stamp
from ticketing.people import Actor
from ticketing.tickets import Ticket

ROWS = 1000  # of the journal in one answer
MOMENT = (
    "phải là thời điểm ISO 8601 có múi giờ",
    "must be an ISO 8601 time with an offset",
)


@bp.post("/numbers/<number>/priority")
def number_priority(number: str) -> Response:
    return _priority(allowed("helper", "officer"), number)


@bp.post(f"/counters/{N}/tickets/<number>/priority")
def counter_priority(counter: int, number: str) -> Response:
    return _priority(allowed_at(counter), number, counter)


def _priority(by: Actor, number: str, counter: int | None = None) -> Response:
    named = desk.find_today(number.upper()).number
    said = body()
    on, reason = said.needed_flag("on"), said.words("reason") or None
    return ticket_once(by, lambda: desk.set_priority(by, named, on, reason, counter))


@bp.post("/numbers/<number>/rejoin")
def number_rejoin(number: str) -> Response:
    by = allowed("helper", "officer")
    ref = desk.find_today(number.upper()).ref
    body()
    return ticket_once(by, lambda: desk.rejoin(by, ref))


@bp.post("/numbers/<number>/reprints")
def number_reprint(number: str) -> Response:
    by = allowed("helper", "officer")
    ref = desk.find_today(number.upper()).ref
    kind = kind_in(body())
    return ticket_once(by, lambda: desk.reprint(by, ref, kind))


@bp.post(f"/counters/{N}/tickets/<number>/cancellation")
def counter_cancel(counter: int, number: str) -> Response:
    by = allowed_at(counter)
    ref = desk.find_today(number.upper()).ref
    reason = body().needed("reason")
    return ticket_once(by, lambda: desk.cancel(by, ref, reason, counter))


@bp.post(f"/counters/{N}/tickets/<number>/ready")
def counter_ready(counter: int, number: str) -> Response:
    by = allowed_at(counter)
    named = desk.find_today(number.upper()).number
    body()
    return ticket_once(by, lambda: desk.ready(by, counter, named))


def ticket_once(by: Actor, act: Callable[[], Ticket]) -> Response:
    def answer() -> Answer:
        return Answer({"ticket": answers.ticket(act(), with_id=False)})

    return answered(by, answer)


@bp.post("/notices")
def notices() -> Response:
    """Empty words take the notice down."""
    by = allowed("supervisor")
    said = body()
    for name in ("vi", "en"):
        if not said.has(name):
            raise wrong(name, *TEXT)
    vi, en = said.words("vi"), said.words("en")
    until = moment("until", said.text("until")) if said.has("until") else ""

    def act() -> Answer:
        return Answer({"notice": desk.set_notice(by, vi, en, until).notice})

    return answered(by, act)


def moment(name: str, text: str) -> str:
    try:
        said = datetime.fromisoformat(text)
        if said.tzinfo is None:
            raise ValueError("without an offset it is no moment")
        return stamp(said)
    except (ValueError, OverflowError):  # the year 1 or 9999 leaves the calendar
        raise wrong(name, *MOMENT) from None


@bp.post("/issuing")
def issuing() -> Response:
    by = allowed("supervisor")
    said = body()
    service, on = line_in(said), said.needed_flag("on")
    reason = said.words("reason") if on else said.needed("reason")

    def act() -> Answer:
        paused = desk.set_issuing(by, on, service, reason).paused
        named = {"", service or ""}
        return Answer({"on": not named & paused.keys(), "paused": paused})

    return answered(by, act)


@bp.get("/journal")
def journal() -> Response:
    allowed("auditor")
    after, limit = _count("after", "0"), _count("limit", "100")
    rows = desk.store.events(after, min(limit, ROWS))
    return plain({"rows": [vars(row) for row in rows]})


def _count(name: str, default: str) -> int:
    text = request.args.get(name, default)
    if not (text.isdecimal() and len(text) < 16):
        raise wrong(name, *NUMBER)
    return int(text)
