"""Opening, pausing and closing a counter: what its officer is asked first."""

import re
from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests import counter_steps
from tests.conftest import Clock
from tests.counter_steps import (
    HANH,
    KHANG,
    NHUNG,
    PIN,
    SignIn,
    do,
    fold,
    number,
    page,
    refused,
    state,
    take,
    what_may_be_undone,
)
from ticketing.desk import Desk

# The fixtures of these pages.
officers = counter_steps.officers
sign_in = counter_steps.sign_in
officer = counter_steps.officer


@pytest.fixture
def sunday(desk: Desk, clock: Clock) -> Iterator[None]:
    """A real office on its day off."""
    clock.tick(days=6)
    desk.trial = False
    yield
    desk.trial = True


def test_on_a_day_off_signing_in_asks_whether_the_office_works(
    sunday: None, app: Flask, desk: Desk
) -> None:
    desk_people = app.extensions["people"]
    desk_people.set_pin(NHUNG, PIN)
    browser = app.test_client()
    form = {"name": NHUNG, "pin": PIN, "counter": 1}
    answer = browser.post("/counter/sign-in", data=form)
    assert answer.status_code == 409
    assert "Hôm nay có làm việc?" in answer.text
    assert not desk.store.counter(1).open
    do(browser, "opening", working_day="1")
    assert desk.store.counter(1).open
    assert "2026-11-29" in desk.store.policy().open_days


def test_on_a_day_off_the_big_button_asks_before_it_opens(
    sunday: None, sign_in: SignIn, desk: Desk
) -> None:
    browser = sign_in(NHUNG, "")
    text = page(browser)
    assert "Lịch ghi hôm nay nghỉ. Hôm nay có làm việc?" in text
    ask = text[text.index("fold--ask") :]
    assert 'name="working_day" value="1"' in ask
    answer = browser.post("/counter/1/opening")
    assert answer.status_code == 409 and "Hôm nay có làm việc?" in answer.text
    assert desk.store.policy().open_days == ()


def test_a_second_counter_on_that_day_is_not_asked_again(
    sunday: None, sign_in: SignIn, desk: Desk
) -> None:
    do(sign_in(NHUNG, ""), "opening", working_day="1")
    assert "Hôm nay có làm việc?" not in page(sign_in(KHANG, ""), "/counter/2/")


def test_the_last_counter_of_a_line_says_twice_that_it_pauses(
    officer: FlaskClient, desk: Desk
) -> None:
    take(desk)
    assert "Tôi biết, vẫn nghỉ" in page(officer)
    for act in ("pause", "closing"):
        said = refused(officer, act, 409, reason="Họp")
        assert "Chỉ còn quầy này nhận Chứng thực" in said
    assert state(do(officer, "pause", reason="Họp", sure="1")) == "paused"


def test_what_was_done_to_the_counter_itself_is_named_before_it_is_taken_back(
    officer: FlaskClient, desk: Desk
) -> None:
    assert "đón người tới sau." in what_may_be_undone(do(officer, "calls", armed="1"))
    assert "thôi đón." in what_may_be_undone(do(officer, "calls"))
    paused = do(officer, "pause", reason="Họp", sure="1")
    assert "tạm dừng quầy." in what_may_be_undone(paused)
    do(officer, "opening")
    taken = do(officer, "lines", service="dat-dai")
    assert "nhận thêm Đất đai." in what_may_be_undone(taken)
    assert "đóng quầy." in what_may_be_undone(do(officer, "closing", sure="1"))


def test_a_digit_closes_the_counter_and_the_browser_asks_nothing_of_its_own(
    officer: FlaskClient, sign_in: SignIn
) -> None:
    sheet = fold(page(officer), "pause")
    assert re.search(r"data-choice>\s*<kbd>6</kbd>", sheet)
    sign_in(KHANG, 2)
    sheet = fold(page(officer), "pause")
    assert re.search(r"data-choice>\s*<kbd>5</kbd>", sheet)
    assert "required" not in sheet


