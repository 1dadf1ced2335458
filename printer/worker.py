"""From queued slips to paper.

The web process queues a slip in the transaction that issues the ticket; this process
prints it. A printer that is off or without paper therefore never costs a ticket and
never keeps a visitor waiting at the kiosk.

What may have reached paper is never printed again unasked: a crash or a broken line
after the first byte leaves the slip "unknown", and staff or the visitor ask for a copy.
"""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Event
from typing import Any

from printer.backends import Backend
from printer.errors import PrinterError
from printer.escpos_bytes import commands
from printer.slip import FULL_WIDTH, draw
from settings import Settings
from ticketing.outbox import mark_slip, take_slip
from ticketing.slips import Slip
from ticketing.store import Store

POLL_SECONDS = 0.1
RETRY_SECONDS = (1, 2, 5, 10, 15)  # then every 15
TOO_OLD = timedelta(seconds=120)  # the visitor has gone with the number on the screen
OPEN = ("queued", "blocked")

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Worker:
    store: Store
    backend: Backend
    settings: Settings
    width: int = FULL_WIDTH

    def run(self, stop: Event) -> None:
        """Until asked to stop; a stop takes hold between two slips."""
        self.recover()
        seen, waiting = 0, True
        while not stop.is_set():
            now = self.store.changed()
            if waiting or now != seen:
                waiting = self.print_due(stop)
            seen = now
            stop.wait(POLL_SECONDS)

    def recover(self) -> None:
        """What was on its way when this process last ended may be on paper."""
        for slip in self.store.slips("sending", "sent"):
            log.warning("slip %s was on its way at the last end: unknown", slip.slip)
            self._mark(slip, "unknown", error="the printer process ended meanwhile")

    def print_due(self, stop: Event) -> bool:
        """Print in the order of queueing; True if some slip waits for another try.

        The list is read anew for each slip: one cancelled meanwhile is not printed.
        """
        while not stop.is_set() and (waiting := self.store.slips(*OPEN)):
            slip = waiting[0]
            if self.store.clock() - slip.queued_at > TOO_OLD:
                log.warning("slip %s is too old to be printed unasked", slip.slip)
                self._mark(slip, "failed", error="too old")
            elif slip.retry_at and slip.retry_at > self.store.clock():
                return True
            else:
                self.print(slip)
        return False

    def print(self, slip: Slip) -> None:
        """One attempt, marked before and after: a crash between them is "unknown"."""
        if not take_slip(self.store, slip):
            return
        try:
            data = commands(draw(self._payload(slip), self._url(slip), self.width))
        except (KeyError, TypeError, ValueError) as fault:
            log.exception("slip %s cannot be drawn", slip.slip)
            self._mark(slip, "failed", error=f"cannot be drawn: {fault!r}")
            return
        try:
            state = self.backend.send(data, _job(slip))
        except PrinterError as fault:
            self._not_through(slip, fault)
            return
        self._mark(slip, state)
        log.info("slip %s of %s: %s", slip.slip, slip.payload["number"], state)

    def _not_through(self, slip: Slip, fault: PrinterError) -> None:
        log.warning("slip %s of %s: %s", slip.slip, slip.payload["number"], fault)
        if fault.began:
            self._mark(slip, "unknown", error=str(fault))
            return
        pause = RETRY_SECONDS[min(slip.attempts, len(RETRY_SECONDS) - 1)]
        retry_at = self.store.clock() + timedelta(seconds=pause)
        self._mark(slip, "blocked", error=str(fault), retry_at=retry_at)

    def _payload(self, slip: Slip) -> dict[str, Any]:
        return slip.payload | {"copy": slip.copy, "reach": self.settings.reach}

    def _url(self, slip: Slip) -> str | None:
        if self.settings.reach == "none":
            return None
        return f"{self.settings.public_url}/t/{self.store.ticket_id(slip.ref)}"

    def _mark(
        self,
        slip: Slip,
        state: str,
        error: str | None = None,
        retry_at: datetime | None = None,
    ) -> None:
        mark_slip(self.store, slip.slip, state, error, retry_at)


def _job(slip: Slip) -> str:
    return f"{slip.slip:06d}-{slip.payload['number']}"
