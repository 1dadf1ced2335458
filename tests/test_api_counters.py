"""An officer's day over HTTP: open, call, serve, and all that may come between."""

from typing import Any

import pytest

from tests.api_steps import (
    SECRETS,
    TICKET,
    Callers,
    act,
    seen,
    sit_down,
    status_of,
    take,
)
from tests.conftest import Caller, Clock

COUNTER = {
    "counter",
    "name",
    "open",
    "paused",
    "armed",
    "officer",
    "services",
    "ticket",
    "next",
    "parked",
    "missed",
}


@pytest.fixture
def kiosk(caller: Callers) -> Caller:
    return caller("kiosk")


@pytest.fixture
def officer(caller: Callers) -> Caller:
    """Sits at counter 1."""
    return sit_down(caller)


def counter(by: Caller, number: int = 1) -> dict[str, Any]:
    return seen(by, f"/counters/{number}")


def numbers_there(by: Caller) -> tuple[str | None, list[str]]:
    now = counter(by)
    return now["ticket"] and now["ticket"]["number"], now["next"]


def test_a_closed_counter_says_all_that_the_contract_promises(caller: Callers) -> None:
    now = counter(caller("officer"), 3)
    assert now.keys() >= COUNTER
    assert (now["counter"], now["name"]["vi"]) == (3, "Quầy 3")
    assert now["services"] == ["lao-dong", "noi-vu", "huong-dan"]
    assert (now["open"], now["paused"], now["armed"]) == (False, False, False)
    assert (now["officer"], now["ticket"]) == (None, None)
    assert (now["next"], now["parked"], now["missed"]) == ([], [], [])


def test_the_list_shows_each_counter_as_it_shows_itself(officer: Caller) -> None:
    listed = seen(officer, "/counters")["counters"]
    assert [one["counter"] for one in listed] == [1, 2, 3, 4, 5, 6]
    assert listed == [counter(officer, n) for n in range(1, 7)]


def test_a_busy_counter_shows_its_ticket_without_secrets(
    officer: Caller, kiosk: Caller
) -> None:
    for _ in range(5):
        take(kiosk)
    act(officer, "/counters/1/calls")
    now = counter(officer)
    assert now["ticket"].keys() >= TICKET - SECRETS
    assert not now["ticket"].keys() & SECRETS
    assert numbers_there(officer) == ("A001", ["A002", "A003", "A004"])


def test_opening_an_open_counter_changes_nothing(officer: Caller) -> None:
    again = officer.post("/counters/1/opening")
    assert again.status_code == 200
    assert again.get_json()["counter"]["officer"] == "officer"


def test_another_officer_gets_the_counter_only_when_it_is_closed(
    officer: Caller, caller: Callers
) -> None:
    later = caller("officer", 1)
    assert later.post("/counters/1/opening").status_code == 409
    assert later.post("/counters/1/calls").status_code == 409
    assert not act(officer, "/counters/1/closing")["counter"]["open"]
    assert act(later, "/counters/1/opening")["counter"]["open"]


def test_a_supervisor_may_take_a_held_counter_over(
    officer: Caller, caller: Callers
) -> None:
    assert act(caller("supervisor"), "/counters/1/opening")["counter"]["open"]
    assert officer.post("/counters/1/calls").status_code == 409


def test_a_counter_with_somebody_there_is_not_closed(
    officer: Caller, kiosk: Caller
) -> None:
    take(kiosk)
    act(officer, "/counters/1/calls")
    assert officer.post("/counters/1/closing").status_code == 409
    assert counter(officer)["open"]


def test_a_paused_counter_calls_nobody_until_it_opens_again(officer: Caller) -> None:
    paused = act(officer, "/counters/1/pause", {"reason": "họp"})["counter"]
    assert (paused["open"], paused["paused"], paused["reason"]) == (True, True, "họp")
    assert officer.post("/counters/1/calls").status_code == 409
    assert not act(officer, "/counters/1/opening")["counter"]["paused"]
    assert officer.post("/counters/1/calls").status_code == 200


def test_calling_on_an_empty_line_gives_no_ticket(officer: Caller) -> None:
    called = act(officer, "/counters/1/calls")
    assert called["ticket"] is None and called["counter"]["ticket"] is None


def test_the_next_call_ends_the_current_visit_as_served(
    officer: Caller, kiosk: Caller, caller: Callers
) -> None:
    first, _ = take(kiosk), take(kiosk)
    called = act(officer, "/counters/1/calls")["ticket"]
    assert (called["number"], called["status"]) == ("A001", "called")
    assert (called["counter"], called["counter_name"]["vi"]) == (1, "Quầy 1")
    assert called["calls"] == 1 and called["called_at"]
    assert act(officer, "/counters/1/calls")["ticket"]["number"] == "A002"
    assert status_of(caller, first) == "served"


def test_the_next_call_may_end_the_current_visit_as_a_no_show(
    officer: Caller, kiosk: Caller
) -> None:
    for _ in range(2):
        take(kiosk)
    act(officer, "/counters/1/calls")
    after = act(officer, "/counters/1/calls", {"previous": "no_show"})
    assert after["ticket"]["number"] == "A002"
    assert after["counter"]["missed"] == ["A001"]


def test_an_armed_counter_calls_the_next_arrival_by_itself(
    officer: Caller, kiosk: Caller
) -> None:
    armed = act(officer, "/counters/1/calls", {"armed": True})
    assert armed["ticket"] is None and armed["counter"]["armed"]
    arrived = take(kiosk)
    assert (arrived["status"], arrived["counter"]) == ("called", 1)
    assert not counter(officer)["armed"]