def test_while_a_colleague_serves_the_line_nobody_is_asked_twice(
    officer: FlaskClient, sign_in: SignIn, desk: Desk
) -> None:
    take(desk)
    sign_in(KHANG, 2)
    assert "Tôi biết, vẫn nghỉ" not in page(officer)
    assert state(do(officer, "pause", reason="Họp")) == "paused"


def test_the_last_counter_of_an_empty_line_says_twice_that_it_leaves(
    officer: FlaskClient,
) -> None:
    assert "ai đến sẽ không có quầy" in page(officer)
    assert "Chỉ còn quầy này nhận" in refused(officer, "closing", 409)
    assert "Quầy chưa mở" in do(officer, "closing", sure="1")


def test_in_the_evening_an_empty_line_is_left_without_a_question(
    officer: FlaskClient, clock: Clock
) -> None:
    clock.tick(hours=9)
    assert "Quầy chưa mở" in do(officer, "closing")


def test_an_armed_counter_shows_how_long_and_ends_after_three_minutes(
    officer: FlaskClient, desk: Desk, clock: Clock
) -> None:
    text = do(officer, "calls", armed="1")
    until = re.search(r'data-until="([^"]+)">([0-9:]+)<', text)
    assert until and until[2] == "3:00"
    clock.tick(minutes=1)
    assert ">2:00<" in page(officer)
    clock.tick(minutes=2, seconds=1)
    assert "Gọi số tiếp theo" in page(officer)
    take(desk)
    assert state(page(officer)) == "idle"


def test_a_touch_of_the_officer_keeps_the_counter_armed_and_the_page_says_so(
    officer: FlaskClient, desk: Desk, clock: Clock
) -> None:
    text = do(officer, "calls", armed="1")
    assert 'data-touch="/counter/1/touches"' in text
    clock.tick(minutes=2, seconds=50)
    assert ">3:00<" in do(officer, "touches")
    clock.tick(minutes=2, seconds=10)
    assert take(desk)[0].counter == 1
    assert "data-touch" not in page(officer)


def test_a_touch_after_the_end_arms_nothing_and_says_nothing(
    officer: FlaskClient, desk: Desk, clock: Clock
) -> None:
    do(officer, "calls", armed="1")
    clock.tick(minutes=3, seconds=1)
    seq = desk.store.last_seq()
    assert "data-refusal" not in do(officer, "touches")
    assert desk.store.last_seq() == seq


def test_a_supervisor_who_looks_on_keeps_no_officers_counter_armed(
    officer: FlaskClient, sign_in: SignIn, desk: Desk, clock: Clock
) -> None:
    do(officer, "calls", armed="1")
    head = sign_in(HANH, 2)
    assert "Đang đón người tiếp theo" in page(head)
    assert "data-touch" not in page(head)
    until = desk.store.counter(1).armed_until
    clock.tick(minutes=1)
    assert "Quầy 1 đang do" in refused(head, "touches", 409)
    assert desk.store.counter(1).armed_until == until


def test_a_page_left_open_over_the_night_leads_to_the_door(
    officer: FlaskClient, desk: Desk, clock: Clock
) -> None:
    take(desk)
    do(officer, "calls")
    clock.tick(days=1)
    desk.end_of_day()
    assert officer.get("/counter/1/desk").headers["Location"] == "/counter/"
    assert not desk.store.counter(1).open


def test_a_reload_in_the_middle_of_a_service_shows_it_as_it_stands(
    officer: FlaskClient, desk: Desk, clock: Clock
) -> None:
    take(desk)
    do(officer, "calls")
    do(officer, "starts")
    clock.tick(minutes=4, seconds=1)
    text = page(officer)
    assert (state(text), number(text)) == ("serving", "A001")
    assert "<strong data-passed>04:00</strong>" in text
