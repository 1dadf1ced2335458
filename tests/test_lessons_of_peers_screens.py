"""Lessons of other queue systems about what reaches the screens; what they are:
test_lessons_of_peers.py.
"""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import gevent
import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_socketio import SocketIOTestClient

from app import create_app
from display.voice_views import voice
from office.live import Live
from office.people import People
from office.sockets import socketio
from settings import Settings
from tests.api_steps import Callers, act, seen, sit_down
from tests.api_steps import take as take_by_program
from tests.conftest import HEAD, ROOT, Clock
from tests.kiosk_steps import KIOSK, tap, text_of
from tests.phone_steps import COPIES_CERTIFIED
from tests.voice_steps import heard, words
from ticketing.desk import Desk
from ticketing.errors import Conflict
from ticketing.journal import canonical
from ticketing.loading import read_office
from ticketing.people import Actor
from ticketing.tickets import Ticket

LAN = Actor("officer", "Lan", "lan")
LINE, BIRTHS = "chung-thuc", "ho-tich"
PIN = "482917"
PATIENCE = 20.0  # seconds


@pytest.fixture
def at_one(desk: Desk) -> Desk:
    """Lan works at counter 1."""
    desk.open_counter(LAN, 1)
    return desk


def called(desk: Desk, counter: int = 1, service: str = LINE) -> Ticket:
    """Somebody takes a number and is called to a counter that serves every line."""
    desk.open_counter(HEAD, counter)
    if service not in desk.store.counter(counter).services:
        desk.set_services(HEAD, counter, [service])
    ticket = desk.issue(KIOSK, service)
    return desk.call_number(HEAD, counter, ticket.number, reason="test")


