"""A printer double with a fault at a moment, a kiosk that prints on it, and what must
be true of its paper and its slips whatever happens."""

import socket
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from threading import Event
from typing import Self

from printer.jobs import Attempt, Job, Known
from printer.lines import Line, socket_to
from printer.patience import Patience
from printer.service import serving
from printer.speaking import Opener, Speaking
from printer.state import PrinterState
from printer.virtual import decode
from printer.worker import Worker
from settings import Settings
from tests.double_states import FAULTS
from tests.printer_double import PrinterDouble
from tests.printer_steps import slips
from ticketing.outbox import meet_printer
from ticketing.people import Actor
from ticketing.slips import Slip
from ticketing.store import Store

RUNS_OUT = "runs-out"  # in the middle of a slip
TRIED = [*FAULTS, RUNS_OUT]
MOMENTS = ("queued", "taken", "begun", "sent", "blocked")
TOLD = ("unknown", "failed", "unverified")  # to staff, or as not sure
NOTHING_SENT = ("failed", "cancelled")
UNDER_WAY = ("queued", "sending", "sent", "blocked")


@dataclass
class Trial:
    """One fault: its printer, and the kiosk that has no other."""

    fault: str
    printer: PrinterDouble
    held: list[socket.socket] = field(default_factory=list)
    is_struck: bool = False
    sent: dict[int, bytes] = field(default_factory=dict)  # of each slip

    @property
    def kiosk(self) -> Actor:
        return Actor("kiosk", f"Ki-ốt {self.fault}")

    def strike(self) -> None:
        self.is_struck = True
        if self.fault == RUNS_OUT:
            self.printer.paper_rows = 200
            return
        if self.fault == "refuses-second":
            port = int(self.printer.address.rpartition(":")[2])
            self.held.append(socket.create_connection(("127.0.0.1", port)))
        self.printer.fault = self.fault

    def heal(self) -> None:
        """Whoever looks after it has done so: paper, cover, plug."""
        for line in self.held:
            line.close()
        if self.fault == "never-reads":  # its lines are dead, and it stays hung
            self.printer.power_cycle()
        if self.printer.state.is_out:
            self.printer.load_paper()
        self.printer.paper_rows = None
        self.printer.fault = "ok"


@contextmanager
def trials() -> Iterator[list[Trial]]:
    found = [Trial(fault, PrinterDouble()) for fault in TRIED]
    for trial in found:
        trial.printer.cut_after, trial.printer.rate = 6_000, 200_000
        trial.printer.ack_delay = 0.2
        trial.printer.start()
    try:
        yield found
    finally:
        for trial in found:
            trial.heal()
            trial.printer.stop()


class Struck(Speaking):
    """A printer that fails at a moment of the first slip that is sent to it."""

    def __init__(self, trial: Trial, moment: str, patience: Patience) -> None:
        host, _, port = trial.printer.address.removeprefix("network:").partition(":")
        self._plain: Opener = partial(socket_to, host, int(port))
        super().__init__(self._opened_and_watched, patience)
        self._trial, self._moment = trial, moment
        self._is_sending = False

    def print(self, job: Job, known: Known) -> Attempt:
        self._trial.sent[int(job.name.partition("-")[0])] = job.data

        def begin() -> bool:
            begun = job.begin()
            self._is_sending = True
            self.reached("taken")
            return begun

        def sent() -> None:
            job.sent()
            self.reached("sent")

        return super().print(replace(job, begin=begin, sent=sent), known)

    def reached(self, moment: str) -> None:
        if moment == self._moment:
            self._moment = ""
            self._trial.strike()

    @contextmanager
    def _opened_and_watched(self, patience: Patience) -> Iterator[Line]:
        with self._plain(patience) as line:
            yield Watched(line, self)

    def written(self) -> None:
        if self._is_sending:
            self.reached("begun")


