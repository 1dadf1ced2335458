"""The page behind the slip's QR, through real requests and without JavaScript."""

import re
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests import phone_steps
from tests.conftest import Clock
from tests.phone_steps import (
    COPIES_CERTIFIED,
    FIRST_VIEW,
    KIOSK,
    LAN,
    LINE,
    called,
    page,
    served,
    state,
    status,
    taken,
    weight,
)
from ticketing.desk import Desk
from ticketing.slips import check_code
from ticketing.tickets import Status

at_one = phone_steps.at_one  # a fixture


# --- where one stands ---------------------------------------------------------


def test_a_waiting_visitor_reads_number_people_ahead_range_and_time(
    client: FlaskClient, at_one: Desk
) -> None:
    text = page(client, taken(at_one, 5))

    assert state(text) == "waiting"
    assert '<h1 class="number">A005</h1>' in text
    assert "Trước Ông/Bà còn</dt><dd" in text
    assert ">4 người</dd>" in text
    assert re.search(r"data-wait>\d+–\d+ phút</dd>", text)
    assert 'datetime="2026-11-23T09:00:00+07:00">09:00:00</time>' in text
    assert "quầy 1" in text


@pytest.mark.parametrize(("people", "expected"), [(2, "near"), (3, "waiting")])
def test_with_two_ahead_or_fewer_the_visitor_is_asked_back_to_the_room(
    client: FlaskClient, at_one: Desk, people: int, expected: str
) -> None:
    text = page(client, taken(at_one, people + 1))

    assert state(text) == expected
    assert ("mời Ông/Bà quay lại phòng chờ" in text) is (expected == "near")


def test_a_called_visitor_reads_the_counter_and_every_call(
    client: FlaskClient, at_one: Desk, clock: Clock
) -> None:
    ticket = called(at_one)
    clock.tick(minutes=1)
    at_one.recall(LAN, 1)

    text = page(client, ticket)

    assert state(text) == "called"
    assert "<title>Đến lượt · A001 · Quầy 1</title>" in text
    assert "Gọi lúc 09:00. Gọi lần 2 lúc 09:01." in text


def test_the_page_follows_the_visit_from_the_counter_to_the_end(
    client: FlaskClient, at_one: Desk
) -> None:
    ticket = called(at_one)
    at_one.start(LAN, 1)
    assert state(page(client, ticket)) == "serving"

    at_one.park(LAN, 1, "paper")
    text = page(client, ticket)
    assert state(text) == "parked"
    assert "bổ sung giấy tờ" in text

    at_one.ready(LAN, 1, ticket.number)
    assert "Đã có kết quả, mời Ông/Bà đến quầy 1" in page(client, ticket)


def test_a_day_that_ended_too_early_is_the_offices_fault(
    client: FlaskClient, at_one: Desk
) -> None:
    ticket = taken(at_one)
    at_one.close_day(LAN)

    text = page(client, ticket)

    assert state(text) == "expired"
    assert "văn phòng chưa kịp phục vụ số A001" in text


def test_yesterdays_number_is_told_so_even_before_the_day_is_closed(
    client: FlaskClient, at_one: Desk, clock: Clock
) -> None:
    ticket = taken(at_one)
    clock.tick(days=1)

    assert "Số A001 không phải là số của hôm nay" in page(client, ticket)


def test_over_lunch_the_place_is_kept_and_the_afternoon_is_named(
    client: FlaskClient, at_one: Desk, clock: Clock
) -> None:
    ticket = taken(at_one, 4)
    at_one.trial = False  # a trial office is always open
    clock.tick(hours=3)

    text = page(client, ticket)

    assert "dự kiến gọi sau 13:30" in text
    assert 'data-pause="lunch"' in text


def test_before_the_office_opens_the_first_call_is_named(
    client: FlaskClient, at_one: Desk, clock: Clock
) -> None:
    at_one.trial = False
    clock.tick(hours=-2, minutes=-20)

    assert "Bắt đầu gọi số từ 07:00." in page(client, taken(at_one))


def test_a_line_without_a_counter_promises_no_time(
    client: FlaskClient, desk: Desk
) -> None:
    text = page(client, taken(desk))

    assert "data-wait>chưa rõ</dd>" in text
    assert "Hiện chưa có quầy nào gọi hàng này." in text


def test_the_offices_notice_is_on_the_page_until_its_time_is_over(
    client: FlaskClient, at_one: Desk, clock: Clock
) -> None:
    ticket = taken(at_one)
    at_one.set_notice(LAN, "Nghỉ sớm lúc 16:00", "", "2026-11-23T09:00:00")
    assert "Nghỉ sớm lúc 16:00" in page(client, ticket)

    clock.tick(hours=8)
    assert "Nghỉ sớm lúc 16:00" not in page(client, ticket)


def test_why_not_yet_names_the_rules_of_this_office(
    client: FlaskClient, at_one: Desk
) -> None:
    at_one.set_policy(LAN, "credit_priority", 33)

    text = page(client, taken(at_one, 4))

    assert "Vì sao chưa đến lượt tôi?" in text
    assert "người thuộc diện ưu tiên sớm hơn 33 phút" in text
    assert "Phụ nữ mang thai" in text
    assert "Cán bộ đang làm nhiệm vụ khẩn cấp" not in text  # turned off by the office


