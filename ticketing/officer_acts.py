"""A supervisor seats the officers: opens a counter for somebody, moves somebody."""

from ticketing.acts import Act
from ticketing.catalogue import Counter
from ticketing.clock import stamp
from ticketing.closing import CLOSED
from ticketing.errors import Conflict, NotFound
from ticketing.events import What
from ticketing.holding_acts import HoldingActs
from ticketing.people import Actor, officer


class OfficerActs(HoldingActs):
    def open_for(
        self,
        by: Actor,
        counter: int,
        name: str | None = None,
        working_day: bool = False,
        right_clock: bool = False,
    ) -> Counter:
        """As if that officer had opened it; they go on from their own screen. Without
        a name whoever paused there goes on."""
        with self.act(by, undo=counter) as act:
            there = self.store.counter(counter)
            self._look_at_the_clock(act, counter, right_clock)
            if there.open:
                _is_theirs(there, name)
                holder, key = there.officer, there.holder
            else:
                who = self._sits(name or "")
                holder, key = who.name, who.key
                self._work_today(act, counter, working_day)
            if not there.works:
                self._seat(act, counter, holder, key)
            return self.store.counter(counter)

    def move_officer(self, by: Actor, counter: int, to: int) -> Counter:
        """Closes here and opens there, in one act: the officer keeps their sign-in.
        It may be taken back there; here nothing may any more."""
        with self.act(by, undo=to) as act:
            here, there = self._open(by, counter), self.store.counter(to)
            self._empty(counter)
            if there.open:
                raise Conflict("counter-held", counter=to, officer=there.officer)
            act.set_counter(What.CLOSED, counter, **CLOSED)
            self._seat(act, to, here.officer, here.holder, moved_from=counter)
            self._free_transferred(act, counter)
            if self.store.first("undo", counter=counter):
                act.writing.put("undo", {"counter": counter, "rows": "[]"})
            return self.store.counter(to)

    def _sits(self, name: str) -> Actor:
        """Somebody who may sit at a counter."""
        row = self.store.first("officers", name=name, active=1)
        who = officer(row["name"], row["role"]) if row else None
        if who is None or not who.at_least("officer"):
            raise NotFound("unknown-officer", key=name[:40])
        return who

    def _seat(
        self,
        act: Act,
        counter: int,
        name: str | None,
        key: str | None,
        moved_from: int | None = None,
    ) -> None:
        row = {"counter": counter, "open": 1, "officer": name, "holder": key}
        row |= {"opened_at": stamp(act.now), "paused": None, "paused_at": None}
        facts = {"counter": counter, "officer": name, "moved_from": moved_from}
        act.record(What.OPENED, {"counters": [row]}, **facts)


def _is_theirs(there: Counter, name: str | None) -> None:
    if name not in (None, there.officer):
        raise Conflict("counter-held", counter=there.counter, officer=there.officer)
