"""Who is next, and where somebody comes back into the line."""

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tests.office_of_tests import (
    COPIES,
    EFFORT,
    MORNING,
    waiting,
)
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
    ahead = [
        t for t in tickets if key < service_order(t) < service_order(tickets[here])
    ]
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
