"""What the officer's terminal shows of one counter. It reads, and decides nothing."""

from datetime import datetime, timedelta
from functools import cached_property
from statistics import median

from counter.last_act import LastAct, last_act
from counter.lists import Line, Person
from ticketing.catalogue import Counter, Procedure, Service
from ticketing.desk import Desk
from ticketing.estimates import KAPPA, Learned
from ticketing.hours import business_day
from ticketing.line import overtaken
from ticketing.people import Actor
from ticketing.tickets import Status, Ticket

NEXT = 3
MINUTE = timedelta(minutes=1)


class Terminal:
    def __init__(self, desk: Desk, counter: int, by: Actor) -> None:
        self.store, self.by = desk.store, by
        self.now = desk.store.clock()
        self.day = business_day(self.now)
        self.policy = desk.store.policy()
        self.here: Counter = desk.store.counter(counter)
        self.ticket = desk.store.ticket_at(counter)
        self.services = {service.code: service for service in desk.store.services()}

    # --- the counter ------------------------------------------------------

    @property
    def state(self) -> str:
        if self.ticket:
            return self.ticket.status.value
        return "paused" if self.here.paused is not None else "idle"

    @property
    def main(self) -> str:
        """What the one big button does: open, ask, disarm or next."""
        if not self.here.works:
            return "open"
        if self.state == "called":
            return "ask"
        return "disarm" if self.armed and not self.waiting else "next"

    @property
    def armed(self) -> bool:
        until = self.here.armed_until
        return until is not None and until > self.now

    @property
    def mine(self) -> bool:
        """Whoever holds it acts here, and a supervisor anywhere."""
        held = self.here.open and self.here.holder != self.by.key
        return not held or self.by.at_least("supervisor")

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
        oldest = self._minutes(datetime.fromisoformat(since)) if since else None
        return Line(service, waiting, oldest, service.code in self.here.services)

    @property
    def alone(self) -> list[Line]:
        """Lines with people in them that only this counter serves now."""
        others = [c for c in self.store.counters() if c.works and c != self.here]
        served = {code for counter in others for code in counter.services}
        mine = [line for line in self.lines if line.mine and line.waiting]
        return [line for line in mine if line.service.code not in served]

    # --- who is there, and who comes --------------------------------------

    @cached_property
    def service(self) -> Service | None:
        return self.services.get(self.ticket.service) if self.ticket else None

    @cached_property
    def procedure(self) -> Procedure | None:
        ref = self.ticket and self.ticket.procedure
        return self.store.procedure(ref) if ref else None

    @property
    def since(self) -> datetime | None:
        """When the service began, or the call while nobody has come yet."""
        if self.ticket is None:
            return None
        return self.ticket.started_at or self.ticket.called_at

    @property
    def expected(self) -> int:
        """Seconds of a usual visit: configured until the office has learnt its own."""
        if self.service is None:
            return 0
        prior = self.service.minutes * 60
        learned = self.store.learned().get(self.service.code, Learned())
        return round((KAPPA * prior + learned.seconds) / (KAPPA + learned.visits))

    @property
    def soon(self) -> bool:
        """Too soon for a no-show: asked once more, and never refused."""
        if self.ticket is None or self.ticket.called_at is None:
            return False
        patience = timedelta(seconds=self.policy.no_show_seconds)
        early = self.now - self.ticket.called_at < patience
        return early or self.ticket.calls < self.policy.no_show_calls

    @cached_property
    def waiting(self) -> list[Ticket]:
        return self.store.eligible(self.here)

    @property
    def next_three(self) -> list[Person]:
        return [self._person(one, one.issued_at) for one in self.waiting[:NEXT]]

    @property
    def parked(self) -> list[Person]:
        """Those whose result lies ready come first."""
        people = self._apart(Status.PARKED)
        return sorted(people, key=lambda person: not person.ticket.ready)

    @property
    def missed(self) -> list[Person]:
        return self._apart(Status.MISSED)

    def _apart(self, status: Status) -> list[Person]:
        found = self.store.tickets(
            "seq",
            business_day=self.day,
            status=status.value,
            service=list(self.here.services),
        )
        return [self._person(one, one.missed_at or one.called_at) for one in found]

    def _person(self, ticket: Ticket, since: datetime | None) -> Person:
        matter = self.services[ticket.service].short
        if ticket.procedure:
            matter = self.store.procedure(ticket.procedure).name
        passed = overtaken(ticket, self.waiting)
        return Person(ticket, matter, self._minutes(since or ticket.issued_at), passed)

    def _minutes(self, since: datetime) -> int:
        return max(0, (self.now - since) // MINUTE)

    # --- the day at this counter ------------------------------------------

    @cached_property
    def served(self) -> list[Ticket]:
        """Today's at this counter, the last one first."""
        return self._today(Status.SERVED, "closed_at DESC")

    @property
    def missed_here(self) -> int:
        return len(self._today(Status.MISSED))

    def _today(self, status: Status, order: str = "") -> list[Ticket]:
        here, day = self.here.counter, self.day
        return self.store.tickets(
            order, status=status.value, counter=here, business_day=day
        )

    @property
    def half_within(self) -> int | None:
        """Minutes in which half of today's services were done."""
        times = [one.service_time / MINUTE for one in self.served if one.service_time]
        return max(1, round(median(times))) if times else None

    @cached_property
    def undo(self) -> LastAct | None:
        return last_act(self.store, self.here.counter, self.now) if self.mine else None
