"""Many at once: threads, processes, two counters at one ticket, and kill -9."""

import random
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from threading import Barrier

import pytest

from tests.office_of_tests import (
    COPIES,
    HEAD,
    LONG,
    is_whole,
    line,
    open_desk,
    working_desk,
)
from ticketing.clock import utc_now
from ticketing.desk import Desk
from ticketing.tickets import number_of

THREADS, EACH_THREAD = 8, 2000 if LONG else 250
PROCESSES, EACH_PROCESS = 4, 500 if LONG else 125
REPETITIONS = 100
KILLS = 20 if LONG else 5
FIRST_WAIT = 30.0  # seconds for a process to start

spawn = get_context("spawn")
Done = tuple[list[str], list[str]]  # numbers issued, numbers called


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return working_desk(tmp_path, utc_now)


def work(desk: Desk, count: int, counter: int) -> Done:
    """Give numbers, and call as many at a counter (0: call nobody)."""
    issued, called = [], []
    for _ in range(count):
        issued.append(desk.issue(HEAD, COPIES).number)
        if counter and (ticket := desk.call_next(HEAD, counter)):
            called.append(ticket.number)
    return issued, called


def work_in_a_process(path: Path, count: int, counter: int) -> Done:
    desk = open_desk(path)
    try:
        return work(desk, count, counter)
    finally:
        desk.store.close()


def nobody_was_lost_or_called_twice(desk: Desk, done: list[Done], count: int) -> None:
    issued = [number for numbers, _ in done for number in numbers]
    called = [number for _, numbers in done for number in numbers]
    expected = [number_of("A", ordinal) for ordinal in range(1, count + 1)]
    assert sorted(issued, key=lambda number: int(number[1:])) == expected
    assert len(set(called)) == len(called) > 0
    assert sorted([*called, *line(desk)]) == sorted(expected)
    assert is_whole(desk)


def test_eight_threads_give_and_call_every_number_once(desk: Desk) -> None:
    counters = [1, 2, *[0] * (THREADS - 2)]
    with ThreadPoolExecutor(THREADS) as pool:
        working = [pool.submit(work, desk, EACH_THREAD, one) for one in counters]
        done = [thread.result() for thread in working]
    nobody_was_lost_or_called_twice(desk, done, THREADS * EACH_THREAD)


def test_four_processes_give_and_call_every_number_once(desk: Desk) -> None:
    tasks = [(desk.store.path, EACH_PROCESS, counter) for counter in (1, 2, 0, 0)]
    with spawn.Pool(PROCESSES) as pool:
        done = pool.starmap(work_in_a_process, tasks, chunksize=1)
    nobody_was_lost_or_called_twice(desk, done, PROCESSES * EACH_PROCESS)


def test_of_two_counters_that_press_next_exactly_one_gets_the_ticket(
    desk: Desk,
) -> None:
    other = open_desk(desk.store.path)
    start = Barrier(2)

    def press(there: Desk, counter: int) -> str | None:
        start.wait()
        ticket = there.call_next(HEAD, counter)
        return ticket.number if ticket else None

    with ThreadPoolExecutor(2) as pool:
        for _ in range(REPETITIONS):
            ticket = desk.issue(HEAD, COPIES)
            presses = [pool.submit(press, desk, 1), pool.submit(press, other, 2)]
            got = [pressed.result() for pressed in presses]
            assert sorted(got, key=str) == [ticket.number, None]
    assert is_whole(desk)


def give_until_killed(path: Path, said: Connection) -> None:
    desk = open_desk(path)
    while True:
        said.send(desk.issue(HEAD, COPIES).number)


def acknowledged_before_kill(path: Path, after: float) -> list[str]:
    """The numbers that a process gave before it was killed so many seconds on."""
    heard, said = spawn.Pipe(duplex=False)
    process = spawn.Process(target=give_until_killed, args=(path, said))
    process.start()
    said.close()
    assert heard.poll(FIRST_WAIT)
    time.sleep(after)
    process.kill()
    process.join()
    numbers = []
    with suppress(EOFError, OSError), heard:  # the last word may be cut in two
        while True:
            numbers.append(heard.recv())
    return numbers


def test_after_kill_9_every_acknowledged_number_is_there_and_the_next_follows(
    desk: Desk,
) -> None:
    dice = random.Random(2026)
    for _ in range(KILLS):
        numbers = acknowledged_before_kill(desk.store.path, dice.uniform(0.01, 0.3))
        assert numbers
        kept = [ticket.number for ticket in desk.store.line([COPIES])]
        assert kept == [number_of("A", i) for i in range(1, len(kept) + 1)]
        assert set(numbers) <= set(kept)
        assert desk.issue(HEAD, COPIES).number == number_of("A", len(kept) + 1)
        assert is_whole(desk)
