"""Who serves what when a colleague is away, and what a supervisor sees of it all."""

from datetime import timedelta
from pathlib import Path

import pytest

from tests import desk_steps
from tests.office_of_tests import (
    BIRTHS,
    COPIES,
    HEAD,
    KIOSK,
    LAN,
    MAI,
    MORNING,
    RESULTS,
    TODAY,
    Clock,
    arrivals,
    called,
    is_whole,
    last,
    line,
    new_desk,
    office_rows,
    open_desk,
    status,
)
from ticketing.desk import Desk, Transfer
from ticketing.errors import Conflict, Impossible, NotFound
from ticketing.floor import AtCounter, floor, left_alone, overtook
from ticketing.people import Actor

clock, desk = desk_steps.clock, desk_steps.desk  # fixtures


@pytest.fixture
def alone_today(tmp_path: Path, clock: Clock) -> Desk:
    """Mai works at counter 2 alone: nobody is there for births and results."""
    desk = new_desk(tmp_path, clock)
    desk.open_counter(MAI, 2)
    return desk


def at(desk: Desk, counter: int) -> AtCounter:
    shown = floor(desk.store, desk.store.clock()).counters
    return next(one for one in shown if one.counter == counter)


# --- lines at which nobody works ---------------------------------------------


def test_an_officer_takes_over_a_line_at_which_nobody_works(alone_today: Desk) -> None:
    arrivals(alone_today, 1, BIRTHS)
    assert alone_today.call_next(MAI, 2) is None
    alone_today.take_line(MAI, 2, BIRTHS)
    assert called(alone_today, 2, MAI).number == "B001"
    assert last(alone_today, "counter services changed")["unattended"] is True
    assert is_whole(alone_today)


def test_a_line_that_somebody_serves_is_not_taken_away(desk: Desk) -> None:
    with pytest.raises(Conflict, match="served at counter 3"):
        desk.take_line(MAI, 2, RESULTS)
    assert desk.store.counter(2).services == (COPIES,)


def test_a_line_whose_only_counter_pauses_may_be_taken_over(desk: Desk) -> None:
    desk.pause(HEAD, 3, "lunch")
    assert RESULTS in desk.take_line(MAI, 2, RESULTS).serves


def test_taking_over_ones_own_line_changes_nothing(desk: Desk) -> None:
    before = desk.store.last_seq()
    assert desk.take_line(MAI, 2, COPIES).services == (COPIES,)
    assert desk.store.last_seq() == before


def test_a_line_that_is_taken_over_goes_back_at_the_end_of_the_day(
    alone_today: Desk, clock: Clock
) -> None:
    arrivals(alone_today, 1)
    alone_today.take_line(MAI, 2, BIRTHS)
    alone_today.close_counter(MAI, 2)
    assert BIRTHS in alone_today.open_counter(MAI, 2).services, "after lunch"
    alone_today.close_day(HEAD)
    clock.tick(days=2)
    assert alone_today.open_counter(MAI, 2).services == (COPIES,)
    assert is_whole(alone_today)


def test_a_line_taken_over_goes_back_although_nobody_took_a_number_that_day(
    alone_today: Desk, clock: Clock
) -> None:
    alone_today.take_line(MAI, 2, BIRTHS)
    alone_today.close_counter(MAI, 2)
    clock.tick(hours=2)
    desk = open_desk(alone_today.store.path, clock)  # it has yet to look
    assert BIRTHS in desk.open_counter(MAI, 2).services, "the same day"
    desk.close_counter(MAI, 2)
    clock.tick(days=2)
    assert desk.open_counter(MAI, 2).services == (COPIES,)
    assert is_whole(desk)


def test_a_line_taken_over_by_a_misclick_is_given_back_by_undo(
    alone_today: Desk,
) -> None:
    alone_today.take_line(MAI, 2, BIRTHS)
    alone_today.undo(MAI, 2)
    assert alone_today.store.counter(2).services == (COPIES,)
    assert floor(alone_today.store, MORNING).taken == ()
    assert is_whole(alone_today)


