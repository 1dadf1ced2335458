"""Steps that the tests of the API take again and again, told in the trade's words."""

from collections.abc import Callable
from typing import Any

from tests.conftest import Caller

Callers = Callable[..., Caller]
Json = dict[str, Any]

TICKET = {
    "ref",
    "id",
    "number",
    "series",
    "service",
    "procedure",
    "status",
    "priority",
    "language",
    "dossiers",
    "issued_at",
    "called_at",
    "started_at",
    "closed_at",
    "business_day",
    "ahead",
    "wait",
    "counter",
    "counter_name",
    "calls",
    "status_url",
    "slip",
    "rated",
}
SECRETS = {"id", "status_url"}


def take(kiosk: Caller, service: str = "chung-thuc", **wishes: Any) -> Json:
    """A visitor takes a ticket."""
    answer = kiosk.post("/tickets", {"service": service} | wishes)
    assert answer.status_code == 201, answer.text
    return dict(answer.get_json())


def sit_down(caller: Callers, counter: int = 1) -> Caller:
    """An officer with a token of their own opens the counter."""
    officer = caller("officer", counter)
    assert officer.post(f"/counters/{counter}/opening").status_code == 200
    return officer


def act(by: Caller, path: str, body: Json | None = None) -> Json:
    """What must succeed: its answer."""
    answer = by.post(path, body)
    assert answer.status_code in (200, 201), f"{path}: {answer.text}"
    return dict(answer.get_json())


def seen(by: Caller, path: str) -> Json:
    answer = by.get(path)
    assert answer.status_code == 200, f"{path}: {answer.text}"
    return dict(answer.get_json())


def status_of(caller: Callers, ticket: Json) -> str:
    """Asked as the holder of the id would ask."""
    return str(seen(caller(), f"/tickets/{ticket['id']}")["status"])
