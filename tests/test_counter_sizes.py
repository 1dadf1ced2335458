"""The terminal in the room that a browser leaves on an office's screen."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, FloatRect, Page, expect

from tests.browsing import (
    chromium,
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

pytestmark = [pytest.mark.browser, needs_chromium]
KIOSK = Actor("kiosk", "Kiosk", "kiosk")
COPIES, BIRTHS, LAND = "chung-thuc", "ho-tich", "dat-dai"
MORNING = "2026-11-23T09:00:00+07:00"
CALM = 1_100  # ms between two presses of one person: sooner is the same press
LEGIBLE = 13  # px
SIZES = [(1366, 768), (1366, 643), (1366, 600)]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LUOT_CLOCK", MORNING)
        with running(tmp_path_factory.mktemp("sizes")) as office:
            yield office


@pytest.fixture(scope="module")
def called(browser: Browser, office: Office) -> Iterator[Page]:
    """A foreigner with two wishes is called; nobody works for the land line."""
    desk = Desk(open_store(office.folder / "office.db", trial=True), trial=True)
    longest = max(desk.store.procedures(), key=lambda one: len(one.papers))
    wishes = ("escort", "low_counter")
    first = desk.issue(KIOSK, COPIES, priority=True, language="en", wishes=wishes)
    desk.issue(KIOSK, LAND)
    for line in (COPIES, BIRTHS) * 9:
        desk.issue(KIOSK, line)
    page = sign_in(browser, office)
    page.wait_for_timeout(CALM)
    page.locator("[data-key=next]").click()
    wait_for_state(page, "called")
    assert first.number in page.locator("main h1").inner_text()
    desk.add_matter(Actor("supervisor", "Hạnh", "hanh"), 1, longest.ref)
    page.reload()
    yield page
    page.context.close()
    desk.store.close()


def box(page: Page, what: str) -> FloatRect:
    found = page.locator(what).first.bounding_box()
    assert found, what
    return found


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)
        page.wait_for_timeout(CALM)


def narrow_words(page: Page, what: str) -> list[str]:
    """Labels that are wider than their key, or too small to read."""
    found: list[str] = page.locator(what).evaluate_all(
        """(labels, least) => labels.filter((one) => one.checkVisibility())
          .filter((one) => {
            const key = one.closest(".act").getBoundingClientRect()
            const own = one.getBoundingClientRect()
            return own.left < key.left || own.right > key.right
              || parseFloat(getComputedStyle(one).fontSize) < least
          }).map((one) => one.textContent)""",
        LEGIBLE,
    )
    return found


# --- what there is room for ---------------------------------------------------


@pytest.mark.parametrize(("width", "height"), SIZES[1:])
def test_the_papers_keep_their_room_beside_news_wishes_and_a_card(
    called: Page, width: int, height: int
) -> None:
    called.set_viewport_size({"width": width, "height": height})
    assert called.locator(".news__line").count() == 1
    assert called.locator(".now__mind").count() == 2
    assert box(called, ".now__what")["height"] >= 8 * 16
    keys = ("recall", "start", "park", "walk-in")
    rows = {round(box(called, f".acts [data-key={key}]")["y"]) for key in keys}
    assert len(rows) == 1


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_the_big_button_lies_whole_on_the_screen_and_over_nothing(
    called: Page, width: int, height: int
) -> None:
    called.set_viewport_size({"width": width, "height": height})
    tall = called.evaluate("document.documentElement.scrollHeight")
    assert tall <= height
    main, acts = box(called, ".next"), box(called, ".acts")
    assert main["y"] + main["height"] <= height
    now = box(called, ".now")
    assert now["y"] + now["height"] <= acts["y"] + 1
    what, card = box(called, ".now__what"), box(called, ".phrases")
    assert what["y"] + what["height"] <= card["y"]
    assert narrow_words(called, ".acts .act > span") == []


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_the_card_for_foreigners_opens_over_the_papers_and_is_read_whole(
    called: Page, width: int, height: int
) -> None:
    called.set_viewport_size({"width": width, "height": height})
    before = box(called, ".now__what")
    called.locator(".phrases > summary").click()
    lines = called.locator(".phrases ol")
    assert box(called, ".now__what") == before
    assert lines.evaluate("it => it.scrollHeight <= it.clientHeight")
    assert box(called, ".phrases ol")["y"] > box(called, ".desk__head")["y"]
    called.locator(".phrases > summary").click()


@pytest.mark.parametrize("key", ["p", "t", "f", "w", "m", "a"])
def test_a_sheet_stays_below_the_head_of_a_low_screen(called: Page, key: str) -> None:
    called.set_viewport_size({"width": 1366, "height": 643})
    press(called, key)
    head, sheet = box(called, ".desk__head"), box(called, "details.fold[open] .sheet")
    press(called, "Escape")
    assert sheet["y"] >= head["y"] + head["height"]
    assert sheet["y"] + sheet["height"] <= 643


def test_in_the_small_form_every_word_fits_under_its_drawing(called: Page) -> None:
    called.set_viewport_size({"width": 320, "height": 768})
    called.locator("[data-more] > summary").click()
    assert narrow_words(called, ".acts .act > span") == []
    wide = called.evaluate("document.documentElement.scrollWidth")
    assert wide == 320
    assert violations(called) == []


# --- one digit ----------------------------------------------------------------


def test_a_number_of_two_lines_takes_one_digit_and_its_reason_another(
    called: Page,
) -> None:
    called.set_viewport_size({"width": 1366, "height": 643})
    press(called, "s")
    wait_for_state(called, "serving")
    press(called, "Numpad6", "8", "NumpadEnter")
    question = called.locator(".fold--question[open] h2")
    expect(question).to_contain_text("Có A008 và B008")
    press(called, "Numpad2")
    expect(question).to_contain_text("Xin ghi lý do")
    assert violations(called) == []
    assert called.locator("main h1").inner_text() == "A001"
    press(called, "Numpad3")
    wait_for_state(called, "called")
    expect(called.locator("main h1")).to_have_text("B008")
    expect(called.locator(".fold--question")).to_have_count(0)


@only_long
def test_what_was_typed_for_the_results_is_there_again_after_esc(
    called: Page,
) -> None:
    press(called, "p", "Digit4")
    wait_for_state(called, "idle")
    press(called, "k")
    field = called.locator("[data-scanned]")
    field.fill("b8")
    press(called, "Escape", "k")
    expect(field).to_have_value("b8")


def test_the_way_to_another_counter_is_seen_whole_on_a_low_screen(
    browser: Browser, called: Page, office: Office
) -> None:
    called.set_viewport_size({"width": 1366, "height": 643})
    called.goto(f"{office.url}/counter/")
    tall = called.evaluate("document.documentElement.scrollHeight")
    assert tall <= 643
