"""How long to wait for a printer: never longer than needed, and hardly at all once the
process is asked to stop."""

import time
from collections.abc import Iterator
from threading import Event

from printer.errors import Stopping

HURRY = 0.8  # seconds that are left to a wait when the stop is noticed
SPELL = 0.1  # the longest time without a look at the stop


class Patience:
    """One for each printer; `stop` is the process's."""

    def __init__(self, stop: Event) -> None:
        self.stop = stop
        self._last: float | None = None  # moment of all waiting (time.monotonic)

    def spells(self, seconds: float) -> Iterator[float]:
        """Short times to wait, until `seconds` are over; Stopping after a stop."""
        end = time.monotonic() + seconds
        while (left := min(end, self._end()) - time.monotonic()) > 0:
            yield min(left, SPELL)
        if self.stop.is_set():
            raise Stopping

    def _end(self) -> float:
        if self._last is None and self.stop.is_set():
            self._last = time.monotonic() + HURRY
        return float("inf") if self._last is None else self._last
