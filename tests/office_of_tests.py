"""A small office for the tests of the domain: three services, three counters, a few
people, and a clock that obeys."""

import atexit
import os
import shutil
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck
from hypothesis import settings as effort

from ticketing.clock import Clock as Now
from ticketing.clock import utc_now
from ticketing.desk import Desk
from ticketing.journal import Row, canonical
from ticketing.people import Actor
from ticketing.store import Store
from ticketing.tickets import Ticket, number_of
from ticketing.verify import verify

LONG = os.environ.get("LUOT_LONG") == "1"
only_long = pytest.mark.skipif(not LONG, reason="in make test-long")
MORNING = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)  # Monday, 08:00 in the office
TODAY = "2026-11-23"

HEAD = Actor("supervisor", "Hạnh", "key-hanh")
LAN = Actor("officer", "Lan", "key-lan")
MAI = Actor("officer", "Mai", "key-mai")
KIOSK = Actor("kiosk", "Kiosk 1", "key-kiosk")
PHONE = Actor("visitor", key="ticket:1")

COPIES, BIRTHS, RESULTS = "chung-thuc", "ho-tich", "nhan-ket-qua"
SERIES = {COPIES: "A", BIRTHS: "B", RESULTS: "T"}
COUNTERS = {1: (COPIES, BIRTHS), 2: (COPIES,), 3: (RESULTS,)}

effort.register_profile("short", deadline=None, max_examples=40)
effort.register_profile(
    "long",
    deadline=None,
    max_examples=400,
    suppress_health_check=[HealthCheck.too_slow],
)
EFFORT = effort.get_profile("long" if LONG else "short")


class Clock:
    def __init__(self, now: datetime = MORNING) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def tick(self, **span: float) -> None:
        """tick(minutes=5)"""
        self.now += timedelta(**span)


def office_rows() -> dict[str, list[Row]]:
    """As `office load` brings them."""
    profile = {
        "name": {"vi": "Phường Thử", "en": "Test Ward"},
        "rating": {"reasons": [{"code": "cho-lau"}, {"code": "thai-do"}]},
    }
    empty = canonical({})
    notice = canonical({"vi": "", "en": "", "until": ""})
    office = {"one": 1, "profile": canonical(profile), "notice": notice}
    return {
        "office": [office | {"paused": empty}],
        "policy": [{"one": 1, "rules": empty}],
        "services": [_service(i, code) for i, code in enumerate(SERIES)],
        "counters": [_counter(number) for number in COUNTERS],
        "procedures": [_procedure(1, COPIES), _procedure(2, BIRTHS)],
    }


def _service(position: int, code: str) -> Row:
    words = {"vi": code, "en": code}
    profile = {"name": words, "short": words, "examples": words, "icon": code}
    return {
        "code": code,
        "series": SERIES[code],
        "position": position,
        "active": 1,
        "profile": canonical(profile | {"minutes": 6, "kind": "line"}),
    }


def _counter(number: int) -> Row:
    return {
        "counter": number,
        "name": canonical({"vi": f"Quầy {number}", "en": f"Counter {number}"}),
        "zone": "",
        "services": canonical(COUNTERS[number]),
        "active": 1,
    }


def _procedure(ref: int, service: str) -> Row:
    sheet = {"name": {"vi": "Thủ tục", "en": "Procedure"}, "days": 1, "fee": None}
    rest = {"papers": [], "keywords": [], "verified_on": "", "confidence": ""}
    return {
        "ref": ref,
        "code": f"9.00000{ref}",
        "field": "tu-phap",
        "service": service,
        "posted": 1,
        "active": 1,
        "sheet": canonical(sheet | rest | {"era": "both", "place": ""}),
    }


def open_desk(path: Path, clock: Now = utc_now, trial: bool = False) -> Desk:
    """Another process on the same database."""
    return Desk(Store(path, clock, retry=0.0005, rest=0), trial)


def new_desk(folder: Path, clock: Now | None = None) -> Desk:
    """The office is loaded; every counter is still closed."""
    clock = clock or Clock()
    if clock() != MORNING:
        return _load(folder / "office.db", clock)
    shutil.copy(_loaded_in_the_morning(), folder / "office.db")
    return open_desk(folder / "office.db", clock)


def _load(path: Path, clock: Now) -> Desk:
    desk = open_desk(path, clock)
    desk.load(HEAD, office_rows())
    return desk


@cache
def _loaded_in_the_morning() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="luot-loaded-"))
    atexit.register(shutil.rmtree, folder)
    _load(folder / "office.db", Clock()).store.close()
    return folder / "office.db"


def working_desk(folder: Path, clock: Now | None = None) -> Desk:
    """Lan works at counter 1, Mai at 2, Hạnh at 3."""
    desk = new_desk(folder, clock)
    for counter, officer in ((1, LAN), (2, MAI), (3, HEAD)):
        desk.open_counter(officer, counter)
    return desk


def arrivals(desk: Desk, count: int, service: str = COPIES) -> list[Ticket]:
    """So many take a number, one after the other."""
    return [desk.issue(KIOSK, service) for _ in range(count)]


def called(desk: Desk, counter: int = 1, by: Actor = LAN) -> Ticket:
    """The next one; the test is wrong when nobody waits."""
    ticket = desk.call_next(by, counter)
    assert ticket is not None
    return ticket


def numbers(tickets: list[Ticket]) -> list[str]:
    return [ticket.number for ticket in tickets]


def line(desk: Desk, service: str = COPIES) -> list[str]:
    """The numbers that wait, in order."""
    return numbers(desk.store.line([service]))


def status(desk: Desk, number: str) -> str:
    return desk.find_today(number).status.value


def last(desk: Desk, what: str) -> Row:
    """What the journal's newest row of this kind says."""
    return [event.data for event in desk.store.events() if event.what == what][-1]


def is_whole(desk: Desk) -> bool:
    """The journal tells exactly the state, from the first row on."""
    report = verify(desk.store, everything=True)
    assert report.problems == []
    return True


def waiting(ref: int, minutes: float = 0, service: str = COPIES) -> Ticket:
    """A ticket outside any database, issued some minutes after the morning."""
    at = MORNING + timedelta(minutes=minutes)
    return Ticket(
        ref=ref,
        business_day=TODAY,
        series="A",
        ordinal=ref,
        number=number_of("A", ref),
        service=service,
        place=at,
        issued_at=at,
    )


Step = Callable[[Desk], object]
