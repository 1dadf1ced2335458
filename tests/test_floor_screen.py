"""The supervisor's pages in a real browser: moves, the list in the dark, and after."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browsing import (
    PEOPLE,
    WIDE,
    chromium,
    enter,
    eventually,
    needs_chromium,
)
from tests.browsing import sign_in as sign_in_at
from tests.calling import Program
from tests.office_of_tests import LONG, only_long
from tests.real_server import Office, running
from tests.test_axe import violations

pytestmark = [pytest.mark.browser, needs_chromium]

COPIES = "chung-thuc"
STALE = 9_000  # ms: 5 s of silence, and a busy machine
PHONE = (360, 740)
DARKNESS = 40 * 60  # seconds without power


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture
def office(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Office]:
    """At eight in the morning."""
    monkeypatch.setenv("LUOT_CLOCK", "2026-11-23T08:00:00+07:00")
    with running(tmp_path_factory.mktemp("floor")) as office:
        yield office


@pytest.fixture
def kiosk(office: Office) -> Program:
    return Program(office, office.token("kiosk"))


def seat(page: Page, counter: int) -> str:
    return page.locator(f"[data-live='counter-{counter}']").inner_text()


# --- moves --------------------------------------------------------------------


def test_a_supervisor_moves_an_officer_who_calls_from_the_other_counter(
    browser: Browser, office: Office, kiosk: Program
) -> None:
    officer = sign_in_at(browser, office, 1)
    page = enter(browser, office, "supervisor")
    page.goto(f"{office.url}/counter/floor/")
    page.evaluate("window.sameLoad = true")
    name = PEOPLE[0]["name"]
    expect(page.locator("[data-live='counter-1']")).to_contain_text(name)
    page.locator("[data-live='counter-1'] summary").click()
    moves = page.locator("[data-live='counter-1'] form[action*='moves']")
    moves.get_by_role("button", name="Quầy 4").click()
    expect(page.locator("[data-live='counter-4']")).to_contain_text(name)
    assert "Đã đóng" in seat(page, 1)

    kiosk.post("/tickets", {"service": COPIES})
    officer.goto(f"{office.url}/counter/4/")
    officer.locator("[data-key='next']").click()
    expect(page.locator("[data-live='counter-4'] .number")).to_have_text("A001")
    assert page.evaluate("window.sameLoad")


def test_help_calls_and_lines_without_a_counter_come_up_by_themselves(
    browser: Browser, office: Office, kiosk: Program
) -> None:
    page = enter(browser, office, "supervisor")
    page.goto(f"{office.url}/counter/floor/")
    head = Program(office, office.token("supervisor"))
    head.post("/counters/3/opening")
    head.post("/counters/3/help", {"on": True})
    kiosk.post("/tickets", {"service": COPIES})
    needs = page.locator("[data-live='needs']")
    expect(needs).to_contain_text("cần hỗ trợ từ 08:")
    needs.get_by_role("button", name="Quầy 3 nhận hôm nay").click()
    expect(page.locator("[data-live='counter-3']")).to_contain_text("nhận thay hôm nay")
    needs.get_by_role("button", name="Đã có người đến").click()
    expect(needs).not_to_contain_text("cần hỗ trợ")
    expect(needs).not_to_contain_text("người chờ")


@only_long
def test_words_that_are_being_typed_are_not_swept_away_by_news(
    browser: Browser, office: Office, kiosk: Program
) -> None:
    page = enter(browser, office, "supervisor")
    page.goto(f"{office.url}/counter/floor/")
    page.locator("[data-live='notice'] summary").click()
    page.locator("[name='vi']").fill("Chiều nay nghỉ sớm")
    kiosk.post("/tickets", {"service": COPIES})
    expect(page.locator("h1")).to_contain_text("1 người đang chờ")
    assert page.locator("[name='vi']").input_value() == "Chiều nay nghỉ sớm"


def test_a_refusal_is_said_at_the_form_that_asked(
    browser: Browser, office: Office, kiosk: Program
) -> None:
    page = enter(browser, office, "supervisor")
    head = Program(office, office.token("supervisor"))
    head.post("/counters/1/opening")
    page.goto(f"{office.url}/counter/floor/")
    page.locator("[data-live='counter-1'] summary").click()
    close = page.locator("[data-live='counter-1'] form[action*='closings']")
    kiosk.post("/tickets", {"service": COPIES})
    head.post("/counters/1/calls")  # while the form is open
    close.get_by_label("Tôi biết, vẫn nghỉ").check()
    close.get_by_role("button", name="Đóng quầy").click()
    expect(close.get_by_role("alert")).to_contain_text("đang phục vụ số A001")


@only_long
def test_every_act_works_as_a_plain_form_without_scripts(
    browser: Browser, office: Office
) -> None:
    page = enter(browser, office, "supervisor")
    cookies = page.context.storage_state()
    plain = browser.new_context(java_script_enabled=False, storage_state=cookies)
    page = plain.new_page()
    page.goto(f"{office.url}/counter/floor/")
    page.locator("[data-live='counter-2'] summary").click()
    page.locator("[data-live='counter-2'] [name=officer]").select_option(index=1)
    page.locator("[data-live='counter-2']").get_by_role(
        "button", name="Mở quầy"
    ).click()
    assert "Sẵn sàng" in seat(page, 2)
    page.locator("[data-live='counter-2'] summary").click()
    page.get_by_label("Tôi biết, vẫn nghỉ").check()
    page.locator("[data-live='counter-2']").get_by_role(
        "button", name="Đóng quầy"
    ).click()
    assert "Đã đóng" in seat(page, 2)
    plain.close()


@only_long
def test_the_page_says_that_the_server_is_lost_and_sends_nothing_then(
    browser: Browser, office: Office
) -> None:
    page = enter(browser, office, "supervisor")
    page.goto(f"{office.url}/counter/floor/")
    expect(page.locator("[data-pill]")).to_contain_text("Đã kết nối")
    office.kill_web()
    expect(page.locator("[data-stale]")).to_be_visible(timeout=STALE)
    page.locator("[data-live='counter-2'] summary").click()
    page.locator("[data-live='counter-2'] [name=officer]").select_option(index=1)
    page.locator("[data-live='counter-2']").get_by_role(
        "button", name="Mở quầy"
    ).click()
    office.start_web()
    expect(page.locator("[data-stale]")).to_be_hidden()
    head = Program(office, office.token("supervisor"))
    assert not head.get("/counters/2")["open"]


# --- the list in the dark -------------------------------------------------------


def test_the_calling_list_outlives_the_server_with_its_time_and_its_ticks(
    browser: Browser, office: Office, kiosk: Program
) -> None:
    phone = enter(browser, office, "helper", PHONE)
    for _ in range(3):
        kiosk.post("/tickets", {"service": COPIES})
    phone.goto(f"{office.url}/counter/floor/list")
    expect(phone.locator("[data-tick]").first).to_be_hidden()
    kiosk.post("/tickets", {"service": COPIES})
    expect(phone.locator(".number")).to_have_text(["A001", "A002", "A003", "A004"])
    office.kill_web()
    expect(phone.locator("[data-stale]")).to_be_visible(timeout=STALE)
    assert "Danh sách theo lúc 08:0" in phone.locator("[data-stale]").inner_text()
    phone.locator("[data-tick=A001][value=served]").check()
    phone.locator("[data-tick=A002][value=served]").check()
    phone.locator("[data-tick=A002][value=left]").check()
    expect(phone.locator("[data-tick=A002][value=served]")).not_to_be_checked()

    again = reopened(phone.context, office)
    assert again.locator("[data-tick=A001][value=served]").is_checked()
    assert again.locator("[data-tick=A002][value=left]").is_checked()
    expect(again.locator(".number")).to_have_text(["A001", "A002", "A003", "A004"])

    office.start_web()
    expect(phone.locator("[data-stale]")).to_be_hidden(timeout=STALE)
    told = phone.locator("[data-ticked]")
    expect(told).to_contain_text("Xong: A001 · Về: A002. Xin đưa người phụ trách xem")


def reopened(phone: BrowserContext, office: Office) -> Page:
    """The tab was closed; a bookmark opens it again, and nobody answers."""
    page = phone.new_page()
    page.goto(f"{office.url}/counter/floor/list")
    expect(page.locator("[data-stale]")).to_be_visible(timeout=STALE)
    return page


@only_long
def test_whoever_is_signed_out_does_not_go_on_reading_the_list(
    browser: Browser, office: Office
) -> None:
    phone = enter(browser, office, "helper", PHONE)
    phone.goto(f"{office.url}/counter/floor/list")
    other = phone.context.new_page()
    other.goto(f"{office.url}/counter/paper/")
    other.get_by_role("button", name="Đăng xuất").click()
    expect(phone).to_have_url(f"{office.url}/counter/")


# --- and after it ---------------------------------------------------------------


def test_after_the_power_cut_the_ticks_of_the_phone_become_the_truth(
    browser: Browser, office: Office, kiosk: Program
) -> None:
    head = Program(office, office.token("supervisor"))
    phone = enter(browser, office, "supervisor", PHONE)
    for _ in range(4):
        kiosk.post("/tickets", {"service": COPIES})
    head.post("/counters/1/opening")
    head.post("/counters/1/calls")
    phone.goto(f"{office.url}/counter/floor/list")
    expect(phone.locator(".number")).to_have_text(["A001", "A002", "A003", "A004"])
    office.kill_web()
    expect(phone.locator("[data-stale]")).to_be_visible(timeout=STALE)
    for number, fate in (("A001", "served"), ("A002", "served"), ("A003", "left")):
        phone.locator(f"[data-tick={number}][value={fate}]").check()
    time_goes_on(office)
    office.start_web()

    expect(phone.locator("[data-ticked]")).to_be_visible(timeout=STALE)
    phone.locator("[data-ticked] a").click()
    expect(phone.locator("[data-prefilled]")).to_contain_text("A001 A002 A003")
    assert phone.locator("[name=begun]").first.input_value().startswith("08:0")
    assert phone.locator("[name=ended]").first.input_value() >= "08:40"
    assert violations(phone) == []
    phone.get_by_role("button", name="Ghi đối chiếu").click()
    done = phone.locator("[data-done]")
    expect(done).to_contain_text("Đã ghi: 2 người đã phục vụ, 1 người đã về")
    expect(done).to_contain_text("A004 Chứng thực")
    assert violations(phone) == []
    assert phone.evaluate("Object.keys(localStorage)") == ["calling-list"]
    assert head.post("/counters/1/calls")["ticket"]["number"] == "A004"
    assert "All is well" in office.flask("verify", "--all")


def time_goes_on(office: Office) -> None:
    """While nothing runs: the office's clock is ahead by so much at the next start."""
    with closing(sqlite3.connect(office.folder / "office.db")) as db, db:
        changed = db.execute(
            "UPDATE meta SET value = value + ? WHERE key = 'clock_offset'", (DARKNESS,)
        )
        assert changed.rowcount == 1


