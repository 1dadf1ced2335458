"""The public snapshot: what the wall shows, as the contract promises it."""

from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pytest
from flask.testing import FlaskClient

from app import create_app
from settings import Settings
from tests.api_steps import Callers, act, seen, sit_down, take
from tests.conftest import HEAD, ROOT, Caller, Clock
from ticketing.desk import Desk
from ticketing.loading import read_office

TOP = {"epoch", "n", "at", "business_day", "open", "office", "notice", "calls"}
TOP |= {"serving", "missed", "parked", "ready", "ready_at", "lines"}
CALL = {"seq", "number", "status", "counter", "counter_name", "zone", "at", "times"}
CALL |= {"priority", "language"}
LINE = {"service", "series", "name", "waiting", "counters", "order", "wait"}


@pytest.fixture
def kiosk(caller: Callers) -> Caller:
    return caller("kiosk")


@pytest.fixture
def officer(caller: Callers) -> Caller:
    return sit_down(caller)


@pytest.fixture
def wall(caller: Callers) -> Any:
    """wall(): the snapshot now; wall("missed"): a part of it."""

    def look(part: str = "") -> Any:
        shown = seen(caller(), "/snapshot")
        return shown[part] if part else shown

    return look


def test_an_idle_office_shows_all_its_lines_empty(wall: Any) -> None:
    shown = wall()
    assert shown.keys() == TOP
    assert (shown["business_day"], shown["open"]) == ("2026-11-23", True)
    assert shown["office"]["name"]["vi"].startswith("Ủy ban nhân dân")
    assert shown["notice"] == {"vi": "", "en": ""}
    for part in ("calls", "serving", "missed", "parked", "ready"):
        assert shown[part] == []
    assert [line["series"] for line in shown["lines"]] == list("ABCDETR")
    for line in shown["lines"]:
        assert line.keys() >= LINE
        assert (line["waiting"], line["order"], line["wait"]) == (0, [], None)


def test_a_line_lists_who_waits_in_order_with_their_waits(
    wall: Any, kiosk: Caller, officer: Caller, clock: Clock
) -> None:
    for _ in range(3):
        take(kiosk)
    take(kiosk, priority=True)
    clock.tick(seconds=1)
    line = wall("lines")[0]
    assert (line["service"], line["waiting"], line["counters"]) == (
        "chung-thuc",
        4,
        [1],
    )
    assert line["order"] == ["A004", "A001", "A002", "A003"]
    likely = [wait["likely"] for wait in line["wait"]]
    assert len(likely) == 4 and likely == sorted(likely) and likely[0] < likely[3]
    for wait in line["wait"]:
        assert wait["low"] <= wait["likely"] <= wait["high"]
        assert wait["low"] % 300 == wait["high"] % 300 == 0


def test_nobody_can_say_how_long_when_no_counter_serves_the_line(
    wall: Any, kiosk: Caller
) -> None:
    take(kiosk, "dat-dai")
    assert wall("lines")[3]["wait"] is None
    assert wall("lines")[3]["counters"] == []


def test_a_call_is_shown_with_all_that_a_display_speaks(
    wall: Any, kiosk: Caller, officer: Caller
) -> None:
    take(kiosk, language="en", priority=True)
    act(officer, "/counters/1/calls")
    [call] = wall("calls")
    assert call.keys() >= CALL
    assert (call["number"], call["status"], call["times"]) == ("A001", "called", 1)
    assert (call["counter"], call["counter_name"]["vi"]) == (1, "Quầy 1")
    assert (call["priority"], call["language"], call["zone"]) == (True, "en", "")
    assert call["at"].endswith("+07:00")
    assert wall("serving") == [{"number": "A001", "counter": 1}]


def test_a_recall_raises_the_times_of_the_same_call(
    wall: Any, kiosk: Caller, officer: Caller
) -> None:
    take(kiosk)
    act(officer, "/counters/1/calls")
    [before] = wall("calls")
    for _ in range(2):
        act(officer, "/counters/1/recalls")
    [after] = wall("calls")
    assert after["seq"] == before["seq"] and after["times"] == 3


def test_a_visit_that_begins_anew_is_a_new_call(
    wall: Any, kiosk: Caller, officer: Caller
) -> None:
    take(kiosk)
    act(officer, "/counters/1/calls")
    act(officer, "/counters/1/recalls")
    [before] = wall("calls")
    act(officer, "/counters/1/no-shows")
    assert wall("missed") == ["A001"] and wall("serving") == []
    act(officer, "/counters/1/calls", {"number": "A001"})
    [after] = wall("calls")
    assert after["seq"] > before["seq"] and after["times"] == 1
    assert wall("missed") == []


