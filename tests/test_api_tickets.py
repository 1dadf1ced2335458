"""Tickets over HTTP: taken at the kiosk, held by whoever holds the id."""

import re
from datetime import datetime, timedelta
from typing import Any

import pytest

from tests.api_steps import TICKET, Callers, act, seen, sit_down, status_of, take
from tests.conftest import Caller, Clock
from tests.paper_steps import slip
from ticketing.desk import Desk

SERVICES = ["chung-thuc", "ho-tich", "lao-dong", "dat-dai", "noi-vu"]
LAST_SERVICES = ["nhan-ket-qua", "huong-dan"]


@pytest.fixture
def kiosk(caller: Callers) -> Caller:
    return caller("kiosk")


def test_the_services_are_listed_in_the_offices_order(caller: Callers) -> None:
    services = seen(caller(), "/services")["services"]
    assert [s["code"] for s in services] == SERVICES + LAST_SERVICES
    assert [s["series"] for s in services] == list("ABCDETR")


def test_a_service_names_its_counters_open_or_not(
    caller: Callers, kiosk: Caller, clock: Clock
) -> None:
    take(kiosk)
    before = seen(caller(), "/services")["services"][0]
    sit_down(caller, 2)
    clock.tick(seconds=1)
    after = seen(caller(), "/services")["services"][0]
    assert before == {
        "code": "chung-thuc",
        "series": "A",
        "name": {"vi": "Chứng thực, sao y", "en": "Certification, true copies"},
        "waiting": 1,
        "wait": None,
        "open": False,
        "counters": [1, 2, 4],
    }
    assert (after["open"], after["counters"]) == (True, [1, 2, 4])
    assert after["wait"]["low"] <= after["wait"]["likely"] <= after["wait"]["high"]


def test_a_paused_counter_alone_does_not_open_a_service(caller: Callers) -> None:
    act(sit_down(caller, 6), "/counters/6/pause", {"reason": "uống nước"})
    assert not seen(caller(), "/services")["services"][5]["open"]


def test_a_procedure_is_found_without_accents_and_shown_whole(caller: Callers) -> None:
    [found] = seen(caller(), "/procedures?q=dang ky khai sinh&limit=1")["procedures"]
    assert (found["ref"], found["code"], found["field"]) == (1, "1.001193", "tu-phap")
    assert found["name"] == {"vi": "Đăng ký khai sinh", "en": "Birth registration"}
    assert (found["service"], found["days"], found["fee"]) == ("ho-tich", 0, 0)
    assert len(found["papers"]) == 4 and found["posted"] is True
    assert found["verified_on"] is None


def test_procedures_come_twenty_at_a_time_unless_asked(caller: Callers) -> None:
    assert len(seen(caller(), "/procedures")["procedures"]) == 20
    assert len(seen(caller(), "/procedures?limit=1000")["procedures"]) > 150
    assert len(seen(caller(), "/procedures?limit=3")["procedures"]) == 3


def test_procedures_of_one_field_are_listed_apart(caller: Callers) -> None:
    listed = seen(caller(), "/procedures?field=y-te&limit=1000")["procedures"]
    assert listed and {p["field"] for p in listed} == {"y-te"}


@pytest.mark.parametrize("limit", ["0", "1001", "-1", "many", "9" * 400])
def test_a_list_of_procedures_has_a_sensible_length(
    caller: Callers, limit: str
) -> None:
    assert caller().get(f"/procedures?limit={limit}").status_code == 422


def test_a_new_ticket_says_all_that_the_contract_promises(
    kiosk: Caller, clock: Clock
) -> None:
    answer = kiosk.post("/tickets", {"service": "ho-tich"})
    ticket = answer.get_json()
    assert answer.status_code == 201 and ticket.keys() >= TICKET
    assert answer.headers["Location"] == f"/api/v1/tickets/{ticket['id']}"
    assert re.fullmatch("[A-Za-z0-9_-]{22}", ticket["id"])
    assert ticket["status_url"] == f"http://127.0.0.1:8000/t/{ticket['id']}"
    assert (ticket["number"], ticket["series"]) == ("B001", "B")
    assert (ticket["service"], ticket["procedure"]) == ("ho-tich", None)
    assert (ticket["status"], ticket["ahead"], ticket["calls"]) == ("waiting", 0, 0)
    assert (ticket["priority"], ticket["rated"]) == (False, False)
    assert (ticket["language"], ticket["dossiers"]) == ("vi", 1)
    assert ticket["business_day"] == "2026-11-23"
    issued = datetime.fromisoformat(ticket["issued_at"])
    assert issued.utcoffset() == timedelta(hours=7)
    assert abs(issued - clock.now) < timedelta(seconds=1)
    for name in ("called_at", "started_at", "closed_at", "counter", "counter_name"):
        assert ticket[name] is None
    assert ticket["slip"] == {"state": "queued", "copies": 1, "fault": None}


