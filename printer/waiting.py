"""Slips that wait for one printer: in order, and not for ever."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from ticketing.outbox import Outcome, Serves, block_all, due, give_up, put_back
from ticketing.slips import TOO_OLD, Slip
from ticketing.store import Store

log = logging.getLogger(__name__)


@dataclass
class Waiting:
    store: Store
    serves: Serves  # which kiosks
    timer: Callable[[], float]  # seconds; the clock may be set back, this never is
    _since: dict[tuple[int, datetime], float] = field(default_factory=dict)

    def slips(self) -> list[Slip]:
        """Those to be printed; what is too old is given up, also while the printer
        stays blocked."""
        slips, now = due(self.store, self.serves), self.timer()
        self._since = {key: self._since.get(key, now) for key in map(_key, slips)}
        limit, since = self.store.now() - TOO_OLD, now - TOO_OLD.total_seconds()
        young: list[Slip] = []
        old: list[Slip] = []
        for slip in slips:
            is_old = slip.queued_at < limit or self._since[_key(slip)] < since
            (old if is_old else young).append(slip)
        if old:
            log.warning("too old to be printed unasked: %s", [s.slip for s in old])
            give_up(self.store, old, "too old")
        return young

    def block(self, slips: list[Slip], outcome: Outcome) -> None:
        """The first may be taken already, as long as nothing of it has left."""
        for slip in slips[:1]:
            put_back(self.store, slip, outcome)
        block_all(self.store, slips, outcome)

    def tell(self, slips: list[Slip], fault: str | None) -> None:
        """Those that have come since it was last tried."""
        if fault:
            error = f"the printer says: {fault}"
            block_all(self.store, slips, Outcome("blocked", fault, error))


def _key(slip: Slip) -> tuple[int, datetime]:
    """A copy that comes by itself is as old as the first."""
    return slip.ref, slip.queued_at
