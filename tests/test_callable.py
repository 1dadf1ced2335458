"""Nobody waits for nobody: whoever waits is called by a counter that works for them, or
the supervisor sees that none does."""

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests import desk_steps
from tests.office_of_tests import (
    BIRTHS,
    COPIES,
    EFFORT,
    HEAD,
    KIOSK,
    LAN,
    MAI,
    RESULTS,
    arrivals,
    called,
    is_whole,
    last,
    line,
    office_rows,
    status,
    working_desk,
)
from ticketing.desk import Desk, Transfer
from ticketing.errors import Conflict, Impossible
from ticketing.floor import floor
from ticketing.people import Actor
from ticketing.tickets import Ticket

WHY, LOW = "họ hàng", "low_counter"


clock, desk = desk_steps.clock, desk_steps.desk  # fixtures


def alarms(desk: Desk) -> dict[str, int]:
    """Of each line: whom nobody may call now."""
    seen = floor(desk.store, desk.store.clock())
    return {one.service: one.uncalled for one in seen.unattended}


# --- sent to one counter -------------------------------------------------------


def test_who_is_sent_to_a_closed_counter_waits_for_its_line(desk: Desk) -> None:
    arrivals(desk, 1)
    called(desk)
    desk.close_counter(MAI, 2)
    moved = desk.transfer(LAN, 1, Transfer(counter=2))
    assert (moved.service, moved.only_counter) == (COPIES, None)
    assert called(desk).number == "A001"
    assert is_whole(desk)


def test_who_is_sent_to_a_closed_counter_of_another_line_waits_there_for_anybody(
    desk: Desk,
) -> None:
    arrivals(desk, 1)
    called(desk)
    desk.close_counter(HEAD, 3)
    moved = desk.transfer(LAN, 1, Transfer(counter=3))
    assert (moved.service, moved.only_counter) == (RESULTS, None)
    assert alarms(desk) == {RESULTS: 1}


def test_nobody_is_sent_to_a_closed_counter_without_a_line(desk: Desk) -> None:
    desk.set_services(HEAD, 2, [])
    desk.close_counter(MAI, 2)
    arrivals(desk, 1)
    called(desk)
    with pytest.raises(Conflict, match="Counter 2 is not open"):
        desk.transfer(LAN, 1, Transfer(counter=2))
    assert status(desk, "A001") == "called"


def test_who_waits_for_a_paused_counter_alone_is_an_alarm_for_the_supervisor(
    desk: Desk,
) -> None:
    arrivals(desk, 1)
    called(desk)
    desk.transfer(LAN, 1, Transfer(counter=2))
    assert alarms(desk) == {}
    desk.pause(MAI, 2, "họp")
    assert alarms(desk) == {COPIES: 1}


def test_who_comes_back_after_that_one_counter_has_closed_waits_for_the_line(
    desk: Desk,
) -> None:
    arrivals(desk, 2)
    called(desk)
    desk.transfer(LAN, 1, Transfer(counter=2))
    called(desk, 2, MAI)
    desk.no_show(MAI, 2)
    desk.close_counter(MAI, 2)
    assert desk.rejoin(LAN, 1).only_counter is None
    assert [called(desk).number for _ in range(2)] == ["A002", "A001"]
    assert is_whole(desk)


def test_who_was_sent_to_a_counter_that_the_office_gives_up_waits_for_the_line(
    desk: Desk,
) -> None:
    arrivals(desk, 1)
    called(desk)
    desk.transfer(LAN, 1, Transfer(counter=2))
    rows = office_rows()
    rows["counters"] = [row for row in rows["counters"] if row["counter"] != 2]
    desk.load(HEAD, rows)
    assert called(desk).number == "A001"
    assert is_whole(desk)


# --- not this officer, only a low desk ------------------------------------------


def test_the_last_officer_of_a_line_serves_also_whom_they_had_left_to_another(
    desk: Desk,
) -> None:
    arrivals(desk, 1)
    called(desk)
    desk.drop(LAN, 1, WHY)
    assert desk.call_next(LAN, 1) is None
    desk.close_counter(MAI, 2)
    assert called(desk).number == "A001"


def test_an_officer_who_waits_for_somebody_calls_once_the_other_one_pauses(
    desk: Desk,
) -> None:
    arrivals(desk, 1)
    called(desk)
    desk.drop(LAN, 1, WHY)
    desk.call_next(LAN, 1, armed=True)
    desk.pause(MAI, 2, "họp")
    assert desk.find_today("A001").counter == 1
    assert is_whole(desk)


def test_who_is_sent_to_the_officer_who_dropped_them_is_called_there(
    desk: Desk,
) -> None:
    arrivals(desk, 1)
    called(desk)
    desk.drop(LAN, 1, WHY)
    called(desk, 2, MAI)
    desk.transfer(MAI, 2, Transfer(counter=1))
    assert desk.call_next(MAI, 2) is None
    assert called(desk).number == "A001"


def test_who_was_left_by_two_officers_goes_to_the_third(desk: Desk) -> None:
    desk.set_services(HEAD, 3, [COPIES])
    arrivals(desk, 1)
    called(desk)
    desk.drop(LAN, 1, WHY)
    called(desk, 2, MAI)
    assert desk.drop(MAI, 2, WHY).not_officer == ("Lan", "Mai")
    assert (desk.call_next(LAN, 1), desk.call_next(MAI, 2)) == (None, None)
    assert called(desk, 3, HEAD).number == "A001"
    assert is_whole(desk)


