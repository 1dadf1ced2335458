"""The office's clock, handed in everywhere.

In trial mode LUOT_CLOCK may set it: the first start stores the offset in the
database, every process uses it, and time runs on from there.
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

Clock = Callable[[], datetime]


def utc_now() -> datetime:
    return datetime.now(UTC)


def shifted(seconds: float) -> Clock:
    """A clock that runs `seconds` before or behind the machine's."""
    if not seconds:
        return utc_now
    offset = timedelta(seconds=seconds)
    return lambda: utc_now() + offset


def offset_for(start: datetime | None, kept: str | None) -> float:
    """Seconds to shift by: what the database keeps, else what `start` asks for."""
    if kept is not None:
        return float(kept)
    return (start - utc_now()).total_seconds() if start else 0.0


def stamp(moment: datetime) -> str:
    """As the database writes it: UTC with microseconds, so that text sorts as time."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")
