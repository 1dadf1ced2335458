"""Open the office's database as a process of the office: trial mark and clock."""

import sqlite3
from datetime import datetime
from pathlib import Path

from ticketing.clock import offset_for, shifted
from ticketing.desk import new_epoch
from ticketing.store import Store

WEB_RETRY, WEB_REST = 0.003, 0.0005  # seconds; measured: else the printer starves
TOOL_RETRY, TOOL_REST = 0.0005, 0.0


class WrongDatabase(Exception):
    """The database is of another kind than this start; one clear sentence."""


def open_store(
    path: Path,
    trial: bool,
    start: datetime | None = None,
    web: bool = False,
    any_kind: bool = False,
) -> Store:
    """A store with the office's own clock.

    The first start stores the clock's offset and the trial mark; a start that
    contradicts them is refused (WrongDatabase). `any_kind`: a command works on
    whatever it finds, and marks nothing.
    """
    retry, rest = (WEB_RETRY, WEB_REST) if web else (TOOL_RETRY, TOOL_REST)
    try:
        store = Store(path, retry=retry, rest=rest)
    except (OSError, sqlite3.DatabaseError) as error:
        raise WrongDatabase(f"LUOT_DATABASE: {path} cannot be opened: {error}.") from (
            error
        )
    if not any_kind:
        try:
            mark(store, trial, start)
        except WrongDatabase:
            store.close()
            raise
    store.clock = shifted(offset_for(start, store.meta("clock_offset")))
    return store


def mark(store: Store, trial: bool, start: datetime | None) -> None:
    """Trial or real, and with what clock: the first start says it once for all."""
    kept = store.meta("trial") or _first_start(store, trial, start)
    if kept == "1" and not trial:
        raise WrongDatabase(
            f"{store.path} is a trial database; it cannot serve a real office. "
            "Give LUOT_DATABASE another file."
        )
    if kept == "0" and trial:
        raise WrongDatabase(
            f"{store.path} is a real office's database; trial mode must not touch it. "
            "Give LUOT_DATABASE another file."
        )
    begun = store.meta("clock_start")
    if start and (begun is None or datetime.fromisoformat(begun) != start):
        raise WrongDatabase(
            f"LUOT_CLOCK: {store.path} was started with another clock "
            f"({begun or 'the real one'})."
        )


def _first_start(store: Store, trial: bool, start: datetime | None) -> str:
    """Several processes may start at once: the first one's word counts."""
    with store.write() as writing:
        if (kept := store.meta("trial")) is not None:
            return kept
        rows = {"trial": str(int(trial)), "epoch": new_epoch(), "snapshot_n": "0"}
        if start:
            rows["clock_start"] = start.isoformat()
            rows["clock_offset"] = str(offset_for(start, None))
        for key, value in rows.items():
            writing.put("meta", {"key": key, "value": value})
    return str(int(trial))
