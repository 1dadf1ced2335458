"""The live channel: one public snapshot, built once per change, the same for all.

A page takes a snapshot if its epoch differs or its n is larger; so a lost message,
a restart or a day offline is repaired by the next one. Commands never travel here.
"""

import json
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import gevent
from gevent.event import Event

from ticketing.desk import Desk
from ticketing.snapshot import iso, picture

GAP = 0.1  # seconds between two snapshots: the leading edge at once, then ten a second
LOOK = 0.05  # seconds between two looks for commits of other processes
BEAT = 15.0  # seconds between two signs of life on a stream
BLOCK = 1000  # identities reserved at once, so that a crash never repeats one
REFRESH = 5.0  # seconds: notices end and sessions open without any commit


@dataclass(frozen=True)
class Snapshot:
    data: dict[str, Any]
    text: str
    etag: str

    @cached_property
    def event(self) -> bytes:
        """As a server-sent event, encoded once for all phones."""
        return f"id: {self.etag}\ndata: {self.text}\n\n".encode()


class Live:
    """Knows the newest snapshot, and wakes who waits for the next one."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._build = threading.RLock()
        self._newest: Snapshot | None = None
        self._seen = -1
        self._n, self._reserved = 0, 0
        self._wanted = Event()
        self._next = Event()
        self.on_snapshot: list[Callable[[Snapshot], None]] = []
        self.on_act: list[Callable[[int], None]] = []  # with the journal's last seq

    def current(self) -> Snapshot:
        """The newest state: whoever acted reads what came of it."""
        with self._build:
            version = self._desk.store.changed()
            if self._newest is None or version != self._seen:
                self._renew()
                self._seen = version
            assert self._newest is not None
            return self._newest

    def _renew(self) -> None:
        shown = picture(self._desk)
        shown["epoch"] = self._desk.store.meta("epoch") or ""
        old = self._newest.data if self._newest else {}
        if {name: old.get(name) for name in shown} == shown:
            return
        identity = {"epoch": shown["epoch"], "n": self._number()}
        data = identity | {"at": iso(self._desk.store.clock())} | shown
        text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
        self._newest = Snapshot(data, text, f"{data['epoch']}-{data['n']}")
        self._wake()

    def _number(self) -> int:
        """Rises for ever: reserved in blocks, kept with the database."""
        if self._n >= self._reserved:
            with self._desk.store.write() as writing:
                start = int(self._desk.store.meta("snapshot_n") or 0)
                self._n, self._reserved = start, start + BLOCK
                kept = {"key": "snapshot_n", "value": str(self._reserved)}
                writing.put("meta", kept)
        self._n += 1
        return self._n

    def _wake(self) -> None:
        self._next, old = Event(), self._next
        old.set()
        self._wanted.set()

    def stream(self) -> Iterator[bytes]:
        """Snapshots as they come, each reader at its own pace; the newest only."""
        sent = ""
        while True:
            coming = self._next
            newest = self.current()
            if newest.etag != sent:
                sent = newest.etag
                yield newest.event
                gevent.sleep(GAP)
            elif not coming.wait(BEAT):
                yield b"event: beat\ndata: {}\n\n"

    # --- background, started by the server (never by create_app) ----------

    def notice_commits(self) -> None:
        """Own commits wake at once; those of other processes are looked for."""
        seen, checked = -1, 0.0
        while True:
            version = self._desk.store.changed()
            if version != seen or time.monotonic() - checked > REFRESH:
                seen, checked = version, time.monotonic()
                self._seen = -1
                self._wanted.set()
            gevent.sleep(LOOK)

    def publish(self) -> None:
        """Tell the screens: the leading edge at once, then at most ten a second."""
        told: tuple[str, int] = ("", 0)
        while True:
            self._wanted.wait()
            self._wanted.clear()
            newest, seq = self.current(), self._desk.store.last_seq()
            if (newest.etag, seq) != told:
                self._tell(newest, seq, told)
                told = (newest.etag, seq)
                gevent.sleep(GAP)

    def _tell(self, newest: Snapshot, seq: int, told: tuple[str, int]) -> None:
        if newest.etag != told[0]:
            for tell in self.on_snapshot:
                tell(newest)
        if seq != told[1]:
            for note in self.on_act:
                note(seq)

    def committed(self) -> None:
        """After each commit of this process."""
        self._wanted.set()