# --- the page itself ----------------------------------------------------------


def test_an_unknown_id_is_one_kind_sentence(client: FlaskClient, desk: Desk) -> None:
    answer = client.get(f"/t/{'x' * 22}")

    assert answer.status_code == 404
    assert "Không tìm thấy số này." in answer.text


def test_guessing_ids_is_stopped_while_real_ones_still_open(
    client: FlaskClient, at_one: Desk
) -> None:
    ticket = taken(at_one)
    guesses = [client.get(f"/t/{n:022}").status_code for n in range(61)]

    assert guesses == [404] * 60 + [429]
    assert client.get(f"/t/{ticket.id}").status_code == 200


@pytest.mark.parametrize("path", ["", "/state"])
def test_the_secret_address_is_neither_stored_nor_indexed_nor_passed_on(
    client: FlaskClient, at_one: Desk, path: str
) -> None:
    headers = client.get(f"/t/{taken(at_one).id}{path}").headers

    assert headers["Cache-Control"] == "no-store"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["X-Robots-Tag"] == "noindex"


def test_a_foreigners_page_is_english_and_stays_so_after_a_press(
    client: FlaskClient, at_one: Desk
) -> None:
    ticket = taken(at_one, 1, language="en")
    text = page(client, ticket)
    assert '<html lang="en"' in text
    assert "Certification, true copies" in text

    answer = client.post(f"/t/{ticket.id}/cancellation?lang=en")
    assert answer.location == f"/t/{ticket.id}?lang=en"


def test_another_language_is_one_link_away_and_kept_in_every_form(
    client: FlaskClient, at_one: Desk
) -> None:
    ticket = taken(at_one, 1, language="en")

    text = page(client, ticket, "?lang=vi")

    assert '<html lang="vi"' in text
    assert f'action="/t/{ticket.id}/cancellation?lang=vi"' in text
    assert f'href="/t/{ticket.id}?lang=en"' in text


def test_the_part_for_the_module_is_the_pages_own_main_part(
    client: FlaskClient, at_one: Desk
) -> None:
    ticket = taken(at_one, 4)
    part = client.get(f"/t/{ticket.id}/state").text
    assert part.lstrip().startswith("<main ")
    assert "A004" in part
    assert "<html" not in part


def test_no_page_of_any_state_carries_inline_script_or_style(
    client: FlaskClient, at_one: Desk
) -> None:
    tickets = [served(at_one), called(at_one), taken(at_one, 4)]
    for ticket in tickets:
        text = page(client, ticket)
        assert re.findall(r"<script(?![^>]*src=)|style=|\son\w+=|<style", text) == []


@pytest.mark.parametrize(
    "act", ["cancellation", "delay", "rejoin", "procedure", "rating"]
)
def test_a_form_of_another_site_changes_nothing(
    app: Flask, client: FlaskClient, at_one: Desk, act: str
) -> None:
    ticket = taken(at_one)
    app.config["WTF_CSRF_ENABLED"] = True

    answer = client.post(f"/t/{ticket.id}/{act}", data={"places": "1"})

    assert answer.status_code == 400
    assert status(at_one, ticket) is Status.WAITING


def test_the_first_view_weighs_at_most_sixty_kilobytes(
    client: FlaskClient, at_one: Desk
) -> None:
    ticket = at_one.issue(KIOSK, LINE, COPIES_CERTIFIED)
    text = client.get(f"/t/{ticket.id}").text
    files = set(re.findall(r'(?:href|src)="(/[\w/]*static/[^"]+)"', text))
    modules = {"bell.js", "place.js", "watch.js"}
    files |= {"/static/live.js", *(f"/t/static/{name}" for name in modules)}

    weights = [weight(client, path) for path in files]

    assert len(files) == 9
    assert all(weights)
    assert sum(weights) + len(text.encode()) <= FIRST_VIEW


def test_every_module_that_the_page_loads_is_weighed() -> None:
    source = (Path("phone/static/phone.js")).read_text()
    imported = set(re.findall(r'from "([^"]+)"', source))
    assert imported == {"/static/live.js", "./bell.js", "./place.js", "./watch.js"}


# --- on another day, and at several counters --------------------------------------


def test_who_is_asked_back_reads_until_when_and_how_the_number_comes_again(
    client: FlaskClient, at_one: Desk, clock: Clock
) -> None:
    ticket = called(at_one)
    at_one.start(LAN, 1)
    asked = at_one.ask_back(LAN, 1, ["Giấy khai sinh"], days=2)
    text = page(client, ticket)
    assert "Mời Ông/Bà quay lại chậm nhất ngày 26/11/2026" in text  # 24/11: a holiday
    assert f"{asked.number} và bốn chữ {check_code(ticket.id)}" in text
    clock.tick(days=4)
    assert "Mời Ông/Bà quay lại" not in page(client, ticket)


def test_one_number_for_several_lines_names_its_stops(
    client: FlaskClient, at_one: Desk
) -> None:
    births = at_one.store.find("procedures", service="ho-tich", posted=1)[0]["ref"]
    ticket = at_one.issue(KIOSK, procedures=[COPIES_CERTIFIED, births])
    stops = re.search(r'<ol class="stops">(.*?)</ol>', page(client, ticket), re.S)
    assert stops and stops[1].count("<li>") == 2
