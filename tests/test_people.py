"""Who may: names and PINs, tokens, sign-ins that end, and pages that ask first."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app import create_app
from office.people import People
from office.sockets import socketio
from settings import Settings
from tests.api_steps import Callers, act, problem, take
from tests.conftest import HEAD, ROOT, Caller, Clock
from ticketing.desk import Desk
from ticketing.errors import Impossible, NotFound
from ticketing.loading import read_office
from ticketing.opening import WrongDatabase
from ticketing.people import Actor

LAN, PIN, WRONG = "Lan", "482917", "000000"


@pytest.fixture
def lan(desk: Desk, people: People) -> str:
    """An officer with a PIN."""
    desk.set_officer(HEAD, LAN, "officer")
    people.set_pin(LAN, PIN)
    return LAN


Enter = Callable[..., int]


@pytest.fixture
def enter(client: FlaskClient, lan: str) -> Enter:
    """enter(pin): the status that the sign-in page answers with."""

    def sign_in(pin: str = PIN, name: str = LAN) -> int:
        form = {"name": name, "pin": pin, "counter": "1"}
        return client.post("/counter/", data=form).status_code

    return sign_in


def inside(client: FlaskClient) -> bool:
    """Whether the counter's terminal lets this browser in."""
    page = client.get("/counter/1/")
    assert page.status_code in (200, 303)
    return page.status_code == 200


def test_an_officer_signs_in_with_name_and_pin(
    enter: Enter, client: FlaskClient
) -> None:
    assert not inside(client)
    assert enter() == 303
    assert inside(client)


@pytest.mark.parametrize(("name", "pin"), [(LAN, WRONG), ("Nobody", PIN)])
def test_a_wrong_name_and_a_wrong_pin_sound_the_same(
    enter: Enter, client: FlaskClient, name: str, pin: str
) -> None:
    assert enter(pin, name) == 409
    form = {"name": name, "pin": pin}
    assert "Tên hoặc mã số chưa đúng" in client.post("/counter/", data=form).text
    assert not inside(client)


def test_five_wrong_pins_lock_the_door_even_for_the_right_one(
    enter: Enter, desk: Desk, client: FlaskClient
) -> None:
    assert [enter(WRONG) for _ in range(5)] == [409] * 5
    assert enter() == 429
    assert not inside(client)
    [kept] = desk.store.find("refusals")
    assert (kept["who"], kept["why"]) == ("officer: Lan", "locked-out")


def test_the_lock_ends_by_itself_after_five_minutes(enter: Enter, clock: Clock) -> None:
    for _ in range(5):
        enter(WRONG)
    clock.tick(minutes=4, seconds=59)
    assert enter() == 429
    clock.tick(seconds=2)
    assert enter() == 303


def test_a_right_pin_forgives_the_wrong_ones_before(enter: Enter) -> None:
    for _ in range(2):
        assert [enter(WRONG) for _ in range(4)] == [409] * 4
        assert enter() == 303


def test_one_officers_lock_does_not_keep_another_out(
    enter: Enter, desk: Desk, people: People
) -> None:
    desk.set_officer(HEAD, "Mai", "officer")
    people.set_pin("Mai", "135792")
    for _ in range(5):
        enter(WRONG)
    assert enter("135792", "Mai") == 303


def test_an_officer_who_has_left_is_out_at_once_and_stays_out(
    enter: Enter, desk: Desk, client: FlaskClient
) -> None:
    enter()
    assert inside(client)
    desk.end_officer(HEAD, LAN)
    assert not inside(client)
    assert enter() == 409


def test_signing_out_ends_the_sign_in_for_every_copy_of_its_cookie(
    enter: Enter, client: FlaskClient
) -> None:
    enter()
    cookie = client.get_cookie("luot")
    assert cookie is not None
    client.post("/counter/sign-out")
    client.set_cookie("luot", cookie.value)
    assert not inside(client)


