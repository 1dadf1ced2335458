"""One act in one transaction: what it changes, what it says, how it is undone."""

import json
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from ticketing.catalogue import Counter
from ticketing.clock import stamp
from ticketing.closing import DAY_OVER, close_day, end_sign_ins
from ticketing.errors import Conflict
from ticketing.estimates import Floor, Forecast, OpenCounter, forecast
from ticketing.events import What
from ticketing.hours import business_day, days_after, end_of_day, off_times
from ticketing.journal import KEYS, STAMPED, Row
from ticketing.line import may_serve
from ticketing.people import SYSTEM, Actor
from ticketing.policy import Policy
from ticketing.store import Store, Writing
from ticketing.tickets import Status, Ticket

FORECAST_AGE = timedelta(milliseconds=250)


class Act:
    """What an actor does now. Only `record` changes anything."""

    def __init__(
        self, store: Store, writing: Writing, by: Actor, undo: int | None
    ) -> None:
        self.store = store
        self.writing = writing
        self.by = by
        self.now = writing.now
        self.day = business_day(writing.now)
        self.policy: Policy = store.policy()
        self.moved_counters = undo is not None  # then forecasts are out of date
        self._undo = undo  # the counter that may take this act back
        self._before: dict[tuple[str, int], Row | None] = {}
        self._tallied: list[Row] = []

    def record(self, what: What, changes: dict[str, list[Row]], **facts: Any) -> int:
        if self._undo is not None:
            self._remember(changes)
        self.moved_counters |= "counters" in changes
        said = {name: fact for name, fact in facts.items() if fact is not None}
        data = said | ({"changes": changes} if changes else {})
        return self.writing.record(what, self.by.label, self.by.key, data)

    def save(self, what: What, old: Ticket | None, new: Ticket, **facts: Any) -> Ticket:
        """Write the ticket's changed columns and say what happened."""
        row, before = new.as_row(), old.as_row() if old else {}
        changed = {
            k: v for k, v in row.items() if k == "ref" or before.get(k, ...) != v
        }
        seq = self.record(what, {"tickets": [changed]}, number=new.number, **facts)
        if new.status in (Status.CANCELLED, Status.EXPIRED):
            self.cancel_slips([new.ref])
        return replace(new, seq=seq)

    def cancel_slips(self, refs: list[int]) -> None:
        """Paper of these tickets that has not come out yet is not wanted any more."""
        for row in self.store.find("open_slips", ref=refs, state=["queued", "blocked"]):
            self.writing.put("slips", {"slip": row["slip"], "state": "cancelled"})

    def set_counter(self, what: What, counter: int, **columns: Any) -> None:
        row = {"counter": counter} | columns
        self.record(what, {"counters": [row]}, counter=counter)

    def call(self, counter: Counter, ticket: Ticket, **facts: Any) -> Ticket:
        called = ticket.call(counter.counter, self.now, self.writing.next_seq)
        called = replace(called, officer=counter.officer)
        return self.save(What.CALLED, ticket, called, counter=counter.counter, **facts)

    def tally(self, counter: int, kind: str, more: int = 1) -> None:
        """What is counted, and never told one by one."""
        key: Row = {"business_day": self.day, "counter": counter, "kind": kind}
        known = self.store.first("tallies", **key)
        row = key | {"count": (known["count"] if known else 0) + more}
        self.record(What.TALLIED, {"tallies": [row]})
        if more > 0:
            self._tallied.append({"table": "tallies", "key": counter, "kind": kind})

    def keep_secret(self, ref: int, kind: str, value: str) -> dict[str, str]:
        """What the journal may say of it: the hash."""
        salt = secrets.token_hex(16)
        return {kind: self.writing.keep_secret(ref, kind, value, salt)}

    def erase_wishes(self) -> None:
        """Blank, so that the journal's hash of them means nothing any more."""
        kept = self.store.find("kept_wishes")
        for row in kept:
            self.writing.put("secrets", row | {"value": "", "salt": ""})
        if kept:
            refs = [row["ref"] for row in kept]
            self.record(What.ERASED, {}, kind="wishes", refs=refs)

    def _remember(self, changes: dict[str, list[Row]]) -> None:
        """The rows as they were before this act."""
        for table in STAMPED & changes.keys():
            [name] = KEYS[table]
            for row in changes[table]:
                key = (table, row[name])
                if key not in self._before:
                    self._before[key] = self.store.first(table, **{name: row[name]})

    def keep_undo(self) -> None:
        if self._undo is None or not (self._before or self._tallied):
            return
        rows: list[Row] = [
            {"table": table, "key": key, "before": row}
            for (table, key), row in self._before.items()
        ]
        rows += [row | {"before": None} for row in self._tallied]
        self.writing.put(
            "undo",
            {
                "counter": self._undo,
                "seq": self.writing.seq,
                "at": stamp(self.now),
                "rows": json.dumps(rows),
            },
        )


