"""Printers, return slips and paper numbers over HTTP."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.api_steps import Callers, act, problem, seen, sit_down, take
from tests.conftest import Caller, Clock
from ticketing.desk import Desk
from ticketing.outbox import (
    Outcome,
    mark_slip,
    meet_printer,
    note_printer,
    take_slip,
)

PRINTER = {"printer", "state", "fault", "ability", "acknowledges", "near_end"}
PRINTER |= {"left_mm", "since", "seen_at"}


@pytest.fixture
def kiosk(caller: Callers) -> Caller:
    return caller("kiosk")


@pytest.fixture
def helper(caller: Callers) -> Caller:
    return caller("helper")


@pytest.fixture
def roll(caller: Callers, helper: Caller) -> Caller:
    """The kiosk is dead; a helper has the roll of paper numbers."""
    act(caller("supervisor"), "/roll", {"on": True, "reason": "máy lấy số hỏng"})
    return helper


def fail(desk: Desk, state: str = "failed", fault: str = "paper") -> None:
    """The printer's word on the newest slip."""
    slip = desk.store.slips("queued")[-1]
    assert take_slip(desk.store, slip)
    mark_slip(desk.store, slip, Outcome(state, fault))


# --- slips -------------------------------------------------------------------


def test_a_ticket_says_what_is_wrong_with_its_slip(
    kiosk: Caller, caller: Callers, desk: Desk
) -> None:
    ticket = take(kiosk)
    assert ticket["slip"] == {"state": "queued", "copies": 1, "fault": None}
    fail(desk, "blocked", "cover")
    now = seen(caller(), f"/tickets/{ticket['id']}")
    assert now["slip"] == {"state": "blocked", "copies": 1, "fault": "cover"}


def test_other_papers_of_a_ticket_are_no_copies_of_its_slip(
    kiosk: Caller, caller: Callers, desk: Desk
) -> None:
    ticket, officer = take(kiosk), sit_down(caller)
    act(officer, "/counters/1/calls")
    act(officer, "/counters/1/parkings", {"reason": "copy"})
    path = f"/counters/1/tickets/{ticket['number']}/return-slip"
    given = act(officer, path, {"missing": ["CCCD"]})["ticket"]
    assert given["slip"]["copies"] == 1
    assert "id" not in given and "status_url" not in given
    [slip] = [one for one in desk.store.slips("queued") if one.kind == "return"]
    assert slip.payload["missing"] == ["CCCD"]


def test_a_slip_in_large_print_may_be_wished_for(kiosk: Caller, desk: Desk) -> None:
    take(kiosk, large=True)
    take(kiosk)
    said = [slip.payload["large"] for slip in desk.store.slips("queued")]
    assert said == [True, False]
    wrong = kiosk.post("/tickets", {"service": "ho-tich", "large": "yes"})
    problem(wrong, 422)


def test_each_kind_of_paper_is_printed_again_by_its_name(
    kiosk: Caller, caller: Callers, desk: Desk, helper: Caller
) -> None:
    procedure = next(one for one in desk.store.procedures() if one.papers)
    ticket = take(kiosk, procedure.service)
    chosen = f"/tickets/{ticket['id']}/procedure"
    act(helper, chosen, {"procedure": procedure.ref})
    fail(desk, "printed")
    act(caller(), f"/tickets/{ticket['id']}/reprints", {"kind": "papers"})
    fail(desk, "printed")
    act(helper, f"/numbers/{ticket['number']}/reprints", {"kind": "papers"})
    act(helper, f"/numbers/{ticket['number']}/reprints")
    slips = desk.store.slips("printed", "queued")
    kinds = [(one.kind, one.marked) for one in slips]
    assert kinds == [
        ("ticket", False),
        ("papers", False),
        ("papers", True),
        ("ticket", True),
    ]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"kind": "return"}, 409),
        ({"kind": "papers"}, 409),
        ({"kind": "poster"}, 422),
        ({"kind": 7}, 422),
        ({"kind": ["ticket"]}, 422),
    ],
)
def test_a_paper_that_is_not_there_is_not_printed_again(
    kiosk: Caller, helper: Caller, desk: Desk, body: dict[str, Any], status: int
) -> None:
    ticket = take(kiosk)
    for path in (f"/tickets/{ticket['id']}", f"/numbers/{ticket['number']}"):
        told = problem(helper.post(f"{path}/reprints", body), status)
        assert ticket["number"] in told["detail"] or "kind" in told["detail"]
    assert desk.store.count("slips") == 1


