"""A business day opens with its first ticket and ends, if need be, the day after."""

from datetime import datetime
from pathlib import Path

import pytest

from tests import desk_steps
from tests.office_of_tests import (
    COPIES,
    HEAD,
    KIOSK,
    LAN,
    MAI,
    PHONE,
    TODAY,
    Clock,
    arrivals,
    called,
    is_whole,
    new_desk,
    open_desk,
)
from ticketing.desk import Desk
from ticketing.errors import Conflict
from ticketing.hours import end_of_day
from ticketing.journal import Row
from ticketing.snapshot import picture

clock, desk = desk_steps.clock, desk_steps.desk  # fixtures


def busy_day(desk: Desk) -> None:
    """One of each: served, missed, parked, serving, called, waiting, cancelled."""
    arrivals(desk, 7)
    called(desk)
    desk.finish(LAN, 1)
    called(desk)
    desk.no_show(LAN, 1)
    called(desk)
    desk.park(LAN, 1, "copy")
    called(desk)
    desk.start(LAN, 1)
    called(desk, 2, MAI)
    desk.cancel(PHONE, 7)


ENDED = {
    "A001": ("served", None),
    "A002": ("expired", None),
    "A003": ("expired", None),
    "A004": ("served", "unclosed"),
    "A005": ("expired", None),
    "A006": ("expired", None),
    "A007": ("cancelled", "visitor"),
}


def fates(desk: Desk, day: str = TODAY) -> dict[str, tuple[str, str | None]]:
    found = desk.store.tickets("ref", business_day=day)
    return {ticket.number: (ticket.status.value, ticket.outcome) for ticket in found}


def days(desk: Desk) -> list[Row]:
    return desk.store.find("days", "business_day")


def test_the_day_opens_inside_the_first_tickets_transaction(desk: Desk) -> None:
    assert days(desk) == []
    before = desk.store.last_seq()
    arrivals(desk, 2)
    said = [event.what for event in desk.store.events(before)]
    assert said == ["day opened", "ticket issued", "ticket issued"]
    assert [day["business_day"] for day in days(desk)] == [TODAY]


def test_the_close_of_the_day_ends_every_visit_in_its_own_way(desk: Desk) -> None:
    busy_day(desk)
    assert desk.close_day(HEAD) == 5
    assert fates(desk) == ENDED
    assert not any(counter.open for counter in desk.store.counters())
    assert is_whole(desk)


def test_somebody_called_at_the_close_is_first_missed_then_expired(desk: Desk) -> None:
    busy_day(desk)
    desk.close_day(HEAD)
    left = desk.find_today("A005")
    assert left.missed_at == left.closed_at is not None


def test_a_second_close_of_the_same_day_changes_nothing(desk: Desk) -> None:
    arrivals(desk, 1)
    assert (desk.close_day(HEAD), desk.close_day(HEAD)) == (1, 0)


def test_a_number_given_after_the_close_opens_the_day_again(desk: Desk) -> None:
    arrivals(desk, 1)
    desk.close_day(HEAD)
    assert desk.issue(HEAD, COPIES).number == "A002"
    assert days(desk)[0]["closed_at"] is None
    assert desk.close_day(HEAD) == 1


def test_a_missed_close_runs_at_the_next_act_with_that_days_end(
    desk: Desk, clock: Clock, tmp_path: Path
) -> None:
    busy_day(desk)
    desk.store.close()  # the power strip
    clock.tick(days=2, hours=-1)
    late = open_desk(tmp_path / "office.db", clock)

    ticket = late.issue(KIOSK, COPIES)

    assert (ticket.number, ticket.business_day) == ("A001", "2026-11-25")
    assert fates(late) == ENDED
    ended = late.store.tickets(business_day=TODAY, status="expired")
    assert {ticket.closed_at for ticket in ended} == {end_of_day(TODAY)}
    assert datetime.fromisoformat(days(late)[0]["closed_at"]) == end_of_day(TODAY)
    assert is_whole(late)


