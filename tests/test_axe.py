"""Every screen of a visit, in its states, is free of axe-core's violations."""

import hashlib
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from app import create_app
from settings import Settings
from tests.browsing import (
    PEOPLE,
    WIDE,
    chromium,
    enter,
    needs_chromium,
    open_page,
    sign_in,
    wait_for_state,
)
from tests.calling import Program
from tests.office_of_tests import LONG
from tests.paper_steps import printer, slip
from tests.real_server import ROOT, Office, running
from ticketing.clock import utc_now
from ticketing.desk import Desk
from ticketing.opening import open_store
from ticketing.people import Actor, officer

pytestmark = [pytest.mark.browser, needs_chromium]
AXE = (ROOT / "tests/vendor/axe.min.js").read_text()
HEAD = Actor("supervisor", "Hạnh", "hanh")
SITS = officer(PEOPLE[5]["name"], "officer")  # at counter 6, to which nobody comes
SMALL = (320, 480)
STYLES = "[...document.styleSheets].map(({ href }) => href).join()"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with running(tmp_path_factory.mktemp("axe")) as office:
        yield office


@pytest.fixture(scope="module")
def visit(office: Office) -> dict[str, str]:
    """Somebody waits, somebody is called, served, missed, parked: ids by state."""
    kiosk = Program(office, office.token("kiosk"))
    head = Program(office, office.token("supervisor"))
    head.post("/counters/1/opening")
    tickets = [
        kiosk.post("/tickets", {"service": "chung-thuc", "priority": place == 1})
        for place in range(8)
    ]
    ids = {ticket["number"]: ticket["id"] for ticket in tickets}

    def call() -> str:
        return str(head.post("/counters/1/calls")["ticket"]["number"])

    served = call()
    missed = call()
    head.post("/counters/1/no-shows")
    parked = call()
    head.post("/counters/1/parkings", {"reason": "Thiếu giấy tờ"})
    called = call()
    waiting = next(number for number in reversed(ids))
    named = {
        "served": served,
        "missed": missed,
        "parked": parked,
        "called": called,
        "waiting": waiting,
    }
    return {state: ids[number] for state, number in named.items()}


def violations(page: Page) -> list[str]:
    page.evaluate(AXE)
    found = page.evaluate(
        "tags => axe.run(document, {runOnly: {type: 'tag', values: tags}})", TAGS
    )
    return [
        f"{one['id']}: {one['help']} – {node['html'][:120]}"
        for one in found["violations"]
        for node in one["nodes"]
    ]


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/kiosk/",
        "/kiosk/?lang=en",
        "/kiosk/?size=large&theme=contrast",
        "/kiosk/priority",
        "/kiosk/procedures",
        "/kiosk/procedures?q=khai+sinh",
        "/kiosk/procedures/1",
        "/kiosk/number",
        "/display/",
        "/display/?lang=en",
        "/display/?inches=32&seat=8",
        "/display/setup",
        "/display/setup?inches=32&seat=12&lang=en",
        "/display/counter/1",
        "/display/counter/2",
        "/display/counter/99",
        "/display/papers",
        "/display/papers?q=khai+sinh&lang=en",
        "/display/papers?procedure=1",
        "/counter/",
        "/counter/1/rating",
        "/printer/",
        "/kiosk/tickets/not-there",
    ],
)
def test_axe_finds_nothing_on_the_page(
    browser: Browser, office: Office, visit: dict[str, str], path: str
) -> None:
    upright = path.startswith("/kiosk")
    page = open_page(browser, office.url + path, *((1080, 1920) if upright else ()))
    assert violations(page) == []
    page.context.close()


@pytest.mark.parametrize("status", ["waiting", "called", "served", "missed", "parked"])
@pytest.mark.parametrize("screen", ["/t/", "/kiosk/tickets/"])
def test_axe_finds_nothing_on_a_ticket_in_any_state(
    browser: Browser, office: Office, visit: dict[str, str], status: str, screen: str
) -> None:
    page = open_page(browser, office.url + screen + visit[status], 390, 844)
    assert violations(page) == []
    page.context.close()


