"""When the office fell silent in its hours: what a power cut looks like afterwards."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.office_of_tests import HEAD, Clock, arrivals, working_desk
from ticketing.desk import Desk
from ticketing.silences import silences

MINUTE = timedelta(minutes=1)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def desk(tmp_path: Path, clock: Clock) -> Desk:
    """08:00 at the office: three counters open, one person takes a number."""
    desk = working_desk(tmp_path, clock)
    arrivals(desk, 1)
    return desk


def at(hour: int, minute: int, second: int = 0) -> datetime:
    """By the clock on the office's wall."""
    return datetime(2026, 11, 23, hour - 7, minute, second, tzinfo=UTC)


def found(desk: Desk, started: datetime, trial: bool = False) -> list[str]:
    walls = timedelta(hours=7)
    return [
        f"{begun + walls:%H:%M}-{ended + walls:%H:%M}"
        for begun, ended in silences(desk.store, desk.store.clock(), started, trial)
    ]


def test_the_gap_reaches_from_the_last_row_before_to_the_start_of_the_machine(
    desk: Desk, clock: Clock
) -> None:
    clock.now = at(8, 4, 30)
    arrivals(desk, 1)
    clock.now = at(9, 5, 20)
    assert found(desk, started=at(9, 3, 40)) == ["08:05-09:03"]


def test_everything_that_happened_lies_outside_the_suggested_minutes(
    desk: Desk, clock: Clock
) -> None:
    clock.now = at(8, 4, 30)
    last = arrivals(desk, 1)[0]
    clock.now = at(9, 4, 10)
    arrivals(desk, 1)
    [(begun, ended)] = silences(desk.store, clock.now, at(9, 4, 9))
    assert last.issued_at <= begun < ended <= clock.now
    desk.reconcile(HEAD, (begun, ended), served=[last.number])


def test_the_silence_that_ended_with_the_start_comes_before_a_longer_one(
    desk: Desk, clock: Clock
) -> None:
    clock.now = at(9, 0)
    arrivals(desk, 1)
    clock.now = at(9, 21)
    assert found(desk, started=at(9, 20)) == ["09:01-09:20", "08:01-09:00"]


def test_a_quiet_office_is_suggested_nothing_below_five_minutes(
    desk: Desk, clock: Clock
) -> None:
    clock.now = at(8, 5)
    arrivals(desk, 1)
    clock.now = at(8, 9)
    assert found(desk, started=at(7, 50)) == []


def test_what_is_silent_until_now_is_no_gap_for_nothing_has_ended_it(
    desk: Desk, clock: Clock
) -> None:
    clock.now = at(8, 40)
    assert found(desk, started=at(7, 50)) == []


def test_the_silence_of_lunch_is_no_power_cut(desk: Desk, clock: Clock) -> None:
    for moment in (at(11, 28), at(13, 33)):
        clock.now = moment
        arrivals(desk, 1)
    assert "11:29-13:33" not in found(desk, started=at(7, 50))
    assert "11:29-13:33" in found(desk, started=at(7, 50), trial=True)


def test_a_gap_that_was_told_already_is_not_suggested_again(
    desk: Desk, clock: Clock
) -> None:
    clock.now = at(9, 30)
    started = at(9, 29)
    assert found(desk, started) == ["08:01-09:29"]
    desk.reconcile(HEAD, (at(8, 1), at(9, 29)))
    assert found(desk, started) == []


def test_what_happened_yesterday_says_nothing_of_today(
    desk: Desk, clock: Clock
) -> None:
    clock.now = at(9, 30) + timedelta(days=1)
    assert found(desk, started=clock.now - MINUTE) == []
