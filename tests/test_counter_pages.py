"""The officer's terminal through real requests: the door, and what is shown."""

import html
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from office.people import People
from tests import counter_steps
from tests.conftest import HEAD, Clock
from tests.counter_steps import (
    BIRTHS,
    HANH,
    HELPER,
    KHANG,
    KIOSK,
    NHUNG,
    PIN,
    SignIn,
    do,
    number,
    page,
    refused,
    state,
    take,
)
from ticketing.desk import Desk

# The fixtures of these pages.
officers = counter_steps.officers
sign_in = counter_steps.sign_in
officer = counter_steps.officer


# --- the door -----------------------------------------------------------------


def test_nobody_signed_in_is_asked_for_name_and_counter(client: FlaskClient) -> None:
    text = page(client, "/counter/")
    assert state(text) == "signed-out"
    assert NHUNG in text and 'value="6"' in text


def test_the_terminal_sends_a_stranger_to_the_door(client: FlaskClient) -> None:
    for path in ("/counter/1/", "/counter/1/desk"):
        assert client.get(path).headers["Location"] == "/counter/"
    assert client.post("/counter/1/calls").headers["Location"] == "/counter/"


def test_a_wrong_pin_and_an_unknown_name_sound_the_same(
    client: FlaskClient, people: People
) -> None:
    people.set_pin(NHUNG, PIN)
    answers = [
        client.post("/counter/sign-in", data={"name": name, "pin": pin, "counter": 1})
        for name, pin in ((NHUNG, "000000"), ("Không Ai", PIN))
    ]
    said = [re.findall(r"<span>(Tên hoặc mã.*?)</span>", a.text) for a in answers]
    assert [answer.status_code for answer in answers] == [409, 409]
    assert said[0] == said[1] and len(said[0]) == 1


def test_signing_in_at_a_counter_opens_it(officer: FlaskClient, desk: Desk) -> None:
    counter = desk.store.counter(1)
    assert counter.works and counter.officer == NHUNG
    assert state(page(officer)) == "idle"


def test_a_taken_counter_is_shown_as_taken(
    officer: FlaskClient, client: FlaskClient
) -> None:
    text = page(client, "/counter/")
    assert re.search(r'value="1" disabled', text)
    assert not re.search(r'value="2" disabled', text)


def test_another_officers_counter_cannot_be_entered(
    officer: FlaskClient, sign_in: SignIn, app: Flask
) -> None:
    other = sign_in(KHANG, 2)
    text = html.unescape(page(other))
    assert f"{NHUNG} đang giữ quầy này" in text
    assert "đang do" in refused(other, "calls", 409)


def test_without_a_counter_the_officer_chooses_one_inside(sign_in: SignIn) -> None:
    browser = sign_in(KHANG, "")
    assert "Mở quầy 2" in page(browser, "/counter/")
    assert state(do(browser, "opening", counter=2)) == "idle"


def test_a_supervisor_signs_in_without_taking_a_counter_from_anybody(
    sign_in: SignIn, client: FlaskClient, desk: Desk
) -> None:
    asked = page(client, "/counter/")
    assert "Không ngồi quầy" in asked
    assert not re.search(r'name="counter"[^>]* required', asked)
    assert "Xin chọn quầy" in page(sign_in(HANH, ""), "/counter/")
    assert [counter.counter for counter in desk.store.counters() if counter.open] == []


def test_a_helper_is_told_why_the_counters_stay_shut_and_is_signed_out(
    client: FlaskClient, people: People, desk: Desk
) -> None:
    desk.set_officer(HEAD, HELPER, "helper")
    people.set_pin(HELPER, PIN)
    form = {"name": HELPER, "pin": PIN, "counter": "1"}
    answer = client.post("/counter/", data=form)
    assert answer.status_code == 403
    assert "không dùng để gọi số ở quầy" in answer.text
    with client.session_transaction() as session:
        assert "sign_in" not in session
    assert not desk.store.counter(1).open


def test_after_signing_out_the_terminal_is_closed(officer: FlaskClient) -> None:
    officer.post("/counter/sign-out")
    assert officer.get("/counter/1/").status_code == 303


