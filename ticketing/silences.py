"""When the office fell silent in the midst of its hours: perhaps the power was gone.

Nothing says so, for nobody is there to write it. What is known: the journal's last
row before, its first row after, and when this process started.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from ticketing.gaps import Gap, gaps
from ticketing.hours import business_day, is_working_day, local, sessions
from ticketing.policy import Policy
from ticketing.reads import Reads

LONG = timedelta(minutes=5)
MINUTE = timedelta(minutes=1)
ROWS = 5000  # of the journal: more than a day has


def silences(
    store: Reads, now: datetime, started: datetime, trial: bool = False
) -> list[Gap]:
    """Of today, the one that ended with the start of this process first, then the
    longest; in whole minutes, within which nothing happened. None that is known."""
    policy = None if trial else store.policy()
    known = gaps(store)
    found = [
        gap
        for gap in _quiet(_moments(store, now, started), started)
        if _in_hours(gap, policy) > LONG and not _among(gap, known)
    ]
    return sorted(
        found, key=lambda gap: (not _ends_with(gap, started), gap[0] - gap[1])
    )


def _moments(store: Reads, now: datetime, started: datetime) -> list[datetime]:
    """Of today, in order: whatever happened, and the start."""
    rows = store.find("journal", "seq DESC", ROWS)
    at = {datetime.fromisoformat(row["at"]) for row in rows} | {started}
    today = business_day(now)
    return sorted(one for one in at if business_day(one) == today and one <= now)


def _quiet(moments: Sequence[datetime], started: datetime) -> Iterator[Gap]:
    """Inwards in whole minutes, as people say times: what happened lies outside."""
    for before, after in pairwise(moments):
        begun = (before.timestamp() // 60 + 1) * 60
        ended = after.timestamp() // 60 * 60
        if begun < ended and before != started:  # else the machine ran, unused
            yield _moment(begun), _moment(ended)


def _moment(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def _in_hours(gap: Gap, policy: Policy | None) -> timedelta:
    """The longest part of it in one session; in trial mode the office never shuts."""
    day = local(gap[0]).date()
    if policy is None or not is_working_day(day, policy):
        return gap[1] - gap[0]
    parts = [
        min(gap[1], end) - max(gap[0], start) for start, end in sessions(day, policy)
    ]
    return max(parts, default=timedelta(0))


def _among(gap: Gap, known: Sequence[Gap]) -> bool:
    return any(begun < gap[1] and gap[0] < ended for begun, ended in known)


def _ends_with(gap: Gap, started: datetime) -> bool:
    return gap[1] <= started < gap[1] + MINUTE
