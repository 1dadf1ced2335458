"""The page behind the slip's QR, through real requests and without JavaScript."""

import re
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.conftest import Clock
from ticketing.desk import Desk
from ticketing.journal import canonical
from ticketing.people import Actor
from ticketing.tickets import Status, Ticket

KIOSK = Actor("kiosk", "Kiosk", "kiosk")
LAN = Actor("officer", "Lan", "lan")
LINE = "chung-thuc"
COPIES_CERTIFIED = 25  # a procedure of that line, with papers and a fee
FIRST_VIEW = 60_000  # bytes that the first view may weigh


@pytest.fixture
def at_one(desk: Desk) -> Desk:
    """Lan works at counter 1."""
    desk.open_counter(LAN, 1)
    return desk


def taken(desk: Desk, count: int = 1, **wishes: str) -> Ticket:
    """The last of so many who took a number."""
    return [desk.issue(KIOSK, LINE, **wishes) for _ in range(count)][-1]  # type: ignore[arg-type]


def called(desk: Desk) -> Ticket:
    ticket = taken(desk)
    assert desk.call_next(LAN, 1) == desk.store.ticket(ticket.ref)
    return ticket


def served(desk: Desk) -> Ticket:
    ticket = called(desk)
    desk.start(LAN, 1)
    desk.finish(LAN, 1)
    return ticket


def page(client: FlaskClient, ticket: Ticket, query: str = "") -> str:
    answer = client.get(f"/t/{ticket.id}{query}")
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", answer.text)


def weight(client: FlaskClient, path: str) -> int:
    """Bytes on the wire, headers and all."""
    with client.get(path) as answer:
        assert answer.status_code == 200
        return len(answer.data) + len(str(answer.headers))


def state(text: str) -> str:
    found = re.search(r'<body [^>]*data-state="([\w-]+)"', text)
    assert found
    return found[1]


def status(desk: Desk, ticket: Ticket) -> Status:
    return desk.store.ticket(ticket.ref).status


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


# --- what one can do ----------------------------------------------------------


def test_letting_two_pass_puts_the_visitor_behind_them(
    client: FlaskClient, at_one: Desk
) -> None:
    ticket = taken(at_one)
    taken(at_one, 3)

    answer = client.post(f"/t/{ticket.id}/delay", data={"places": "2"})

    assert (answer.status_code, answer.location) == (303, f"/t/{ticket.id}")
    assert at_one.ahead(at_one.store.ticket(ticket.ref)) == 2


def test_no_more_can_be_let_pass_than_wait_behind(
    client: FlaskClient, at_one: Desk
) -> None:
    ticket = taken(at_one)
    taken(at_one, 3)
    offered = re.findall(r'<option value="(\d)">', page(client, ticket))
    assert offered == ["1", "2", "3"]

    refused = client.post(f"/t/{ticket.id}/delay", data={"places": "4"})

    assert refused.status_code == 409
    assert "nên chưa cần lùi chỗ" in refused.text
    assert f'href="/t/{ticket.id}"' in refused.text  # the way back


@pytest.mark.parametrize("places", ["0", "6", "hai", ""])
def test_a_delay_by_other_than_one_to_five_is_impossible(
    client: FlaskClient, at_one: Desk, places: str
) -> None:
    ticket = taken(at_one)
    taken(at_one, 8)

    answer = client.post(f"/t/{ticket.id}/delay", data={"places": places})

    assert answer.status_code == 422
    assert at_one.ahead(at_one.store.ticket(ticket.ref)) == 0


def test_whoever_was_delayed_twice_or_is_far_back_is_not_offered_it(
    client: FlaskClient, at_one: Desk
) -> None:
    ticket = taken(at_one)
    taken(at_one, 8)
    for _ in range(2):
        client.post(f"/t/{ticket.id}/delay", data={"places": "1"})

    assert "/delay" not in page(client, ticket)
    assert "/delay" not in page(client, at_one.find_today("A007"))


def test_leaving_gives_the_place_away_once_however_often_it_is_pressed(
    client: FlaskClient, at_one: Desk
) -> None:
    ticket = taken(at_one)
    press = {"key": "one-press"}

    answers = [client.post(f"/t/{ticket.id}/cancellation", data=press) for _ in "ab"]

    assert [answer.status_code for answer in answers] == [303, 303]
    assert status(at_one, ticket) is Status.CANCELLED
    assert state(page(client, ticket)) == "cancelled"


def test_who_missed_the_call_has_not_lost_the_place_and_may_come_back(
    client: FlaskClient, at_one: Desk
) -> None:
    ticket = called(at_one)
    at_one.no_show(LAN, 1)
    taken(at_one, 4)
    text = page(client, ticket)
    assert state(text) == "missed"
    assert "Ông/Bà chưa mất chỗ" in text
    assert "được gọi sau số <b>A003</b>" in text

    client.post(f"/t/{ticket.id}/rejoin")

    back = at_one.store.ticket(ticket.ref)
    assert (back.status, at_one.ahead(back)) == (Status.WAITING, 2)


