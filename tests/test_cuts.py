"""The network is cut, the server dies: pages say so, and come back by themselves."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browsing import chromium, needs_chromium, open_page, wait_for_state
from tests.calling import Program
from tests.office_of_tests import only_long
from tests.proxy import Proxy, proxied
from tests.real_server import Office, free_port

pytestmark = [pytest.mark.browser, needs_chromium]

STALE = 9_000  # ms: 5 s of silence, and a busy machine


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@contextmanager
def behind_a_network(folder: Path) -> Iterator[tuple[Office, Proxy]]:
    office = Office(folder, public_port=free_port())
    office.begin()
    office.start_web()
    try:
        with proxied(office.port, office.public_port) as network:
            yield office, network
    finally:
        office.stop()


def shown(page: Page, number: str) -> None:
    page.locator(f".number:visible:text-is('{number}')").first.wait_for()


@only_long
def test_a_lobby_that_was_cut_off_over_two_calls_shows_both_and_said_it_was_stale(
    browser: Browser, tmp_path: Path
) -> None:
    with behind_a_network(tmp_path) as (office, network):
        kiosk = Program(office, office.token("kiosk"))
        officer = Program(office, office.token("officer", 1))
        officer.post("/counters/1/opening")
        lobby = open_page(browser, f"{office.url}/display/", 1920, 1080)
        for _ in range(2):
            kiosk.post("/tickets", {"service": "chung-thuc"})

        network.cut()
        lobby.locator("[data-stale]:visible").wait_for(timeout=STALE)
        called = [officer.post("/counters/1/calls")["ticket"]["number"] for _ in "ab"]
        network.restore()

        lobby.locator("[data-stale]").first.wait_for(state="hidden")
        for number in called:
            shown(lobby, number)


def test_a_page_that_missed_ten_changes_is_right_after_the_next_one(
    browser: Browser, tmp_path: Path
) -> None:
    with behind_a_network(tmp_path) as (office, network):
        kiosk = Program(office, office.token("kiosk"))
        officer = Program(office, office.token("officer", 1))
        officer.post("/counters/1/opening")
        tickets = [kiosk.post("/tickets", {"service": "chung-thuc"}) for _ in range(6)]
        phone = open_page(browser, f"{office.url}/t/{tickets[-1]['id']}", 390, 844)
        assert "5" in phone.locator(".ahead").inner_text()

        network.cut()
        for _ in range(4):
            officer.post("/counters/1/calls")
            officer.post("/counters/1/starts")
        kiosk.post("/tickets", {"service": "ho-tich"})
        kiosk.post("/tickets", {"service": "ho-tich"})
        network.restore()

        wait_for_state(phone, "near")
        ahead = kiosk.get(f"/tickets/{tickets[-1]['id']}")["ahead"]
        assert ahead == 1
        assert "1" in phone.locator(".ahead").inner_text()


def test_every_page_comes_back_after_the_server_was_killed(
    browser: Browser, tmp_path: Path
) -> None:
    with behind_a_network(tmp_path) as (office, _):
        kiosk = Program(office, office.token("kiosk"))
        officer = Program(office, office.token("officer", 1))
        officer.post("/counters/1/opening")
        ticket = kiosk.post("/tickets", {"service": "chung-thuc"})
        lobby = open_page(browser, f"{office.url}/display/", 1920, 1080)
        start = open_page(browser, f"{office.url}/kiosk/", 1080, 1920)
        phone = open_page(browser, f"{office.url}/t/{ticket['id']}", 390, 844)

        office.kill_web()
        for page in (lobby, start):
            page.locator("[data-stale]:visible").wait_for(timeout=STALE)
        office.start_web()

        for page in (lobby, start):
            page.locator("[data-stale]").first.wait_for(state="hidden")
        officer.post("/counters/1/calls")
        wait_for_state(lobby, "call")
        shown(lobby, ticket["number"])
        wait_for_state(phone, "called")
