"""What is said of the measurements: medians of runs, and ratios within a run."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median

LINE = "{:<26} {:>9} {:<5} {:>9} {:>8} {:>7}  {}"
HEAD = LINE.format("figure", "value", "", "base", "ratio", "limit", "")


def p99(took: Sequence[float]) -> float:
    """By nearest rank: a value that was measured, never one between two."""
    return sorted(took)[math.ceil(0.99 * len(took)) - 1]


@dataclass
class Figure:
    """One value a run, and beside each the base of the same run: another run on a
    busy machine says little, its ratio much."""

    unit: str
    limit: float | None = None
    at_least: bool = False  # else the ratio may be at most the limit
    values: list[float] = field(default_factory=list)
    bases: list[float] = field(default_factory=list)

    def add(self, value: float, base: float) -> None:
        self.values.append(value)
        self.bases.append(base)

    @property
    def value(self) -> float:
        return median(self.values)

    @property
    def ratio(self) -> float:
        pairs = zip(self.values, self.bases, strict=True)
        return median(value / base for value, base in pairs)

    @property
    def verdict(self) -> str:
        if self.limit is None:
            return ""
        if self.at_least:
            return "OK" if self.ratio >= self.limit else "under"
        return "OK" if self.ratio <= self.limit else "over"

    def as_json(self) -> dict[str, object]:
        return {
            "value": round(self.value, 2),
            "limit": self.limit,
            "ratio": round(self.ratio, 3),
            "runs": [round(value, 2) for value in self.values],
        }

    def line(self, name: str) -> str:
        limit = f"{'≥' if self.at_least else '≤'} {self.limit}" if self.limit else ""
        return LINE.format(
            name,
            f"{self.value:.1f}",
            self.unit,
            f"{median(self.bases):.1f}",
            f"{self.ratio:.2f}",
            limit,
            self.verdict,
        ).rstrip()
