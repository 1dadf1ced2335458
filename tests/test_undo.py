"""A counter's last act, taken back whole within ten seconds."""

from collections.abc import Callable

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
    is_whole,
    line,
    status,
)
from ticketing.desk import Desk, Transfer
from ticketing.errors import Conflict
from ticketing.journal import State
from ticketing.people import Actor
from ticketing.snapshot import picture

clock, desk = desk_steps.clock, desk_steps.desk  # fixtures


def test_next_is_taken_back_whole_both_the_end_and_the_call(desk: Desk) -> None:
    arrivals(desk, 2)
    called(desk)
    desk.start(LAN, 1)
    desk.call_next(LAN, 1)

    back = desk.undo(LAN, 1)

    assert back and back.number == "A001"
    assert (status(desk, "A001"), status(desk, "A002")) == ("serving", "waiting")
    assert desk.store.ticket_at(1) == back


def test_a_call_taken_back_is_gone_from_the_board(desk: Desk) -> None:
    arrivals(desk, 2)
    called(desk)
    desk.call_next(LAN, 1)
    assert [call["number"] for call in picture(desk)["calls"]] == ["A002", "A001"]
    desk.undo(LAN, 1)
    calls = [(call["number"], call["status"]) for call in picture(desk)["calls"]]
    assert calls == [("A001", "called")]


def state(desk: Desk) -> State:
    """All but the stamps of the last change and how the undo is remembered."""
    kept = desk.store.state()
    for table in ("tickets", "counters"):
        for row in kept[table].values():
            del row["seq"]
    return kept


UNDOABLE: dict[str, Step] = {
    "call": lambda desk: desk.call_next(LAN, 1),
    "call by number": lambda desk: desk.call_number(LAN, 1, "A003", "vội"),
    "recall": lambda desk: desk.recall(LAN, 1),
    "start": lambda desk: desk.start(LAN, 1),
    "finish": lambda desk: desk.finish(LAN, 1, outcome="received", dossiers=4),
    "no-show": lambda desk: desk.no_show(LAN, 1),
    "park": lambda desk: desk.park(LAN, 1, "copy"),
    "put back": lambda desk: desk.put_back(LAN, 1),
    "transfer": lambda desk: desk.transfer(LAN, 1, Transfer(service=RESULTS)),
    "with a note": lambda desk: desk.transfer(LAN, 1, Transfer(counter=2, note="x")),
    "pause": lambda desk: desk.pause(LAN, 1, "họp"),
}


@pytest.mark.parametrize("act", UNDOABLE)
def test_after_an_undo_the_office_stands_as_before(desk: Desk, act: str) -> None:
    arrivals(desk, 3)
    called(desk)
    before = state(desk)
    UNDOABLE[act](desk)
    assert state(desk) != before

    desk.undo(LAN, 1)

    assert state(desk) == before
    assert is_whole(desk)


def test_a_closed_counter_is_open_again_after_an_undo(desk: Desk) -> None:
    desk.close_counter(LAN, 1)
    desk.undo(LAN, 1)
    assert desk.store.counter(1).holder == LAN.key


def test_a_walk_in_taken_back_leaves_a_void_number_never_reused(desk: Desk) -> None:
    desk.walk_in(LAN, 1, COPIES)
    desk.undo(LAN, 1)
    assert desk.store.ticket_at(1) is None
    assert status(desk, "A001") == "cancelled"
    assert arrivals(desk, 1)[0].number == "A002"


def test_an_undo_is_possible_for_ten_seconds_and_no_longer(
    desk: Desk, clock: Clock
) -> None:
    arrivals(desk, 2)
    called(desk)
    clock.tick(seconds=9.9)
    desk.undo(LAN, 1)
    called(desk)
    clock.tick(seconds=10.1)
    with pytest.raises(Conflict, match="nothing left to undo"):
        desk.undo(LAN, 1)
    assert status(desk, "A001") == "called"


def test_one_act_is_taken_back_once(desk: Desk) -> None:
    arrivals(desk, 1)
    called(desk)
    desk.undo(LAN, 1)
    with pytest.raises(Conflict, match="nothing left"):
        desk.undo(LAN, 1)


def test_an_end_is_not_taken_back_once_the_visit_was_rated(desk: Desk) -> None:
    arrivals(desk, 1)
    called(desk)
    desk.finish(LAN, 1)
    desk.rate(PHONE, 1, 4)
    with pytest.raises(Conflict, match="nothing left"):
        desk.undo(LAN, 1)
    assert status(desk, "A001") == "served"


MOVED_ON: dict[str, Step] = {
    "cancelled": lambda desk: desk.cancel(PHONE, 1),
    "delayed": lambda desk: desk.delay(PHONE, 1, 1),
}


@pytest.mark.parametrize("how", MOVED_ON)
def test_a_call_is_not_taken_back_once_the_visitor_moved_on(
    desk: Desk, how: str
) -> None:
    arrivals(desk, 2)
    called(desk)
    MOVED_ON[how](desk)
    with pytest.raises(Conflict, match="nothing left"):
        desk.undo(LAN, 1)


def test_a_put_back_is_not_taken_back_once_another_counter_called(desk: Desk) -> None:
    arrivals(desk, 1)
    called(desk)
    desk.put_back(LAN, 1)
    called(desk, 2, MAI)
    with pytest.raises(Conflict, match="nothing left"):
        desk.undo(LAN, 1)
    assert desk.find_today("A001").counter == 2


