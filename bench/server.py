"""The office as it is in service: gunicorn, a database on the disk, tokens."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from socket import create_connection, create_server
from tempfile import TemporaryDirectory

from bench.wire import Address, Refused
from office.people import People
from ticketing.desk import Desk
from ticketing.loading import read_office
from ticketing.opening import open_store
from ticketing.people import Actor

ROOT = Path(__file__).parent.parent
RESULTS = Path(__file__).parent / "results"
BY = Actor("administrator", "benchmark", "bench")
COUNTERS = range(1, 9)  # the sample has six; 7 and 8 serve what 1 and 2 do
START = 30.0  # seconds
END = 15.0


@dataclass(frozen=True)
class Office:
    address: Address
    kiosk: str  # token
    officers: dict[int, str]  # tokens by counter
    services: list[str]


@contextmanager
def serving() -> Iterator[Office]:
    """A fresh office on a free port; its process group ends with the block."""
    RESULTS.mkdir(exist_ok=True)
    with create_server(("127.0.0.1", 0)) as free:
        address = free.getsockname()
    with TemporaryDirectory(dir=RESULTS) as name:
        folder = Path(name)
        office = _prepared(folder / "office.db", address)
        process = _started(folder, address)
        try:
            _wait(process, address, folder)
            yield office
        finally:
            _ended(process)


def _prepared(database: Path, address: Address) -> Office:
    store = open_store(database, trial=True)
    desk = Desk(store, trial=True)
    rows = read_office(ROOT / "data").rows
    more = [row | {"counter": row["counter"] + 6} for row in rows["counters"][:2]]
    desk.load(BY, rows | {"counters": rows["counters"] + more})
    people = People(desk)
    kiosk = people.create_token(BY, "kiosk", "Kiosk 1")
    officers = {n: people.create_token(BY, "officer", f"{n}", n) for n in COUNTERS}
    services = [service.code for service in store.services()]
    store.close()
    return Office(address, kiosk, officers, services)


def _started(folder: Path, address: Address) -> subprocess.Popen[bytes]:
    """As the Procfile does, with nothing of the caller's own settings."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith("LUOT_")}
    ours = {
        "LUOT_TRIAL": "1",
        "LUOT_BIND": "{}:{}".format(*address),
        "LUOT_DATABASE": str(folder / "office.db"),
    }
    gunicorn = (sys.executable, "-m", "gunicorn", "-c", "gunicorn.conf.py")
    with (folder / "log").open("w") as log:
        return subprocess.Popen(
            (*gunicorn, "app:create_app()"),
            cwd=ROOT,
            env=kept | ours,
            stderr=log,
            start_new_session=True,
        )


def _wait(process: subprocess.Popen[bytes], address: Address, folder: Path) -> None:
    patience = time.monotonic() + START
    while process.poll() is None and time.monotonic() < patience:
        try:
            create_connection(address, 1).close()
            return
        except ConnectionRefusedError:
            time.sleep(0.05)
    raise Refused(f"the server did not start: {(folder / 'log').read_text()}")


def _ended(process: subprocess.Popen[bytes]) -> None:
    """SIGINT: gunicorn does not wait for open streams."""
    process.send_signal(signal.SIGINT)
    try:
        process.wait(END)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
