"""What is refused over HTTP: in which order, with what words, and without a trace."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from office.people import People
from tests.api_steps import Callers, act, problem, sit_down, take
from tests.conftest import HEAD
from ticketing.desk import Desk
from ticketing.people import ROLES

# Every call of the contract that needs a token, with a role that may not make it.
GUARDED = [
    ("POST", "/tickets", "auditor"),
    ("GET", "/counters", "helper"),
    ("GET", "/counters/1", "kiosk"),
    ("GET", "/counters/1/rating", "officer"),
    ("POST", "/counters/1/rating", "officer"),
    *(
        ("POST", f"/counters/1/{name}", role)
        for name in (
            "opening",
            "closing",
            "pause",
            "calls",
            "recalls",
            "starts",
            "finishes",
            "no-shows",
            "put-backs",
            "parkings",
            "resumptions",
            "transfers",
            "undo",
            "walk-ins",
            "tickets/A001/priority",
            "tickets/A001/cancellation",
            "tickets/A001/ready",
            "tickets/A001/return-slip",
        )
        for role in ("helper",)
    ),
    ("POST", "/numbers/A001/priority", "kiosk"),
    ("POST", "/numbers/A001/rejoin", "display"),
    ("POST", "/numbers/A001/reprints", "printer"),
    ("POST", "/notices", "officer"),
    ("POST", "/issuing", "officer"),
    ("POST", "/counters/1/services", "officer"),
    ("GET", "/journal", "supervisor"),
    ("GET", "/ratings/low", "supervisor"),
    ("GET", "/ratings/noise", "officer"),
    ("GET", "/printers", "kiosk"),
    ("POST", "/printers/reprints", "kiosk"),
    ("POST", "/printers/roll", "printer"),
    ("POST", "/roll", "officer"),
    ("POST", "/roll/numbers", "kiosk"),
]
OF_A_COUNTER = [path for method, path, role in GUARDED if "/counters/1/" in path]
UNKNOWN_NUMBERS = ["A999", "X1", "%00", "%ff", "A" * 3000, "%ED%A0%80"]
ISSUING = ["/tickets", "/roll/numbers"]
ISSUING += [f"/counters/1/{name}" for name in ("calls", "transfers", "walk-ins")]
HELD = ("procedure", "cancellation", "delay", "rejoin", "reprints", "rating")
LONG = "a" * 10_000


@pytest.fixture(autouse=True)
def nothing_changes(desk: Desk) -> Iterator[None]:
    """Since a test said `remember`."""
    yield
    before = getattr(desk, "before", None)
    assert before is None or before == trace(desk), "a refusal left a trace"


def trace(desk: Desk) -> Any:
    """All that an act could have changed or used up."""
    store = desk.store
    return store.last_seq(), store.find("series"), store.find("idempotency")


def remember(desk: Desk) -> None:
    desk.before = trace(desk)  # type: ignore[attr-defined]


@pytest.fixture
def raw(client: FlaskClient, people: People, desk: Desk) -> Any:
    """raw("POST", path, role, data=…): sent as it is, not as JSON."""
    tokens = {role: people.create_token(HEAD, role, role) for role in ROLES}
    remember(desk)

    def send(method: str, path: str, role: str = "", **sent: Any) -> TestResponse:
        headers = {"Authorization": f"Bearer {tokens.get(role, 'unknown')}"}
        if "json" in sent:  # escaped, so that a lone surrogate can travel
            sent["data"] = json.dumps(sent.pop("json"))
            sent["content_type"] = "application/json"
        return client.open(f"/api/v1{path}", method=method, headers=headers, **sent)

    return send


def test_without_a_token_nobody_gets_further(raw: Any, client: FlaskClient) -> None:
    for method, path, _ in GUARDED:
        problem(raw(method, path, data="{", content_type="text/plain"), 401)
        none = client.open(f"/api/v1{path}", method=method)
        assert problem(none, 401)["type"] == "/problems/not-signed-in"
        assert none.headers["WWW-Authenticate"] == "Bearer"


def test_another_role_is_refused_before_anything_is_read_and_it_is_kept(
    raw: Any, desk: Desk
) -> None:
    for method, path, role in GUARDED:
        problem(raw(method, path, role, data="{", content_type="text/plain"), 403)
        kept = desk.store.find("refusals", "rowid")[-1]
        assert (kept["who"], kept["what"]) == (
            f"{role}: {role}",
            f"{method} /api/v1{path}",
        )


@pytest.mark.parametrize("named", ["99", "0", "-1", "x", "9" * 30, "9" * 5000, "%00"])
def test_an_unknown_counter_is_told_after_the_role_and_before_the_body(
    raw: Any, named: str
) -> None:
    for known in OF_A_COUNTER:
        path = known.replace("/counters/1/", f"/counters/{named}/")
        role = "tablet" if path.endswith("rating") else "supervisor"
        problem(raw("POST", path, data="{"), 401)
        problem(raw("POST", path, "auditor"), 403)
        problem(raw("POST", path, role, data="{", content_type="text/plain"), 404)


@pytest.mark.parametrize("number", UNKNOWN_NUMBERS)
@pytest.mark.parametrize("place", ["/numbers", "/counters/1/tickets"])
def test_an_unknown_number_is_told_before_the_body(
    raw: Any, number: str, place: str
) -> None:
    path = f"{place}/{number}/priority"
    problem(raw("POST", path, "supervisor", data="{"), 404)


@pytest.mark.parametrize("path", ["calls", "resumptions"])
def test_an_unknown_number_in_a_body_goes_before_all_else_in_it(
    raw: Any, path: str
) -> None:
    body = {"number": "A999", "previous": "?", "call": "?"}
    problem(raw("POST", f"/counters/1/{path}", "supervisor", json=body), 404)


@pytest.mark.parametrize("path", ISSUING)
def test_an_unknown_service_goes_before_all_else_in_a_body(raw: Any, path: str) -> None:
    body = {"service": "thue", "dossiers": -1, "place": "?", "previous": "?"}
    told = problem(raw("POST", path, "supervisor", json=body), 404)
    assert told["detail"] == "Không có lĩnh vực “thue”. Xin chọn trong danh sách."


@pytest.mark.parametrize("procedure", [999999, "9.999999", "9" * 40])
def test_an_unknown_procedure_is_not_found(raw: Any, procedure: Any) -> None:
    problem(raw("POST", "/tickets", "kiosk", json={"procedure": procedure}), 404)
    finished = {"procedures": [procedure]}
    problem(raw("POST", "/counters/1/finishes", "officer", json=finished), 404)


def test_an_unknown_id_is_told_before_the_body(raw: Any) -> None:
    path = f"/tickets/{'A' * 22}"
    problem(raw("GET", path, "helper"), 404)
    for step in HELD:
        problem(raw("POST", f"{path}/{step}", "helper", data="{"), 404)
        problem(raw("POST", f"{path}/{step}", data="{"), 401)


@pytest.mark.parametrize(
    "data",
    [b"", b"{", b"{'service': 1}", b"\xff\xfe", b"[" * 30_000, b"[]", b"7", b"null"]
    + [b'{"service": ' + b"9" * 5000 + b"}"],
)
def test_what_is_no_json_object_is_malformed(raw: Any, data: bytes) -> None:
    answer = raw(
        "POST", "/tickets", "kiosk", data=data, content_type="application/json"
    )
    problem(answer, 400 if data else 422)


def test_a_huge_body_is_too_large_and_another_kind_is_unsupported(raw: Any) -> None:
    huge = b'{"service": "' + b"a" * 70_000 + b'"}'
    problem(raw("POST", "/tickets", "kiosk", data=huge), 413)
    text = raw("POST", "/tickets", "kiosk", data=b'{"service": "ho-tich"}')
    problem(text, 415)


@pytest.mark.parametrize(
    "wrong",
    [
        {},
        {"service": 7},
        {"service": ["ho-tich"]},
        {"service": LONG},
        {"service": ""},
        {"service": "ho\0tich"},
        {"service": "\ud800"},
        {"procedure": True},
        {"procedure": 10**60},
        {"procedure": LONG},
        *(
            {"service": "ho-tich"} | one
            for one in (
                {"priority": "yes"},
                {"priority": 1},
                {"language": "xx"},
                {"language": LONG},
                {"dossiers": 0},
                {"dossiers": -1},
                {"dossiers": 1.5},
                {"dossiers": 10**400},
                {"dossiers": True},
                {"purpose": LONG},
                {"purpose": "\0"},
                {"purpose": {"a": 1}},
            )
        ),
    ],
)
def test_a_wish_that_cannot_be_gives_no_number(raw: Any, wrong: dict[str, Any]) -> None:
    problem(raw("POST", "/tickets", "kiosk", json=wrong), 422)


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("pause", {}),
        ("pause", {"reason": LONG}),
        ("calls", {"number": 12}),
        ("calls", {"previous": "gone"}),
        ("calls", {"armed": "yes"}),
        ("finishes", {"dossiers": -1}),
        ("finishes", {"procedures": 1}),
        ("finishes", {"outcome": "\x07"}),
        ("parkings", {}),
        ("parkings", {"reason": "\ud800"}),
        ("resumptions", {}),
        ("transfers", {}),
        ("transfers", {"service": "dat-dai", "note": LONG}),
        ("walk-ins", {"previous": 1}),
        ("calls", {"service": 7}),
    ],
)
def test_what_is_impossible_goes_before_the_state_of_the_counter(
    raw: Any, path: str, body: dict[str, Any]
) -> None:
    problem(raw("POST", f"/counters/1/{path}", "officer", json=body), 422)


@pytest.mark.parametrize(
    "path",
    ["calls", "recalls", "starts", "finishes", "no-shows", "put-backs", "undo"],
)
def test_a_closed_counter_does_nothing_for_anyone(raw: Any, path: str) -> None:
    problem(raw("POST", f"/counters/1/{path}", "officer"), 409)


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("recalls", {}),
        ("starts", {}),
        ("finishes", {}),
        ("no-shows", {}),
        ("put-backs", {}),
        ("parkings", {"reason": "copy"}),
        ("transfers", {"service": "dat-dai"}),
        ("calls", {"number": "A001"}),
        ("resumptions", {"number": "A001"}),
        ("tickets/A001/ready", {}),
    ],
)
def test_with_nobody_there_the_state_forbids_it(
    caller: Callers, desk: Desk, path: str, body: dict[str, Any]
) -> None:
    take(caller("kiosk"))
    officer = sit_down(caller)
    act(officer, "/counters/1/calls")
    act(officer, "/counters/1/starts")
    act(officer, "/counters/1/finishes")
    remember(desk)
    problem(officer.post(f"/counters/1/{path}", body), 409)


def test_a_token_of_one_counter_acts_at_no_other(caller: Callers, desk: Desk) -> None:
    others = {role: caller(role, 2) for role in ("officer", "tablet")}
    remember(desk)
    for path in OF_A_COUNTER:
        role = "tablet" if path.endswith("rating") else "officer"
        if not path.endswith("services"):  # a supervisor's, who works anywhere
            problem(others[role].post(path), 403)
