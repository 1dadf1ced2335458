"""Lessons of other queue systems: what their users complained of is a rule here, each
with a test of its name. This file: lines, numbers and counters. Officers' and visitors'
pages: test_lessons_of_peers_pages.py; what comes to the screens: …_screens.py; what a
screen does with picture and sound: lessons_of_peers.test.mjs.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from threading import Barrier

import pytest

from printer.escpos_bytes import commands
from printer.slip import draw
from tests.office_of_tests import (
    COPIES,
    HEAD,
    KIOSK,
    LAN,
    MAI,
    RESULTS,
    Clock,
    arrivals,
    called,
    is_whole,
    line,
    new_desk,
    numbers,
    open_desk,
    status,
    working_desk,
)
from tests.test_escpos_bytes import taken_apart
from tests.test_slip import SLIP, same
from ticketing.clock import utc_now
from ticketing.desk import Desk, Transfer
from ticketing.errors import Conflict
from ticketing.tickets import number_of

RACES, RUSH, THREADS = 25, 25, 8
PATIENCE = 60.0  # seconds


def refusal(act: Callable[[], object]) -> str:
    with pytest.raises(Conflict) as told:
        act()
    return told.value.code


def test_two_counters_never_get_the_same_citizen(tmp_path: Path) -> None:
    """Group 1: one presses Next and the other calls that very number, at one instant;
    and what ends at one counter ends at no other."""
    desk = working_desk(tmp_path, utc_now)
    other = open_desk(desk.store.path)
    start = Barrier(2)

    def press(call: Callable[[], object]) -> bool:
        start.wait(PATIENCE)
        try:
            return call() is not None
        except Conflict:
            return False

    with ThreadPoolExecutor(2) as pool:
        for _ in range(RACES):
            number = desk.issue(HEAD, COPIES).number
            nexts = pool.submit(press, lambda: desk.call_next(LAN, 1))
            named = pool.submit(press, partial(other.call_number, MAI, 2, number))
            assert sorted([nexts.result(), named.result()]) == [False, True]
            [here] = desk.store.find("at_counters")
            assert here["number"] == number
            desk.finish(HEAD, here["counter"])
            assert refusal(lambda: desk.finish(HEAD, 1)) == "nobody-there"
            assert refusal(lambda: desk.finish(HEAD, 2)) == "nobody-there"
    assert is_whole(desk)


def test_no_number_is_given_twice_in_a_rush(tmp_path: Path) -> None:
    """Group 2: eight give numbers as fast as they can, on connections of their own."""
    desks = [working_desk(tmp_path, utc_now)]
    desks += [open_desk(desks[0].store.path) for _ in range(THREADS - 1)]
    for desk in desks:
        desk.trial = True  # open at any hour: the clock is the real one

    def give(desk: Desk) -> list[str]:
        return numbers(arrivals(desk, RUSH))

    with ThreadPoolExecutor(THREADS) as pool:
        given = [number for some in pool.map(give, desks) for number in some]
    rising = [number_of("A", place) for place in range(1, THREADS * RUSH + 1)]
    assert sorted(given) == rising
    printed = [slip.payload["number"] for slip in desks[0].store.slips("queued")]
    assert printed == rising


def test_a_number_never_changes_on_transfer_and_a_letter_means_one_line(
    tmp_path: Path,
) -> None:
    """Group 21: counters that share a line share its letter; whoever is sent on keeps
    the number, and takes none of the other line's."""
    desk = working_desk(tmp_path)
    arrivals(desk, 2)
    assert [called(desk).number, called(desk, 2, MAI).number] == ["A001", "A002"]
    desk.transfer(LAN, 1, Transfer(service=RESULTS))
    sent = called(desk, 3, HEAD)
    assert (sent.number, sent.service) == ("A001", RESULTS)
    assert [desk.issue(KIOSK, RESULTS).number, *numbers(arrivals(desk, 1))] == [
        "T001",
        "A003",
    ]
    letters = [service.series for service in desk.store.services()]
    assert len(set(letters)) == len(letters)