# --- for everybody --------------------------------------------------------------


@pytest.mark.parametrize("size", [PHONE, WIDE] if LONG else [PHONE], ids=str)
def test_axe_finds_nothing_and_nothing_is_cut_off_on_a_bad_morning(
    browser: Browser, office: Office, kiosk: Program, size: tuple[int, int]
) -> None:
    head = Program(office, office.token("supervisor"))
    for service in (COPIES, COPIES, "ho-tich", "dat-dai", "nhan-ket-qua"):
        kiosk.post("/tickets", {"service": service, "priority": service == COPIES})
    head.post("/counters/1/opening")
    head.post("/counters/1/calls", {"number": "A002", "reason": "Già yếu"})
    head.post("/counters/1/help", {"on": True})
    head.post("/counters/5/opening")
    head.post("/counters/5/pause", {"reason": "Trình ký, sao chụp hồ sơ"})
    head.post("/notices", {"vi": "Chiều nay nghỉ sớm lúc 16:30", "en": ""})
    head.post("/issuing", {"on": False, "service": "noi-vu", "reason": "đi họp"})
    page = enter(browser, office, "supervisor", size)
    page.goto(f"{office.url}/counter/floor/")
    looks_right(page, size)
    for part in ("counter-1", "counter-4", "counter-5", "notice", "issuing", "closing"):
        page.locator(f"[data-live='{part}'] summary").first.click()
        looks_right(page, size)
    for path in ("list", "reconcile", "reconcile?begun=08:00&ended=08:00"):
        page.goto(f"{office.url}/counter/floor/{path}")
        looks_right(page, size)
    page.goto(f"{office.url}/counter/floor/list")
    office.kill_web()
    eventually(lambda: page.locator("[data-stale]").is_visible())
    looks_right(page, size)


def looks_right(page: Page, size: tuple[int, int]) -> None:
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == size[0]
