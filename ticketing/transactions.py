"""Whose turn it is to write: one act at a time, acts that queue up share a commit.

A flush to the disk costs more than an act. So an act that finds others queueing
leaves the transaction open for them; each act is a savepoint of its own, and each
sees to it that the commit has come before it returns. Between processes SQLite's
lock decides; it is asked for again and again with a sleep that lets other greenlets
run, as SQLite's own patience would spin in C and freeze them all.
"""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Protocol

from ticketing.errors import Busy

PATIENCE = 10.0  # seconds for the lock of the file


class File(Protocol):
    """The writing end of the database."""

    def begin(self) -> bool:
        """False when another process has the lock."""

    def commit(self) -> None: ...
    def save(self) -> None: ...
    def undo(self) -> None: ...
    def release(self) -> None: ...


@dataclass
class Shared:
    """A transaction of one or more acts, and how its commit went."""

    over: bool = False
    failure: Exception | None = None


class Transactions:
    """Seconds: `retry` between two tries for the lock, `rest` after each commit, for
    without a rest another process starves."""

    def __init__(self, file: File, retry: float, rest: float) -> None:
        self._file = file
        self._retry, self._rest = retry, rest
        self._rested = 0.0  # when the rest is over (time.monotonic)
        self._lock = threading.Lock()
        self._queued = 0  # for their turn; only a hint
        self._shared: Shared | None = None  # the open transaction
        self._owner = 0

    @property
    def mine(self) -> bool:
        """Whether this greenlet is inside an act."""
        return self._owner == threading.get_ident()

    @contextmanager
    def act(self) -> Iterator[None]:
        """All or nothing of what happens inside, durable when it is left. Raises Busy
        when the lock is not to be had in time, or the disk refused the commit."""
        if (rest := self._rested - time.monotonic()) > 0:
            time.sleep(rest)
        shared: Shared | None = None
        try:
            with self._turn():
                shared = self._shared = self._shared or self._begin()
                with self._savepoint():
                    yield
            if self._queued:
                time.sleep(0)  # they join this commit
        finally:
            if shared:
                self._commit(shared)

    @contextmanager
    def _turn(self) -> Iterator[None]:
        self._queued += 1
        with self._lock:
            self._queued -= 1
            yield

    def _begin(self) -> Shared:
        patience = time.monotonic() + PATIENCE
        while not self._file.begin():
            if time.monotonic() > patience:
                raise Busy("busy")
            time.sleep(self._retry)
        return Shared()

    @contextmanager
    def _savepoint(self) -> Iterator[None]:
        self._file.save()
        self._owner = threading.get_ident()
        try:
            yield
        except BaseException:
            self._file.undo()
            raise
        finally:
            self._owner = 0
            self._file.release()

    def _commit(self, shared: Shared) -> None:
        """Whoever comes first does it for all; all hear of its failure."""
        with self._lock:
            if not shared.over:
                shared.over, self._shared = True, None
                try:
                    self._file.commit()
                except Exception as error:  # told to each whose act it was
                    shared.failure = error
                self._rested = time.monotonic() + self._rest
        if shared.failure:
            raise Busy("busy") from shared.failure
