"""The screen that faces the visitor, in a real browser: it opens and closes by itself,
and knows a finger from the officer's mouse."""

import json
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browsing import (
    PATIENCE,
    chromium,
    eventually,
    needs_chromium,
    sign_in,
    state,
    wait_for_state,
)
from tests.calling import Program
from tests.conftest import HEAD
from tests.real_server import Office, running
from tests.test_axe import violations
from ticketing.desk import Desk
from ticketing.journal import Row
from ticketing.opening import open_store

pytestmark = [pytest.mark.browser, needs_chromium]
VIEWS = [(1280, 800), (800, 1280), (1366, 768)]
RATING = "/counter/1/rating"
Screen = Callable[..., Page]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with running(tmp_path_factory.mktemp("rating")) as office:
        yield office


@pytest.fixture(scope="module")
def desk(office: Office) -> Iterator[Desk]:
    """The office's own database, for what no screen ever tells."""
    desk = Desk(open_store(office.folder / "office.db", trial=True))
    yield desk
    desk.store.close()


@pytest.fixture(scope="module")
def head(office: Office) -> Program:
    program = Program(office, office.token("supervisor"))
    program.post("/counters/1/opening")
    return program


@pytest.fixture
def screen(browser: Browser, office: Office) -> Iterator[Screen]:
    """screen(touch=True): the tablet of counter 1, a page of its own context."""
    opened: list[Page] = []

    def show(touch: bool = True, width: int = 1280, height: int = 800) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": height},
            has_touch=touch,
            is_mobile=touch,
        )
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.goto(office.url + RATING)
        opened.append(page)
        return page

    yield show
    for page in opened:
        page.context.close()


def begin(head: Program) -> str:
    """Somebody is called and served; the number."""
    head.post("/tickets", {"service": "chung-thuc"})
    number = str(head.post("/counters/1/calls")["ticket"]["number"])
    head.post("/counters/1/starts")
    return number


def serve(head: Program) -> str:
    number = begin(head)
    head.post("/counters/1/finishes")
    return number


def ratings(desk: Desk, number: str) -> list[Row]:
    return desk.store.find("rated_visits", number=number)


def presses(desk: Desk) -> int:
    row = desk.store.first("tallies", counter=1, kind="rating-noise")
    return row["count"] if row else 0


def asked(page: Page, number: str) -> None:
    expect(page.locator(".rate__about")).to_contain_text(number)


# --- it opens, and it closes -----------------------------------------------------


def test_a_screen_drawn_during_a_service_rests_and_does_not_draw_itself_again(
    screen: Screen, head: Program
) -> None:
    begin(head)
    page = screen()
    drawn: list[str] = []
    page.on("framenavigated", lambda frame: drawn.append(frame.url))
    page.wait_for_timeout(2_000)
    assert drawn == []
    head.post("/counters/1/finishes")
    wait_for_state(page, "question")


def test_the_question_opens_by_itself_stays_at_a_call_and_ends_at_the_start(
    screen: Screen, head: Program
) -> None:
    page = screen()
    number = serve(head)
    asked(page, number)
    page.evaluate("document.body.dataset.kept = 'yes'")
    head.post("/tickets", {"service": "chung-thuc"})
    head.post("/counters/1/calls")
    page.wait_for_timeout(1000)
    asked(page, number)
    assert page.evaluate("document.body.dataset.kept") == "yes"  # not even redrawn
    head.post("/counters/1/starts")
    wait_for_state(page, "rest")
    head.post("/counters/1/finishes")
    wait_for_state(page, "question")


def test_one_key_that_ends_a_visit_and_calls_the_next_asks_about_the_first(
    screen: Screen, head: Program
) -> None:
    page = screen()
    number = begin(head)
    head.post("/tickets", {"service": "chung-thuc"})
    head.post("/counters/1/calls")
    asked(page, number)
    head.post("/counters/1/no-shows")


def test_a_finish_that_is_taken_back_takes_the_question_back(
    screen: Screen, head: Program
) -> None:
    page = screen()
    number = serve(head)
    asked(page, number)
    head.post("/counters/1/undo")
    wait_for_state(page, "rest")
    head.post("/counters/1/finishes")
    asked(page, number)


def test_without_a_touch_the_screen_forgets_and_nobody_was_satisfied(
    screen: Screen, head: Program, desk: Desk
) -> None:
    desk.set_policy(HEAD, "rating_seconds", 2)
    page = screen()
    number = serve(head)
    asked(page, number)
    wait_for_state(page, "rest")
    assert ratings(desk, number) == []
    desk.set_policy(HEAD, "rating_seconds", 20)