def test_a_call_put_back_is_gone_from_the_wall(
    wall: Any, kiosk: Caller, officer: Caller
) -> None:
    take(kiosk)
    act(officer, "/counters/1/calls")
    act(officer, "/counters/1/put-backs")
    assert (wall("calls"), wall("serving")) == ([], [])
    assert wall("lines")[0]["order"] == ["A001"]


def test_parked_visits_are_shown_apart_from_those_that_are_ready(
    wall: Any, kiosk: Caller, officer: Caller
) -> None:
    for _ in range(2):
        take(kiosk)
        act(officer, "/counters/1/calls")
        act(officer, "/counters/1/parkings", {"reason": "signature"})
    act(officer, "/counters/1/tickets/A001/ready")
    assert (wall("parked"), wall("ready")) == (["A002"], ["A001"])
    [lying] = wall("ready_at")
    assert (lying["number"], lying["counter"]) == ("A001", 1)


def test_the_last_twelve_calls_and_every_one_still_called_are_shown(
    wall: Any, kiosk: Caller, officer: Caller, caller: Callers
) -> None:
    for _ in range(15):
        take(kiosk)
    other = sit_down(caller, 2)
    act(other, "/counters/2/calls")
    for _ in range(14):
        act(officer, "/counters/1/calls")
    numbers = [call["number"] for call in wall("calls")]
    assert numbers[:12] == [f"A{n:03}" for n in range(15, 3, -1)]
    assert numbers[-1] == "A001" and len(numbers) == 13
    seqs = [call["seq"] for call in wall("calls")]
    assert seqs == sorted(seqs, reverse=True)


def test_a_page_that_knows_the_newest_snapshot_gets_no_other(
    client: FlaskClient, kiosk: Caller
) -> None:
    first = client.get("/api/v1/snapshot")
    now = first.get_json()
    assert first.headers["ETag"] == f'"{now["epoch"]}-{now["n"]}"'
    known = {"If-None-Match": first.headers["ETag"]}
    same = client.get("/api/v1/snapshot", headers=known)
    assert (same.status_code, same.data) == (304, b"")
    take(kiosk)
    assert client.get("/api/v1/snapshot", headers=known).status_code == 200


def test_n_rises_only_with_a_different_snapshot(
    wall: Any, kiosk: Caller, officer: Caller, caller: Callers, clock: Clock
) -> None:
    before = wall()
    clock.tick(seconds=5)
    caller("helper")  # a commit that the wall does not show
    assert wall() == before
    take(kiosk)
    after = wall()
    assert after["n"] > before["n"] and after["epoch"] == before["epoch"]


def test_the_stream_begins_with_the_whole_snapshot(
    client: FlaskClient, kiosk: Caller
) -> None:
    take(kiosk)
    answer = client.get("/api/v1/snapshot/stream", buffered=False)
    with closing(answer):
        events: Iterator[bytes] = iter(answer.iter_encoded())
        first = next(events).decode()
        take(kiosk)
        newest = client.get("/api/v1/snapshot")
        second = next(events).decode()
    assert answer.mimetype == "text/event-stream"
    tag = newest.headers["ETag"].strip('"')
    assert second == f"id: {tag}\ndata: {newest.text}\n\n"
    assert first.startswith("id: ") and first != second


def test_a_load_of_the_same_office_begins_a_new_epoch(wall: Any, desk: Desk) -> None:
    before = wall()
    desk.load(HEAD, read_office(ROOT / "data").rows)
    after = wall()
    assert after["epoch"] != before["epoch"] and after["n"] > before["n"]


def test_the_identity_goes_on_when_the_office_starts_again(
    wall: Any, kiosk: Caller, settings: Settings
) -> None:
    take(kiosk)
    before = wall()
    again = create_app(settings)
    after = again.test_client().get("/api/v1/snapshot").get_json()
    again.extensions["desk"].store.close()
    assert after["epoch"] == before["epoch"] and after["n"] > before["n"]


def test_a_ticket_in_a_language_that_the_office_has_added_is_called_in_it(
    wall: Any, kiosk: Caller, officer: Caller, desk: Desk
) -> None:
    body = {"service": "chung-thuc", "language": "km"}
    assert kiosk.post("/tickets", body).status_code == 422
    desk.set_policy(HEAD, "languages", ["km"])
    take(kiosk, language="km")
    act(officer, "/counters/1/calls")
    assert wall("calls")[0]["language"] == "km"
