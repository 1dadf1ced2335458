"""A whole visit, in a real browser, on the real servers of a real office."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Browser, Page

from tests.browsing import (
    chromium,
    eventually,
    needs_chromium,
    open_page,
    sign_in,
    state,
    wait_for_state,
)
from tests.calling import Program
from tests.office_of_tests import only_long
from tests.real_server import Office, running

pytestmark = [pytest.mark.browser, needs_chromium]
pyzbar = pytest.importorskip("pyzbar.pyzbar", reason="libzbar0 is missing")

LINE = "Chứng thực, sao y"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with running(tmp_path, printer=True) as office:
        yield office


def take_a_ticket(browser: Browser, office: Office) -> str:
    """One tap; the number that the kiosk shows."""
    kiosk = open_page(browser, f"{office.url}/kiosk/", 1080, 1920)
    assert state(kiosk) == "start"
    kiosk.get_by_role("button", name=LINE).click()
    wait_for_state(kiosk, "taken")
    number = kiosk.locator(".number").first.inner_text()
    kiosk.context.close()
    return number


def press(page: Page, key: str) -> None:
    page.locator(f"[data-key='{key}']").first.click()


def printed(office: Office, number: str) -> Path:
    """The slip as the virtual printer decoded it from the ESC/POS bytes."""
    spool = office.folder / "office-slips"
    eventually(lambda: bool(list(spool.glob(f"*-{number}.png"))))
    return next(spool.glob(f"*-{number}.png"))


def read_qr(picture: Path) -> str:
    """Both readers must agree."""
    with Image.open(picture) as image:
        grey = image.convert("L")
    [seen] = pyzbar.decode(grey)
    [again] = zxingcpp.read_barcodes(grey)
    assert seen.data.decode() == again.text
    return again.text


def test_a_visitor_taps_is_called_is_served_and_rates(
    browser: Browser, office: Office
) -> None:
    lobby = open_page(browser, f"{office.url}/display/", 1920, 1080)
    assert state(lobby) == "normal"
    number = take_a_ticket(browser, office)
    assert number == "A001"

    link = read_qr(printed(office, number))
    assert link.startswith(f"{office.url}/t/")
    phone = open_page(browser, link, 390, 844)
    assert state(phone) == "near"
    assert number in phone.inner_text("main")

    desk = sign_in(browser, office)
    press(desk, "next")
    wait_for_state(desk, "called")
    wait_for_state(phone, "called")
    wait_for_state(lobby, "call")
    hero = lobby.locator(".call:visible")
    assert number in hero.inner_text()
    assert "1" in hero.locator(".call__desk").inner_text()

    press(desk, "start")
    wait_for_state(phone, "serving")
    press(desk, "finish")
    wait_for_state(phone, "served")
    assert "hài lòng" in phone.inner_text("main")

    phone.get_by_role("button", name="Rất hài lòng").click()
    phone.get_by_text("Cảm ơn").first.wait_for()
    assert '"visit rated"' in journal(office)
    assert "All is well" in office.flask("verify", "--all")


@only_long
def test_the_visitor_may_rate_on_the_screen_at_the_counter(
    browser: Browser, office: Office
) -> None:
    number = take_a_ticket(browser, office)
    tablet = open_page(browser, f"{office.url}/counter/1/rating", 1280, 800)
    desk = sign_in(browser, office)
    press(desk, "next")
    wait_for_state(desk, "called")
    press(desk, "start")
    wait_for_state(desk, "serving")
    press(desk, "finish")

    tablet.get_by_text(f"Số {number} vừa xong").wait_for()
    tablet.get_by_role("button", name="Không hài lòng").click()
    tablet.get_by_text("Phải chờ lâu").click()
    tablet.locator("form button").first.click()
    tablet.get_by_text("Cảm ơn").first.wait_for()
    assert '"visit rated"' in journal(office)


@only_long
def test_a_plain_http_office_has_no_secure_context_and_works_all_the_same(
    browser: Browser, office: Office
) -> None:
    kiosk = open_page(browser, f"{office.url}/kiosk/", 1080, 1920)
    assert kiosk.evaluate("window.isSecureContext") is False


def test_two_quick_taps_of_a_shaking_finger_take_one_number(
    browser: Browser, office: Office
) -> None:
    kiosk = open_page(browser, f"{office.url}/kiosk/", 1080, 1920)
    kiosk.get_by_role("button", name=LINE).dblclick()
    wait_for_state(kiosk, "taken")
    assert kiosk.locator(".number").first.inner_text() == "A001"
    kiosk.wait_for_timeout(500)
    assert journal(office).count('"ticket issued"') == 1


def test_everything_works_with_javascript_switched_off(
    browser: Browser, office: Office
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{office.url}/kiosk/")
    page.get_by_role("button", name=LINE).click()
    assert state(page) == "taken"
    link = read_qr(printed(office, "A001"))
    page.goto(link)
    assert "A001" in page.inner_text("main")
    page.goto(f"{office.url}/display/")
    assert state(page) == "normal"
    context.close()


def journal(office: Office) -> str:
    rows = Program(office, office.token("auditor")).get("/journal?limit=1000")
    return json.dumps(rows)
