"""The kiosk's pages: taking a number, its paper, taking it back, finding it again."""

import re
from dataclasses import replace
from datetime import UTC, datetime
from urllib.parse import urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.conftest import Clock
from ticketing.desk import Desk
from ticketing.people import Actor
from ticketing.slips import check_code
from ticketing.tickets import Status, Ticket

KIOSK = Actor("kiosk", "test", "test")
HEAD = Actor("supervisor", "head", "head")
EVENING = datetime(2026, 11, 23, 11, 42, tzinfo=UTC)  # Monday 18:42 in the office


def officer(counter: int) -> Actor:
    return Actor("officer", f"o{counter}", f"o{counter}", counter)


def tap(client: FlaskClient, wishes: str = "", **form: str) -> str:
    """Press a line's button; gives the path of the page it leads to."""
    answer = client.post(f"/kiosk/tickets{wishes}", data=form)
    assert answer.status_code == 303
    return urlsplit(answer.location).path


def ticket_at(desk: Desk, path: str) -> Ticket:
    return desk.store.ticket_by_id(path.split("/")[3])


def text_of(client: FlaskClient, path: str) -> str:
    answer = client.get(path, follow_redirects=True)
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", answer.get_data(as_text=True))


# --- one tap --------------------------------------------------------------


def test_the_start_page_offers_every_line_of_the_office_in_one_tap(
    client: FlaskClient, desk: Desk
) -> None:
    page = text_of(client, "/kiosk/")
    assert 'data-state="start"' in page
    for service in desk.store.services():
        assert f'name="service" value="{service.code}"' in page


def test_one_tap_gives_a_number_that_stands_on_the_page_as_one_text(
    client: FlaskClient,
) -> None:
    page = text_of(client, tap(client, service="chung-thuc"))
    assert 'data-state="taken"' in page
    assert '<p class="number">A001</p>' in page


def test_each_line_says_how_many_wait_and_how_many_counters_are_open(
    client: FlaskClient, desk: Desk
) -> None:
    desk.open_counter(officer(1), 1)
    for _ in range(3):
        desk.issue(KIOSK, "chung-thuc")
    assert "3 người chờ · 1 quầy" in text_of(client, "/kiosk/choices")


def test_a_repeated_press_with_the_same_key_shows_the_ticket_just_taken(
    client: FlaskClient, desk: Desk
) -> None:
    first = tap(client, service="ho-tich", key="press-1")
    assert tap(client, service="ho-tich", key="press-1") == first
    assert tap(client, service="ho-tich", key="press-2") != first
    assert desk.store.count("tickets") == 2


def test_a_priority_number_goes_before_those_who_came_earlier(
    client: FlaskClient, desk: Desk
) -> None:
    desk.issue(KIOSK, "ho-tich")
    path = tap(client, service="ho-tich", priority="1")
    ticket = ticket_at(desk, path)
    assert ticket.priority
    assert desk.ahead(ticket) == 0


def test_the_priority_page_explains_the_groups_the_office_has_turned_on(
    client: FlaskClient,
) -> None:
    page = text_of(client, "/kiosk/priority")
    assert "Phụ nữ mang thai" in page
    assert "Cán bộ đang làm nhiệm vụ khẩn cấp" not in page
    assert 'name="priority" value="1"' in page


def test_the_ticket_remembers_the_language_of_the_page_it_was_taken_on(
    client: FlaskClient, desk: Desk
) -> None:
    path = tap(client, "?lang=en", service="noi-vu")
    assert ticket_at(desk, path).language == "en"


def test_every_link_carries_the_visitors_wishes_for_the_screen_on(
    client: FlaskClient,
) -> None:
    page = text_of(client, "/kiosk/?size=large&theme=contrast&lang=en")
    assert 'data-size="large"' in page
    assert 'data-theme="contrast"' in page
    link = re.search(r'href="(/kiosk/procedures[^"]*)"', page)
    assert link
    assert {"lang=en", "size=large", "theme=contrast"} <= set(
        re.split(r"[?&]|amp;", link[1].replace("&amp;", "&"))
    )


def test_a_wish_nobody_offered_changes_nothing(client: FlaskClient) -> None:
    page = text_of(client, '/kiosk/?size="><b>&theme=night&_scheme=x&endpoint=x')
    assert 'data-theme="light"' in page
    assert "_scheme" not in page


# --- no numbers now -------------------------------------------------------


def test_a_paused_line_says_why_and_cannot_be_pressed(
    client: FlaskClient, desk: Desk
) -> None:
    desk.set_issuing(HEAD, False, "dat-dai", "Mất điện ở kho hồ sơ")
    page = text_of(client, "/kiosk/")
    button = re.search(r'<button[^>]*value="dat-dai"[^>]*>.*?</button>', page)
    assert button
    assert " disabled" in button[0]
    assert "Mất điện ở kho hồ sơ" in button[0]
    refused = client.post("/kiosk/tickets", data={"service": "dat-dai"})
    assert refused.status_code == 409
    assert "data-refusal" in refused.get_data(as_text=True)


