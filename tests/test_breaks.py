"""Planned breaks and lunch: nobody is promised a time in which nobody works."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.office_of_tests import (
    COPIES,
    EFFORT,
    HEAD,
    LAN,
    MAI,
    MORNING,
    Clock,
    arrivals,
    called,
    is_whole,
    new_desk,
    open_desk,
)
from ticketing.desk import Desk
from ticketing.errors import Impossible
from ticketing.estimates import Floor, Forecast, OpenCounter, Wait, forecast
from ticketing.hours import off_times
from ticketing.policy import Policy

HOUR = 3600.0
LUNCH = (3.5 * HOUR, 5.5 * HOUR)  # 11:30–13:30, seen from 08:00
COFFEE = [("09:30", "09:45")]


def wall(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-11-23T{text}:00+07:00")


def office(*counters: OpenCounter) -> Forecast:
    return forecast(Floor({"a": 360.0}, {}, {}, counters))


def waits(known: Forecast, ahead: int) -> Wait:
    found = known.wait("a", ahead)
    assert found
    return found


# --- when a counter does not work ------------------------------------------------


def test_a_counter_rests_over_lunch_and_on_its_own_breaks() -> None:
    seen = off_times(MORNING, COFFEE, Policy())
    assert seen == ((1.5 * HOUR, 1.75 * HOUR), LUNCH)


def test_in_trial_mode_only_its_own_breaks_count() -> None:
    assert off_times(MORNING, COFFEE, None) == ((1.5 * HOUR, 1.75 * HOUR),)
    assert off_times(MORNING, []) == ()


def test_what_is_over_does_not_count_and_what_has_begun_counts_from_now() -> None:
    assert off_times(wall("13:30"), COFFEE, Policy()) == ()
    assert off_times(wall("09:40"), COFFEE) == ((0.0, 300.0),)


def test_before_the_first_session_nobody_works_yet() -> None:
    assert off_times(wall("06:45"), [], Policy())[0] == (0.0, 900.0)


def test_a_break_that_touches_lunch_is_one_with_it() -> None:
    late = [("11:20", "11:40")]
    assert off_times(MORNING, late, Policy()) == ((3.5 * HOUR - 600, LUNCH[1]),)


def test_on_a_day_off_there_is_no_lunch() -> None:
    sunday = MORNING - timedelta(days=1)
    assert off_times(sunday, [], Policy()) == ()


def test_the_end_of_a_break_is_told_in_whole_minutes() -> None:
    [(_, end)] = off_times(wall("09:40") + timedelta(seconds=17), COFFEE)
    assert end == 300.0, "not another second each second"


# --- how long it takes -------------------------------------------------------------


def test_a_wait_that_reaches_into_lunch_goes_on_after_it() -> None:
    known = office(OpenCounter(["a"], True, [LUNCH]))
    assert waits(known, 33) == Wait(7200, 34 * 360, 25800)
    assert waits(known, 34).likely == 35 * 360 + 2 * HOUR


def test_a_wait_that_would_end_just_when_lunch_begins_ends_after_it() -> None:
    lunch = (720.0, 720.0 + 2 * HOUR)
    assert waits(office(OpenCounter(["a"], True, [lunch])), 1).likely == lunch[1]


def test_over_lunch_even_an_idle_counter_calls_only_afterwards() -> None:
    resting = OpenCounter(["a"], False, [(0.0, 1800.0)])
    assert waits(office(resting), 0) == Wait(1800, 1800, 1800)
    assert waits(office(resting), 1).likely == 1800 + 360


def test_while_one_of_two_rests_the_line_goes_half_as_fast() -> None:
    there, resting = OpenCounter(["a"], True), OpenCounter(["a"], True, [(0.0, 900.0)])
    both = office(there, OpenCounter(["a"], True))
    assert waits(both, 3).likely == 720
    assert waits(office(there, resting), 1).likely == 720
    assert waits(office(there, resting), 9).likely == 1800 + 450


def test_an_idle_counter_that_rests_is_not_free_for_anybody() -> None:
    there = OpenCounter(["a"], True)
    resting = OpenCounter(["a"], False, [(0.0, 900.0)])
    assert waits(office(there, resting), 0).likely == 360


spans = st.lists(st.floats(0, 20_000), max_size=6, unique=True).map(
    lambda edges: list(zip(sorted(edges)[::2], sorted(edges)[1::2], strict=False))
)
teams = st.lists(st.tuples(st.booleans(), spans), min_size=1, max_size=4)


@EFFORT
@given(teams, st.integers(0, 60))
def test_nobody_is_promised_a_time_at_which_no_counter_of_the_line_works(
    team: list[tuple[bool, Any]], ahead: int
) -> None:
    counters = [OpenCounter(["a"], busy, off) for busy, off in team]
    wait = waits(office(*counters), ahead)
    almost = wait.likely + 0.5  # it is told in whole seconds
    resting = [any(s + 1 <= almost < e for s, e in c.off) for c in counters]
    assert not all(resting)
    assert wait.low <= wait.likely <= wait.high
    assert wait.low % 300 == wait.high % 300 == 0


@EFFORT
@given(teams, st.integers(0, 60))
def test_breaks_never_shorten_a_wait_nor_change_the_order_of_the_line(
    team: list[tuple[bool, Any]], ahead: int
) -> None:
    known = office(*[OpenCounter(["a"], busy, off) for busy, off in team])
    fresh = office(*[OpenCounter(["a"], busy) for busy, _ in team])
    assert waits(known, ahead).likely >= waits(fresh, ahead).likely
    assert waits(known, ahead).likely <= waits(known, ahead + 1).likely


# --- in the office -----------------------------------------------------------------


@pytest.fixture
def clock() -> Clock:
    return Clock(wall("11:20"))


@pytest.fixture
def desk(tmp_path: Path, clock: Clock) -> Desk:
    """Mai serves alone, ten minutes before lunch; the first is at the counter."""
    desk = new_desk(tmp_path, clock)
    desk.open_counter(MAI, 2)
    arrivals(desk, 4)
    called(desk, 2, MAI)
    return desk


def likely(desk: Desk, ahead: int) -> timedelta:
    wait = desk.forecast(fresh=True).wait(COPIES, ahead)
    assert wait
    return timedelta(seconds=wait.likely)


def test_the_last_before_lunch_is_told_another_time_than_the_first_after_it(
    desk: Desk, clock: Clock
) -> None:
    ends = [clock() + likely(desk, ahead) for ahead in range(3)]
    assert ends == [wall("11:26"), wall("13:32"), wall("13:38")]


def test_after_the_last_session_the_line_is_served_on_without_a_night_in_it(
    desk: Desk, clock: Clock
) -> None:
    clock.now = wall("16:58")
    assert clock() + likely(desk, 2) == wall("17:16")


def test_in_trial_mode_lunch_delays_nobody(
    desk: Desk, clock: Clock, tmp_path: Path
) -> None:
    trial = open_desk(tmp_path / "office.db", clock, trial=True)
    assert likely(trial, 2) == timedelta(minutes=18)


def test_a_planned_break_is_known_as_soon_as_it_is_written_down(
    desk: Desk, clock: Clock
) -> None:
    clock.now = wall("09:20")
    assert clock() + likely(desk, 1) == wall("09:32")
    desk.set_breaks(HEAD, 2, [["09:30", "09:45"]])
    assert desk.store.counter(2).breaks == (("09:30", "09:45"),)
    assert clock() + likely(desk, 1) == wall("09:47")
    desk.set_breaks(HEAD, 2, [])
    assert clock() + likely(desk, 1) == wall("09:32")
    assert is_whole(desk)


@pytest.mark.parametrize(
    "breaks",
    [
        [["09:45", "09:30"]],
        [["09:30"]],
        ["09:30", "09:45"],
        [["9:30", "9:45"]],
        [["09:30", "09:45"], ["09:40", "10:00"]],
        [[930, 945]],
        7,
        [[f"{h:02}:00", f"{h:02}:05"] for h in range(11)],
    ],
)
def test_breaks_that_cannot_be_are_refused(desk: Desk, breaks: Any) -> None:
    with pytest.raises(Impossible, match="breaks"):
        desk.set_breaks(HEAD, 2, breaks)
    assert desk.store.counter(2).breaks == ()


def test_an_officer_who_works_through_the_break_still_calls(desk: Desk) -> None:
    desk.set_breaks(HEAD, 2, [["11:00", "11:40"]])
    assert called(desk, 2, MAI).number == "A002"
    assert desk.open_counter(LAN, 1).open