def test_the_missed_close_comes_before_the_act_that_brings_it(
    desk: Desk, clock: Clock
) -> None:
    arrivals(desk, 1)
    clock.tick(days=1)
    with pytest.raises(Conflict, match="not open"):
        desk.call_next(LAN, 1)
    assert desk.open_counter(MAI, 1, working_day=True).officer == "Mai"
    assert desk.call_next(MAI, 1) is None


def test_a_counter_left_open_on_a_day_without_visitors_is_closed_too(
    desk: Desk, clock: Clock
) -> None:
    clock.tick(days=1)
    assert desk.open_counter(MAI, 1, working_day=True).officer == "Mai"
    assert not desk.store.counter(2).open
    assert is_whole(desk)


def test_every_series_starts_again_at_one_the_next_day(
    desk: Desk, clock: Clock
) -> None:
    arrivals(desk, 3)
    clock.tick(days=1)
    assert desk.issue(LAN, COPIES).number == "A001"


def test_midnight_in_the_office_parts_the_days_not_midnight_in_utc(
    desk: Desk, clock: Clock
) -> None:
    clock.now = datetime.fromisoformat("2026-11-23T23:59:59+07:00")
    assert desk.issue(LAN, COPIES).business_day == "2026-11-23"
    clock.tick(seconds=1)
    assert desk.issue(LAN, COPIES).business_day == "2026-11-24"


def test_yesterdays_number_can_do_nothing_today(desk: Desk, clock: Clock) -> None:
    arrivals(desk, 1)
    clock.tick(days=1)
    with pytest.raises(Conflict, match="of another day"):
        desk.cancel(PHONE, 1)


def test_lunch_ends_nothing_and_the_evening_ends_the_day(
    desk: Desk, clock: Clock
) -> None:
    arrivals(desk, 1)
    clock.now = datetime.fromisoformat("2026-11-23T12:00:00+07:00")
    desk.close_day_if_due()
    assert fates(desk)["A001"] == ("waiting", None)
    clock.now = datetime.fromisoformat("2026-11-23T17:00:00+07:00")
    for counter in desk.store.counters():
        desk.close_counter(HEAD, counter.counter)
    desk.close_day_if_due()
    assert fates(desk)["A001"] == ("expired", None)


def test_the_evening_close_waits_until_every_counter_has_closed(
    desk: Desk, clock: Clock
) -> None:
    arrivals(desk, 2)
    called(desk)
    clock.now = datetime.fromisoformat("2026-11-23T17:30:00+07:00")
    desk.close_day_if_due()
    desk.finish(LAN, 1)
    desk.close_day_if_due()
    assert fates(desk)["A002"] == ("waiting", None)  # the officer is still there
    for counter in desk.store.counters():
        desk.close_counter(HEAD, counter.counter)
    desk.close_day_if_due()
    assert fates(desk)["A002"] == ("expired", None)


def test_a_visit_left_open_in_the_evening_teaches_no_service_time(
    desk: Desk, clock: Clock
) -> None:
    arrivals(desk, 1)
    called(desk)
    desk.start(LAN, 1)
    clock.tick(hours=8)
    desk.close_day(HEAD)
    assert desk.store.learned() == {}


def test_the_time_of_an_act_never_falls_when_the_clock_does(
    desk: Desk, clock: Clock
) -> None:
    first = arrivals(desk, 1)[0]
    clock.tick(hours=-3)
    second = arrivals(desk, 1)[0]
    assert second.issued_at > first.issued_at


def test_out_of_hours_the_kiosk_says_when_numbers_come_again(
    desk: Desk, clock: Clock
) -> None:
    clock.now = datetime.fromisoformat("2026-11-28T12:00:00+07:00")  # Saturday noon
    with pytest.raises(Conflict) as refusal:
        desk.issue(KIOSK, COPIES)
    assert "06:30, 30/11" in refusal.value.sentence("vi")
    assert desk.issue(LAN, COPIES).number == "A001"


def test_in_trial_mode_the_office_is_open_at_any_hour(tmp_path: Path) -> None:
    clock = Clock(datetime.fromisoformat("2026-11-29T03:00:00+07:00"))
    new_desk(tmp_path, clock).store.close()
    trial = open_desk(tmp_path / "office.db", clock, trial=True)
    assert trial.issue(KIOSK, COPIES).number == "A001"
    assert picture(trial)["open"]