def text(client: FlaskClient, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return re.sub(r"\s+", " ", answer.text)


# --- a call comes to every screen -----------------------------------------------------


def test_calls_made_at_one_instant_are_all_on_the_board(
    client: FlaskClient, caller: Callers, desk: Desk
) -> None:
    """Group 7: each with its own place, the newest large, none instead of another."""
    made = [called(desk, counter) for counter in (1, 2, 3, 4, 5, 6)]
    newest_first = [ticket.number for ticket in reversed(made)]
    calls = seen(caller(), "/snapshot")["calls"]
    assert [call["number"] for call in calls] == newest_first
    assert len({call["seq"] for call in calls}) == 6
    large, rows = text(client, "/display/board").split('<section class="called">')
    assert re.findall(r'"> <b class="number">(\w+)', large)[:1] == newest_first[:1]
    listed = re.findall(r'<li data-seq="\d+"><span.*?"number">(\w+)', rows)
    assert listed == newest_first[1:]


@pytest.fixture
def published(app: Flask) -> Iterator[None]:
    """The server's own work that tells the screens."""
    live: Live = app.extensions["live"]

    def publish() -> None:
        with app.app_context():
            live.publish()

    work = gevent.spawn(publish)
    yield
    work.kill()


def watching(app: Flask, room: str, **more: Any) -> SocketIOTestClient:
    screen = socketio.test_client(app, **more)
    assert screen.emit("watch", room, callback=True)
    return screen


def hears(screen: SocketIOTestClient, true: Callable[[Any], bool]) -> bool:
    """Whether such news comes before long."""
    with gevent.Timeout(PATIENCE, False):
        while True:
            if any(true(news) for news in screen.get_received()):
                return True
            gevent.sleep(0.02)
    return False


@pytest.mark.usefixtures("published")
def test_a_call_through_the_api_reaches_board_and_staff_without_a_reload(
    app: Flask, people: People, caller: Callers, desk: Desk
) -> None:
    """Group 9: one act is enough; no program must tell the screens a second time. What
    the officers hear is news of the call, and not of what went before it."""
    board = watching(app, "lobby")
    token = people.create_token(HEAD, "officer", "Mai", 2)
    staff = watching(app, "counter:2", auth={"token": token})
    take_by_program(caller("kiosk"))
    officer = sit_down(caller)
    before = desk.store.events()[-1].seq
    called_there = act(officer, "/counters/1/calls")["ticket"]["number"]

    def shows(news: Any) -> bool:
        calls = news["args"][0]["calls"] if news["name"] == "snapshot" else []
        return called_there in [call["number"] for call in calls]

    def is_later(news: Any) -> bool:
        return bool(news["name"] == "changed" and news["args"][0]["seq"] > before)

    assert hears(board, shows)
    assert hears(staff, is_later)
    for screen in (board, staff):
        screen.disconnect()


def test_a_screen_that_was_away_is_right_with_the_first_thing_it_hears(
    app: Flask, caller: Callers, at_one: Desk
) -> None:
    """Group 10: the whole state and never a difference, also of another epoch."""
    screen = watching(app, "lobby")
    [before] = screen.get_received()
    screen.disconnect()
    called(at_one)
    at_one.no_show(HEAD, 1)
    at_one.load(HEAD, read_office(ROOT / "data").rows)
    again = watching(app, "lobby")
    [news] = again.get_received()
    again.disconnect()
    assert news["args"][0] == seen(caller(), "/snapshot")
    assert news["args"][0]["epoch"] != before["args"][0]["epoch"]
    assert "A001" in str(news["args"][0])


def test_every_call_says_which_counter_calls(
    client: FlaskClient, caller: Callers, desk: Desk
) -> None:
    """Group 20: number and counter side by side on the board, in the list of the last
    calls and in the voice."""
    first, newest = called(desk, 1), called(desk, 5)
    [call, _] = seen(caller(), "/snapshot")["calls"]
    assert (call["number"], call["counter"]) == (newest.number, 5)
    assert call["counter_name"]["vi"] == "Quầy 5"
    large, rows = text(client, "/display/board").split('<section class="called">')
    side_by_side = r'"number">{}</b>.*?<b[^>]*>{}</b>'
    assert re.search(side_by_side.format(newest.number, 5), large)
    assert re.search(side_by_side.format(first.number, 1), rows)
    sound = client.get(f"/display/voice/call/{newest.number}-5.wav").data
    said = words(heard(sound, voice().packs), "vi-south")
    assert said[-2:] == ["den-quay", "5"]


# --- a screen that stands for years ---------------------------------------------------


@pytest.fixture
def real(tmp_path: Path, clock: Clock) -> Callable[[], Flask]:
    """Start the server of an office that is not in trial mode: a stranger is one."""

    def start() -> Flask:
        app = create_app(Settings(database=tmp_path / "real.db", reach="none"))
        app.config["WTF_CSRF_ENABLED"] = False
        app.extensions["desk"].store.clock = clock
        return app

    return start


def test_a_screen_needs_no_new_sign_in_in_the_morning(
    real: Callable[[], Flask], clock: Clock
) -> None:
    """Group 11: a device's key has no end, not by the night nor by a new start of the
    server; a person's ends with the day, and leads to the door instead of a fault."""
    app = real()
    desk, people = app.extensions["desk"], app.extensions["people"]
    desk.load(HEAD, read_office(ROOT / "data").rows)
    desk.set_officer(HEAD, "Lan", "officer")
    people.set_pin("Lan", PIN)
    board, officer = app.test_client(), app.test_client()
    with board.session_transaction() as session:
        session["device"] = people.create_token(HEAD, "display")
    officer.post("/counter/sign-in", data={"name": "Lan", "pin": PIN, "counter": 1})
    assert officer.get("/counter/1/").status_code == 200
    cookies = [browser.get_cookie("luot") for browser in (board, officer)]
    for _ in range(30):
        clock.tick(days=1)
        desk.end_of_day()
    desk.store.close()

    restarted = real()
    board, officer = restarted.test_client(), restarted.test_client()
    for browser, cookie in zip((board, officer), cookies, strict=True):
        assert cookie
        browser.set_cookie("luot", cookie.value)
    assert "data-board" in text(board, "/display/")
    sent = officer.get("/counter/1/")
    assert (sent.status_code, sent.location) == (303, "/counter/")
    restarted.extensions["desk"].store.close()


def test_a_kiosk_gives_numbers_in_the_morning_after_a_power_cut(
    app: Flask, settings: Settings, desk: Desk, clock: Clock
) -> None:
    """Group 12: nobody closed the evening, nobody repairs the morning."""
    yesterday = [called(desk), desk.issue(KIOSK, LINE), desk.issue(KIOSK, BIRTHS)]
    clock.now = datetime(2026, 11, 25, 0, 0, tzinfo=UTC)  # Wednesday, 07:00
    again = create_app(settings)
    again.config["WTF_CSRF_ENABLED"] = False
    office: Desk = again.extensions["desk"]
    office.store.clock = clock
    kiosk = again.test_client()
    assert "Chứng thực" in text(kiosk, "/kiosk/")
    assert '<p class="number">A001</p>' in text_of(kiosk, tap(kiosk, service=LINE))
    old = {office.store.ticket(ticket.ref).status.value for ticket in yesterday}
    assert old == {"expired"}
    assert not office.store.counter(1).open
    office.store.close()


def test_one_wrong_name_in_the_set_up_takes_no_screen_down(
    client: FlaskClient, caller: Callers, at_one: Desk
) -> None:
    """Group 13: a counter names a line that is not there; a line is retired, and a
    procedure while somebody waits for it. All screens go on, and those people's too.
    A line with people in it cannot be retired."""
    of_line = at_one.issue(KIOSK, BIRTHS)
    of_matter = at_one.issue(KIOSK, LINE, COPIES_CERTIFIED)
    rows = read_office(ROOT / "data").rows
    rows["services"] = [row for row in rows["services"] if row["code"] != BIRTHS]
    left = [row for row in rows["procedures"] if row["service"] != BIRTHS]
    rows["procedures"] = [row for row in left if row["ref"] != COPIES_CERTIFIED]
    for row in rows["counters"]:
        row["services"] = canonical(["khong-co", LINE, BIRTHS])
    with pytest.raises(Conflict, match="1"):
        at_one.load(HEAD, rows)
    at_one.cancel(KIOSK, of_line.ref)
    at_one.load(HEAD, rows)
    for path in (
        "/kiosk/",
        tap(client, service=LINE),
        "/display/",
        "/display/counter/1",
    ):
        assert text(client, path)
    for ticket in (of_line, of_matter):
        for path in ("/t/{}", "/kiosk/tickets/{}", "/kiosk/tickets/{}/own"):
            assert ticket.number in text(client, path.format(ticket.id))
    assert text(client, f"/kiosk/tickets/{of_matter.id}/papers")
    assert "A001" in str(seen(caller(), "/snapshot")["lines"])
    numbers = [at_one.call_next(LAN, 1) for _ in range(3)]
    assert {one.number for one in numbers if one} == {"A001", "A002"}
