"""What the tests of the visitor's page do again and again."""

import re

import pytest
from flask.testing import FlaskClient

from ticketing.desk import Desk
from ticketing.people import Actor
from ticketing.tickets import Status, Ticket

KIOSK = Actor("kiosk", "Kiosk", "kiosk")
LAN = Actor("officer", "Lan", "lan")
LINE = "chung-thuc"
COPIES_CERTIFIED = 25  # a procedure of that line, with papers and a fee
FIRST_VIEW = 60_000  # bytes that the first view may weigh


@pytest.fixture
def at_one(desk: Desk) -> Desk:
    """Lan works at counter 1."""
    desk.open_counter(LAN, 1)
    return desk


def taken(desk: Desk, count: int = 1, **wishes: str) -> Ticket:
    """The last of so many who took a number."""
    return [desk.issue(KIOSK, LINE, **wishes) for _ in range(count)][-1]  # type: ignore[arg-type]


def called(desk: Desk) -> Ticket:
    ticket = taken(desk)
    assert desk.call_next(LAN, 1) == desk.store.ticket(ticket.ref)
    return ticket


def served(desk: Desk) -> Ticket:
    ticket = called(desk)
    desk.start(LAN, 1)
    desk.finish(LAN, 1)
    return ticket


def page(client: FlaskClient, ticket: Ticket, query: str = "") -> str:
    answer = client.get(f"/t/{ticket.id}{query}")
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", answer.text)


def weight(client: FlaskClient, path: str) -> int:
    """Bytes on the wire, headers and all."""
    with client.get(path) as answer:
        assert answer.status_code == 200
        return len(answer.data) + len(str(answer.headers))


def state(text: str) -> str:
    found = re.search(r'<body [^>]*data-state="([\w-]+)"', text)
    assert found
    return found[1]


def status(desk: Desk, ticket: Ticket) -> Status:
    return desk.store.ticket(ticket.ref).status
