"""Steps that the tests of the API take again and again, told in the trade's words."""

from collections.abc import Callable
from typing import Any

from werkzeug.test import TestResponse

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
    "matters",
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
    "return_until",
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


def problem(answer: TestResponse, status: int) -> dict[str, Any]:
    """A problem as RFC 9457 wants it."""
    asked = f"{answer.request.method} {answer.request.path[:60]}"
    assert answer.status_code == status, f"{asked}: {answer.text[:300]}"
    assert answer.mimetype == "application/problem+json"
    told = answer.get_json()
    assert told.keys() >= {"type", "title", "status", "detail"}
    assert told["status"] == status and told["detail"]
    return dict(told)
