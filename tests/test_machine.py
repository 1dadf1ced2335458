"""Any day at the office, against a model that is a plain list of tickets."""

from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import settings as effort
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
)

from tests.office_of_tests import (
    BIRTHS,
    COPIES,
    COUNTERS,
    EFFORT,
    HEAD,
    LONG,
    PHONE,
    SERIES,
    Clock,
    open_desk,
    working_desk,
)
from ticketing.desk import Transfer
from ticketing.errors import Conflict
from ticketing.hours import business_day
from ticketing.journal import differences, replay
from ticketing.tickets import MOVES, Ticket

counters = st.sampled_from(list(COUNTERS))
services = st.sampled_from(list(SERIES))
picks = st.integers(0, 50)
LINE_OF = {1: COPIES, 2: BIRTHS}  # of each procedure


@dataclass
class Mine:
    """What the model knows of a ticket."""

    ref: int
    number: str
    service: str
    place: datetime
    status: str = "waiting"
    counter: int | None = None
    started: bool = False
    delays: int = 0
    rejoins: int = 0
    ready: bool = False
    asked_back: bool = False
    procedure: int | None = None
    not_officer: set[str] = field(default_factory=set)
    matters: list[int] = field(default_factory=list)

    @property
    def key(self) -> tuple[datetime, int]:
        return self.place, self.ref

    def may(self, move: str) -> bool:
        if move == "rejoin" and self.status == "served":
            return not (self.started or self.ready or self.asked_back)
        if move == "hand_out" and not self.ready:
            return False
        return self.status in MOVES[move][0]

    def move(self, move: str, counter: int | None = None) -> None:
        self.status = MOVES[move][1].value
        self.started |= move == "start"
        if self.status in ("waiting", "called"):
            self.counter, self.started = counter, False
        if move != "hand_out":
            self.ready = move == "ready"

    def sent_on(self, left: list[int]) -> None:
        self.service, self.not_officer = LINE_OF[left[0]], set()
        self.procedure, self.matters = left[0], left[1:]

    def ends(self, counter: int) -> None:
        """Served, or sent on to the line of a matter that this counter has not."""
        ours = (*COUNTERS[counter], self.service)
        if left := [one for one in self.matters if LINE_OF[one] not in ours]:
            self.move("transfer")
            self.sent_on(left)
        else:
            self.move("finish")


