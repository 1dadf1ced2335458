"""From queued slips to paper, for one printer.

The web process queues a slip in the transaction that issues the ticket; this process
prints it. So a printer without paper never costs a ticket, nor keeps anybody waiting.

What may lie there is never sent again as it was: a crash, a broken line or a fault
before the printer's word leaves the slip "unknown", and a copy with its mark follows.
"""

import logging
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import timedelta

from printer.backends import Backend
from printer.drawing import Drawing, drawn
from printer.errors import PrinterError, Stopping
from printer.jobs import Attempt, Job, Known
from printer.patience import Patience
from printer.state import PrinterState
from printer.status import READY, SILENT, Status
from printer.waiting import Waiting
from settings import Settings
from ticketing.outbox import (
    Outcome,
    copy_slip,
    give_up,
    mark_slip,
    on_their_way,
    take_slip,
)
from ticketing.slips import Slip
from ticketing.store import Store

POLL = 0.1  # seconds between two looks for new slips
TURN = 1.0  # … between two looks at what has grown old
RETRY = (1, 2, 5, 10, 15)  # seconds, then every 15
WATCH = 5.0  # seconds between two questions to an idle printer

log = logging.getLogger(__name__)


@dataclass
class Worker:
    store: Store
    backend: Backend
    settings: Settings
    state: PrinterState
    serves: Callable[[str], bool]  # which kiosks
    patience: Patience
    width: int
    timer: Callable[[], float] = time.monotonic  # seconds

    def __post_init__(self) -> None:
        self._waiting = Waiting(self.store, self.serves, self.timer)
        self._failures = 0
        self._next_try = self._next_look = float("-inf")

    def run(self) -> None:
        """Until asked to stop, which takes hold within a second."""
        self.recover()
        seen, turn = -1, 0.0
        with suppress(Stopping):
            while not self.patience.stop.wait(POLL):
                now, at = self.store.changed(), self.timer()
                if now != seen or at >= turn:
                    self.work()
                    seen, turn = now, self.timer() + TURN
                    if self._next_try > at:
                        turn = min(turn, self._next_try)

    def recover(self) -> None:
        """What was on its way when this process last ended may be on paper."""
        for slip in on_their_way(self.store, self.serves):
            self._mark(slip, Outcome("unknown", error="the process ended meanwhile"))

    def work(self) -> None:
        """All that is due now."""
        while not self.patience.stop.is_set():
            waiting = self._waiting.slips()
            if self.timer() < self._next_try and not self._is_repaired():
                self._waiting.tell(waiting, self.state.fault)
                return
            if not waiting:
                self._watch()
                return
            if not self._print(waiting):
                return

    def _print(self, waiting: list[Slip]) -> bool:
        """False when the printer is not to be troubled again at once."""
        known = self.state.known or self._meet(waiting)
        if known is None:
            return False
        slip = waiting[0]
        try:
            drawing = drawn(self.store, self.settings, slip, self.width, known)
        except (KeyError, TypeError, ValueError) as fault:
            log.exception("slip %s cannot be drawn", slip.slip)
            give_up(self.store, [slip], f"{fault!r}")
            return True
        return self._settle(slip, waiting, drawing, self._attempt(slip, drawing, known))

    def _attempt(self, slip: Slip, drawing: Drawing, known: Known) -> Attempt:
        word, digest = drawing.word.decode(), drawing.digest
        name = f"{slip.slip:06d}-{slip.payload['number']}"
        job = Job(
            name,
            drawing.data,
            drawing.word,
            begin=lambda: take_slip(self.store, slip, word, digest),
            sent=lambda: mark_slip(self.store, slip, Outcome("sent")),
        )
        attempt = self.backend.print(job, known)
        self.state.heard(attempt)
        log.info("slip %s: %s %s", name, attempt.state, attempt.error or "")
        return attempt

    def _settle(
        self, slip: Slip, waiting: list[Slip], drawing: Drawing, attempt: Attempt
    ) -> bool:
        status, error = attempt.status, attempt.error
        if attempt.state == "untaken":
            return True
        if attempt.state == "blocked":
            self._not_ready(waiting if status else [slip], status, error)
            return False
        outcome = _outcome(attempt.state, status, error)
        self._mark(slip, replace(outcome, used_mm=drawing.millimetres))
        if attempt.state == "unknown":
            self._not_ready([], status, error)
            return False
        self._went_well(status)
        return True

    def _mark(self, slip: Slip, outcome: Outcome) -> None:
        with self.store.write():
            mark_slip(self.store, slip, outcome, self.state.name)
            if outcome.state == "unknown":
                copied = copy_slip(self.store, slip)
                log.warning("slip %s: unknown; copied: %s", slip.slip, copied)

    def _meet(self, waiting: list[Slip]) -> Known | None:
        """What it can do: another model may stand there since the last process."""
        try:
            known, status = self.backend.meet()
        except PrinterError as fault:
            self._not_ready(waiting, Status(fault.fault), str(fault))
            return None
        if known and self.state.doubts(known, self.timer()):
            known, status = None, SILENT
        if known is None:
            self.state.known = None  # what it was taken for is not true
            self._not_ready(waiting, status, f"the printer says: {status.fault}")
            return None
        self.state.learn(known, self.timer())
        self._went_well(status)
        return known

    def _is_repaired(self) -> bool:
        """Asked between two tries too: somebody has put in paper and stands there."""
        if not self.state.fault:
            return False
        self._watch()
        if self.state.fault is None:
            self._next_try = float("-inf")  # for all that wait, not for one
        return self.state.fault is None

    def _watch(self) -> None:
        """An idle printer is asked now and then, and any that was not ready until it
        is; one that says nothing is asked seldom whether it has learnt to."""
        if self.timer() < self._next_look:
            return
        self._next_look = self.timer() + WATCH
        if self.state.known is None or self.state.may_have_learnt(self.timer()):
            self._meet([])
        elif self.state.is_worth_a_look:
            self._look(self.state.known)

    def _look(self, known: Known) -> None:
        try:
            self.state.note(self.backend.look(known))
        except PrinterError as fault:
            self.state.note(Status(fault.fault))

    def _went_well(self, status: Status | None) -> None:
        self._failures = 0
        self._next_look = self.timer() + WATCH
        self.state.note(status or READY)

    def _not_ready(
        self, waiting: list[Slip], status: Status | None, error: str | None
    ) -> None:
        """The next try comes after a longer and longer pause."""
        pause = RETRY[min(self._failures, len(RETRY) - 1)]
        self._failures += 1
        self._next_try = self.timer() + pause
        if status:
            self.state.note(status)
        retry_at = self.store.clock() + timedelta(seconds=pause)
        outcome = replace(_outcome("blocked", status, error), retry_at=retry_at)
        self._waiting.block(waiting, outcome)


def _outcome(state: str, status: Status | None, error: str | None) -> Outcome:
    fault, raw = (status.fault, status.raw.hex()) if status else (None, "")
    return Outcome(state, fault, error, answers=raw or None)