def test_a_counter_that_waits_for_somebody_calls_at_once_from_the_line_it_takes_over(
    alone_today: Desk,
) -> None:
    arrivals(alone_today, 1, BIRTHS)
    alone_today.call_next(MAI, 2, armed=True)
    alone_today.take_line(MAI, 2, BIRTHS)
    assert status(alone_today, "B001") == "called"


def test_a_supervisor_moves_the_lines_of_a_sick_colleague_with_one_act(
    alone_today: Desk,
) -> None:
    arrivals(alone_today, 1, BIRTHS)
    alone_today.move_lines(HEAD, 1, to=2)
    assert alone_today.store.counter(2).services == (COPIES, BIRTHS)
    assert called(alone_today, 2, MAI).number == "B001"
    assert alone_today.store.counter(1).services == (COPIES, BIRTHS), "for tomorrow"
    assert last(alone_today, "counter services changed")["moved_from"] == 1


def test_who_was_sent_to_the_paused_counter_alone_is_not_forgotten_there(
    desk: Desk,
) -> None:
    ticket = arrivals(desk, 1, RESULTS)[0]
    called(desk, 3, HEAD)
    desk.transfer(HEAD, 3, Transfer(counter=3))
    desk.pause(HEAD, 3, "ill")
    desk.move_lines(HEAD, 3, to=2)
    assert desk.store.ticket(ticket.ref).only_counter is None
    assert called(desk, 2, MAI).number == "T001"


def test_the_lines_of_a_counter_that_works_are_not_moved(desk: Desk) -> None:
    with pytest.raises(Conflict, match="Counter 1 is working"):
        desk.move_lines(HEAD, 1, to=2)


def test_lines_are_not_moved_to_a_counter_that_is_closed_itself(
    alone_today: Desk,
) -> None:
    with pytest.raises(Conflict, match="not open"):
        alone_today.move_lines(HEAD, 1, to=3)


def test_a_counter_helps_at_a_line_only_while_nobody_waits_for_its_own(
    desk: Desk,
) -> None:
    desk.set_services(HEAD, 1, [COPIES, BIRTHS], helps=[COPIES])
    arrivals(desk, 2)
    arrivals(desk, 1, BIRTHS)
    assert [called(desk).number for _ in range(2)] == ["B001", "A001"]


def test_a_counter_helps_only_at_lines_that_it_serves(desk: Desk) -> None:
    with pytest.raises(Impossible, match="helps"):
        desk.set_services(HEAD, 2, [COPIES], helps=[BIRTHS])


def test_a_line_that_is_taken_from_a_counter_is_not_helped_there_any_more(
    desk: Desk,
) -> None:
    desk.set_services(HEAD, 1, [COPIES, BIRTHS], helps=[COPIES])
    desk.set_services(HEAD, 1, [BIRTHS])
    assert desk.store.counter(1).helps == ()
    assert is_whole(desk)


def test_whoever_needs_a_low_desk_is_called_to_one(desk: Desk) -> None:
    desk.set_low(HEAD, 2, True)
    desk.issue(KIOSK, COPIES, wishes=["low_counter"])
    assert desk.call_next(LAN, 1) is None
    assert called(desk, 2, MAI).number == "A001"


# --- a day off -----------------------------------------------------------------


def sunday(folder: Path) -> Desk:
    return new_desk(folder, Clock(MORNING - timedelta(days=1)))


def test_a_counter_that_opens_on_a_day_off_is_asked_whether_the_office_works(
    tmp_path: Path,
) -> None:
    desk = sunday(tmp_path)
    with pytest.raises(Conflict, match="22/11/2026.*day off"):
        desk.open_counter(LAN, 1)
    assert desk.open_counter(LAN, 1, working_day=True).open
    assert last(desk, "policy changed")["working_day"] is True


def test_once_somebody_said_so_the_others_open_and_the_kiosk_gives_numbers(
    tmp_path: Path,
) -> None:
    desk = sunday(tmp_path)
    with pytest.raises(Conflict, match="closed now"):
        desk.issue(KIOSK, COPIES)
    desk.open_counter(LAN, 1, working_day=True)
    assert desk.open_counter(MAI, 2).open
    assert desk.issue(KIOSK, COPIES).number == "A001"
    assert desk.store.policy().open_days == ("2026-11-22",)
    assert is_whole(desk)


