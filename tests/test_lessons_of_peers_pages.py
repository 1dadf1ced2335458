"""Lessons of other queue systems on people's pages: see test_lessons_of_peers.py."""

import re
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from flask import Flask
from flask.testing import FlaskClient

from office.people import People
from tests import counter_steps, rating_steps
from tests.api_steps import Callers, seen
from tests.conftest import ROOT, Clock
from tests.counter_steps import (
    COPIES,
    KHANG,
    KIOSK,
    NHUNG,
    PIN,
    do,
    page,
    refused,
    shown,
    stands,
    take,
)
from tests.kiosk_steps import tap, text_of, ticket_at
from tests.office_of_tests import HEAD, last
from tests.paper_steps import printer, slip
from tests.phone_steps import COPIES_CERTIFIED
from tests.rating_steps import Serve, answer
from ticketing.desk import Desk
from ticketing.errors import Conflict
from ticketing.loading import read_office
from ticketing.tickets import Status

# The fixtures of these pages.
officers = counter_steps.officers
sign_in = counter_steps.sign_in
officer = counter_steps.officer
served = counter_steps.served
serve = rating_steps.serve

PATIENCE = 60.0  # seconds
PEERS_LIMIT = 300  # requests in ten seconds, after which one of the others shut out all
MARKUP = "<b onclick=x>đậm</b>"


# --- at the kiosk -----------------------------------------------------------------


def test_a_double_tap_gives_one_number_and_one_slip(
    app: Flask, client: FlaskClient, desk: Desk
) -> None:
    """Group 6: the browser sends a press twice at one instant; a shaking finger
    presses twice."""
    start, form = Barrier(2), {"service": COPIES, "key": "press-1"}

    def touch(browser: FlaskClient) -> str:
        start.wait(PATIENCE)
        return str(browser.post("/kiosk/tickets", data=form).location)

    with ThreadPoolExecutor(2) as pool:
        first, again = pool.map(touch, [app.test_client(), app.test_client()])
    assert first == again
    assert desk.store.count("tickets") == desk.store.count("slips") == 1
    assert tap(client, service=COPIES) == tap(client, service=COPIES)
    assert desk.store.count("tickets") == desk.store.count("slips") == 2


def test_a_number_without_its_paper_is_known_to_all_and_printed_again(
    client: FlaskClient, officer: FlaskClient, caller: Callers, desk: Desk
) -> None:
    """Group 3: it counts, so its visitor and the staff hear of the missing paper, and
    one key prints it; without paper it is called all the same."""
    path = tap(client, service=COPIES)
    slip(desk, "failed")
    assert "Máy chưa in được" in text_of(client, f"{path}/slip")
    told = seen(caller(), f"/tickets/{ticket_at(desk, path).id}")
    assert told["slip"]["state"] == "failed"
    assert "A001" in shown(page(officer, "/counter/paper/"))
    officer.post("/counter/paper/reprints", data={"counter": 1})
    assert desk.store.slip_of(ticket_at(desk, path).ref) == ("queued", 1, None)
    do(officer, "calls")
    assert stands(desk, "A001") is Status.CALLED


@pytest.mark.parametrize("plugged", [False, True])
def test_without_a_printer_the_visitor_has_a_number_and_meets_no_sign_in(
    client: FlaskClient, desk: Desk, clock: Clock, plugged: bool
) -> None:
    """Group 4: none was ever there, or the one there is off; no fault costs a number,
    and none shows a visitor the door of the staff."""
    if plugged:
        printer(desk, fault="off")
    for number in ("A001", "A002"):
        path = tap(client, service=COPIES)
        clock.tick(seconds=31)
        text = text_of(client, path)
        assert "Xin chụp ảnh màn hình này hoặc quét mã" in text and number in text
        assert 'class="qr"' in text and 'name="pin"' not in text
    assert desk.store.count("tickets") == 2


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        ("off", "Máy in đang tắt hoặc mất kết nối"),
        ("paper", "Máy in hết giấy"),
        ("cover", "Nắp máy in đang mở"),
    ],
)
def test_what_is_wrong_with_the_printer_is_said_in_its_own_words(
    client: FlaskClient, officer: FlaskClient, desk: Desk, fault: str, said: str
) -> None:
    """Group 27: to whoever waits for the slip, and to whoever can mend it."""
    path = tap(client, service=COPIES)
    printer(desk, fault=fault)
    slip(desk, "blocked", fault=fault)
    assert said in text_of(client, path)
    assert said in shown(page(officer))


