"""Whoever forgets to sign out is signed out by the end of the day."""

from datetime import timedelta

import pytest
from flask import Flask

from office.people import People
from tests.conftest import HEAD, MONDAY, Clock
from ticketing.desk import Desk
from ticketing.people import Actor

PIN = "314159"
KIOSK = Actor("kiosk", "Kiosk", "kiosk")


@pytest.fixture
def lan(desk: Desk, people: People, app: Flask) -> Actor:
    desk.set_officer(HEAD, "Lan", "officer")
    people.set_pin("Lan", PIN)
    return Actor("officer", "Lan", "officer:Lan")


def test_a_forgotten_sign_in_and_its_counter_end_with_the_day(
    desk: Desk, people: People, lan: Actor
) -> None:
    key = people.sign_in("Lan", PIN, 1)
    desk.open_counter(lan, 1)
    desk.issue(KIOSK, "chung-thuc")
    assert people.by_sign_in(key) == lan
    desk.close_day(HEAD)
    assert people.by_sign_in(key) is None
    assert not desk.store.counter(1).open


def test_a_sign_in_ends_too_on_a_day_on_which_nobody_came(
    desk: Desk, people: People, lan: Actor, clock: Clock
) -> None:
    key = people.sign_in("Lan", PIN, 1)
    desk.open_counter(lan, 1)
    clock.tick(days=1)
    desk.end_of_day()
    assert people.by_sign_in(key) is None
    assert not desk.store.counter(1).open


def test_after_a_missed_close_whoever_signed_in_this_morning_stays_signed_in(
    desk: Desk, people: People, lan: Actor, clock: Clock
) -> None:
    yesterday = people.sign_in("Lan", PIN, 1)
    desk.open_counter(lan, 1)
    desk.issue(KIOSK, "chung-thuc")
    clock.now = MONDAY + timedelta(days=1)  # the power strip was switched off
    key = people.sign_in("Lan", PIN, 2)
    desk.open_counter(lan, 2)
    assert people.by_sign_in(yesterday) is None
    assert people.by_sign_in(key) == lan
    assert desk.store.counter(2).open and not desk.store.counter(1).open


def test_an_officer_who_is_signed_out_is_told_so_at_the_terminal(
    app: Flask, desk: Desk, people: People, lan: Actor
) -> None:
    browser = app.test_client()
    browser.post("/counter/", data={"name": "Lan", "pin": PIN, "counter": "1"})
    assert browser.get("/counter/1/").status_code == 200
    desk.issue(KIOSK, "chung-thuc")
    desk.close_day(HEAD)
    sent = browser.get("/counter/1/")
    assert (sent.status_code, sent.location) == (303, "/counter/")