@pytest.mark.usefixtures("as_shipped")
def test_pins_are_kept_as_hashes_and_sign_ins_too(
    enter: Enter, desk: Desk, people: People
) -> None:
    enter()
    token = people.create_token(HEAD, "kiosk")
    [pin] = desk.store.find("pins", name=LAN)
    assert pin["pin"].startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    kept = str([desk.store.find(table) for table in ("pins", "sign_ins", "tokens")])
    assert PIN not in kept and token not in kept
    assert token not in str(desk.store.events())


@pytest.mark.parametrize("pin", ["", "12345", "1234567", "12a456", "-12345"])
def test_a_pin_has_six_digits(people: People, lan: str, pin: str) -> None:
    with pytest.raises(Impossible):
        people.set_pin(lan, pin)


def test_nobody_unknown_gets_a_pin(people: People) -> None:
    with pytest.raises(NotFound):
        people.set_pin("Nobody", PIN)


def test_a_revoked_token_is_refused_on_the_very_next_call(
    caller: Callers, desk: Desk
) -> None:
    kiosk = caller("kiosk")
    take(kiosk)
    [row] = desk.store.find("tokens")
    with desk.store.write() as writing:
        ended = {"hash": row["hash"], "ended_at": "2026-11-23T02:00:00+00:00"}
        writing.put("tokens", ended)
    problem(kiosk.post("/tickets", {"service": "ho-tich"}), 401)


def test_a_program_of_an_officer_works_the_counter_that_her_page_holds(
    people: People, lan: str, desk: Desk, client: FlaskClient
) -> None:
    desk.open_counter(Actor("officer", lan, f"officer:{lan}"), 1)
    hers = Caller(client, people.create_token(HEAD, "officer", "", 1, lan))
    assert hers.post("/counters/1/calls").status_code == 200
    stranger = Caller(client, people.create_token(HEAD, "officer", "", 1))
    problem(stranger.post("/counters/1/calls"), 409)


def test_a_program_of_an_officer_ends_with_her(
    people: People, lan: str, desk: Desk, client: FlaskClient
) -> None:
    hers = Caller(client, people.create_token(HEAD, "officer", "", None, lan))
    assert hers.get("/counters").status_code == 200
    desk.set_officer(HEAD, lan, "helper")  # she may less now: so may it
    problem(hers.get("/counters"), 401)
    desk.set_officer(HEAD, lan, "officer")
    desk.end_officer(HEAD, lan)
    problem(hers.get("/counters"), 401)


def test_nobody_unknown_gets_a_program(people: People) -> None:
    with pytest.raises(NotFound):
        people.create_token(HEAD, "officer", "", None, "Nobody")


@pytest.mark.parametrize("header", ["Bearer", "Bearer ", "Bearer x", "Basic eDp5", "é"])
def test_what_is_no_token_opens_nothing(client: FlaskClient, header: str) -> None:
    answer = client.get("/api/v1/counters", headers={"Authorization": header})
    problem(answer, 401)


def test_a_helper_at_the_terminal_is_refused_and_it_is_kept(
    enter: Enter, desk: Desk, client: FlaskClient
) -> None:
    enter()
    desk.set_officer(HEAD, LAN, "helper")  # from now on, though signed in
    assert client.get("/counter/1/").status_code == 403
    [kept] = desk.store.find("refusals")
    assert (kept["who"], kept["what"]) == ("helper: Lan", "GET /counter/1/")


def test_a_form_without_its_mark_is_refused(app: Flask, desk: Desk) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    client = app.test_client()
    taking = {"service": "chung-thuc"}
    assert client.post("/kiosk/tickets", data=taking).status_code == 400
    assert client.post("/counter/", data={"name": LAN}).status_code == 400
    assert desk.store.count("tickets") == 0
    mark = re.search(r'name="csrf_token" value="([^"]+)"', client.get("/kiosk/").text)
    assert mark is not None
    marked = client.post("/kiosk/tickets", data=taking | {"csrf_token": mark[1]})
    assert marked.status_code == 303 and desk.store.count("tickets") == 1


def test_programs_with_a_token_need_no_mark(app: Flask, caller: Callers) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    assert take(caller("kiosk"))["number"] == "A001"


# --- outside trial mode -------------------------------------------------------


