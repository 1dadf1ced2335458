"""The terminal over a long day: the time, the night, the cut, the small form."""

from playwright.sync_api import Browser, Page, expect

from tests import keyboard_steps
from tests.browsing import eventually, open_page, sign_in, state, wait_for_state
from tests.keyboard_steps import (
    CALM,
    COPIES,
    IN_A_BROWSER,
    KIOSK,
    press,
    sheet,
    stands,
)
from tests.office_of_tests import only_long
from tests.real_server import Office
from tests.test_axe import violations
from ticketing.desk import Desk
from ticketing.tickets import Status

browser, office = keyboard_steps.browser, keyboard_steps.office  # fixtures
desk, terminal = keyboard_steps.desk, keyboard_steps.terminal
pytestmark = IN_A_BROWSER
STALE = 9_000  # ms: 5 s of silence, and a busy machine


# --- the time that runs ------------------------------------------------------------


@only_long
def test_the_small_window_never_turns_the_timer_back(terminal: Page) -> None:
    press(terminal, "Space")
    wait_for_state(terminal, "called")
    terminal.wait_for_timeout(4_000)
    terminal.set_viewport_size({"width": 320, "height": 480})
    terminal.wait_for_timeout(100)
    passed = terminal.locator("[data-passed]").inner_text()
    assert passed >= "00:04"


@only_long
def test_a_touch_of_the_page_keeps_the_counter_armed_and_the_time_follows(
    browser: Browser, office: Office, desk: Desk
) -> None:
    office.flask("policy", "set", "undo_seconds", "1")
    page = sign_in(browser, office)
    page.clock.install()
    page.reload()
    press(page, "Space")
    armed = page.locator("[data-touch] [data-until]")
    until = armed.get_attribute("data-until")
    press(page, "Shift")  # whoever has just armed it was there already
    page.clock.fast_forward(31_000)
    assert armed.get_attribute("data-until") == until
    press(page, "Shift")
    expect(armed).not_to_have_attribute("data-until", until or "")
    now = desk.store.counter(1).armed_until
    assert now and armed.get_attribute("data-until") == now.isoformat()
    page.context.close()


@only_long
def test_the_question_of_a_time_shuts_itself_when_the_time_is_over(
    terminal: Page, desk: Desk
) -> None:
    press(terminal, "Space", "r", "n")
    running = terminal.locator("details.fold[open] [data-until]")
    running.evaluate("one => { one.dataset.until = new Date().toISOString() }")
    expect(running).to_have_count(0)
    assert (state(terminal), sheet(terminal)) == ("called", "")
    assert stands(desk, "A001") is Status.CALLED


@only_long
def test_in_the_small_form_a_click_in_the_question_leads_to_the_no_show(
    terminal: Page, desk: Desk
) -> None:
    press(terminal, "Space")
    terminal.set_viewport_size({"width": 320, "height": 480})
    terminal.locator("[data-key=next]").click()
    terminal.get_by_role("button", name="không đến").click()
    terminal.get_by_role("button", name="Vẫn bỏ qua").click()
    eventually(lambda: stands(desk, "A001") is Status.MISSED)


@only_long
def test_in_the_question_n_leads_to_the_no_show_and_n_again_records_it(
    terminal: Page, desk: Desk
) -> None:
    press(terminal, "Space", "Space", "n")
    assert "vẫn bỏ qua?" in sheet(terminal)
    press(terminal, "n")
    eventually(lambda: stands(desk, "A001") is Status.MISSED)


@only_long
def test_who_listens_hears_the_call_and_what_can_be_taken_back(
    terminal: Page,
) -> None:
    said = terminal.locator("[data-said]")
    press(terminal, "Space")
    expect(said).to_contain_text("Đang mời · A001 · mời A001")
    press(terminal, "s")
    expect(said).to_contain_text("Đang phục vụ · A001 · bắt đầu A001")


# --- a long day -------------------------------------------------------------------


@only_long
def test_a_page_left_open_over_the_days_end_goes_to_the_door(
    terminal: Page, office: Office
) -> None:
    press(terminal, "Space")
    office.flask("day", "close")
    wait_for_state(terminal, "signed-out")


@only_long
def test_a_reload_in_the_middle_of_a_service_goes_on_with_it(terminal: Page) -> None:
    press(terminal, "Space", "s")
    terminal.reload()
    assert state(terminal) == "serving"
    assert terminal.locator("h1.number").inner_text() == "A001"
    terminal.wait_for_timeout(CALM)
    press(terminal, "e")
    wait_for_state(terminal, "idle")


def test_without_the_server_an_act_is_refused_and_never_sent_later(
    terminal: Page, office: Office, desk: Desk
) -> None:
    seq = desk.store.last_seq()
    office.kill_web()
    lost = terminal.locator("[data-stale]")
    expect(lost).to_be_visible(timeout=STALE)
    press(terminal, "Space", "w")
    office.start_web()
    expect(lost).to_be_hidden(timeout=STALE)
    terminal.wait_for_timeout(CALM)
    assert (state(terminal), desk.store.last_seq()) == ("idle", seq)
    press(terminal, "Escape", "Space")
    wait_for_state(terminal, "called")


@only_long
def test_in_the_small_form_nothing_is_cut_off_and_letters_are_off(
    browser: Browser, office: Office, desk: Desk
) -> None:
    desk.issue(KIOSK, COPIES, language="en", wishes=("escort", "low_counter"))
    page = sign_in(browser, office)
    page.set_viewport_size({"width": 320, "height": 480})
    page.wait_for_timeout(CALM)
    press(page, "Space")
    assert state(page) == "idle"
    page.locator("[data-key=next]").click()
    wait_for_state(page, "called")
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    page.locator("[data-key=more]").click()
    expect(page.locator("[data-key=note]")).to_be_visible()
    page.context.close()


# --- for everybody ------------------------------------------------------------------


@only_long
def test_axe_finds_nothing_in_any_state_and_in_any_fold(
    terminal: Page, desk: Desk
) -> None:
    desk.issue(KIOSK, COPIES, priority=True, language="en", wishes=("escort",))
    desk.issue(KIOSK, "dat-dai")
    press(terminal, "Space", "p", "Digit4", "Space", "Shift+F1")
    assert violations(terminal) == []
    press(terminal, "s")
    for key in ("g", "a", "m", "d", "k", "p", "t", "f", "b", "w", "l", "F1", "c"):
        press(terminal, key)
        assert violations(terminal) == [], key
        press(terminal, "Escape")


@only_long
def test_the_page_of_a_supervisor_is_free_of_violations_too(
    browser: Browser, office: Office
) -> None:
    page = open_page(browser, f"{office.url}/counter/")
    page.locator("[name=name]").select_option("Đặng Thị Mỹ Hạnh (mẫu)")
    page.locator("[name=pin]").fill("839471")
    page.locator("[name=counter][value='1']").check(force=True)
    page.get_by_role("button", name="Vào quầy").click()
    wait_for_state(page, "idle")
    page.locator("summary", has_text="Lĩnh vực").click()
    assert violations(page) == []
    page.context.close()
