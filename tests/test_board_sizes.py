"""The board is read from the furthest seat: its sizes, and the page that sets them."""

import re
import time
from collections.abc import Iterator
from contextlib import closing
from http.cookies import SimpleCookie
from typing import Any

import pytest
from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser, Page

from display.layouts import fitted, fitting, reach
from display.media_files import Files
from display.seats import CAPITAL, LARGE, LEAST, SMALL, Screen, capital, distance
from display.sizing import Calls, Layout
from tests.browsing import chromium, needs_chromium, open_page
from tests.calling import Program
from tests.media_steps import picture
from tests.office_of_tests import HEAD, KIOSK, LONG, open_desk
from tests.real_server import Office, running
from ticketing.desk import Desk
from ticketing.media import Medium, folder_of
from ticketing.people import Actor

SAMPLE = 7  # lines of the sample office
SEATS: list[tuple[float, float]] = [(55, 8), (65, 8), (43, 8), (32, 8)]  # inches, m
if not LONG:
    SEATS = [(55, 8), (32, 8)]


# --- angles and millimetres --------------------------------------------------


@pytest.mark.parametrize(
    ("metres", "least", "small", "large"),
    [(5, 23, 32, 61), (8, 37, 51, 98), (10, 47, 64, 122), (12, 56, 77, 147)],
)
def test_capitals_are_as_high_as_the_research_asks_from_each_seat(
    metres: float, least: int, small: int, large: int
) -> None:
    heights = [round(capital(angle, metres)) for angle in (LEAST, SMALL, LARGE)]
    assert heights == [least, small, large]


@pytest.mark.parametrize(
    ("inches", "call", "row"), [(32, 378, 198), (43, 281, 147), (55, 220, 115)]
)
def test_the_type_that_eight_metres_need_is_that_of_the_researchs_table(
    inches: float, call: int, row: int
) -> None:
    screen = Screen(inches, 8)
    assert screen.size(LARGE) == pytest.approx(call, rel=0.01)
    assert screen.size(SMALL) == pytest.approx(row, rel=0.01)


@given(st.floats(1, 30), st.sampled_from([LEAST, SMALL, LARGE]))
def test_a_capital_is_read_from_just_the_distance_it_was_made_for(
    metres: float, angle: float
) -> None:
    assert distance(angle, capital(angle, metres)) == pytest.approx(metres)


# --- what gives way ----------------------------------------------------------


@pytest.mark.parametrize(
    ("inches", "metres", "rows", "beside", "lines", "media"),
    [
        (65, 8, 6, True, True, True),
        (55, 8, 5, True, True, True),
        (55, 10, 4, True, True, False),
        (43, 6, 5, True, True, True),
        (43, 8, 3, True, True, False),
        (32, 5, 4, True, True, True),
        (32, 8, 2, False, False, False),
    ],
)
def test_a_lying_screen_gives_up_rows_first_and_then_all_of_a_line_but_its_length(
    inches: float, metres: float, rows: int, beside: bool, lines: bool, media: bool
) -> None:
    found = fitted(Screen(inches, metres), upright=False, count=SAMPLE)
    assert found.seen()
    got = (found.rows, found.beside, not found.brief, found.with_media is not None)
    assert got == (rows, beside, lines, media)


@pytest.mark.parametrize(
    ("inches", "metres", "rows", "far"),
    [(55, 8, 5, 9.5), (43, 6, 5, 7.5), (32, 5, 5, 5.5)],
)
def test_a_standing_screen_keeps_five_rows_under_a_call_of_full_width(
    inches: float, metres: float, rows: int, far: float
) -> None:
    screen = Screen(inches, metres)
    found = fitted(screen, upright=True, count=SAMPLE)
    assert found.seen()
    assert (found.rows, found.columns, found.brief) == (rows, 1, False)
    assert reach(screen, True, SAMPLE) == far


def test_from_eight_metres_on_55_inches_the_call_is_taller_than_98_millimetres() -> (
    None
):
    found = fitted(Screen(55, 8), upright=False, count=SAMPLE)
    assert found.capital >= 98
    assert found.row_capital >= 51


