"""The document of the API says what the API does: no more, no less."""

import json
import os
import re
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask, Response, request, request_finished
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from office.current import desk
from office.people import People
from tests.api_steps import Callers, Json, act, seen, sit_down, take
from tests.conftest import HEAD, Caller, Clock
from ticketing.outbox import Outcome, mark_slip, meet_printer, note_printer

jsonschema = pytest.importorskip("jsonschema")
schemathesis = pytest.importorskip("schemathesis")

API = "/api/v1"
EXAMPLES = 100 if os.environ.get("LUOT_LONG") == "1" else 5  # of each call
ENDLESS = "/snapshot/stream"
Told = list[tuple[str, str, Response]]


@pytest.fixture
def document(caller: Callers) -> dict[str, Any]:
    return seen(caller(), "/openapi.json")


@pytest.fixture
def told(app: Flask) -> Iterator[Told]:
    """Every answer of the API, with the method and the documented path."""
    kept: Told = []

    def keep(_: Flask, response: Response) -> None:
        if request.url_rule:
            kept.append(
                (request.method.lower(), documented(request.url_rule.rule), response)
            )

    with request_finished.connected_to(keep, app):
        yield kept


def documented(rule: str) -> str:
    """/api/v1/counters/<counter:counter> → /counters/{counter}"""
    return re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.removeprefix(API))


def answers(document: dict[str, Any], method: str, path: str) -> dict[str, Any]:
    """By status, references followed."""
    found = document["paths"][path][method]["responses"]
    shared = document["components"]["responses"]
    return {
        status: shared[said["$ref"].split("/")[-1]] if "$ref" in said else said
        for status, said in found.items()
    }


def check(document: dict[str, Any], method: str, path: str, answer: Any) -> None:
    """The status is documented, and the body is as the document says."""
    known = answers(document, method, path)
    where = f"{method} {path} {answer.status_code}"
    assert str(answer.status_code) in known, f"{where}: {answer.data[:200]!r}"
    content = known[str(answer.status_code)].get("content", {})
    if answer.status_code != 304 and path != ENDLESS:
        [(media, said)] = content.items()
        assert answer.mimetype == media, where
        schema = said["schema"] | {"components": document["components"]}
        jsonschema.Draft202012Validator(schema).validate(json.loads(answer.data))


def test_the_document_is_sound_openapi(document: dict[str, Any]) -> None:
    sound = pytest.importorskip("openapi_spec_validator")
    assert document["openapi"].startswith("3.1")
    sound.validate(document)


