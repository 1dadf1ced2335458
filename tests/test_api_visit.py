"""One visit over the API: notes, matters, its end, coming back on another day."""

import pytest

from tests.api_steps import Callers, Json, act, problem, seen, sit_down, take
from tests.conftest import Caller, Clock
from ticketing.desk import Desk

# Procedures of the sample office, by line.
COPIES, BIRTHS, LAND = "chung-thuc", "ho-tich", "dat-dai"


@pytest.fixture
def officer(caller: Callers) -> Caller:
    return sit_down(caller)


def procedure(desk: Desk, service: str, place: int = 0) -> int:
    """The n-th of this line."""
    ours = [p.ref for p in desk.store.procedures() if p.service == service]
    return ours[place]


def called(caller: Callers, officer: Caller) -> Json:
    take(caller("kiosk"))
    return dict(act(officer, "/counters/1/calls")["ticket"])


# --- notes -------------------------------------------------------------------


def test_a_note_is_read_by_the_officer_there_and_stands_in_no_other_answer(
    caller: Callers, officer: Caller
) -> None:
    called(caller, officer)
    said = act(officer, "/counters/1/notes", {"note": "Nghe kém"})
    assert said["ticket"]["number"] == "A001"
    read = seen(officer, "/counters/1/notes")
    assert read == {"number": "A001", "notes": ["Nghe kém"]}
    assert "Nghe" not in officer.get("/counters").text
    act(officer, "/counters/1/finishes")
    assert seen(officer, "/counters/1/notes") == {"number": None, "notes": []}
    problem(caller("officer", 2).get("/counters/1/notes"), 403)
    problem(caller("auditor").get("/counters/1/notes"), 403)


@pytest.mark.parametrize("note", [None, "", " ", 5, "x" * 201, "\x07"])
def test_a_note_needs_words_that_can_be_kept(
    caller: Callers, officer: Caller, note: object
) -> None:
    called(caller, officer)
    problem(officer.post("/counters/1/notes", {"note": note}), 422)


NOBODY = {"notes": {"note": "x"}, "matters": {"procedure": 1}, "drops": {}}


@pytest.mark.parametrize("path", [*NOBODY, "returns"])
def test_with_nobody_there_each_of_them_is_refused(officer: Caller, path: str) -> None:
    problem(officer.post(f"/counters/1/{path}", NOBODY.get(path)), 409)


# --- matters -----------------------------------------------------------------


def test_a_ticket_is_taken_for_several_procedures_and_tells_its_stops(
    caller: Callers, desk: Desk, officer: Caller
) -> None:
    wanted = [procedure(desk, COPIES), procedure(desk, LAND)]
    taken = take(caller("kiosk"), service=COPIES, procedures=wanted)
    assert (taken["procedure"], taken["matters"]) == (wanted[0], wanted[1:])
    act(officer, "/counters/1/calls")
    sent = act(officer, "/counters/1/finishes")
    assert (sent["ticket"]["status"], sent["ticket"]["service"]) == ("waiting", LAND)
    assert (sent["ticket"]["procedure"], sent["ticket"]["matters"]) == (wanted[1], [])
    assert sent["counter"]["ticket"] is None


def test_the_first_of_several_procedures_decides_the_line(
    caller: Callers, desk: Desk
) -> None:
    code = next(p.code for p in desk.store.procedures() if p.service == LAND)
    body = {"procedures": [code, procedure(desk, COPIES)]}
    assert act(caller("kiosk"), "/tickets", body)["series"] == "D"


@pytest.mark.parametrize(
    ("wanted", "status"),
    [([1] * 6, 422), ("1", 422), ([{}], 422), ([], 422), ([0], 404)],
)
def test_procedures_are_a_short_list_of_known_ones(
    caller: Callers, wanted: object, status: int
) -> None:
    problem(caller("kiosk").post("/tickets", {"procedures": wanted}), status)


def test_a_matter_is_added_at_the_counter_by_its_code(
    caller: Callers, desk: Desk, officer: Caller
) -> None:
    called(caller, officer)
    known = next(p for p in desk.store.procedures() if p.service == BIRTHS)
    more = act(officer, "/counters/1/matters", {"procedure": known.code})
    assert more["ticket"]["matters"] == [known.ref]
    problem(officer.post("/counters/1/matters", {"procedure": known.ref}), 409)
    problem(officer.post("/counters/1/matters", {"procedure": "none"}), 404)
    problem(officer.post("/counters/1/matters"), 422)


# --- the end -----------------------------------------------------------------


