"""What the tests of the kiosk's pages do again and again."""

import re
from datetime import UTC, datetime
from urllib.parse import urlsplit

from flask.testing import FlaskClient

from ticketing.desk import Desk
from ticketing.people import Actor
from ticketing.tickets import Ticket

KIOSK = Actor("kiosk", "test", "test")
HEAD = Actor("supervisor", "head", "head")
EVENING = datetime(2026, 11, 23, 11, 42, tzinfo=UTC)  # Monday 18:42 in the office


def officer(counter: int) -> Actor:
    return Actor("officer", f"o{counter}", f"o{counter}", counter)


def tap(client: FlaskClient, wishes: str = "", **form: str) -> str:
    """Press a line's button; gives the path of the page it leads to."""
    answer = client.post(f"/kiosk/tickets{wishes}", data=form)
    assert answer.status_code == 303
    return urlsplit(answer.location).path


def ticket_at(desk: Desk, path: str) -> Ticket:
    return desk.store.ticket_by_id(path.split("/")[3])


def text_of(client: FlaskClient, path: str) -> str:
    answer = client.get(path, follow_redirects=True)
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", answer.get_data(as_text=True))
