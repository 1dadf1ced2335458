"""Over HTTP: passing people on, walking in, taking back, and the rating tablet."""

from typing import Any

import pytest

from tests.api_steps import SECRETS, Callers, act, seen, sit_down, status_of, take
from tests.conftest import Caller, Clock


@pytest.fixture
def kiosk(caller: Callers) -> Caller:
    return caller("kiosk")


@pytest.fixture
def officer(caller: Callers, kiosk: Caller) -> Caller:
    """Has called A001 to counter 1; A002 waits."""
    take(kiosk)
    take(kiosk)
    officer = sit_down(caller)
    act(officer, "/counters/1/calls")
    return officer


def test_a_transfer_keeps_number_and_arrival(
    officer: Caller, kiosk: Caller, caller: Callers, clock: Clock
) -> None:
    clock.tick(minutes=1)
    take(kiosk, "dat-dai")
    body = {"service": "dat-dai", "note": "Đã xem hồ sơ"}
    moved = act(officer, "/counters/1/transfers", body)
    ticket = moved["ticket"]
    assert (ticket["number"], ticket["series"]) == ("A001", "A")
    assert (ticket["service"], ticket["status"]) == ("dat-dai", "waiting")
    assert (ticket["ahead"], ticket["counter"]) == (0, None)
    assert moved["counter"]["ticket"] is None
    line = seen(caller(), "/snapshot")["lines"][3]
    assert line["order"] == ["A001", "D001"]


def test_a_transfer_to_a_counter_waits_for_that_one_alone(
    officer: Caller, caller: Callers
) -> None:
    other = sit_down(caller, 2)
    act(officer, "/counters/1/transfers", {"counter": 2})
    assert act(officer, "/counters/1/calls")["ticket"]["number"] == "A002"
    assert act(other, "/counters/2/calls")["ticket"]["number"] == "A001"


def test_a_transfer_to_the_front_past_others_needs_a_reason(
    officer: Caller, kiosk: Caller, clock: Clock
) -> None:
    take(kiosk, "dat-dai", priority=True)
    body = {"service": "dat-dai", "place": "first"}
    assert officer.post("/counters/1/transfers", body).status_code == 422
    moved = act(officer, "/counters/1/transfers", body | {"reason": "đã chờ lâu"})
    assert moved["ticket"]["ahead"] == 0


def test_a_transfer_to_the_end_waits_behind_all(
    officer: Caller, kiosk: Caller, clock: Clock
) -> None:
    clock.tick(minutes=1)
    take(kiosk, "dat-dai")
    clock.tick(minutes=1)
    body = {"service": "dat-dai", "place": "last"}
    assert act(officer, "/counters/1/transfers", body)["ticket"]["ahead"] == 1


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({}, 422),
        ({"service": "dat-dai", "place": "somewhere"}, 422),
        ({"service": "không-có"}, 404),
        ({"counter": 99}, 404),
        ({"counter": 0}, 404),
        ({"counter": 10**40}, 422),
        ({"counter": "2"}, 422),
    ],
)
def test_a_transfer_to_nowhere_is_refused(
    officer: Caller, body: dict[str, Any], status: int
) -> None:
    assert officer.post("/counters/1/transfers", body).status_code == status
    assert seen(officer, "/counters/1")["ticket"]["number"] == "A001"


def test_undo_takes_a_whole_call_back_within_ten_seconds(
    officer: Caller, caller: Callers, clock: Clock
) -> None:
    act(officer, "/counters/1/calls")
    clock.tick(seconds=9)
    undone = act(officer, "/counters/1/undo")
    assert undone["counter"]["ticket"]["number"] == "A001"
    assert undone["counter"]["ticket"]["status"] == "called"
    assert undone["counter"]["next"] == ["A002"]
    assert officer.post("/counters/1/undo").status_code == 409


def test_undo_comes_too_late_after_ten_seconds(officer: Caller, clock: Clock) -> None:
    clock.tick(seconds=11)
    assert officer.post("/counters/1/undo").status_code == 409
    assert seen(officer, "/counters/1")["ticket"]["number"] == "A001"


