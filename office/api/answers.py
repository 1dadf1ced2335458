"""Tickets and counters as the API says them."""

from dataclasses import asdict
from typing import Any

from office.current import desk, settings
from office.printers import trouble
from ticketing.catalogue import Counter, Procedure
from ticketing.line import patience
from ticketing.slips import Printer
from ticketing.snapshot import iso, wait_of
from ticketing.tickets import Status, Ticket

NEXT = 3  # numbers that a counter is shown in advance


def ticket(shown: Ticket, with_id: bool = True) -> dict[str, Any]:
    """Under /counters and /numbers without `id` and `status_url`."""
    waits = shown.status is Status.WAITING
    ahead = desk.ahead(shown)
    state, copies, fault = desk.store.slip_of(shown.ref)
    named = {"id": shown.id, "status_url": status_url(shown)} if with_id else {}
    return named | {
        "ref": shown.ref,
        "number": shown.number,
        "series": shown.series,
        "service": shown.service,
        "procedure": shown.procedure,
        "matters": list(shown.matters),
        "status": shown.status.value,
        "priority": shown.priority,
        "language": shown.language,
        "dossiers": shown.dossiers,
        "issued_at": iso(shown.issued_at),
        "called_at": iso(shown.called_at),
        "started_at": iso(shown.started_at),
        "closed_at": iso(shown.closed_at),
        "business_day": shown.business_day,
        "ahead": ahead,
        "wait": wait_of(desk.forecast(), shown.service, ahead) if waits else None,
        "counter": shown.counter,
        "counter_name": counter_name(shown.counter),
        "calls": shown.calls,
        "slip": {"state": state, "copies": copies, "fault": fault},
        "rated": shown.rated,
        "return_until": shown.return_until,
    }


def status_url(shown: Ticket) -> str:
    return f"{settings.public_url}/t/{shown.id}"


def counter_name(counter: int | None) -> dict[str, str] | None:
    """Also of a counter that is no longer there."""
    row = desk.store.first("counters", counter=counter) if counter else None
    return Counter.of(row).name if row else None


def counter(shown: Counter) -> dict[str, Any]:
    there = desk.store.ticket_at(shown.counter)
    armed = shown.armed_until
    return {
        "counter": shown.counter,
        "name": shown.name,
        "open": shown.open,
        "paused": shown.paused is not None,
        "reason": shown.paused,
        "armed": bool(armed and armed > desk.store.clock()),
        "officer": shown.officer,
        "services": list(shown.services),
        "helps": list(shown.helps),
        "low": shown.low,
        "breaks": [list(one) for one in shown.breaks],
        "help_at": iso(shown.help_at),
        **_visit(there),
        "ticket": ticket(there, with_id=False) if there else None,
        "next": [waiting.number for waiting in desk.store.eligible(shown, NEXT)][:NEXT],
        "parked": _left(shown.counter, Status.PARKED),
        "missed": _left(shown.counter, Status.MISSED),
    }


def _visit(there: Ticket | None) -> dict[str, Any]:
    """What an officer's page or program goes by while somebody is there."""
    if there is None:
        return {"wishes": [], "expected": None, "no_show": None}
    wishes = desk.store.wishes(there.ref)
    return {
        "wishes": sorted(wishes),
        "expected": round(desk.forecast().usual.get(there.service, 0)),
        "no_show": asdict(patience(desk.store.policy(), wishes)),
    }


def _left(counter: int, status: Status) -> list[str]:
    rows = desk.store.find(
        "tickets",
        "seq",
        status=status.value,
        counter=counter,
        business_day=desk.today(),
    )
    return [row["number"] for row in rows]


def both(shown: Ticket | None, counter_number: int) -> dict[str, Any]:
    """`{ticket, counter}`: the one acted upon, and the counter as it now stands."""
    return {
        "ticket": ticket(shown, with_id=False) if shown else None,
        "counter": counter(desk.store.counter(counter_number)),
    }


def printer(shown: Printer) -> dict[str, Any]:
    """`state` is said only of one that was asked, and lately."""
    rules = desk.store.policy()
    return {
        "printer": shown.printer,
        "state": _state(shown),
        "fault": shown.fault,
        "ability": shown.ability,
        "acknowledges": shown.acknowledges,
        "near_end": shown.near_end,
        "left_mm": max(0, rules.roll_metres * 1000 - shown.used_mm),
        "since": iso(shown.since),
        "seen_at": iso(shown.seen_at),
    }


def _state(shown: Printer) -> str:
    wrong = trouble(shown)
    if wrong == "away" or not (wrong or shown.ability):
        return "unknown"
    return "blocked" if wrong else "ready"


def procedure(shown: Procedure) -> dict[str, Any]:
    return {
        "ref": shown.ref,
        "code": shown.code,
        "name": shown.name,
        "field": shown.field,
        "service": shown.service,
        "days": shown.days,
        "fee": shown.fee,
        "papers": list(shown.papers),
        "verified_on": shown.verified_on or None,
        "posted": shown.posted,
        "place": shown.place or None,
    }