@pytest.mark.parametrize(
    "missing",
    ["CCCD", [7], [""], ["a" * 121], ["CCCD"] * 13, ["\0"], {"0": "CCCD"}, True],
)
def test_a_return_slip_lists_at_most_twelve_short_lines(
    kiosk: Caller, caller: Callers, desk: Desk, missing: Any
) -> None:
    take(kiosk)
    officer = sit_down(caller)
    act(officer, "/counters/1/calls")
    act(officer, "/counters/1/parkings", {"reason": "copy"})
    path = "/counters/1/tickets/A001/return-slip"
    told = problem(officer.post(path, {"missing": missing}), 422)
    assert "“missing”" in told["detail"]
    assert desk.store.count("slips") == 1
    act(officer, path, {"missing": ["a" * 120] * 12})


def test_only_somebody_parked_gets_a_return_slip(
    kiosk: Caller, caller: Callers
) -> None:
    take(kiosk)
    told = problem(sit_down(caller).post("/counters/1/tickets/A001/return-slip"), 409)
    assert told["detail"] == "Số A001 đang chờ, nên không thể in phiếu quay lại."


# --- printers ----------------------------------------------------------------


def test_without_a_printer_process_there_is_nothing_to_show(helper: Caller) -> None:
    nothing = {"printers": [], "unprinted": [], "waiting": 0}
    assert seen(helper, "/printers") == nothing


def test_a_printer_says_how_it_is_and_how_much_paper_is_left(
    helper: Caller, desk: Desk, clock: Clock
) -> None:
    meet_printer(desk.store, "", "virtual")
    note_printer(
        desk.store, "", ability="full", acknowledges="id", used_mm=47_900, near_end=True
    )
    [shown] = seen(helper, "/printers")["printers"]
    assert shown.keys() == PRINTER
    assert (shown["printer"], shown["state"], shown["fault"]) == ("", "ready", None)
    assert (shown["ability"], shown["acknowledges"]) == ("full", "id")
    assert (shown["near_end"], shown["left_mm"]) == (True, 2_100)
    assert shown["since"].endswith("+07:00")
    assert "address" not in shown, "where it stands is nobody's business"


def state(helper: Caller) -> tuple[str, str | None]:
    [shown] = seen(helper, "/printers")["printers"]
    return shown["state"], shown["fault"]


def test_the_state_of_a_printer_is_never_a_guess(
    helper: Caller, desk: Desk, clock: Clock
) -> None:
    meet_printer(desk.store, "", "virtual")
    assert state(helper) == ("unknown", None)
    note_printer(desk.store, "", fault="off")
    assert state(helper) == ("blocked", "off")
    note_printer(desk.store, "", fault=None, ability="none")
    assert state(helper) == ("ready", None)
    clock.tick(seconds=29)
    assert state(helper) == ("ready", None)
    clock.tick(seconds=2)
    assert state(helper) == ("unknown", None)


def test_a_roll_that_is_used_beyond_its_length_has_nothing_left(
    helper: Caller, desk: Desk
) -> None:
    meet_printer(desk.store, "", "virtual")
    note_printer(desk.store, "", used_mm=60_000)
    assert seen(helper, "/printers")["printers"][0]["left_mm"] == 0
    told = act(helper, "/printers/roll")["printer"]
    assert told["left_mm"] == 50_000


