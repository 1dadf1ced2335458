"""Eight counters press Next at one instant on a line of one: exactly one gets it.

Over 200 lines, for it is one rule at three doors: threads, processes, the page.
"""

import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Barrier as Start
from pathlib import Path
from threading import Barrier
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, build_opener

import pytest

from office.people import People
from tests.office_of_tests import (
    BIRTHS,
    COPIES,
    HEAD,
    LAN,
    LONG,
    MAI,
    is_whole,
    office_rows,
    open_desk,
)
from tests.real_server import ROOT, Office, running
from ticketing.clock import utc_now
from ticketing.desk import Desk
from ticketing.errors import Conflict
from ticketing.journal import canonical
from ticketing.loading import read_office
from ticketing.opening import open_store
from ticketing.people import Actor

COUNTERS = range(1, 9)
REPETITIONS = 200 if LONG else 25
ROUNDS = 200 if LONG else 6  # over HTTP
PIN = "482917"
PATIENCE = 60.0  # seconds for a process to start, or to press

spawn = get_context("spawn")
Pressed = list[str | None]  # the number that each counter got


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """Eight counters serve one line; all are open, on whatever day this is run."""
    desk = open_desk(tmp_path / "office.db", utc_now)
    rows = office_rows()
    [pattern] = [row for row in rows["counters"] if row["counter"] == 2]
    rows["counters"] = [pattern | {"counter": counter} for counter in COUNTERS]
    desk.load(HEAD, rows)
    for counter in COUNTERS:
        desk.open_counter(HEAD, counter, working_day=True)
    return desk


def press(desk: Desk, counter: int) -> str | None:
    ticket = desk.call_next(HEAD, counter)
    return ticket.number if ticket else None


def exactly_one_gets_each(desk: Desk, all_press: Callable[[], Pressed]) -> None:
    for _ in range(REPETITIONS):
        ticket = desk.issue(HEAD, COPIES, slip=False)
        got = all_press()
        assert sorted(got, key=str) == [ticket.number, *[None] * 7]
        [here] = desk.store.tickets(status=["called", "serving"])
        assert here.number == ticket.number
    assert desk.store.count("tickets") == REPETITIONS
    assert is_whole(desk)


def test_of_eight_threads_that_press_next_exactly_one_gets_the_ticket(
    desk: Desk,
) -> None:
    start = Barrier(len(COUNTERS))

    def together(counter: int) -> str | None:
        start.wait(PATIENCE)
        return press(desk, counter)

    with ThreadPoolExecutor(len(COUNTERS)) as pool:
        exactly_one_gets_each(desk, lambda: list(pool.map(together, COUNTERS)))


def press_when_told(path: Path, counter: int, start: Start, told: Connection) -> None:
    """A terminal in a process of its own, until it is told to stop."""
    desk = open_desk(path)
    told.send(None)  # ready
    while told.recv():
        start.wait(PATIENCE)
        told.send(press(desk, counter))
    desk.store.close()


@contextmanager
def eight_processes(path: Path) -> Iterator[list[Connection]]:
    start = spawn.Barrier(len(COUNTERS))
    with ExitStack() as stack:
        ends = []
        for counter in COUNTERS:
            here, there = spawn.Pipe()
            task = (path, counter, start, there)
            process = spawn.Process(target=press_when_told, args=task, daemon=True)
            process.start()
            stack.callback(process.join, PATIENCE)
            stack.callback(here.send, False)
            ends.append(here)
        for end in ends:
            heard(end)
        yield ends


def heard(end: Connection) -> str | None:
    assert end.poll(PATIENCE), "a process is silent"
    number: str | None = end.recv()
    return number


def test_of_eight_processes_that_press_next_exactly_one_gets_the_ticket(
    desk: Desk,
) -> None:
    with eight_processes(desk.store.path) as ends:

        def together() -> Pressed:
            for end in ends:
                end.send(True)
            return [heard(end) for end in ends]

        exactly_one_gets_each(desk, together)


def test_of_two_officers_who_open_one_counter_at_once_exactly_one_holds_it(
    desk: Desk,
) -> None:
    start = Barrier(2)

    def open_it(by: tuple[Desk, Actor]) -> str:
        there, officer = by
        start.wait(PATIENCE)
        try:
            return str(there.open_counter(officer, 1, working_day=True).officer)
        except Conflict as refusal:
            return refusal.code

    other = open_desk(desk.store.path)
    with ThreadPoolExecutor(2) as pool:
        for _ in range(REPETITIONS):
            desk.close_counter(HEAD, 1)
            got = list(pool.map(open_it, [(desk, LAN), (other, MAI)]))
            held = desk.store.counter(1).officer
            assert sorted(got) == sorted([str(held), "counter-held"])
    assert is_whole(desk)


