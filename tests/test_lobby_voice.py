"""The lobby speaks: in order, each call once, nothing old, and whatever breaks."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Route

from tests.browsing import chromium, eventually, needs_chromium
from tests.calling import Program
from tests.lobby_steps import (
    Lobby,
    behind_a_network,
    call,
    never_two_at_a_time,
    rename,
    supervisor,
    without_permission,
)
from tests.office_of_tests import LONG, only_long
from tests.proxy import Proxy
from tests.real_server import Office

pytestmark = [pytest.mark.browser, needs_chromium]

OUTAGE = 30_000 if LONG else 6_000  # ms
TURN = 9_000  # ms that a call is large, at least
STALE = 7_000  # ms: five seconds, and a busy machine
SECOND_NAME = 6.5  # s: several calls are at their second one
SOON = 3_000  # ms that nothing more must happen in


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Office, Proxy]]:
    with behind_a_network(tmp_path_factory.mktemp("lobby")) as both:
        yield both


@pytest.fixture
def office(built: tuple[Office, Proxy]) -> Office:
    return built[0]


@pytest.fixture
def network(built: tuple[Office, Proxy]) -> Proxy:
    return built[1]


@pytest.fixture(scope="module")
def chief(built: tuple[Office, Proxy]) -> Program:
    return supervisor(built[0], *range(1, 7))


@pytest.fixture
def head(chief: Program) -> Iterator[Program]:
    """All counters are open, and empty again after the test."""
    head = chief
    yield head
    for counter in range(1, 7):
        if head.get(f"/counters/{counter}")["ticket"]:
            head.post(f"/counters/{counter}/finishes")


@pytest.fixture
def lobby(browser: Browser, office: Office, head: Program) -> Iterator[Lobby]:
    lobby = Lobby(browser, office)
    lobby.own_clock()
    yield lobby
    lobby.page.context.close()


# --- in order, each once ----------------------------------------------------------


def test_three_calls_within_a_second_are_shown_and_spoken_in_order(
    lobby: Lobby, head: Program
) -> None:
    called = {call(head, counter): counter for counter in (2, 1, 4)}
    for number in called:
        lobby.page.locator(f".number:visible:text-is('{number}')").first.wait_for()
    for number in called:
        lobby.shows(number)
    lobby.wait_until_heard("ended", 3)
    assert lobby.asked == [f"{number}-{at} 1" for number, at in called.items()]
    assert never_two_at_a_time(lobby.heard)
    assert lobby.heard.count("playing") == 3


@only_long
def test_six_calls_at_once_are_two_announcements_and_all_are_shown(
    lobby: Lobby, head: Program
) -> None:
    plan = {1: "ho-tich", 2: "ho-tich", 3: "lao-dong", 4: "dat-dai", 5: "noi-vu"}
    called = {call(head, at, service): at for at, service in plan.items()}
    called[call(head, 6, "nhan-ket-qua")] = 6
    lobby.wait_until_heard("ended")
    lobby.skip(TURN)
    for number in list(called)[1:]:
        lobby.shows(number)
    first, *others = [f"{number}-{counter}" for number, counter in called.items()]
    assert lobby.asked == [f"{first} 1", f"{'+'.join(others)} 1"]


@only_long
def test_a_recall_is_spoken_once_more_and_a_screen_reader_hears_one_sentence(
    lobby: Lobby, head: Program
) -> None:
    number = call(head, 1)
    lobby.wait_until_heard("ended")
    lobby.skip(TURN)
    head.post("/counters/1/recalls")
    lobby.wait_until_heard("ended", 2)
    assert lobby.asked == [f"{number}-1 1", f"{number}-1 2"]
    told = lobby.page.locator("[data-said]")
    assert told.get_attribute("aria-live") == "assertive"
    assert told.inner_text() == f"Mời số {number} đến quầy 1"


def test_who_is_put_back_while_being_called_is_silent_at_once(
    lobby: Lobby, head: Program
) -> None:
    call(head, 1)
    lobby.wait_until_heard("playing")
    head.post("/counters/1/put-backs")
    lobby.wait_until_heard("emptied")
    assert "ended" not in lobby.heard
    lobby.page.locator("body[data-state='normal']").wait_for()


@only_long
def test_a_call_missed_by_a_wrong_key_while_it_waited_is_said_once_after_the_undo(
    lobby: Lobby, head: Program
) -> None:
    called = {call(head, counter): counter for counter in (1, 2)}
    lobby.wait_until_heard("playing")
    first, second = [f"{number}-{counter} 1" for number, counter in called.items()]
    row = lobby.page.locator(f".called .number:visible:text-is('{list(called)[1]}')")
    row.wait_for()
    lobby.learns(lambda: head.post("/counters/2/no-shows"))
    lobby.learns(lambda: head.post("/counters/2/undo"))
    lobby.wait_until_heard("ended", 2)
    lobby.skip(TURN)
    lobby.page.wait_for_timeout(SOON)
    assert lobby.asked == [first, second]


@only_long
def test_of_several_said_together_the_one_put_back_is_not_named_any_more(
    lobby: Lobby, head: Program
) -> None:
    plan = {1: "ho-tich", 2: "ho-tich", 3: "lao-dong", 4: "dat-dai", 5: "noi-vu"}
    call(head, 6, "nhan-ket-qua")
    lobby.wait_until_heard("playing")
    called = {call(head, at, service): at for at, service in plan.items()}
    lobby.wait_until_asked(2)
    lobby.wait_until_past(SECOND_NAME)
    head.post("/counters/5/put-backs")
    lobby.wait_until_asked(3)
    several = [f"{number}-{counter}" for number, counter in called.items()]
    assert lobby.asked[1:] == [f"{'+'.join(several)} 1", f"{'+'.join(several[1:-1])} 1"]
    assert never_two_at_a_time(lobby.heard)


@only_long
def test_results_that_an_officer_marks_are_one_sentence(
    lobby: Lobby, head: Program
) -> None:
    numbers = []
    for _ in range(3):
        numbers.append(call(head, 1))
        head.post("/counters/1/parkings", {"reason": "signature"})
    for number in numbers:
        head.post(f"/counters/1/tickets/{number}/ready")
    told = f"Đã có kết quả: {', '.join(numbers)} – mời đến quầy 1"
    lobby.page.locator("[data-said]").get_by_text(told).wait_for(timeout=60_000)
    assert lobby.results == [f"{'+'.join(numbers)}-1"]


# --- nothing old, nothing twice ------------------------------------------------------


def test_a_reload_speaks_nothing_old_and_the_next_call_all_the_same(
    lobby: Lobby, head: Program
) -> None:
    call(head, 1)
    lobby.wait_until_heard("playing")
    lobby.reload()
    lobby.page.wait_for_timeout(SOON)
    assert (lobby.asked, lobby.heard.count("playing")) == ([], 0)
    number = call(head, 2)
    lobby.wait_until_heard("playing")
    assert lobby.asked == [f"{number}-2 1"]


def test_the_first_call_after_an_hour_of_silence_sounds_like_any_other(
    lobby: Lobby, head: Program
) -> None:
    call(head, 1)
    lobby.wait_until_heard("ended")
    lobby.skip(60 * 60 * 1000)
    number = call(head, 2)
    lobby.wait_until_heard("ended", 2)
    assert lobby.asked[-1] == f"{number}-2 1"
    assert "note" not in lobby.heard


def test_a_lobby_cut_off_over_two_calls_shows_both_and_speaks_neither_twice(
    lobby: Lobby, head: Program, network: Proxy
) -> None:
    stale = lobby.page.locator("[data-stale]")
    network.cut()
    lobby.page.wait_for_timeout(OUTAGE)
    called = {call(head, counter): counter for counter in (1, 2)}
    assert stale.is_visible()
    network.restore()
    stale.wait_for(state="hidden")
    for number in called:
        lobby.shows(number)
    lobby.wait_until_heard("ended", 2)
    network.cut()
    stale.wait_for(timeout=STALE)
    network.restore()
    stale.wait_for(state="hidden")
    lobby.page.wait_for_timeout(SOON)
    assert lobby.asked == [f"{number}-{at} 1" for number, at in called.items()]


@only_long
def test_who_was_served_while_the_screen_was_away_is_shown_but_not_called(
    lobby: Lobby, head: Program, network: Proxy
) -> None:
    network.cut()
    first = call(head, 1)
    head.post("/counters/1/finishes")
    second = call(head, 1)
    network.restore()
    lobby.shows(first)
    lobby.shows(second)
    lobby.wait_until_heard("playing")
    assert lobby.asked == [f"{second}-1 1"]


# --- what breaks --------------------------------------------------------------------


@only_long
def test_a_server_that_was_killed_comes_back_without_speaking_again(
    lobby: Lobby, head: Program, office: Office
) -> None:
    number = call(head, 1)
    lobby.wait_until_heard("ended")
    stale = lobby.page.locator("[data-stale]")
    office.kill_web()
    stale.wait_for(timeout=STALE)
    assert lobby.page.locator(f".number:visible:text-is('{number}')").count() > 0
    office.start_web()
    stale.wait_for(state="hidden")
    other = call(head, 2)
    lobby.wait_until_heard("ended", 2)
    assert lobby.asked == [f"{number}-1 1", f"{other}-2 1"]


@only_long
def test_a_database_that_stops_is_told_with_its_time_within_five_seconds(
    lobby: Lobby, head: Program, office: Office
) -> None:
    number = call(head, 1)
    lobby.shows(number)
    stale = lobby.page.locator("[data-stale]")
    rename(office, "tickets", "gone")
    try:
        stale.wait_for(timeout=STALE)
        assert lobby.page.locator("[data-since]").inner_text().count(":") == 2
        assert lobby.page.locator(f".number:visible:text-is('{number}')").count() > 0
    finally:
        rename(office, "gone", "tickets")
    stale.wait_for(state="hidden")


@only_long
def test_a_voice_that_never_comes_is_a_chime_and_the_next_call_is_spoken(
    lobby: Lobby, head: Program
) -> None:
    hanging: list[Route] = []
    lobby.page.route("**/display/voice/**", lambda route: hanging.append(route))
    number = call(head, 1)
    lobby.wait_until_heard("note", 2)
    assert "playing" not in lobby.heard
    lobby.shows(number)
    lobby.page.unroute("**/display/voice/**")
    lobby.skip(TURN)
    call(head, 2)
    lobby.wait_until_heard("ended")


@only_long
def test_in_quiet_hours_the_numbers_change_without_a_sound(
    lobby: Lobby, head: Program, office: Office
) -> None:
    board = lobby.page.locator("[data-board]")
    office.flask("policy", "set", "voice_quiet", '[["00:00", "23:59"]]')
    try:
        eventually(lambda: board.get_attribute("data-quiet") == "true")
        lobby.shows(call(head, 1))
        lobby.page.wait_for_timeout(SOON)
        assert (lobby.asked, lobby.heard.count("playing")) == ([], 0)
    finally:
        office.flask("policy", "set", "voice_quiet", "[]")
    eventually(lambda: board.get_attribute("data-quiet") == "false")
    call(head, 2)
    lobby.wait_until_heard("playing")


def test_a_browser_that_blocks_sound_asks_for_one_touch_and_speaks_from_then_on(
    browser: Browser, head: Program, office: Office
) -> None:
    shy = without_permission(browser)
    lobby = Lobby(shy, office)
    lobby.wait_until_heard("blocked")
    call(head, 1)
    lobby.page.wait_for_timeout(SOON)
    assert lobby.heard.count("playing") == 0
    lobby.page.mouse.click(900, 500)
    lobby.wait_until_heard("allowed")
    lobby.page.wait_for_timeout(SOON)
    assert lobby.heard.count("playing") == 0
    number = call(head, 2)
    lobby.wait_until_heard("playing")
    lobby.shows(number)
    assert lobby.page.locator("[data-sound-blocked]").is_hidden()
    shy.close()


@only_long
def test_a_browser_that_blocks_sound_shows_the_numbers_all_the_same(
    browser: Browser, head: Program, office: Office
) -> None:
    shy = without_permission(browser)
    lobby = Lobby(shy, office)
    called = [call(head, counter) for counter in (1, 2)]
    lobby.wait_until_heard("blocked")
    lobby.shows(called[0])
    lobby.page.locator("[data-sound-blocked]").wait_for()
    for number in called:
        lobby.page.locator(f".number:visible:text-is('{number}')").first.wait_for()
    shy.close()


@only_long
def test_a_browser_in_kiosk_mode_needs_no_touch_and_shows_no_banner(
    lobby: Lobby, head: Program
) -> None:
    call(head, 1)
    lobby.wait_until_heard("playing")
    assert lobby.heard.count("blocked") == 0
