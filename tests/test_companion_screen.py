"""The companion for real: a screen, another program with the focus, an office."""

import json
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from counter.companion_link import Link, Refused, Unheard
from counter.companion_meaning import Order
from tests.real_server import Office, free_port, running
from tests.screen_steps import OTHER, Screen, needs_screen, screen, until

AGAIN = 1.3  # seconds: later than the same press


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """With an officer's token that is bound to no counter."""
    with running(tmp_path_factory.mktemp("companion")) as office:
        token = office.folder / "token"
        token.touch(0o600)
        token.write_text(office.token("officer"))
        yield office


@pytest.fixture(scope="module")
def desk(office: Office) -> Iterator[Screen]:
    """An officer's screen, where the dossier software has the focus all the time."""
    with screen() as it, it.running("-c", OTHER, log=office.folder / "dossier.log"):
        it.focus("Dossier")
        yield it


def officers_token(office: Office) -> str:
    return (office.folder / "token").read_text()


def ask(office: Office, path: str, body: object = None) -> Any:
    headers = {
        "Authorization": f"Bearer {officers_token(office)}",
        "Content-Type": "application/json",
    }
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(office.api + path, data, headers)
    with urllib.request.urlopen(request, timeout=10) as response:
        return json.load(response)


def take(office: Office, service: str) -> str:
    return str(ask(office, "/tickets", {"service": service})["number"])


def at(office: Office, counter: int) -> tuple[str, str, int]:
    """Number, status and calls of whoever is at the counter."""
    there = ask(office, f"/counters/{counter}")["ticket"] or {}
    return there.get("number", ""), there.get("status", ""), there.get("calls", 0)


def is_open(office: Office, counter: int) -> bool:
    return bool(ask(office, f"/counters/{counter}")["open"])


@needs_screen
def test_f8_calls_the_next_number_while_another_program_has_the_focus(
    office: Office, desk: Screen
) -> None:
    first, second = (take(office, "chung-thuc") for _ in range(2))
    with desk.companion(office, 1) as title:
        window = desk.xdotool("search", "--class", "Luot").split()[-1]
        shape = desk.xdotool("getwindowgeometry", "--shell", window).split()
        assert "WIDTH=320" in shape
        desk.press("F8")  # opens the counter
        time.sleep(AGAIN)
        desk.press("F8")
        until(lambda: at(office, 1) == (first, "called", 1), "F8 called nobody")
        until(lambda: title() == f"{first} · Quầy 1", title())
        desk.press("F9")
        until(lambda: at(office, 1)[2] == 2, "F9 did not call again")
        desk.press("F10")
        until(lambda: at(office, 1)[1] == "serving", "F10 did not start")
        desk.press("n", "F8", "F8", "F8")  # one press, and a letter for the others
        until(lambda: at(office, 1) == (second, "called", 1), "F8 did not go on")
    assert (office.folder / "dossier.log").read_text().split() == ["n"]


@needs_screen
def test_the_strip_stays_above_the_dossier_software(
    office: Office, desk: Screen
) -> None:
    """After a press too, and while the other program has the focus."""
    with desk.companion(office, 6):
        strip = desk.xdotool("search", "--class", "Luot").split()[-1]
        assert desk.stays_on_top(strip)
        dossier = desk.focus("Dossier")
        desk.press("F9")  # nobody is there: it only says so
        time.sleep(AGAIN)
        assert desk.stays_on_top(strip) and not desk.stays_on_top(dossier)
        assert desk.xdotool("getwindowfocus") != strip