@dataclass
class Watched:
    line: Line
    watcher: Struck

    def write(self, piece: bytes, seconds: float) -> int:
        taken = self.line.write(piece, seconds)
        self.watcher.written()
        return taken

    def read(self, seconds: float) -> bytes:
        return self.line.read(seconds)

    def unsent(self) -> int:
        return self.line.unsent()

    def end(self) -> bool:
        return self.line.end()


def struck_worker(
    store: Store, settings: Settings, trial: Trial, moment: str, known: Known
) -> Worker:
    """Of a printer that has shown its abilities before the fault."""
    store = Store(store.path, store.clock)  # its own, as every printer's thread has
    name, patience = trial.kiosk.name, Patience(Event())
    state = PrinterState(store, meet_printer(store, name, trial.printer.address))
    state.learn(known, 0)
    backend = Struck(trial, moment, patience)
    serves = serving(name, [name])
    return Worker(store, backend, settings, state, serves, patience, width=384)


# --- what must be true ----------------------------------------------------------


def slips_of(store: Store, trial: Trial) -> list[Slip]:
    return [slip for slip in slips(store) if slip.kiosk == trial.kiosk.name]


def is_over(store: Store, trial: Trial) -> bool:
    return all(slip.state not in UNDER_WAY for slip in slips_of(store, trial))


def is_noticed(store: Store, trial: Trial) -> bool:
    """Nobody changes a roll in the second until the printer is asked again: a slip on
    two rolls would count as printed."""
    if trial.fault != RUNS_OUT or trial.printer.fault == "cover-open":
        return True
    states = {slip.state for slip in slips_of(store, trial)}
    return trial.printer.state.is_out and not states & {"sending", "sent"}


@dataclass(frozen=True)
class Papers:
    """How many pieces of paper show each ticket, without and with the mark."""

    unmarked: Counter[int]
    marked: Counter[int]

    @classmethod
    def of(cls, store: Store, trial: Trial) -> Self:
        """Each piece is the slip whose bytes it shows; copies first, for they show
        all that a first one does."""
        known = [slip for slip in slips_of(store, trial) if slip.slip in trial.sent]
        known.sort(key=lambda slip: not slip.marked)
        pictures = [(slip, decode(trial.sent[slip.slip])) for slip in known]
        found = cls(Counter(), Counter())
        for piece in list(trial.printer.slips):
            for slip, picture in pictures:
                if piece.shows(picture):
                    found.count(slip)[slip.ref] += 1
                    break
        return found

    def count(self, slip: Slip) -> Counter[int]:
        return self.marked if slip.marked else self.unmarked

    def has(self, ref: int) -> bool:
        return bool(self.unmarked[ref] + self.marked[ref])


def untruths(store: Store, trial: Trial) -> list[str]:
    """What is wrong with the paper, or with what the database says of it."""
    mine = slips_of(store, trial)  # before the paper: what is printed then, is there
    lying = Papers.of(store, trial)
    wrong = [f"ticket {ref} came twice" for ref, n in lying.unmarked.items() if n > 1]
    for slip in mine:
        is_there = lying.count(slip)[slip.ref]
        if slip.state == "printed" and not is_there:
            wrong.append(f"{slip.slip} is called printed, but is not on paper")
        if slip.state in NOTHING_SENT and is_there and not slip.marked:
            wrong.append(f"{slip.slip} is on paper, but is called {slip.state}")
    if trial.printer.garbage:
        wrong.append("something was printed as letters")
    return [f"{trial.fault}: {each}" for each in wrong]


def lost(store: Store, trial: Trial) -> list[str]:
    """Tickets without paper of which nobody is told."""
    lying = Papers.of(store, trial)
    last = {slip.ref: slip for slip in slips_of(store, trial)}
    return [
        f"{trial.fault}: {slip.payload['number']} is {slip.state}, without paper"
        for ref, slip in last.items()
        if not lying.has(ref) and slip.state not in TOLD
    ]
