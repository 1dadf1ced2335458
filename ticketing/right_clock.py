"""A machine whose battery is dead wakes up in another year: a clock that stands before
the journal's last act is looked at by somebody before the day goes on.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from ticketing.clock import stamp
from ticketing.hours import local
from ticketing.store import Store, Writing

LENIENCE = timedelta(minutes=5)  # a time server corrects so much without a word
SAME = timedelta(minutes=1)  # acts of a clock that is set back stand so close together


@dataclass(frozen=True)
class SetBack:
    """What the clock says, and when the last act was."""

    now: datetime
    last: datetime

    @property
    def said(self) -> dict[str, str]:
        """With the year, for that is what a dead battery forgets."""
        moments = {"now": self.now, "last": self.last}
        return {name: f"{local(at):%H:%M %d/%m/%Y}" for name, at in moments.items()}


def set_back(store: Store) -> SetBack | None:
    """None too when somebody has said already that the clock is right."""
    seen = SetBack(store.clock(), store.now())
    behind = seen.last - seen.now > LENIENCE
    return seen if behind and not _is_confirmed(store, seen) else None


def _is_confirmed(store: Store, seen: SetBack) -> bool:
    """Once for all counters; not when the clock fell again, or had caught up before."""
    said = (store.meta("right_clock") or "").split()
    known = [datetime.fromisoformat(one) for one in said]
    return bool(known) and known[0] <= seen.now and seen.last - known[1] < SAME


def confirm(store: Store, writing: Writing) -> None:
    value = f"{stamp(store.clock())} {stamp(store.now())}"
    writing.put("meta", {"key": "right_clock", "value": value})
