"""From an officer's press to the last screen and the last phone that shows it.

The office and the bare sockets are pressed in turn, so that whatever else the machine
does meets both.
"""

import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field

import gevent
from gevent.event import Event

from bench.wire import PATIENCE, Address, Display, Phone, Refused, Wire, post

DISPLAYS, PHONES = 20, 100
EVERY = DISPLAYS + PHONES
WARM_UP = 5  # presses
REST = 0.2  # seconds before a press: a snapshot is held back for 0.1 after another
SERVING = '"number":"%s","counter":1'  # what the snapshot says of the one called

Reach = tuple[float, float]  # seconds to the last display, to the last phone


@dataclass
class Hall:
    """All who listen to one server, and when each of them heard the news."""

    news: bytes = b"\0"
    sizes: dict[str, int] = field(default_factory=dict)  # bytes of a message
    heard: dict[str, list[float]] = field(default_factory=dict)
    everyone: Event = field(default_factory=Event)

    def listen(self, wire: Display | Phone) -> None:
        kind = type(wire).__name__.lower()
        while True:
            text = wire.message()
            now = time.perf_counter()
            self.sizes[kind] = len(text.rstrip())
            if self.news in text:
                self.heard[kind].append(now)
                if sum(map(len, self.heard.values())) == EVERY:
                    self.everyone.set()

    def press(self, officer: Wire, request: bytes, news: str) -> Reach:
        self.news, self.heard = news.encode(), {"display": [], "phone": []}
        self.everyone.clear()
        gevent.sleep(REST)
        pressed = time.perf_counter()
        officer.ask(request)
        if not self.everyone.wait(PATIENCE):
            counts = {kind: len(times) for kind, times in self.heard.items()}
            raise Refused(f"{news} reached only {counts}")
        display, phone = (max(times) for times in self.heard.values())
        return display - pressed, phone - pressed


@contextmanager
def hall(address: Address) -> Iterator[Hall]:
    """Full of listeners, the screens spread evenly among the phones."""
    full = Hall()
    with ExitStack() as stack:
        for place in range(EVERY):
            screen = place % (EVERY // DISPLAYS) == 0
            wire = Display(address) if screen else Phone(address)
            stack.enter_context(wire)
            wire.watch()
            listener = gevent.spawn(full.listen, wire)
            stack.callback(listener.kill)
        gevent.sleep(1)  # until every one of them has its first snapshot
        yield full


def fan_out(
    office: Address, bare: Address, press: bytes, numbers: Sequence[str]
) -> tuple[list[Reach], list[Reach]]:
    """Of the office and of bare sockets. `press` calls the next of `numbers`."""
    told, floor = [], []
    with (
        hall(office) as real,
        hall(bare) as plain,
        Wire(office) as officer,
        Wire(bare) as presser,
    ):
        for number in numbers:
            news = SERVING % number
            told.append(real.press(officer, press, news))
            same = post("/press", {"news": news, "sizes": real.sizes})
            floor.append(plain.press(presser, same, news))
    return told[WARM_UP:], floor[WARM_UP:]
