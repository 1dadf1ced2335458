"""Who holds a counter, when it pauses, and how it waits armed for an arrival."""

from pathlib import Path

import pytest

from tests import desk_steps
from tests.office_of_tests import (
    BIRTHS,
    COPIES,
    HEAD,
    LAN,
    MAI,
    PHONE,
    RESULTS,
    Clock,
    Step,
    arrivals,
    called,
    line,
    new_desk,
    office_rows,
    status,
)
from ticketing.desk import Desk, Transfer
from ticketing.errors import Conflict
from ticketing.snapshot import picture

clock, desk = desk_steps.clock, desk_steps.desk  # fixtures


# --- holders -----------------------------------------------------------------

FOREIGN: dict[str, Step] = {
    "call": lambda desk: desk.call_next(MAI, 1),
    "finish": lambda desk: desk.finish(MAI, 1),
    "pause": lambda desk: desk.pause(MAI, 1, "họp"),
    "close": lambda desk: desk.close_counter(MAI, 1),
    "open": lambda desk: desk.open_counter(MAI, 1),
}


@pytest.mark.parametrize("act", FOREIGN)
def test_another_officer_does_nothing_at_a_counter_that_is_held(
    desk: Desk, act: str
) -> None:
    arrivals(desk, 1)
    called(desk)
    with pytest.raises(Conflict, match="Counter 1 is held by Lan"):
        FOREIGN[act](desk)


def test_once_closed_a_counter_may_be_opened_by_anybody(desk: Desk) -> None:
    desk.close_counter(LAN, 1)
    assert desk.open_counter(MAI, 1).officer == "Mai"


def test_a_supervisor_takes_a_counter_over_from_its_holder(desk: Desk) -> None:
    assert desk.open_counter(HEAD, 1).officer == "Hạnh"
    with pytest.raises(Conflict, match="held by Hạnh"):
        desk.call_next(LAN, 1)


def test_opening_ones_own_open_counter_changes_nothing(desk: Desk) -> None:
    before = desk.store.last_seq()
    assert desk.open_counter(LAN, 1).open
    assert desk.store.last_seq() == before


def test_a_counter_with_somebody_there_does_not_close(desk: Desk) -> None:
    arrivals(desk, 1)
    called(desk)
    with pytest.raises(Conflict, match="serving A001"):
        desk.close_counter(LAN, 1)


# --- pauses ------------------------------------------------------------------


@pytest.mark.parametrize("reason", ["họp", ""])
def test_a_paused_counter_calls_nobody_until_it_is_opened_again(
    desk: Desk, reason: str
) -> None:
    arrivals(desk, 1)
    desk.pause(LAN, 1, reason)
    with pytest.raises(Conflict, match="Counter 1 is paused"):
        desk.call_next(LAN, 1)
    desk.open_counter(LAN, 1)
    assert called(desk).number == "A001"


def test_the_visit_there_can_be_ended_during_a_pause(desk: Desk) -> None:
    arrivals(desk, 1)
    called(desk)
    desk.pause(LAN, 1, "họp")
    assert desk.finish(LAN, 1).status == "served"


def test_a_line_whose_counters_all_pause_has_no_expected_wait(desk: Desk) -> None:
    arrivals(desk, 1, RESULTS)
    assert picture(desk)["lines"][2]["wait"] is not None
    desk.pause(HEAD, 3, "họp")
    assert picture(desk)["lines"][2]["wait"] is None
    assert picture(desk)["lines"][2]["counters"] == []


# --- armed -------------------------------------------------------------------


def test_an_armed_counter_calls_the_next_arrival_by_itself(desk: Desk) -> None:
    desk.call_next(LAN, 1, armed=True)
    assert arrivals(desk, 1)[0].counter == 1
    assert not desk.store.counter(1).armed_until


def test_an_unarmed_counter_lets_the_arrival_wait(desk: Desk) -> None:
    desk.call_next(LAN, 1)
    assert arrivals(desk, 1)[0].status == "waiting"


def test_the_counter_that_was_armed_first_gets_the_first_arrival(desk: Desk) -> None:
    desk.call_next(MAI, 2, armed=True)
    desk.call_next(LAN, 1, armed=True)
    assert [ticket.counter for ticket in arrivals(desk, 3)] == [2, 1, None]


