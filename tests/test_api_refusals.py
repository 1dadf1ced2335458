"""What is refused over HTTP: in which order, with what words, and without a trace."""

from collections.abc import Iterator
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from office.people import People
from tests.api_steps import Callers, act, seen, sit_down, take
from tests.conftest import HEAD
from ticketing.desk import Desk

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
        )
        for role in ("helper", "tablet")
    ),
    ("POST", "/numbers/A001/priority", "kiosk"),
    ("POST", "/numbers/A001/rejoin", "display"),
    ("POST", "/numbers/A001/reprints", "printer"),
    ("POST", "/notices", "officer"),
    ("POST", "/issuing", "officer"),
    ("POST", "/counters/1/services", "officer"),
    ("GET", "/journal", "supervisor"),
]
OF_A_COUNTER = [path for method, path, role in GUARDED if "/counters/1/" in path]
LONG = "a" * 10_000


@pytest.fixture(autouse=True)
def nothing_changes(desk: Desk) -> Iterator[None]:
    """A test may move `desk.before` on after acts that were meant to succeed."""
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

    def send(method: str, path: str, role: str = "", **sent: Any) -> TestResponse:
        token = people.create_token(HEAD, role) if role else "unknown"
        remember(desk)
        headers = {"Authorization": f"Bearer {token}"} | sent.pop("headers", {})
        return client.open(f"/api/v1{path}", method=method, headers=headers, **sent)

    return send


def problem(answer: TestResponse, status: int) -> dict[str, Any]:
    """A problem as RFC 9457 wants it."""
    assert answer.status_code == status, answer.text
    assert answer.mimetype == "application/problem+json"
    told = answer.get_json()
    assert told.keys() >= {"type", "title", "status", "detail"}
    assert told["status"] == status and told["detail"]
    return dict(told)


@pytest.mark.parametrize(("method", "path", "role"), GUARDED)
def test_without_a_token_nobody_gets_further(
    raw: Any, client: FlaskClient, method: str, path: str, role: str
) -> None:
    bad = raw(method, path, data="{", content_type="text/plain")
    problem(bad, 401)
    none = client.open(f"/api/v1{path}", method=method)
    assert problem(none, 401)["type"] == "/problems/not-signed-in"
    assert none.headers["WWW-Authenticate"] == "Bearer"


@pytest.mark.parametrize(("method", "path", "role"), GUARDED)
def test_another_role_is_refused_before_anything_is_read(
    raw: Any, desk: Desk, method: str, path: str, role: str
) -> None:
    problem(raw(method, path, role, data="{", content_type="text/plain"), 403)
    [kept] = desk.store.find("refusals")
    assert (kept["who"], kept["what"]) == (role, f"{method} /api/v1{path}")


@pytest.mark.parametrize("path", OF_A_COUNTER)
@pytest.mark.parametrize("named", ["99", "0", "-1", "x", "9" * 30, "9" * 5000, "%00"])
def test_an_unknown_counter_is_told_after_the_role_and_before_the_body(
    raw: Any, path: str, named: str
) -> None:
    path = path.replace("/counters/1/", f"/counters/{named}/")
    role = "tablet" if path.endswith("rating") else "supervisor"
    method = "POST"
    problem(raw(method, path, "auditor"), 403)
    problem(raw(method, path, data="{"), 401)
    problem(raw(method, path, role, data="{", content_type="text/plain"), 404)


@pytest.mark.parametrize(
    "number", ["A999", "X1", "%00", "%ff", "A" * 3000, "%ED%A0%80"]
)
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


@pytest.mark.parametrize(
    "path", ["/tickets", "/counters/1/transfers", "/counters/1/walk-ins"]
)
def test_an_unknown_service_goes_before_all_else_in_a_body(raw: Any, path: str) -> None:
    body = {"service": "thue", "dossiers": -1, "place": "?", "previous": "?"}
    told = problem(raw("POST", path, "supervisor", json=body), 404)
    assert told["detail"] == "Không có lĩnh vực “thue”. Xin chọn trong danh sách."


@pytest.mark.parametrize("procedure", [999999, "9.999999", "9" * 40])
def test_an_unknown_procedure_is_not_found(raw: Any, procedure: Any) -> None:
    problem(raw("POST", "/tickets", "kiosk", json={"procedure": procedure}), 404)
    finished = {"procedures": [procedure]}
    problem(raw("POST", "/counters/1/finishes", "officer", json=finished), 404)


@pytest.mark.parametrize(
    "step",
    ["", "/procedure", "/cancellation", "/delay", "/rejoin", "/reprints", "/rating"],
)
def test_an_unknown_id_is_told_before_the_body(raw: Any, step: str) -> None:
    path = f"/tickets/{'A' * 22}{step}"
    method = "POST" if step else "GET"
    problem(raw(method, path, "helper", data="{"), 404)
    problem(raw(method, path, data="{"), 401)


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


@pytest.mark.parametrize("path", [p for p in OF_A_COUNTER if "rating" not in p])
def test_a_token_of_one_counter_acts_at_no_other(
    caller: Callers, desk: Desk, path: str
) -> None:
    officer = caller("officer", 2)
    remember(desk)
    problem(officer.post(path), 403)


def test_markup_is_kept_as_it_was_said_and_shown_harmless(
    caller: Callers, client: FlaskClient
) -> None:
    words = "<script>alert(1)</script>"
    act(caller("supervisor"), "/notices", {"vi": words, "en": words})
    assert seen(caller(), "/snapshot")["notice"]["vi"] == words
    page = client.get("/display/").text
    assert "<script>alert" not in page and "&lt;script&gt;alert" in page


def test_a_refusal_is_said_in_vietnamese_and_in_english_when_asked(
    caller: Callers,
) -> None:
    kiosk = caller("kiosk")
    vi = problem(kiosk.post("/tickets", {"service": 7}), 422)
    assert vi["detail"] == "Nội dung gửi chưa đúng: “service” phải là chữ."
    english = {"Accept-Language": "en-GB,en;q=0.9"}
    en = problem(kiosk.post("/tickets", {"service": 7}, **english), 422)
    assert en["detail"] == "The request is not right: “service” must be text."
    french = {"Accept-Language": "fr"}
    assert problem(kiosk.post("/tickets", {"service": 7}, **french), 422) == vi


def test_a_guesser_is_stopped_while_holders_and_staff_go_on(
    caller: Callers, desk: Desk
) -> None:
    ticket = take(caller("kiosk"))
    guesses = [caller().get(f"/tickets/{n:022}").status_code for n in range(70)]
    assert guesses == [404] * 60 + [429] * 10
    stopped = caller().get("/tickets/guess")
    assert int(stopped.headers["Retry-After"]) > 0
    assert seen(caller(), f"/tickets/{ticket['id']}")["number"] == "A001"
    helper = caller("helper")
    assert helper.get("/tickets/guess").status_code == 404


def test_an_unknown_address_or_method_is_a_problem_too(client: FlaskClient) -> None:
    problem(client.get("/api/v1/nothing"), 404)
    refused = client.delete("/api/v1/tickets")
    problem(refused, 405)
    assert "POST" in refused.headers["Allow"]