def test_after_two_returns_a_kind_sentence_takes_the_buttons_place(
    client: FlaskClient, at_one: Desk
) -> None:
    ticket = called(at_one)
    for _ in range(2):
        at_one.no_show(LAN, 1)
        client.post(f"/t/{ticket.id}/rejoin")
        at_one.call_next(LAN, 1)
    at_one.no_show(LAN, 1)

    text = page(client, ticket)

    assert "/rejoin" not in text
    assert "báo cán bộ hướng dẫn, chúng tôi sẽ giúp" in text


def test_who_was_served_without_being_there_may_come_back(
    client: FlaskClient, at_one: Desk
) -> None:
    ticket = called(at_one)
    at_one.finish(LAN, 1)
    assert "Ông/Bà chưa được phục vụ?" in page(client, ticket)

    client.post(f"/t/{ticket.id}/rejoin")

    assert status(at_one, ticket) is Status.WAITING


# --- papers -------------------------------------------------------------------


def test_the_commonest_procedures_of_the_line_are_offered_and_one_is_chosen(
    client: FlaskClient, at_one: Desk
) -> None:
    ticket = taken(at_one)
    refs = re.findall(r'name="procedure" value="(\d+)"', page(client, ticket))
    assert len(refs) == 5
    assert {at_one.store.procedure(ref).service for ref in refs} == {LINE}

    client.post(f"/t/{ticket.id}/procedure", data={"procedure": COPIES_CERTIFIED})

    text = page(client, ticket)
    assert "Bản chính giấy tờ cần chứng thực" in text
    assert "Lệ phí: 2.000 đồng" in text
    assert "Dữ liệu mẫu, chưa được kiểm tra" in text


def test_a_procedure_is_found_without_accents_and_only_in_the_own_line(
    client: FlaskClient, at_one: Desk
) -> None:
    ticket = taken(at_one)

    assert ">Chứng thực di chúc</button>" in page(client, ticket, "?q=di+chuc")
    assert "Không tìm thấy ở hàng này" in page(client, ticket, "?q=khai+sinh")


def test_a_real_office_tells_no_papers_that_nobody_has_verified(
    client: FlaskClient, at_one: Desk
) -> None:
    ticket = at_one.issue(KIOSK, LINE, COPIES_CERTIFIED)
    profile = at_one.store.office().profile | {"sample": False}
    with at_one.act(LAN) as act:
        text = canonical(profile)
        act.writing.put("office", {"one": 1, "profile": text})

    text = page(client, ticket)

    assert "Hỏi cán bộ tại quầy" in text
    assert "Bản chính giấy tờ cần chứng thực" not in text
    assert "Lệ phí" not in text


# --- how it was ---------------------------------------------------------------


def test_a_served_visitor_is_asked_whether_they_are_satisfied(
    client: FlaskClient, at_one: Desk
) -> None:
    text = page(client, served(at_one))

    assert state(text) == "served"
    assert "hài lòng với việc phục vụ vừa rồi không?" in text
    assert "cho-lau" not in text  # reasons are a second step


def test_a_satisfied_visitor_answers_with_one_press_and_is_thanked(
    client: FlaskClient, at_one: Desk
) -> None:
    ticket = served(at_one)

    client.post(f"/t/{ticket.id}/rating", data={"level": "4"})

    assert "Cảm ơn Ông/Bà đã góp ý." in page(client, ticket)
    again = client.post(f"/t/{ticket.id}/rating", data={"level": "1"})
    assert again.status_code == 409
    assert at_one.store.first("ratings", ref=ticket.ref, level=4)


def test_a_dissatisfied_visitor_may_say_why_in_a_second_step(
    client: FlaskClient, at_one: Desk
) -> None:
    ticket = served(at_one)
    first = page(client, ticket)
    assert f'href="/t/{ticket.id}?level=2"' in first
    assert 'name="reasons" value="cho-lau"' in page(client, ticket, "?level=2")

    said = {
        "level": "2",
        "reasons": ["cho-lau", "khac"],
        "comment": "Chờ lâu.\r\nBuồn.",
    }
    client.post(f"/t/{ticket.id}/rating", data=said)

    row = at_one.store.first("ratings", ref=ticket.ref)
    assert row
    assert (row["level"], row["reasons"]) == (2, '["cho-lau","khac"]')
    kept = at_one.store.first("secrets", ref=ticket.ref, kind="comment")
    assert kept
    assert kept["value"] == "Chờ lâu. Buồn."


def test_looking_at_the_second_step_rates_nothing(
    client: FlaskClient, at_one: Desk
) -> None:
    ticket = served(at_one)
    page(client, ticket, "?level=1")
    assert at_one.store.find("ratings") == []


def test_a_comment_longer_than_two_hundred_letters_is_refused(
    client: FlaskClient, at_one: Desk
) -> None:
    said = {"level": "1", "comment": "a" * 201}
    answer = client.post(f"/t/{served(at_one).id}/rating", data=said)
    assert answer.status_code == 422


def test_the_visit_can_be_rated_until_the_end_of_the_next_day(
    client: FlaskClient, at_one: Desk, clock: Clock
) -> None:
    ticket = served(at_one)
    clock.tick(days=1)
    assert "hài lòng với việc phục vụ vừa rồi" in page(client, ticket)

    clock.tick(days=1)
    assert "Đã hết thời gian đánh giá" in page(client, ticket)


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
