"""Lines, breaks, help, wishes and power cuts over HTTP."""

from datetime import timedelta
from typing import Any

import pytest

from tests.api_steps import Callers, act, problem, seen, sit_down, status_of, take
from tests.conftest import HEAD, MONDAY, Caller, Clock
from ticketing.desk import Desk

LAND, COPIES = "dat-dai", "chung-thuc"


@pytest.fixture
def officer(caller: Callers) -> Caller:
    return sit_down(caller)


@pytest.fixture
def head(caller: Callers) -> Caller:
    return caller("supervisor")


def test_an_officer_takes_over_an_unattended_line_and_calls_from_it(
    officer: Caller, caller: Callers
) -> None:
    take(caller("kiosk"), LAND)
    changed = act(officer, "/counters/1/lines", {"service": LAND})["counter"]
    assert changed["services"] == [COPIES, "ho-tich", LAND]
    assert act(officer, "/counters/1/calls")["ticket"]["number"] == "D001"
    assert {"dat-dai"} == {
        line["code"]
        for line in seen(caller(), "/services")["services"]
        if 1 in line["counters"] and 4 in line["counters"] and line["series"] == "D"
    }


def test_a_line_that_is_attended_is_refused_with_the_counter_that_serves_it(
    officer: Caller, caller: Callers
) -> None:
    sit_down(caller, 4)
    told = problem(officer.post("/counters/1/lines", {"service": LAND}), 409)
    assert "quầy 4" in told["detail"]


def test_a_supervisor_moves_the_lines_of_a_closed_counter(
    officer: Caller, head: Caller, caller: Callers
) -> None:
    take(caller("kiosk"), LAND)
    moved = act(head, "/counters/4/lines-to", {"counter": 1})["counter"]
    assert (moved["counter"], moved["services"][-1]) == (1, LAND)
    assert seen(head, "/counters/4")["services"] == [LAND, COPIES]
    problem(head.post("/counters/4/lines-to", {"counter": 99}), 404)
    problem(head.post("/counters/1/lines-to", {"counter": 4}), 409)
    problem(head.post("/counters/4/lines-to"), 422)


def test_a_supervisor_says_where_a_counter_only_helps(
    officer: Caller, head: Caller, caller: Callers
) -> None:
    kiosk = caller("kiosk")
    take(kiosk)
    take(kiosk, "ho-tich")
    body: dict[str, Any] = {"services": [COPIES, "ho-tich"], "helps": [COPIES]}
    assert act(head, "/counters/1/services", body)["counter"]["helps"] == [COPIES]
    assert act(officer, "/counters/1/calls")["ticket"]["number"] == "B001"
    body["helps"] = [LAND]
    problem(head.post("/counters/1/services", body), 422)
    problem(head.post("/counters/1/services", body | {"helps": ["tax"]}), 404)


def test_breaks_and_low_desks_are_said_of_a_counter(
    head: Caller, caller: Callers
) -> None:
    breaks = [["09:30", "09:45"], ["15:00", "15:15"]]
    act(head, "/counters/3/breaks", {"breaks": breaks})
    act(head, "/counters/3/low", {"low": True})
    shown = seen(head, "/counters/3")
    assert (shown["breaks"], shown["low"]) == (breaks, True)
    for wrong in ({}, {"breaks": "09:30"}, {"breaks": [["9:30", "10:00"]]}):
        problem(head.post("/counters/3/breaks", wrong), 422)
    problem(head.post("/counters/3/low", {"low": "yes"}), 422)


def test_quick_questions_are_counted_while_somebody_is_served(
    officer: Caller, caller: Callers
) -> None:
    take(caller("kiosk"))
    act(officer, "/counters/1/calls")
    act(officer, "/counters/1/starts")
    told = [act(officer, "/counters/1/quick-questions")["today"] for _ in range(2)]
    assert told == [1, 2]
    assert seen(officer, "/counters/1")["ticket"]["status"] == "serving"


def test_a_question_that_is_sent_twice_with_one_key_is_counted_once(
    officer: Caller,
) -> None:
    key = {"Idempotency-Key": "k1"}
    first, again = (
        officer.post("/counters/1/quick-questions", **key) for _ in range(2)
    )
    assert first.get_json() == again.get_json() == {"today": 1}


def test_a_neighbour_sees_who_asks_for_help(officer: Caller, caller: Callers) -> None:
    act(officer, "/counters/1/help", {"on": True})
    neighbour = sit_down(caller, 2)
    [asking] = [c for c in seen(neighbour, "/counters")["counters"] if c["help_at"]]
    assert asking["counter"] == 1
    act(officer, "/counters/1/help", {"on": False})
    assert seen(neighbour, "/counters/1")["help_at"] is None
    problem(officer.post("/counters/1/help"), 422)


def test_what_an_officer_knows_is_written_down_by_a_supervisor(
    desk: Desk, head: Caller, officer: Caller
) -> None:
    desk.set_officer(HEAD, "Lan", "officer")
    body = {"skills": ["ho-tich"]}
    assert act(head, "/officers/Lan/skills", body) == {"name": "Lan"} | body
    problem(head.post("/officers/Nam/skills", body), 404)
    problem(head.post("/officers/Lan/skills", {"skills": ["tax"]}), 404)
    problem(head.post("/officers/Lan/skills"), 422)
    problem(officer.post("/officers/Lan/skills", body), 403)