def test_a_roll_is_put_into_the_printer_that_is_named(
    helper: Caller, desk: Desk
) -> None:
    for name in ("", "Ki-ốt 2"):
        meet_printer(desk.store, name, "virtual")
        note_printer(desk.store, name, used_mm=1000)
    act(helper, "/printers/roll", {"printer": "Ki-ốt 2"})
    assert [one.used_mm for one in desk.printers()] == [1000, 0]
    told = problem(helper.post("/printers/roll", {"printer": "Ki-ốt 9"}), 404)
    assert "Ki-ốt 9" in told["detail"]
    problem(helper.post("/printers/roll", {"printer": 7}), 422)


def test_one_key_prints_what_never_came_out_and_once(
    kiosk: Caller, helper: Caller, desk: Desk
) -> None:
    for _ in range(2):
        take(kiosk)
        fail(desk)
    assert seen(helper, "/printers")["unprinted"] == ["A001", "A002"]
    key = {"Idempotency-Key": "k1"}
    first = helper.post("/printers/reprints", {}, **key)
    again = helper.post("/printers/reprints", {}, **key)
    assert first.get_json() == again.get_json() == {"numbers": ["A001", "A002"]}
    assert again.headers["Idempotent-Replay"] == "true"
    assert act(helper, "/printers/reprints") == {"numbers": []}
    assert seen(helper, "/printers")["unprinted"] == []
    assert desk.store.count("slips") == 2


# --- paper numbers -----------------------------------------------------------


def test_the_supervisor_sends_people_to_the_roll_and_back(
    caller: Callers, kiosk: Caller
) -> None:
    head = caller("supervisor")
    problem(head.post("/roll", {"on": True}), 422)
    problem(head.post("/roll", {"reason": "x"}), 422)
    assert act(head, "/roll", {"on": True, "reason": "hỏng"}) == {"roll_mode": True}
    told = problem(kiosk.post("/tickets", {"service": "ho-tich"}), 409)
    assert told["type"] == "/problems/roll-mode"
    assert "bàn hướng dẫn" in told["detail"]
    assert act(head, "/roll", {"on": False}) == {"roll_mode": False}
    assert take(kiosk)["number"] == "A001"


def test_paper_numbers_handed_out_stand_on_the_lobbys_screen(
    roll: Caller, caller: Callers
) -> None:
    answer = roll.post("/roll/numbers", {"service": "ho-tich", "upto": "X003"})
    assert answer.status_code == 201
    assert answer.get_json() == {"numbers": ["X001", "X002", "X003"]}
    lines = seen(caller(), "/snapshot")["lines"]
    [births] = [line for line in lines if line["service"] == "ho-tich"]
    assert (births["series"], births["order"]) == ("B", ["X001", "X002", "X003"])
    more = act(roll, "/roll/numbers", {"service": "dat-dai", "upto": 4})
    assert more == {"numbers": ["X004"]}


def test_an_upto_pressed_twice_with_one_key_hands_out_once(roll: Caller) -> None:
    body, key = {"service": "ho-tich", "upto": 2}, {"Idempotency-Key": "k"}
    first, again = (roll.post("/roll/numbers", body, **key) for _ in range(2))
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.get_json() == again.get_json()
    problem(roll.post("/roll/numbers", body), 409)


@pytest.mark.parametrize(
    ("body", "status", "word"),
    [
        ({}, 422, "upto"),
        ({"service": "thue", "upto": "?"}, 404, "thue"),
        ({"service": "ho-tich"}, 422, "upto"),
        ({"upto": 3}, 422, "service"),
        ({"service": "ho-tich", "upto": "A003"}, 422, "X035"),
        ({"service": "ho-tich", "upto": 0}, 422, "upto"),
        ({"service": "ho-tich", "upto": 10**400}, 422, "upto"),
        ({"service": "ho-tich", "upto": True}, 422, "upto"),
        ({"service": "ho-tich", "upto": 51}, 409, "X051"),
    ],
)
def test_what_cannot_be_handed_out_is_said_and_leaves_the_roll_alone(
    roll: Caller, desk: Desk, body: dict[str, Any], status: int, word: str
) -> None:
    told = problem(roll.post("/roll/numbers", body), status)
    assert word in told["detail"]
    assert desk.last_on_roll() == "X000"