def test_an_undo_is_the_holders_own_business(desk: Desk) -> None:
    arrivals(desk, 1)
    called(desk)
    with pytest.raises(Conflict, match="held by Lan"):
        desk.undo(MAI, 1)
    assert desk.undo(HEAD, 1)


def test_whoever_waits_again_is_called_by_a_counter_armed_meanwhile(
    desk: Desk,
) -> None:
    arrivals(desk, 1)
    called(desk)
    desk.call_next(MAI, 2, armed=True)
    desk.undo(LAN, 1)
    assert desk.find_today("A001").counter == 2
    assert line(desk) == []


# --- the last act, and no other one ------------------------------------------


def slips(desk: Desk) -> list[str]:
    return [row["state"] for row in desk.store.find("slips", kind="return")]


def test_the_slip_of_somebody_parked_is_taken_back_with_the_parking(
    desk: Desk, clock: Clock
) -> None:
    arrivals(desk, 1)
    called(desk)
    desk.park(LAN, 1, "paper", ["CCCD"], slip=True)
    assert slips(desk) == ["queued"]
    clock.tick(seconds=3)
    desk.undo(LAN, 1)
    assert (status(desk, "A001"), slips(desk)) == ("called", ["cancelled"])
    assert is_whole(desk)


def test_whoever_is_parked_without_a_slip_gets_no_paper(desk: Desk) -> None:
    arrivals(desk, 1)
    called(desk)
    desk.park(LAN, 1, "paper", ["CCCD"])
    assert slips(desk) == []


def quick(desk: Desk) -> int:
    row = desk.store.first("tallies", kind="quick", counter=1)
    return row["count"] if row else 0


def test_a_quick_question_counted_by_mistake_is_taken_back_and_not_the_act_before(
    desk: Desk,
) -> None:
    arrivals(desk, 1)
    called(desk)
    desk.tally(LAN, 1)
    desk.tally(LAN, 1)
    assert desk.undo(LAN, 1) is None
    assert (quick(desk), status(desk, "A001")) == (1, "called")
    with pytest.raises(Conflict, match="nothing left"):
        desk.undo(LAN, 1)
    assert is_whole(desk)


def test_lines_moved_by_the_supervisor_are_the_last_act_of_who_got_them(
    desk: Desk,
) -> None:
    arrivals(desk, 1)
    desk.close_counter(HEAD, 3)
    called(desk)
    desk.move_lines(HEAD, 3, to=1)
    desk.undo(LAN, 1)
    assert desk.store.counter(1).services == (COPIES, BIRTHS)
    assert status(desk, "A001") == "called"
    assert is_whole(desk)


FROM_THE_FLOOR: dict[str, Step] = {
    "low desk": lambda desk: desk.set_low(HEAD, 1, True),
    "breaks": lambda desk: desk.set_breaks(HEAD, 1, [["09:30", "09:45"]]),
    "help": lambda desk: desk.ask_help(HEAD, 1),
    "opened again": lambda desk: desk.open_for(HEAD, 1),
}


@pytest.mark.parametrize("act", FROM_THE_FLOOR)
def test_an_act_from_the_floor_is_taken_back_before_what_the_counter_did(
    desk: Desk, act: str
) -> None:
    arrivals(desk, 1)
    called(desk)
    if act == "opened again":
        desk.pause(LAN, 1, "họp")
    desk.finish(LAN, 1)
    before = state(desk)
    FROM_THE_FLOOR[act](desk)
    desk.undo(HEAD, 1)
    assert state(desk) == before
    assert status(desk, "A001") == "served"
    assert is_whole(desk)


def test_nothing_is_taken_back_at_a_counter_whose_officer_was_moved_away(
    desk: Desk,
) -> None:
    arrivals(desk, 1)
    desk.close_counter(MAI, 2)
    called(desk)
    desk.finish(LAN, 1)
    desk.move_officer(HEAD, 1, 2)
    with pytest.raises(Conflict, match="nothing left"):
        desk.undo(HEAD, 1)
    assert status(desk, "A001") == "served"
    desk.undo(HEAD, 2)
    assert [desk.store.counter(one).open for one in (1, 2)] == [True, False]
    assert is_whole(desk)


# --- who is called elsewhere ---------------------------------------------------

MEDDLING: dict[str, Callable[[Desk, Actor], object]] = {
    "cancel": lambda desk, by: desk.cancel(by, 1, "left", 2),
    "priority": lambda desk, by: desk.set_priority(by, "A001", True, None, 2),
}


@pytest.mark.parametrize("act", MEDDLING)
def test_whom_a_neighbour_called_an_officer_leaves_alone_but_a_supervisor_may(
    desk: Desk, act: str
) -> None:
    arrivals(desk, 1)
    called(desk)
    with pytest.raises(Conflict, match="is called to counter 1"):
        MEDDLING[act](desk, MAI)
    assert desk.store.ticket_at(1) == desk.find_today("A001")
    MEDDLING[act](desk, HEAD)


def test_an_officer_cancels_whom_they_called_themselves(desk: Desk) -> None:
    arrivals(desk, 1)
    called(desk)
    assert desk.cancel(LAN, 1, "left", 1).status == "cancelled"
