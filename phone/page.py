"""What the visitor's page says of one ticket: its face, and the facts on it."""

from datetime import date, datetime
from functools import cached_property

from phone.long_form import LongForm
from ticketing.catalogue import Service, Words
from ticketing.clock import stamp
from ticketing.desk import Desk
from ticketing.estimates import Wait
from ticketing.hours import business_day, days_after, local, next_opening, sessions
from ticketing.line import rejoin_place, service_order
from ticketing.slips import check_code
from ticketing.tickets import Status, Ticket

NEAR = 2  # people ahead, at most: time to come back to the room
DELAY_WITHIN = 5  # people ahead, at most: before that nobody needs to let others pass
MOST_PLACES = 5


class Page:
    """Facts are looked up when a template asks for them: no face needs all."""

    def __init__(self, desk: Desk, ticket: Ticket, is_open: bool) -> None:
        self.ticket = ticket
        self.is_open = is_open
        self.now = local(desk.store.clock())
        self.policy = desk.store.policy()
        self._desk = desk
        self._store = desk.store

    @property
    def state(self) -> str:
        """For `data-state`: the ticket's status, and `near`."""
        return "near" if self.face == "near" else self.ticket.status.value

    @cached_property
    def face(self) -> str:
        """The status as its visitor sees it."""
        today = business_day(self.now)
        if self.ticket.business_day != today and self.ticket.closed_at is None:
            return "another-day"
        match self.ticket.status:
            case Status.WAITING if self.ahead <= NEAR:
                return "near"
            case Status.PARKED if self.ticket.ready:
                return "ready"
            case Status.SERVED:
                return self._afterwards(today)
        return self.ticket.status.value

    def _afterwards(self, today: str) -> str:
        if self.ticket.rated:
            return "rated"
        over = today > days_after(self.ticket.business_day, 1)
        return "rating-over" if over else "served"

    @cached_property
    def service(self) -> Service:
        return self._offered(self.ticket.service)

    def _offered(self, code: str) -> Service:
        """Also one that is offered no longer."""
        return Service.of(self._store.find("services", code=code)[0])

    @cached_property
    def counters(self) -> list[int]:
        """Those that would call this number now."""
        if self.ticket.only_counter:
            return [self.ticket.only_counter]
        return [
            counter.counter
            for counter in self._store.counters()
            if counter.works and self.ticket.service in counter.serves
        ]

    @cached_property
    def long_form(self) -> LongForm:
        return LongForm(self._desk, self.ticket)

    @property
    def return_by(self) -> date | None:
        """Last day on which this slip gives a new number."""
        until = self.ticket.return_until
        good = until is not None and until >= business_day(self.now)
        return date.fromisoformat(until) if until and good else None

    @property
    def letters(self) -> str:
        """What is typed beside the number where no code can be scanned."""
        return check_code(self.ticket.id)

    @cached_property
    def stops(self) -> list[Words]:
        """The lines that this one number goes through, when they are several."""
        refs = [self.ticket.procedure, *self.ticket.matters]
        rows = [self._store.find("procedures", ref=ref)[0] for ref in refs if ref]
        codes = dict.fromkeys([self.ticket.service, *(row["service"] for row in rows)])
        found = [self._offered(code).name for code in codes]
        return found if len(found) > 1 else []

    # --- waiting ----------------------------------------------------------

    @cached_property
    def ahead(self) -> int:
        return self._desk.ahead(self.ticket)

    @cached_property
    def wait(self) -> Wait | None:
        return self._desk.forecast().wait(self.ticket.service, self.ahead)

    @cached_property
    def opening(self) -> datetime | None:
        opening = next_opening(self.now, self.policy)
        return opening and local(opening)

    @cached_property
    def pause(self) -> str:
        """Why nobody is called now: early, lunch, over, nobody; else empty."""
        if self.is_open:
            return "" if self.wait else "nobody"
        today = self.now.date()
        if self.opening is None or self.opening.date() != today:
            return "over"
        first_start = sessions(today, self.policy)[0][0]
        return "lunch" if first_start < self.now else "early"

    @cached_property
    def most_places(self) -> int:
        """How many the visitor may let pass; 0: none behind, too early or too often."""
        ticket = self.ticket
        often = ticket.delays >= self.policy.delay_limit
        if often or not ticket.may("delay") or self.ahead > DELAY_WITHIN:
            return 0
        mine = service_order(ticket)
        return min(MOST_PLACES, sum(service_order(t) > mine for t in self._line))

    @cached_property
    def _line(self) -> list[Ticket]:
        return self._store.line([self.ticket.service])

    # --- missed, or passed over -------------------------------------------

    @property
    def may_rejoin(self) -> bool:
        today = self.ticket.business_day == business_day(self.now)
        left = self.ticket.rejoins < self.policy.rejoin_limit
        return today and left and self.ticket.may("rejoin")

    @cached_property
    def before_rejoined(self) -> list[Ticket]:
        """Who would be called first, should this one come back now."""
        place = rejoin_place(self.ticket, self._line, self.now, self.policy)
        return [t for t in self._line if service_order(t) < (place, self.ticket.ref)]

    @property
    def rejoined_wait(self) -> Wait | None:
        ahead = len(self.before_rejoined)
        return self._desk.forecast().wait(self.ticket.service, ahead)

    # --- the office -------------------------------------------------------

    @property
    def date(self) -> date:
        """The ticket's own day."""
        return date.fromisoformat(self.ticket.business_day)

    @property
    def notice(self) -> Words:
        return self._store.office().notice_at(stamp(self.now))

    @property
    def priority_groups(self) -> list[Words]:
        groups = self._store.office().profile.get("priority_groups", [])
        return [group["name"] for group in groups if group.get("on", True)]
