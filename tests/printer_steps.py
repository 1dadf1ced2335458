"""What the tests of the printing do again and again."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event

from PIL import Image

from printer.backends import Backend
from printer.jobs import Attempt, Job, Known
from printer.patience import Patience
from printer.service import serving
from printer.state import PrinterState
from printer.status import READY, Status
from printer.virtual import decode
from printer.worker import Worker
from settings import Settings
from tests.office_of_tests import HEAD, office_rows
from ticketing.desk import Desk
from ticketing.outbox import Outcome, mark_slip, meet_printer, printer
from ticketing.people import Actor
from ticketing.slips import Printer, Slip
from ticketing.store import Store
from ticketing.tickets import Ticket

ROOT = Path(__file__).parent.parent
EVERY = (
    *("queued", "sending", "sent", "printed", "unverified"),
    *("blocked", "unknown", "failed", "cancelled"),
)
KIOSK = Actor("kiosk", "Ki-ốt 1")
SETTINGS = Settings(public_url="http://office.example")
FULL = Known("full", "id")


@dataclass
class Clock:
    now: datetime = datetime(2026, 11, 23, 2, 14, tzinfo=UTC)
    elapsed: float = 0  # seconds, whatever the clock shows

    def __call__(self) -> datetime:
        return self.now

    def timer(self) -> float:
        return self.elapsed

    def tick(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)
        self.elapsed += seconds

    def set_back(self, seconds: float) -> None:
        self.now -= timedelta(seconds=seconds)


class PowerCut(BaseException):
    """Ends the process in the middle of a slip."""


@dataclass
class Scripted:
    """A printer that answers as it was told, and keeps what it printed."""

    attempts: list[Attempt | BaseException] = field(default_factory=list)
    looks: list[Status] = field(default_factory=list)
    known: Known | None = FULL
    status: Status = READY
    jobs: list[str] = field(default_factory=list)
    words: list[bytes] = field(default_factory=list)
    papers: list[Image.Image] = field(default_factory=list)
    looked: int = 0
    met: int = 0
    meanwhile: Callable[[], object] = bool  # happens while the paper comes out

    def look(self, known: Known) -> Status:
        self.looked += 1
        return self.looks.pop(0) if self.looks else self.status

    def meet(self) -> tuple[Known | None, Status]:
        self.met += 1
        return self.known, self.status

    def print(self, job: Job, known: Known) -> Attempt:
        told = self.attempts.pop(0) if self.attempts else Attempt("printed", READY)
        if isinstance(told, Attempt) and told.state == "blocked":
            return told
        if not job.begin():
            return Attempt("untaken", READY)
        if isinstance(told, BaseException):
            raise told
        job.sent()
        self.jobs.append(job.name)
        self.words.append(job.word)
        self.papers.append(decode(job.data))
        self.meanwhile()
        return told


def loaded(store: Store) -> Desk:
    desk = Desk(store, trial=True)
    desk.load(HEAD, office_rows())
    return desk


def worker_for(
    store: Store,
    backend: Backend,
    kiosk: str = "",
    kiosks: tuple[str, ...] = ("",),
    settings: Settings = SETTINGS,
) -> Worker:
    """One printer's worker, whose seconds are those of the tests' clock."""
    clock = store.clock
    return Worker(
        store,
        backend,
        settings,
        PrinterState(store, meet_printer(store, kiosk, "network:printer")),
        serving(kiosk, list(kiosks)),
        Patience(Event()),
        width=576,
        timer=clock.timer if isinstance(clock, Clock) else time.monotonic,
    )


def take(desk: Desk, tickets: int = 1, kiosk: Actor = KIOSK) -> list[Ticket]:
    return [desk.issue(kiosk, "chung-thuc") for _ in range(tickets)]


def slips(store: Store) -> list[Slip]:
    return store.slips(*EVERY)


def states(store: Store) -> list[str]:
    return [slip.state for slip in slips(store)]


def faults(store: Store) -> list[str | None]:
    return [slip.fault for slip in slips(store)]


def known_printer(store: Store, name: str = "") -> Printer:
    found = printer(store, name)
    assert found is not None
    return found


def mark(store: Store, slip: int, state: str) -> None:
    [found] = [each for each in slips(store) if each.slip == slip]
    mark_slip(store, found, Outcome(state))


def wait_for(true: Callable[[], bool], seconds: float = 20) -> None:
    patience = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < patience, "it did not come about"
        time.sleep(0.02)


def blocked(fault: str) -> Attempt:
    return Attempt("blocked", Status(fault), f"the printer says: {fault}")


def unknown(fault: str) -> Attempt:
    return Attempt("unknown", Status(fault), "no word")
