"""What a supervisor and an auditor do over HTTP."""

from typing import Any

import pytest

from tests.api_steps import Callers, act, seen, sit_down, take
from tests.conftest import Caller, Clock


@pytest.fixture
def head(caller: Callers) -> Caller:
    return caller("supervisor")


def test_a_notice_is_on_every_screen_until_it_is_taken_down(
    head: Caller, caller: Callers
) -> None:
    words = {"vi": "Chiều nay nghỉ", "en": "Closed this afternoon"}
    assert act(head, "/notices", words)["notice"] == words | {"until": ""}
    assert seen(caller(), "/snapshot")["notice"] == words
    act(head, "/notices", {"vi": "", "en": ""})
    assert seen(caller(), "/snapshot")["notice"] == {"vi": "", "en": ""}


def test_a_notice_ends_by_itself_at_its_time(
    head: Caller, caller: Callers, clock: Clock
) -> None:
    words = {"vi": "Mất điện", "en": "No power", "until": "2026-11-23T10:00:00+07:00"}
    act(head, "/notices", words)
    clock.tick(hours=1)
    take(caller("kiosk"))
    assert seen(caller(), "/snapshot")["notice"] == {"vi": "", "en": ""}


@pytest.mark.parametrize(
    "until",
    [
        "soon",
        "2026-11-23T10:00:00",
        "0001-01-01T00:00:00+07:00",
        "9999-12-31T23:59:59-07:00",
        7,
    ],
)
def test_a_notice_ends_at_a_moment_or_is_refused(head: Caller, until: Any) -> None:
    body = {"vi": "Nghỉ", "en": "Closed", "until": until}
    assert head.post("/notices", body).status_code == 422


def test_a_notice_needs_its_words_in_both_languages(head: Caller) -> None:
    assert head.post("/notices").status_code == 422
    assert head.post("/notices", {"vi": "Nghỉ"}).status_code == 422


def test_no_numbers_of_a_service_are_given_while_it_is_paused(
    head: Caller, caller: Callers
) -> None:
    kiosk = caller("kiosk")
    body = {"on": False, "service": "dat-dai", "reason": "hết giờ nhận hồ sơ"}
    paused = {"dat-dai": "hết giờ nhận hồ sơ"}
    assert act(head, "/issuing", body) == {"on": False, "paused": paused}
    refused = kiosk.post("/tickets", {"service": "dat-dai"})
    assert refused.status_code == 409
    assert "hết giờ nhận hồ sơ" in refused.get_json()["detail"]
    assert take(kiosk)["number"] == "A001"
    again = act(head, "/issuing", {"on": True, "service": "dat-dai"})
    assert again == {"on": True, "paused": {}}
    assert take(kiosk, "dat-dai")["number"] == "D001"


def test_no_numbers_at_all_are_given_while_issuing_is_off(
    head: Caller, caller: Callers
) -> None:
    assert head.post("/issuing", {"on": False}).status_code == 422, "no reason"
    act(head, "/issuing", {"on": False, "reason": "mất điện"})
    refused = caller("kiosk").post("/tickets", {"service": "ho-tich"})
    assert refused.status_code == 409
    on = act(head, "/issuing", {"on": True, "reason": "có điện lại"})
    assert on == {"on": True, "paused": {}}
    assert take(caller("kiosk"), "ho-tich")["number"] == "B001"


def test_a_supervisor_moves_a_line_to_another_counter(
    head: Caller, caller: Callers
) -> None:
    take(caller("kiosk"), "dat-dai")
    body = {"services": ["dat-dai", "ho-tich"]}
    changed = act(head, "/counters/1/services", body)["counter"]
    assert changed["services"] == ["dat-dai", "ho-tich"]
    called = act(sit_down(caller), "/counters/1/calls")
    assert called["ticket"]["number"] == "D001"


@pytest.mark.parametrize(
    ("services", "status"),
    [
        (["không-có"], 404),
        ("dat-dai", 422),
        ("", 422),
        (0, 422),
        ([7], 422),
        (None, 422),
    ],
)
def test_services_that_cannot_be_leave_the_counter_as_it_is(
    head: Caller, services: Any, status: int
) -> None:
    body = {"services": services}
    assert head.post("/counters/1/services", body).status_code == status
    now = seen(head, "/counters/1")["services"]
    assert now == ["chung-thuc", "ho-tich"]


def test_the_auditor_reads_the_journal_in_order_without_a_gap(
    caller: Callers,
) -> None:
    ticket = take(caller("kiosk"))
    auditor = caller("auditor")
    rows = seen(auditor, "/journal?limit=1000")["rows"]
    assert [row["seq"] for row in rows] == list(range(1, len(rows) + 1))
    assert rows[0].keys() == {"seq", "at", "what", "by", "device", "data", "hash"}
    [issued] = [row for row in rows if row["what"] == "ticket issued"]
    assert issued["data"]["ref"] == ticket["ref"]
    assert ticket["id"] not in str(rows), "the journal holds no secrets"


def test_the_journal_is_read_on_from_where_one_stopped(caller: Callers) -> None:
    auditor = caller("auditor")
    first = seen(auditor, "/journal?limit=1")["rows"]
    then = seen(auditor, f"/journal?after={first[-1]['seq']}&limit=1")["rows"]
    assert [row["seq"] for row in first + then] == [1, 2]
    assert seen(auditor, "/journal?after=999999999999999")["rows"] == []


@pytest.mark.parametrize("query", ["after=x", "after=-1", "limit=1.5", "limit=9e9"])
def test_the_journal_is_asked_with_plain_numbers(caller: Callers, query: str) -> None:
    assert caller("auditor").get(f"/journal?{query}").status_code == 422


@pytest.mark.parametrize("role", ["kiosk", "officer", "supervisor", "administrator"])
def test_nobody_but_the_auditor_reads_the_journal(caller: Callers, role: str) -> None:
    assert caller(role).get("/journal").status_code == 403


@pytest.mark.parametrize("role", ["helper", "officer", "kiosk", "auditor"])
@pytest.mark.parametrize("path", ["/notices", "/issuing", "/counters/1/services"])
def test_what_a_supervisor_decides_is_not_for_others(
    caller: Callers, role: str, path: str
) -> None:
    assert caller(role).post(path).status_code == 403
