"""Open the office's database as a process of the office: trial mark and clock."""

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
    whatever it finds.
    """
    retry, rest = (WEB_RETRY, WEB_REST) if web else (TOOL_RETRY, TOOL_REST)
    store = Store(path, retry=retry, rest=rest)
    try:
        _agree(store, trial or any_kind, start, first=trial)
    except WrongDatabase:
        store.close()
        raise
    store.clock = shifted(offset_for(start, store.meta("clock_offset")))
    return store


def _agree(store: Store, trial: bool, start: datetime | None, first: bool) -> None:
    kept = store.meta("trial")
    if kept is None:
        kept = _first_start(store, first, start)
    if kept == "1" and not trial:
        raise WrongDatabase(
            f"{store.path} is a trial database; it cannot serve a real office. "
            "Give LUOT_DATABASE another file."
        )
    if start and store.meta("clock_start") != start.isoformat():
        raise WrongDatabase(
            f"LUOT_CLOCK: {store.path} was started with another clock "
            f"({store.meta('clock_start') or 'the real one'})."
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
