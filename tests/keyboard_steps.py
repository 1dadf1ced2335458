"""The terminal in a real browser: its office, and one person at its keyboard."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page

from tests.browsing import chromium, needs_chromium, sign_in
from tests.real_server import Office, running
from ticketing.desk import Desk
from ticketing.opening import open_store
from ticketing.people import Actor
from ticketing.tickets import Status

IN_A_BROWSER = [pytest.mark.browser, needs_chromium]
KIOSK = Actor("kiosk", "Kiosk", "kiosk")
HEAD = Actor("supervisor", "Hạnh", "hanh")
COPIES = "chung-thuc"
CALM = 1_100  # ms between two presses of one person: sooner is the same press


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with running(tmp_path_factory.mktemp("keyboard")) as office:
        yield office


@pytest.fixture
def desk(office: Office) -> Iterator[Desk]:
    """The same office from another process."""
    desk = Desk(open_store(office.folder / "office.db", trial=True), trial=True)
    yield desk
    desk.store.close()


@pytest.fixture
def terminal(browser: Browser, office: Office, desk: Desk) -> Iterator[Page]:
    """Counter 1 is open, three people wait there."""
    for _ in range(3):
        desk.issue(KIOSK, COPIES)
    page = sign_in(browser, office)
    page.wait_for_timeout(CALM)
    yield page
    page.context.close()


def press(page: Page, *keys: str) -> None:
    """As one person presses, one after the other."""
    for key in keys:
        page.keyboard.press(key)
        page.wait_for_timeout(CALM)


def burst(page: Page, text: str, pause: int = 15) -> None:
    """As an input method or a scanner types."""
    for letter in text:
        page.keyboard.press("Space" if letter == " " else letter)
        page.wait_for_timeout(pause)


def tab_to(page: Page, control: Locator) -> None:
    """From where one stands, past at most a page full of controls."""
    for _ in range(60):
        if control.evaluate("one => one === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError("it is not reached with Tab")


def sheet(page: Page) -> str:
    """The heading of the open fold, but for a time that runs; empty when none is."""
    found = page.locator("details.fold[open] h2")
    return found.inner_text().split(" còn ")[0] if found.count() else ""


def stands(desk: Desk, number: str) -> Status:
    return desk.find_today(number).status