@pytest.mark.parametrize("fresh", [1, 3])
@pytest.mark.parametrize(("width", "height"), [(1920, 1080), (1080, 1920)])
def test_axe_finds_nothing_on_the_board_at_a_call_or_cut_off(
    browser: Browser,
    office: Office,
    visit: dict[str, str],
    width: int,
    height: int,
    fresh: int,
) -> None:
    page = open_page(browser, f"{office.url}/display/", width, height)
    page.evaluate(
        """fresh => {
          const calls = [...document.querySelectorAll(".call")]
          for (const [place, call] of calls.entries()) call.hidden = place >= fresh
          document.querySelector(".calls").dataset.calls = fresh
          document.body.dataset.state = "call"
        }""",
        fresh,
    )
    assert violations(page) == []
    page.evaluate("document.body.classList.add('board--lost')")
    page.evaluate("document.querySelector('[data-stale]').hidden = false")
    assert violations(page) == []
    page.context.close()


def test_axe_finds_nothing_on_the_terminal_while_somebody_is_served(
    browser: Browser, office: Office, visit: dict[str, str]
) -> None:
    page = sign_in(browser, office, 2)
    assert violations(page) == []
    page.locator("[data-key='next']").first.click()
    wait_for_state(page, "called", "idle")
    assert violations(page) == []
    page.context.close()


# --- the terminal in its other states, and what is asked at the door -----------------


def is_free_of_them(page: Page) -> bool:
    """Wide and in the small form."""
    for width, height in (WIDE, SMALL):
        page.set_viewport_size({"width": width, "height": height})
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") == width
    return True


@pytest.fixture(scope="module")
def desk(office: Office) -> Iterator[Desk]:
    """The same office from another process."""
    desk = Desk(open_store(office.folder / "office.db", trial=True), trial=True)
    yield desk
    desk.store.close()


@pytest.fixture(scope="module")
def terminal(browser: Browser, office: Office) -> Iterator[Page]:
    page = sign_in(browser, office, 6)
    yield page
    page.context.close()


def is_held_by_another(desk: Desk) -> object:
    desk.close_counter(SITS, 6)
    return desk.open_counter(HEAD, 6)


@pytest.mark.parametrize(
    ("done", "says"),
    [
        (lambda desk: desk.call_next(SITS, 6), "Gọi số tiếp theo"),
        (lambda desk: desk.call_next(SITS, 6, armed=True), "Đang đón người tiếp theo"),
        (lambda desk: desk.pause(SITS, 6, "Họp"), "Đang tạm dừng"),
        (lambda desk: desk.close_counter(SITS, 6), "Quầy chưa mở"),
        (is_held_by_another, "Quầy đã có người"),
    ],
    ids=["idle", "armed", "paused", "closed", "held-by-another"],
)
def test_axe_finds_nothing_on_the_terminal_while_nobody_is_there(
    terminal: Page, desk: Desk, done: Callable[[Desk], object], says: str
) -> None:
    desk.close_counter(HEAD, 6)
    desk.open_counter(SITS, 6)
    done(desk)
    terminal.reload()
    expect(terminal.locator("body")).to_contain_text(says)
    assert is_free_of_them(terminal)


def test_axe_finds_nothing_on_the_terminal_when_the_server_is_lost(
    terminal: Page,
) -> None:
    """Six seconds of silence, without waiting for them."""
    terminal.clock.install()
    terminal.reload()
    terminal.context.set_offline(True)
    terminal.clock.fast_forward(6_000)
    expect(terminal.locator("[data-stale]")).to_be_visible()
    assert is_free_of_them(terminal)
    terminal.context.set_offline(False)