def test_the_day_turns_at_midnight_in_vietnam_and_not_at_opening_time(
    tmp_path: Path,
) -> None:
    """Group 14: midnight in UTC is 07:00 here, exactly when the doors open."""
    clock = Clock(datetime(2026, 11, 22, 23, 59, tzinfo=UTC))  # Monday, 06:59
    desk = new_desk(tmp_path, clock)
    before = desk.issue(KIOSK, COPIES)
    clock.tick(minutes=2)
    after = desk.issue(KIOSK, COPIES)
    assert numbers([before, after]) == ["A001", "A002"]
    assert before.business_day == after.business_day == "2026-11-23"
    assert line(desk) == ["A001", "A002"]
    [slip, _] = desk.store.slips("queued")
    assert slip.payload["issued_at"] == "2026-11-23T06:59:00+07:00"
    clock.now = datetime(2026, 11, 23, 17, 1, tzinfo=UTC)  # Tuesday, 00:01
    night = desk.issue(HEAD, COPIES)
    assert (night.number, night.business_day) == ("A001", "2026-11-24")


def test_the_first_number_of_the_day_does_not_look_like_a_long_line(
    tmp_path: Path,
) -> None:
    """Group 15: 001 each morning, and on the slip nobody is before it."""
    clock = Clock()
    desk = new_desk(tmp_path, clock)
    for _ in range(3):
        first = desk.issue(HEAD, COPIES)
        [slip] = desk.store.slips("queued")
        assert (first.number, desk.ahead(first)) == ("A001", 0)
        assert (slip.payload["number"], slip.payload["ahead"]) == ("A001", 0)
        clock.tick(days=1)


def test_priority_and_others_are_mixed_and_nobody_waits_for_ever(
    tmp_path: Path,
) -> None:
    """Group 16: a head start instead of “priority always first”; the office decides
    how large it is, in a rule and not in a program."""
    clock = Clock(datetime(2026, 11, 23, 1, 0, tzinfo=UTC))
    desk = working_desk(tmp_path, clock)
    patient = desk.issue(KIOSK, COPIES)
    passed = []
    for _ in range(20):  # one with priority every five minutes, and one call
        clock.tick(minutes=5)
        desk.issue(KIOSK, COPIES, priority=True)
        if (ticket := called(desk)) == desk.store.ticket(patient.ref):
            break
        passed.append(ticket)
    assert len(passed) == 45 // 5
    assert all(ticket.priority for ticket in passed)
    desk.set_policy(HEAD, "credit_priority", 0)
    first = desk.issue(KIOSK, COPIES)
    clock.tick(seconds=1)
    desk.issue(KIOSK, COPIES, priority=True)
    waiting = line(desk)
    assert waiting.index(first.number) == len(waiting) - 2


def test_recalls_keep_the_offices_rules_and_lose_nobody(tmp_path: Path) -> None:
    """Group 17: not sooner, not oftener than the office says; who is missed or parked
    is never called unasked; a second call that is taken back keeps the place."""
    clock = Clock(datetime(2026, 11, 23, 1, 0, tzinfo=UTC))
    desk = working_desk(tmp_path, clock)
    desk.set_policy(HEAD, "recall_gap", 30)
    desk.set_policy(HEAD, "recall_limit", 2)
    arrivals(desk, 3)
    called(desk)
    assert refusal(lambda: desk.recall(LAN, 1)) == "recall-too-soon"
    clock.tick(seconds=31)
    assert desk.recall(LAN, 1).calls == 2
    clock.tick(seconds=31)
    assert refusal(lambda: desk.recall(LAN, 1)) == "recalled-enough"
    desk.put_back(LAN, 1)
    assert line(desk) == ["A001", "A002", "A003"]
    assert called(desk).number == "A001"
    desk.no_show(LAN, 1)
    assert called(desk).number == "A002"
    desk.park(LAN, 1, "paper")
    assert called(desk).number == "A003"
    assert desk.call_next(LAN, 1) is None
    assert (status(desk, "A001"), status(desk, "A002")) == ("missed", "parked")
    assert desk.call_number(LAN, 1, "A001").number == "A001"


# --- paper --------------------------------------------------------------------------


def test_vietnamese_goes_to_the_printer_as_a_picture_and_never_as_letters() -> None:
    """Group 5: no code page is trusted; each accent is a dot on the paper, however the
    name was typed."""
    name = {"vi": "Phường Ô Chợ Dừa", "en": "O Cho Dua"}
    bare = {"vi": "Phuong O Cho Dua", "en": "O Cho Dua"}
    drawn = draw(SLIP | {"office": name}, None)
    assert not same(drawn, draw(SLIP | {"office": bare}, None))
    parts = list(taken_apart(commands(drawn)))  # fails on any byte of text
    assert sum(rows for _, rows in parts) == drawn.height
