"""Who is next, and where somebody comes back into the line."""

from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.office_of_tests import (
    COPIES,
    EFFORT,
    HEAD,
    KIOSK,
    LAN,
    MAI,
    MORNING,
    PHONE,
    Clock,
    arrivals,
    called,
    line,
    waiting,
    working_desk,
)
from ticketing.desk import Desk
from ticketing.errors import Conflict
from ticketing.line import (
    INSTANT,
    credit,
    may_serve,
    next_in_line,
    overtaken,
    place_behind,
    rejoin_place,
    service_order,
)
from ticketing.policy import Policy
from ticketing.tickets import Ticket

RULES = Policy()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def desk(tmp_path: Path, clock: Clock) -> Desk:
    return working_desk(tmp_path, clock)


def in_order(*minutes: float) -> list[Ticket]:
    tickets = [waiting(ref, at) for ref, at in enumerate(minutes, 1)]
    return sorted(tickets, key=service_order)


lines = st.lists(st.integers(0, 500), min_size=1, max_size=12).map(
    lambda minutes: in_order(*minutes)
)

# --- the pure order ----------------------------------------------------------


@EFFORT
@given(st.lists(st.integers(-90, 90), max_size=30))
def test_next_is_the_smallest_place_and_then_the_smallest_ref(
    minutes: list[int],
) -> None:
    tickets = [waiting(ref, at) for ref, at in enumerate(minutes, 1)]
    keys = [(ticket.place, ticket.ref) for ticket in tickets]

    found = next_in_line(reversed(tickets))

    assert (found and (found.place, found.ref)) == min(keys, default=None)


def test_nobody_is_next_in_an_empty_line() -> None:
    assert next_in_line([]) is None


def test_priority_is_45_minutes_of_head_start_and_an_appointment_30() -> None:
    assert credit(RULES) == timedelta(0)
    assert credit(RULES, appointment=True) == timedelta(minutes=30)
    assert credit(RULES, priority=True) == timedelta(minutes=45)
    assert credit(RULES, priority=True, appointment=True) == timedelta(minutes=45)


def test_a_ticket_sent_to_one_counter_waits_for_that_one_alone() -> None:
    sent = Ticket.of(waiting(1).as_row() | {"only_counter": 3})
    assert may_serve(3, [], sent)
    assert not may_serve(1, [COPIES], sent)
    assert may_serve(1, [COPIES], waiting(1))


@EFFORT
@given(lines, st.data())
def test_whoever_is_called_out_of_turn_passes_all_who_stand_before(
    tickets: list[Ticket], data: st.DataObject
) -> None:
    index = data.draw(st.integers(0, len(tickets) - 1))
    assert overtaken(tickets[index], tickets) == index


@EFFORT
@given(lines, st.data())
def test_a_move_backwards_passes_nobody_and_forwards_those_between(
    tickets: list[Ticket], data: st.DataObject
) -> None:
    here, there = (data.draw(st.integers(0, len(tickets) - 1)) for _ in range(2))
    key = tickets[there].place - INSTANT, tickets[here].ref
    ahead = [t for t in tickets if key < service_order(t) < service_order(tickets[here])]
    assert overtaken(tickets[here], tickets, key) == len(ahead)
    if tickets[there].place > tickets[here].place:
        assert not ahead


@EFFORT
@given(lines, st.data())
def test_a_place_behind_somebody_is_never_before_them(
    tickets: list[Ticket], data: st.DataObject
) -> None:
    index = data.draw(st.integers(0, len(tickets) - 1))
    place = place_behind(tickets, index)
    assert (place, 0) > service_order(tickets[index])
    later = [t for t in tickets if t.place > tickets[index].place]
    assert all(place < ticket.place for ticket in later)


# --- coming back -------------------------------------------------------------


def missed(place: float, since: float, rejoins: int = 0) -> Ticket:
    at = MORNING + timedelta(minutes=since)
    row = waiting(99, place).as_row() | {"rejoins": rejoins}
    return Ticket.of(row | {"missed_at": at.isoformat()})


def minute(place: datetime) -> float:
    return (place - MORNING) / timedelta(minutes=1)


def back(ticket: Ticket, tickets: list[Ticket], now: float) -> float:
    at = MORNING + timedelta(minutes=now)
    return round(minute(rejoin_place(ticket, tickets, at, RULES)), 3)


def test_back_in_time_one_stands_just_behind_the_second() -> None:
    assert back(missed(5, since=40), in_order(20, 30, 35), now=60) == 30


def test_back_in_time_to_a_line_of_one_is_behind_that_one() -> None:
    assert back(missed(5, since=40), in_order(20), now=60) == 20


def test_back_in_time_to_an_empty_line_is_the_old_place() -> None:
    assert back(missed(5, since=40), [], now=60) == 5


def test_back_in_time_is_never_before_the_old_place() -> None:
    assert back(missed(25, since=40), in_order(-20, -10, 30), now=60) == 25


def test_back_after_twenty_minutes_one_starts_again_at_the_end() -> None:
    assert back(missed(5, since=40), in_order(20, 30), now=60.1) == 60.1


def test_back_a_second_time_one_starts_again_at_the_end() -> None:
    assert back(missed(5, since=59, rejoins=1), in_order(20, 30), now=60) == 60


def test_back_late_somebody_with_priority_keeps_the_credit() -> None:
    ticket = Ticket.of(missed(5, since=40).as_row() | {"priority": 1})
    assert back(ticket, in_order(20, 30), now=90) == 45


# --- the same in the office --------------------------------------------------


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