@needs_screen
def test_a_called_number_is_asked_about_and_never_silently_served(
    office: Office, desk: Screen
) -> None:
    first, second = (take(office, "lao-dong") for _ in range(2))
    with desk.companion(office, 5) as title:
        for _ in range(2):
            desk.press("F8")
            time.sleep(AGAIN)
        assert at(office, 5) == (first, "called", 1)
        desk.press("F9")
        until(lambda: at(office, 5)[2] == 2, "F9 did not call again")
        until(lambda: title().startswith(first), title())
        time.sleep(AGAIN)
        desk.press("F8")
        time.sleep(AGAIN)
        assert at(office, 5) == (first, "called", 2)  # F8 only asked
        desk.press("F9")  # did not come: so soon it is asked once more
        time.sleep(AGAIN)
        assert at(office, 5) == (first, "called", 2)
        desk.press("F9")
        until(lambda: at(office, 5)[0] == second, "nobody was called after the answer")
        assert first in ask(office, "/counters/5")["missed"]


@needs_screen
def test_a_locked_keyboard_and_a_key_held_down_are_still_one_press(
    office: Office, desk: Screen
) -> None:
    first = take(office, "dat-dai")
    with desk.companion(office, 4, "--keys", "F7,F11,F6"):
        desk.press("Caps_Lock", "Num_Lock", "F7")
        time.sleep(AGAIN)
        desk.xdotool("keydown", "F7")
        until(lambda: at(office, 4)[0] != "", "F7 called nobody")
        time.sleep(2 * AGAIN)
        desk.xdotool("keyup", "F7")
        desk.press("Caps_Lock", "Num_Lock")
        number, status, calls = at(office, 4)
    assert status == "called" and calls == 1
    assert number[0] in "AD" and first


@needs_screen
def test_two_companions_on_one_screen_leave_each_key_to_the_first(
    office: Office, desk: Screen
) -> None:
    with desk.companion(office, 2), desk.companion(office, 3):
        desk.press("F8")
        until(lambda: is_open(office, 2), "F8 was not heard")
        assert not is_open(office, 3)


@needs_screen
def test_a_press_without_the_server_is_refused_and_never_done_later(
    office: Office, desk: Screen
) -> None:
    waiting = take(office, "nhan-ket-qua")
    with desk.companion(office, 6) as title:
        desk.press("F8")
        until(lambda: is_open(office, 6), "F8 did not open")
        office.kill_web()
        lost = time.monotonic()
        until(lambda: title().startswith("Mất kết nối"), title())
        assert time.monotonic() - lost < 5.5
        desk.press("F8")
        office.start_web()
        until(lambda: title().startswith("–"), title())
        time.sleep(AGAIN)
        assert at(office, 6) == ("", "", 0)
        desk.press("F8")
        until(lambda: at(office, 6)[0] == waiting, "F8 calls no more")


# --- the line to the server -----------------------------------------------------


def test_the_servers_sentences_arrive_in_the_language_of_the_strip(
    office: Office,
) -> None:
    foreign = office.token("officer", 2)
    for token in (foreign, "no-token"):
        told = set()
        for language in ("vi", "en"):
            link = Link(f"http://127.0.0.1:{office.port}", token, 1, language)
            with pytest.raises(Refused) as refusal:
                link.do(Order("recalls", key="k"))
            told.add(str(refusal.value))
        assert len(told) == 2 and all(sentence.endswith(".") for sentence in told)


def test_the_same_order_sent_twice_calls_one_number(office: Office) -> None:
    first, second = (take(office, "huong-dan") for _ in range(2))
    link = Link(f"http://127.0.0.1:{office.port}", officers_token(office), 3, "vi")
    link.do(Order("opening", key="open"))
    order = Order("calls", (("previous", "served"), ("armed", True)), "one-press")
    assert [link.do(order).number for _ in range(2)] == [first, first]
    seen, ahead = link.look()
    assert (seen.next, seen.waiting) == ((second,), 1)
    assert 0 <= ahead + time.monotonic() - seen.called_at < 60


def test_a_server_that_is_not_there_was_certainly_not_reached(tmp_path: Path) -> None:
    link = Link(f"http://127.0.0.1:{free_port()}", "token", 1, "vi")
    with pytest.raises(Unheard) as unheard:
        link.do(Order("calls", key="k"))
    assert unheard.value.args == (False,)