@given(st.integers(24, 98), st.floats(2, 14), st.booleans(), st.integers(1, 12))
def test_whatever_is_shown_fits_the_picture_and_is_the_best_that_does(
    inches: int, metres: float, upright: bool, count: int
) -> None:
    found = fitted(Screen(inches, metres), upright, count)
    rows = found.side if not found.beside else 0
    assert found.least <= found.stage or not found.seen()
    assert 0.8 * found.hero + rows <= found.stage
    if not found.seen():
        assert reach(found.screen, upright, count) < metres


@given(st.integers(24, 98), st.booleans(), st.integers(1, 12))
def test_a_nearer_seat_never_sees_fewer_rows_than_a_farther_one(
    inches: int, upright: bool, count: int
) -> None:
    seats = [fitted(Screen(inches, m), upright, count) for m in (4, 6, 8, 10)]
    shown = [(not layout.brief, layout.rows) for layout in seats if layout.seen()]
    assert shown == sorted(shown, reverse=True)


def test_a_hall_too_deep_for_the_screen_is_told_which_screen_would_do() -> None:
    screen = Screen(32, 10)
    assert not fitted(screen, upright=False, count=SAMPLE).seen()
    assert fitting(10, False, SAMPLE) == 43
    assert fitting(30, False, SAMPLE) is None


def test_a_number_in_the_strip_of_lines_is_read_from_seven_metres_on_55_inches() -> (
    None
):
    for count, upright in ((3, False), (SAMPLE, False), (SAMPLE, True)):
        assert fitted(Screen(55, 8), upright, count).lines_reach > 7.5
    crowded = fitted(Screen(55, 8), upright=False, count=12)
    assert crowded.lines_reach < 5, "and a strip of twelve promises less"


@settings(deadline=None)  # to look for the reach takes its time
@given(st.integers(24, 98), st.floats(2, 14), st.booleans(), st.booleans())
def test_a_counter_of_two_figures_and_a_picture_cost_room_and_never_legibility(
    inches: int, metres: float, upright: bool, pictures: bool
) -> None:
    screen = Screen(inches, metres)
    calls = Calls(figures=6, pictures=pictures)
    found = fitted(screen, upright, SAMPLE, calls)
    assert reach(screen, upright, SAMPLE, calls) <= reach(screen, upright, SAMPLE)
    if found.beside:
        panel = found.calls.number * found.hero
        assert panel + found.side < found.width
    if found.seen():
        assert found.hero >= screen.size(LARGE) - 0.001


def test_few_lines_leave_room_for_more_rows_of_the_same_size() -> None:
    screen = Screen(43, 8)
    few, many = (fitted(screen, upright=False, count=count) for count in (3, 7))
    assert few.rows == many.rows + 1
    assert few.row == pytest.approx(many.row)


# --- the page and its cookie -----------------------------------------------------


def sheet(page: str) -> str:
    [address] = re.findall(r'href="(/display/look\.css\?[^"]+)"', page)
    return str(address).replace("&amp;", "&")


def test_a_screen_that_nobody_set_up_has_55_inches_and_eight_metres(
    client: FlaskClient,
) -> None:
    address = sheet(client.get("/display/").text)
    assert address == "/display/look.css?inches=55&seat=8&lines=7&figures=5&pictures=0"
    css = client.get(address).text
    assert f"--board-hero: calc({round(fitted(Screen(), False, 7).hero, 2)}" in css


def test_the_numbers_of_the_set_up_page_stay_with_the_screen(
    client: FlaskClient,
) -> None:
    kept = client.post("/display/setup", data={"inches": "43", "seat": "6,5"})
    assert kept.location == "/display/"
    [cookie] = SimpleCookie(kept.headers["Set-Cookie"]).values()
    assert (cookie.value, cookie["path"]) == ("43x6.5", "/display")
    assert "inches=43&seat=6.5" in sheet(client.get("/display/").text)


def test_an_address_with_its_own_numbers_wins_over_the_cookie(
    client: FlaskClient,
) -> None:
    client.post("/display/setup", data={"inches": "43", "seat": "6"})
    address = sheet(client.get("/display/?inches=32&seat=5").text)
    assert "inches=32&seat=5" in address


