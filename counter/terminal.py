"""What the officer's terminal shows of one counter. It reads, and decides nothing."""

from datetime import datetime, timedelta
from functools import cached_property

from counter.last_act import LastAct, last_act
from counter.lists import Line, Person
from counter.visit import Visit
from ticketing.catalogue import Counter, Service
from ticketing.floor import left_alone
from ticketing.hours import is_day_off
from ticketing.line import overtaken
from ticketing.right_clock import SetBack, set_back
from ticketing.tickets import Status, Ticket

NEXT = 3
LATEST = 9  # of a list that may grow all day; whoever is older is found by number
MINUTE = timedelta(minutes=1)


class Terminal(Visit):
    # --- the counter ------------------------------------------------------

    @property
    def state(self) -> str:
        if self.ticket:
            return self.ticket.status.value
        return "paused" if self.here.paused is not None else "idle"

    @property
    def main(self) -> str:
        """What the one big button does: open, ask, disarm or next."""
        if not self.here.works or self.set_back:
            return "open"
        if self.state == "called":
            return "ask"
        return "disarm" if self.armed and not self.waiting else "next"

    @property
    def armed(self) -> bool:
        until = self.here.armed_until
        return until is not None and until > self.now

    @property
    def day_off(self) -> bool:
        """The calendar says so: whoever opens a counter is asked."""
        shut = not self.here.open and not self.trial
        return shut and is_day_off(self.now, self.policy)

    @cached_property
    def set_back(self) -> SetBack | None:
        """Somebody has to look at the clock, at an open counter too: power may have
        gone while it worked."""
        return set_back(self.store)

    @property
    def mine(self) -> bool:
        """Whoever holds it acts here, and a supervisor anywhere."""
        held = self.here.open and self.here.holder != self.by.key
        return not held or self.by.at_least("supervisor")

    @property
    def quick(self) -> int:
        """Questions answered in passing today."""
        here = self.here.counter
        rows = self.store.find(
            "tallies", business_day=self.day, counter=here, kind="quick"
        )
        return int(rows[0]["count"]) if rows else 0

    # --- the others ---------------------------------------------------------

    @cached_property
    def others(self) -> list[Counter]:
        here = self.here.counter
        return [each for each in self.store.counters() if each.counter != here]

    @property
    def in_need(self) -> list[Counter]:
        """Other counters whose officers ask for help."""
        return [other for other in self.others if other.help_at]

    @property
    def elsewhere(self) -> list[Counter]:
        """Where the officer of this closed counter sits: perhaps they were moved."""
        if self.here.open:
            return []
        return [c for c in self.others if c.open and c.holder == self.by.key]

    @property
    def away(self) -> list[Counter]:
        """Counters that do not work, whose lines could come here for today."""
        here = set(self.here.services)
        return [c for c in self.others if not c.works and set(c.services) - here]

    # --- the lines ----------------------------------------------------------

    @cached_property
    def lines(self) -> list[Line]:
        lengths = self.store.find("line_lengths")
        waiting = {row["service"]: int(row["waiting"]) for row in lengths}
        oldest = self.store.find("oldest_waiting")
        since = {row["service"]: row["issued_at"] for row in oldest}
        return [
            self._line(service, waiting.get(service.code, 0), since.get(service.code))
            for service in self.services.values()
        ]

    def _line(self, service: Service, waiting: int, since: str | None) -> Line:
        return Line(
            service,
            waiting,
            self._minutes(datetime.fromisoformat(since)) if since else None,
            mine=service.code in self.here.serves,
            served=any(c.works and service.code in c.serves for c in self._all),
            known=not self.here.skills or service.code in self.here.skills,
        )

    @property
    def _all(self) -> list[Counter]:
        return [self.here, *self.others]

    @property
    def unattended(self) -> list[Line]:
        """People wait there, and no counter works for them."""
        return [line for line in self.lines if line.waiting and not line.served]

    @cached_property
    def alone(self) -> list[Line]:
        """Lines that only this counter serves now."""
        codes = left_alone(self.store, self.here.counter, self.now)
        return [line for line in self.lines if line.service.code in codes]

    # --- who comes, who stands aside ----------------------------------------

    @cached_property
    def waiting(self) -> list[Ticket]:
        return self.store.eligible(self.here)

    @property
    def next_three(self) -> list[Person]:
        return [self._person(one, one.issued_at) for one in self.waiting[:NEXT]]

    @cached_property
    def parked(self) -> list[Person]:
        """Those whose result lies ready come first."""
        people = self._apart(Status.PARKED)
        return sorted(people, key=lambda person: not person.ticket.ready)

    @property
    def ready(self) -> list[Person]:
        return [person for person in self.parked if person.ticket.ready]

    @property
    def unready(self) -> list[Person]:
        """Who waits for a signature first; then everybody else who stands aside."""
        others = [person for person in self.parked if not person.ticket.ready]
        return sorted(others, key=lambda one: one.ticket.parked_for != "signature")

    @cached_property
    def missed(self) -> list[Person]:
        return self._apart(Status.MISSED)

    @property
    def closed_by_mistake(self) -> list[Person]:
        """Perhaps: ended here though nobody ever started, the last ones first."""
        may = [one for one in self.served if one.may("rejoin")]
        return [self._person(one, one.closed_at) for one in may[:LATEST]]

    def _apart(self, status: Status) -> list[Person]:
        found = self.store.tickets(
            "seq",
            business_day=self.day,
            status=status.value,
            service=list(self.here.services),
        )
        return [self._person(one, one.missed_at or one.called_at) for one in found]

    def _person(self, ticket: Ticket, since: datetime | None) -> Person:
        chosen = self.store.matter_of(ticket)
        matter = chosen.name if chosen else self.store.line_of(ticket).short
        passed = overtaken(ticket, self.waiting)
        return Person(ticket, matter, self._minutes(since or ticket.issued_at), passed)

    def _minutes(self, since: datetime) -> int:
        return max(0, (self.now - since) // MINUTE)

    @cached_property
    def undo(self) -> LastAct | None:
        return last_act(self.store, self.here.counter, self.now) if self.mine else None
