"""Any day with the paper roll: no gap, no number twice, the journal tells it all."""

from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import settings as effort
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from tests.office_of_tests import (
    BIRTHS,
    COPIES,
    COUNTERS,
    EFFORT,
    HEAD,
    RESULTS,
    Clock,
    numbers,
    working_desk,
)
from ticketing.errors import Conflict, NotFound
from ticketing.journal import differences, replay
from ticketing.people import Actor
from ticketing.tickets import number_of

GUIDE = Actor("helper", "Hân", "key-han")
services = st.sampled_from([COPIES, BIRTHS, RESULTS])
counters = st.sampled_from(list(COUNTERS))


class AnyRoll(RuleBasedStateMachine):
    """Against a model that is the last number and who waits where."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = TemporaryDirectory()
        self.clock = Clock()
        self.desk = working_desk(Path(self.folder.name), self.clock)
        self.given: list[str] = []  # the service of X001, X002, …
        self.on = False
        self.may_undo = 0  # the counter

    def teardown(self) -> None:
        self.desk.store.close()
        self.folder.cleanup()

    def allows(self, upto: int) -> bool:
        is_out = self.on or bool(self.given)  # those in people's hands stay good
        return is_out and 0 < upto - len(self.given) <= 50

    @rule(on=st.booleans())
    def switch(self, on: bool) -> None:
        self.desk.set_roll_mode(HEAD, on, "x")
        self.on = on

    @rule(service=services)
    def a_person_gives_a_number(self, service: str) -> None:
        self.desk.issue(GUIDE, service)

    @rule(
        service=services,
        more=st.integers(-2, 4) | st.just(51),
    )
    def hand_out(self, service: str, more: int) -> None:
        self.clock.tick(seconds=3)
        upto = max(len(self.given) + more, 1)
        allowed, new = self.allows(upto), upto - len(self.given)
        try:
            torn = self.desk.hand_out(GUIDE, service, upto)
        except Conflict:
            assert not allowed
            return
        assert allowed and len(torn) == new
        self.given += [service] * new

    @rule(counter=counters, more=st.integers(-3, 4))
    def call_number(self, counter: int, more: int) -> None:
        self.clock.tick(seconds=3)
        place = len(self.given) + more
        new = self.allows(place)
        self.may_undo = 0
        try:
            there = self.desk.call_number(HEAD, counter, number_of("X", place), "x")
        except NotFound:
            assert place < 1 or (place > len(self.given) and not new)
            return
        except Conflict:
            assert not new
            return
        if new:
            self.given += [COUNTERS[counter][0]] * more
        assert there.service == self.given[place - 1]
        self.may_undo = counter

    @rule(counter=counters)
    def call_next(self, counter: int) -> None:
        self.clock.tick(seconds=3)
        lines = self.desk.store.line(COUNTERS[counter], 1)
        there = self.desk.call_next(HEAD, counter)
        assert (there and there.number) == (lines[0].number if lines else None)
        self.may_undo = 0

    @precondition(lambda self: self.may_undo)
    @rule()
    def undo(self) -> None:
        self.desk.undo(HEAD, self.may_undo)
        self.may_undo = 0

    @rule()
    def next_morning(self) -> None:
        self.desk.close_day(HEAD)
        self.clock.tick(days=1)
        for counter in COUNTERS:
            self.desk.open_counter(HEAD, counter, working_day=True)
        self.given, self.may_undo = [], 0

    @invariant()
    def the_roll_has_no_gap_and_no_number_twice(self) -> None:
        today = self.desk.today()
        found = self.desk.store.tickets("ref", business_day=today, series="X")
        expected = [number_of("X", n) for n in range(1, len(self.given) + 1)]
        assert numbers(found) == expected
        assert [ticket.service for ticket in found] == self.given
        assert {ticket.status for ticket in found} <= {"waiting", "called", "served"}

    @invariant()
    def the_journal_tells_the_state(self) -> None:
        store = self.desk.store
        assert differences(replay(store.events()), store.state()) == []


TestAnyRoll = AnyRoll.TestCase
TestAnyRoll.settings = effort(EFFORT, stateful_step_count=25)
