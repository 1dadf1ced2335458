"""What one screen shows of the public snapshot: the calls and lines of its hall."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any, Self

from display.results import Pile, pages
from display.sizing import line_columns
from office.live import Snapshot
from ticketing.catalogue import Counter
from ticketing.estimates import Forecast
from ticketing.hours import local
from ticketing.policy import Policy

ROWS = 6  # calls beside the large one, where the screen has room for so many
STRIP = 12  # missed numbers at most, six beside results; the rest is counted
FULL = 6  # numbers in both strips that leave the line to the sentence
FIGURES = NARROW, WIDE = 5, 8  # characters of number and counter that sizes know

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
        everywhere = list(counters)
        halls = [counter for counter in everywhere if counter.zone == zone]
        self.zone = zone if halls else ""
        places = halls if self.zone else everywhere
        self._highest = max((counter.counter for counter in places), default=0)
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
        room = STRIP // 2 if self.results else STRIP
        return self._ours(self.data["missed"])[-room:]

    @property
    def more_missed(self) -> int:
        """How many found no room in their strip."""
        return len(self._ours(self.data["missed"])) - len(self.missed)

    @cached_property
    def results(self) -> list[list[Pile]]:
        return pages(self.data, self.zone)

    @property
    def is_crowded(self) -> bool:
        """The missed and the results each need a line."""
        ready = sum(len(numbers) for page in self.results for _, numbers in page)
        return len(self.missed) + ready > FULL

    @property
    def has_badge(self) -> bool:
        """Then the sentence about priority is needed; any call may become large."""
        return any(call["priority"] for call in self.calls)

    @property
    def columns(self) -> int:
        return line_columns(len(self.own))

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
        return _known(len(call["number"]) + len(str(call["counter"])))

    @property
    def longest(self) -> int:
        """… of all calls: the rows are of one size."""
        return max(map(self.length, self.calls), default=NARROW)

    @property
    def figures(self) -> int:
        """… on a usual day: A012, and this hall's highest counter."""
        return _known(len("A012") + len(str(self._highest)))

    def needs(self, pictures: bool) -> dict[str, Any]:
        """What the sizes depend on, besides the screen and its seats."""
        lines = len(self.own)
        return {"lines": lines, "figures": self.figures, "pictures": int(pictures)}


def _known(figures: int) -> int:
    return min(max(figures, NARROW), WIDE)
