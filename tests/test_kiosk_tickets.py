"""A ticket at the kiosk: its paper, taking it back, finding it again."""

from dataclasses import replace
from urllib.parse import urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.conftest import Clock
from tests.kiosk_steps import KIOSK, officer, tap, text_of, ticket_at
from tests.paper_steps import slip
from ticketing.desk import Desk
from ticketing.slips import check_code
from ticketing.tickets import Status

# --- the ticket just taken ------------------------------------------------


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ("queued", "Đang in phiếu"),
        ("printed", "Mời nhận phiếu"),
        ("unverified", "Mời lấy phiếu. Chưa thấy phiếu"),
        ("blocked", "Máy chưa in được"),
        ("failed", "Máy chưa in được"),
    ],
)
def test_the_page_says_what_the_printer_really_does(
    client: FlaskClient, desk: Desk, state: str, said: str
) -> None:
    path = tap(client, service="chung-thuc")
    with desk.store.write() as writing:
        writing.put("slips", {"slip": 1, "state": state})
    assert said in text_of(client, f"{path}/slip")


def test_a_printer_that_stays_silent_is_not_waited_for(
    client: FlaskClient, clock: Clock
) -> None:
    path = tap(client, service="chung-thuc")
    clock.tick(seconds=9)
    page = text_of(client, path)
    assert "chụp ảnh màn hình này hoặc quét mã" in page
    assert "Tôi đã nhớ số" in page


def test_without_phones_no_code_and_no_word_of_scanning_is_shown(
    client: FlaskClient, app: Flask
) -> None:
    known = app.extensions["luot_settings"]
    app.extensions["luot_settings"] = replace(known, reach="none")
    page = text_of(client, tap(client, service="chung-thuc"))
    assert 'class="qr"' not in page
    assert "Quét mã" not in page


def test_a_wrong_press_is_taken_back_within_fifteen_seconds(
    client: FlaskClient, desk: Desk
) -> None:
    path = tap(client, service="dat-dai")
    client.post(f"{path}/void")
    ticket = ticket_at(desk, path)
    assert (ticket.status, ticket.outcome) == (Status.CANCELLED, "void")
    assert "Đã hủy số" in text_of(client, path)


def test_later_the_next_person_cannot_take_the_number_back(
    client: FlaskClient, desk: Desk, clock: Clock
) -> None:
    path = tap(client, service="dat-dai")
    clock.tick(seconds=16)
    answer = client.post(f"{path}/void", follow_redirects=True)
    assert ticket_at(desk, path).status is Status.WAITING
    assert "Đã quá thời gian hủy nhanh" in answer.get_data(as_text=True)
    assert "/void" not in text_of(client, path)


def test_an_armed_counter_calls_at_once_and_the_page_says_where(
    client: FlaskClient, desk: Desk
) -> None:
    desk.open_counter(officer(1), 1)
    desk.call_next(officer(1), 1, armed=True)
    page = text_of(client, tap(client, service="chung-thuc"))
    assert "Mời Ông/Bà đến quầy 1" in page


def test_the_matter_may_be_chosen_after_the_number_to_see_its_papers(
    client: FlaskClient, desk: Desk
) -> None:
    path = tap(client, service="ho-tich")
    assert "Đăng ký khai sinh" in text_of(client, f"{path}/procedure")
    answer = client.post(f"{path}/procedure", data={"procedure": "1"})
    assert ticket_at(desk, path).procedure == 1
    page = text_of(client, answer.location)
    assert "Tờ khai đăng ký khai sinh" in page
    assert "B001" in page


# --- "Tôi đã có số" -------------------------------------------------------


def typed(desk: Desk, path: str) -> str:
    ticket = ticket_at(desk, path)
    return f"{ticket.number} {check_code(path.split('/')[3])}"


def test_number_and_letters_of_the_slip_lead_to_the_place_in_line(
    client: FlaskClient, desk: Desk
) -> None:
    desk.issue(KIOSK, "ho-tich")
    path = tap(client, service="ho-tich")
    said = typed(desk, path).lower()
    answer = client.post("/kiosk/number", data={"number": said})
    assert answer.status_code == 303
    page = text_of(client, answer.location)
    assert "B002" in page
    assert "1 người" in page


def test_a_scanned_slip_leads_to_the_same_place(client: FlaskClient) -> None:
    path = tap(client, service="ho-tich")
    scanned = f"http://office.example/t/{path.split('/')[3]}"
    answer = client.post("/kiosk/number", data={"number": scanned})
    assert urlsplit(answer.location).path == f"{path}/own"


@pytest.mark.parametrize("said", ["B001 AAAA", "B999 AAAA", "xin chào", "B001"])
def test_wrong_letters_are_refused_kindly_and_tell_nothing(
    client: FlaskClient, said: str
) -> None:
    tap(client, service="ho-tich")
    answer = client.post("/kiosk/number", data={"number": said})
    assert answer.status_code == 404
    assert "data-refusal" in answer.get_data(as_text=True)


def test_whoever_missed_the_turn_comes_back_into_line(
    client: FlaskClient, desk: Desk
) -> None:
    desk.open_counter(officer(1), 1)
    path = tap(client, service="ho-tich")
    desk.call_next(officer(1), 1)
    desk.no_show(officer(1), 1)
    assert "Tôi đã quay lại" in text_of(client, f"{path}/own")
    client.post(f"{path}/rejoin")
    assert ticket_at(desk, path).status is Status.WAITING


def test_a_lost_slip_is_printed_again_as_a_copy(
    client: FlaskClient, desk: Desk
) -> None:
    path = tap(client, service="ho-tich")
    slip(desk, "printed")
    answer = client.post(f"{path}/reprints")
    assert "Đang in phiếu" in text_of(client, answer.location)
    assert desk.store.slip_of(ticket_at(desk, path).ref) == ("queued", 2, None)


def test_giving_the_number_up_is_asked_about_first(
    client: FlaskClient, desk: Desk
) -> None:
    path = tap(client, service="ho-tich")
    assert "Bỏ số B001?" in text_of(client, f"{path}/own?leave=1")
    assert ticket_at(desk, path).status is Status.WAITING
    client.post(f"{path}/cancellation")
    assert ticket_at(desk, path).outcome == "visitor"
