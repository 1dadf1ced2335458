"""When the office is open, and which business day a moment belongs to.

Everything inside is UTC; the office lives in Asia/Ho_Chi_Minh. Public holidays come
from the `holidays` package (Tết, substitute days and swapped Saturdays included),
the office's own days from policy; policy wins.
"""

import math
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from itertools import pairwise
from zoneinfo import ZoneInfo

import holidays

from ticketing.policy import Policy

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
LOOK_AHEAD = 60  # days; no office is closed longer
Session = tuple[datetime, datetime]
Span = tuple[float, float]  # seconds from a moment


def local(moment: datetime) -> datetime:
    return moment.astimezone(ZONE)


def business_day(moment: datetime) -> str:
    """2026-11-23: the date on the office's wall."""
    return local(moment).date().isoformat()


def end_of_day(day: str) -> datetime:
    """The last instant of a business day, in UTC."""
    midnight = datetime.combine(date.fromisoformat(day), time.max, ZONE)
    return midnight.astimezone(UTC)


def days_after(day: str, days: int) -> str:
    return (date.fromisoformat(day) + timedelta(days=days)).isoformat()


@lru_cache(maxsize=8)
def _calendar(year: int) -> holidays.HolidayBase:
    return holidays.country_holidays("VN", years=year, language="vi")


def is_working_day(day: date, policy: Policy) -> bool:
    """Policy's own days first, then swapped weekends, then the public holidays."""
    text = day.isoformat()
    if text in policy.open_days or text in policy.closed_days:
        return text in policy.open_days
    if not policy.public_holidays:
        return True
    return day not in _calendar(day.year)


def sessions(day: date, policy: Policy) -> list[Session]:
    """The working sessions of a day in UTC, in order; none when it is closed."""
    if not is_working_day(day, policy):
        return []
    plan = policy.week[day.weekday()] or _borrowed(day, policy)
    return [(_at(day, start), _at(day, end)) for start, end in plan]


def _borrowed(day: date, policy: Policy) -> tuple[tuple[str, str], ...]:
    """A day that is open by decree or by the office alone keeps Monday's hours, or
    those of the week's first day that has any."""
    swapped = policy.public_holidays and day in _calendar(day.year).weekend_workdays
    usual = next((plan for plan in policy.week if plan), ())
    return usual if swapped or day.isoformat() in policy.open_days else ()


def _at(day: date, clock: str) -> datetime:
    return datetime.combine(day, time.fromisoformat(clock), ZONE).astimezone(UTC)


def is_day_off(moment: datetime, policy: Policy) -> bool:
    """The calendar says so, and nobody has said that the office works all the same."""
    today = local(moment).date()
    said = today.isoformat() in policy.open_days
    return not said and not sessions(today, policy)


def off_times(
    moment: datetime, breaks: Sequence[tuple[str, str]], policy: Policy | None = None
) -> tuple[Span, ...]:
    """When a counter does not work today: before the first session, over lunch, and on
    its own breaks. In seconds from `moment`, in order and apart, none that is over; an
    end is rounded up to a minute, so that what it tells does not change each second.

    After the last session the counters serve on: nothing is off. Without `policy`
    (trial mode) the office is open at any hour.
    """
    day = local(moment).date()
    off = [(_at(day, start), _at(day, end)) for start, end in breaks]
    if policy and (plan := sessions(day, policy)):
        edges = [(_at(day, "00:00"), plan[0][0])]
        edges += [(one[1], other[0]) for one, other in pairwise(plan)]
        off += edges
    spans = [_from(moment, one) for one in sorted(off) if one[1] > moment]
    return tuple(_joined(spans))


def _from(moment: datetime, session: Session) -> Span:
    start, end = ((edge - moment).total_seconds() for edge in session)
    return max(0.0, start), math.ceil(end / 60) * 60.0


def _joined(spans: Sequence[Span]) -> list[Span]:
    """Those that touch become one; they come in order of their beginnings."""
    joined: list[Span] = []
    for start, end in spans:
        if joined and start <= joined[-1][1]:
            start, before = joined.pop()
            end = max(before, end)
        joined.append((start, end))
    return joined


def is_open(moment: datetime, policy: Policy) -> bool:
    """Whether the counters work."""
    today = sessions(local(moment).date(), policy)
    return any(start <= moment < end for start, end in today)


def gives_numbers(moment: datetime, policy: Policy) -> bool:
    """Whether the kiosk gives numbers: in a session and a little before it."""
    early = timedelta(minutes=policy.open_early_minutes)
    stop = timedelta(minutes=policy.stop_early_minutes)
    today = sessions(local(moment).date(), policy)
    return any(start - early <= moment < end - stop for start, end in today)


def coming_sessions(moment: datetime, policy: Policy) -> Iterator[Session]:
    """Sessions that have not ended, today's first."""
    first = local(moment).date()
    for offset in range(LOOK_AHEAD):
        for session in sessions(first + timedelta(days=offset), policy):
            if session[1] > moment:
                yield session


def next_opening(moment: datetime, policy: Policy) -> datetime | None:
    """When the counters open next; None when nothing is planned."""
    starts = (start for start, _ in coming_sessions(moment, policy) if start > moment)
    return next(starts, None)


def next_numbers(moment: datetime, policy: Policy) -> datetime | None:
    """When the kiosk gives numbers again."""
    opening = next_opening(moment, policy)
    early = timedelta(minutes=policy.open_early_minutes)
    return opening and max(opening - early, moment)


def last_session_ended(moment: datetime, policy: Policy) -> datetime | None:
    """The end of today's last session once it has passed."""
    end = closing_time(moment, policy)
    return end if end and end <= moment else None


def closing_time(moment: datetime, policy: Policy) -> datetime | None:
    """The end of today's last session; None on a closed day."""
    today = sessions(local(moment).date(), policy)
    return today[-1][1] if today else None
