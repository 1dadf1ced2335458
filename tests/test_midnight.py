"""What an office finds the next morning, and what a visitor finds after leaving."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from tests.office_of_tests import (
    BIRTHS,
    HEAD,
    LAN,
    Clock,
    arrivals,
    called,
    is_whole,
    last,
    status,
    working_desk,
)
from ticketing.desk import Desk, Transfer
from ticketing.errors import Conflict, NotFound
from ticketing.outbox import take_slip
from ticketing.people import Actor
from ticketing.snapshot import picture

VISITOR = Actor("visitor", key="ticket:1")


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def desk(tmp_path: Path, clock: Clock) -> Iterator[Desk]:
    desk = working_desk(tmp_path, clock)
    yield desk
    desk.store.close()


def test_a_refused_act_in_the_morning_does_not_bring_yesterday_back(
    desk: Desk, clock: Clock
) -> None:
    arrivals(desk, 2)
    called(desk)
    clock.tick(days=1)
    with pytest.raises(Conflict):
        desk.finish(LAN, 1)
    assert [day["closed_at"] is None for day in desk.store.find("days")] == [False]
    assert {ticket.status for ticket in desk.store.tickets()} == {"expired"}
    assert is_whole(desk)


def test_a_refusal_inside_an_outer_transaction_keeps_the_late_close_too(
    desk: Desk, clock: Clock
) -> None:
    arrivals(desk, 1)
    clock.tick(days=1)
    desk.catch_up()  # as a request with a key does before its transaction
    with pytest.raises(NotFound), desk.store.write():
        desk.issue(HEAD, "no-such-line")
    assert desk.store.find("days")[0]["closed_at"] is not None


def test_after_midnight_the_wall_is_empty_before_anybody_acts(
    desk: Desk, clock: Clock
) -> None:
    arrivals(desk, 2)
    called(desk)
    clock.tick(days=1)
    desk.end_of_day()
    shown = picture(desk)
    assert (shown["calls"], shown["serving"]) == ([], [])
    assert all(line["waiting"] == 0 for line in shown["lines"])


def test_the_paper_of_a_cancelled_ticket_does_not_come_out_any_more(
    desk: Desk,
) -> None:
    arrivals(desk, 2)
    [first, second] = desk.store.slips("queued")
    desk.cancel(VISITOR, first.ref)
    assert not take_slip(desk.store, first)
    assert take_slip(desk.store, second)
    assert desk.store.slip_of(first.ref)[0] == "cancelled"


def test_a_slip_still_waiting_for_the_printer_at_closing_is_not_printed(
    desk: Desk,
) -> None:
    arrivals(desk, 1)
    desk.close_day(HEAD)
    assert desk.store.slips("queued", "blocked", "sending") == []


def test_undo_takes_back_the_cancelling_and_not_the_call_before_it(
    desk: Desk, clock: Clock
) -> None:
    arrivals(desk, 3)
    called(desk)
    clock.tick(seconds=2)
    away = desk.find_today("A003")
    desk.cancel(LAN, away.ref, "đã về", counter=1)
    desk.undo(LAN, 1)
    assert (status(desk, "A001"), status(desk, "A003")) == ("called", "waiting")


def test_undo_takes_back_the_priority_that_the_counter_gave(desk: Desk) -> None:
    arrivals(desk, 2)
    desk.set_priority(LAN, "A002", True, "mang thai", counter=1)
    desk.undo(LAN, 1)
    assert not desk.find_today("A002").priority


def test_whoever_was_sent_to_a_counter_that_closes_meets_the_armed_one(
    desk: Desk,
) -> None:
    arrivals(desk, 1)
    called(desk)
    desk.transfer(LAN, 1, Transfer(counter=2))
    assert status(desk, "A001") == "waiting"
    assert desk.call_next(LAN, 1, armed=True) is None
    desk.close_counter(HEAD, 2)
    assert status(desk, "A001") == "called"
    assert last(desk, "ticket called")["armed"] is True


def test_a_counter_cannot_call_a_parked_ticket_of_another_line_back(
    desk: Desk,
) -> None:
    arrivals(desk, 1, BIRTHS)
    there = next(c for c in desk.store.counters() if BIRTHS in c.services)
    other = next(c for c in desk.store.counters() if BIRTHS not in c.services)
    desk.call_next(HEAD, there.counter)
    desk.park(HEAD, there.counter, "chờ ký")
    with pytest.raises(Conflict):
        desk.resume(HEAD, other.counter, "B001", call=True)


def test_a_counter_forgotten_open_is_closed_at_midnight_not_in_the_evening(
    desk: Desk, clock: Clock
) -> None:
    arrivals(desk, 1)
    clock.now = clock.now.replace(hour=11)  # 18:00 in the office
    desk.end_of_day()
    assert status(desk, "A001") == "waiting"
    clock.tick(hours=7)
    desk.end_of_day()
    assert not any(counter.open for counter in desk.store.counters())
    assert clock.now - desk.store.clock() < timedelta(seconds=1)
