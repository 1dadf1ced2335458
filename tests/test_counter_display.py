"""The small screen above a desk: whose turn it is there, in every state of it."""

import re
from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Browser, Page, expect

from display.joined import FOLDER, joined
from tests.browsing import chromium, needs_chromium, open_page, wait_for_state
from tests.calling import Program
from tests.conftest import ROOT, Clock
from tests.lobby_steps import rename
from tests.real_server import Office, running
from ticketing.desk import Desk
from ticketing.number_pictures import picture_of
from ticketing.people import Actor

OFFICER = Actor("officer", "Loan", "loan")
KIOSK = Actor("kiosk", "kiosk", "kiosk")
STALE = 9_000  # ms: 5 s of silence, and a busy machine
TOLD = 7_000  # ms: a database that stops, within five seconds on a machine at rest


def shown(client: FlaskClient, counter: int = 3) -> tuple[str, str]:
    """The state, and all words of the screen in one line."""
    page = client.get(f"/display/counter/{counter}").text
    [state] = re.findall(r'class="post" data-state="(\w+)"', page)
    said = page.split('class="post__now"')[1].split("</section>")[0].split(">", 1)[1]
    return state, " ".join(re.sub(r"<[^>]+>", " ", said).split())


# --- states ------------------------------------------------------------------


def test_a_counter_that_nobody_opened_sends_people_to_the_lobbys_board(
    client: FlaskClient,
) -> None:
    state, said = shown(client)
    assert state == "closed"
    assert said == "Quầy đóng Xin xem bảng gọi số ở phòng chờ."


def test_an_open_counter_follows_its_visitor_from_the_call_to_the_next_pause(
    client: FlaskClient, desk: Desk
) -> None:
    desk.open_counter(OFFICER, 3)
    assert shown(client) == ("free", "Xin chờ được mời Số được mời sẽ hiện ở đây.")
    desk.issue(KIOSK, "lao-dong")
    desk.call_next(OFFICER, 3)
    assert shown(client) == ("called", "Mời số C001 Mời Ông/Bà đến quầy này.")
    desk.start(OFFICER, 3)
    state, said = shown(client)
    assert state == "serving"
    assert said.startswith("Đang phục vụ C001")
    desk.finish(OFFICER, 3)
    assert shown(client)[0] == "free"


def test_a_pause_is_told_without_its_reason(client: FlaskClient, desk: Desk) -> None:
    desk.open_counter(OFFICER, 3)
    desk.pause(OFFICER, 3, "đi khám bệnh")
    assert shown(client) == ("paused", "Quầy tạm nghỉ Số của Ông/Bà vẫn giữ chỗ.")
    assert "khám bệnh" not in client.get("/display/counter/3").text


def test_a_priority_call_carries_its_badge_in_words(
    client: FlaskClient, desk: Desk
) -> None:
    desk.open_counter(OFFICER, 3)
    desk.issue(KIOSK, "lao-dong", priority=True)
    desk.call_next(OFFICER, 3)
    assert shown(client)[1] == "Mời số Ưu tiên C001 Mời Ông/Bà đến quầy này."


def test_another_counters_visitor_is_not_shown_here(
    client: FlaskClient, desk: Desk
) -> None:
    desk.open_counter(OFFICER, 5)
    desk.issue(KIOSK, "lao-dong")
    desk.call_next(OFFICER, 5)
    assert shown(client, 5)[0] == "called"
    assert "C001" not in client.get("/display/counter/3").text


def test_the_screen_names_its_counter_and_what_is_done_there(
    client: FlaskClient,
) -> None:
    page = client.get("/display/counter/1").text
    assert "<h1>Quầy 1</h1><p>Chứng thực · Hộ tịch</p>" in page
    english = client.get("/display/counter/1/now?lang=en").text
    assert "<h1>Counter 1</h1>" in english
    assert "style=" not in page


def test_the_open_page_goes_on_in_the_language_it_began_in(
    client: FlaskClient,
) -> None:
    page = client.get("/display/counter/1?lang=en").text
    assert 'data-now-at="/display/counter/1/now?lang=en"' in page


def test_a_thousandth_number_is_given_the_room_it_needs(
    client: FlaskClient, desk: Desk
) -> None:
    desk.open_counter(OFFICER, 3)
    desk.issue(KIOSK, "lao-dong")
    with desk.store.write() as writing:
        [row] = desk.store.find("series", series="C")
        writing.put("series", row | {"last": 999})
    late = desk.issue(KIOSK, "lao-dong")
    desk.call_number(OFFICER, 3, late.number, reason="test")
    page = client.get("/display/counter/3").text
    assert '<b class="number" data-length="5">C1000</b>' in page