def test_a_refusal_leads_back_to_the_same_counter_without_a_script(
    officer: FlaskClient,
) -> None:
    answer = officer.post("/counter/1/starts")
    assert answer.status_code == 409
    assert 'href="/counter/1/"' in answer.text


def test_a_counter_that_is_not_there_is_not_found(officer: FlaskClient) -> None:
    assert officer.get("/counter/99/").status_code == 404
    assert officer.post("/counter/1/nonsense").status_code == 404


# --- the counter --------------------------------------------------------------


def test_a_pause_gives_its_reason_and_ends_with_opening(
    officer: FlaskClient, desk: Desk
) -> None:
    text = do(officer, "pause", reason="Họp", sure="1")
    assert state(text) == "paused"
    assert "Mở lại quầy" in text
    assert state(do(officer, "opening")) == "idle"


def test_the_last_counter_of_a_line_does_not_pause_silently(
    officer: FlaskClient, desk: Desk, sign_in: SignIn
) -> None:
    take(desk, 2)
    warning = "Chỉ còn quầy này nhận Chứng thực: 2 người"
    assert warning in page(officer)
    sign_in(KHANG, 2)
    assert warning not in page(officer)


def test_a_counter_with_somebody_there_is_not_closed(
    officer: FlaskClient, desk: Desk
) -> None:
    take(desk)
    do(officer, "calls")
    assert "A001" in refused(officer, "closing", 409)
    do(officer, "finishes")
    assert "Quầy chưa mở" in do(officer, "closing", sure="1")


def test_only_a_supervisor_changes_what_a_counter_serves(
    officer: FlaskClient, sign_in: SignIn, desk: Desk
) -> None:
    assert refused(officer, "services", 403, services=[BIRTHS])
    do(sign_in(HANH, 6), "services", services=[BIRTHS])
    assert desk.store.counter(1).services == (BIRTHS,)


# --- what is shown ------------------------------------------------------------


def test_the_visit_shows_procedure_papers_language_and_priority(
    officer: FlaskClient, desk: Desk
) -> None:
    matter = next(p for p in desk.store.procedures() if p.code == "1.001193")
    desk.issue(KIOSK, procedure=matter.ref, priority=True, language="en")
    text = html.unescape(do(officer, "calls"))
    for shown in (matter.name["vi"], matter.papers[0], "Tiếng Anh", "Ưu tiên"):
        assert shown in text


@pytest.mark.parametrize(("minutes", "pace"), [(5, "good"), (7, "late"), (13, "twice")])
def test_the_timer_turns_past_the_usual_time_and_past_twice(
    officer: FlaskClient, desk: Desk, clock: Clock, minutes: int, pace: str
) -> None:
    take(desk)
    do(officer, "calls")
    do(officer, "starts")
    clock.tick(minutes=minutes)
    assert f'data-pace="{pace}"' in page(officer)


def test_the_next_three_stand_with_their_waits(
    officer: FlaskClient, desk: Desk, clock: Clock
) -> None:
    take(desk, 4)
    clock.tick(minutes=35, seconds=1)
    text = page(officer)
    queue = text[text.index('class="queue"') : text.index("</ol>")]
    assert re.findall(r"A\d{3}", queue) == ["A001", "A002", "A003"]
    assert queue.count("35 phút") == 3
    assert 'class="late"' in text


def test_the_live_parts_are_those_of_the_whole_page(
    officer: FlaskClient, desk: Desk
) -> None:
    take(desk)
    do(officer, "calls")
    parts = page(officer, "/counter/1/desk")
    named = re.compile(r'data-live="(\w+)"')
    assert (
        named.findall(parts)
        == named.findall(page(officer))
        == ["head", "paper", "news", "now", "acts", "side"]
    )
    assert (state(parts), number(parts)) == ("called", "A001")


def test_pages_hold_no_inline_script_and_no_inline_style(
    officer: FlaskClient, desk: Desk
) -> None:
    take(desk)
    do(officer, "calls")
    for path in ("/counter/", "/counter/1/", "/counter/1/rating"):
        text = page(officer, path)
        assert not re.search(r"<script(?![^>]*\bsrc=)", text)
        assert not re.search(r"\sstyle=|\son\w+=", text)