def test_the_last_officer_left_does_not_drop_who_was_dropped_by_all_others(
    desk: Desk,
) -> None:
    arrivals(desk, 1)
    called(desk)
    desk.drop(LAN, 1, WHY)
    called(desk, 2, MAI)
    with pytest.raises(Conflict, match="No other officer here"):
        desk.drop(MAI, 2, WHY)
    assert desk.drop(HEAD, 2, WHY).status == "waiting"
    assert called(desk).number == "A001", "then everybody may again"


def test_whom_an_officer_dropped_they_may_serve_in_another_line(desk: Desk) -> None:
    desk.set_services(HEAD, 1, [BIRTHS, COPIES])
    desk.issue(KIOSK, procedures=[1, 2])
    called(desk)
    desk.drop(LAN, 1, WHY)
    called(desk, 2, MAI)
    assert desk.finish(MAI, 2).not_officer == ()
    assert called(desk).number == "A001"


def test_a_wish_for_a_low_desk_gives_way_to_a_counter_that_is_named(
    desk: Desk,
) -> None:
    desk.set_low(HEAD, 2, True)
    desk.issue(KIOSK, COPIES, wishes=[LOW])
    called(desk, 2, MAI)
    desk.transfer(MAI, 2, Transfer(counter=1))
    assert desk.call_next(MAI, 2) is None
    assert called(desk).number == "A001"


def test_a_wish_for_a_low_desk_gives_way_where_its_officer_sent_somebody_away(
    desk: Desk,
) -> None:
    desk.set_low(HEAD, 2, True)
    desk.issue(KIOSK, COPIES, wishes=[LOW])
    called(desk, 2, MAI)
    desk.drop(MAI, 2, WHY)
    assert desk.call_next(MAI, 2) is None
    assert called(desk).number == "A001"


def test_calling_by_number_whom_one_left_to_another_needs_a_reason(desk: Desk) -> None:
    arrivals(desk, 1)
    called(desk)
    desk.drop(LAN, 1, WHY)
    with pytest.raises(Impossible, match="left to another counter"):
        desk.call_number(LAN, 1, "A001")
    desk.call_number(LAN, 1, "A001", "Chị Mai bận")
    assert last(desk, "ticket called")["reason"] == "Chị Mai bận"


# --- whatever happens -----------------------------------------------------------


def first(desk: Desk, status: str) -> Ticket:
    found = desk.store.tickets("missed_at, ref", 1, status=status)
    return found[0] if found else desk.store.ticket(1)


OFFICERS = {1: LAN, 2: MAI, 3: HEAD}
LINES = {1: COPIES, 2: BIRTHS, 3: RESULTS}
Act = Callable[[Desk, Actor, int, int], object]
ACTS: dict[str, Act] = {
    "come": lambda desk, by, at, to: desk.issue(HEAD, procedures=[1, 2]),
    "low": lambda desk, by, at, to: desk.issue(HEAD, LINES[to], wishes=[LOW]),
    "next": lambda desk, by, at, to: desk.call_next(by, at),
    "drop": lambda desk, by, at, to: desk.drop(by, at, WHY),
    "send": lambda desk, by, at, to: desk.transfer(by, at, Transfer(counter=to)),
    "line": lambda desk, by, at, to: desk.transfer(by, at, Transfer(LINES[to])),
    "miss": lambda desk, by, at, to: desk.no_show(by, at),
    "park": lambda desk, by, at, to: desk.park(by, at, WHY),
    "rejoin": lambda desk, by, at, to: desk.rejoin(by, first(desk, "missed").ref),
    "resume": lambda desk, by, at, to: desk.resume(
        by, at, first(desk, "parked").number
    ),
    "undo": lambda desk, by, at, to: desk.undo(by, at),
    "finish": lambda desk, by, at, to: desk.finish(by, at),
    "pause": lambda desk, by, at, to: desk.pause(by, at, WHY),
    "close": lambda desk, by, at, to: desk.close_counter(by, at),
    "open": lambda desk, by, at, to: desk.open_counter(by, at),
    "desk": lambda desk, by, at, to: desk.set_low(HEAD, at, to == at),
}
acts = st.sampled_from([*ACTS, "next", "drop", "send", "open"])
counters = st.sampled_from(list(OFFICERS))


@EFFORT
@given(st.lists(st.tuples(acts, counters, counters), min_size=8, max_size=40))
def test_whoever_waits_is_always_callable_by_some_counter_that_works_for_the_line(
    story: list[tuple[str, int, int]],
) -> None:
    with TemporaryDirectory() as folder:
        desk = working_desk(Path(folder))
        for _ in range(2):
            desk.issue(HEAD, procedures=[1, 2], wishes=[LOW])
        called(desk)
        desk.drop(LAN, 1, WHY)
        for what, counter, to in story:
            try:
                ACTS[what](desk, OFFICERS[counter], counter, to)
            except (Conflict, Impossible):
                continue  # refused, and nothing has changed
            everybody_is_callable(desk)
        desk.store.close()


def everybody_is_callable(desk: Desk) -> None:
    at_work = [one for one in desk.store.counters() if one.works]
    callable_now = {t.ref for one in at_work for t in desk.store.eligible(one)}
    left: dict[str, int] = {}
    for ticket in desk.store.tickets(status="waiting"):
        if ticket.ref in callable_now:
            continue
        left[ticket.service] = left.get(ticket.service, 0) + 1
        if ticket.only_counter is None:
            assert not any(ticket.service in one.serves for one in at_work)
        else:
            assert desk.store.counter(ticket.only_counter).paused is not None
    assert alarms(desk) == left


def test_a_dropped_visitor_keeps_their_place_whatever_becomes_of_the_officers(
    desk: Desk,
) -> None:
    arrivals(desk, 3)
    called(desk)
    desk.drop(LAN, 1, WHY)
    assert line(desk) == ["A001", "A002", "A003"]
