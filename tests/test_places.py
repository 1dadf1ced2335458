"""The line as the office keeps it: coming back, delays, and the order of the tables."""

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests import desk_steps
from tests.office_of_tests import (
    COPIES,
    EFFORT,
    HEAD,
    KIOSK,
    LAN,
    MAI,
    PHONE,
    Clock,
    arrivals,
    called,
    line,
    working_desk,
)
from ticketing.desk import Desk
from ticketing.errors import Conflict
from ticketing.line import (
    service_order,
)
from ticketing.tickets import Ticket

clock, desk = desk_steps.clock, desk_steps.desk  # fixtures


def miss(desk: Desk, number: str) -> Ticket:
    ticket = desk.call_number(LAN, 1, number, "test")
    return desk.no_show(LAN, 1) if ticket else ticket


def test_a_third_return_to_the_line_is_refused(desk: Desk) -> None:
    ref = arrivals(desk, 1)[0].ref
    for _ in range(2):
        miss(desk, "A001")
        desk.rejoin(PHONE, ref)
    miss(desk, "A001")
    with pytest.raises(Conflict, match="has rejoined 2 times"):
        desk.rejoin(PHONE, ref)


def test_the_one_who_missed_a_turn_comes_back_third(desk: Desk, clock: Clock) -> None:
    ref = arrivals(desk, 1)[0].ref
    miss(desk, "A001")
    for _ in range(4):
        clock.tick(minutes=1)
        arrivals(desk, 1)
    desk.rejoin(PHONE, ref)
    assert line(desk) == ["A002", "A003", "A001", "A004", "A005"]


@pytest.mark.parametrize("places", [1, 2, 3])
def test_a_delay_puts_one_just_behind_so_many_others(
    desk: Desk, clock: Clock, places: int
) -> None:
    for _ in range(5):
        arrivals(desk, 1)
        clock.tick(minutes=1)
    desk.delay(PHONE, 1, places)
    assert line(desk).index("A001") == places


def test_a_delay_needs_that_many_people_behind(desk: Desk) -> None:
    arrivals(desk, 3)
    with pytest.raises(Conflict, match="Fewer than 2 people wait behind you"):
        desk.delay(PHONE, 2, 2)
    assert line(desk) == ["A001", "A002", "A003"]


def test_a_third_delay_is_refused(desk: Desk, clock: Clock) -> None:
    for _ in range(4):
        arrivals(desk, 1)
        clock.tick(minutes=1)
    desk.delay(PHONE, 1, 1)
    desk.delay(PHONE, 1, 1)
    with pytest.raises(Conflict, match="delayed 2 times"):
        desk.delay(PHONE, 1, 1)


def test_who_has_just_been_called_may_still_ask_for_more_time(
    desk: Desk, clock: Clock
) -> None:
    for _ in range(3):
        arrivals(desk, 1)
        clock.tick(minutes=1)
    called(desk)
    desk.delay(PHONE, 1, 1)
    assert line(desk) == ["A002", "A001", "A003"]
    assert desk.store.ticket_at(1) is None


steps = st.tuples(
    st.sampled_from(["normal", "priority", "delay", "call", "miss", "rejoin"]),
    st.integers(1, 6),
)


def step(desk: Desk, what: str, which: int) -> None:
    match what:
        case "normal" | "priority":
            desk.issue(KIOSK, COPIES, priority=what == "priority")
        case "delay":
            desk.delay(PHONE, which, 1 + which % 3)
        case "call":
            desk.call_next(LAN, 1)
        case "miss":
            desk.no_show(LAN, 1)
        case "rejoin":
            desk.rejoin(PHONE, which)


@EFFORT
@given(st.lists(steps, min_size=3, max_size=20), st.integers(0, 20))
def test_the_order_of_the_database_is_the_pure_order(
    story: list[tuple[str, int]], minutes: int
) -> None:
    with TemporaryDirectory() as folder:
        clock = Clock()
        desk = working_desk(Path(folder), clock)
        arrivals(desk, 6)
        for what, which in story:
            clock.tick(minutes=minutes)
            try:
                step(desk, what, which)
            except Conflict:
                continue  # refused, and nothing has changed
            counter = desk.store.counter(1)
            found = desk.store.eligible(counter)
            assert found == sorted(found, key=service_order)
            assert desk.store.eligible(counter, limit=1) == found[:1]
            for index, ticket in enumerate(found):
                assert desk.ahead(ticket) == index
        desk.store.close()


@EFFORT
@given(st.lists(st.sampled_from("12abc"), min_size=1, max_size=15))
def test_nobody_is_held_back_while_an_armed_counter_is_idle(acts: list[str]) -> None:
    assume(set(acts) & {"1", "2"})
    with TemporaryDirectory() as folder:
        desk = working_desk(Path(folder))
        for act in acts:
            _armed_step(desk, act)
            for counter in desk.store.counters():
                if counter.armed_until and not desk.store.ticket_at(counter.counter):
                    assert desk.store.eligible(counter) == []
        desk.store.close()


def _armed_step(desk: Desk, act: str) -> None:
    """1, 2: that counter presses Next; a: an arrival; b: taken back; c: put back."""
    try:
        match act:
            case "1" | "2":
                desk.call_next({"1": LAN, "2": MAI}[act], int(act), armed=True)
            case "a":
                desk.issue(KIOSK, COPIES)
            case "b":
                desk.undo(HEAD, 1)
            case "c":
                desk.put_back(LAN, 1)
    except Conflict:
        return  # refused, and nothing has changed


def test_who_lets_one_pass_stands_before_those_who_let_more_pass(desk: Desk) -> None:
    arrivals(desk, 5)
    desk.delay(PHONE, 1, 2)
    assert line(desk) == ["A002", "A003", "A001", "A004", "A005"]
    desk.delay(PHONE, 2, 1)
    assert line(desk) == ["A003", "A002", "A001", "A004", "A005"]
    desk.delay(PHONE, 4, 1)
    desk.delay(PHONE, 3, 1)
    assert line(desk) == ["A002", "A003", "A001", "A005", "A004"]
