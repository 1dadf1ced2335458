"""Lessons of other queue systems that only a real browser shows; what they are:
test_lessons_of_peers.py.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from playwright.sync_api import Browser, Page, expect

from office.words import clock as on_the_wall
from tests.browsing import (
    PATIENCE,
    chromium,
    eventually,
    needs_chromium,
    wait_for_state,
)
from tests.calling import Program
from tests.real_server import Office, running

pytestmark = [pytest.mark.browser, needs_chromium]
NIGHT = 14 * 3600 * 1000  # ms
MINUTE = timedelta(minutes=1)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with running(tmp_path_factory.mktemp("peers")) as office:
        yield office


@pytest.fixture
def kiosk(browser: Browser, office: Office) -> Iterator[Page]:
    """Its time obeys the test; the server's is the machine's own."""
    context = browser.new_context(viewport={"width": 1080, "height": 1920})
    page = context.new_page()
    page.clock.install()
    page.goto(f"{office.url}/kiosk/")
    page.wait_for_load_state("networkidle")
    yield page
    context.close()


def time_shown(kiosk: Page) -> str:
    return kiosk.locator("time[data-clock]").first.inner_text()


def now(office: Office) -> datetime:
    return datetime.fromisoformat(Program(office).get("/snapshot")["at"])


def gives_a_number(kiosk: Page) -> bool:
    kiosk.locator("button[value=chung-thuc]").click()
    wait_for_state(kiosk, "taken")
    return kiosk.locator(".number").first.inner_text().startswith("A")


def test_the_kiosks_clock_never_stands_still(kiosk: Page, office: Office) -> None:
    """Group 12: it goes on without the server, and is right again with the server's
    first word."""
    kiosk.context.set_offline(True)
    before = now(office)
    kiosk.clock.run_for(10 * 60 * 1000)
    shown = [on_the_wall(before + timedelta(minutes=m)) for m in (9, 10, 11)]
    assert time_shown(kiosk) in shown
    kiosk.context.set_offline(False)
    kiosk.clock.run_for(40_000)

    def is_right() -> bool:
        at = now(office)
        return time_shown(kiosk) in {on_the_wall(at), on_the_wall(at - MINUTE)}

    eventually(is_right)


@pytest.mark.parametrize("behind", [False, True], ids=["asleep", "behind-another-tab"])
def test_a_kiosk_that_slept_or_stood_behind_another_tab_works_at_the_first_touch(
    kiosk: Page, office: Office, behind: bool
) -> None:
    """Group 12: the lid was shut for the night, or somebody looked at another page."""
    if behind:
        other = kiosk.context.new_page()
        other.goto(f"{office.url}/display/")
        other.bring_to_front()
    kiosk.clock.fast_forward(NIGHT)
    if behind:
        kiosk.bring_to_front()
    expect(kiosk.locator("[data-stale]")).to_be_hidden(timeout=PATIENCE)
    assert gives_a_number(kiosk)
