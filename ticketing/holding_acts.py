"""How an officer holds a counter: opens it, pauses, closes; and who may act there."""

from dataclasses import replace

from ticketing.acts import Act
from ticketing.catalogue import Counter
from ticketing.clock import stamp
from ticketing.closing import CLOSED
from ticketing.errors import Conflict
from ticketing.events import What
from ticketing.hours import is_day_off, local
from ticketing.journal import canonical
from ticketing.people import Actor
from ticketing.right_clock import confirm, set_back
from ticketing.roll_acts import RollActs
from ticketing.tickets import Status, Ticket


class HoldingActs(RollActs):
    def open_counter(
        self,
        by: Actor,
        counter: int,
        working_day: bool = False,
        right_clock: bool = False,
    ) -> Counter:
        """Open, or go on after a pause; another's counter only for a supervisor. On a
        day off only with `working_day`: then the office works today. With a clock that
        was set back only with `right_clock`: the officer has looked at date and time.
        """
        with self.act(by) as act:
            there = self._theirs(by, counter)
            self._look_at_the_clock(act, counter, right_clock)
            if not there.open:
                self._work_today(act, counter, working_day)
            if not there.works or there.holder != by.key:
                act.set_counter(
                    What.OPENED,
                    counter,
                    open=1,
                    officer=by.name or by.role,
                    holder=by.key,
                    opened_at=stamp(act.now),
                    paused=None,
                    paused_at=None,
                )
            return self.store.counter(counter)

    def _look_at_the_clock(self, act: Act, counter: int, sure: bool) -> None:
        if not (seen := set_back(self.store)):
            return
        if not sure:
            said = seen.said
            raise Conflict("clock-behind", now=said["now"], last=said["last"])
        confirm(self.store, act.writing)
        act.record(What.CLOCK, {}, counter=counter, clock=stamp(seen.now))

    def _work_today(self, act: Act, counter: int, sure: bool) -> None:
        if self.trial or not is_day_off(act.now, act.policy):
            return
        if not sure:
            raise Conflict("closed-day", day=f"{local(act.now):%d/%m/%Y}")
        policy = replace(act.policy, open_days=(*act.policy.open_days, act.day))
        row = {"one": 1, "rules": canonical(policy.as_json())}
        facts = {"key": "open_days", "counter": counter, "working_day": True}
        act.record(What.POLICY, {"policy": [row]}, **facts)
        act.policy = policy

    def close_counter(self, by: Actor, counter: int) -> Counter:
        with self.act(by, undo=counter) as act:
            self._theirs(by, counter)
            self._empty(counter)
            act.set_counter(What.CLOSED, counter, **CLOSED)
            self._free_transferred(act, counter)
            return self.store.counter(counter)

    def _free_transferred(self, act: Act, counter: int) -> None:
        """Who was sent to this counter alone waits for its line again."""
        waiting = Status.WAITING.value
        for ticket in self.store.tickets(status=waiting, only_counter=counter):
            freed = replace(ticket, only_counter=None)
            act.save(What.TRANSFERRED, ticket, freed, counter=counter)
        self.serve_armed(act)

    def pause(self, by: Actor, counter: int, reason: str) -> Counter:
        with self.act(by, undo=counter) as act:
            there = self._open(by, counter)
            since = there.paused_at or act.now
            act.set_counter(
                What.PAUSED,
                counter,
                paused=reason,
                paused_at=stamp(since),
                armed_until=None,
            )
            self.serve_armed(act)  # who waited for this one alone, waits for others
            return self.store.counter(counter)

    # --- who may ----------------------------------------------------------

    def _theirs(self, by: Actor, counter: int) -> Counter:
        there = self.store.counter(counter)
        if there.open and there.holder != by.key and not by.at_least("supervisor"):
            raise Conflict("counter-held", counter=counter, officer=there.officer)
        return there

    def _open(self, by: Actor, counter: int) -> Counter:
        there = self._theirs(by, counter)
        if not there.open:
            raise Conflict("counter-closed", counter=counter)
        return there

    def _working(self, by: Actor, counter: int) -> Counter:
        there = self._open(by, counter)
        if there.paused is not None:
            raise Conflict("counter-paused", counter=counter)
        return there

    def _there(self, by: Actor, counter: int) -> Ticket:
        self._open(by, counter)
        ticket = self.store.ticket_at(counter)
        if ticket is None:
            raise Conflict("nobody-there", counter=counter)
        return ticket

    def _empty(self, counter: int) -> None:
        if ticket := self.store.ticket_at(counter):
            raise Conflict("somebody-there", counter=counter, number=ticket.number)