def test_a_walk_in_is_issued_and_called_at_once(
    officer: Caller, caller: Callers
) -> None:
    body = {"service": "ho-tich", "reason": "người khuyết tật"}
    walked = act(officer, "/counters/1/walk-ins", body)
    assert (walked["ticket"]["number"], walked["ticket"]["status"]) == (
        "B001",
        "called",
    )
    assert walked["counter"]["ticket"]["number"] == "B001"
    assert walked["ticket"]["slip"]["state"] == "none"


def test_a_walk_in_past_others_needs_a_reason(officer: Caller, caller: Callers) -> None:
    assert officer.post("/counters/1/walk-ins").status_code == 422
    alone = sit_down(caller, 6)
    assert act(alone, "/counters/6/walk-ins")["ticket"]["number"] == "T001"


def test_priority_given_by_number_passes_those_between(
    officer: Caller, kiosk: Caller, caller: Callers
) -> None:
    take(kiosk)
    helper = caller("helper")
    refused = helper.post("/numbers/A003/priority", {"on": True})
    assert refused.status_code == 422
    body = {"on": True, "reason": "mang thai"}
    given = act(helper, "/numbers/A003/priority", body)["ticket"]
    assert given["priority"] and given["ahead"] == 0 and not given.keys() & SECRETS
    taken = act(officer, "/counters/1/tickets/A003/priority", {"on": False})
    assert (taken["ticket"]["priority"], taken["ticket"]["ahead"]) == (False, 1)


def test_a_missed_number_rejoins_at_the_desk(officer: Caller, caller: Callers) -> None:
    act(officer, "/counters/1/no-shows")
    back = act(caller("helper"), "/numbers/a001/rejoin")["ticket"]
    assert back["status"] == "waiting" and not back.keys() & SECRETS


def test_an_officer_cancels_a_ticket_with_a_reason(
    officer: Caller, kiosk: Caller, caller: Callers
) -> None:
    mine = take(kiosk)
    path = f"/counters/1/tickets/{mine['number']}/cancellation"
    assert officer.post(path).status_code == 422
    gone = act(officer, path, {"reason": "công dân về"})["ticket"]
    assert gone["status"] == "cancelled" and not gone.keys() & SECRETS
    assert status_of(caller, mine) == "cancelled"


@pytest.fixture
def tablet(officer: Caller, caller: Callers) -> Caller:
    """At counter 1, where A001 has just been served."""
    act(officer, "/counters/1/finishes")
    return caller("tablet", 1)


def test_the_tablet_asks_about_the_visit_that_has_just_ended(tablet: Caller) -> None:
    asked = seen(tablet, "/counters/1/rating")
    assert asked["ticket"]["number"] == "A001"
    assert not asked["ticket"].keys() & SECRETS
    assert "hài lòng" in asked["question"]["vi"]
    assert [level["level"] for level in asked["levels"]] == [4, 3, 2, 1]
    assert "cho-lau" in [reason["code"] for reason in asked["reasons"]]


def test_the_tablet_rates_a_visit_once(tablet: Caller) -> None:
    rated = tablet.post("/counters/1/rating", {"level": 4})
    assert (rated.status_code, rated.get_json()["level"]) == (201, 4)
    assert seen(tablet, "/counters/1/rating")["ticket"] is None
    assert tablet.post("/counters/1/rating", {"level": 1}).status_code == 409


def test_a_rating_from_the_tablet_is_repeated_like_any_press(tablet: Caller) -> None:
    key = {"Idempotency-Key": "press-1"}
    first = tablet.post("/counters/1/rating", {"level": 3}, **key)
    again = tablet.post("/counters/1/rating", {"level": 3}, **key)
    assert (first.status_code, again.status_code) == (201, 201)
    assert again.headers["Idempotent-Replay"] == "true"


def test_the_tablet_asks_nothing_once_the_next_service_starts(
    tablet: Caller, officer: Caller
) -> None:
    act(officer, "/counters/1/calls")
    assert seen(tablet, "/counters/1/rating")["ticket"]["number"] == "A001"
    act(officer, "/counters/1/starts")
    assert seen(tablet, "/counters/1/rating")["ticket"] is None


def test_the_tablet_of_another_counter_may_not_rate_here(
    tablet: Caller, caller: Callers
) -> None:
    other = caller("tablet", 2)
    assert other.get("/counters/1/rating").status_code == 403
    assert other.post("/counters/1/rating", {"level": 4}).status_code == 403
    assert seen(tablet, "/counters/1/rating")["ticket"]["number"] == "A001"
