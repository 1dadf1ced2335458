"""Somebody was called and does not come: how long the office is patient, with whom."""

import pytest

from tests import desk_steps
from tests.office_of_tests import (
    COPIES,
    HEAD,
    KIOSK,
    LAN,
    Clock,
    arrivals,
    called,
    is_whole,
    last,
    status,
)
from ticketing.desk import Desk
from ticketing.errors import Conflict, Impossible
from ticketing.floor import floor
from ticketing.line import patience
from ticketing.policy import Policy
from ticketing.verify import verify

clock, desk = desk_steps.clock, desk_steps.desk  # fixtures


def early(desk: Desk) -> int:
    return floor(desk.store, desk.store.clock()).counters[0].early


@pytest.mark.parametrize(
    ("wishes", "seconds", "locked"),
    [
        ((), 60, False),
        (("access",), 180, False),
        (("escort",), 180, True),
        (("low_counter",), 60, False),
    ],
)
def test_who_walks_slowly_or_is_fetched_has_three_minutes_instead_of_one(
    wishes: tuple[str, ...], seconds: int, locked: bool
) -> None:
    found = patience(Policy(), wishes)
    assert (found.calls, found.seconds, found.locked) == (2, seconds, locked)


def test_a_no_show_after_two_calls_and_a_minute_is_in_order(
    desk: Desk, clock: Clock
) -> None:
    arrivals(desk, 1)
    called(desk)
    clock.tick(seconds=60)
    desk.recall(LAN, 1)
    desk.no_show(LAN, 1)
    assert "early" not in last(desk, "no-show")
    assert early(desk) == 0


@pytest.mark.parametrize(("calls", "seconds"), [(1, 90), (2, 59)])
def test_a_no_show_after_one_call_or_within_a_minute_is_counted(
    desk: Desk, clock: Clock, calls: int, seconds: int
) -> None:
    arrivals(desk, 1)
    called(desk)
    if calls > 1:
        desk.recall(LAN, 1)
    clock.tick(seconds=seconds)
    desk.no_show(LAN, 1)
    assert last(desk, "no-show")["early"] is True
    assert early(desk) == 1


def test_pressing_next_over_somebody_who_never_came_is_counted_as_well(
    desk: Desk,
) -> None:
    arrivals(desk, 2)
    called(desk)
    desk.call_next(LAN, 1, previous="no_show")
    assert status(desk, "A001") == "missed"
    assert early(desk) == 1


def test_an_early_no_show_that_is_taken_back_is_not_counted(desk: Desk) -> None:
    arrivals(desk, 2)
    called(desk)
    desk.call_next(LAN, 1, previous="no_show")
    desk.undo(LAN, 1)
    assert status(desk, "A001") == "called"
    assert early(desk) == 0


def test_whoever_is_fetched_from_their_seat_cannot_be_skipped_for_three_minutes(
    desk: Desk, clock: Clock
) -> None:
    desk.issue(KIOSK, COPIES, wishes=["escort"])
    called(desk)
    clock.tick(seconds=80)
    with pytest.raises(Conflict, match="wait 100 more seconds"):
        desk.no_show(LAN, 1)
    with pytest.raises(Conflict, match="fetched"):
        desk.call_next(LAN, 1, previous="no_show")
    assert status(desk, "A001") == "called"
    clock.tick(seconds=100)
    desk.no_show(LAN, 1)
    assert status(desk, "A001") == "missed"


def test_a_supervisor_may_end_the_fetching_sooner_and_it_is_counted(desk: Desk) -> None:
    desk.issue(KIOSK, COPIES, wishes=["escort"])
    called(desk)
    desk.no_show(HEAD, 1)
    assert early(desk) == 1


# --- missed by itself ------------------------------------------------------------


def test_nobody_is_missed_by_themselves_while_the_office_does_not_want_it(
    desk: Desk, clock: Clock
) -> None:
    arrivals(desk, 1)
    called(desk)
    desk.recall(LAN, 1)
    clock.tick(hours=1)
    desk.end_of_day()
    assert status(desk, "A001") == "called"