def test_an_armed_counter_tires_after_three_minutes(desk: Desk, clock: Clock) -> None:
    desk.call_next(LAN, 1, armed=True)
    clock.tick(minutes=3, seconds=1)
    assert arrivals(desk, 1)[0].status == "waiting"


def test_an_armed_counter_waits_only_for_its_own_lines(desk: Desk) -> None:
    desk.call_next(MAI, 2, armed=True)
    assert arrivals(desk, 1, BIRTHS)[0].status == "waiting"
    assert arrivals(desk, 1, COPIES)[0].counter == 2


ENDS_ARMING: dict[str, Step] = {
    "a pause": lambda desk: desk.pause(LAN, 1, "họp"),
    "closing": lambda desk: desk.close_counter(LAN, 1),
    "a press without arming": lambda desk: desk.call_next(LAN, 1),
    "a walk-in": lambda desk: desk.walk_in(LAN, 1, COPIES),
}


@pytest.mark.parametrize("act", ENDS_ARMING)
def test_what_the_officer_does_next_ends_the_arming(desk: Desk, act: str) -> None:
    desk.call_next(LAN, 1, armed=True)
    ENDS_ARMING[act](desk)
    assert arrivals(desk, 1)[0].status == "waiting"


BY_NAME: dict[str, Step] = {
    "by number": lambda desk: desk.call_number(LAN, 1, "A001"),
    "parked": lambda desk: desk.resume(LAN, 1, "A001", call=True),
}


@pytest.mark.parametrize("how", BY_NAME)
def test_calling_one_who_was_parked_ends_the_arming_too(desk: Desk, how: str) -> None:
    arrivals(desk, 1)
    called(desk)
    desk.park(LAN, 1, "copy")
    desk.call_next(LAN, 1, armed=True)
    BY_NAME[how](desk)
    desk.finish(LAN, 1)
    assert arrivals(desk, 1)[0].status == "waiting"


COMES_BACK: dict[str, Step] = {
    "put back": lambda desk: desk.put_back(LAN, 1),
    "transfer": lambda desk: desk.transfer(LAN, 1, Transfer(service=COPIES)),
    "resumed": lambda desk: (desk.park(LAN, 1, "fee"), desk.resume(LAN, 1, "A001")),
    "rejoined": lambda desk: (desk.no_show(LAN, 1), desk.rejoin(PHONE, 1)),
}


@pytest.mark.parametrize("how", COMES_BACK)
def test_whoever_comes_back_to_the_line_is_called_by_an_armed_counter(
    desk: Desk, how: str
) -> None:
    arrivals(desk, 1)
    called(desk)
    desk.call_next(MAI, 2, armed=True)
    COMES_BACK[how](desk)
    assert desk.find_today("A001").counter == 2


def test_an_armed_counter_that_gets_a_line_calls_who_waits_there(desk: Desk) -> None:
    arrivals(desk, 2, RESULTS)
    desk.call_next(MAI, 2, armed=True)
    desk.set_services(HEAD, 2, [COPIES, RESULTS])
    assert desk.find_today("T001").counter == 2
    assert line(desk, RESULTS) == ["T002"]


# --- set-up ------------------------------------------------------------------


def test_a_counter_takes_its_lines_in_one_change(desk: Desk) -> None:
    arrivals(desk, 1, RESULTS)
    desk.set_services(HEAD, 1, [RESULTS, RESULTS])
    assert desk.store.counter(1).services == (RESULTS,)
    assert called(desk).number == "T001"
    assert status(desk, "T001") == "called"


def test_who_was_sent_to_a_counter_keeps_the_place_when_its_lines_change(
    desk: Desk,
) -> None:
    arrivals(desk, 1, BIRTHS)
    arrivals(desk, 1)
    called(desk)
    desk.transfer(LAN, 1, Transfer(counter=1))
    desk.set_services(HEAD, 1, [COPIES])
    assert [called(desk).number, called(desk).number] == ["B001", "A001"]


def test_loading_the_office_again_retires_what_is_gone(tmp_path: Path) -> None:
    desk = new_desk(tmp_path)
    rows = office_rows()
    rows["counters"].pop()
    given = repr(rows)
    desk.load(HEAD, rows)
    desk.load(HEAD, rows)
    assert [counter.counter for counter in desk.store.counters()] == [1, 2]
    assert repr(rows) == given


def test_loading_again_leaves_an_open_counter_open(desk: Desk) -> None:
    desk.load(HEAD, office_rows())
    assert desk.store.counter(1).holder == LAN.key
