"""What anyone may ask, and what whoever holds a ticket's id may do."""

import re
from collections.abc import Callable, Iterator
from typing import Any

from flask import Blueprint, Response, current_app, request
from flask.blueprints import BlueprintSetupState
from werkzeug.routing import BaseConverter

from office import auth, limits
from office.api import answers
from office.api.guard import allowed, answered, body, plain
from office.current import desk, live
from office.forms import Body, wrong
from office.once import Answer
from ticketing.errors import NotFound
from ticketing.people import Actor, visitor
from ticketing.snapshot import wait_of
from ticketing.tickets import Ticket
from ticketing.visitor_acts import MOST_PROCEDURES, WISHES

bp = Blueprint("api", __name__, url_prefix="/api/v1")
MOST = 1000  # procedures an answer


class CounterNumber(BaseConverter):
    """Takes any word, so that 401 and 403 come before the 404: 0 is no counter."""

    def to_python(self, value: str) -> int:
        return int(value) if re.fullmatch("[0-9]{1,9}", value) else 0


@bp.record_once
def know_counters(state: BlueprintSetupState) -> None:
    state.app.url_map.converters["counter"] = CounterNumber


@bp.get("/services")
def services() -> Response:
    lengths = {row["service"]: row for row in desk.store.find("line_lengths")}
    counters, forecast = desk.store.counters(), desk.forecast()
    listed = []
    for service in desk.store.services():
        theirs = [c for c in counters if service.code in c.services]
        waiting = lengths.get(service.code, {"waiting": 0})["waiting"]
        listed.append(
            {
                "code": service.code,
                "series": service.series,
                "name": service.name,
                "waiting": waiting,
                "wait": wait_of(forecast, service.code, waiting),
                "open": any(c.works and service.code in c.serves for c in theirs),
                "counters": [c.counter for c in theirs],
            }
        )
    return plain({"services": listed})


@bp.get("/procedures")
def procedures() -> Response:
    field, query = request.args.get("field"), request.args.get("q", "")[:200]
    limit = request.args.get("limit", "20")
    if not (limit.isdecimal() and len(limit) < 6 and 1 <= int(limit) <= MOST):
        vi = f"phải là số từ 1 đến {MOST}"
        raise wrong("limit", vi, f"must be a number from 1 to {MOST}")
    known = [p for p in desk.store.procedures() if field in (None, "", p.field)]
    found = desk.store.search(known, query)[: int(limit)]
    return plain({"procedures": [answers.procedure(one) for one in found]})


@bp.get("/snapshot")
def snapshot() -> Response:
    newest = live.current()
    response = Response(newest.text, mimetype="application/json")
    response.headers["Cache-Control"] = "no-cache"
    response.set_etag(newest.etag)
    response.make_conditional(request)
    return response


@bp.get("/snapshot/stream")
def stream() -> Response:
    guard: limits.Limits = current_app.extensions["limits"]
    address = request.remote_addr or ""
    guard.enter(address)
    newest = live.stream()

    def events() -> Iterator[bytes]:
        yield from newest

    response = Response(events(), mimetype="text/event-stream")
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Accel-Buffering"] = "no"
    response.call_on_close(lambda: guard.leave(address))
    return response


@bp.post("/tickets")
def issue() -> Response:
    by = allowed("kiosk", "helper", "officer")
    said = body()
    service, matters = line_in(said), procedures_in(said)
    matter = procedure_in(said) if said.has("procedure") else None
    facts: dict[str, Any] = {
        "priority": said.flag("priority"),
        "language": said.one_of("language", *desk.store.policy().languages),
        "dossiers": said.maybe_whole("dossiers", 1, 9999) or 1,
        "purpose": said.words("purpose", 60) or None,
        "large": said.flag("large"),
        "procedures": matters,
        "wishes": said.texts("wishes", len(WISHES)),
    }

    def act() -> Answer:
        issued = desk.issue(by, service, matter, **facts)
        location = f"/api/v1/tickets/{issued.id}"
        return Answer(answers.ticket(issued), 201, location)

    return answered(by, act)


def line_in(said: Body) -> str | None:
    """The code of the service; an unknown one is refused before all else (404)."""
    code = said.text("service")
    return desk.store.service(code).code if code else None


def procedures_in(said: Body) -> list[int]:
    listed = said.several("procedures", MOST_PROCEDURES)
    return [procedure_in(Body({"procedure": key})) for key in listed]


def procedure_in(said: Body) -> int:
    """Its ref; it is named by ref (a number) or by code (a text)."""
    by_ref = said.is_whole("procedure")
    key = said.whole("procedure", 0, 10**9) if by_ref else said.needed("procedure", 40)
    return desk.store.procedure(key).ref


def held(ticket_id: str) -> tuple[Ticket, Actor]:
    """The ticket of this id, and who asks: its holder, a helper or an officer.
    Nobody with a token is held up for guessing."""
    by = auth.bearer()
    try:
        ticket = desk.store.ticket_by_id(ticket_id)
    except NotFound:
        if by is None:
            limits.miss()
        raise
    staff = by if by and by.at_least("helper") else None
    return ticket, staff or visitor(ticket.ref)


@bp.get("/tickets/<ticket_id>")
def ticket(ticket_id: str) -> Response:
    shown, _ = held(ticket_id)
    return plain(answers.ticket(shown))


@bp.post("/tickets/<ticket_id>/procedure")
def choose_procedure(ticket_id: str) -> Response:
    shown, by = held(ticket_id)
    matter = procedure_in(body())
    return _ticket_act(by, lambda: desk.choose_procedure(by, shown.ref, matter))


@bp.post("/tickets/<ticket_id>/cancellation")
def cancel(ticket_id: str) -> Response:
    shown, by = held(ticket_id)
    reason = body().words("reason") or by.role
    return _ticket_act(by, lambda: desk.cancel(by, shown.ref, reason))


@bp.post("/tickets/<ticket_id>/delay")
def delay(ticket_id: str) -> Response:
    shown, by = held(ticket_id)
    places = body().whole("places", 1, 999)
    return _ticket_act(by, lambda: desk.delay(by, shown.ref, places))


@bp.post("/tickets/<ticket_id>/rejoin")
def rejoin(ticket_id: str) -> Response:
    shown, by = held(ticket_id)
    body()
    return _ticket_act(by, lambda: desk.rejoin(by, shown.ref))


@bp.post("/tickets/<ticket_id>/reprints")
def reprint(ticket_id: str) -> Response:
    shown, by = held(ticket_id)
    kind = kind_in(body())
    return _ticket_act(by, lambda: desk.reprint(by, shown.ref, kind))


def kind_in(said: Body) -> str:
    """Which of a ticket's papers."""
    return said.one_of("kind", "ticket", "papers", "return")


def _ticket_act(by: Actor, act: Callable[[], Ticket]) -> Response:
    return answered(by, lambda: Answer(answers.ticket(act())))
