"""`python -m printer probe`, `test` and `status`: what whoever sets it up asks."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Event

from printer.backends import Backend, open_backend
from printer.errors import PrinterError
from printer.escpos_bytes import commands
from printer.jobs import Job, Known
from printer.patience import Patience
from printer.sentences import (
    on_ability,
    on_answers,
    on_attempt,
    on_status,
    told,
)
from printer.slip import draw
from printer.status import Status
from settings import PrinterSetting, Settings, printers_of
from ticketing.clock import utc_now
from ticketing.hours import business_day, local
from ticketing.opening import WrongDatabase, open_store
from ticketing.outbox import UNSEEN, keep_ability, printer, unprinted
from ticketing.slips import Printer
from ticketing.store import Store

SHOWN = ("queued", "sending", "sent", "blocked", "unknown", "failed")
TEST_SLIP = {
    "test": True,
    "number": "A000",
    "office": {"vi": "Máy in đã sẵn sàng", "en": "The printer is ready"},
    "unit": {"vi": "Ế Ổ Ữ Ỵ ằ ẫ ệ ợ ừ đ Đ ₫", "en": "Ế Ổ Ữ Ỵ ằ ẫ ệ ợ ừ đ Đ ₫"},
    "service": {"vi": "Phiếu thử", "en": "Test slip"},
    "procedure": None,
    "papers": [],
    "papers_verified": False,
    "ahead": 0,
    "wait": None,
    "counters": [],
    "priority": False,
    "language": "vi",
    "kiosk": "",
    "code": "ABCD",
    "hotline": "1022",
    "sample": False,
    "trial": False,
}
TEST_WORD = b"TEST"


@dataclass(frozen=True)
class Met:
    """`refusal`: why it does not show what it can do."""

    known: Known | None
    status: Status
    refusal: list[str]


def _met(backend: Backend) -> Met:
    try:
        known, status = backend.meet()
    except PrinterError as fault:
        status = Status(fault.fault)
        own_words = f"(In its own words: {fault}.)"
        return Met(None, status, [on_status(status), own_words])
    return Met(known, status, [on_status(status)])


def probe(settings: Settings) -> int:
    """Ask every printer what it can do, and keep the answers. 0: all are ready."""
    return max(_probe(settings, each) for each in printers_of(settings.printer))


def _probe(settings: Settings, one: PrinterSetting) -> int:
    met = _met(_backend(settings, one))
    known, status = met.known, met.status
    said = [on_answers(status)] if one.kind not in ("virtual", "cups") else []
    if known is None:
        later = "What it can do shows only when it is ready: probe again then."
        print(told(one, [*said * bool(status.raw), *met.refusal, later]))
        return 1
    if known.ability != "none":
        said.append(on_status(status))
    print(told(one, [*said, on_ability(one, known), _keep(settings, one, known)]))
    return 0


def _keep(settings: Settings, one: PrinterSetting, known: Known) -> str:
    if not settings.database.exists():
        return "There is no office yet to keep this in: it was not stored."
    facts = {"ability": known.ability, "acknowledges": known.acknowledges}
    with _store(settings) as store:
        if keep_ability(store, one.kiosk, one.address, **facts):
            return "This is stored. The printer process asks again at its next start."
    return "The printer process has never used it: this was not stored."


def test(settings: Settings) -> int:
    """Print a slip that is nobody's on every printer. 0: none failed."""
    return max(_test(settings, each) for each in printers_of(settings.printer))


def _test(settings: Settings, one: PrinterSetting) -> int:
    backend = _backend(settings, one)
    met = _met(backend)
    if met.known is None:
        print(told(one, ["The test slip was not sent.", *met.refusal]))
        return 1
    job = _test_job(settings, one, met.known)
    attempt = backend.print(job, met.known)
    print(told(one, on_attempt(attempt)))
    return int(attempt.state not in ("printed", "unverified"))


def _test_job(settings: Settings, one: PrinterSetting, known: Known) -> Job:
    url = None if settings.reach == "none" else settings.public_url
    slip = TEST_SLIP | {"issued_at": local(utc_now()).isoformat()}
    word = TEST_WORD if known.acknowledges == "id" else None
    data = commands(draw(slip, url, one.width), word)
    return Job("test", data, TEST_WORD, begin=lambda: True, sent=lambda: None)


def status(settings: Settings) -> int:
    """What the printer process last knew. 0: it runs, and every printer is ready."""
    if not settings.database.exists():
        raise WrongDatabase(f"There is no office at {settings.database} yet.")
    with _store(settings) as store:
        ready = [_status(store, each) for each in printers_of(settings.printer)]
        slips = store.find("open_slips") + unprinted(store, business_day(store.now()))
    counts = Counter(slip["state"] for slip in slips)
    print("Slips that are not on paper, of people who are here:", end=" ")
    print(", ".join(f"{state}: {counts[state]}" for state in SHOWN))
    return int(not all(ready))


def _status(store: Store, one: PrinterSetting) -> bool:
    known = printer(store, one.kiosk)
    if known is None or known.address != one.address:
        print(told(one, ["The printer process has never used it."]))
        return False
    silence = abs(store.clock() - known.seen_at)
    said = [on_status(Status(known.fault, known.near_end)), *_of(store, one, known)]
    if silence > UNSEEN:
        since = f"{local(known.seen_at):%H:%M:%S %d/%m/%Y}"
        said.insert(0, f"The printer process does not run; last seen {since}. Then:")
    print(told(one, said))
    return silence <= UNSEEN and known.fault is None


def _of(store: Store, one: PrinterSetting, known: Printer) -> Iterator[str]:
    if known.ability:
        yield on_ability(one, Known(known.ability, known.acknowledges))
    else:
        yield "It has not shown yet what it can do: that is asked when it is ready."
    left = store.policy().roll_metres - known.used_mm / 1000
    yield f"About {max(left, 0):.0f} m of paper are left on the roll."


def _backend(settings: Settings, one: PrinterSetting) -> Backend:
    return open_backend(one, settings.spool, Patience(Event()))


@contextmanager
def _store(settings: Settings) -> Iterator[Store]:
    store = open_store(settings.database, settings.is_trial, any_kind=True)
    try:
        yield store
    finally:
        store.close()