@pytest.fixture
def real(tmp_path: Path, clock: Clock) -> Iterator[Flask]:
    """An office that is no trial."""
    app = create_app(Settings(database=tmp_path / "real.db", reach="none"))
    app.config["WTF_CSRF_ENABLED"] = False
    desk: Desk = app.extensions["desk"]
    desk.store.clock = clock
    desk.load(HEAD, read_office(ROOT / "data").rows)
    with app.app_context():
        yield app
    desk.store.close()


def test_a_trial_database_serves_no_real_office(app: Flask, settings: Settings) -> None:
    with pytest.raises(WrongDatabase, match="trial database"):
        create_app(Settings(database=settings.database, reach="none"))


@pytest.mark.parametrize("page", ["/kiosk/", "/display/"])
def test_an_unpaired_screen_shows_nothing_of_the_office(real: Flask, page: str) -> None:
    shown = real.test_client().get(page)
    assert shown.status_code == 403
    assert "Chứng thực" not in shown.text and "<form" not in shown.text


def test_a_paired_screen_shows_its_page_and_no_other(real: Flask) -> None:
    token = real.extensions["people"].create_token(HEAD, "kiosk")
    bearer = {"Authorization": f"Bearer {token}"}
    client = real.test_client()
    assert client.get("/kiosk/", headers=bearer).status_code == 200
    assert client.get("/display/", headers=bearer).status_code == 403


def test_the_virtual_printers_slips_are_only_for_the_trial(
    real: Flask, client: FlaskClient
) -> None:
    assert real.test_client().get("/printer/").status_code == 404


# --- the live channel -----------------------------------------------------------


def watch(app: Flask, room: Any, **more: Any) -> tuple[bool, list[dict[str, Any]]]:
    """Whether a new connection may watch a room, and what it then gets."""
    live = socketio.test_client(app, **more)
    may = bool(live.emit("watch", room, callback=True))
    got = live.get_received()
    live.disconnect()
    return may, got


def test_anyone_watches_the_lobby_in_trial_mode(app: Flask, caller: Callers) -> None:
    may, [news] = watch(app, "lobby")
    assert may and news["name"] == "snapshot"
    assert news["args"][0] == caller().get("/snapshot").get_json()


def test_nobody_unknown_watches_the_lobby_of_a_real_office(real: Flask) -> None:
    assert watch(real, "lobby") == (False, [])
    token = real.extensions["people"].create_token(HEAD, "display")
    bearer = {"Authorization": f"Bearer {token}"}
    may, news = watch(real, "lobby", headers=bearer)
    assert may and news[0]["name"] == "snapshot"
    in_handshake = {"auth": {"token": token}}
    assert watch(real, "lobby", **in_handshake)[0]
    assert not watch(real, "lobby", auth={"token": "guess"})[0]


@pytest.mark.parametrize("role", ["kiosk", "display", "tablet", "helper", "auditor"])
def test_a_counter_is_watched_by_officers_alone(
    app: Flask, people: People, role: str
) -> None:
    assert watch(app, "counter:1") == (False, [])
    for known, may in ((role, False), ("officer", True), ("supervisor", True)):
        token = people.create_token(HEAD, known)
        bearer = {"Authorization": f"Bearer {token}"}
        assert watch(app, "counter:1", headers=bearer)[0] is may


@pytest.mark.parametrize("room", ["counter:99", "counter:x", "all", "", 7, None, []])
def test_there_is_nothing_to_watch_in_a_room_that_is_none(
    app: Flask, enter: Enter, client: FlaskClient, room: Any
) -> None:
    enter()
    assert watch(app, room, flask_test_client=client) == (False, [])


def test_an_officer_at_the_page_hears_that_the_counter_changed(
    app: Flask, enter: Enter, client: FlaskClient, caller: Callers
) -> None:
    enter()
    live = socketio.test_client(app, flask_test_client=client)
    assert live.emit("watch", "counter:1", callback=True) is True
    take(caller("kiosk"))
    for note in app.extensions["live"].on_act:
        note(7)
    assert [news["name"] for news in live.get_received()] == ["changed"]
    live.disconnect()
    act(caller("supervisor"), "/counters/1/closing")
