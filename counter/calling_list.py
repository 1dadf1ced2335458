"""Who is here, in the order of calling: to be read when no screen works any more.

Numbers alone, no names: a helper holds it up among the people.
"""

from dataclasses import dataclass
from functools import cached_property

from office.words import words
from ticketing.catalogue import Service
from ticketing.desk import Desk
from ticketing.hours import business_day
from ticketing.tickets import Status, Ticket


@dataclass(frozen=True)
class Waiting:
    service: Service
    people: list[Ticket]


class CallingList:
    def __init__(self, desk: Desk) -> None:
        self.store = desk.store
        self.now = desk.store.clock()
        self.day = business_day(self.now)
        self.services = {one.code: one for one in self.store.services()}

    @property
    def lines(self) -> list[Waiting]:
        """Only those in which people wait."""
        services = self.services.values()
        lines = [Waiting(one, self.store.line([one.code])) for one in services]
        return [line for line in lines if line.people]

    def short(self, ticket: Ticket) -> str:
        return words(self.store.line_of(ticket).short)

    def wishes(self, ticket: Ticket) -> frozenset[str]:
        return self.store.wishes(ticket.ref)

    @cached_property
    def there(self) -> list[Ticket]:
        """At the counters now."""
        rows = self.store.find("at_counters", "counter")
        return [Ticket.of(row) for row in rows]

    @cached_property
    def parked(self) -> list[Ticket]:
        return self._apart(Status.PARKED, "ready DESC, seq")

    @cached_property
    def missed(self) -> list[Ticket]:
        return self._apart(Status.MISSED, "missed_at")

    @cached_property
    def closed_by_mistake(self) -> list[Ticket]:
        """Perhaps: ended though nobody ever started them, the last ones first."""
        served = self._apart(Status.SERVED, "closed_at DESC")
        return [ticket for ticket in served if ticket.may("rejoin")]

    def _apart(self, status: Status, order: str) -> list[Ticket]:
        return self.store.tickets(order, business_day=self.day, status=status.value)