def test_the_location_of_a_new_ticket_leads_to_it(
    kiosk: Caller, caller: Callers
) -> None:
    ticket = take(kiosk)
    assert seen(caller(), f"/tickets/{ticket['id']}") == ticket


def test_numbers_of_each_series_follow_without_a_gap(kiosk: Caller) -> None:
    lines = ["chung-thuc", "ho-tich", "chung-thuc", "huong-dan", "chung-thuc"]
    numbers = [take(kiosk, line)["number"] for line in lines]
    assert numbers == ["A001", "B001", "A002", "R001", "A003"]


def test_the_wishes_of_the_visitor_are_kept(kiosk: Caller) -> None:
    wishes: dict[str, Any] = {"priority": True, "language": "en", "dossiers": 3}
    ticket = take(kiosk, **wishes, purpose="sao y")
    assert {name: ticket[name] for name in wishes} == wishes


def test_priority_goes_before_those_who_came_within_its_credit(
    kiosk: Caller, caller: Callers
) -> None:
    first, privileged = take(kiosk), take(kiosk, priority=True)
    assert privileged["ahead"] == 0
    assert seen(caller(), f"/tickets/{first['id']}")["ahead"] == 1


@pytest.mark.parametrize("named", [1, "1.001193"])
def test_a_procedure_leads_into_the_line_of_its_service(
    kiosk: Caller, named: int | str
) -> None:
    answer = kiosk.post("/tickets", {"procedure": named})
    ticket = answer.get_json()
    assert answer.status_code == 201
    assert (ticket["service"], ticket["procedure"]) == ("ho-tich", 1)


def test_a_procedure_must_belong_to_the_named_service(kiosk: Caller) -> None:
    body = {"service": "dat-dai", "procedure": 1}
    assert kiosk.post("/tickets", body).status_code == 422


@pytest.mark.parametrize("role", ["helper", "officer", "supervisor", "administrator"])
def test_staff_may_give_a_ticket_as_the_kiosk_does(caller: Callers, role: str) -> None:
    assert take(caller(role))["number"] == "A001"


def test_a_wait_is_promised_as_the_wall_promises_it(
    kiosk: Caller, caller: Callers, clock: Clock
) -> None:
    sit_down(caller, 1)
    sit_down(caller, 2)
    tickets = [take(kiosk) for _ in range(5)]
    clock.tick(seconds=1)
    line = seen(caller(), "/snapshot")["lines"][0]
    for ticket in tickets:
        now = seen(caller(), f"/tickets/{ticket['id']}")
        assert line["order"][now["ahead"]] == now["number"]
        assert line["wait"][now["ahead"]] == now["wait"]
        assert now["wait"]["low"] % 300 == now["wait"]["high"] % 300 == 0


def test_the_holder_names_the_procedure_while_waiting(
    kiosk: Caller, caller: Callers
) -> None:
    ticket = take(kiosk, "ho-tich")
    path = f"/tickets/{ticket['id']}/procedure"
    assert act(caller(), path, {"procedure": "1.000894"})["procedure"] == 2
    officer = sit_down(caller)
    act(officer, "/counters/1/calls")
    assert caller().post(path, {"procedure": 1}).status_code == 409


def test_the_holder_gives_the_ticket_up(kiosk: Caller, caller: Callers) -> None:
    ticket = take(kiosk)
    path = f"/tickets/{ticket['id']}/cancellation"
    assert act(caller(), path)["status"] == "cancelled"
    assert caller().post(path).status_code == 409


def test_the_holder_lets_two_people_go_first(kiosk: Caller, caller: Callers) -> None:
    mine, *_ = [take(kiosk) for _ in range(4)]
    path = f"/tickets/{mine['id']}/delay"
    assert act(caller(), path, {"places": 2})["ahead"] == 2
    assert caller().post(path, {"places": 2}).status_code == 409, "one waits behind"
    assert act(caller(), path, {"places": 1})["ahead"] == 3
    take(kiosk)
    assert caller().post(path, {"places": 1}).status_code == 409, "at most twice"


