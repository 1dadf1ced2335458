"""The nine official indicators on the visitor's phone: asked for, never pressed on."""

import json
import re
from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Browser, Page

from tests import phone_steps
from tests.browsing import chromium, needs_chromium, open_page
from tests.calling import Program
from tests.conftest import HEAD, ROOT, Clock
from tests.phone_steps import FIRST_VIEW, page, served, taken, weight
from tests.real_server import Office, running
from tests.test_axe import violations
from ticketing.desk import Desk
from ticketing.journal import canonical
from ticketing.loading import read_office
from ticketing.tickets import Ticket

at_one = phone_steps.at_one  # a fixture

OFFER = "Góp ý kỹ hơn (9 câu, không bắt buộc)"


def rated(desk: Desk, client: FlaskClient) -> Ticket:
    ticket = served(desk)
    client.post(f"/t/{ticket.id}/rating", data={"level": "4"})
    return ticket


def test_the_long_form_is_offered_after_the_one_touch_and_not_before(
    client: FlaskClient, at_one: Desk
) -> None:
    ticket = served(at_one)
    assert OFFER not in page(client, ticket)
    client.post(f"/t/{ticket.id}/rating", data={"level": "1"})
    text = page(client, ticket)
    assert OFFER in text
    assert f'href="/t/{ticket.id}/form"' in text


def test_the_long_form_is_offered_when_the_touch_was_on_the_counters_screen(
    client: FlaskClient, at_one: Desk
) -> None:
    ticket = served(at_one)
    at_one.rate(HEAD, ticket.ref, 4, channel="tablet")
    assert OFFER in page(client, ticket)


def test_nine_questions_are_asked_and_none_is_answered_in_advance(
    client: FlaskClient, at_one: Desk
) -> None:
    text = page(client, rated(at_one, client), "/form")
    assert text.count("<fieldset>") == 9
    assert len(re.findall(r'type="radio" [^>]*value="[012]"', text)) == 27
    assert text.count("Bỏ qua câu này") == 9
    assert "checked" not in text
    assert "required" not in text


def test_what_is_left_out_is_not_kept_and_the_form_comes_once(
    client: FlaskClient, at_one: Desk
) -> None:
    ticket = rated(at_one, client)
    said = {"indicator-thai-do": "0", "indicator-cong-khai": "", "other": "2"}
    answer = client.post(f"/t/{ticket.id}/form", data=said)
    assert (answer.status_code, answer.location) == (303, f"/t/{ticket.id}")
    [row] = at_one.store.find("indicators")
    assert json.loads(row["answers"]) == {"thai-do": 0}
    assert OFFER not in page(client, ticket)
    gone = client.get(f"/t/{ticket.id}/form")
    assert (gone.status_code, gone.location) == (303, f"/t/{ticket.id}")
    assert client.post(f"/t/{ticket.id}/form", data=said).status_code == 409


@pytest.mark.parametrize("points", ["3", "-1", "hai", "99999"])
def test_an_answer_that_is_not_on_the_form_is_refused_with_a_way_back(
    client: FlaskClient, at_one: Desk, points: str
) -> None:
    ticket = rated(at_one, client)
    said = {"indicator-thai-do": points}
    refused = client.post(f"/t/{ticket.id}/form", data=said)
    assert refused.status_code == 422
    assert f'href="/t/{ticket.id}"' in refused.text
    assert at_one.store.find("indicators") == []


def test_a_form_without_any_answer_is_kindly_sent_back(
    client: FlaskClient, at_one: Desk
) -> None:
    ticket = rated(at_one, client)
    refused = client.post(f"/t/{ticket.id}/form")
    assert refused.status_code == 422
    assert "xin chọn ít nhất một câu" in refused.text


def test_the_long_form_ends_with_the_next_day(
    client: FlaskClient, at_one: Desk, clock: Clock
) -> None:
    ticket = rated(at_one, client)
    clock.tick(days=1)
    assert OFFER in page(client, ticket)
    clock.tick(days=1)
    assert OFFER not in page(client, ticket)
    assert client.get(f"/t/{ticket.id}/form").status_code == 303
    late = client.post(f"/t/{ticket.id}/form", data={"indicator-thai-do": "2"})
    assert late.status_code == 409


def test_who_has_not_been_served_has_no_long_form(
    client: FlaskClient, at_one: Desk
) -> None:
    ticket = taken(at_one)
    assert client.get(f"/t/{ticket.id}/form").status_code == 303
    sent = client.post(f"/t/{ticket.id}/form", data={"indicator-thai-do": "2"})
    assert sent.status_code == 409


def test_an_office_that_leaves_a_scale_out_asks_one_question_fewer(
    client: FlaskClient, at_one: Desk
) -> None:
    rows = read_office(ROOT / "data").rows
    profile = json.loads(rows["office"][0]["profile"])
    del profile["rating"]["indicators"][0]["answers"]
    rows["office"][0]["profile"] = canonical(profile)
    at_one.load(HEAD, rows)
    ticket = rated(at_one, client)
    assert "(8 câu, không bắt buộc)" in page(client, ticket)
    assert page(client, ticket, "/form").count("<fieldset>") == 8


def test_the_long_form_speaks_english_and_keeps_speaking_it(
    client: FlaskClient, at_one: Desk
) -> None:
    ticket = rated(at_one, client)
    text = page(client, ticket, "/form?lang=en")
    assert "Attitude of the officers" in text
    assert "Skip this question" in text
    assert f'action="/t/{ticket.id}/form?lang=en"' in text


def test_the_form_costs_the_first_view_of_the_ticket_nothing(
    client: FlaskClient, at_one: Desk
) -> None:
    ticket = rated(at_one, client)
    assert "<fieldset" not in page(client, ticket)
    form = weight(client, f"/t/{ticket.id}/form")
    assert form + weight(client, "/t/static/phone.css") < FIRST_VIEW


# --- in the browser ------------------------------------------------------------------


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with running(tmp_path_factory.mktemp("form")) as office:
        yield office


def visit(browser: Browser, office: Office, width: int) -> Page:
    """On the phone of somebody who has just been served."""
    kiosk = Program(office, office.token("kiosk"))
    head = Program(office, office.token("supervisor"))
    head.post("/counters/1/opening")
    ticket = kiosk.post("/tickets", {"service": "chung-thuc"})
    for act in ("calls", "starts", "finishes"):
        head.post(f"/counters/1/{act}")
    return open_page(browser, f"{office.url}/t/{ticket['id']}", width, 640)


@pytest.mark.browser
@needs_chromium
@pytest.mark.parametrize("width", [320, 390])
def test_a_visitor_rates_says_more_and_is_back_at_the_ticket(
    browser: Browser, office: Office, width: int
) -> None:
    phone = visit(browser, office, width)
    phone.get_by_role("button", name="Rất hài lòng").click()
    phone.get_by_role("link", name="Góp ý kỹ hơn").click()
    assert violations(phone) == []
    assert phone.evaluate("document.documentElement.scrollWidth") == width
    attitude = phone.get_by_role("group", name="Thái độ")
    attitude.get_by_label("Đúng mực, tận tình").check()
    phone.get_by_role("button", name="Gửi góp ý").click()
    phone.get_by_text("Cảm ơn Ông/Bà đã góp ý.").wait_for()
    assert phone.get_by_role("link", name="Góp ý kỹ hơn").count() == 0
    phone.context.close()
