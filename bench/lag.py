"""How late the web process's hub is while another process writes back to back.

`python -m bench.lag DATABASE SECONDS` is the web process: it issues a ticket every
50 ms and asks every 2 ms how late it wakes. It prints milliseconds, one a line.
"""

from gevent import monkey

if __name__ == "__main__":
    monkey.patch_all()  # before anything else learns what a lock is

import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import gevent

from bench.figures import p99
from ticketing.desk import Desk
from ticketing.loading import read_office
from ticketing.opening import open_store
from ticketing.people import SYSTEM

ROOT = Path(__file__).parent.parent
LIMIT = 20.0  # ms
ASK, ISSUE = 0.002, 0.05  # seconds
SERVICE = "chung-thuc"


def measured(seconds: float) -> tuple[float, float]:
    """p99 and maximum of the hub's lag in ms, the other process writing all along."""
    with TemporaryDirectory() as name:
        database = Path(name) / "office.db"
        desk = Desk(open_store(database, trial=True), trial=True)
        desk.load(SYSTEM, read_office(ROOT / "data").rows)
        web = [sys.executable, "-m", "bench.lag", str(database), str(seconds)]
        with subprocess.Popen(web, cwd=ROOT, stdout=subprocess.PIPE, text=True) as hub:
            while hub.poll() is None:
                desk.issue(SYSTEM, SERVICE)
            lags = [float(line) for line in hub.stdout or ()]
        desk.store.close()
    return p99(lags), max(lags)


def main(database: str, seconds: str) -> None:
    desk = Desk(open_store(Path(database), trial=True, web=True), trial=True)
    lags: list[float] = []
    asking = gevent.spawn(_ask, lags)
    end = time.monotonic() + float(seconds)
    while time.monotonic() < end:
        desk.issue(SYSTEM, SERVICE)
        gevent.sleep(ISSUE)
    asking.kill()
    print(*lags, sep="\n")


def _ask(lags: list[float]) -> None:
    while True:
        before = time.perf_counter()
        gevent.sleep(ASK)
        lags.append((time.perf_counter() - before - ASK) * 1000)


if __name__ == "__main__":
    main(*sys.argv[1:])