def test_a_missed_visitor_rejoins_twice_and_no_more(
    kiosk: Caller, caller: Callers
) -> None:
    mine, officer = take(kiosk), sit_down(caller)
    path = f"/tickets/{mine['id']}/rejoin"
    assert caller().post(path).status_code == 409, "it still waits"
    for _ in range(2):
        act(officer, "/counters/1/calls")
        act(officer, "/counters/1/no-shows")
        assert act(caller(), path)["status"] == "waiting"
    act(officer, "/counters/1/calls")
    act(officer, "/counters/1/no-shows")
    assert caller().post(path).status_code == 409
    assert status_of(caller, mine) == "missed"


def test_a_lost_slip_is_printed_again_as_a_copy(
    kiosk: Caller, caller: Callers, desk: Desk
) -> None:
    ticket = take(kiosk)
    slip(desk, "printed", 1)
    again = act(caller(), f"/tickets/{ticket['id']}/reprints")
    assert (again["slip"]["state"], again["slip"]["copies"]) == ("queued", 2)
    slip(desk, "printed", 2)
    by_number = act(caller("helper"), f"/numbers/{ticket['number']}/reprints")
    assert by_number["ticket"]["slip"]["copies"] == 3


def test_a_helper_with_the_slip_acts_for_the_visitor(
    kiosk: Caller, caller: Callers
) -> None:
    ticket, helper = take(kiosk), caller("helper")
    path = f"/tickets/{ticket['id']}/cancellation"
    assert act(helper, path, {"reason": "bấm nhầm"})["status"] == "cancelled"


@pytest.fixture
def visit(kiosk: Caller, caller: Callers) -> dict[str, Any]:
    """Served at counter 1, to be rated."""
    ticket, officer = take(kiosk), sit_down(caller)
    for step in ("calls", "starts", "finishes"):
        act(officer, f"/counters/1/{step}")
    return ticket


def test_a_visit_is_rated_once_by_whoever_holds_the_id(
    visit: dict[str, Any], caller: Callers
) -> None:
    path = f"/tickets/{visit['id']}/rating"
    body = {"level": 2, "reasons": ["cho-lau"], "comment": "Chờ hơi lâu\ncảm ơn"}
    answer = caller().post(path, body)
    assert answer.status_code == 201
    assert answer.get_json() == {"level": 2, "reasons": ["cho-lau"]}
    assert seen(caller(), f"/tickets/{visit['id']}")["rated"] is True
    assert caller().post(path, {"level": 4}).status_code == 409


def test_a_visit_may_be_rated_until_the_end_of_the_next_day(
    visit: dict[str, Any], caller: Callers, clock: Clock
) -> None:
    clock.tick(hours=38)  # Tuesday, 23:00
    answer = caller().post(f"/tickets/{visit['id']}/rating", {"level": 3})
    assert answer.status_code == 201


def test_a_visit_is_not_rated_two_days_later(
    visit: dict[str, Any], caller: Callers, clock: Clock
) -> None:
    clock.tick(hours=40)
    answer = caller().post(f"/tickets/{visit['id']}/rating", {"level": 3})
    assert answer.status_code == 409


def test_a_visit_is_not_rated_before_it_was_served(
    kiosk: Caller, caller: Callers
) -> None:
    path = f"/tickets/{take(kiosk)['id']}/rating"
    assert caller().post(path, {"level": 4}).status_code == 409


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"level": 0},
        {"level": 5},
        {"level": "4"},
        {"level": True},
        {"level": 1, "reasons": ["không có"]},
        {"level": 1, "reasons": "cho-lau"},
        {"level": 1, "reasons": 0},
        {"level": 4, "reasons": ["cho-lau"]},
        {"level": 4, "comment": "x" * 201},
    ],
)
def test_a_rating_that_cannot_be_is_refused_whole(
    visit: dict[str, Any], caller: Callers, body: dict[str, Any]
) -> None:
    path = f"/tickets/{visit['id']}/rating"
    assert caller().post(path, body).status_code == 422
    assert seen(caller(), f"/tickets/{visit['id']}")["rated"] is False
