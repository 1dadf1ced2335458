"""The pages around the terminal by keyboard alone: Tab comes to everything that can be
pressed, in reading order, with a name and a ring; and the main act needs no mouse."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browsing import PATIENCE, PEOPLE, chromium, enter, needs_chromium, open_page
from tests.office_of_tests import COPIES, HEAD, KIOSK
from tests.real_server import ROOT, Office, running
from ticketing.desk import Desk
from ticketing.opening import open_store

pytestmark = [pytest.mark.browser, needs_chromium]
AXE = (ROOT / "tests/vendor/axe.min.js").read_text()
GAP = "?begun=08:10&ended=08:40"
UNREAD = 1_100  # ms: so soon nobody has read what the rating screen asks
MOST = 300  # presses of Tab

# What can be pressed now, in the document's order. Of a group of radio buttons Tab
# comes to one: the checked one, else the first.
CONTROLS = """() => {
  const groups = new Map()
  const can = [...document.querySelectorAll("a[href], button, input, select, summary")]
    .filter((one) => one.type !== "hidden" && !one.matches(":disabled"))
    .filter((one) => one.checkVisibility({ visibilityProperty: true }))
    .filter((one) => !one.closest("[inert]"))
  for (const one of can.filter(({ type }) => type === "radio")) {
    if (one.checked || !groups.has(one.name)) groups.set(one.name, one)
  }
  const first = (one) => one.type !== "radio" || groups.get(one.name) === one
  window.controls = can.filter(first)
  const { accessibleText } = axe.commons.text
  axe.setup()
  const names = window.controls.map((one) => accessibleText(one).trim())
  axe.teardown()
  return names
}"""

# Where the focus is, and what shows it: the ring stands around the control itself, or
# around what stands for it when the control is not drawn.
FOCUSED = """() => {
  const here = document.activeElement
  const ringed = [here, here.nextElementSibling, here.parentElement].find((one) => {
    const { outlineStyle, outlineWidth } = getComputedStyle(one ?? document.body)
    const { width, height } = (one ?? here).getBoundingClientRect()
    const ring = outlineStyle !== "none" && parseFloat(outlineWidth) >= 2
    return one && ring && width >= 16 && height >= 16
  })
  const { left, right, top, bottom } = (ringed ?? here).getBoundingClientRect()
  const block = here.closest("header, section, form, li, aside, main")
  const blocks = [...document.querySelectorAll("*")]
  return {
    place: window.controls.indexOf(here),
    ring: Boolean(ringed),
    seen: bottom > 0 && top < innerHeight && right > 0 && left < innerWidth,
    block: blocks.indexOf(block), top: top + scrollY, bottom: bottom + scrollY, left,
  }
}"""

NAME = """() => {
  axe.setup()
  const name = axe.commons.text.accessibleText(document.activeElement)
  axe.teardown()
  return name
}"""

Stop = dict[str, Any]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """At nine in the morning."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LUOT_CLOCK", "2026-11-23T09:00:00+07:00")
        with running(tmp_path_factory.mktemp("by-keyboard")) as office:
            yield office


@pytest.fixture(scope="module")
def desk(office: Office) -> Iterator[Desk]:
    """The same office from another process: A001 is served, three wait."""
    desk = Desk(open_store(office.folder / "office.db", trial=True), trial=True)
    for _ in range(4):
        desk.issue(KIOSK, COPIES)
    desk.open_counter(HEAD, 1)
    desk.call_next(HEAD, 1)
    desk.start(HEAD, 1)
    yield desk
    desk.store.close()


@pytest.fixture(scope="module")
def head(browser: Browser, office: Office, desk: Desk) -> Iterator[Page]:
    page = enter(browser, office, "supervisor")
    yield page
    page.context.close()


@pytest.fixture
def guest(browser: Browser, office: Office, desk: Desk) -> Iterator[Page]:
    page = open_page(browser, office.url)
    yield page
    page.context.close()


@pytest.fixture
def asks(guest: Page, office: Office, desk: Desk) -> Page:
    """The rating screen of counter 2, just after a visit."""
    if not desk.store.counter(2).open:
        desk.open_counter(HEAD, 2)
    desk.call_next(HEAD, 2)
    desk.start(HEAD, 2)
    desk.finish(HEAD, 2)
    desk.issue(KIOSK, COPIES)
    guest.goto(f"{office.url}/counter/2/rating")
    guest.wait_for_timeout(UNREAD)
    return guest


# --- what Tab comes to ------------------------------------------------------------


def names(page: Page) -> list[str]:
    page.evaluate(AXE)
    return [str(name) for name in page.evaluate(CONTROLS)]


def walk(page: Page, count: int) -> list[Stop]:
    """Tab from the top of the page until it has left its last control. A field for the
    time of day takes several presses, and what only scrolls is no control."""
    stops: list[Stop] = []
    for _ in range(MOST):
        page.keyboard.press("Tab")
        stop = page.evaluate(FOCUSED)
        if stop["place"] >= 0 and (not stops or stops[-1]["place"] != stop["place"]):
            stops.append(stop)
        if len(stops) >= count:
            break
    return stops


def is_read_on(one: Stop, other: Stop) -> bool:
    """Within a part of the page: further to the right, or further down."""
    beside = other["top"] < one["bottom"] and one["top"] < other["bottom"]
    if one["block"] != other["block"]:
        return True
    right, down = other["left"] > one["left"], other["top"] >= one["top"]
    return bool(right if beside else down)


