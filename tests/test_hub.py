"""The web process goes on answering while another process writes."""

import subprocess
import sys
from pathlib import Path

from tests.real_server import ROOT

# Runs in a process of its own, for gevent patches the whole process. The lock is
# released by a greenlet: were the hub frozen in SQLite's busy handler, it never would.
SCRIPT = """
from gevent import monkey
monkey.patch_all()
import sqlite3, sys
from pathlib import Path
import gevent
from ticketing.opening import open_store
from ticketing.desk import Desk
from ticketing.loading import read_office
from ticketing.people import SYSTEM

store = open_store(Path(sys.argv[1]), trial=True, web=True)
desk = Desk(store, trial=True)
desk.load(SYSTEM, read_office(Path("data")).rows)

other = sqlite3.connect(sys.argv[1], isolation_level=None)
other.execute("BEGIN IMMEDIATE")
turns = 0

def tick():
    global turns
    while True:
        turns += 1
        gevent.sleep(0.005)

gevent.spawn(tick)
gevent.spawn_later(0.3, other.execute, "ROLLBACK")
ticket = desk.issue(SYSTEM, "chung-thuc")
print(ticket.number, turns)
"""


def test_a_ticket_waits_for_another_process_without_freezing_the_hub(
    tmp_path: Path,
) -> None:
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, str(tmp_path / "office.db")],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    number, turns = done.stdout.split()
    assert number == "A001"
    assert int(turns) > 10
