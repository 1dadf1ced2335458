"""The visit at a counter as its officer sees it: who is there, and what helps them."""

from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from statistics import median

from ticketing.catalogue import Counter, Procedure, Service, Words
from ticketing.desk import Desk
from ticketing.hours import business_day
from ticketing.line import Patience, patience
from ticketing.people import Actor
from ticketing.return_acts import last_day
from ticketing.tickets import Status, Ticket

MINUTE = timedelta(minutes=1)
USUAL_DAYS = (1, 2, 3, 5, 10, 15, 20)  # working days that a return slip may be good


class Visit:
    def __init__(self, desk: Desk, counter: int, by: Actor) -> None:
        self._desk, self.store = desk, desk.store
        self.by, self.trial = by, desk.trial
        self.now = desk.store.clock()
        self.day = business_day(self.now)
        self.policy = desk.store.policy()
        self.here: Counter = desk.store.counter(counter)
        self.ticket = desk.store.ticket_at(counter)
        self.services = {service.code: service for service in desk.store.services()}

    @cached_property
    def service(self) -> Service | None:
        return self.services.get(self.ticket.service) if self.ticket else None

    # --- what it is about --------------------------------------------------

    @cached_property
    def matters(self) -> list[Procedure]:
        """The chosen procedure first, then those that were added."""
        if self.ticket is None:
            return []
        known = {one.ref: one for one in self.store.procedures()}
        wanted = (self.ticket.procedure, *self.ticket.matters)
        return [known[ref] for ref in wanted if ref in known]

    @property
    def to_add(self) -> list[Procedure]:
        """What may be dealt with at this counter too, the nearest first: of the same
        line and field, then those of the posted list."""
        field = self.matters[0].field if self.matters else ""
        line = self.ticket.service if self.ticket else ""
        ours = [p for p in self.store.procedures() if p.service in self.here.serves]
        more = [one for one in ours if one not in self.matters and not one.place]

        def far(one: Procedure) -> tuple[bool, bool, bool]:
            return one.service != line, one.field != field, not one.posted

        return sorted(more, key=far)

    @property
    def notes(self) -> list[str]:
        return self.store.notes(self.ticket.ref) if self.ticket else []

    @property
    def return_days(self) -> list[tuple[int, datetime]]:
        """How many working days a return slip may be good, and until when."""
        most = self.policy.return_days
        days = sorted({*(day for day in USUAL_DAYS if day < most), most})
        ends = (last_day(self.day, n, self.policy) for n in days)
        noon = time(12, tzinfo=UTC)
        return [
            (n, datetime.combine(date.fromisoformat(end), noon))
            for n, end in zip(days, ends, strict=True)
        ]

    # --- who it is ----------------------------------------------------------

    @cached_property
    def wishes(self) -> frozenset[str]:
        return self.store.wishes(self.ticket.ref) if self.ticket else frozenset()

    @property
    def phrases(self) -> list[Words]:
        """What to say in the visitor's language, each with what it means."""
        if self.ticket is None or self.ticket.language == "vi":
            return []
        cards = self.store.office().profile.get("phrases", {})
        card: list[Words] = cards.get(self.ticket.language, [])
        return card

    # --- how long -------------------------------------------------------------

    @property
    def since(self) -> datetime | None:
        """When the service began, or the call while nobody has come yet."""
        if self.ticket is None:
            return None
        return self.ticket.started_at or self.ticket.called_at

    @property
    def expected(self) -> int:
        """Seconds of a usual visit: configured until the office has learnt its own."""
        usual = self._desk.forecast().usual
        return round(usual.get(self.service.code, 0)) if self.service else 0

    @cached_property
    def patience(self) -> Patience:
        return patience(self.policy, self.wishes)

    @property
    def patient_until(self) -> datetime | None:
        """Until when somebody who was called is still waited for."""
        called = self.ticket and self.ticket.may("no_show") and self.ticket.called_at
        if not called:
            return None
        until = called + timedelta(seconds=self.patience.seconds)
        return until if until > self.now else None

    @property
    def soon(self) -> bool:
        """Too soon for a no-show: asked once more, and counted."""
        if self.ticket is None or not self.ticket.may("no_show"):
            return False
        few = self.ticket.calls < self.patience.calls
        return few or self.patient_until is not None

    @property
    def locked(self) -> bool:
        """Somebody goes to fetch them: only a supervisor may give them up sooner."""
        fetched = self.patience.locked and self.patient_until is not None
        return fetched and not self.by.at_least("supervisor")

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