class AnyDay(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.folder = TemporaryDirectory()
        self.path = Path(self.folder.name) / "office.db"
        self.clock = Clock()
        self.desk = working_desk(self.path.parent, self.clock)
        self.list: list[Mine] = []  # of today
        self.before: list[Mine] | None = None  # the last act, if a counter's
        self.last_counter = 0
        self.earlier = 0  # tickets of the days before
        self.officers = {1: "Lan", 2: "Mai", 3: "Hạnh"}

    def teardown(self) -> None:
        self.desk.store.close()
        self.folder.cleanup()

    # --- the model ---------------------------------------------------------

    def there(self, counter: int) -> Mine | None:
        busy = ("called", "serving")
        here = [t for t in self.list if t.counter == counter and t.status in busy]
        assert len(here) < 2
        return next(iter(here), None)

    def eligible(self, counter: int) -> list[Mine]:
        mine = COUNTERS[counter]
        found = [t for t in self.list if t.status == "waiting" and t.service in mine]
        found = [t for t in found if counter in self.callers(t)]
        return sorted(found, key=lambda ticket: ticket.key)

    def callers(self, ticket: Mine) -> list[int]:
        """Not an officer who sent it away, unless all of them did."""
        able = [one for one in COUNTERS if ticket.service in COUNTERS[one]]
        others = [one for one in able if self.officers[one] not in ticket.not_officer]
        return others or able

    def any_ticket(self, pick: int) -> Mine:
        return self.list[pick % len(self.list)]

    def acts(self, counter: int) -> None:
        """The next act is a counter's: it may be taken back."""
        self.clock.tick(seconds=7)
        self.before, self.last_counter = deepcopy(self.list), counter

    def agree(self, allowed: bool, act: Callable[[], Ticket | None]) -> Ticket | None:
        """The desk does what the model allows, and refuses the rest."""
        try:
            done = act()
        except Conflict:
            assert not allowed
            self.before = None
            return None
        assert allowed
        return done

    # --- visitors ----------------------------------------------------------

    @rule(service=services, priority=st.booleans())
    def issue(self, service: str, priority: bool) -> None:
        self.before = None
        self.clock.tick(seconds=7)
        ticket = self.desk.issue(HEAD, service, priority=priority)
        self.list.append(Mine(ticket.ref, ticket.number, service, ticket.place))

    @precondition(lambda self: self.list)
    @rule(pick=picks)
    def cancel(self, pick: int) -> None:
        mine, self.before = self.any_ticket(pick), None
        if self.agree(mine.may("cancel"), lambda: self.desk.cancel(PHONE, mine.ref)):
            mine.move("cancel")

    @precondition(lambda self: self.list)
    @rule(pick=picks)
    def rejoin(self, pick: int) -> None:
        mine, self.before = self.any_ticket(pick), None
        allowed = mine.may("rejoin") and mine.rejoins < 2
        back = self.agree(allowed, lambda: self.desk.rejoin(PHONE, mine.ref))
        if back:
            mine.move("rejoin")
            mine.place, mine.rejoins = back.place, mine.rejoins + 1

    @precondition(lambda self: self.list)
    @rule(pick=picks, places=st.integers(1, 3))
    def delay(self, pick: int, places: int) -> None:
        mine, self.before = self.any_ticket(pick), None
        line = [t for t in self.list if t.status == "waiting"]
        behind = [t for t in line if t.service == mine.service and t.key > mine.key]
        allowed = mine.may("delay") and mine.delays < 2 and len(behind) >= places
        later = self.agree(allowed, lambda: self.desk.delay(PHONE, mine.ref, places))
        if later:
            mine.move("delay")
            mine.place, mine.delays = later.place, mine.delays + 1
            assert sum(t.key < mine.key for t in behind) >= places

    # --- counters ----------------------------------------------------------

    @rule(counter=counters)
    def call_next(self, counter: int) -> None:
        self.acts(counter)
        if before := self.there(counter):
            before.ends(counter)
        called = self.desk.call_next(HEAD, counter)
        first = next(iter(self.eligible(counter)), None)
        assert (called and called.number) == (first and first.number)
        if first:
            first.move("call", counter)
        elif before is None:
            self.before = None  # nothing has happened, nothing to take back

    @rule(counter=counters, pick=picks)
    def call_number(self, counter: int, pick: int) -> None:
        self.acts(counter)
        mine = [t for t in self.list if t.service in COUNTERS[counter]]
        if not mine:
            return self.forget()
        wanted, before = mine[pick % len(mine)], self.there(counter)
        number, allowed = wanted.number, wanted.may("call")
        desk = self.desk
        if self.agree(allowed, lambda: desk.call_number(HEAD, counter, number, "x")):
            if before:
                before.ends(counter)
            wanted.move("call", counter)
        return None

    @rule(
        counter=counters,
        move=st.sampled_from(["recall", "start", "finish", "no_show", "put_back"]),
    )
    def at_the_counter(self, counter: int, move: str) -> None:
        self.acts(counter)
        here = self.there(counter)
        allowed = here is not None and here.may(move)
        if (
            self.agree(allowed, lambda: getattr(self.desk, move)(HEAD, counter))
            and here
        ):
            if move == "finish":
                here.ends(counter)
            else:
                here.move(move, here.counter if move == "recall" else None)

    @rule(counter=counters)
    def park(self, counter: int) -> None:
        self.acts(counter)
        here = self.there(counter)
        if self.agree(here is not None, lambda: self.desk.park(HEAD, counter, "fee")):
            assert here
            here.move("park")

    @precondition(lambda self: self.list)
    @rule(counter=counters, pick=picks)
    def resume(self, counter: int, pick: int) -> None:
        self.acts(counter)
        mine = self.any_ticket(pick)
        allowed, number = mine.may("resume"), mine.number
        if self.agree(allowed, lambda: self.desk.resume(HEAD, counter, number)):
            mine.move("resume")

    @rule(counter=counters, service=services)
    def transfer(self, counter: int, service: str) -> None:
        self.acts(counter)
        here = self.there(counter)
        to = Transfer(service=service)
        if self.agree(here is not None, lambda: self.desk.transfer(HEAD, counter, to)):
            assert here
            here.move("transfer")
            if service != here.service:
                its = next((m for m in here.matters if LINE_OF[m] == service), None)
                here.matters = [m for m in here.matters if m != its]
                here.procedure = its
                here.not_officer = set()
            here.service = service

    @rule(counter=counters)
    def drop(self, counter: int) -> None:
        self.acts(counter)
        here = self.there(counter)
        drop = self.desk.drop
        if self.agree(here is not None, lambda: drop(HEAD, counter, "họ hàng")):
            assert here
            here.move("drop")
            here.not_officer = here.not_officer | {self.officers[counter]}

    @rule(counter=counters, procedure=st.sampled_from(list(LINE_OF)))
    def add_matter(self, counter: int, procedure: int) -> None:
        self.acts(counter)
        here, desk = self.there(counter), self.desk
        known = [here.procedure, *here.matters] if here else []
        allowed = here is not None and procedure not in known
        if self.agree(allowed, lambda: desk.add_matter(HEAD, counter, procedure)):
            assert here
            here.matters.append(procedure)

    @rule(counter=counters)
    def ask_back(self, counter: int) -> None:
        self.acts(counter)
        here, missing = self.there(counter), ["CCCD"]
        desk = self.desk
        if self.agree(here is not None, lambda: desk.ask_back(HEAD, counter, missing)):
            assert here
            here.move("finish")
            here.asked_back = True

    @precondition(lambda self: self.list)
    @rule(counter=counters, pick=picks)
    def ready(self, counter: int, pick: int) -> None:
        self.acts(counter)
        mine = self.any_ticket(pick)
        allowed, number = mine.may("ready"), mine.number
        if self.agree(allowed, lambda: self.desk.ready(HEAD, counter, number)):
            mine.move("ready")

    @precondition(lambda self: any(t.ready for t in self.list))
    @rule(counter=counters, pick=picks)
    def hand_over(self, counter: int, pick: int) -> None:
        self.acts(counter)
        lying = [t for t in self.list if t.ready]
        mine = lying[pick % len(lying)]
        allowed, number = mine.may("hand_out"), mine.number
        desk = self.desk
        if self.agree(allowed, lambda: desk.hand_over(HEAD, counter, number)):
            ours = (*COUNTERS[counter], mine.service)
            if left := [m for m in mine.matters if LINE_OF[m] not in ours]:
                mine.move("resume")
                mine.sent_on(left)
            else:
                mine.move("hand_out")

    @precondition(lambda self: self.before is not None)
    @rule()
    def undo(self) -> None:
        self.desk.undo(HEAD, self.last_counter)
        self.list = self.before or []
        self.forget()

    def forget(self) -> None:
        self.before = None

    # --- the power strip, the evening --------------------------------------

    @precondition(lambda self: self.list)
    @rule(pick=picks, served=st.booleans())
    def power_cut(self, pick: int, served: bool) -> None:
        """Somebody was served in the dark, or went home."""
        self.clock.tick(seconds=1)
        begun = self.clock()
        self.clock.tick(minutes=1)
        mine, self.before = self.any_ticket(pick), None
        lists = ([mine.number], []) if served else ([], [mine.number])
        gap = (begun, self.clock())

        def act() -> Ticket:
            return self.desk.reconcile(HEAD, gap, *lists)[0]

        if self.agree(mine.may("settle"), act):
            mine.move("settle" if served else "leave")
            mine.started = False

    @rule()
    def crash_and_reopen(self) -> None:
        self.desk.store.close()
        self.desk = open_desk(self.path, self.clock)

    @rule(missed=st.booleans())
    def evening(self, missed: bool) -> None:
        """The day is closed, or the power was off and the next morning does it."""
        if not missed:
            self.desk.close_day(HEAD)
        self.earlier += len(self.list)
        self.list, self.before = [], None
        self.clock.tick(days=7)
        for counter in COUNTERS:
            self.desk.open_counter(HEAD, counter, working_day=True)
        self.officers = dict.fromkeys(COUNTERS, "Hạnh")
        open_ones = self.desk.store.count("tickets", status=("waiting", "called"))
        assert open_ones == 0

    # --- what always holds -------------------------------------------------

    @invariant()
    def nobody_is_lost_or_elsewhere(self) -> None:
        today = business_day(self.clock())
        found = self.desk.store.tickets("ref", business_day=today)
        assert [(t.number, t.status.value, t.place) for t in found] == [
            (t.number, t.status, t.place) for t in self.list
        ]
        assert self.desk.store.count("tickets") == self.earlier + len(self.list)

    @invariant()
    def numbers_have_no_gap_and_no_double(self) -> None:
        for series in SERIES.values():
            given = [t.number for t in self.list if t.number[0] == series]
            assert given == [f"{series}{n:03}" for n in range(1, len(given) + 1)]

    @invariant()
    def the_journal_tells_the_state(self) -> None:
        store = self.desk.store
        assert differences(replay(store.events()), store.state()) == []


TestAnyDay = AnyDay.TestCase
TestAnyDay.settings = effort(EFFORT, stateful_step_count=50 if LONG else 30)
