"""The one public picture of the office: what the wall shows, and nothing more.

Whole state, never a difference: a missed message or a day offline is repaired by
the next one. A phone finds its own number in it.
"""

from datetime import datetime
from typing import Any

from ticketing.acts import Acts
from ticketing.catalogue import Counter, Service
from ticketing.clock import stamp
from ticketing.estimates import Forecast
from ticketing.hours import business_day, is_open, local
from ticketing.tickets import Status, Ticket

LAST_CALLS = 12
LONGEST_ORDER = 300  # of a line that is listed; 1,000 would be 45 kB

Snapshot = dict[str, Any]


def picture(desk: Acts) -> Snapshot:
    """All but its identity and time: two equal pictures are one snapshot."""
    store, now = desk.store, desk.store.clock()
    day = business_day(now)
    counters = {counter.counter: counter for counter in store.counters()}
    there = [Ticket.of(row) for row in store.find("at_counters", "counter")]
    return {
        "business_day": day,
        "open": desk.trial or is_open(now, store.policy()),
        "office": {"name": store.office().profile.get("name", {"vi": "", "en": ""})},
        "notice": store.office().notice_at(stamp(now)),
        "calls": [_call(ticket, counters) for ticket in _calls(desk, day, there)],
        "serving": [{"number": t.number, "counter": t.counter} for t in there],
        "missed": _numbers(desk, day, Status.MISSED),
        "parked": _numbers(desk, day, Status.PARKED, ready=0),
        "ready": _numbers(desk, day, Status.PARKED, ready=1),
        "ready_at": _results(desk, day, counters),
        "lines": _lines(desk, list(counters.values())),
    }


def _calls(desk: Acts, day: str, there: list[Ticket]) -> list[Ticket]:
    """Newest first: the last twelve, and every one still called."""
    rows = desk.store.find("calls", "call_seq DESC", LAST_CALLS, business_day=day)
    last = [Ticket.of(row) for row in rows]
    called = [ticket for ticket in there if ticket.status is Status.CALLED]
    calls = {ticket.ref: ticket for ticket in (*last, *called)}
    return sorted(calls.values(), key=lambda ticket: -(ticket.call_seq or 0))


def _call(ticket: Ticket, counters: dict[int, Counter]) -> dict[str, Any]:
    counter = counters.get(ticket.counter or 0)
    return {
        "seq": ticket.call_seq,
        "number": ticket.number,
        "status": ticket.status.value,
        "service": ticket.service,
        "counter": ticket.counter,
        "counter_name": counter.name if counter else {},
        "zone": counter.zone if counter else "",
        "at": iso(ticket.called_at),
        "times": ticket.calls,
        "priority": ticket.priority,
        "language": ticket.language,
    }


def _numbers(desk: Acts, day: str, status: Status, **flags: int) -> list[str]:
    rows = desk.store.find(
        "tickets", "seq", business_day=day, status=status.value, **flags
    )
    return [row["number"] for row in rows]


def _results(
    desk: Acts, day: str, counters: dict[int, Counter]
) -> list[dict[str, Any]]:
    """Where each result lies, for the voice: a hall hears of its own counters."""
    parked = Status.PARKED.value
    rows = desk.store.find("tickets", "seq", business_day=day, status=parked, ready=1)
    return [
        {"number": row["number"], "counter": row["counter"], "zone": there.zone}
        for row in rows
        if (there := counters.get(row["counter"] or 0))
    ]


def _lines(desk: Acts, counters: list[Counter]) -> list[dict[str, Any]]:
    lengths = {row["service"]: row for row in desk.store.find("line_lengths")}
    forecast = desk.forecast(fresh=True)
    return [
        _line(desk, service, counters, lengths.get(service.code, {}), forecast)
        for service in desk.store.services()
    ]


def _line(
    desk: Acts,
    service: Service,
    counters: list[Counter],
    length: dict[str, Any],
    forecast: Forecast,
) -> dict[str, Any]:
    order = []
    if length:
        rows = desk.store.find(
            "in_line", "place, ref", LONGEST_ORDER, service=service.code
        )
        order = [row["number"] for row in rows]
    return {
        "service": service.code,
        "series": service.series,
        "name": service.name,
        "waiting": length.get("waiting", 0),
        "counters": [
            c.counter for c in counters if c.works and service.code in c.serves
        ],
        "order": order,
        "wait": _waits(forecast, service.code, len(order)),
    }


def _waits(
    forecast: Forecast, service: str, people: int
) -> list[dict[str, int] | None] | None:
    """For each place in the line; None when no open counter serves it."""
    if forecast.wait(service, 0) is None:
        return None
    return [wait_of(forecast, service, ahead) for ahead in range(people)]


def wait_of(forecast: Forecast, service: str, ahead: int) -> dict[str, int] | None:
    wait = forecast.wait(service, ahead)
    return wait.as_json() if wait else None


def iso(moment: datetime | None) -> str | None:
    """ISO 8601 with the office's own offset."""
    return local(moment).isoformat() if moment else None