def test_the_supervisor_sees_who_opened_on_a_day_off(tmp_path: Path) -> None:
    desk = sunday(tmp_path)
    desk.open_counter(LAN, 1, working_day=True)
    assert floor(desk.store, desk.store.clock()).day_off_by == "Lan"


def test_in_trial_mode_no_day_is_a_day_off(tmp_path: Path) -> None:
    sunday(tmp_path)
    desk = open_desk(
        tmp_path / "office.db", Clock(MORNING - timedelta(days=1)), trial=True
    )
    assert desk.open_counter(LAN, 1).open
    assert desk.store.policy().open_days == ()


# --- quick questions, help -----------------------------------------------------


def test_a_quick_question_is_counted_and_the_visit_goes_on(desk: Desk) -> None:
    arrivals(desk, 1)
    called(desk)
    desk.start(LAN, 1)
    assert [desk.tally(LAN, 1) for _ in range(3)] == [1, 2, 3]
    assert status(desk, "A001") == "serving"
    assert at(desk, 1).quick == 3
    assert is_whole(desk)


def test_a_quick_question_is_counted_only_at_ones_own_open_counter(desk: Desk) -> None:
    with pytest.raises(Conflict, match="held"):
        desk.tally(MAI, 1)
    desk.close_counter(LAN, 1)
    with pytest.raises(Conflict, match="not open"):
        desk.tally(LAN, 1)


def test_a_call_for_help_is_seen_until_somebody_ends_it(
    desk: Desk, clock: Clock
) -> None:
    desk.ask_help(LAN, 1)
    clock.tick(seconds=30)
    desk.ask_help(MAI, 2)
    asking = floor(desk.store, clock()).asking_help
    assert [(one.counter, one.officer) for one in asking] == [(1, "Lan"), (2, "Mai")]
    desk.ask_help(HEAD, 1, on=False)
    assert at(desk, 1).help_at is None
    assert is_whole(desk)


def test_pressing_help_twice_keeps_the_first_moment(desk: Desk, clock: Clock) -> None:
    desk.ask_help(LAN, 1)
    first = at(desk, 1).help_at
    clock.tick(seconds=30)
    desk.ask_help(LAN, 1)
    assert at(desk, 1).help_at == first is not None


def test_a_counter_that_closes_does_not_ask_for_help_any_more(desk: Desk) -> None:
    desk.ask_help(LAN, 1)
    desk.close_counter(LAN, 1)
    assert at(desk, 1).help_at is None


# --- what the supervisor sees ----------------------------------------------------


def test_every_counter_is_seen_with_its_state_and_since_when(
    desk: Desk, clock: Clock
) -> None:
    arrivals(desk, 2)
    called(desk)
    clock.tick(minutes=1)
    desk.start(LAN, 1)
    desk.pause(MAI, 2, "coffee")
    desk.close_counter(HEAD, 3)
    clock.tick(minutes=1)
    shown = floor(desk.store, clock()).counters
    assert [(one.state, one.number, one.reason) for one in shown] == [
        ("serving", "A001", None),
        ("paused", None, "coffee"),
        ("closed", None, None),
    ]
    since = [one.since and (clock() - one.since).seconds for one in shown]
    assert since == [pytest.approx(60, abs=1), pytest.approx(60, abs=1), None]


def test_people_who_wait_where_nobody_works_are_an_alarm(
    alone_today: Desk, clock: Clock
) -> None:
    arrivals(alone_today, 2, BIRTHS)
    arrivals(alone_today, 1)
    [alarm] = floor(alone_today.store, clock()).unattended
    assert (alarm.service, alarm.waiting, alarm.counters) == (BIRTHS, 2, ())
    assert alarm.oldest is not None
    alone_today.take_line(MAI, 2, BIRTHS)
    seen = floor(alone_today.store, clock())
    assert seen.unattended == ()
    [taken] = seen.taken
    assert (taken.counter, taken.services, taken.officer) == (2, (BIRTHS,), "Mai")


