"""A supervisor seats the officers: each acts on as if they had opened the counter."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.office_of_tests import (
    BIRTHS,
    COPIES,
    HEAD,
    LAN,
    Clock,
    arrivals,
    called,
    is_whole,
    last,
    line,
    new_desk,
    status,
    working_desk,
)
from ticketing.desk import Desk, Transfer
from ticketing.errors import Conflict, NotFound
from ticketing.people import officer

HOA = officer("Hoa")
SUNDAY = datetime(2026, 11, 29, 2, 0, tzinfo=UTC)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def desk(tmp_path: Path, clock: Clock) -> Desk:
    """Hoa has signed in; no counter is open yet."""
    desk = new_desk(tmp_path, clock)
    for name, role in (("Hoa", "officer"), ("Thu", "helper")):
        desk.set_officer(HEAD, name, role)
    return desk


# --- opened for somebody -----------------------------------------------------


def test_an_officer_acts_at_the_counter_that_a_supervisor_opened_for_them(
    desk: Desk,
) -> None:
    arrivals(desk, 1)
    desk.open_for(HEAD, 2, "Hoa")
    assert called(desk, 2, HOA).number == "A001"
    assert desk.open_counter(HOA, 2).officer == "Hoa"
    assert last(desk, "counter opened")["officer"] == "Hoa"
    assert is_whole(desk)


def test_another_officer_cannot_sit_down_where_somebody_was_seated(desk: Desk) -> None:
    desk.open_for(HEAD, 2, "Hoa")
    with pytest.raises(Conflict, match="held by Hoa"):
        desk.open_counter(LAN, 2)
    with pytest.raises(Conflict, match="held by Hoa"):
        desk.open_for(HEAD, 2, "Lan")
    assert is_whole(desk)


@pytest.mark.parametrize("name", ["Thu", "Nobody", ""], ids=["a helper", "x", "none"])
def test_only_who_may_sit_at_a_counter_is_seated_there(desk: Desk, name: str) -> None:
    with pytest.raises(NotFound, match="no officer"):
        desk.open_for(HEAD, 2, name or None)
    assert not desk.store.counter(2).open


def test_a_supervisor_ends_a_pause_and_the_officer_keeps_the_counter(
    desk: Desk, clock: Clock
) -> None:
    desk.open_for(HEAD, 2, "Hoa")
    desk.pause(HOA, 2, "Họp")
    clock.tick(minutes=3)
    there = desk.open_for(HEAD, 2)
    assert (there.works, there.officer, there.holder) == (True, "Hoa", HOA.key)
    assert is_whole(desk)


def test_seating_somebody_twice_is_seating_them_once(desk: Desk) -> None:
    desk.open_for(HEAD, 2, "Hoa")
    before = desk.store.last_seq()
    desk.open_for(HEAD, 2, "Hoa")
    assert desk.store.last_seq() == before


def test_a_day_off_is_opened_for_somebody_only_when_the_office_does_work(
    desk: Desk, clock: Clock
) -> None:
    clock.now = SUNDAY
    with pytest.raises(Conflict, match="day off"):
        desk.open_for(HEAD, 2, "Hoa")
    assert desk.open_for(HEAD, 2, "Hoa", working_day=True).open
    assert "2026-11-29" in desk.store.policy().open_days


# --- moved from counter to counter -------------------------------------------


def test_an_officer_moves_to_another_counter_and_keeps_their_sign_in(
    desk: Desk,
) -> None:
    arrivals(desk, 1)
    arrivals(desk, 1, BIRTHS)
    desk.open_for(HEAD, 2, "Hoa")
    there = desk.move_officer(HEAD, 2, to=1)
    assert (there.officer, there.works) == ("Hoa", True)
    assert not desk.store.counter(2).open
    assert called(desk, 1, HOA).number == "A001"
    assert last(desk, "counter opened")["moved_from"] == 2
    assert is_whole(desk)


def test_nobody_is_moved_away_from_the_person_before_them(desk: Desk) -> None:
    arrivals(desk, 1)
    desk.open_for(HEAD, 2, "Hoa")
    called(desk, 2, HOA)
    with pytest.raises(Conflict, match="serving A001"):
        desk.move_officer(HEAD, 2, to=1)
    assert desk.store.counter(2).officer == "Hoa"


def test_nobody_is_moved_to_where_a_colleague_sits(tmp_path: Path) -> None:
    desk = working_desk(tmp_path)
    with pytest.raises(Conflict, match="held by Mai"):
        desk.move_officer(HEAD, 1, to=2)
    with pytest.raises(Conflict, match="held by Lan"):
        desk.move_officer(HEAD, 1, to=1)
    assert [desk.store.counter(n).officer for n in (1, 2)] == ["Lan", "Mai"]


def test_an_empty_counter_has_nobody_to_move(desk: Desk) -> None:
    with pytest.raises(Conflict, match="not open"):
        desk.move_officer(HEAD, 1, to=2)


def test_whoever_was_sent_to_that_counter_alone_is_not_left_behind(desk: Desk) -> None:
    desk.open_for(HEAD, 2, "Hoa")
    desk.open_counter(LAN, 1)
    arrivals(desk, 1)
    called(desk)
    desk.transfer(LAN, 1, Transfer(counter=2))
    desk.move_officer(HEAD, 2, to=3)
    assert desk.find_today("A001").only_counter is None
    assert called(desk).number == "A001"
    assert is_whole(desk)


# --- the paper roll, after the power was gone ---------------------------------


def test_numbers_of_the_roll_that_were_served_in_the_dark_are_told_too(
    tmp_path: Path, clock: Clock
) -> None:
    desk = working_desk(tmp_path, clock)
    begun = clock.now
    clock.tick(minutes=60)
    gap = (begun, clock.now)
    desk.set_roll_mode(HEAD, True, "power cut")
    clock.tick(minutes=5)
    desk.hand_out(HEAD, COPIES, "X003")
    desk.reconcile(HEAD, gap, served=["X001"], left=["X002"])
    assert (status(desk, "X001"), status(desk, "X002")) == ("served", "cancelled")
    assert desk.find_today("X001").closed_at == desk.find_today("X001").issued_at
    assert line(desk) == ["X003"]
    called(desk)
    with pytest.raises(Conflict, match="X003"):  # the machine knows better by now
        desk.reconcile(HEAD, gap, left=["X003"])
    assert is_whole(desk)
