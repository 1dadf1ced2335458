"""python -m printer: print every queued slip, for ever. Also: test, status."""

import argparse
import fcntl
import logging
import signal
import sys
from collections import Counter
from contextlib import suppress
from threading import Event
from typing import IO

from printer.backends import Backend, open_backend
from printer.errors import PrinterError
from printer.escpos_bytes import commands
from printer.slip import draw
from printer.worker import Worker
from settings import Settings, WrongSetting
from ticketing.clock import utc_now
from ticketing.hours import local
from ticketing.opening import WrongDatabase, open_store

SHOWN = ("queued", "sending", "blocked", "unknown", "failed")
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


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m printer", description=__doc__)
    parser.add_argument("act", nargs="?", default="run", choices=sorted(ACTS))
    act = parser.parse_args().act
    logging.basicConfig(level=logging.INFO, force=True)  # escpos was there first
    try:
        settings = Settings.from_env(serving=act == "run")
        backend = open_backend(settings.printer, settings.spool)
        return ACTS[act](settings, backend)
    except (WrongSetting, WrongDatabase) as wrong:
        print(wrong, file=sys.stderr)
        return 2


def run(settings: Settings, backend: Backend) -> int:
    store = open_store(settings.database, settings.is_trial, settings.clock)
    stop = Event()
    with settings.database.with_suffix(".printer").open("w") as claim:
        if not is_ours(claim):
            raise WrongDatabase(f"Another process prints for {settings.database}.")
        for ending in (signal.SIGTERM, signal.SIGINT):
            signal.signal(ending, lambda *_: stop.set())
        Worker(store, backend, settings).run(stop)
    store.close()
    return 0


def is_ours(claim: IO[str]) -> bool:
    """Two of us would print every slip twice. The claim ends with the process."""
    with suppress(BlockingIOError):
        fcntl.flock(claim, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return True
    return False


def test(settings: Settings, backend: Backend) -> int:
    """Print a slip that is nobody's; says what the printer admits."""
    url = None if settings.reach == "none" else settings.public_url
    picture = draw(TEST_SLIP | {"issued_at": local(utc_now()).isoformat()}, url)
    try:
        print(backend.send(commands(picture), "test"))
    except PrinterError as fault:
        print(fault, file=sys.stderr)
        return 1
    return 0


def status(settings: Settings, backend: Backend) -> int:
    if not settings.database.exists():
        raise WrongDatabase(f"There is no office at {settings.database} yet.")
    store = open_store(settings.database, settings.is_trial, any_kind=True)
    counts = Counter(slip.state for slip in store.slips(*SHOWN))
    store.close()
    print(settings.printer, *(f"{state}: {counts[state]}" for state in SHOWN), sep="\n")
    return 0


ACTS = {"run": run, "test": test, "status": status}

if __name__ == "__main__":
    sys.exit(main())
