"""How long a ticket will wait: a likely value and a range, in seconds.

The simple form: learned mean service time × people before you ÷ open counters, a
counter that serves several lines being shared among them by their lengths. The
mean is shrunk to the office's own figure: m = (κ·m₀ + Σd) / (κ + n), κ = 8
(research: learned means, prior = configured minutes). While counters are off (a
break, lunch) the line goes slower, or stands still: nobody is promised a time in it.
The interface (`Floor` in, `Forecast` out) is what the rest of the house relies on;
the inside may grow.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

KAPPA = 8  # how many visits the configured minutes weigh
STEP = 300  # seconds: ranges are rounded outward to five minutes
LOW, HIGH = 0.6, 1.5  # of the likely value, before breaks and rounding
Slow = tuple[float, float, float]  # from, until, at which part of the full pace


@dataclass(frozen=True)
class Wait:
    low: int
    likely: int
    high: int

    def as_json(self) -> dict[str, int]:
        return {"low": self.low, "likely": self.likely, "high": self.high}


@dataclass(frozen=True)
class Learned:
    """Finished services of a line: how many, and their seconds in all."""

    visits: int = 0
    seconds: float = 0.0


@dataclass(frozen=True)
class OpenCounter:
    services: Sequence[str]
    busy: bool
    off: Sequence[tuple[float, float]] = ()  # seconds from now: breaks, lunch; in order

    def rests(self, at: float) -> bool:
        return any(start <= at < end for start, end in self.off)


@dataclass(frozen=True)
class Floor:
    """What the estimate looks at: the office at one instant."""

    prior: Mapping[str, float]  # configured mean service time by service, seconds
    learned: Mapping[str, Learned]
    waiting: Mapping[str, int]
    counters: Sequence[OpenCounter]


@dataclass(frozen=True)
class Forecast:
    """Seconds for any place in any line; None where no open counter serves it."""

    _pace: Mapping[str, float] = field(default_factory=dict)  # seconds per person
    _free: Mapping[str, int] = field(default_factory=dict)  # idle counters
    _slow: Mapping[str, Sequence[Slow]] = field(default_factory=dict)
    usual: Mapping[str, float] = field(default_factory=dict)  # seconds of one service

    def wait(self, service: str, ahead: int) -> Wait | None:
        """For somebody with `ahead` people before them in the line."""
        pace = self._pace.get(service)
        if pace is None:
            return None
        turns = ahead + 1 - self._free[service]
        work = max(0.0, turns * pace)
        low, likely, high = (
            _passed(part * work, self._slow[service]) for part in (LOW, 1, HIGH)
        )
        return Wait(
            math.floor(low / STEP) * STEP,
            round(likely),
            max(STEP, math.ceil(high / STEP) * STEP),
        )


def forecast(floor: Floor) -> Forecast:
    pace: dict[str, float] = {}
    free: dict[str, int] = {}
    slow: dict[str, list[Slow]] = {}
    usual = {
        service: _mean(prior, floor.learned.get(service))
        for service, prior in floor.prior.items()
    }
    for service, mean in usual.items():
        serving = [c for c in floor.counters if service in c.services]
        if serving:
            shares = [_share(service, c, floor.waiting) for c in serving]
            pace[service] = mean / sum(shares)
            free[service] = _free(service, serving, floor.waiting)
            slow[service] = _slow(serving, shares)
    return Forecast(pace, free, slow, usual)


def _slow(serving: Sequence[OpenCounter], shares: Sequence[float]) -> list[Slow]:
    """When not all of these counters work, and what part of them does."""
    edges = sorted({edge for c in serving for span in c.off for edge in span})
    found = []
    for start, end in pairwise(edges):
        parts = zip(serving, shares, strict=True)
        at_work = sum(share for c, share in parts if not c.rests(start))
        if at_work < sum(shares):
            found.append((start, end, at_work / sum(shares)))
    return found


def _passed(work: float, slow: Sequence[Slow]) -> float:
    """The seconds on the clock that so many at full pace take."""
    at = 0.0
    for start, end, part in slow:
        if work < start - at:
            break
        work -= start - at
        if part and work < (end - start) * part:
            return start + work / part
        work -= (end - start) * part
        at = end
    return at + work


def _free(
    service: str, serving: Sequence[OpenCounter], waiting: Mapping[str, int]
) -> int:
    """Idle counters that nobody of another line will take first."""
    rivals = {line for counter in serving for line in counter.services} - {service}
    there = [counter for counter in serving if not counter.rests(0)] or serving
    idle = sum(not counter.busy for counter in there)
    return max(0, idle - sum(waiting.get(line, 0) for line in rivals))


def _share(service: str, counter: OpenCounter, waiting: Mapping[str, int]) -> float:
    """A counter's part for one line: as long as the line is among its lines, for it
    calls by arrival across them. The asker counts as one of the line."""
    all_lines = sum(waiting.get(line, 0) for line in counter.services)
    return (waiting.get(service, 0) + 1) / (all_lines + 1)


def _mean(prior: float, learned: Learned | None) -> float:
    learned = learned or Learned()
    return (KAPPA * prior + learned.seconds) / (KAPPA + learned.visits)
