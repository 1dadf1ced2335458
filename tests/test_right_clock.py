"""A machine that wakes up in another year: a counter asks for the date first."""

from datetime import UTC, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests import counter_steps
from tests.api_steps import Callers, act, problem
from tests.conftest import MONDAY, Clock
from tests.counter_steps import (
    KHANG,
    NHUNG,
    PIN,
    SignIn,
    do,
    page,
    shown,
    stands,
    take,
)
from tests.office_of_tests import HEAD, LAN, MAI, is_whole, last
from ticketing.desk import Desk
from ticketing.errors import Conflict
from ticketing.tickets import Status

officers = counter_steps.officers
sign_in = counter_steps.sign_in
officer = counter_steps.officer

DEAD_BATTERY = datetime(2020, 1, 1, 1, 0, tzinfo=UTC)  # 08:00 in the office, a holiday
WAKES = "08:00 01/01/2020"
ASKED = "Ngày giờ có đúng không?"


# --- the rule ---------------------------------------------------------------------


def test_a_counter_does_not_open_while_the_clock_stands_before_the_last_act(
    desk: Desk, clock: Clock
) -> None:
    take(desk)
    clock.now = DEAD_BATTERY
    with pytest.raises(Conflict, match=f"{WAKES}.*09:00 23/11/2026") as told:
        desk.open_counter(LAN, 1)
    assert told.value.code == "clock-behind"
    assert not desk.store.counter(1).open
    clock.now = MONDAY
    clock.tick(minutes=20)  # somebody has set it
    assert desk.open_counter(LAN, 1).open


def test_a_few_minutes_that_a_time_server_takes_back_are_nobodys_business(
    desk: Desk, clock: Clock
) -> None:
    take(desk)
    clock.tick(minutes=-4)
    assert desk.open_counter(LAN, 1).open
    clock.tick(minutes=-2)
    with pytest.raises(Conflict):
        desk.open_counter(MAI, 2)


def test_who_confirms_the_clock_does_so_for_all_counters_and_is_named(
    desk: Desk, clock: Clock
) -> None:
    take(desk)
    clock.tick(days=-1)
    assert desk.open_counter(LAN, 1, right_clock=True).open
    said = last(desk, "clock confirmed")
    assert (said["counter"], said["clock"]) == (1, "2026-11-22T02:00:00.000000+00:00")
    clock.tick(minutes=10)
    assert desk.open_counter(MAI, 2).open
    assert desk.open_for(HEAD, 3, NHUNG).open
    assert is_whole(desk)


@pytest.mark.parametrize("caught_up", [False, True])
def test_a_clock_that_falls_once_more_is_asked_about_once_more(
    desk: Desk, clock: Clock, caught_up: bool
) -> None:
    take(desk)
    clock.tick(days=-1)
    desk.open_counter(LAN, 1, right_clock=True)
    if caught_up:
        clock.tick(days=2)
        take(desk)
    clock.tick(days=-1)
    with pytest.raises(Conflict):
        desk.open_counter(MAI, 2)


def test_a_supervisor_who_seats_somebody_is_asked_too(desk: Desk, clock: Clock) -> None:
    take(desk)
    clock.now = DEAD_BATTERY
    with pytest.raises(Conflict, match=WAKES):
        desk.open_for(HEAD, 1, NHUNG)
    assert desk.open_for(HEAD, 1, NHUNG, right_clock=True).open


# --- where it is asked ------------------------------------------------------------


def test_signing_in_asks_for_the_date_and_then_whether_the_office_works(
    app: Flask, sign_in: SignIn, desk: Desk, clock: Clock
) -> None:
    """On a Sunday, with a clock that is an hour late: both answers go together."""
    sign_in(NHUNG, "").post("/counter/sign-out")  # has a PIN now
    clock.tick(days=6)
    take(desk)
    clock.tick(hours=-1)
    desk.trial = False
    browser = app.test_client()
    form = {"name": NHUNG, "pin": PIN, "counter": 1}
    answer = browser.post("/counter/sign-in", data=form)
    assert answer.status_code == 409
    assert ASKED in answer.text and "08:00 29/11/2026" in answer.text
    assert 'name="right_clock" value="1"' in answer.text
    assert not desk.store.counter(1).open

    again = browser.post("/counter/1/opening", data={"right_clock": "1"})
    assert again.status_code == 409 and "Hôm nay có làm việc?" in again.text
    assert '<input type="hidden" name="right_clock" value="1">' in again.text
    assert not desk.store.counter(1).open
    do(browser, "opening", right_clock="1", working_day="1")
    assert desk.store.counter(1).open


def test_after_a_power_cut_an_open_counter_asks_before_it_calls_the_next(
    officer: FlaskClient, desk: Desk, clock: Clock
) -> None:
    take(desk, 2)
    do(officer, "calls")
    clock.now = DEAD_BATTERY
    text = page(officer)
    assert f"Đồng hồ chỉ {WAKES}" in shown(text) and "09:00 23/11/2026" in shown(text)
    assert text.count('data-key="next"') == 1
    big = text[text.index('data-key="next"') :]
    assert big.index('name="right_clock"') < big.index("</form>")
    clock.now = MONDAY
    clock.tick(hours=-1)
    assert "Đồng hồ chỉ" in page(officer)
    assert "Đồng hồ chỉ" not in do(officer, "opening", right_clock="1")
    do(officer, "calls", previous="served")
    assert stands(desk, "A002") is Status.CALLED


def test_the_supervisors_page_asks_in_the_form_that_opens(
    sign_in: SignIn, desk: Desk, clock: Clock
) -> None:
    head = sign_in(counter_steps.HANH, "")
    assert "right_clock" not in page(head, "/counter/floor/")
    take(desk)
    clock.tick(hours=-1)
    text = page(head, "/counter/floor/")
    assert "Đồng hồ chỉ 08:00 23/11/2026: ngày giờ đúng" in text
    form = {"counter": 2, "officer": KHANG}
    refused = head.post("/counter/floor/openings", data=form)
    assert refused.status_code == 409 and "08:00 23/11/2026" in refused.text
    head.post("/counter/floor/openings", data=form | {"right_clock": "1"})
    assert desk.store.counter(2).officer == KHANG


def test_a_program_is_told_and_may_say_that_the_clock_is_right(
    desk: Desk, caller: Callers, clock: Clock
) -> None:
    officer = caller("officer", 1)
    take(desk)
    clock.tick(hours=-1)
    told = problem(officer.post("/counters/1/opening"), 409)
    assert "09:00 23/11/2026" in told["detail"]
    problem(officer.post("/counters/1/opening", {"right_clock": "yes"}), 422)
    assert act(officer, "/counters/1/opening", {"right_clock": True})["counter"]["open"]