@pytest.mark.parametrize("path", ["99", "0", "abc", "99/now"])
def test_a_counter_that_is_not_there_is_a_kind_page_of_the_office(
    client: FlaskClient, path: str
) -> None:
    answer = client.get(f"/display/counter/{path}")
    assert answer.status_code == 404
    assert "data-refusal" in answer.text
    assert "wordmark" in answer.text


def test_a_screen_that_nobody_paired_shows_nothing_of_the_desk(
    client: FlaskClient, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desk, "trial", False)
    for path in ("", "/now"):
        assert client.get(f"/display/counter/3{path}").status_code == 403


def test_the_answer_brings_the_offices_time_along(
    client: FlaskClient, clock: Clock
) -> None:
    clock.tick(minutes=7)
    answer = client.get("/display/counter/3/now")
    assert answer.headers["Office-Time"] == "2026-11-23T09:07:00+07:00"


def test_the_way_finder_leads_to_the_screen_of_every_counter(
    client: FlaskClient, desk: Desk
) -> None:
    page = client.get("/").text
    for counter in desk.store.counters():
        assert f'href="/display/counter/{counter.counter}"' in page


def test_a_number_has_its_picture_above_the_desk_too(
    client: FlaskClient, desk: Desk
) -> None:
    desk.set_policy(OFFICER, "number_pictures", True)
    desk.open_counter(OFFICER, 3)
    desk.issue(KIOSK, "lao-dong")
    desk.call_next(OFFICER, 3)
    picture = picture_of("C001").name["vi"]
    assert shown(client)[1].startswith(f"Mời số {picture} C001")


# --- one module for a page ---------------------------------------------------------


@pytest.mark.parametrize("name", ["display", "counter"])
def test_a_page_gets_all_its_parts_in_one_module_and_asks_again_for_free(
    client: FlaskClient, name: str
) -> None:
    answer = client.get(f"/display/page/{name}.js")
    assert answer.mimetype == "text/javascript"
    imports = re.findall(r'^import .* from "(.*)"$', answer.text, re.M)
    assert imports == ["/static/vendor/socket.io.esm.min.js"]
    assert not re.search(r"^export ", answer.text, re.M)
    known = {"If-None-Match": answer.headers["ETag"]}
    assert client.get(f"/display/page/{name}.js", headers=known).status_code == 304


def test_each_part_comes_once_and_after_what_it_needs() -> None:
    text = joined(FOLDER / "display.js", ROOT / "office/static")
    parts = re.findall(r"^const \$(\w+) = ", text, re.M)
    assert len(parts) == len(set(parts)) >= 7
    assert parts.index("board") < parts.index("announce") < parts.index("display")
    assert parts[-1] == "display"


def test_no_other_file_of_the_house_is_to_be_had_as_a_module(
    client: FlaskClient,
) -> None:
    for name in ("voice", "../../settings", "missing"):
        assert client.get(f"/display/page/{name}.js").status_code == 404


# --- in the browser ------------------------------------------------------------------


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with running(tmp_path_factory.mktemp("desk")) as office:
        yield office


@pytest.fixture(scope="module")
def chief(office: Office) -> Program:
    return Program(office, office.token("supervisor"))


@pytest.fixture
def head(chief: Program) -> Iterator[Program]:
    """Counter 3 is closed before and after the test."""
    yield chief
    if chief.get("/counters/3")["ticket"]:
        chief.post("/counters/3/finishes")
    if chief.get("/counters/3")["open"]:
        chief.post("/counters/3/closing")


def called_at_three(head: Program) -> str:
    if not head.get("/counters/3")["open"]:
        head.post("/counters/3/opening")
    head.post("/tickets", {"service": "lao-dong", "priority": True})
    return str(head.post("/counters/3/calls")["ticket"]["number"])


def colour(page: Page) -> str:
    return str(
        page.locator(".post__now").evaluate(
            "it => getComputedStyle(it).backgroundColor"
        )
    )


@pytest.mark.browser
@needs_chromium
def test_the_screen_turns_yellow_at_the_call_and_calm_when_service_begins(
    browser: Browser, office: Office, head: Program
) -> None:
    page = open_page(browser, f"{office.url}/display/counter/3", 800, 480)
    wait_for_state(page, "closed")
    head.post("/counters/3/opening")
    wait_for_state(page, "free")
    number = called_at_three(head)
    wait_for_state(page, "called")
    expect(page.locator(".post .number")).to_have_text(number)
    assert colour(page) == "rgb(255, 198, 46)"
    head.post("/counters/3/starts")
    wait_for_state(page, "serving")
    assert colour(page) != "rgb(255, 198, 46)"
    page.context.close()