@pytest.mark.parametrize(
    ("inches", "seat"),
    [("", ""), ("abc", "8"), ("55", "0"), ("500", "8"), ("nan", "8")],
)
def test_numbers_that_no_screen_has_are_asked_for_again_kindly(
    client: FlaskClient, inches: str, seat: str
) -> None:
    refused = client.post("/display/setup", data={"inches": inches, "seat": seat})
    assert refused.status_code == 422
    assert "Xin nhập số inch từ 15 đến 120 và số mét từ 1 đến 30." in refused.text
    assert "board-screen" not in refused.headers.get("Set-Cookie", "")
    ignored = client.get(f"/display/?inches={inches}&seat={seat}").text
    assert "inches=55&seat=8" in sheet(ignored)


def test_the_set_up_page_says_how_far_a_small_screen_is_read(
    client: FlaskClient,
) -> None:
    page = client.get("/display/setup?inches=32&seat=10").text
    lying = page.split('data-way="lying"')[1].split('data-way="upright"')[0]
    assert "Màn hình 32 inch đọc được trong vòng 8 m." in lying
    assert "Ghế xa nhất cần màn hình 43 inch" in lying
    assert "Mỗi lĩnh vực chỉ có số người chờ, đọc được trong vòng 3,3 m." in lying
    assert "số đang gọi cần cao 122,2 mm" in page


def test_a_hall_keeps_its_place_while_its_screen_is_set_up(client: FlaskClient) -> None:
    page = client.get("/display/setup?zone=tang-2").text
    assert 'name="zone" value="tang-2"' in page
    kept = client.post(
        "/display/setup", data={"inches": "55", "seat": "8", "zone": "tang-2"}
    )
    assert kept.location == "/display/?zone=tang-2"


@pytest.mark.parametrize("lines", ["-3", "900", "many"])
def test_a_sheet_that_is_asked_for_nonsense_is_still_a_sheet(
    client: FlaskClient, lines: str
) -> None:
    answer = client.get(f"/display/look.css?inches=x&seat=y&lines={lines}")
    assert answer.status_code == 200
    assert answer.mimetype == "text/css"
    again = client.get(
        f"/display/look.css?inches=x&seat=y&lines={lines}",
        headers={"If-None-Match": answer.headers["ETag"]},
    )
    assert again.status_code == 304


# --- in the browser --------------------------------------------------------------

