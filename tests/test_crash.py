"""The power strip is switched off at any moment: nothing that was said is lost."""

import http.client
import json
import random
import sqlite3
import threading
import time
import urllib.request
from contextlib import closing
from pathlib import Path

from tests.office_of_tests import LONG
from tests.real_server import Office, running

CRASHES = 20 if LONG else 5


def test_every_ticket_that_a_kiosk_was_promised_survives_every_crash(
    tmp_path: Path,
) -> None:
    with running(tmp_path) as office:
        token = office.token("kiosk")
        promised: list[str] = []
        for _ in range(CRASHES):
            kiosk = Kiosk(office, token, promised)
            kiosk.start()
            kiosk.first.wait(20)
            time.sleep(random.uniform(0.0, 0.3))
            office.kill_web()
            kiosk.join()
            office.start_web()

        numbers = [number_of(office, ticket_id) for ticket_id in promised]
        assert len(set(numbers)) == len(promised) > CRASHES
        assert "All is well" in office.flask("verify", "--all")
        assert given(office) == list(range(1, len(given(office)) + 1))


class Kiosk(threading.Thread):
    """Takes tickets one after the other until the server is gone."""

    def __init__(self, office: Office, token: str, promised: list[str]) -> None:
        super().__init__()
        self.first = threading.Event()
        self._port, self._token, self._promised = office.port, token, promised

    def run(self) -> None:
        line = http.client.HTTPConnection("127.0.0.1", self._port, timeout=5)
        try:
            while True:
                self._promised.append(self._take(line))
                self.first.set()
        except (OSError, http.client.HTTPException, ValueError):
            line.close()

    def _take(self, line: http.client.HTTPConnection) -> str:
        body = json.dumps({"service": "chung-thuc"})
        headers = {
            "Authorization": f"Bearer {self._token}",
            "Content-Type": "application/json",
        }
        line.request("POST", "/api/v1/tickets", body, headers)
        answer = line.getresponse()
        ticket = json.loads(answer.read())
        assert answer.status == 201, ticket
        return str(ticket["id"])


def number_of(office: Office, ticket_id: str) -> str:
    with urllib.request.urlopen(f"{office.api}/tickets/{ticket_id}", timeout=5) as it:
        return str(json.load(it)["number"])


def given(office: Office) -> list[int]:
    """The series as the database has it, the unacknowledged ones included."""
    with closing(sqlite3.connect(office.folder / "office.db")) as db:
        rows = db.execute("SELECT ordinal FROM tickets ORDER BY ordinal").fetchall()
    return [row[0] for row in rows]
