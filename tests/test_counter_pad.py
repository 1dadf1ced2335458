"""The number pad reaches what is rare, in a real browser; what 320 px still show."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browsing import (
    chromium,
    eventually,
    needs_chromium,
    sign_in,
    wait_for_state,
)
from tests.office_of_tests import only_long
from tests.real_server import Office, running
from tests.test_axe import violations
from ticketing.desk import Desk
from ticketing.opening import open_store
from ticketing.people import Actor
from ticketing.tickets import Status

pytestmark = [pytest.mark.browser, needs_chromium]
KIOSK = Actor("kiosk", "Kiosk", "kiosk")
HEAD = Actor("supervisor", "Hạnh", "hanh")
COPIES = "chung-thuc"
CALM = 1_100  # ms between two presses of one person: sooner is the same press
NOTE = "Đã xem bản chính, thiếu chữ ký của chồng; hẹn bổ sung trước 16 giờ"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with running(tmp_path_factory.mktemp("pad")) as office:
        yield office


@pytest.fixture(scope="module")
def desk(office: Office) -> Iterator[Desk]:
    """The same office from another process."""
    desk = Desk(open_store(office.folder / "office.db", trial=True), trial=True)
    yield desk
    desk.store.close()


@pytest.fixture(scope="module")
def terminal(browser: Browser, office: Office, desk: Desk) -> Iterator[Page]:
    """A001 to A011 wait for nothing but their owners; A012 is served, two more wait."""
    page = sign_in(browser, office)
    for _ in range(14):
        desk.issue(KIOSK, COPIES)
    for _ in range(11):
        desk.call_next(HEAD, 1)
        desk.park(HEAD, 1, "signature")
    desk.ready(HEAD, 1, *(f"A{n:03}" for n in range(1, 12)))
    desk.call_next(HEAD, 1)
    desk.start(HEAD, 1)
    page.reload()
    page.wait_for_timeout(CALM)
    yield page
    page.context.close()


def press(page: Page, *keys: str) -> None:
    """As one person presses, one after the other."""
    for key in keys:
        page.keyboard.press(key)
        page.wait_for_timeout(CALM)


def stands(desk: Desk, number: str) -> Status:
    return desk.find_today(number).status


def test_on_the_pad_a_number_is_cancelled_and_its_reason_is_a_digit(
    terminal: Page, desk: Desk
) -> None:
    press(terminal, "Numpad6")
    expect(terminal.locator("details.fold[open] [name=number]")).to_be_focused()
    press(terminal, "1", "4", "NumpadAdd")  # as Num Lock types them
    assert violations(terminal) == []
    press(terminal, "Numpad4")
    question = terminal.locator(".fold--question[open] h2")
    expect(question).to_contain_text("hủy số A014")
    press(terminal, "Numpad3")
    eventually(lambda: stands(desk, "A014") is Status.CANCELLED)
    assert desk.find_today("A014").outcome == "Lấy nhầm số"
    expect(terminal.locator(".undo")).to_contain_text("A014")
    press(terminal, "NumpadSubtract")
    eventually(lambda: stands(desk, "A014") is Status.WAITING)


@only_long
def test_on_the_pad_the_tenth_result_is_handed_out_by_its_number(
    terminal: Page, desk: Desk
) -> None:
    press(terminal, "NumpadDecimal", "Numpad6", "NumpadAdd")
    press(terminal, "1", "0", "NumpadEnter")
    eventually(lambda: stands(desk, "A010") is Status.SERVED)
    assert stands(desk, "A001") is Status.PARKED
    assert stands(desk, "A012") is Status.SERVING
    expect(terminal.locator("[data-stays][open]")).to_have_count(1)


@only_long
def test_a_slip_that_is_scanned_into_the_open_list_waits_for_enter(
    terminal: Page, desk: Desk, office: Office
) -> None:
    link = f"{office.url}/t/{desk.store.ticket_id(desk.find_today('A011').ref)}"
    for letter in link:
        terminal.keyboard.press(letter)
    field = terminal.locator("[data-stays][open] input[name=number]")
    expect(field).to_have_value(link)
    expect(field).to_be_focused()
    assert stands(desk, "A011") is Status.PARKED
    press(terminal, "Enter")
    eventually(lambda: stands(desk, "A011") is Status.SERVED)
    press(terminal, "Escape")


@only_long
def test_on_the_pad_one_says_that_somebody_has_come_to_help(
    terminal: Page, desk: Desk
) -> None:
    desk.ask_help(HEAD, 1)
    expect(terminal.locator("[data-key=helped]")).to_be_visible()
    press(terminal, "NumpadDecimal")
    digit = "it => getComputedStyle(it, '::before').content"
    assert terminal.locator("[data-key=helped]").evaluate(digit) == '"9"'
    press(terminal, "Numpad9")
    eventually(lambda: desk.store.counter(1).help_at is None)


@pytest.mark.parametrize("height", [480, 768])
def test_the_small_form_shows_the_note_the_card_and_the_pace_in_words(
    terminal: Page, desk: Desk, height: int
) -> None:
    if height == 480:
        desk.finish(HEAD, 1)
        first = desk.issue(KIOSK, COPIES, language="en")
        desk.call_number(HEAD, 1, first.number, "Khách nước ngoài")
        desk.note(HEAD, 1, NOTE)
        desk.start(HEAD, 1)
    terminal.set_viewport_size({"width": 320, "height": height})
    wait_for_state(terminal, "serving")
    expect(terminal.locator(".notes")).to_contain_text(NOTE)
    expect(terminal.locator(".notes")).to_be_visible()
    bar = terminal.get_by_role("progressbar")
    for pace, said in (
        ("good", "Trong hạn"),
        ("late", "Lâu hơn"),
        ("twice", "Gấp đôi"),
    ):
        word = terminal.locator(".timer > span[data-pace]")
        shown = "(it, pace) => { it.dataset.pace = pace; return it.innerText }"
        assert word.evaluate(shown, pace) == said  # at once: each second it is set anew
    told = "Thời gian so với một lượt thường: Trong hạn"
    expect(bar).to_have_accessible_name(told)
    terminal.locator(".phrases > summary").click()
    lines = terminal.locator(".phrases li")
    assert [line.is_visible() for line in lines.all()] == [True] * 6
    assert terminal.evaluate("document.documentElement.scrollWidth") == 320
    assert violations(terminal) == []
    terminal.locator(".phrases > summary").click()
