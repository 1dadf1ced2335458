"""How an officer calls: next, that one, a walk-in, again."""

from datetime import datetime, timedelta
from typing import Any

from ticketing.acts import Act
from ticketing.catalogue import Counter, Service
from ticketing.clock import stamp
from ticketing.errors import Conflict, Impossible
from ticketing.events import What
from ticketing.holding_acts import HoldingActs
from ticketing.line import may_serve, next_in_line, overtaken, patience
from ticketing.people import Actor
from ticketing.tickets import Ticket


class CallingActs(HoldingActs):
    def call_next(
        self, by: Actor, counter: int, previous: str = "served", armed: bool = False
    ) -> Ticket | None:
        """End the current visit and call the next in line; None on an empty line."""
        with self.act(by, undo=counter) as act:
            here = self._working(by, counter)
            self._end_visit(act, counter, previous)
            ticket = next_in_line(self.store.eligible(here, limit=1), here.helps)
            if ticket:
                self._arm(act, here, None)
                return act.call(here, ticket)
            until = act.now + timedelta(seconds=act.policy.armed_seconds)
            self._arm(act, here, until if armed else None)
            return None

    def call_number(
        self,
        by: Actor,
        counter: int,
        number: str,
        reason: str | None = None,
        previous: str = "served",
        service: str | None = None,
    ) -> Ticket:
        """That one, waiting, missed or parked; passing others needs a reason. A number
        of the roll that nobody has entered yet is entered first, for `service`."""
        with self.act(by, undo=counter) as act:
            here = self._working(by, counter)
            self._arm(act, here, None)
            ticket = self._named(act, here, number, service)
            if not ticket.may("call"):
                raise ticket.cannot("call")
            if not may_serve(counter, here.serves, ticket):
                raise Conflict("not-theirs", counter=counter, number=number)
            self._end_visit(act, counter, previous)
            return self.take(act, here, ticket, reason)

    def take(
        self, act: Act, here: Counter, ticket: Ticket, reason: str | None
    ) -> Ticket:
        """Out of turn: people passed are counted, and whoever was sent to another
        officer comes back to this one only for a reason."""
        passed = overtaken(ticket, self.store.eligible(here))
        sent_here = ticket.only_counter == here.counter
        if here.officer in ticket.not_officer and not sent_here:
            must_say(reason, "sent-away", number=ticket.number)
        return act.call(here, ticket, overtook=passed, **why(passed, reason))

    def _named(
        self, act: Act, here: Counter, number: str, service: str | None
    ) -> Ticket:
        if not self.is_torn(number, act.day):
            return self.store.ticket_by_number(act.day, number)
        return self.enter_called(act, self._walked_to(here, service), number)

    def walk_in(
        self,
        by: Actor,
        counter: int,
        service: str | None = None,
        reason: str | None = None,
        previous: str = "served",
    ) -> Ticket:
        """Somebody without a slip: a ticket issued and called at once."""
        with self.act(by, undo=counter) as act:
            here = self._working(by, counter)
            line = self._walked_to(here, service)
            passed = len(self.store.eligible(here))
            reasoned = why(passed, reason)
            self._end_visit(act, counter, previous)
            self._arm(act, here, None)
            ticket = self._new(
                act,
                line,
                priority=False,
                language=act.policy.language,
                purpose="walk-in",
                dossiers=1,
                procedure=None,
            )
            return act.call(here, ticket, overtook=passed, **reasoned)

    def _walked_to(self, here: Counter, service: str | None) -> Service:
        """The line of a walk-in: one that this counter serves."""
        code = service or next(iter(here.serves), None)
        if code is None:
            raise Conflict("no-lines", counter=here.counter)
        line = self.store.service(code)
        if code not in here.serves:
            raise Conflict("not-theirs", counter=here.counter, number=line.series)
        return line

    def recall(self, by: Actor, counter: int) -> Ticket:
        with self.act(by, undo=counter) as act:
            ticket = self._there(by, counter)
            recalled = ticket.recall(act.now)
            limit, last = (
                act.policy.recall_limit,
                ticket.recalled_at or ticket.called_at,
            )
            if limit and ticket.calls >= limit:
                raise Conflict("recalled-enough", number=ticket.number, limit=limit)
            gap = timedelta(seconds=act.policy.recall_gap)
            if last and act.now - last < gap:
                rest = (gap - (act.now - last)).seconds + 1
                raise Conflict("recall-too-soon", number=ticket.number, seconds=rest)
            return act.save(What.RECALLED, ticket, recalled, counter=counter)

    def touch(self, by: Actor, counter: int) -> None:
        """Its officer is there: an armed counter stays armed for the whole time again.
        Nothing happens where none is armed any more, and while the last act may still
        be taken back, for then the counter's row must stay as that act left it."""
        with self.act(by) as act:
            here = self.store.counter(counter)
            if here.open and here.holder != by.key:
                raise Conflict("counter-held", counter=counter, officer=here.officer)
            if not self._is_armed(act, here) or self._may_be_undone(act, counter):
                return
            until = act.now + timedelta(seconds=act.policy.armed_seconds)
            act.set_counter(What.ARMED, counter, armed_until=stamp(until))

    def _is_armed(self, act: Act, here: Counter) -> bool:
        return here.works and bool(here.armed_until and here.armed_until > act.now)

    def _may_be_undone(self, act: Act, counter: int) -> bool:
        limit = timedelta(seconds=act.policy.undo_seconds)
        kept = self.store.first("undo", counter=counter)
        return (
            kept is not None and act.now - datetime.fromisoformat(kept["at"]) <= limit
        )

    # --- the end of a visit ----------------------------------------------

    def _end_visit(self, act: Act, counter: int, previous: str) -> None:
        if not (ticket := self.store.ticket_at(counter)):
            return
        if previous == "no_show":
            self._missed(act, ticket, counter)
        else:
            done = ticket.finish(act.now)
            act.save(What.FINISHED, ticket, done, counter=counter)

    def _missed(self, act: Act, ticket: Ticket, counter: int) -> Ticket:
        """Earlier than the office's patience is counted; of somebody who is to be
        fetched from their seat only a supervisor may be so quick."""
        missed = ticket.no_show(act.now)
        rule = patience(act.policy, self.store.wishes(ticket.ref))
        left = rule.lasts(ticket, act.now)
        if left and rule.locked and not act.by.at_least("supervisor"):
            raise Conflict("fetching", number=ticket.number, seconds=left)
        early = left > 0 or ticket.calls < rule.calls
        facts = {"counter": counter, "early": early or None}
        return act.save(What.MISSED, ticket, missed, **facts)

    def _arm(self, act: Act, here: Counter, until: datetime | None) -> None:
        if until or here.armed_until:
            ends = until and stamp(until)
            begins = until and stamp(act.now)
            columns = {"armed_until": ends, "armed_at": begins}
            act.set_counter(What.ARMED, here.counter, **columns)


def why(passed: int, reason: str | None) -> dict[str, str]:
    """An act of an officer by which a ticket passes others needs a reason."""
    if passed:
        must_say(reason, "reason-needed", overtook=passed)
    return {"reason": reason} if reason else {}


def must_say(reason: str | None, refusal: str, **facts: Any) -> None:
    if not (reason or "").strip():
        raise Impossible(refusal, **facts)