@pytest.mark.parametrize(
    ("role", "paths"),
    [
        ("officer", ["/counter/"]),
        ("supervisor", ["/counter/", "/counter/floor/list/A008"]),
    ],
)
def test_axe_finds_nothing_where_a_counter_or_a_wish_is_chosen(
    browser: Browser, office: Office, visit: dict[str, str], role: str, paths: list[str]
) -> None:
    page = enter(browser, office, role)
    for path in paths:
        page.goto(office.url + path)
        assert page.locator("h1").inner_text()
        assert is_free_of_them(page)
    page.context.close()


@pytest.mark.parametrize(
    ("late", "state"),
    [(timedelta(0), "closed-day"), (timedelta(days=1), "clock-behind")],
)
def test_axe_finds_nothing_where_an_opening_is_asked_about(
    browser: Browser, office: Office, tmp_path: Path, late: timedelta, state: str
) -> None:
    """On a day off, or with a late clock: neither is to be had in the running office,
    so another that is not in trial mode answers in its place."""
    who = PEOPLE[2]
    Office(tmp_path).begin()
    app = create_app(Settings(database=tmp_path / "office.db", trial="1"))
    app.config["WTF_CSRF_ENABLED"] = False
    desk: Desk = app.extensions["desk"]
    desk.set_policy(HEAD, "closed_days", [desk.today()])
    desk.trial, desk.store.clock = False, lambda: utc_now() - late
    form = {"name": who["name"], "pin": who["pin"], "counter": 3}
    answer = app.test_client().post("/counter/sign-in", data=form)
    desk.store.close()
    page = open_page(browser, f"{office.url}/counter/")
    page.set_content(answer.text)
    assert page.locator("body").get_attribute("data-state") == state
    assert "plain.css" in page.evaluate(STYLES)
    assert page.locator("h1").inner_text()
    assert is_free_of_them(page)
    page.context.close()


@pytest.mark.parametrize("fault", ["paper", "off", None] if LONG else ["paper"])
@pytest.mark.parametrize("wishes", ["", "?size=large&lang=en", "?theme=contrast"])
def test_axe_finds_nothing_where_paper_is_told_of_at_the_kiosk(
    browser: Browser, office: Office, visit: dict[str, str], fault: str, wishes: str
) -> None:
    desk = Desk(open_store(office.folder / "office.db", trial=True))
    printer(desk, fault=fault, near_end=1)
    if fault is None:
        slip(desk, "failed", desk.store.find("slips", "slip DESC", 1)[0]["slip"])
    ticket = f"/kiosk/tickets/{visit['waiting']}"
    for path in ("/kiosk/", ticket, f"{ticket}/own"):
        page = open_page(browser, office.url + path + wishes, 1080, 1920)
        assert violations(page) == []
        page.context.close()
    desk.store.close()


def test_axe_finds_nothing_where_paper_is_told_of_to_the_staff(
    browser: Browser, office: Office, visit: dict[str, str]
) -> None:
    desk = Desk(open_store(office.folder / "office.db", trial=True))
    page = sign_in(browser, office, 3)
    for fault in ("paper", None):
        printer(desk, fault=fault, near_end=1)
        slip(desk, "failed", desk.store.find("slips", "slip DESC", 1)[0]["slip"])
        for path in ("/counter/3/", "/counter/paper/", "/counter/floor/list"):
            for width, height in ((1366, 768), (320, 480)):
                page.set_viewport_size({"width": width, "height": height})
                page.goto(office.url + path)
                assert violations(page) == []
                wide = page.evaluate("document.documentElement.scrollWidth")
                assert wide == width
    desk.store.close()


def test_the_vendored_checker_is_the_one_that_its_readme_names() -> None:
    digest = hashlib.sha256((ROOT / "tests/vendor/axe.min.js").read_bytes())
    assert digest.hexdigest() in (ROOT / "tests/vendor/README.md").read_text()
