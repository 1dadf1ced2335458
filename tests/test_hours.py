"""When the office is open, and which business day a moment belongs to."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.office_of_tests import EFFORT
from ticketing.hours import (
    business_day,
    days_after,
    end_of_day,
    gives_numbers,
    is_open,
    is_working_day,
    last_session_ended,
    local,
    next_numbers,
    next_opening,
    sessions,
)
from ticketing.policy import Policy

USUAL = Policy()
moments = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31)).map(
    lambda moment: moment.replace(tzinfo=UTC)
)


def at(text: str) -> datetime:
    """As the clock on the office's wall shows it."""
    return datetime.fromisoformat(f"{text}:00+07:00")


def wall(moment: datetime | None) -> str | None:
    return f"{local(moment):%Y-%m-%d %H:%M}" if moment else None


@pytest.mark.parametrize(
    ("utc", "day"),
    [
        ("2026-11-22T16:59:59", "2026-11-22"),
        ("2026-11-22T17:00:00", "2026-11-23"),
        ("2026-11-23T00:00:00", "2026-11-23"),
    ],
)
def test_the_business_day_is_the_date_on_the_offices_wall(utc: str, day: str) -> None:
    assert business_day(datetime.fromisoformat(f"{utc}+00:00")) == day


@EFFORT
@given(moments)
def test_every_moment_ends_with_its_own_business_day(moment: datetime) -> None:
    day = business_day(moment)
    end = end_of_day(day)
    assert moment <= end
    assert business_day(end) == day
    assert business_day(end + timedelta(microseconds=1)) == days_after(day, 1)


@pytest.mark.parametrize(
    ("moment", "opened"),
    [
        ("2026-11-23T06:59", False),
        ("2026-11-23T07:00", True),
        ("2026-11-23T11:29", True),
        ("2026-11-23T11:30", False),  # lunch
        ("2026-11-23T13:30", True),
        ("2026-11-23T17:00", False),
        ("2026-11-28T10:00", True),  # Saturday morning
        ("2026-11-28T14:00", False),
        ("2026-11-29T10:00", False),  # Sunday
    ],
)
def test_the_counters_work_in_the_sessions_of_the_week(
    moment: str, opened: bool
) -> None:
    assert is_open(at(moment), USUAL) is opened


@pytest.mark.parametrize(
    ("moment", "given_out"),
    [
        ("2026-11-23T06:29", False),
        ("2026-11-23T06:30", True),
        ("2026-11-23T11:29", True),
        ("2026-11-23T12:00", False),
        ("2026-11-23T13:00", True),
        ("2026-11-23T17:00", False),
    ],
)
def test_the_kiosk_gives_numbers_a_little_before_each_session(
    moment: str, given_out: bool
) -> None:
    assert gives_numbers(at(moment), USUAL) is given_out


def test_the_kiosk_stops_as_early_as_the_office_decides() -> None:
    early = Policy(stop_early_minutes=15)
    assert gives_numbers(at("2026-11-23T16:44"), early)
    assert not gives_numbers(at("2026-11-23T16:45"), early)
    assert is_open(at("2026-11-23T16:45"), early)


@pytest.mark.parametrize(
    ("moment", "opening"),
    [
        ("2026-11-23T05:00", "2026-11-23 07:00"),
        ("2026-11-23T09:00", "2026-11-23 13:30"),
        ("2026-11-23T12:00", "2026-11-23 13:30"),
        ("2026-11-27T18:00", "2026-11-28 07:00"),
        ("2026-11-28T12:00", "2026-11-30 07:00"),
    ],
)
def test_the_next_opening_is_found_over_lunch_evening_and_weekend(
    moment: str, opening: str
) -> None:
    assert wall(next_opening(at(moment), USUAL)) == opening


def test_numbers_come_again_half_an_hour_before_the_opening() -> None:
    assert wall(next_numbers(at("2026-11-28T12:00"), USUAL)) == "2026-11-30 06:30"


def test_an_office_that_never_opens_promises_nothing() -> None:
    never = Policy(week=((),) * 7)
    assert next_opening(at("2026-11-23T05:00"), never) is None
    assert next_numbers(at("2026-11-23T05:00"), never) is None


@pytest.mark.parametrize(
    "day", ["2026-01-01", "2026-02-17", "2026-04-30", "2026-09-02"]
)
def test_public_holidays_and_tet_close_the_office(day: str) -> None:
    assert not is_working_day(date.fromisoformat(day), USUAL)
    assert sessions(date.fromisoformat(day), USUAL) == []
    without = Policy(public_holidays=False)
    assert is_working_day(date.fromisoformat(day), without)


def test_what_the_office_decides_beats_the_calendar() -> None:
    policy = Policy(closed_days=("2026-11-23",), open_days=("2026-09-02", "2026-11-29"))
    assert sessions(date(2026, 11, 23), policy) == []
    assert len(sessions(date(2026, 9, 2), policy)) == 2
    sunday = sessions(date(2026, 11, 29), policy)
    assert [wall(start) for start, _ in sunday] == [
        "2026-11-29 07:00",
        "2026-11-29 13:30",
    ]


def test_the_day_is_over_only_after_its_last_session() -> None:
    assert last_session_ended(at("2026-11-23T12:00"), USUAL) is None
    assert wall(last_session_ended(at("2026-11-23T18:00"), USUAL)) == "2026-11-23 17:00"
    assert last_session_ended(at("2026-11-29T18:00"), USUAL) is None


@EFFORT
@given(moments)
def test_before_the_next_opening_no_counter_opens_anew(moment: datetime) -> None:
    opening = next_opening(moment, USUAL)
    assert opening is not None and opening > moment
    assert is_open(opening, USUAL)
    assert not is_open(opening - timedelta(microseconds=1), USUAL)
    assert gives_numbers(opening, USUAL)
