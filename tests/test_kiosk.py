"""The kiosk's start: one tap to a number, no numbers now, the screen itself."""

import re

import pytest
from flask.testing import FlaskClient

from tests.conftest import Clock
from tests.kiosk_steps import EVENING, HEAD, KIOSK, officer, tap, text_of, ticket_at
from ticketing.desk import Desk

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
    client: FlaskClient, desk: Desk, clock: Clock
) -> None:
    first = tap(client, service="ho-tich", key="press-1")
    clock.tick(seconds=4)
    assert tap(client, service="ho-tich", key="press-1") == first
    assert tap(client, service="ho-tich", key="press-2") != first
    assert desk.store.count("tickets") == 2


def test_the_same_tap_again_within_three_seconds_shows_the_ticket_just_taken(
    client: FlaskClient, desk: Desk, clock: Clock
) -> None:
    first, again = (
        client.post("/kiosk/tickets", data={"service": "ho-tich"}) for _ in range(2)
    )
    assert first.headers["Location"] == again.headers["Location"]
    client.post("/kiosk/tickets", data={"service": "chung-thuc"})  # another wish
    clock.tick(seconds=4)
    client.post("/kiosk/tickets", data={"service": "chung-thuc"})  # the next person
    assert [ticket.number for ticket in desk.store.tickets("ref")] == [
        "B001",
        "A001",
        "A002",
    ]


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


def test_whoever_has_a_number_finds_it_at_a_closed_kiosk_too(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kiosk.views.is_closed", lambda: True)
    page = text_of(client, "/kiosk/?size=large")
    [form] = re.findall(r"<form.*?</form>", page)
    assert 'action="/kiosk/number?size=large"' in form
    assert 'name="size" value="large"' in form
    assert "Tôi đã có số" in form
    assert 'href="/kiosk/procedures?size=large"' in page
    assert "Về đầu" in text_of(client, "/kiosk/number?size=large")


def test_a_line_that_will_hardly_be_served_before_the_break_says_so(
    client: FlaskClient, desk: Desk, clock: Clock
) -> None:
    desk.open_counter(officer(4), 4)
    for _ in range(20):
        desk.issue(KIOSK, "dat-dai")
    clock.tick(seconds=1)
    assert "Khó kịp trước 11:30" in text_of(client, "/kiosk/")


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


def test_a_form_without_its_field_is_refused_and_is_no_fault(
    client: FlaskClient,
) -> None:
    answer = client.post("/kiosk/number", data={})
    assert answer.status_code == 422
    assert 'href="/kiosk/"' in answer.text


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