def test_the_last_counter_of_a_line_is_known_before_it_pauses(
    desk: Desk, clock: Clock
) -> None:
    def alone(counter: int) -> list[str]:
        return left_alone(desk.store, counter, clock())

    assert (alone(1), alone(2)) == ([BIRTHS], [])
    desk.pause(LAN, 1, "lunch")
    assert (alone(1), alone(2)) == ([], [COPIES])


def test_when_no_numbers_are_given_any_more_an_empty_line_may_be_left(
    desk: Desk, clock: Clock
) -> None:
    desk.pause(MAI, 2, "home")
    arrivals(desk, 1)
    clock.tick(hours=9)
    assert left_alone(desk.store, 1, clock()) == [COPIES]


def test_people_passed_are_counted_by_counter_officer_and_week(
    desk: Desk, clock: Clock
) -> None:
    arrivals(desk, 4)
    desk.call_number(LAN, 1, "A003", "in pain")
    clock.tick(days=2)
    desk.open_counter(MAI, 2)
    arrivals(desk, 3)
    desk.call_number(MAI, 2, "A002", "child")
    desk.set_priority(HEAD, "A003", True, "pregnant")
    week = [TODAY, "2026-11-25"]
    counted = {(1, "Lan"): 2, (2, "Mai"): 1, (None, "Hạnh"): 1}
    assert overtook(desk.store, week) == counted
    assert floor(desk.store, clock()).overtook == {"Mai": 1, "Hạnh": 1}
    assert at(desk, 2).overtook == 1


def test_a_call_out_of_turn_that_was_taken_back_is_not_held_against_anybody(
    desk: Desk, clock: Clock
) -> None:
    arrivals(desk, 3)
    called(desk)
    clock.tick(seconds=2)
    desk.call_number(LAN, 1, "A003", "wrong row")
    desk.undo(LAN, 1)
    assert overtook(desk.store, [TODAY]) == {}
    assert at(desk, 1).overtook == 0


def test_of_a_busy_day_only_what_was_unusual_is_read(desk: Desk, clock: Clock) -> None:
    for _ in range(10):
        arrivals(desk, 10)
        for _ in range(9):
            called(desk)
        later = arrivals(desk, 1)[0]
        desk.call_number(LAN, 1, later.number, "in pain")
        called(desk)
    assert desk.store.count("unusual", business_day=TODAY) == 10
    assert floor(desk.store, clock()).overtook == {"Lan": 10}


# --- who holds what --------------------------------------------------------------


def test_two_people_never_hold_one_counter(tmp_path: Path) -> None:
    desk = new_desk(tmp_path)
    desk.open_counter(LAN, 1)
    with pytest.raises(Conflict, match="held by Lan"):
        desk.open_counter(MAI, 1)
    assert desk.open_counter(HEAD, 1).officer == "Hạnh", "a supervisor may"
    with pytest.raises(Conflict, match="held by Hạnh"):
        desk.call_next(LAN, 1)


def test_nobody_serves_a_line_or_counter_that_is_not_there(desk: Desk) -> None:
    with pytest.raises(NotFound, match="service"):
        desk.take_line(LAN, 1, "tax")
    with pytest.raises(NotFound, match="counter 9"):
        desk.move_lines(HEAD, 9, to=1)


def test_a_neighbour_takes_no_line_for_a_counter_that_is_not_theirs(desk: Desk) -> None:
    stranger = Actor("officer", "Nam", "key-nam")
    with pytest.raises(Conflict, match="held by Mai"):
        desk.take_line(stranger, 2, BIRTHS)
    assert line(desk, BIRTHS) == []


def test_a_counter_forgets_a_line_that_the_office_has_retired(desk: Desk) -> None:
    rows = office_rows()
    rows["services"] = [row for row in rows["services"] if row["code"] != BIRTHS]
    rows["procedures"] = [row for row in rows["procedures"] if row["ref"] != 2]
    desk.load(HEAD, rows)
    assert desk.store.counter(1).services == (COPIES,)
