"""Slips that wait for one printer: in order, and not for ever."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from ticketing.outbox import Outcome, block_all, due, mark_slip
from ticketing.slips import Slip
from ticketing.store import Store

TOO_OLD = timedelta(seconds=120)  # the visitor has gone with the number on the screen

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Waiting:
    store: Store
    serves: Callable[[str], bool]  # which kiosks

    def slips(self) -> list[Slip]:
        """Those to be printed; what is too old is given up, also while the printer
        stays blocked."""
        limit = self.store.clock() - TOO_OLD
        slips = due(self.store, self.serves)
        for slip in slips:
            if slip.queued_at < limit:
                self._give_up(slip)
        return [slip for slip in slips if slip.queued_at >= limit]

    def _give_up(self, slip: Slip) -> None:
        """Not printed unasked."""
        log.warning("slip %s is too old to be printed unasked", slip.slip)
        block_all(self.store, [slip], Outcome("failed", slip.fault, "too old"))

    def block(self, slips: list[Slip], outcome: Outcome) -> None:
        """The first may be taken already, as long as nothing of it has left."""
        with self.store.write():
            for slip in slips[:1]:
                if self.store.find("slips", slip=slip.slip, state="sending"):
                    mark_slip(self.store, slip, outcome)
            block_all(self.store, slips, outcome)

    def tell(self, slips: list[Slip], fault: str | None) -> None:
        """Those that have come since it was last tried."""
        if fault:
            error = f"the printer says: {fault}"
            block_all(self.store, slips, Outcome("blocked", fault, error))