@pytest.mark.browser
@needs_chromium
@pytest.mark.parametrize(
    ("width", "height"), [(800, 480), (1024, 600), (1280, 800), (600, 1024)]
)
def test_nothing_of_the_screen_is_cut_off_on_any_tablet(
    browser: Browser, office: Office, head: Program, width: int, height: int
) -> None:
    called_at_three(head)
    page = open_page(browser, f"{office.url}/display/counter/3", width, height)
    page.evaluate("document.fonts.ready")
    cut = page.evaluate(
        """() => [...document.querySelectorAll(".post__now > *, .post__head > *")]
          .filter((it) => {
            const { left, top, right, bottom } = it.getBoundingClientRect()
            const box = it.parentNode.getBoundingClientRect()
            return left < box.left || top < box.top - 1 || right > box.right
              || bottom > box.bottom + 1 || it.scrollWidth > it.clientWidth + 1
          }).map((it) => it.className)"""
    )
    assert cut == []
    number = page.locator(".post .number").bounding_box()
    assert number
    assert number["height"] > 0.25 * min(width, height)
    page.context.close()


@pytest.mark.browser
@needs_chromium
def test_a_screen_that_lost_the_server_says_so_and_comes_back_by_itself(
    browser: Browser, office: Office, head: Program
) -> None:
    number = called_at_three(head)
    page = open_page(browser, f"{office.url}/display/counter/3", 1024, 600)
    wait_for_state(page, "called")
    office.kill_web()
    page.locator("[data-stale]:visible").wait_for(timeout=STALE)
    expect(page.locator("[data-since]")).to_have_text(re.compile(r"\d\d:\d\d:\d\d"))
    expect(page.locator(".post .number")).to_have_text(number)
    assert colour(page) != "rgb(255, 198, 46)"
    office.start_web()
    page.locator("[data-stale]").wait_for(state="hidden")
    head.post("/counters/3/starts")
    wait_for_state(page, "serving")
    page.context.close()


BEATS = """() => document.getAnimations()
  .filter(({ animationName, playState }) =>
    animationName === "frame" && playState === "running").length"""


@pytest.mark.browser
@needs_chromium
def test_the_frame_beats_again_at_a_recall_and_not_because_the_page_looks_again(
    browser: Browser, office: Office, head: Program
) -> None:
    called_at_three(head)
    page = open_page(browser, f"{office.url}/display/counter/3", 800, 480)
    wait_for_state(page, "called")
    page.wait_for_function(f"() => ({BEATS})() === 0")  # after five seconds
    with page.expect_response("**/counter/3/now*"):
        pass
    page.wait_for_timeout(200)
    assert page.evaluate(BEATS) == 0
    head.post("/counters/3/recalls")
    page.wait_for_function(f"() => ({BEATS})() === 1")
    [timing] = page.evaluate(
        "() => document.getAnimations().map(({ effect }) => effect.getTiming())"
    )
    assert (timing["duration"], timing["iterations"]) == (1000, 5), "at most 1 Hz"
    assert -1000 < timing["delay"] <= 0
    page.context.close()


@pytest.mark.browser
@needs_chromium
@pytest.mark.parametrize("path", ["/display/", "/display/counter/3"])
def test_a_database_that_stops_is_told_on_both_pages_with_its_time(
    browser: Browser, office: Office, path: str
) -> None:
    page = open_page(browser, office.url + path, 1024, 600)
    with page.expect_response(re.compile("/(board|now)")):  # it looks by itself
        pass
    stale = page.locator("[data-stale]")
    expect(stale).to_be_hidden()
    rename(office, "tickets", "gone")
    try:
        stale.wait_for(timeout=TOLD)
        assert page.locator("[data-since]").inner_text().count(":") == 2
    finally:
        rename(office, "gone", "tickets")
    stale.wait_for(state="hidden")
    page.context.close()


@pytest.mark.browser
@needs_chromium
def test_without_scripts_the_screen_is_readable_and_stamped(
    browser: Browser, office: Office
) -> None:
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(f"{office.url}/display/counter/3")
    words = page.locator("body").inner_text()
    assert "Quầy đóng" in words
    assert re.search(r"Màn hình này không tự cập nhật\. Số liệu lúc \d\d:\d\d", words)
    page.context.close()