def test_of_two_counters_that_take_over_one_line_at_once_exactly_one_has_it(
    desk: Desk,
) -> None:
    start = Barrier(2)

    def take(counter: int) -> bool:
        start.wait(PATIENCE)
        try:
            return BIRTHS in desk.take_line(HEAD, counter, BIRTHS).taken
        except Conflict as refusal:
            assert refusal.code == "line-attended"
            return False

    with ThreadPoolExecutor(2) as pool:
        for _ in range(REPETITIONS):
            assert sorted(pool.map(take, (1, 2))) == [False, True]
            for counter in (1, 2):
                desk.set_services(HEAD, counter, [COPIES])
    assert desk.store.counter(3).services == (COPIES,)
    assert is_whole(desk)


# --- the officers' own pages, over HTTP ----------------------------------------------


class Terminal:
    """An officer's browser at a counter: forms, cookies, and what a person reads."""

    def __init__(self, office: Office, counter: int) -> None:
        self._door = f"http://127.0.0.1:{office.port}/counter/"
        self._browser = build_opener(HTTPCookieProcessor())
        self._page, self._counter, self._presses = "", counter, 0
        self._ask(self._door)
        self._post("sign-in", name=f"Officer {counter}", pin=PIN, counter=str(counter))

    def press_next(self) -> str | None:
        """As the big button sends it; the number on the page that comes back, or None
        where it says that nobody waits."""
        self._presses += 1
        form = {"here": "", "previous": "served", "armed": "1"}
        self._post(f"{self._counter}/calls", key=f"press-{self._presses}", **form)
        return self._shown()

    def look(self) -> str | None:
        self._ask(f"{self._door}{self._counter}/")
        return self._shown()

    def _shown(self) -> str | None:
        [heading] = re.findall(r"<h1[^>]*>(.*?)</h1>", self._page)
        if heading != "Chưa có ai chờ":
            return str(heading)
        assert "Người đầu tiên lấy số sẽ được mời thẳng đến" in self._page
        return None

    def _post(self, path: str, **form: str) -> None:
        [token, *_] = re.findall(r'name="csrf_token" value="(.*?)"', self._page)
        self._ask(self._door + path, urlencode(form | {"csrf_token": token}).encode())

    def _ask(self, url: str, form: bytes | None = None) -> None:
        with self._browser.open(url, form, timeout=PATIENCE) as answer:
            self._page = answer.read().decode()


@pytest.fixture
def terminals(tmp_path: Path) -> Iterator[tuple[Desk, list[Terminal]]]:
    """Eight officers sit at eight counters of one line, in a real office; and a desk on
    its database, for who comes and goes."""
    with running(tmp_path) as office:
        desk = Desk(open_store(tmp_path / "office.db", trial=True), trial=True)
        rows = read_office(ROOT / "data").rows
        one_line = rows["counters"][0] | {"services": canonical([COPIES])}
        rows["counters"] = [one_line | {"counter": counter} for counter in COUNTERS]
        desk.load(HEAD, rows)
        for counter in COUNTERS:
            desk.set_officer(HEAD, f"Officer {counter}", "officer")
            People(desk).set_pin(f"Officer {counter}", PIN)
        yield desk, [Terminal(office, counter) for counter in COUNTERS]
        desk.store.close()


def here(desk: Desk) -> dict[int | None, str]:
    there = desk.store.tickets(status=["called", "serving"])
    assert len({ticket.number for ticket in there}) == len(there)
    return {ticket.counter: ticket.number for ticket in there}


def everybody_goes(desk: Desk) -> None:
    """The counters are empty again, and none waits for an arrival."""
    for counter in here(desk):
        desk.finish(HEAD, counter or 0)
    for counter in COUNTERS:
        assert desk.call_next(HEAD, counter) is None


def test_of_eight_officers_one_reads_the_number_and_seven_that_nobody_waits(
    terminals: tuple[Desk, list[Terminal]],
) -> None:
    """Those seven then wait for whoever comes: the next arrival goes to one of them,
    and never to two."""
    desk, officers = terminals
    start = Barrier(len(COUNTERS))

    def together(officer: Terminal) -> str | None:
        start.wait(PATIENCE)
        return officer.press_next()

    with ThreadPoolExecutor(len(COUNTERS)) as pool:
        for _ in range(ROUNDS):
            first = desk.issue(HEAD, COPIES, slip=False)
            got = list(pool.map(together, officers))
            assert sorted(got, key=str) == [first.number, *[None] * 7]
            assert here(desk) == {got.index(first.number) + 1: first.number}
            later = desk.issue(HEAD, COPIES, slip=False)
            both = {first.number, later.number}
            assert set(here(desk).values()) == both and len(here(desk)) == 2
            assert {o.look() for o in officers} == both | {None}
            everybody_goes(desk)
    assert desk.store.count("tickets") == 2 * ROUNDS
    assert is_whole(desk)