def test_outside_the_hours_the_page_tells_when_numbers_come_again(
    client: FlaskClient, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kiosk.views.is_closed", lambda: True)
    clock.now = EVENING
    page = text_of(client, "/kiosk/")
    assert 'data-state="closed"' in page
    assert "18:42" in page
    # The 24th of November is a holiday from 2026 on.
    assert "06:30" in page
    assert "Thứ Tư, 25/11" in page
    assert 'name="service"' not in page


def test_a_line_that_will_hardly_be_served_before_the_break_says_so(
    client: FlaskClient, desk: Desk, clock: Clock
) -> None:
    desk.open_counter(officer(4), 4)
    for _ in range(20):
        desk.issue(KIOSK, "dat-dai")
    clock.tick(seconds=1)
    assert "Khó kịp trước 11:30" in text_of(client, "/kiosk/")


# --- procedures -----------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("dat dai", "đất"),
        ("xntthn", "tình trạng hôn nhân"),
        ("độc thân", "tình trạng hôn nhân"),
        ("cong chung", "Chứng thực"),
    ],
)
def test_a_procedure_is_found_by_the_words_people_use(
    client: FlaskClient, words: str, name: str
) -> None:
    page = text_of(client, f"/kiosk/procedures?q={words}")
    assert 'data-state="choose"' in page
    assert name in page


def test_a_long_field_is_leafed_through_six_at_a_time(client: FlaskClient) -> None:
    first = text_of(client, "/kiosk/procedures?field=lao-dong-xa-hoi")
    assert first.count('class="result"') == 6
    later = text_of(client, "/kiosk/procedures?field=lao-dong-xa-hoi&start=42")
    assert later.count('class="result"') == 2
    assert "Xem tiếp" not in later


def test_words_that_match_nothing_lead_to_the_guide(client: FlaskClient) -> None:
    assert "số hướng dẫn" in text_of(client, "/kiosk/procedures?q=zzzzqqq")


@pytest.mark.parametrize("start", ["-1", "x", "²", "99999999999", "9999"])
def test_a_page_number_somebody_made_up_is_no_fault(
    client: FlaskClient, start: str
) -> None:
    assert client.get(f"/kiosk/procedures?q=a&start={start}").status_code == 200


def test_unverified_papers_are_marked_as_sample_data(client: FlaskClient) -> None:
    page = text_of(client, "/kiosk/procedures/1")
    assert 'data-state="sheet"' in page
    assert "Tờ khai đăng ký khai sinh" in page
    assert "dữ liệu mẫu" in page


def test_a_real_office_shows_no_papers_that_nobody_verified(
    client: FlaskClient, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    sample = desk.store.office()
    office = replace(sample, profile=sample.profile | {"sample": False})
    monkeypatch.setattr(desk.store, "office", lambda: office)
    page = text_of(client, "/kiosk/procedures/1")
    assert "Tờ khai đăng ký khai sinh" not in page
    assert "Hỏi cán bộ tại quầy" in page


def test_a_matter_handled_elsewhere_says_where_and_offers_no_number(
    client: FlaskClient, desk: Desk
) -> None:
    elsewhere = next(one for one in desk.store.procedures() if one.place)
    page = text_of(client, f"/kiosk/procedures/{elsewhere.ref}")
    assert f"Việc này làm tại: {elsewhere.place}" in page
    assert "Lấy số" not in page


def test_a_number_taken_from_a_sheet_knows_its_procedure(
    client: FlaskClient, desk: Desk
) -> None:
    ticket = ticket_at(desk, tap(client, procedure="1"))
    assert (ticket.service, ticket.procedure) == ("ho-tich", 1)


# --- the ticket just taken ------------------------------------------------


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ("queued", "Đang in phiếu"),
        ("printed", "Mời nhận phiếu"),
        ("unverified", "Mời nhận phiếu"),
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
    answer = client.post(f"{path}/reprints")
    assert "Đang in phiếu" in text_of(client, answer.location)
    assert desk.store.slip_of(ticket_at(desk, path).ref) == ("queued", 2)


def test_giving_the_number_up_is_asked_about_first(
    client: FlaskClient, desk: Desk
) -> None:
    path = tap(client, service="ho-tich")
    assert "Bỏ số B001?" in text_of(client, f"{path}/own?leave=1")
    assert ticket_at(desk, path).status is Status.WAITING
    client.post(f"{path}/cancellation")
    assert ticket_at(desk, path).outcome == "visitor"


# --- the screen itself ----------------------------------------------------


@pytest.mark.parametrize(
    "path",
    ["", "priority", "procedures", "procedures?q=a", "procedures/1", "number"],
)
def test_no_kiosk_page_is_kept_by_the_browser_or_carries_inline_code(
    client: FlaskClient, path: str
) -> None:
    answer = client.get(f"/kiosk/{path}")
    page = answer.get_data(as_text=True)
    assert answer.headers["Cache-Control"] == "no-store"
    assert "data-stale" in page
    assert not re.search(r"<script(?![^>]*src=)|\sstyle=|\son\w+=", page)


def test_an_unknown_ticket_is_refused_in_the_kiosks_own_frame(
    client: FlaskClient,
) -> None:
    answer = client.get("/kiosk/tickets/nobodys-ticket-at-all")
    assert answer.status_code == 404
    assert 'href="/kiosk/"' in answer.get_data(as_text=True)


def test_looking_at_every_page_of_a_ticket_changes_nothing(
    client: FlaskClient, desk: Desk
) -> None:
    path = tap(client, service="ho-tich")
    before = desk.store.last_seq()
    for page in ("", "/slip", "/procedure", "/papers", "/own", "/own?leave=1"):
        assert client.get(path + page).status_code == 200
    assert desk.store.last_seq() == before


def test_a_measured_small_screen_is_drawn_small_from_the_first_byte(
    client: FlaskClient,
) -> None:
    client.set_cookie("kiosk-room", "small", path="/kiosk/")
    assert 'data-room="small"' in text_of(client, "/kiosk/")