# --- at the counter -----------------------------------------------------------------


def test_two_officers_never_hold_the_same_counter(
    officer: FlaskClient, app: Flask, desk: Desk, people: People
) -> None:
    """Group 22: the second is told who works there, and can do nothing at it."""
    take(desk)
    people.set_pin(KHANG, PIN)
    second = app.test_client()
    second.post("/counter/sign-in", data={"name": KHANG, "pin": PIN, "counter": 1})
    assert desk.store.counter(1).officer == NHUNG
    assert NHUNG in refused(second, "opening", 409)
    refused(second, "calls", 409)
    assert stands(desk, "A001") is Status.WAITING
    do(officer, "calls")
    assert stands(desk, "A001") is Status.CALLED


@pytest.fixture
def third_served(officer: FlaskClient, desk: Desk) -> FlaskClient:
    """A001 is parked, A002 missed, A003 served; A004 and A005 wait."""
    take(desk, 5)
    do(officer, "calls")
    do(officer, "parkings", reason="signature")
    do(officer, "calls")
    do(officer, "no-shows")
    do(officer, "calls")
    do(officer, "starts")
    return officer


def test_a_misclick_on_another_row_never_resets_a_running_service(
    third_served: FlaskClient, desk: Desk, clock: Clock
) -> None:
    """Group 18: the time that has run is the visit's own; even a call that ended it is
    taken back together with its start."""
    officer, begun = third_served, desk.find_today("A003")
    clock.tick(minutes=10)
    for act in ("starts", "recalls", "no-shows", "put-backs"):
        refused(officer, act, 409)
    refused(officer, "resumptions", 409, number="A001", call="1", reason="test")
    refused(officer, "calls", 409, number="A004", here="A002", reason="test")
    do(officer, "ready", number="A001")
    do(officer, "handouts", number="A001")
    do(officer, "rejoins", number="A002")
    do(officer, "priority", number="A005", on="1", reason="test")
    assert desk.find_today("A003") == begun
    do(officer, "calls", number="A004", reason="test")
    assert stands(desk, "A003") is Status.SERVED
    do(officer, "undo")
    again = desk.find_today("A003")
    assert (again.status, again.started_at) == (Status.SERVING, begun.started_at)
    clock.tick(minutes=2)
    do(officer, "finishes")
    spent = desk.find_today("A003").service_time
    assert spent and round(spent.total_seconds()) == 12 * 60


def test_officers_cannot_pick_the_easy_visitors(
    officer: FlaskClient, desk: Desk
) -> None:
    """Group 23: out of turn only with a reason, journalled with how many were passed;
    the page says nothing by which one could choose a person: no wish of theirs before
    they are called; and nobody leaves the line alone without saying why."""
    wishes = {"access": "Cần thêm thời gian", "escort": "tận nơi"}
    tickets = [desk.issue(KIOSK, COPIES, wishes=list(wishes)) for _ in range(3)]
    listed = page(officer)
    assert "A003" in listed
    assert not any(ticket.id in listed for ticket in tickets)
    assert not any(said in shown(listed) for said in wishes.values())
    refused(officer, "pause", 422, sure="1")
    refused(officer, "pause", 422, sure="1", reason=" ")
    assert desk.store.counter(1).works
    assert "Xin ghi lý do" in refused(officer, "calls", 422, number="A003")
    refused(officer, "calls", 422, number="A003", reason=" ")
    assert "Xin ghi lý do" in refused(officer, "walk-ins", 422, service=COPIES)
    do(officer, "calls", number="A003", reason="Già yếu")
    said = last(desk, "ticket called")
    assert (said["overtook"], said["reason"]) == (2, "Già yếu")
    do(officer, "calls")
    assert last(desk, "ticket called")["number"] == "A001"
    assert "overtook" not in last(desk, "ticket called")


