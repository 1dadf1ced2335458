"""What visitors do on their own page: the place, the papers, how it was."""

import re

import pytest
from flask.testing import FlaskClient

from tests import phone_steps
from tests.conftest import HEAD, ROOT, Clock
from tests.phone_steps import (
    COPIES_CERTIFIED,
    KIOSK,
    LAN,
    LINE,
    called,
    page,
    served,
    state,
    status,
    taken,
)
from ticketing.desk import Desk
from ticketing.journal import canonical
from ticketing.loading import read_office
from ticketing.tickets import Status

at_one = phone_steps.at_one  # a fixture


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
    rows = read_office(ROOT / "data").rows
    profile = at_one.store.office().profile | {"sample": False}
    rows["office"][0]["profile"] = canonical(profile)
    at_one.load(HEAD, rows)

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