def is_reached_by_tab(page: Page) -> bool:
    named = names(page)
    assert named and all(named)
    stops = walk(page, len(named))
    assert [named[stop["place"]] for stop in stops] == named
    assert [named[s["place"]] for s in stops if not (s["ring"] and s["seen"])] == []
    pairs = zip(stops, stops[1:], strict=False)
    assert [(a, b) for a, b in pairs if not is_read_on(a, b)] == []
    return True


@pytest.mark.parametrize(
    "path",
    [
        "floor/",
        "floor/list",
        "floor/list/A003",
        f"floor/reconcile{GAP}",
        "paper/",
        "",  # the counters, to choose one
    ],
)
def test_tab_comes_to_every_control_of_the_page_in_reading_order(
    head: Page, office: Office, path: str
) -> None:
    head.goto(f"{office.url}/counter/{path}")
    assert is_reached_by_tab(head)


def test_tab_comes_to_every_control_behind_a_press(head: Page, office: Office) -> None:
    """What a supervisor can do about a counter, and what a notice needs."""
    for part in ("counter-3", "notice"):
        head.goto(f"{office.url}/counter/floor/")
        fold = head.locator(f"[data-live='{part}'] details")
        fold.evaluate("(fold) => { fold.open = true }")
        assert is_reached_by_tab(head)


@pytest.mark.parametrize("path", ["/", "/counter/"])
def test_tab_comes_to_every_control_at_the_door(
    guest: Page, office: Office, path: str
) -> None:
    guest.goto(office.url + path)
    assert is_reached_by_tab(guest)


def test_tab_comes_to_every_face_of_the_rating_screen(asks: Page) -> None:
    assert is_reached_by_tab(asks)


# --- the main act of each page ------------------------------------------------------


def tab_to(page: Page, name: str) -> None:
    """As somebody does who hears the names."""
    page.evaluate(AXE)
    for _ in range(MOST):
        page.keyboard.press("Tab")
        if name in page.evaluate(NAME):
            return
    raise AssertionError(f"Tab never came to “{name}”, only to {names(page)}")


def press(page: Page, name: str, key: str = "Enter") -> None:
    tab_to(page, name)
    page.keyboard.press(key)


def write(page: Page, name: str, text: str) -> None:
    tab_to(page, name)
    page.keyboard.type(text)


def test_an_officer_finds_the_door_signs_in_and_opens_a_counter(
    guest: Page, desk: Desk
) -> None:
    who = PEOPLE[2]
    press(guest, "Quầy")
    guest.wait_for_url("**/counter/")
    write(guest, "Tên cán bộ", who["name"])
    write(guest, "Mã số riêng", who["pin"])
    press(guest, "Vào quầy")
    expect(guest.locator("h1")).to_contain_text(who["name"])
    press(guest, "Mở quầy 5")
    expect(guest.locator("body.desk")).to_have_attribute("data-state", "idle")
    assert desk.store.counter(5).officer == who["name"]


def test_a_supervisor_opens_a_counter_for_somebody(
    head: Page, office: Office, desk: Desk
) -> None:
    who = PEOPLE[3]["name"]
    head.goto(f"{office.url}/counter/floor/")
    press(head, "Điều phối Quầy 4")
    write(head, "Cán bộ ngồi Quầy 4", who)
    press(head, "Mở quầy")
    expect(head.locator("[data-live='counter-4']")).to_contain_text(who)
    assert desk.store.counter(4).officer == who


def test_a_wish_is_written_down_from_the_calling_list(
    head: Page, office: Office, desk: Desk
) -> None:
    """The list is drawn anew meanwhile, and the keyboard stays where it was."""
    head.goto(f"{office.url}/counter/floor/list")
    number = desk.store.line([COPIES])[0].number
    expect(head.locator("li", has_text=number)).to_be_visible()
    tab_to(head, f"Ghi thêm cho số {number}")
    later = desk.issue(KIOSK, COPIES).number
    expect(head.locator("li", has_text=later)).to_be_visible(timeout=PATIENCE)
    head.keyboard.press("Enter")
    expect(head.locator("h1")).to_contain_text(number)
    press(head, "Mời tận nơi", "Space")
    press(head, "Lưu")
    one = head.locator("li", has_text=number)
    expect(one).to_contain_text("Mời tận nơi")
    assert desk.store.wishes(desk.find_today(number).ref) == {"escort"}


def test_a_power_cut_is_reconciled(head: Page, office: Office) -> None:
    head.goto(f"{office.url}/counter/floor/reconcile")
    write(head, "Mất điện lúc", "0810AM")
    write(head, "Có điện lại lúc", "0840AM")
    press(head, "Xem danh sách lúc đó")
    head.wait_for_url(lambda url: "begun=08" in url)
    expect(head.get_by_label("Mất điện lúc")).to_have_value("08:10")
    press(head, "Ghi lần mất điện này")
    expect(head.locator("[data-done]")).to_contain_text("08:10–08:40")


def test_a_slip_is_printed_again(head: Page, office: Office) -> None:
    head.goto(f"{office.url}/counter/paper/")
    write(head, "Số của người cần phiếu", "a001")
    head.keyboard.press("Enter")
    expect(head.get_by_role("status").first).to_contain_text("A001")


def test_a_visitor_answers_the_rating_screen(asks: Page, desk: Desk) -> None:
    press(asks, "Rất hài lòng")
    expect(asks.locator("body")).to_have_attribute("data-state", "thanks")
    assert [row["level"] for row in desk.store.find("ratings")] == [4]