def test_every_route_is_in_the_document_and_the_other_way_round(
    app: Flask, document: dict[str, Any]
) -> None:
    routes = {
        (method.lower(), documented(rule.rule))
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith(API)
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    written = {
        (method, path)
        for path, item in document["paths"].items()
        for method in item.keys() - {"parameters"}
    }
    assert routes == written


def test_every_role_in_the_document_is_one_that_may_call(
    app: Flask, document: dict[str, Any], people: People
) -> None:
    client = app.test_client()
    for path, item in document["paths"].items():
        for method in item.keys() - {"parameters"}:
            for role in item[method].get("x-roles", []):
                token = people.create_token(HEAD, role)
                headers = {"Authorization": f"Bearer {token}"}
                url = re.sub("{[^}]+}", "1", f"{API}{path}")
                answer = client.open(url, method=method.upper(), headers=headers)
                assert answer.status_code not in (401, 403), (method, path, role)


def test_the_answers_of_a_real_day_are_as_documented(
    told: Told, document: dict[str, Any], caller: Callers, clock: Clock
) -> None:
    a_day(caller, clock)
    kept = [one for one in told if one[1] != "/openapi.json"]
    calls = {(method, path) for method, path, _ in kept}
    known = {(m, p) for p, item in document["paths"].items() for m in item}
    missing = {(m, p) for m, p in known - calls if m != "parameters"}
    assert missing == {("get", "/openapi.json"), ("get", ENDLESS)}
    for method, path, answer in kept:
        check(document, method, path, answer)


def a_day(caller: Callers, clock: Clock) -> None:
    """Every call of the contract, once with success."""
    meet_printer(desk.store, "", "virtual")
    kiosk, helper, head = caller("kiosk"), caller("helper"), caller("supervisor")
    officer, tablet, anyone = sit_down(caller), caller("tablet", 1), caller()
    mine, other, *_ = [take(kiosk) for _ in range(6)]
    clock.tick(seconds=1)
    at_the_phone(anyone, mine, other)
    at_the_counter(officer, clock)
    for step in ("priority", "rejoin", "reprints"):
        body = {"on": False} if step == "priority" else {}
        helper.post(f"/numbers/{mine['number']}/{step}", body)
    act(officer, "/counters/1/walk-ins", {"reason": "gấp"})
    clock.tick(seconds=61)
    act(officer, "/counters/1/finishes", {"procedures": [1]})
    seen(tablet, "/counters/1/rating")
    act(tablet, "/counters/1/rating", {"level": 1, "reasons": ["cho-lau"]})
    assert seen(caller("administrator"), "/ratings/low")["ratings"]
    desk.count_noise(HEAD, 1)
    assert seen(head, "/ratings/noise")["noise"]
    one_visit(kiosk, officer, head)
    on_paper(kiosk, helper, officer, head)
    on_the_floor(officer, helper, head)
    act(officer, "/counters/1/closing")
    act(head, "/notices", {"vi": "Nghỉ", "en": "Closed"})
    act(head, "/issuing", {"on": False, "service": "dat-dai", "reason": "hết"})
    act(head, "/counters/1/services", {"services": ["ho-tich"]})
    seen(caller("auditor"), "/journal")
    for path in ("/services", "/procedures?q=khai+sinh", "/snapshot"):
        seen(anyone, path)
    kiosk.post("/tickets", {"service": "thue"})
    kiosk.post("/tickets")
    anyone.post("/tickets")


def at_the_phone(anyone: Caller, mine: Any, other: Any) -> None:
    seen(anyone, f"/tickets/{mine['id']}")
    act(anyone, f"/tickets/{mine['id']}/delay", {"places": 1})
    act(anyone, f"/tickets/{mine['id']}/reprints")
    act(anyone, f"/tickets/{other['id']}/cancellation")
    anyone.post(f"/tickets/{mine['id']}/procedure", {"procedure": 1})
    anyone.post(f"/tickets/{mine['id']}/rejoin")
    anyone.post(f"/tickets/{mine['id']}/rating", {"level": 4})


def at_the_counter(officer: Caller, clock: Clock) -> None:
    act(officer, "/counters/1/calls")
    act(officer, "/counters/1/recalls")
    act(officer, "/counters/1/undo")
    act(officer, "/counters/1/starts")
    number = seen(officer, "/counters/1")["ticket"]["number"]
    act(officer, "/counters/1/parkings", {"reason": "copy"})
    act(officer, f"/counters/1/tickets/{number}/return-slip", {"missing": ["CCCD"]})
    act(officer, f"/counters/1/tickets/{number}/ready")
    act(officer, "/counters/1/resumptions", {"number": number})
    act(officer, f"/counters/1/tickets/{number}/priority", {"on": True})
    act(officer, f"/counters/1/tickets/{number}/cancellation", {"reason": "về"})
    act(officer, "/counters/1/calls")
    act(officer, "/counters/1/put-backs")
    act(officer, "/counters/1/calls")
    act(officer, "/counters/1/no-shows")
    act(officer, "/counters/1/pause", {"reason": "họp"})
    act(officer, "/counters/1/opening")
    act(officer, "/counters/1/calls")
    act(officer, "/counters/1/transfers", {"service": "dat-dai"})
    seen(officer, "/counters")


def one_visit(kiosk: Caller, officer: Caller, head: Caller) -> None:
    """Notes and matters, a result that lies ready, a drop, another day."""
    number = act(officer, "/counters/1/calls")["ticket"]["number"]
    act(officer, "/counters/1/notes", {"note": "Nghe kém"})
    seen(officer, "/counters/1/notes")
    act(officer, "/counters/1/matters", {"procedure": 3})
    act(officer, "/counters/1/parkings", {"reason": "signature"})
    act(officer, f"/counters/1/tickets/{number}/ready")
    act(officer, "/counters/1/handouts", {"number": number})
    mine = take(kiosk)
    reason = {"number": mine["number"], "reason": "hẹn"}
    act(officer, "/counters/1/calls", reason)
    act(head, "/counters/2/opening")
    act(officer, "/counters/1/drops", {"reason": "họ hàng"})
    act(head, "/counters/2/calls", reason)
    act(head, "/counters/2/returns", {"missing": ["CCCD"]})
    for _ in range(2):
        act(kiosk, f"/tickets/{mine['id']}/return")
    act(head, "/vouchers", {"service": "dat-dai"})


def on_paper(kiosk: Caller, helper: Caller, officer: Caller, head: Caller) -> None:
    """The printer has run out; then the kiosk is dead."""
    note_printer(desk.store, "", ability="full", acknowledges="id", fault="paper")
    kiosk.post("/tickets", {"service": "ho-tich", "large": True})
    [*_, slip] = desk.store.slips("queued")
    mark_slip(desk.store, slip, Outcome("failed", "paper", "too old"))
    assert seen(helper, "/printers")["unprinted"]
    act(helper, "/printers/roll", {"printer": ""})
    act(helper, "/printers/reprints")
    act(head, "/roll", {"on": True, "reason": "máy hỏng"})
    kiosk.post("/tickets", {"service": "ho-tich"})
    act(helper, "/roll/numbers", {"service": "ho-tich", "upto": "X002"})
    act(officer, "/counters/1/calls", {"number": "X003", "reason": "số giấy"})
    act(officer, "/counters/1/finishes")


def on_the_floor(officer: Caller, helper: Caller, head: Caller) -> None:
    """A colleague is ill, and the power goes for half a minute."""
    desk.set_officer(HEAD, "Lan", "officer")
    act(officer, "/counters/1/lines", {"service": "lao-dong"})
    act(head, "/counters/4/lines-to", {"counter": 1})
    act(head, "/counters/1/low", {"low": True})
    act(head, "/counters/1/breaks", {"breaks": [["09:30", "09:45"]]})
    act(head, "/officers/Lan/skills", {"skills": ["ho-tich"]})
    act(officer, "/counters/1/quick-questions")
    act(officer, "/counters/1/help", {"on": True})
    act(helper, "/numbers/A006/wishes", {"wishes": ["access"]})
    gap = {
        "begun_at": "2026-11-23T09:00:30+07:00",
        "ended_at": "2026-11-23T09:01:00+07:00",
    }
    assert act(head, "/gaps", gap | {"left": ["A006"]})["tickets"]


@pytest.mark.parametrize("mode", ["POSITIVE", "NEGATIVE"])
def test_whatever_is_sent_gets_a_documented_answer_and_no_fault(
    app: Flask, document: dict[str, Any], caller: Callers, people: People, mode: str
) -> None:
    ticket = take(caller("kiosk"))
    sit_down(caller)
    desk.set_officer(HEAD, "Lan", "officer")
    there = {"ticket_id": ticket["id"], "number": ticket["number"], "counter": 1}
    there["name"] = "Lan"
    schema = schemathesis.openapi.from_wsgi(f"{API}/openapi.json", app)
    wanted = schemathesis.GenerationMode[mode]
    for found in schema.get_all_operations():
        call = found.ok()
        sends = call.query or call.body
        if call.path != ENDLESS and (sends or mode == "POSITIVE"):
            roles = call.definition.raw.get("x-roles", ["helper"])
            token = people.create_token(HEAD, roles[-1])
            send(document, call.as_strategy(generation_mode=wanted), token, there)


def send(document: dict[str, Any], cases: Any, token: str, there: Json) -> None:
    """Some cases of one call, by somebody who may make it; half of them at a ticket
    and a counter that are there."""

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    @given(case=cases, known=st.booleans())
    def try_it(case: Any, known: bool) -> None:
        if known:
            named = case.path_parameters or {}
            case.path_parameters = {name: there[name] for name in named}
        answer = case.call(headers={"Authorization": f"Bearer {token}"})
        statuses = answers(document, case.operation.method, case.operation.path)
        assert answer.status_code < 500 or answer.status_code == 503, answer.text
        assert str(answer.status_code) in statuses, case.as_curl_command()

    try_it()
