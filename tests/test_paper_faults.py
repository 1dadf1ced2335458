"""Every fault of a printer at every moment of a slip: no ticket is lost, no number
comes twice, no slip comes out twice without its mark, and what is said of it is so."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import pytest

from printer import speaking, talk, worker
from printer.jobs import Known
from printer.worker import Worker
from tests import worker_steps
from tests.office_of_tests import HEAD, LONG
from tests.paper_trials import (
    MOMENTS,
    Trial,
    is_noticed,
    is_over,
    lost,
    slips_of,
    struck_worker,
    trials,
    untruths,
)
from tests.printer_steps import SETTINGS, states, take, wait_for
from ticketing.clock import utc_now
from ticketing.desk import Desk
from ticketing.store import Store

KNOWS = {
    "id": (Known("full", "id"), {"DLE EOT", "GS r", "GS ( H"}),
    "order": (Known("full", "order"), {"DLE EOT", "GS r"}),
    "status": (Known("status"), {"DLE EOT"}),
    "none": (Known("none"), set[str]()),
}
UNTIL_HEALED = 0.8  # seconds
QUICK = replace(SETTINGS, reach="none")
GO_ON = threading.Event()
OVER = {"cancelled", "printed", "unverified", "unknown"}
USUAL = {("id", "begun"), ("id", "taken"), ("id", "sent"), ("status", "begun")}
CASES = [
    (ability, moment)
    for ability in KNOWS
    for moment in MOMENTS
    if LONG or (ability, moment) in USUAL
]


@dataclass
class MachineClock:
    """This machine's, which somebody may set back."""

    offset: timedelta = timedelta(0)

    def __call__(self) -> datetime:
        return utc_now() + self.offset

    def set_back(self) -> None:
        self.offset -= timedelta(hours=1)


@pytest.fixture
def clock() -> MachineClock:
    return MachineClock()


store, desk = worker_steps.store, worker_steps.desk  # fixtures


@pytest.fixture
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same waits, shorter."""
    for module, name, value in (
        (worker, "RETRY", (0.1,)),
        (worker, "TURN", 0.1),
        (worker, "POLL", 0.02),
        (worker, "WATCH", 0.2),
        (talk, "PATIENCE", 0.6),
        (speaking, "ACK_PATIENCE", 2.0),
        (speaking, "ANSWER", 0.3),
        (speaking, "GLANCE", 0.15),
    ):
        monkeypatch.setattr(module, name, value)


@contextmanager
def running(workers: list[Worker]) -> Iterator[None]:
    with ThreadPoolExecutor(len(workers)) as threads:
        runs = [threads.submit(each.run) for each in workers]
        try:
            yield
        finally:
            for each in workers:
                each.patience.stop.set()
            for run in runs:
                run.result(10)
            for each in workers:
                each.store.close()


def prepare(trial: Trial, moment: str, knows: set[str]) -> None:
    trial.printer.knows = knows
    if moment == "queued":
        trial.strike()
    if moment == "sent":
        trial.printer.fault = "late-ack"  # its word is still to come
    if moment == "blocked":
        trial.printer.fault = "cover-open"


@pytest.mark.parametrize(("ability", "moment"), CASES)
def test_whatever_the_printer_does_the_paper_is_right_and_what_is_said_of_it_true(
    desk: Desk,
    store: Store,
    clock: MachineClock,
    hurried: None,
    ability: str,
    moment: str,
) -> None:
    """All faults side by side, each with its own kiosk and printer; once the clock is
    set back meanwhile."""
    known, knows = KNOWS[ability]
    with trials() as every:
        for trial in every:
            prepare(trial, moment, knows)
        workers = [struck_worker(store, QUICK, each, moment, known) for each in every]
        numbers = a_number_each(desk, every)
        with running(workers):
            if moment == "blocked":
                GO_ON.wait(UNTIL_HEALED)
                strike(every)
            wait_for(lambda: all(trial.is_struck for trial in every))
            GO_ON.wait(UNTIL_HEALED)
            if moment == "taken":
                clock.set_back()
            numbers += a_number_each(desk, every)
            assert [each for trial in every for each in untruths(store, trial)] == []
            wait_for(lambda: all(is_noticed(store, trial) for trial in every))
            heal(every)
            wait_for(lambda: not_over(store, every) == [])
        assert [each for trial in every for each in untruths(store, trial)] == []
        assert [each for trial in every for each in lost(store, trial)] == []
    assert len(set(numbers)) == 2 * len(every)


@pytest.mark.parametrize("moment", ["queued", "taken", "blocked"])
def test_a_number_that_is_given_back_during_a_fault_never_comes_out_later(
    desk: Desk, store: Store, hurried: None, moment: str
) -> None:
    known, knows = KNOWS["id"]
    with trials() as every:
        for trial in every:
            prepare(trial, moment, knows)
        workers = [struck_worker(store, QUICK, each, moment, known) for each in every]
        a_number_each(desk, every)
        with running(workers):
            GO_ON.wait(UNTIL_HEALED)
            for ref in range(1, len(every) + 1):
                desk.cancel(HEAD, ref, "void")
            wait_for(lambda: all(is_noticed(store, trial) for trial in every))
            known_slips = store.count("slips")
            heal(every)
            wait_for(lambda: not_over(store, every) == [])
        assert [each for trial in every for each in untruths(store, trial)] == []
    assert store.count("slips") == known_slips, "nobody is there for a copy"
    assert set(states(store)) <= OVER


def not_over(store: Store, every: list[Trial]) -> list[str]:
    return [trial.fault for trial in every if not is_over(store, trial)]


def a_number_each(desk: Desk, every: list[Trial]) -> list[str]:
    return [take(desk, kiosk=trial.kiosk)[0].number for trial in every]


def strike(every: list[Trial]) -> None:
    for trial in every:
        trial.strike()


def heal(every: list[Trial]) -> None:
    for trial in every:
        trial.heal()


def test_a_number_is_given_while_the_printer_keeps_its_worker_waiting(
    desk: Desk, store: Store
) -> None:
    """Nothing of the issue can depend on the paper: it is over before the wait is."""
    with trials() as every:
        [deaf] = [trial for trial in every if trial.fault == "never-reads"]
        deaf.strike()
        waiting = struck_worker(store, QUICK, deaf, "", Known("full", "id"))
        take(desk, kiosk=deaf.kiosk)
        with running([waiting]):
            deaf.printer.wait_for(lambda: deaf.printer.connections == 1)
            second = take(desk, kiosk=deaf.kiosk)
            assert [slip.state for slip in slips_of(store, deaf)] == ["queued"] * 2
    assert second[0].number == "A002"
