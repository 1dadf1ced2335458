"""The rows of the supervisor's page: a line, a counter."""

from collections.abc import Sequence
from dataclasses import dataclass

from ticketing.catalogue import Counter, Words
from ticketing.floor import AtCounter, InLine


@dataclass(frozen=True)
class Line:
    """`could`: counters that work and whose officers know it, where it is missing."""

    line: InLine
    short: Words
    minutes: int | None  # of the oldest wait
    could: tuple[Counter, ...]


@dataclass(frozen=True)
class Seat:
    """A counter, who is there, and what a supervisor may do about it."""

    here: Counter
    at: AtCounter
    minutes: int | None  # in this state
    alone: tuple[Line, ...]  # only this counter works for them
    takers: tuple[Counter, ...]  # that could take its lines while it does not work

    @property
    def busy(self) -> str | None:
        return self.at.number


def knows(counter: Counter, lines: Sequence[str]) -> bool:
    """Its officer has the skill for one of them, or none is written down."""
    return not counter.skills or bool(set(counter.skills) & set(lines))
