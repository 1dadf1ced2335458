"""Paper numbers from a pre-numbered roll, while the kiosk is dead: series X."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest

from tests.office_of_tests import (
    BIRTHS,
    COPIES,
    HEAD,
    KIOSK,
    LAN,
    MAI,
    RESULTS,
    Clock,
    called,
    is_whole,
    last,
    line,
    numbers,
    open_desk,
    status,
    working_desk,
)
from ticketing.clock import utc_now
from ticketing.desk import Desk
from ticketing.errors import Conflict, Impossible, NotFound, TicketingError
from ticketing.people import Actor
from ticketing.tickets import number_of

GUIDE = Actor("helper", "Hân", "key-han")
ROUNDS = 40


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def desk(tmp_path: Path, clock: Clock) -> Desk:
    """The kiosk has died, and Hạnh has said so."""
    desk = working_desk(tmp_path, clock)
    desk.set_roll_mode(HEAD, True, "máy lấy số hỏng")
    return desk


def trace(desk: Desk) -> object:
    return desk.store.last_seq(), desk.store.state()


def changes_nothing(
    desk: Desk,
    refusal: type[TicketingError],
    words: str,
    act: Callable[..., object],
    *facts: object,
    **more: object,
) -> None:
    """It is refused in these words, and nobody can tell that it was tried."""
    before = trace(desk)
    with pytest.raises(refusal, match=words):
        act(*facts, **more)
    assert trace(desk) == before


# --- turning it on and off ---------------------------------------------------


def test_roll_mode_is_journalled_with_its_reason_and_holds_everywhere(
    desk: Desk, clock: Clock
) -> None:
    said = last(desk, "roll mode changed")
    assert (said["on"], said["reason"]) == (True, "máy lấy số hỏng")
    assert open_desk(desk.store.path, clock).store.policy().roll_mode
    assert not desk.set_roll_mode(HEAD, False, "").roll_mode
    assert is_whole(desk)


def test_turning_on_what_is_on_already_leaves_no_second_row(desk: Desk) -> None:
    rows = desk.store.last_seq()
    assert desk.set_roll_mode(HEAD, True, "vẫn hỏng").roll_mode
    assert desk.store.last_seq() == rows


def test_the_kiosk_sends_people_to_the_guide_while_people_still_give_numbers(
    desk: Desk,
) -> None:
    changes_nothing(desk, Conflict, "information desk", desk.issue, KIOSK, COPIES)
    assert desk.issue(GUIDE, COPIES).number == "A001"
    assert desk.walk_in(LAN, 1, BIRTHS, "gấp").number == "B001"
    desk.set_roll_mode(HEAD, False, "")
    assert desk.issue(KIOSK, COPIES).number == "A002"


# --- handing out -------------------------------------------------------------


def test_numbers_of_the_roll_wait_in_the_line_that_they_were_handed_out_for(
    desk: Desk,
) -> None:
    assert numbers(desk.hand_out(GUIDE, COPIES, "X003")) == ["X001", "X002", "X003"]
    assert numbers(desk.hand_out(GUIDE, RESULTS, 4)) == ["X004"]
    assert numbers(desk.hand_out(GUIDE, COPIES, "x6")) == ["X005", "X006"]
    assert line(desk) == ["X001", "X002", "X003", "X005", "X006"]
    assert line(desk, RESULTS) == ["X004"]
    assert desk.last_on_roll() == "X006"
    assert is_whole(desk)


def test_a_number_of_the_roll_has_no_slip_for_its_paper_is_handed_out_already(
    desk: Desk,
) -> None:
    desk.hand_out(GUIDE, COPIES, 3)
    assert desk.store.count("slips") == 0


def test_numbers_of_the_roll_are_called_in_the_order_in_which_all_came(
    desk: Desk, clock: Clock
) -> None:
    desk.issue(GUIDE, COPIES)
    clock.tick(seconds=5)
    desk.hand_out(GUIDE, COPIES, 2)
    clock.tick(seconds=5)
    desk.issue(GUIDE, COPIES)
    order = [called(desk).number for _ in range(4)]
    assert order == ["A001", "X001", "X002", "A002"]


def test_whoever_gets_a_paper_number_meets_the_counter_that_waits_for_them(
    desk: Desk,
) -> None:
    assert desk.call_next(LAN, 1, armed=True) is None
    first, second = desk.hand_out(GUIDE, COPIES, 2)
    assert (first.status, first.counter) == ("called", 1)
    assert second.status == "waiting"


@pytest.mark.parametrize("upto", ["X003", "X001", 2, "3"])
def test_what_was_handed_out_is_not_handed_out_again(
    desk: Desk, upto: str | int
) -> None:
    desk.hand_out(GUIDE, COPIES, 3)
    changes_nothing(desk, Conflict, "up to X003", desk.hand_out, GUIDE, COPIES, upto)


def test_a_slip_of_the_finger_does_not_hand_out_hundreds(desk: Desk) -> None:
    desk.hand_out(GUIDE, COPIES, 10)
    changes_nothing(
        desk,
        Conflict,
        "X061 is more than 50 beyond .*X010",
        desk.hand_out,
        GUIDE,
        COPIES,
        "X061",
    )
    assert len(desk.hand_out(GUIDE, COPIES, "X060")) == 50


@pytest.mark.parametrize(
    "upto", ["", "X", "X000", "0", 0, -1, "A003", "X3.5", "X1234567", "ba", "X٣", True]
)
def test_what_is_no_number_of_the_roll_is_refused(desk: Desk, upto: str | int) -> None:
    changes_nothing(
        desk, Impossible, "number of the roll", desk.hand_out, GUIDE, COPIES, upto
    )


def test_nothing_is_handed_out_while_the_kiosk_works(desk: Desk) -> None:
    desk.set_roll_mode(HEAD, False, "máy chạy lại")
    changes_nothing(desk, Conflict, "not in use", desk.hand_out, GUIDE, COPIES, 1)


def test_a_line_that_takes_nobody_today_takes_no_paper_numbers_either(
    desk: Desk,
) -> None:
    desk.set_issuing(HEAD, False, COPIES, "hết mẫu giấy")
    changes_nothing(desk, Conflict, "hết mẫu giấy", desk.hand_out, GUIDE, COPIES, 1)


def test_after_999_the_roll_goes_on_with_four_digits(desk: Desk) -> None:
    desk.set_policy(HEAD, "roll_most", 1000)
    desk.hand_out(GUIDE, COPIES, 998)
    given = [*desk.hand_out(GUIDE, COPIES, 999), *desk.hand_out(GUIDE, COPIES, 1001)]
    assert numbers(given) == ["X999", "X1000", "X1001"]
    assert desk.call_number(LAN, 1, "X1002", "số giấy").number == "X1002"
    assert is_whole(desk)


def test_the_next_day_begins_with_a_fresh_stack(desk: Desk, clock: Clock) -> None:
    desk.hand_out(GUIDE, COPIES, 7)
    desk.close_day(HEAD)
    assert status(desk, "X007") == "expired"
    clock.tick(days=1)
    assert desk.last_on_roll() == "X000"
    assert numbers(desk.hand_out(GUIDE, COPIES, 1)) == ["X001"]
    assert is_whole(desk)


# --- calling what nobody has entered -----------------------------------------


def test_calling_a_paper_number_enters_all_that_were_torn_off_before_it(
    desk: Desk,
) -> None:
    there = desk.call_number(LAN, 1, "X004", "khách đưa số giấy")
    assert (there.number, there.service, there.counter) == ("X004", COPIES, 1)
    assert line(desk) == ["X001", "X002", "X003"]
    said = last(desk, "ticket called")
    assert (said["overtook"], said["reason"]) == (3, "khách đưa số giấy")
    assert is_whole(desk)


def test_the_next_paper_number_of_an_empty_line_needs_no_reason(desk: Desk) -> None:
    for number in ("X001", "X002"):
        assert desk.call_number(LAN, 1, number).number == number


def test_passing_those_before_it_needs_a_reason_and_else_enters_nobody(
    desk: Desk,
) -> None:
    changes_nothing(
        desk, Impossible, "passes 2 people", desk.call_number, LAN, 1, "X003"
    )


def test_paper_numbers_may_be_entered_for_another_line_of_the_counter(
    desk: Desk,
) -> None:
    assert desk.call_number(LAN, 1, "X001", service=BIRTHS).service == BIRTHS
    changes_nothing(
        desk,
        Conflict,
        "does not serve",
        desk.call_number,
        LAN,
        1,
        "X002",
        service=RESULTS,
    )


def test_a_counter_without_a_line_cannot_take_paper_numbers(desk: Desk) -> None:
    desk.set_services(HEAD, 1, [])
    changes_nothing(desk, Conflict, "no services yet", desk.call_number, LAN, 1, "X001")


def test_a_mistyped_paper_number_changes_nothing(desk: Desk) -> None:
    changes_nothing(
        desk,
        Conflict,
        "more than 50 beyond .*X000",
        desk.call_number,
        LAN,
        1,
        "X400",
        "gấp",
    )
    for odd in ("X1", "X0001", "X000", "Y001", "X"):
        changes_nothing(
            desk, NotFound, "no number", desk.call_number, LAN, 1, odd, "gấp"
        )


def test_numbers_torn_off_before_the_kiosk_came_back_are_called_all_the_same(
    desk: Desk,
) -> None:
    desk.hand_out(GUIDE, COPIES, 2)
    desk.set_roll_mode(HEAD, False, "máy chạy lại")
    assert numbers(desk.hand_out(GUIDE, COPIES, 3)) == ["X003"]
    assert desk.call_number(LAN, 1, "X004", "gấp").number == "X004"


def test_where_no_roll_was_used_today_its_numbers_are_none(desk: Desk) -> None:
    desk.set_roll_mode(HEAD, False, "máy chạy lại")
    changes_nothing(desk, NotFound, "X003", desk.call_number, LAN, 1, "X003")
    changes_nothing(desk, Conflict, "not in use", desk.hand_out, GUIDE, COPIES, 2)


def test_an_undo_puts_the_paper_number_back_in_line_and_keeps_all_numbers(
    desk: Desk,
) -> None:
    before = arrivals_of_a_helper(desk)
    desk.call_number(LAN, 1, "X003", "gấp")
    back = desk.undo(LAN, 1)
    assert back and back.number == before
    assert status(desk, before) == "called"
    assert line(desk) == ["X001", "X002", "X003"]
    assert numbers(desk.hand_out(GUIDE, COPIES, 4)) == ["X004"]
    assert is_whole(desk)


def arrivals_of_a_helper(desk: Desk) -> str:
    """One person is at counter 1 already."""
    desk.issue(GUIDE, COPIES)
    return called(desk).number


def test_whoever_is_passed_meets_another_counter_that_waits_for_somebody(
    desk: Desk,
) -> None:
    desk.call_next(MAI, 2, armed=True)
    desk.call_number(LAN, 1, "X002", "gấp")
    assert desk.find_today("X001").counter == 2
    assert desk.find_today("X002").counter == 1
    assert last(desk, "ticket called")["overtook"] == 0
    desk.undo(LAN, 1)
    assert (status(desk, "X001"), status(desk, "X002")) == ("called", "waiting")


def test_a_waiting_counter_that_calls_a_paper_number_calls_nobody_else(
    desk: Desk,
) -> None:
    desk.call_next(LAN, 1, armed=True)
    assert desk.call_number(LAN, 1, "X002", "gấp").counter == 1
    assert line(desk) == ["X001"]
    assert desk.store.counter(1).armed_until is None


# --- many at once ------------------------------------------------------------


def test_two_counters_that_call_paper_numbers_at_one_instant_lose_nobody(
    tmp_path: Path,
) -> None:
    desk = working_desk(tmp_path, utc_now)
    desk.set_roll_mode(HEAD, True, "máy hỏng")
    other, start = open_desk(desk.store.path), Barrier(2)

    def press(there: Desk, counter: int, number: str) -> str:
        start.wait()
        try:
            return there.call_number(HEAD, counter, number, "số giấy").number
        except Conflict:
            return ""

    with ThreadPoolExecutor(2) as pool:
        for turn in range(1, 2 * ROUNDS, 2):
            low, high = number_of("X", turn), number_of("X", turn + 1)
            same = low if turn % 4 == 1 else high
            wanted = (
                pool.submit(press, desk, 1, high),
                pool.submit(press, other, 2, same),
            )
            got = sorted(pressed.result() for pressed in wanted)
            assert got == (sorted([low, high]) if same == low else ["", high])
    given = [t.number for t in desk.store.tickets("ref")]
    assert given == [number_of("X", n) for n in range(1, len(given) + 1)]
    assert is_whole(desk)
