"""The doors by which an officer lets somebody pass others, and their price."""

from collections.abc import Callable

import pytest

from tests import desk_steps
from tests.office_of_tests import (
    BIRTHS,
    COPIES,
    HEAD,
    KIOSK,
    LAN,
    MAI,
    RESULTS,
    TODAY,
    Clock,
    arrivals,
    called,
    is_whole,
    last,
    line,
)
from ticketing.desk import Desk, Transfer
from ticketing.errors import Conflict, Impossible
from ticketing.floor import floor, overtook
from ticketing.unusual import unusual

clock, desk = desk_steps.clock, desk_steps.desk  # fixtures


def transfer_to_the_front(desk: Desk, reason: str | None) -> None:
    desk.set_services(HEAD, 1, [RESULTS])
    called(desk)
    desk.transfer(LAN, 1, Transfer(service=COPIES, place="first", reason=reason))


def priority_while_called_then_transfer(desk: Desk, reason: str | None) -> None:
    """The gain of 45 minutes, which nobody of its own line noticed."""
    desk.set_services(HEAD, 1, [RESULTS])
    called(desk)
    desk.set_priority(LAN, "T001", True, counter=1)
    desk.transfer(LAN, 1, Transfer(service=COPIES, reason=reason))


def put_back_and_call_another(desk: Desk, reason: str | None) -> None:
    called(desk)
    desk.put_back(LAN, 1)
    desk.call_number(LAN, 1, "A002", reason)


Door = Callable[[Desk, str | None], object]
OPEN: dict[str, Door] = {
    "call of a number": lambda desk, why: desk.call_number(LAN, 1, "A003", why),
    "transfer to the front": transfer_to_the_front,
    "parked one called": lambda desk, why: desk.resume(LAN, 1, "B001", True, why),
    "priority given": lambda desk, why: desk.set_priority(LAN, "A003", True, why),
    "walk-in": lambda desk, why: desk.walk_in(LAN, 1, COPIES, why),
    "put back, then another": put_back_and_call_another,
    "priority while called": priority_while_called_then_transfer,
}
# What is journalled, and how many are passed while A001 to A003 wait.
DOORS = {
    "call of a number": ("ticket called", 2),
    "transfer to the front": ("ticket transferred", 3),
    "parked one called": ("ticket called", 3),
    "priority given": ("priority changed", 2),
    "walk-in": ("ticket called", 3),
    "put back, then another": ("ticket called", 1),
    "priority while called": ("ticket transferred", 3),
}


def fill(desk: Desk, clock: Clock) -> None:
    """A001 to A003 and T001 wait, B001 is parked with a place behind the A."""
    for service in (COPIES, COPIES, COPIES, BIRTHS, RESULTS):
        arrivals(desk, 1, service)
        clock.tick(minutes=1)
    desk.call_number(LAN, 1, "B001", "test")
    desk.park(LAN, 1, "paper")


@pytest.mark.parametrize("which", DOORS)
def test_passing_others_counts_them_and_is_journalled_with_its_reason(
    desk: Desk, clock: Clock, which: str
) -> None:
    fill(desk, clock)
    OPEN[which](desk, "người khuyết tật")
    what, passed = DOORS[which]
    said = last(desk, what)
    assert (said["overtook"], said["reason"]) == (passed, "người khuyết tật")


@pytest.mark.parametrize("reason", [None, "", "  "])
@pytest.mark.parametrize("which", DOORS)
def test_passing_others_without_a_reason_is_refused(
    desk: Desk, clock: Clock, which: str, reason: str | None
) -> None:
    fill(desk, clock)
    with pytest.raises(Impossible, match=f"This passes {DOORS[which][1]} people"):
        OPEN[which](desk, reason)
    assert is_whole(desk)


def test_calling_the_first_in_line_by_number_needs_no_reason(desk: Desk) -> None:
    arrivals(desk, 2)
    assert desk.call_number(LAN, 1, "A001").number == "A001"
    assert last(desk, "ticket called")["overtook"] == 0


def test_a_walk_in_at_a_counter_without_lines_is_refused(desk: Desk) -> None:
    desk.set_services(HEAD, 2, [])
    with pytest.raises(Conflict, match="has no services yet"):
        desk.walk_in(MAI, 2)


def test_a_walk_in_for_a_line_that_the_counter_does_not_serve_is_refused(
    desk: Desk,
) -> None:
    served = desk.store.counter(1).services
    other = next(s.code for s in desk.store.services() if s.code not in served)
    with pytest.raises(Conflict):
        desk.walk_in(LAN, 1, other)
    assert desk.store.tickets() == []


def test_priority_taken_away_gives_the_old_place_back(desk: Desk) -> None:
    arrivals(desk, 2)
    desk.set_priority(LAN, "A002", True, "mang thai")
    assert line(desk) == ["A002", "A001"]
    desk.set_priority(LAN, "A002", False)
    assert line(desk) == ["A001", "A002"]


def test_priority_that_was_given_at_the_kiosk_passes_nobody_by_a_transfer(
    desk: Desk, clock: Clock
) -> None:
    fill(desk, clock)
    desk.set_services(HEAD, 1, [RESULTS])
    desk.call_number(LAN, 1, "T001")
    desk.no_show(LAN, 1)
    ticket = desk.issue(KIOSK, RESULTS, priority=True)
    desk.set_priority(LAN, ticket.number, True)
    called(desk)
    desk.transfer(LAN, 1, Transfer(service=COPIES))
    assert last(desk, "ticket transferred")["overtook"] == 0


def test_priority_given_during_a_visit_is_counted_where_the_visit_goes_on(
    desk: Desk, clock: Clock
) -> None:
    desk.set_services(HEAD, 1, [COPIES])
    arrivals(desk, 3, BIRTHS)
    clock.tick(minutes=1)
    desk.issue(KIOSK, procedures=[1, 2])
    called(desk)
    desk.set_priority(LAN, "A001", True, counter=1)
    assert desk.finish(LAN, 1).service == BIRTHS
    assert line(desk, BIRTHS)[0] == "A001"
    assert last(desk, "ticket transferred")["overtook"] == 3
    assert overtook(desk.store, [TODAY]) == {(1, "Lan"): 3}


@pytest.mark.parametrize("reason", [None, "", "  "])
def test_a_visitor_is_not_left_to_another_officer_without_a_reason(
    desk: Desk, reason: str | None
) -> None:
    arrivals(desk, 2)
    called(desk)
    with pytest.raises(Impossible, match="reason why another counter"):
        desk.drop(LAN, 1, reason)
    assert desk.find_today("A001").status == "called"
    assert is_whole(desk)


def test_who_leaves_visitors_to_others_is_seen_by_the_supervisor(desk: Desk) -> None:
    arrivals(desk, 3)
    for reason in ("họ hàng", "đã cãi nhau"):
        called(desk)
        desk.drop(LAN, 1, reason)
    desk.undo(LAN, 1)
    [first, *_] = floor(desk.store, desk.store.clock()).counters
    assert (first.counter, first.dropped, first.overtook) == (1, 1, 0)
    told = [row["data"]["reason"] for row in unusual(desk.store, [TODAY])]
    assert told == ["họ hàng"]