def test_no_paper_number_is_handed_out_while_the_kiosk_works(helper: Caller) -> None:
    body = {"service": "ho-tich", "upto": 1}
    told = problem(helper.post("/roll/numbers", body), 409)
    assert told["type"] == "/problems/roll-off"


def test_an_officer_calls_paper_numbers_that_nobody_has_entered(
    roll: Caller, caller: Callers, desk: Desk
) -> None:
    officer = sit_down(caller)
    call = {"number": "x002", "reason": "số giấy"}
    problem(officer.post("/counters/1/calls", {"number": "X002"}), 422)
    assert desk.last_on_roll() == "X000"
    called = act(officer, "/counters/1/calls", call)["ticket"]
    assert (called["number"], called["service"]) == ("X002", "chung-thuc")
    assert called["slip"]["state"] == "none"
    birth = {"number": "X003", "service": "ho-tich", "reason": "số giấy"}
    assert act(officer, "/counters/1/calls", birth)["ticket"]["service"] == "ho-tich"
    back = act(officer, "/counters/1/undo")["ticket"]
    assert (back["number"], back["status"]) == ("X002", "called")
    assert desk.find_today("X003").status == "waiting"


def test_paper_numbers_that_cannot_be_called_are_refused_in_order(
    roll: Caller, caller: Callers, desk: Desk
) -> None:
    officer, calls = sit_down(caller), "/counters/1/calls"
    problem(officer.post(calls, {"number": "X1", "previous": "?"}), 404)
    problem(officer.post(calls, {"number": "X001", "service": "thue"}), 404)
    problem(officer.post(calls, {"number": "X001", "previous": "?"}), 422)
    problem(officer.post(calls, {"number": "X001", "service": "dat-dai"}), 409)
    far = problem(officer.post(calls, {"number": "X090", "reason": "gấp"}), 409)
    assert "X090" in far["detail"] and "X000" in far["detail"]
    assert desk.last_on_roll() == "X000"
    act(caller("supervisor"), "/roll", {"on": False})
    problem(officer.post(calls, {"number": "X001"}), 404)


def test_every_new_refusal_is_said_in_english_to_whoever_reads_it(
    roll: Caller,
) -> None:
    english = {"Accept-Language": "en"}
    body = {"service": "ho-tich", "upto": 900}
    told = problem(roll.post("/roll/numbers", body, **english), 409)
    assert "Please check the number on the roll" in told["detail"]


# --- the office's own words on its slips -------------------------------------


def test_the_sample_says_on_its_slips_that_it_is_one(kiosk: Caller, desk: Desk) -> None:
    take(kiosk)
    [slip] = desk.store.slips("queued")
    assert "mẫu" in slip.payload["footer"]["vi"]
    assert slip.payload["languages"] == ["vi"]
    assert "mẫu" in slip.payload["wifi"]
    assert "logo" not in json.dumps(slip.payload), "it would be kept with each slip"


def test_the_documents_own_example_of_a_paper_number_is_one(roll: Caller) -> None:
    path = Path(__file__).parent.parent / "office/api/openapi.json"
    document = json.loads(path.read_text(encoding="utf-8"))
    said = document["paths"]["/roll/numbers"]["post"]["requestBody"]
    schema = said["content"]["application/json"]["schema"]
    [example] = schema["properties"]["upto"]["examples"]
    body = {"service": "ho-tich", "upto": example}
    assert len(act(roll, "/roll/numbers", body)["numbers"]) == 35
