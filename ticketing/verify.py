"""Is everything as the journal says? The database, the chain, the replayed state."""

import hashlib
import sqlite3
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field

from ticketing.events import Event
from ticketing.journal import (
    GENESIS,
    State,
    canonical,
    chain,
    differences,
    replay,
    sealed,
    undump,
)
from ticketing.store import Store


@dataclass
class Report:
    """`problems` empty: all is well. `erased`: secrets that were rightly blanked."""

    rows: int = 0
    erased: int = 0
    problems: list[str] = field(default_factory=list)


def verify(store: Store, everything: bool = False) -> Report:
    """From the last checkpoint, or from the first row."""
    report = Report()
    try:
        _verify(store, everything, report)
    except sqlite3.DatabaseError as error:  # a page that cannot be read
        report.problems.append(f"the database is damaged: {error}")
    return report


def _verify(store: Store, everything: bool, report: Report) -> None:
    with store.frozen():
        report.problems += store.integrity()
        report.problems += _line_problems(store)
        start, since, state = _start(store, everything, report)
        events = store.events(start)
        before = store.events(start - 1, 1) if start else []
        previous = before[0].hash if before else GENESIS
        report.problems += chain_problems(events, previous, start)
        report.problems += differences(replay(events, state), store.state(since))
        for event in events:
            _check_secrets(store, event, report)
    report.rows = len(events)


def _line_problems(store: Store) -> Iterator[str]:
    """The lengths that the database keeps, against the lines themselves."""
    for row in store.find("line_lengths"):
        if row["waiting"] != (real := store.count("in_line", service=row["service"])):
            yield f"line {row['service']}: {row['waiting']} are kept, {real} wait"


def _start(store: Store, everything: bool, report: Report) -> tuple[int, str, State]:
    """Row to start behind, first business day to compare, state at that row."""
    row = None if everything else store.first("checkpoints", "seq DESC")
    if row is None:
        return 0, "", {}
    text = zlib.decompress(row["state"]).decode()
    digest = hashlib.sha256(text.encode()).hexdigest()
    said = [event.data.get("state") for event in store.events(row["seq"] - 1, 1)]
    if said != [digest]:
        report.problems.append(f"checkpoint {row['seq']} is not what the journal says")
    return row["seq"], row["since"], undump(text)


def chain_problems(events: list[Event], previous: str, start: int) -> Iterator[str]:
    """Gaps, and rows that are not what was hashed."""
    for expected, event in enumerate(events, start + 1):
        if event.seq != expected:
            yield f"journal {event.seq}: {expected} was expected"
            return
        data = canonical(event.data)
        told = (event.seq, event.at, event.what, event.by, event.device, data)
        if chain(previous, *told) != event.hash:
            yield f"journal {event.seq}: the chain is broken here"
        previous = event.hash


def _check_secrets(store: Store, event: Event, report: Report) -> None:
    for kind, digest in event.data.get("sealed", {}).items():
        row = store.first("secrets", ref=event.data["ref"], kind=kind)
        if row and not row["value"] and not row["salt"]:
            report.erased += 1
        elif row is None or sealed(row["salt"], row["value"]) != digest:
            report.problems.append(f"journal {event.seq}: its {kind} was changed")
