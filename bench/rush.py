"""Many requests at once, from a process of their own: how many a second, how long."""

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Self

import gevent

from bench.figures import p99
from bench.wire import Address, Wire

Lane = Sequence[bytes]  # the requests of one connection, one after another


@dataclass(frozen=True)
class Pace:
    """What a rush, or several like it, took: seconds in all and of each answer."""

    seconds: float
    took: tuple[float, ...]

    @classmethod
    def of(cls, paces: Iterable[Self]) -> Self:
        known = list(paces)
        took = tuple(one for pace in known for one in pace.took)
        return cls(sum(pace.seconds for pace in known), took)

    @property
    def per_second(self) -> float:
        return len(self.took) / self.seconds

    @property
    def p99_ms(self) -> float:
        return p99(self.took) * 1000


def rush(address: Address, lanes: Sequence[Lane]) -> Pace:
    """Every lane on its own keep-alive connection; a refusal ends the benchmark."""
    wires = [Wire(address) for _ in lanes]
    took: list[float] = []
    start = time.perf_counter()
    running = [
        gevent.spawn(_drive, wire, lane, took)
        for wire, lane in zip(wires, lanes, strict=True)
    ]
    gevent.joinall(running, raise_error=True)
    seconds = time.perf_counter() - start
    for wire in wires:
        wire.__exit__()
    return Pace(seconds, tuple(took))


def _drive(wire: Wire, lane: Lane, took: list[float]) -> None:
    for request in lane:
        sent = time.perf_counter()
        wire.ask(request)
        took.append(time.perf_counter() - sent)