def test_an_armed_counter_gives_up_after_three_minutes(
    officer: Caller, kiosk: Caller, clock: Clock
) -> None:
    act(officer, "/counters/1/calls", {"armed": True})
    clock.tick(minutes=3, seconds=1)
    assert not counter(officer)["armed"]
    assert take(kiosk)["status"] == "waiting"


def test_calling_a_number_past_others_needs_a_reason(
    officer: Caller, kiosk: Caller, caller: Callers
) -> None:
    for _ in range(3):
        take(kiosk)
    refused = officer.post("/counters/1/calls", {"number": "A003"})
    assert refused.status_code == 422 and "2" in refused.get_json()["detail"]
    assert numbers_there(officer) == (None, ["A001", "A002", "A003"])
    body = {"number": "a003", "reason": "người già"}
    assert act(officer, "/counters/1/calls", body)["ticket"]["number"] == "A003"
    rows = seen(caller("auditor"), "/journal?limit=1000")["rows"]
    facts = [row["data"] for row in rows if row["what"] == "ticket called"]
    assert (facts[0]["overtook"], facts[0]["reason"]) == (2, "người già")


def test_calling_the_first_number_needs_no_reason(
    officer: Caller, kiosk: Caller
) -> None:
    take(kiosk)
    called = act(officer, "/counters/1/calls", {"number": "A001"})
    assert called["ticket"]["status"] == "called"


def test_a_missed_number_may_be_called_again(officer: Caller, kiosk: Caller) -> None:
    take(kiosk)
    act(officer, "/counters/1/calls")
    act(officer, "/counters/1/recalls")
    missed = act(officer, "/counters/1/no-shows")
    assert missed["ticket"]["status"] == "missed"
    assert missed["counter"]["missed"] == ["A001"]
    again = act(officer, "/counters/1/calls", {"number": "A001"})["ticket"]
    assert (again["status"], again["calls"]) == ("called", 1)


def test_a_counter_does_not_call_a_number_of_anothers_line(
    officer: Caller, kiosk: Caller
) -> None:
    take(kiosk, "dat-dai")
    assert officer.post("/counters/1/calls", {"number": "D001"}).status_code == 409


def test_a_visit_goes_from_call_to_start_to_finish(
    officer: Caller, kiosk: Caller, clock: Clock
) -> None:
    take(kiosk)
    act(officer, "/counters/1/calls")
    assert act(officer, "/counters/1/recalls")["ticket"]["calls"] == 2
    clock.tick(seconds=20)
    started = act(officer, "/counters/1/starts")["ticket"]
    assert started["status"] == "serving" and started["started_at"]
    clock.tick(minutes=6)
    facts = {"outcome": "đã nhận hồ sơ", "dossiers": 2, "procedures": [1, "1.000894"]}
    finished = act(officer, "/counters/1/finishes", facts)
    assert (finished["ticket"]["status"], finished["ticket"]["dossiers"]) == (
        "served",
        2,
    )
    assert finished["ticket"]["closed_at"] > started["started_at"]
    assert finished["counter"]["ticket"] is None


def test_a_call_put_back_returns_to_its_old_place(
    officer: Caller, kiosk: Caller
) -> None:
    for _ in range(2):
        take(kiosk)
    act(officer, "/counters/1/calls")
    back = act(officer, "/counters/1/put-backs")
    assert (back["ticket"]["status"], back["ticket"]["ahead"]) == ("waiting", 0)
    assert (back["ticket"]["counter"], back["ticket"]["calls"]) == (None, 0)
    assert back["counter"]["next"] == ["A001", "A002"]


def test_a_parked_visit_goes_back_to_its_old_place(
    officer: Caller, kiosk: Caller
) -> None:
    for _ in range(2):
        take(kiosk)
    act(officer, "/counters/1/calls")
    parked = act(officer, "/counters/1/parkings", {"reason": "copy"})
    assert parked["ticket"]["status"] == "parked"
    assert parked["counter"]["parked"] == ["A001"]
    resumed = act(officer, "/counters/1/resumptions", {"number": "A001"})
    assert resumed["ticket"]["status"] == "waiting"
    assert resumed["counter"]["next"] == ["A001", "A002"]


def test_a_parked_visit_called_at_once_passes_those_before_it(
    officer: Caller, kiosk: Caller, clock: Clock
) -> None:
    take(kiosk, priority=False)
    clock.tick(seconds=1)
    take(kiosk)
    act(officer, "/counters/1/calls", {"number": "A002", "reason": "nhầm"})
    act(officer, "/counters/1/parkings", {"reason": "fee"})
    body: dict[str, Any] = {"number": "A002", "call": True}
    assert officer.post("/counters/1/resumptions", body).status_code == 422
    body["reason"] = "đã nộp phí"
    called = act(officer, "/counters/1/resumptions", body)
    assert called["ticket"]["status"] == "called"
    assert called["counter"]["ticket"]["number"] == "A002"


def test_the_result_of_a_parked_visit_is_marked_ready(
    officer: Caller, kiosk: Caller, caller: Callers
) -> None:
    take(kiosk)
    act(officer, "/counters/1/calls")
    path = "/counters/1/tickets/A001/ready"
    assert officer.post(path).status_code == 409, "it is not parked"
    act(officer, "/counters/1/parkings", {"reason": "signature"})
    ready = act(officer, path)["ticket"]
    assert ready["status"] == "parked" and not ready.keys() & SECRETS
    assert seen(caller(), "/snapshot")["ready"] == ["A001"]