def test_a_helper_says_that_somebody_is_to_be_fetched_and_the_counter_hears_of_it(
    officer: Caller, caller: Callers
) -> None:
    take(caller("kiosk"))
    body = {"wishes": ["escort"]}
    told = act(caller("helper"), "/numbers/a001/wishes", body)
    assert (told["wishes"], "id" in told["ticket"]) == (["escort"], False)
    assert act(officer, "/counters/1/calls")["counter"]["wishes"] == ["escort"]
    refused = problem(officer.post("/counters/1/no-shows"), 409)
    assert "mời tận nơi" in refused["detail"]
    problem(officer.post("/numbers/A001/wishes", {"wishes": ["tea"]}), 422)
    problem(officer.post("/numbers/A099/wishes", body), 404)


def test_wishes_are_seen_by_nobody_outside_the_staff(caller: Callers) -> None:
    ticket = take(caller("kiosk"))
    act(caller("helper"), "/numbers/A001/wishes", {"wishes": ["escort"]})
    assert "escort" not in caller().get("/snapshot").text
    assert "escort" not in caller().get(f"/tickets/{ticket['id']}").text


def test_after_a_power_cut_a_supervisor_ticks_who_was_served_and_who_left(
    officer: Caller, head: Caller, caller: Callers, clock: Clock
) -> None:
    tickets = [take(caller("kiosk")) for _ in range(3)]
    act(officer, "/counters/1/calls")
    clock.tick(hours=1)
    begun, ended = MONDAY + timedelta(minutes=5), MONDAY + timedelta(minutes=50)
    gap = {"begun_at": begun.isoformat(), "ended_at": ended.isoformat()}
    told = act(head, "/gaps", gap | {"served": ["a001"], "left": ["A002"]})
    ended_now = [(one["number"], one["status"]) for one in told["tickets"]]
    assert ended_now == [("A001", "served"), ("A002", "cancelled")]
    assert status_of(caller, tickets[2]) == "waiting"
    assert act(officer, "/counters/1/calls")["ticket"]["number"] == "A003"


def test_a_power_cut_that_cannot_have_been_is_refused(
    head: Caller, clock: Clock
) -> None:
    now, later = MONDAY.isoformat(), (MONDAY + timedelta(hours=1)).isoformat()
    problem(head.post("/gaps", {"begun_at": now, "ended_at": later}), 422)
    problem(head.post("/gaps", {"begun_at": now}), 422)
    problem(head.post("/gaps", {"begun_at": "9:10", "ended_at": now}), 422)
    gap = {"begun_at": now, "ended_at": later}
    problem(head.post("/gaps", gap | {"served": ["A099"]}), 404)


@pytest.mark.parametrize(
    "path",
    [
        "/counters/1/lines-to",
        "/counters/1/low",
        "/counters/1/breaks",
        "/officers/Lan/skills",
        "/gaps",
    ],
)
@pytest.mark.parametrize("role", ["officer", "helper", "kiosk", "auditor"])
def test_what_moves_the_floor_is_for_a_supervisor(
    caller: Callers, role: str, path: str
) -> None:
    problem(caller(role).post(path), 403)


@pytest.mark.parametrize("path", ["lines", "quick-questions", "help"])
def test_nobody_acts_for_a_counter_to_which_they_are_not_bound(
    caller: Callers, path: str
) -> None:
    problem(caller("officer", 2).post(f"/counters/1/{path}"), 403)
    problem(caller("helper").post(f"/counters/1/{path}"), 403)


def test_on_a_day_off_the_opening_is_asked_back(
    desk: Desk, caller: Callers, clock: Clock
) -> None:
    desk.trial = False
    clock.tick(days=6)
    officer = caller("officer", 1)
    told = problem(officer.post("/counters/1/opening"), 409)
    assert "Hôm nay có làm việc" in told["detail"]
    body = {"working_day": True}
    assert act(officer, "/counters/1/opening", body)["counter"]["open"]
    problem(officer.post("/counters/1/opening", {"working_day": "yes"}), 422)


def test_a_program_learns_how_long_a_visit_usually_lasts_and_how_long_to_wait(
    officer: Caller, caller: Callers
) -> None:
    told = seen(officer, "/counters/1")
    assert (told["expected"], told["no_show"]) == (None, None)
    number = take(caller("kiosk"), COPIES)["number"]
    act(officer, f"/numbers/{number}/wishes", {"wishes": ["escort"]})
    told = act(officer, "/counters/1/calls")["counter"]
    assert told["expected"] > 0
    assert told["no_show"] == {"calls": 2, "seconds": 180, "locked": True}


def test_a_ticket_may_come_with_wishes_and_others_are_refused(
    officer: Caller, caller: Callers
) -> None:
    kiosk = caller("kiosk")
    take(kiosk, wishes=["escort", "low_counter"])
    called = act(officer, "/counters/1/calls")["counter"]
    assert called["wishes"] == ["escort", "low_counter"]
    for wrong in (["sofa"], "escort", [1], ["escort"] * 4):
        body = {"service": COPIES, "wishes": wrong}
        problem(kiosk.post("/tickets", body), 422)


def test_a_hot_key_pressed_while_an_arrival_is_being_called_ends_nobodys_visit(
    officer: Caller, caller: Callers
) -> None:
    act(officer, "/counters/1/calls", {"armed": True})
    number = take(caller("kiosk"), COPIES)["number"]  # the armed counter calls at once
    blind = {"previous": "served", "armed": True, "here": ""}
    told = problem(officer.post("/counters/1/calls", blind), 409)
    assert number in told["detail"]
    problem(officer.post("/counters/1/finishes", {"here": "A999"}), 409)
    assert seen(officer, "/counters/1")["ticket"]["status"] == "called"
    assert act(officer, "/counters/1/starts", {"here": number})["ticket"]["number"]
