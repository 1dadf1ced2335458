"""The floor as a supervisor sees it: every counter, every line, and what to look at.

Reading only. What was unusual is told by the journal (unusual.py).
"""

from collections import Counter as Count
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ticketing.catalogue import Counter, Words
from ticketing.events import What
from ticketing.hours import business_day, gives_numbers
from ticketing.journal import Row
from ticketing.ratings import NOISE
from ticketing.reads import Reads
from ticketing.unusual import officer_of, unusual


@dataclass(frozen=True)
class AtCounter:
    """`state`: closed, open (nobody there), called, serving, paused. `since`: in it."""

    counter: int
    name: Words
    state: str
    since: datetime | None
    officer: str | None
    reason: str | None  # of the pause
    number: str | None
    help_at: datetime | None
    services: tuple[str, ...]  # that are called here now
    early: int  # no-shows today before the office's patience was over
    overtook: int  # people passed today by an act here
    quick: int  # questions answered in passing
    quiet: int  # visits after which the screen did not ask
    dropped: int  # people left today to another officer
    noise: int  # presses at the rating screen that cannot be a visitor's


@dataclass(frozen=True)
class InLine:
    service: str
    name: Words
    waiting: int
    oldest: datetime | None
    counters: tuple[int, ...]  # that work
    uncalled: int  # of those who wait: whom no counter that works may call

    @property
    def unattended(self) -> bool:
        return self.uncalled > 0


@dataclass(frozen=True)
class Taken:
    """An officer took over a line at which nobody worked."""

    counter: int
    services: tuple[str, ...]
    officer: str
    at: datetime


@dataclass(frozen=True)
class Standing:
    counters: tuple[AtCounter, ...]
    lines: tuple[InLine, ...]
    taken: tuple[Taken, ...]  # today
    overtook: dict[str, int]  # people passed today, by officer
    day_off_by: str | None  # who said that the office works on this day off

    @property
    def unattended(self) -> tuple[InLine, ...]:
        """People wait, and nobody works for them."""
        return tuple(line for line in self.lines if line.unattended)

    @property
    def asking_help(self) -> tuple[AtCounter, ...]:
        there = (counter for counter in self.counters if counter.help_at)
        return tuple(sorted(there, key=lambda counter: str(counter.help_at)))


def floor(store: Reads, now: datetime) -> Standing:
    today = business_day(now)
    counters, strange = store.counters(), unusual(store, [today])
    return Standing(
        counters=tuple(_at_counters(store, counters, strange, today)),
        lines=tuple(_lines(store, counters)),
        taken=tuple(_taken(row) for row in strange if row["data"].get("unattended")),
        overtook=dict(_passed(strange, lambda row: officer_of(row["by"]))),
        day_off_by=next(
            (officer_of(r["by"]) for r in strange if r["data"].get("working_day")), None
        ),
    )


def left_alone(store: Reads, counter: int, now: datetime) -> list[str]:
    """The services for which this is the last counter that works: before it pauses or
    closes its officer is asked twice. When no numbers are given any more, only those
    with people in line: nobody else will come."""
    codes = _alone(store, counter)
    if gives_numbers(now, store.policy()):
        return codes
    lengths = store.find("line_lengths")
    waiting = {row["service"] for row in lengths if row["waiting"]}
    return [code for code in codes if code in waiting]


def _alone(store: Reads, counter: int) -> list[str]:
    here = store.counter(counter)
    if not here.works:
        return []
    others = {
        code
        for other in store.counters()
        if other.works and other.counter != counter
        for code in other.serves
    }
    return [code for code in here.serves if code not in others]


def overtook(store: Reads, days: Sequence[str]) -> dict[tuple[int | None, str], int]:
    """People passed by officers' acts on these business days, by counter and officer;
    no counter: by number, at a helper's desk."""
    strange = unusual(store, days)
    return dict(_passed(strange, lambda row: (_where(row), officer_of(row["by"]))))


def _passed(rows: Iterable[Row], key: Any) -> Count[Any]:
    counted: Count[Any] = Count()
    for row in rows:
        if passed := row["data"].get("overtook"):
            counted[key(row)] += passed
    return counted


def _where(row: Row) -> int | None:
    counter: int | None = row["data"].get("counter")
    return counter


def _taken(row: Row) -> Taken:
    said = row["data"]
    at = datetime.fromisoformat(row["at"])
    return Taken(said["counter"], tuple(said["services"]), officer_of(row["by"]), at)


def _at_counters(
    store: Reads, counters: Sequence[Counter], strange: Sequence[Row], today: str
) -> Iterable[AtCounter]:
    opened = {row["counter"]: row["opened_at"] for row in store.find("counters")}
    there = {row["counter"]: row for row in store.find("at_counters")}
    tallies = {
        (row["counter"], row["kind"]): row["count"]
        for row in store.find("tallies", business_day=today)
    }
    early = Count(_where(row) for row in strange if row["data"].get("early"))
    dropped = Count(_where(row) for row in strange if row["what"] == What.DROPPED)
    passed = _passed(strange, _where)
    for one in counters:
        ticket = there.get(one.counter, {})
        state, since = _state(one, ticket, opened[one.counter])
        yield AtCounter(
            counter=one.counter,
            name=one.name,
            state=state,
            since=since,
            officer=one.officer,
            reason=one.paused,
            number=ticket.get("number"),
            help_at=one.help_at,
            services=one.serves,
            early=early[one.counter],
            overtook=passed[one.counter],
            quick=tallies.get((one.counter, "quick"), 0),
            quiet=tallies.get((one.counter, "quiet"), 0),
            dropped=dropped[one.counter],
            noise=tallies.get((one.counter, NOISE), 0),
        )


def _state(
    here: Counter, ticket: Row, opened_at: str | None
) -> tuple[str, datetime | None]:
    """A visit may go on during a pause: it is told first."""
    if ticket:
        since = ticket["started_at"] or ticket["called_at"]
        return ticket["status"], datetime.fromisoformat(since)
    if here.paused is not None:
        return "paused", here.paused_at
    if not here.open or opened_at is None:
        return "closed", None
    return "open", datetime.fromisoformat(opened_at)


def _lines(store: Reads, counters: Sequence[Counter]) -> Iterable[InLine]:
    lengths = {row["service"]: row["waiting"] for row in store.find("line_lengths")}
    oldest = {row["service"]: row["issued_at"] for row in store.find("oldest_waiting")}
    idle = {row["counter"] for row in store.find("counters")}
    idle -= {counter.counter for counter in counters if counter.works}
    for service in store.services():
        code = service.code
        since = oldest.get(code)
        at_work = [c.counter for c in counters if c.works and code in c.serves]
        nobody = [*idle, *([] if at_work else [None])]  # None: whoever has the line
        yield InLine(
            service=code,
            name=service.name,
            waiting=lengths.get(code, 0),
            oldest=datetime.fromisoformat(since) if since else None,
            counters=tuple(at_work),
            uncalled=store.count("in_line", service=code, only_counter=nobody),
        )