def test_reasons_that_are_ticked_are_said_when_the_next_service_starts(
    screen: Screen, head: Program, desk: Desk
) -> None:
    page = screen()
    number = serve(head)
    asked(page, number)
    page.get_by_role("button", name="Không hài lòng").tap()
    wait_for_state(page, "reasons")
    page.get_by_text("Phải chờ lâu").tap()
    begin(head)
    eventually(lambda: bool(ratings(desk, number)))
    [row] = ratings(desk, number)
    assert (row["level"], json.loads(row["reasons"])) == (1, ["cho-lau"])
    assert row["channel"] == "tablet"
    head.post("/counters/1/finishes")


# --- whose press -------------------------------------------------------------------


def press(page: Page, how: str) -> None:
    face = page.get_by_role("button", name="Rất hài lòng")
    if how == "touch":
        face.tap()
    elif how == "mouse":
        face.click()
    else:
        expect(page.locator(".faces")).not_to_have_attribute("inert", "")
        face.focus()
        page.keyboard.press("Enter")


@pytest.mark.parametrize(
    ("touch", "how", "channel"),
    [
        (True, "touch", "tablet"),
        (True, "key", "tablet"),  # a switch: no mouse lies there
        (False, "mouse", "same-pc"),
        (False, "key", "same-pc"),
    ],
)
def test_a_tablet_counts_a_finger_or_a_switch_and_no_mouse(
    screen: Screen, head: Program, desk: Desk, touch: bool, how: str, channel: str
) -> None:
    page = screen(touch)
    number = serve(head)
    asked(page, number)
    press(page, how)
    wait_for_state(page, "thanks")
    assert [row["channel"] for row in ratings(desk, number)] == [channel]


def test_the_second_screen_of_the_officers_pc_keeps_mouse_votes_apart(
    browser: Browser, office: Office, head: Program, desk: Desk
) -> None:
    terminal = sign_in(browser, office, 2)
    second = terminal.context.new_page()
    second.goto(f"{office.url}/counter/2/rating")
    head.post("/tickets", {"service": "chung-thuc"})
    number = head.post("/counters/2/calls")["ticket"]["number"]
    for act in ("starts", "finishes"):
        head.post(f"/counters/2/{act}")
    asked(second, number)
    press(second, "mouse")
    wait_for_state(second, "thanks")
    assert [row["channel"] for row in ratings(desk, number)] == ["same-pc"]
    assert "Rất hài lòng" not in terminal.content()
    terminal.context.close()


# --- what is not an answer ---------------------------------------------------------


def test_who_presses_before_reading_has_not_answered_and_is_counted(
    screen: Screen, head: Program, desk: Desk
) -> None:
    number = serve(head)
    page = screen()
    page.clock.install(time=0)
    page.clock.pause_at(1)
    page.goto(page.url)
    asked(page, number)
    before = presses(desk)
    page.wait_for_timeout(1500)  # the server has its own second; here none has gone by
    place = page.get_by_role("button", name="Rất hài lòng").bounding_box()
    assert place
    for _ in range(2):
        page.touchscreen.tap(place["x"] + 40, place["y"] + 40)
    assert (state(page), ratings(desk, number)) == ("question", [])
    page.clock.run_for(1100)
    eventually(lambda: presses(desk) == before + 2)
    page.get_by_role("button", name="Rất hài lòng").tap()
    wait_for_state(page, "thanks")
    assert [row["level"] for row in ratings(desk, number)] == [4]


def test_a_finger_that_trembles_answers_once(
    screen: Screen, head: Program, desk: Desk
) -> None:
    page = screen()
    number = serve(head)
    asked(page, number)
    before = presses(desk)
    face = page.get_by_role("button", name="Hài lòng", exact=True)
    expect(page.locator(".faces")).not_to_have_attribute("inert", "")
    face.evaluate("face => { face.click(); face.click(); face.click() }")
    wait_for_state(page, "thanks")
    assert [row["level"] for row in ratings(desk, number)] == [3]
    eventually(lambda: presses(desk) == before + 2)


# --- how it looks ------------------------------------------------------------------


@pytest.mark.parametrize(("width", "height"), VIEWS)
def test_every_state_fits_its_screen_and_axe_finds_nothing(
    screen: Screen, head: Program, width: int, height: int
) -> None:
    page = screen(True, width, height)
    number = serve(head)
    asked(page, number)
    whole(page, width, height)
    page.get_by_role("button", name="Bình thường").tap()
    wait_for_state(page, "reasons")
    whole(page, width, height)
    page.get_by_role("button", name="Gửi góp ý").tap()
    wait_for_state(page, "thanks")
    whole(page, width, height)
    page.goto(page.url.split("?")[0])
    wait_for_state(page, "rest")
    whole(page, width, height)


def whole(page: Page, width: int, height: int) -> None:
    """Nothing to scroll for, and nothing that axe finds."""
    size = (
        "[document.documentElement.scrollWidth, document.documentElement.scrollHeight]"
    )
    assert page.evaluate(size) == [width, height]
    assert violations(page) == []
