"""What a visitor thought of the visit: from the phone, and at the counter's tablet."""

import json
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from flask import Response, request

from office.api import answers
from office.api.counters import N
from office.api.guard import allowed, allowed_at, answered, body, plain
from office.api.public import bp, held
from office.current import desk
from office.forms import wrong
from office.once import Answer
from office.ratable import ratable
from ticketing.errors import Conflict
from ticketing.journal import Row
from ticketing.people import Actor, visitor
from ticketing.ratings import NOISE, low_ratings
from ticketing.snapshot import iso

A_DAY = ("phải là ngày, ví dụ 2026-11-23", "must be a day, for example 2026-11-23")


@bp.post("/tickets/<ticket_id>/rating")
def rate(ticket_id: str) -> Response:
    shown, by = held(ticket_id)
    return rated(visitor(shown.ref), lambda: shown.ref, "phone")


def rated(by: Actor, visit: Callable[[], int], channel: str) -> Response:
    """`visit` gives the ref of the ticket; it is asked only when a key is new."""
    said = body()
    level = said.whole("level", 1, 4)
    reasons = said.texts("reasons", 9)
    comment = said.words("comment")

    def act() -> Answer:
        rating = desk.rate(by, visit(), level, reasons, comment, channel)
        content = {"level": rating.level, "reasons": list(rating.reasons)}
        return Answer(content, 201)

    return answered(by, act)


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
    return rated(by, lambda: _rated_here(counter), "tablet")


def _rated_here(counter: int) -> int:
    visit = ratable(counter)
    if visit is None:
        raise Conflict("nothing-to-rate", counter=counter)
    return visit.ref


# --- for the head of the office ----------------------------------------------------


@bp.get("/ratings/low")
def low() -> Response:
    """Not for whoever sits at a counter: a day's answers that need a look."""
    allowed("administrator")
    day = _day()
    rows = low_ratings(desk.store, day)
    return plain({"day": day, "ratings": [_low(row) for row in rows]})


def _low(row: Row) -> dict[str, Any]:
    """By counter and number; no officer is named for one answer."""
    named = ("number", "service", "counter", "level", "channel")
    return {name: row[name] for name in named} | {
        "reasons": json.loads(row["reasons"]),
        "comment": row["comment"] or None,
        "rated_at": iso(datetime.fromisoformat(row["rated_at"])),
    }


@bp.get("/ratings/noise")
def noise() -> Response:
    """Presses at the counters' screens that were not taken, counted openly."""
    allowed("supervisor")
    day = _day()
    rows = desk.store.find("tallies", "counter", business_day=day, kind=NOISE)
    counted = [{"counter": row["counter"], "presses": row["count"]} for row in rows]
    return plain({"day": day, "noise": counted})


def _day() -> str:
    """Of the question; today when it names none."""
    text = request.args.get("day", desk.today())
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise wrong("day", *A_DAY) from None
