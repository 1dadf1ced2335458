"""The hash-chained journal: what a row says, and what the rows together mean.

Each row carries the rows of state that its act changed, so `replay` is a fold: the
last word on every key wins. It holds no secrets: ids, comments and notes lie in
`secrets`, the row carries sha256(salt + value).
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any

from ticketing.events import Event

Row = dict[str, Any]
Changes = Mapping[str, list[Row]]
State = dict[str, dict[tuple[Any, ...], Row]]

GENESIS = "0" * 64

# The replayed tables and their keys. A table with a `seq` column remembers the
# journal row of its last change.
KEYS: dict[str, tuple[str, ...]] = {
    "tickets": ("ref",),
    "series": ("business_day", "series"),
    "counters": ("counter",),
    "ratings": ("ref",),
    "days": ("business_day",),
    "policy": ("one",),
    "office": ("one",),
    "services": ("code",),
    "procedures": ("ref",),
    "officers": ("name",),
    "media": ("media",),
    "tallies": ("business_day", "counter", "kind"),
    "indicators": ("ref",),
    "gaps": ("gap",),
}
# Keys of the tables that are not replayed.
PRIVATE_KEYS = {
    "meta": ("key",),
    "undo": ("counter",),
    "slips": ("slip",),
    "printers": ("printer",),
    "secrets": ("ref", "kind"),
    "pins": ("name",),
    "sign_ins": ("hash",),
    "tokens": ("hash",),
    "idempotency": ("actor", "path", "key"),
}
STAMPED = {"tickets", "counters"}
CATALOGUE = {"office", "policy", "services", "procedures", "counters", "officers"}


def canonical(data: Any) -> str:
    """The one way to write JSON here: what is hashed is what is stored."""
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def chain(
    previous: str, seq: int, at: str, what: str, by: str, device: str, data: str
) -> str:
    """The hash of a row: of all it says and of the row before it."""
    text = "\n".join((previous, str(seq), at, what, by, device, data))
    return hashlib.sha256(text.encode()).hexdigest()


def sealed(salt: str, value: str) -> str:
    return hashlib.sha256((salt + value).encode()).hexdigest()


def apply(state: State, event: Event) -> None:
    """Fold one event into the state."""
    for table, rows in event.data.get("changes", {}).items():
        keys = KEYS[table]
        for row in rows:
            key = tuple(row[name] for name in keys)
            stamp = {"seq": event.seq} if table in STAMPED else {}
            state.setdefault(table, {}).setdefault(key, {}).update(row | stamp)


def replay(events: Iterable[Event], start: State | None = None) -> State:
    """The state that the journal tells: all of it, or what follows a checkpoint."""
    state: State = start if start is not None else {}
    for event in events:
        apply(state, event)
    return state


def differences(told: State, kept: State) -> list[str]:
    """Where the journal and the tables part, one sentence each."""
    found = []
    for table in KEYS:
        left, right = told.get(table, {}), kept.get(table, {})
        for key in sorted(left.keys() | right.keys(), key=str):
            if problem := _difference(left.get(key), right.get(key)):
                found.append(f"{table} {'/'.join(map(str, key))}: {problem}")
    return found


def _difference(told: Row | None, kept: Row | None) -> str | None:
    if told is None:
        return "is in the table, but the journal does not know it"
    if kept is None:
        return "is in the journal, but missing in the table"
    wrong = [
        f"{name} is {kept.get(name)!r}, the journal says {told.get(name)!r}"
        for name in sorted(told.keys() | kept.keys())
        if told.get(name) != kept.get(name)
    ]
    return "; ".join(wrong) or None


def dump(state: State) -> str:
    return canonical({table: list(rows.values()) for table, rows in state.items()})


def undump(text: str) -> State:
    return {
        table: {tuple(row[name] for name in KEYS[table]): row for row in rows}
        for table, rows in json.loads(text).items()
    }