def test_dossier_numbers_and_a_quiet_end_are_told_in_passing(
    caller: Callers, desk: Desk, officer: Caller
) -> None:
    ticket = called(caller, officer)
    facts = {"dossier_numbers": ["H45.28-1"], "quiet": True, "outcome": "received"}
    done = act(officer, "/counters/1/finishes", facts)
    assert done["ticket"]["status"] == "served"
    assert desk.dossier_numbers(ticket["ref"]) == ["H45.28-1"]
    assert desk.find_today("A001").quiet
    assert "H45" not in caller("auditor").get("/journal?limit=1000").text


@pytest.mark.parametrize(
    "facts", [{"dossier_numbers": ["a b"]}, {"dossier_numbers": "H1"}, {"quiet": "x"}]
)
def test_what_is_said_at_the_end_must_make_sense(
    caller: Callers, officer: Caller, facts: Json
) -> None:
    called(caller, officer)
    problem(officer.post("/counters/1/finishes", facts), 422)
    assert seen(officer, "/counters/1")["ticket"]["status"] == "called"


def test_a_ready_result_is_handed_out_while_another_is_served(
    caller: Callers, officer: Caller
) -> None:
    called(caller, officer)
    act(officer, "/counters/1/parkings", {"reason": "signature"})
    problem(officer.post("/counters/1/handouts", {"number": "A001"}), 409)
    act(officer, "/counters/1/tickets/A001/ready")
    called(caller, officer)
    given = act(officer, "/counters/1/handouts", {"number": "a001"})
    assert given["ticket"]["status"] == "served"
    assert given["counter"]["ticket"]["number"] == "A002"
    problem(officer.post("/counters/1/handouts", {"number": "Z999"}), 404)


def test_a_dropped_visitor_goes_to_another_counter(
    caller: Callers, desk: Desk, officer: Caller
) -> None:
    called(caller, officer)
    refused = problem(officer.post("/counters/1/drops"), 409)
    assert "A001" in refused["detail"]
    act(caller("supervisor"), "/counters/2/opening")
    problem(officer.post("/counters/1/drops"), 422)
    assert (
        act(officer, "/counters/1/drops", {"reason": "họ hàng"})["ticket"]["status"]
        == "waiting"
    )
    assert act(officer, "/counters/1/calls")["ticket"] is None


# --- another day -------------------------------------------------------------


def test_a_return_slip_gives_one_new_number_on_another_day(
    caller: Callers, officer: Caller, clock: Clock
) -> None:
    kiosk = caller("kiosk")
    old = take(kiosk)
    act(officer, "/counters/1/calls")
    body = {"missing": ["CCCD", "Ảnh 3×4"], "days": 3}
    asked = act(officer, "/counters/1/returns", body)["ticket"]
    assert (asked["status"], asked["return_until"]) == ("served", "2026-11-27")
    clock.tick(days=2)
    answer = kiosk.post(f"/tickets/{old['id']}/return")
    new = answer.get_json()
    assert (answer.status_code, new["number"]) == (201, "A001")
    assert answer.headers["Location"] == f"/api/v1/tickets/{new['id']}"
    assert new["id"] != old["id"]
    again = caller("helper").post(f"/tickets/{old['id']}/return")
    assert (again.status_code, again.get_json()["id"]) == (200, new["id"])


def test_only_a_device_or_person_of_the_office_takes_a_slip(
    caller: Callers, officer: Caller
) -> None:
    old = take(caller("kiosk"))
    problem(caller().post(f"/tickets/{old['id']}/return"), 401)
    problem(caller("tablet", 1).post(f"/tickets/{old['id']}/return"), 403)
    problem(caller("kiosk").post(f"/tickets/{old['id']}/return"), 409)
    problem(caller("kiosk").post(f"/tickets/{'x' * 22}/return"), 404)


@pytest.mark.parametrize(
    "body", [{"days": 0}, {"days": 11}, {"days": "2"}, {"missing": "CCCD"}]
)
def test_a_return_slip_says_what_and_until_when_within_reason(
    caller: Callers, officer: Caller, body: Json
) -> None:
    called(caller, officer)
    problem(officer.post("/counters/1/returns", body), 422)


def test_a_supervisor_gives_vouchers_to_all_who_wait(
    caller: Callers, officer: Caller
) -> None:
    kiosk, head = caller("kiosk"), caller("supervisor")
    mine, _ = take(kiosk), take(kiosk, service=BIRTHS)
    problem(officer.post("/vouchers"), 403)
    problem(head.post("/vouchers", {"service": "none"}), 404)
    given = act(head, "/vouchers", {"service": COPIES})
    assert given == {"numbers": ["A001"], "return_until": "2026-11-23"}
    assert act(head, "/vouchers")["numbers"] == ["B001"]
    assert act(head, "/vouchers") == {"numbers": [], "return_until": None}
    assert seen(caller(), f"/tickets/{mine['id']}")["status"] == "expired"
