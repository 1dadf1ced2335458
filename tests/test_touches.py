"""An armed counter stays armed for as long as its officer is there."""

import pytest

from tests import desk_steps
from tests.office_of_tests import COPIES, HEAD, LAN, MAI, Clock, arrivals, is_whole
from ticketing.desk import Desk
from ticketing.errors import Conflict
from ticketing.people import Actor

clock, desk = desk_steps.clock, desk_steps.desk  # fixtures


def test_a_touch_at_the_last_moment_gives_the_whole_time_again(
    desk: Desk, clock: Clock
) -> None:
    desk.call_next(LAN, 1, armed=True)
    clock.tick(minutes=2, seconds=50)
    desk.touch(LAN, 1)
    clock.tick(minutes=2, seconds=10)
    assert arrivals(desk, 1)[0].counter == 1
    assert is_whole(desk)


def test_without_another_touch_it_ends_three_minutes_after_the_last(
    desk: Desk, clock: Clock
) -> None:
    desk.call_next(LAN, 1, armed=True)
    clock.tick(minutes=2, seconds=50)
    desk.touch(LAN, 1)
    clock.tick(minutes=3, seconds=10)
    assert arrivals(desk, 1)[0].status == "waiting"


def test_a_touch_too_late_arms_nothing_again(desk: Desk, clock: Clock) -> None:
    desk.call_next(LAN, 1, armed=True)
    clock.tick(minutes=3, seconds=1)
    desk.touch(LAN, 1)
    assert arrivals(desk, 1)[0].status == "waiting"


@pytest.mark.parametrize("other", [MAI, HEAD])
def test_nobody_but_its_officer_keeps_a_counter_armed(
    desk: Desk, clock: Clock, other: Actor
) -> None:
    desk.call_next(LAN, 1, armed=True)
    clock.tick(minutes=2)
    with pytest.raises(Conflict, match="held by Lan"):
        desk.touch(other, 1)
    clock.tick(minutes=1, seconds=1)
    assert arrivals(desk, 1)[0].status == "waiting"


def test_a_touch_gives_away_no_turn_among_armed_counters(
    desk: Desk, clock: Clock
) -> None:
    desk.call_next(MAI, 2, armed=True)
    clock.tick(seconds=20)
    desk.call_next(LAN, 1, armed=True)
    clock.tick(minutes=1)
    desk.touch(MAI, 2)
    assert [ticket.counter for ticket in arrivals(desk, 2, COPIES)] == [2, 1]


def test_a_touch_never_stands_in_the_way_of_taking_an_act_back(
    desk: Desk, clock: Clock
) -> None:
    desk.call_next(LAN, 1, armed=True)
    clock.tick(seconds=8)
    desk.touch(LAN, 1)
    desk.undo(LAN, 1)
    assert desk.store.counter(1).armed_until is None
    assert arrivals(desk, 1)[0].status == "waiting"


def test_what_was_not_armed_is_not_armed_by_a_touch(desk: Desk) -> None:
    desk.call_next(LAN, 1)
    seq = desk.store.last_seq()
    desk.touch(LAN, 1)
    assert desk.store.last_seq() == seq
