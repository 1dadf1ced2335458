"""What is new at the counter, from two threads that end with the program.

One looks every two seconds, which is also how a lost server is noticed in time; the
other listens to the stream of snapshots, which only makes the first look at once.
"""

from __future__ import annotations

import contextlib
import threading
import time
from typing import TYPE_CHECKING

from counter.companion_link import Failed, Refused, Unheard

if TYPE_CHECKING:
    from collections.abc import Callable

    from counter.companion_link import Link
    from counter.companion_logic import Companion

    Heard = Callable[[Companion], bool | None]  # True: ring

LOOK = 2.0  # seconds between two looks


class News:
    """Two threads that end with the program: one looks, one listens."""

    def __init__(self, link: Link, put: Callable[[Heard], None]) -> None:
        self._link, self._put = link, put
        self._changed = threading.Event()

    def start(self) -> None:
        for work in (self._look, self._listen):
            threading.Thread(target=work, daemon=True).start()

    def wake(self) -> None:
        """After an act of ours: what was asked meanwhile is old."""
        self._changed.set()

    def _look(self) -> None:
        while True:
            self._changed.clear()
            self._put(self._looked())
            self._changed.wait(LOOK)

    def _looked(self) -> Heard:
        asked_at = time.monotonic()
        try:
            seen_now, ahead = self._link.look()
        except Refused as refusal:
            sentence = str(refusal)
            return lambda it: it.bar(sentence, time.monotonic())
        except (Failed, Unheard):
            return lambda it: it.silence()
        return lambda it: it.news(seen_now, asked_at, ahead)

    def _listen(self) -> None:
        while True:
            with contextlib.suppress(Unheard):  # the look tells of it
                self._link.listen(self._changed.set)
            time.sleep(LOOK)
