"""What is measured in one run, and against what."""

from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from itertools import cycle, islice
from statistics import median
from uuid import uuid4

from bench import lag
from bench.bare import bare_server
from bench.fanout import WARM_UP, fan_out
from bench.figures import Figure, p99
from bench.rush import Lane, Pace, rush
from bench.server import COUNTERS, Office, serving
from bench.wire import Address, get, post

AT_ONCE = (1, 8, 32)
SLICES = 4  # of each measure in a run; the first of them warms up
LINE, SERIES, COUNTER = "chung-thuc", "A", 1  # where the officer presses
SPARE = 25  # people who still wait after the last press
KINDS = ("20_displays", "100_phones")
ISSUING, FAN_OUT = 0.35, 4.0  # limits of the ratios
HELLO = get("/healthz")


@dataclass(frozen=True)
class Effort:
    runs: int
    hellos: int  # requests a slice
    tickets: int
    calls: int
    presses: int
    lag: float  # seconds


def no_figures() -> dict[str, Figure]:
    figures = {}
    for at_once in AT_ONCE:
        figures[f"issue_{at_once}"] = Figure("/s", ISSUING, at_least=True)
        figures[f"issue_{at_once}_p99"] = Figure("ms")
    figures["calls_8"] = Figure("/s")
    figures["calls_8_p99"] = Figure("ms")
    for kind in KINDS:
        figures[f"press_to_{kind}"] = Figure("ms", FAN_OUT)
        figures[f"press_to_{kind}_p99"] = Figure("ms", FAN_OUT)
    figures["hub_lag_p99"] = Figure("ms", 1.0)
    figures["hub_lag_max"] = Figure("ms")
    return figures


@dataclass(frozen=True)
class Bench:
    effort: Effort
    loader: ProcessPoolExecutor  # one process, which loads the server
    figures: dict[str, Figure] = field(default_factory=no_figures)

    def run(self) -> None:
        """Everything once, each half on a fresh office."""
        with serving() as office:
            self._rush(office, openings(office))
            self._speeds(office)
        with serving() as office, bare_server() as bare:
            self._rush(office, openings(office))
            self._reach(office, bare)
        self._lag()

    def _lag(self) -> None:
        """Beside the limit itself: a hub that is later makes every page wait."""
        late, latest = lag.measured(self.effort.lag)
        self.figures["hub_lag_p99"].add(late, lag.LIMIT)
        self.figures["hub_lag_max"].add(latest, lag.LIMIT)

    def _rush(self, office: Office, lanes: list[Lane]) -> Pace:
        return self.loader.submit(rush, office.address, lanes).result()

    # --- beside the same server's "hello" ---------------------------------

    def _speeds(self, office: Office) -> None:
        for at_once in AT_ONCE:
            each = self.effort.tickets // at_once
            slices = [
                [issues(office, each) for _ in range(at_once)] for _ in range(SLICES)
            ]
            self._beside_hello(office, f"issue_{at_once}", slices)
        each = self.effort.calls // len(COUNTERS)
        slices = [[calls(office, n, each) for n in COUNTERS] for _ in range(SLICES)]
        self._beside_hello(office, "calls_8", slices)

    def _beside_hello(
        self, office: Office, name: str, slices: list[list[Lane]]
    ) -> None:
        """Slices of both in turn; the first of each warms up."""
        told, floor = [], []
        for lanes in slices:
            each = self.effort.hellos // len(lanes)
            floor.append(self._rush(office, [[HELLO] * each] * len(lanes)))
            told.append(self._rush(office, lanes))
        pace, hello = Pace.of(told[1:]), Pace.of(floor[1:])
        self.figures[name].add(pace.per_second, hello.per_second)
        self.figures[f"{name}_p99"].add(pace.p99_ms, hello.p99_ms)

    # --- beside bare sockets ----------------------------------------------

    def _reach(self, office: Office, bare: Address) -> None:
        presses = WARM_UP + self.effort.presses
        self._rush(office, [[issue(office, LINE) for _ in range(presses + SPARE)]])
        numbers = [f"{SERIES}{number:03}" for number in range(1, presses + 1)]
        press = act(office, COUNTER, "calls")
        work = self.loader.submit(fan_out, office.address, bare, press, numbers)
        told, floor = work.result()
        for place, kind in enumerate(KINDS):
            ours = [reach[place] * 1000 for reach in told]
            theirs = [reach[place] * 1000 for reach in floor]
            self.figures[f"press_to_{kind}"].add(median(ours), median(theirs))
            self.figures[f"press_to_{kind}_p99"].add(p99(ours), p99(theirs))


# --- requests -----------------------------------------------------------------


def issues(office: Office, tickets: int) -> Lane:
    """Over all lines in turn, as a morning brings them."""
    return [issue(office, line) for line in islice(cycle(office.services), tickets)]


def issue(office: Office, line: str) -> bytes:
    headers = (f"Authorization: Bearer {office.kiosk}", f"Idempotency-Key: {uuid4()}")
    return post("/api/v1/tickets", {"service": line}, *headers)


def openings(office: Office) -> list[Lane]:
    return [[act(office, counter, "opening")] for counter in COUNTERS]


def calls(office: Office, counter: int, times: int) -> Lane:
    return [
        act(office, counter, "calls", f"Idempotency-Key: {uuid4()}")
        for _ in range(times)
    ]


def act(office: Office, counter: int, what: str, *headers: str, **said: str) -> bytes:
    token = f"Authorization: Bearer {office.officers[counter]}"
    return post(f"/api/v1/counters/{counter}/{what}", said, token, *headers)
