"""The kiosk's procedures: found, read, and a number taken for one."""

from dataclasses import replace

import pytest
from flask.testing import FlaskClient

from tests.kiosk_steps import tap, text_of, ticket_at
from ticketing.desk import Desk


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