class Acts:
    """The transaction around every act, and what follows from an arrival."""

    def __init__(self, store: Store, trial: bool = False) -> None:
        self.store = store
        self.trial = trial
        self._ahead: tuple[Any, int] = (None, 0)  # counted last, within an act
        self._swept = ""  # the business day before which all is known to be closed
        self._forecast: tuple[Any, Forecast] = (None, Forecast())

    @contextmanager
    def act(self, by: Actor, undo: int | None = None) -> Iterator[Act]:
        """All or nothing of what happens inside."""
        self.catch_up()
        with self.store.write() as writing:
            self._ahead = (None, 0)
            act = Act(self.store, writing, by, undo)
            yield act
            act.keep_undo()
            if act.moved_counters:
                self._forecast = (None, Forecast())

    def catch_up(self) -> None:
        """A close that was missed (power off) comes before the first act of the next
        day, in a commit of its own: a refusal of that act does not undo it."""
        today = business_day(self.store.clock())
        if self._swept == today or self.store.act_seq() is not None:
            return
        with self.store.write() as writing:
            for day in self._late_days(today):
                close_day(Act(self.store, writing, SYSTEM, None), day)
            for counter in self._left_open(today):
                act = Act(self.store, writing, SYSTEM, None)
                act.set_counter(What.CLOSED, counter, **DAY_OVER)
            for counter in self._still_taken(today):
                act = Act(self.store, writing, SYSTEM, None)
                act.set_counter(What.SERVICES, counter, taken=None)
            end_sign_ins(self.store, writing, end_of_day(days_after(today, -1)))
        self._swept = today
        self._forecast = (None, Forecast())

    def arrived(self, act: Act, ticket: Ticket) -> Ticket:
        """Somebody waits now: a counter that is armed for this line calls at once."""
        ticket = self.freed(act, ticket)
        for counter in self._armed(act):
            if self.may_call(counter, ticket):
                by = Actor("officer", counter.officer or "", counter.holder or "")
                act.by, before = by, act.by
                act.set_counter(What.ARMED, counter.counter, armed_until=None)
                ticket = act.call(counter, ticket, armed=True)
                act.by = before
                break
        return ticket

    def freed(self, act: Act, ticket: Ticket) -> Ticket:
        """Whoever was sent to a counter that has closed since waits for the line."""
        at = ticket.only_counter
        opened = [None, *(one.counter for one in self.store.counters() if one.open)]
        if ticket.status is not Status.WAITING or at in opened:
            return ticket
        free = replace(ticket, only_counter=None)
        return act.save(What.TRANSFERRED, ticket, free, counter=at)

    def may_call(self, counter: Counter, ticket: Ticket) -> bool:
        theirs = may_serve(counter.counter, counter.serves, ticket)
        return theirs and ticket.ref not in self.store.for_others(counter)

    def serve_armed(self, act: Act) -> None:
        """After lines or arms changed: nobody waits while one may call them."""
        for counter in self._armed(act):
            for ticket in self.store.eligible(counter, limit=1)[:1]:
                self.arrived(act, ticket)

    def _armed(self, act: Act) -> list[Counter]:
        """Those that wait for somebody, the one armed first in front."""
        armed = [
            counter
            for counter in self.store.counters()
            if counter.works and counter.armed_until and counter.armed_until > act.now
        ]
        armed.sort(key=lambda counter: str(counter.armed_at))
        return [c for c in armed if self.store.ticket_at(c.counter) is None]

    def open_day(self, act: Act) -> None:
        """The day opens inside the first ticket's transaction."""
        day = self.store.first("days", business_day=act.day)
        if day is None or day["closed_at"]:
            row = {"business_day": act.day, "closed_at": None}
            if day is None:
                row["opened_at"] = stamp(act.now)
            act.record(What.DAY_OPENED, {"days": [row]}, day=act.day)

    def _late_days(self, today: str) -> list[str]:
        days = self.store.find("days", "business_day", closed_at=None)
        return [row["business_day"] for row in days if row["business_day"] < today]

    def _left_open(self, today: str) -> list[int]:
        """On a day on which nobody took a number."""
        rows = self.store.find("counters", open=1)
        opened = [(r["counter"], datetime.fromisoformat(r["opened_at"])) for r in rows]
        return [counter for counter, at in opened if business_day(at) < today]

    def _still_taken(self, today: str) -> list[int]:
        """Closed counters that took lines over on an earlier day: a day's close gives
        them back, but not every day is opened."""
        rows = [row for row in self.store.find("counters", open=0) if row["taken"]]
        last = {row["counter"]: self.store.events(row["seq"] - 1, 1) for row in rows}
        return [
            counter
            for counter, events in last.items()
            if business_day(datetime.fromisoformat(events[0].at)) < today
        ]

    def forecast(self, fresh: bool = False) -> Forecast:
        """For any place in any line; at most 250 ms old, and new after a call."""
        now = self.store.clock()
        at, known = self._forecast
        if fresh or at is None or not timedelta(0) <= now - at < FORECAST_AGE:
            known = forecast(self._floor())
            self._forecast = (now, known)
        return known

    def _floor(self) -> Floor:
        busy = {row["counter"] for row in self.store.find("at_counters")}
        now = self.store.clock()
        hours = None if self.trial else self.store.policy()
        return Floor(
            prior={s.code: s.minutes * 60 for s in self.store.services()},
            learned=self.store.learned(),
            waiting={
                row["service"]: row["waiting"]
                for row in self.store.find("line_lengths")
            },
            counters=[
                OpenCounter(
                    counter.serves,
                    counter.counter in busy,
                    off_times(now, counter.breaks, hours),
                )
                for counter in self.store.counters()
                if counter.works
            ],
        )

    def today(self) -> str:
        return business_day(self.store.clock())

    def ahead(self, ticket: Ticket) -> int:
        """Its index in the line's order; 0 when it does not wait."""
        if ticket.status is not Status.WAITING:
            return 0
        known = (ticket.ref, self.store.act_seq())
        if known[1] is None or self._ahead[0] != known:
            line = (ticket.service, ticket.place, ticket.ref)
            self._ahead = (known, self.store.count_before(*line))
        return self._ahead[1]

    def todays(self, act: Act, ref: int) -> Ticket:
        """Acts are for the ticket's own day; only rating goes on to the next."""
        ticket = self.store.ticket(ref)
        if ticket.business_day != act.day:
            raise Conflict("another-day", number=ticket.number)
        return ticket