MEASURE = """() => {
  document.documentElement.removeAttribute("data-trial")  // its bar takes a row's room
  const size = (s) => {
    const found = document.querySelector(s)
    const style = getComputedStyle(found)
    const canvas = document.createElement("canvas").getContext("2d")
    canvas.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`
    return canvas.measureText("E").actualBoundingBoxAscent
  }
  const ol = document.querySelector(".called ol")
  const box = ol.getBoundingClientRect()
  const whole = (li) => {
    const { right, bottom, width } = li.getBoundingClientRect()
    return width > 0 && right <= box.right + 1 && bottom <= box.bottom + 1
  }
  const rows = [...ol.querySelectorAll("li:not([hidden])")]
  return {
    call: size(".call:not([hidden]) .number"),
    row: size(".called li:not([hidden]) .number"),
    rows: rows.filter(whole).length,
    cut: rows.filter((li) => whole(li) && li.scrollWidth > li.clientWidth).length,
    begun: rows.filter((li) => !whole(li)
      && li.getBoundingClientRect().left < box.right - 1
      && li.getBoundingClientRect().top < box.bottom - 1).length,
    hero: parseFloat(getComputedStyle(document.querySelector(
      ".call:not([hidden]) .number")).fontSize),
    waiting: document.querySelectorAll(".lines p b").length,
    lines: document.querySelector(".lines > li > .number").offsetHeight > 0,
    outside: [...document.querySelectorAll(".lines, .strip:not(.strip--lost)")]
      .filter((it) => it.getBoundingClientRect().bottom > innerHeight + 1
        || it.scrollWidth > it.clientWidth + 1).map((it) => it.className),
  }
}"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """Nine calls, two of them with priority; somebody missed theirs."""
    with running(tmp_path_factory.mktemp("sizes")) as office:
        kiosk = Program(office, office.token("kiosk"))
        head = Program(office, office.token("supervisor"))
        head.post("/counters/1/opening")
        for place in range(9):
            ticket = {"service": "chung-thuc", "priority": place % 4 == 3}
            kiosk.post("/tickets", ticket)
            head.post("/counters/1/calls")
            if place == 1:
                head.post("/counters/1/no-shows")
        yield office


def measured(page: Page) -> dict[str, Any]:
    page.evaluate("document.fonts.ready")
    return dict(page.evaluate(MEASURE))


@pytest.mark.browser
@needs_chromium
@pytest.mark.parametrize(
    ("width", "height"), [(1920, 1080), (3840, 2160), (1080, 1920)]
)
@pytest.mark.parametrize(
    ("inches", "metres"), SEATS + [(32, 5), (50, 12)] if LONG else SEATS
)
def test_the_browser_draws_what_was_computed_and_begins_no_row_it_cannot_end(
    browser: Browser,
    office: Office,
    inches: float,
    metres: float,
    width: int,
    height: int,
) -> None:
    address = f"{office.url}/display/?inches={inches}&seat={metres}"
    page = open_page(browser, address, width, height)
    seen = measured(page)
    planned: Layout = fitted(Screen(inches, metres), height > width, SAMPLE)
    mm = planned.screen.mm * 1080 / min(width, height)  # of one pixel
    assert seen["call"] * mm >= planned.capital - 1
    assert seen["row"] * mm >= planned.row_capital - 1
    assert seen["rows"] >= planned.rows
    assert (seen["begun"], seen["cut"]) == (0, 0)
    assert seen["lines"] != planned.brief
    assert seen["waiting"] == SAMPLE
    assert seen["outside"] == []
    page.context.close()


@pytest.mark.browser
@needs_chromium
def test_the_installers_ruler_measures_a_hundred_millimetres(
    browser: Browser, office: Office
) -> None:
    page = open_page(
        browser, f"{office.url}/display/setup?inches=55&seat=8", 1920, 1080
    )
    [bar, letter] = [
        page.locator(part).evaluate("it => it.getBoundingClientRect().height")
        for part in (".setup__bar", ".setup__letter")
    ]
    mm = Screen(55, 8).mm
    assert bar * mm == pytest.approx(100, abs=0.5)
    planned = fitted(Screen(55, 8), upright=False, count=SAMPLE).capital
    assert letter * mm == pytest.approx(planned, abs=1)
    page.get_by_role("button", name="Dùng cho màn hình này").click()
    page.wait_for_url("**/display/")
    page.context.close()


@pytest.mark.browser
@needs_chromium
@pytest.mark.parametrize("path", ["/display/", "/display/counter/1"])
def test_the_first_view_costs_at_most_twelve_requests_and_300_kilobytes(
    browser: Browser, full: Office, path: str
) -> None:
    page = browser.new_context(viewport={"width": 1920, "height": 1080}).new_page()
    page.clock.install()  # the look of every two seconds is no first view
    page.clock.pause_at(time.time() + 60)
    answers: list[Any] = []
    page.on("requestfinished", lambda request: answers.append(request))
    page.goto(full.url + path, wait_until="networkidle")
    asked = [request.url for request in answers]
    assert any(url.endswith(".jpg") for url in asked) == (path == "/display/")
    assert len(asked) <= 12, asked
    sizes = [request.sizes() for request in answers]
    assert sum(s["responseBodySize"] + s["responseHeadersSize"] for s in sizes) < 3e5
    page.context.close()


# --- a full board ------------------------------------------------------------------

NOTICE = "Từ 14 giờ hôm nay văn phòng họp, quầy số 5 tạm nghỉ; xin Ông/Bà đến quầy "
NOTICE += "số 2 hoặc trở lại vào sáng mai lúc bảy giờ. Xin cảm ơn."  # two lines


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """Both strips are full, and a picture is shown; a priority call is large."""
    folder = tmp_path_factory.mktemp("full")
    with running(folder) as office, closing(open_desk(folder / "office.db").store) as s:
        desk = Desk(s, trial=True)
        by = Actor("officer", "Loan", "loan")
        for counter in (1, 2):
            desk.open_counter(by, counter)
        for place in range(45):
            counter, priority = 1 + place % 2, place % 4 == 0
            ticket = desk.issue(KIOSK, "chung-thuc", priority=priority)
            desk.call_number(by, counter, ticket.number, reason="test")
            if place < 25:
                desk.park(by, counter, "signature")
                desk.ready(by, counter, ticket.number)
            elif place < 37:
                desk.no_show(by, counter)
        files = Files(folder_of(s.path))
        with files.alone():
            kind, digest = files.lay(picture(folder / "a.png"))
        desk.add_medium(HEAD, Medium(kind, digest=digest, seconds=60))
        yield office


@pytest.fixture
def noticed(full: Office) -> Iterator[Office]:
    """… and a notice of two lines stands above."""
    with closing(open_desk(full.folder / "office.db").store) as store:
        desk = Desk(store, trial=True)
        desk.set_notice(HEAD, NOTICE, NOTICE)
        yield full
        desk.set_notice(HEAD, "", "")


TRIAL = "(on) => document.documentElement.toggleAttribute('data-trial', on)"
REDRAWN = "document.querySelector('[data-board-at]').append('')"  # as by a fetch


def full_board(page: Page, trial: bool) -> dict[str, Any]:
    page.evaluate("document.fonts.ready")
    page.locator(".media img").wait_for(state="attached")
    page.evaluate(TRIAL, trial)
    page.evaluate(REDRAWN)
    return dict(page.evaluate(MEASURE.replace("document.documentElement.remove", "//")))


@pytest.mark.browser
@needs_chromium
@pytest.mark.parametrize(("width", "height"), [(1920, 1080), (1080, 1920)])
@pytest.mark.parametrize(("inches", "metres"), SEATS)
@pytest.mark.parametrize("notice", [True, False])
def test_a_full_board_keeps_one_whole_row_and_begins_none_that_it_cannot_end(
    browser: Browser,
    full: Office,
    request: pytest.FixtureRequest,
    inches: float,
    metres: float,
    width: int,
    height: int,
    notice: bool,
) -> None:
    if notice:
        request.getfixturevalue("noticed")
    address = f"{full.url}/display/?inches={inches}&seat={metres}"
    page = open_page(browser, address, width, height)
    assert page.locator(".banner--notice").count() == notice
    screen = Screen(inches, metres)
    least = 0.98 * fitted(screen, height > width, SAMPLE).row_least * CAPITAL
    for trial in (True, False):
        seen = full_board(page, trial)
        assert seen["rows"] >= 1, (trial, seen)
        assert (seen["begun"], seen["cut"], seen["outside"]) == (0, 0, [])
        assert seen["row"] >= least
        assert seen["hero"] >= 220
        assert page.locator(".strip__soft").is_visible(), "a badge is to be seen"
        assert page.locator(".strip--lost").is_hidden()
    page.context.close()


# Each page of the strip as it is shown: its numbers, and the counter after them.
LYING = """() => {
  const shown = {}
  const pages = [...document.querySelectorAll(".strip__page")]
  for (const page of pages) {
    if (getComputedStyle(page).visibility !== "visible") continue
    for (const pile of page.querySelectorAll(".strip__pile")) {
      const desk = pile.querySelector(".strip__desk").textContent
      for (const it of pile.querySelectorAll("b")) shown[it.textContent] = desk
    }
  }
  return shown
}"""


@pytest.mark.browser
@needs_chromium
def test_within_half_a_minute_every_result_was_to_be_read_with_its_counter(
    browser: Browser, full: Office
) -> None:
    page = browser.new_context(viewport={"width": 1920, "height": 1080}).new_page()
    page.clock.install()
    page.goto(f"{full.url}/display/")
    read: dict[str, str] = {}
    for _ in range(30):
        now = page.evaluate(LYING)
        assert 1 <= len(now) <= 6, "one page at a time"
        read |= now
        page.clock.run_for(1000)
    assert len(read) == 25
    assert set(read.values()) == {"quầy 1", "quầy 2"}
    page.context.close()


@pytest.mark.browser
@needs_chromium
def test_a_call_is_painted_from_the_news_while_the_board_is_still_fetched(
    browser: Browser, office: Office
) -> None:
    page = open_page(browser, f"{office.url}/display/", 1920, 1080)
    page.locator(".call:visible").wait_for()
    page.locator("[data-drawn]").wait_for(state="detached")
    page.route("**/display/board*", lambda _hanging: None)
    head = Program(office, office.token("supervisor"))
    walk_in = {"service": "chung-thuc", "reason": "test"}
    head.post("/counters/1/finishes")
    number = head.post("/counters/1/walk-ins", walk_in)["ticket"]["number"]
    hero = page.locator(f".call:visible:has(.number:text-is('{number}'))")
    hero.wait_for()
    size = "it => getComputedStyle(it.querySelector('.number')).fontSize"
    place = hero.locator(".number").first.bounding_box()
    before = (hero.locator(".call__desk").inner_text(), hero.evaluate(size), place)
    page.unroute("**/display/board*")
    hero.locator(".call__service", has_text="Chứng thực").wait_for()
    place = hero.locator(".number").first.bounding_box()
    now = (hero.locator(".call__desk").inner_text(), hero.evaluate(size), place)
    assert now == before, "and nothing moves when it comes"
    page.context.close()


@pytest.mark.browser
@needs_chromium
@pytest.mark.parametrize(("width", "height"), [(1920, 1080), (1080, 1920)])
@pytest.mark.parametrize("inches", [55, 32])
@pytest.mark.parametrize("together", [1, 3])
def test_a_thousandth_number_at_a_counter_of_two_figures_is_shown_whole(
    browser: Browser,
    office: Office,
    inches: int,
    width: int,
    height: int,
    together: int,
) -> None:
    address = f"{office.url}/display/?inches={inches}&seat=8"
    page = open_page(browser, address, width, height)
    page.evaluate("document.fonts.ready")
    cut = page.evaluate(
        """together => {
          const calls = [...document.querySelectorAll(".call")]
          const rows = [...document.querySelectorAll(".called li")]
          document.querySelector(".called ol").dataset.length = 7
          for (const call of calls) call.dataset.length = 7
          for (const it of [...calls, ...rows]) {
            const [number, counter] = it.querySelectorAll(".number, .icon + b")
            number.textContent = "A1000"
            counter.textContent = "12"
          }
          calls.forEach((call, place) => { call.hidden = place >= together })
          document.querySelector(".calls").dataset.calls = together
          const shown = [...calls, ...rows].filter((it) => !it.hidden)
          return shown.filter((it) => it.scrollWidth > it.clientWidth + 1)
            .map((it) => it.outerHTML)
        }""",
        together,
    )
    assert cut == []
    page.context.close()


# Rows that find no room stand beside their list, unseen; the picture itself shifts.
CUT = """() => [...document.querySelectorAll(
    ".called li:not([hidden]), .call:not([hidden]), .lines > li, [data-stale]")]
  .filter((it) => {
    const { left, right } = it.getBoundingClientRect()
    const seen = left < it.parentNode.getBoundingClientRect().right - 1
    return seen && (it.scrollWidth > it.clientWidth + 1 || right > innerWidth + 5)
  }).map((it) => it.textContent.trim())"""


@pytest.mark.browser
@needs_chromium
@pytest.mark.parametrize(("width", "height"), [(1920, 1080), (1080, 1920)])
def test_a_screen_that_lost_the_server_keeps_its_time_in_sight_in_english_too(
    browser: Browser, office: Office, width: int, height: int
) -> None:
    page = open_page(browser, f"{office.url}/display/?lang=en", width, height)
    page.context.set_offline(True)
    page.locator("[data-stale]:visible").wait_for()
    assert page.evaluate(CUT) == []
    assert page.locator(".strip:visible").count() == 1, "the office's promise alone"
    stamp = page.locator("[data-since]").bounding_box()
    assert stamp
    assert stamp["x"] + stamp["width"] < width
    page.context.close()


@pytest.mark.browser
@needs_chromium
@pytest.mark.parametrize(("width", "height"), [(1920, 1080), (1080, 1920)])
@pytest.mark.parametrize("inches", [55, 32] if LONG else [55])
def test_an_open_screen_makes_room_when_the_office_begins_with_pictures(
    browser: Browser, office: Office, inches: int, width: int, height: int
) -> None:
    address = f"{office.url}/display/?inches={inches}&seat=8"
    page = open_page(browser, address, width, height)
    office.flask("policy", "set", "number_pictures", "true")
    try:
        page.locator("link[data-sheet][href*='pictures=1']").wait_for(state="attached")
        page.wait_for_function(
            "document.querySelectorAll('link[href*=look]').length < 2"
        )
        assert page.locator(".called .carried:visible").count() > 1
        assert page.evaluate(CUT) == []
    finally:
        office.flask("policy", "set", "number_pictures", "false")
    page.context.close()
