"""What a visitor thought of the visit: four levels, reasons only for the low ones, and
the official indicators for whoever wants to say more."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self

from ticketing.errors import Conflict, Impossible
from ticketing.hours import business_day, days_after
from ticketing.journal import Row
from ticketing.people import Actor
from ticketing.reads import Reads
from ticketing.tickets import Status, Ticket

LEVELS = range(1, 5)  # not satisfied, neutral, satisfied, very satisfied
LOW_LEVELS = (1, 2)  # asked for reasons
LONGEST_COMMENT = 200
SAME_PC = "same-pc"  # pressed where an officer could have: kept, and left out of scores
FINGERS = ("touch", "pen")  # what a pointer says of itself
FEWEST = 20  # answers; of fewer nothing is told of one person
PERSONAL = ("officer", "counter")  # one counter is one person, most days
NOISE = "rating-noise"  # the tally of presses that cannot be a visitor's


@dataclass(frozen=True)
class Rating:
    ref: int
    level: int
    reasons: tuple[str, ...]
    channel: str  # phone, tablet, same-pc
    rated_at: datetime

    @classmethod
    def of(
        cls,
        ticket: Ticket,
        level: int,
        reasons: Sequence[str],
        channel: str,
        at: datetime,
    ) -> Self:
        """Once, after it was served, until the end of the next day."""
        if level not in LEVELS:
            raise Impossible(
                "body",
                what=("mức đánh giá là từ 1 đến 4", "a rating is a level from 1 to 4"),
            )
        if reasons and level not in LOW_LEVELS:
            raise Impossible(
                "body",
                what=(
                    "chỉ mức 1 và 2 mới kèm lý do",
                    "only levels 1 and 2 have reasons",
                ),
            )
        check_time(ticket, at)
        if ticket.rated:
            raise Conflict("rated", number=ticket.number)
        return cls(ticket.ref, level, tuple(dict.fromkeys(reasons)), channel, at)


def check_time(ticket: Ticket, at: datetime) -> None:
    """After it was served, until the end of the next day."""
    if ticket.status is not Status.SERVED:
        raise Conflict("not-served", number=ticket.number)
    if business_day(at) > days_after(ticket.business_day, 1):
        raise Conflict("rating-over", number=ticket.number)


def channel_of(by: Actor, pressed: str | None) -> str:
    """Of an answer at the counter; `pressed`: touch, pen, mouse, keys (a mouse lies
    there too), switch (keys, and no mouse: a switch, a screen reader), None: no script.

    A finger counts wherever the screen stands. A mouse never does: the screen faces the
    visitor, the mouse the officer. A paired tablet without a mouse may be worked by a
    switch; on the officer's own sign-in the same keys may be the officer's.
    """
    own = by.role == "tablet" and pressed in (None, "switch")
    return "tablet" if own or pressed in FINGERS else SAME_PC


# --- what is read of them ------------------------------------------------------


@dataclass(frozen=True)
class Score:
    """`satisfied` is the share of levels 3 and 4; None: too few to be told."""

    answers: int
    satisfied: float | None
    left_out: int  # given by mouse or keys at the counter


def scores(store: Reads, days: Sequence[str], by: str = "officer") -> dict[Any, Score]:
    """By officer, counter or service, over these business days."""
    groups: dict[Any, list[Row]] = defaultdict(list)
    for row in store.find("rated_visits", business_day=days):
        groups[row[by]].append(row)
    return {name: _score(rows, by in PERSONAL) for name, rows in groups.items()}


def _score(rows: list[Row], personal: bool) -> Score:
    levels = [row["level"] for row in rows if row["channel"] != SAME_PC]
    told = len(levels) >= (FEWEST if personal else 1)
    good = sum(level not in LOW_LEVELS for level in levels)
    share = good / len(levels) if told else None
    return Score(len(levels), share, len(rows) - len(levels))


def low_ratings(store: Reads, day: str) -> list[Row]:
    """For the head of the office alone: a day's low answers, the newest first."""
    return store.find(
        "rated_visits", "rated_at DESC", business_day=day, level=LOW_LEVELS
    )


# --- the long form ---------------------------------------------------------------


def indicators(profile: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Those that can be answered: the office may drop one, or leave out its scale."""
    listed: list[dict[str, Any]] = profile.get("rating", {}).get("indicators", [])
    return [one for one in listed if one.get("answers")]


def check_answers(profile: Mapping[str, Any], answers: Mapping[str, int]) -> None:
    """Each may be left out, but not all; points are those of its own scale."""
    scales = {
        one["code"]: {answer["points"] for answer in one["answers"]}
        for one in indicators(profile)
    }
    if not answers:
        raise Impossible(
            "body",
            what=("xin chọn ít nhất một câu", "please answer at least one question"),
        )
    for code, points in answers.items():
        if points not in scales.get(code, ()):
            raise Impossible(
                "body",
                what=(
                    f"không có câu trả lời “{code[:40]}: {points}”",
                    f"there is no answer “{code[:40]}: {points}”",
                ),
            )


def form_open(store: Reads, ticket: Ticket, at: datetime) -> bool:
    """Whether the long form may be filled in now."""
    try:
        check_time(ticket, at)
    except Conflict:
        return False
    filled = store.first("indicators", ref=ticket.ref)
    return filled is None and bool(indicators(store.office().profile))
