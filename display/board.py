"""What one screen shows of the public snapshot: the calls and lines of its hall."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any, Self

from office.live import Snapshot
from ticketing.catalogue import Counter
from ticketing.estimates import Forecast
from ticketing.hours import local
from ticketing.policy import Policy

ROWS = 6  # calls beside the large one, where the screen has room for so many
STRIP = 14  # numbers in the strips together; the rest is counted
FULL = 6  # so many leave no room for the sentence about priority
NARROW, WIDE = 5, 8  # characters of number and counter that the sizes know

Call = dict[str, Any]


@dataclass(frozen=True)
class Voice:
    """How loud the screen speaks now; while it is quiet the numbers change silently."""

    volume: int  # per cent
    quiet: bool

    @classmethod
    def at(cls, now: datetime, policy: Policy) -> Self:
        time = f"{local(now):%H:%M}"
        quiet = any(start <= time < end for start, end in policy.voice_quiet)
        return cls(policy.voice_volume, quiet)


class Board:
    rows = ROWS

    def __init__(
        self, snapshot: Snapshot, counters: Iterable[Counter], zone: str
    ) -> None:
        self.data = snapshot.data
        self.etag = snapshot.etag
        halls = [counter for counter in counters if counter.zone == zone]
        self.zone = zone if halls else ""
        self._served = {code for counter in halls for code in counter.serves}

    @property
    def calls(self) -> list[Call]:
        """Newest first. Halls hear their own; a screen without a hall hears all."""
        calls = self.data["calls"]
        return [c for c in calls if not self.zone or c["zone"] == self.zone]

    @property
    def is_closed(self) -> bool:
        """By the hours, and nobody is called: an officer may end a long day later."""
        called = any(call["status"] == "called" for call in self.calls)
        return not (self.data["open"] or called)

    @property
    def state(self) -> str:
        return "closed" if self.is_closed else "normal"

    @cached_property
    def own(self) -> list[dict[str, Any]]:
        """The lines that this hall's counters serve; without a hall all of them."""
        lines: list[dict[str, Any]] = self.data["lines"]
        if not self.zone:
            return lines
        return [line for line in lines if line["service"] in self._served]

    def _ours(self, numbers: list[str]) -> list[str]:
        """All but the numbers of other halls' lines; a roll's letter is of no line."""
        own = {line["series"] for line in self.own}
        others = {line["series"] for line in self.data["lines"]} - own
        return [number for number in numbers if number[0] not in others]

    @property
    def missed(self) -> list[str]:
        """The latest of them, when there are too many for the strip."""
        return self._ours(self.data["missed"])[-(STRIP - len(self.ready)) :]

    @property
    def ready(self) -> list[str]:
        return self._ours(self.data["ready"])[-STRIP // 2 :]

    @property
    def unlisted(self) -> int:
        """How many found no room in the strips."""
        listed = len(self.missed) + len(self.ready)
        return len(self._ours(self.data["missed"] + self.data["ready"])) - listed

    @property
    def explains_priority(self) -> bool:
        """Whenever a badge is to be seen, else when there is room."""
        seen = any(call["priority"] for call in self.calls[: ROWS + 1])
        return seen or len(self.missed) + len(self.ready) <= FULL

    @property
    def columns(self) -> int:
        """Of the lines: one row up to four, then two rows as long as words fit."""
        count = len(self.own)
        return max(count, 1) if count <= 4 else min(max((count + 1) // 2, 3), 6)

    def lines(self, forecast: Forecast) -> list[dict[str, Any]]:
        """Each line's last call, how many wait, and the range for one who comes now."""
        return [
            line | {"now": self._now(line), "range": wait and wait.as_json()}
            for line in self.own
            for wait in [forecast.wait(line["service"], line["waiting"])]
        ]

    def _now(self, line: dict[str, Any]) -> str:
        """A long visit outlives the list of calls: then by its letter."""
        calls = [c for c in self.data["calls"] if c["service"] == line["service"]]
        there = [s for s in self.data["serving"] if s["number"][0] == line["series"]]
        return next((shown["number"] for shown in (*calls, *there)), "")

    def length(self, call: Call) -> int:
        """Characters that the number and the counter need together."""
        needed = len(call["number"]) + len(str(call["counter"]))
        return min(max(needed, NARROW), WIDE)