@pytest.mark.parametrize(
    ("wishes", "seconds"), [((), 120), (("access",), 360), (("escort",), 180)]
)
def test_after_two_calls_and_the_offices_time_an_absent_one_is_missed_by_itself(
    desk: Desk, clock: Clock, wishes: tuple[str, ...], seconds: int
) -> None:
    desk.set_policy(HEAD, "auto_missed_seconds", 120)
    desk.issue(KIOSK, COPIES, wishes=wishes)
    called(desk)
    clock.tick(seconds=600)
    desk.end_of_day()
    assert status(desk, "A001") == "called", "after one call only"
    desk.recall(LAN, 1)
    clock.tick(seconds=seconds - 1)
    desk.end_of_day()
    assert status(desk, "A001") == "called"
    clock.tick(seconds=1)
    desk.end_of_day()
    assert status(desk, "A001") == "missed"
    assert last(desk, "no-show")["auto"] is True
    assert is_whole(desk)


def test_whoever_is_being_served_is_never_missed_by_themselves(
    desk: Desk, clock: Clock
) -> None:
    desk.set_policy(HEAD, "auto_missed_seconds", 30)
    arrivals(desk, 1)
    called(desk)
    desk.recall(LAN, 1)
    desk.start(LAN, 1)
    clock.tick(hours=1)
    desk.end_of_day()
    assert status(desk, "A001") == "serving"


def test_the_officer_takes_back_what_the_machine_gave_up(
    desk: Desk, clock: Clock
) -> None:
    desk.set_policy(HEAD, "auto_missed_seconds", 30)
    arrivals(desk, 1)
    called(desk)
    desk.recall(LAN, 1)
    clock.tick(seconds=31)
    desk.end_of_day()
    desk.undo(LAN, 1)
    assert status(desk, "A001") == "called"
    assert is_whole(desk)


# --- what the visitor needs --------------------------------------------------------


def test_an_officer_adds_a_wish_that_the_kiosk_did_not_hear_of(desk: Desk) -> None:
    ticket = arrivals(desk, 1)[0]
    desk.set_wishes(LAN, "A001", ["escort"])
    assert desk.store.wishes(ticket.ref) == {"escort"}
    desk.set_wishes(LAN, "A001", ["escort", "low_counter"])
    assert desk.store.wishes(ticket.ref) == {"escort", "low_counter"}
    assert is_whole(desk)


def test_a_wish_that_is_taken_back_leaves_no_word_behind(desk: Desk) -> None:
    ticket = desk.issue(KIOSK, COPIES, wishes=["access"])
    desk.set_wishes(LAN, "A001", [])
    assert desk.store.wishes(ticket.ref) == set()
    kept = desk.store.find("secrets", ref=ticket.ref)
    assert [row["value"] for row in kept if row["kind"].startswith("wishes")] == [""]
    assert verify(desk.store, everything=True).erased == 1
    assert is_whole(desk)


def test_the_same_wishes_again_change_nothing(desk: Desk) -> None:
    desk.issue(KIOSK, COPIES, wishes=["access"])
    before = desk.store.last_seq()
    desk.set_wishes(LAN, "A001", ["access"])
    assert desk.store.last_seq() == before


def test_all_wishes_are_forgotten_when_the_day_ends(desk: Desk) -> None:
    ticket = arrivals(desk, 1)[0]
    desk.set_wishes(LAN, "A001", ["access"])
    desk.set_wishes(LAN, "A001", ["escort"])
    desk.close_day(HEAD)
    assert desk.store.wishes(ticket.ref) == set()
    assert "escort" not in str(desk.store.find("secrets", ref=ticket.ref))
    assert is_whole(desk)


def test_nobody_has_a_wish_that_the_office_does_not_know(desk: Desk) -> None:
    arrivals(desk, 1)
    with pytest.raises(Impossible, match="massage"):
        desk.set_wishes(LAN, "A001", ["massage"])


def test_whoever_has_left_has_no_wishes_any_more(desk: Desk) -> None:
    ticket = arrivals(desk, 1)[0]
    desk.cancel(KIOSK, ticket.ref)
    with pytest.raises(Conflict, match="cancelled"):
        desk.set_wishes(LAN, "A001", ["access"])


def test_who_does_not_need_a_low_desk_after_all_is_called_at_once(desk: Desk) -> None:
    desk.set_low(HEAD, 2, True)
    desk.issue(KIOSK, COPIES, wishes=["low_counter"])
    assert desk.call_next(LAN, 1, armed=True) is None
    desk.set_wishes(LAN, "A001", [])
    assert status(desk, "A001") == "called"
