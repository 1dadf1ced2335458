"""Fingers on the kiosk and eyes on the board, in a real browser."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, FloatRect, Page

from tests.browsing import (
    chromium,
    eventually,
    needs_chromium,
    open_page,
    wait_for_state,
)
from tests.calling import Program
from tests.real_server import Office, running

pytestmark = [pytest.mark.browser, needs_chromium]
SCREENS = [(1080, 1920), (1920, 1080), (1280, 1024), (1366, 768)]
LONG = "Hệ thống cấp Căn cước tạm dừng từ 08:00 đến 11:30 để bảo trì. " * 3


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with running(tmp_path_factory.mktemp("touch"), printer=True) as office:
        yield office


def box(page: Page, selector: str) -> FloatRect:
    found = page.locator(selector).first.bounding_box()
    assert found, selector
    return found


def waiting(office: Office) -> int:
    snapshot = Program(office).get("/snapshot")
    return sum(line["waiting"] for line in snapshot["lines"])


def test_a_number_taken_by_mistake_is_said_to_be_cancelled_at_once(
    browser: Browser, office: Office
) -> None:
    kiosk = open_page(browser, f"{office.url}/kiosk/", 1080, 1920)
    kiosk.locator("button[value=ho-tich]").click()
    wait_for_state(kiosk, "taken")
    kiosk.locator("[data-slip=printed]").wait_for()
    kiosk.get_by_role("button", name="Bấm nhầm").click()
    kiosk.get_by_role("heading", name="Đã hủy số").wait_for(timeout=4000)


def test_two_fingers_on_two_lines_take_one_number(
    browser: Browser, office: Office
) -> None:
    before = waiting(office)
    kiosk = open_page(browser, f"{office.url}/kiosk/", 1080, 1920)
    kiosk.evaluate(
        "for (const line of ['ho-tich', 'lao-dong'])"
        " document.querySelector(`button[value=${line}]`).click()"
    )
    wait_for_state(kiosk, "taken")
    assert waiting(office) == before + 1


@pytest.mark.parametrize(("width", "height"), SCREENS)
def test_the_keys_for_a_number_lie_below_its_field_and_on_the_screen(
    browser: Browser, office: Office, width: int, height: int
) -> None:
    kiosk = open_page(browser, f"{office.url}/kiosk/number", width, height)
    field, keys = box(kiosk, ".find"), box(kiosk, "[data-keys]")
    assert field["y"] + field["height"] <= keys["y"]
    assert keys["y"] + keys["height"] <= height + 1
    assert kiosk.get_by_role("link", name="Về đầu").first.is_visible()


def fill_the_board(office: Office) -> None:
    """A long notice, missed numbers, results that lie ready, and a call."""
    kiosk = Program(office, office.token("kiosk"))
    officer = Program(office, office.token("officer", 6))
    for _ in range(15):
        kiosk.post("/tickets", {"service": "nhan-ket-qua"})
    officer.post("/counters/6/opening")
    for _ in range(7):
        officer.post("/counters/6/calls")
        officer.post("/counters/6/no-shows")
    for _ in range(7):
        number = officer.post("/counters/6/calls")["ticket"]["number"]
        officer.post("/counters/6/parkings", {"reason": "signature"})
        officer.post(f"/counters/6/tickets/{number}/ready")
    officer.post("/counters/6/calls")
    supervisor = Program(office, office.token("supervisor"))
    supervisor.post("/notices", {"vi": LONG.strip(), "en": ""})


def test_a_call_stays_large_under_a_long_notice(
    browser: Browser, office: Office
) -> None:
    fill_the_board(office)
    board = open_page(browser, f"{office.url}/display/", 1920, 1080)
    call = board.locator(".call:not([hidden]) .number").first
    eventually(lambda: (call.bounding_box() or {"height": 0})["height"] >= 150)