def test_a_rating_belongs_to_one_visit_and_counts_once(
    serve: Serve, client: FlaskClient, desk: Desk
) -> None:
    """Group 19: the screen names the visit that it asks about; neither the next visitor
    nor the same one again, by another way, changes the answer."""
    serve()
    assert "Số A001 vừa xong" in page(client, "/counter/1/rating")
    assert answer(client, number="A001", level=4).status_code == 200
    first = desk.find_today("A001")
    with pytest.raises(Conflict):
        desk.rate(HEAD, first.ref, 2)
    serve()
    assert answer(client, number="A001", level=3).status_code == 409
    assert answer(client, number="A002", level=3).status_code == 200
    kept = {row["ref"]: row["level"] for row in desk.store.find("ratings")}
    assert kept == {first.ref: 4, desk.find_today("A002").ref: 3}


def test_what_people_write_is_text_and_a_number_alone_opens_nothing(
    served: FlaskClient, client: FlaskClient, desk: Desk
) -> None:
    """Group 26: markup stays words on each screen; a refusal names nothing of the
    machine; a ticket is opened by its secret and not by its number."""
    do(served, "notes", note=MARKUP)
    desk.set_notice(HEAD, vi=MARKUP, en=MARKUP)
    ticket = desk.find_today("A001")
    for browser, path in (
        (served, "/counter/1/"),
        (client, "/display/"),
        (client, f"/t/{ticket.id}"),
    ):
        text = page(browser, path)
        assert "&lt;b onclick=x&gt;đậm" in text and MARKUP not in text
    for path in ("/t/A001", f"/t/{ticket.ref}", "/kiosk/tickets/A001"):
        lost = client.get(path)
        assert lost.status_code == 404
        assert not re.search(r"Traceback|sqlite|\.py\b", lost.text)


def test_what_the_office_retires_takes_no_officers_page_down(
    served: FlaskClient, desk: Desk
) -> None:
    """Group 13: people wait for a procedure that a new list of the office names no
    longer; who works, works on, and their slips come out again."""
    waits = desk.issue(KIOSK, COPIES, COPIES_CERTIFIED)
    rows = read_office(ROOT / "data").rows
    known = rows["procedures"]
    rows["procedures"] = [row for row in known if row["ref"] != COPIES_CERTIFIED]
    desk.load(HEAD, rows)
    slip(desk, "printed", waits.ref)
    assert desk.reprint(HEAD, waits.ref) == waits
    assert all(page(served, path) for path in ("/counter/", "/counter/1/"))
    assert "A002" in do(served, "calls") and "A003" in do(served, "calls")


# --- on paper and on the phone ------------------------------------------------------


def test_the_slip_says_where_to_go_and_the_kiosk_is_soon_free_again(
    client: FlaskClient, desk: Desk
) -> None:
    """Group 24: desk, place and language of the visitor stand on the paper; the screen
    with the number leaves by itself, or at once."""
    desk.open_counter(HEAD, 1)
    path = tap(client, "?lang=en", service=COPIES)
    [slip] = desk.store.slips("queued")
    assert slip.payload["counters"] == [1]
    assert slip.payload["kiosk"] == "kiosk (mẫu)"
    assert slip.payload["language"] == "en"
    shown = page(client, f"{path}?lang=en")
    assert 'data-stay="30"' in shown
    assert '<a class="main-act" href="/kiosk/' in shown


def test_a_phone_never_loses_the_place_nor_a_call_between_two_looks(
    client: FlaskClient, officer: FlaskClient, desk: Desk
) -> None:
    """Group 25: many phones behind one address are never shut out; a call that came
    and went between two looks is told; who missed it comes back from the phone."""
    ticket, other = take(desk, 2)
    for _ in range(PEERS_LIMIT + 100):
        assert client.get(f"/t/{other.id}").status_code == 200
    do(officer, "calls")
    do(officer, "no-shows")
    late = page(client, f"/t/{ticket.id}")
    assert 'data-state="missed"' in late and f"/t/{ticket.id}/rejoin" in late
    assert client.post(f"/t/{ticket.id}/rejoin").status_code == 303
    assert 'data-state="near"' in page(client, f"/t/{ticket.id}")
    assert [one.number for one in desk.store.line([COPIES])] == ["A002", "A001"]
