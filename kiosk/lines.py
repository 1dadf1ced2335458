"""What the kiosk says of each line before anybody takes a number."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from office.current import desk, live
from ticketing.catalogue import Service
from ticketing.estimates import Wait
from ticketing.hours import (
    coming_sessions,
    gives_numbers,
    local,
    next_numbers,
    next_opening,
)
from ticketing.line import credit
from ticketing.policy import Sessions, Week

LAST = 2**62  # a ref behind every ticket there will ever be


@dataclass(frozen=True)
class Line:
    """A service as somebody would join it now."""

    service: Service
    waiting: int
    counters: list[int]  # those that take people now
    ahead: int
    wait: Wait | None
    late: datetime | None  # the end of the session that this line may not reach
    shut: str | None  # why it gives no numbers


def is_closed() -> bool:
    return out_of_hours() or desk.store.policy().roll_mode


def out_of_hours() -> bool:
    """Trial mode counts as open at any hour."""
    return not desk.trial and not gives_numbers(desk.store.clock(), desk.store.policy())


def lines(priority: bool = False) -> list[Line]:
    return [line_of(service, priority) for service in desk.store.services()]


def line_of(service: Service, priority: bool = False) -> Line:
    now, policy = desk.store.clock(), desk.store.policy()
    shown = {line["service"]: line for line in live.current().data["lines"]}
    known = shown.get(service.code, {"waiting": 0, "counters": []})
    place = now - credit(policy, priority)
    ahead = desk.store.count_before(service.code, place, LAST)
    wait = desk.forecast().wait(service.code, ahead)
    paused = desk.store.office().paused
    return Line(
        service,
        known["waiting"],
        known["counters"],
        ahead,
        wait,
        missed_end(now, wait) if wait else None,
        paused.get("", paused.get(service.code)),
    )


def missed_end(now: datetime, wait: Wait) -> datetime | None:
    """When this session ends, if the turn would likely come later."""
    for start, end in coming_sessions(now, desk.store.policy()):
        late = start <= now and now + timedelta(seconds=wait.likely) > end
        return end if late else None
    return None


def closing() -> dict[str, Any]:
    """For the page that stands while no numbers are given."""
    now, policy = desk.store.clock(), desk.store.policy()
    numbers = next_numbers(now, policy)
    return {
        "roll": policy.roll_mode and not out_of_hours(),
        "numbers": numbers,
        "opening": next_opening(now, policy),
        "days": (local(numbers).date() - local(now).date()).days if numbers else None,
        "week": list(alike(policy.week)),
    }


def alike(week: Week) -> Iterable[tuple[int, int, Sessions]]:
    """Runs of weekdays (Monday is 0) with the same hours."""
    for hours, run in groupby(enumerate(week), key=lambda day: day[1]):
        days = [number for number, _ in run]
        yield days[0], days[-1], hours
