"""The terminal in a real browser: keys alone, typing elsewhere, the night, the cut."""

import json
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browsing import (
    chromium,
    eventually,
    needs_chromium,
    open_page,
    sign_in,
    state,
    wait_for_state,
)
from tests.office_of_tests import LONG, only_long
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
STALE = 9_000  # ms: 5 s of silence, and a busy machine
TELEX = "nguyeexn vawn an "  # Nguyễn Văn An, as it is typed


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with running(tmp_path_factory.mktemp("keyboard")) as office:
        yield office


@pytest.fixture
def desk(office: Office) -> Iterator[Desk]:
    """The same office from another process."""
    desk = Desk(open_store(office.folder / "office.db", trial=True), trial=True)
    yield desk
    desk.store.close()


@pytest.fixture
def terminal(browser: Browser, office: Office, desk: Desk) -> Iterator[Page]:
    """Counter 1 is open, three people wait there."""
    for _ in range(3):
        desk.issue(KIOSK, COPIES)
    page = sign_in(browser, office)
    page.wait_for_timeout(CALM)
    yield page
    page.context.close()


def press(page: Page, *keys: str) -> None:
    """As one person presses, one after the other."""
    for key in keys:
        page.keyboard.press(key)
        page.wait_for_timeout(CALM)


def burst(page: Page, text: str, pause: int = 15) -> None:
    """As an input method or a scanner types."""
    for letter in text:
        page.keyboard.press("Space" if letter == " " else letter)
        page.wait_for_timeout(pause)


def sheet(page: Page) -> str:
    """The heading of the open fold, but for a time that runs; empty when none is."""
    found = page.locator("details.fold[open] h2")
    return found.inner_text().split(" còn ")[0] if found.count() else ""


def stands(desk: Desk, number: str) -> Status:
    return desk.find_today(number).status


# --- keys alone ---------------------------------------------------------------


def test_a_visit_from_call_to_end_needs_nothing_but_the_number_pad(
    terminal: Page, desk: Desk
) -> None:
    press(terminal, "NumpadEnter")
    wait_for_state(terminal, "called")
    press(terminal, "Numpad1")
    wait_for_state(terminal, "serving")
    press(terminal, "NumpadDecimal")
    expect(terminal.locator("[data-more][data-choosing]")).to_be_visible()
    press(terminal, "Numpad7")
    expect(terminal.locator("[data-key=quick]")).to_contain_text("1")
    press(terminal, "NumpadDecimal", "Numpad3")
    assert "Xong số A001" in sheet(terminal)
    press(terminal, "NumpadDivide", "Numpad4", "Numpad4")  # Để sau, chờ ký
    wait_for_state(terminal, "idle")
    assert desk.find_today("A001").parked_for == "signature"
    press(terminal, "NumpadSubtract")
    wait_for_state(terminal, "serving")


@only_long
def test_results_are_handed_out_one_key_each_beside_the_visit(
    terminal: Page, desk: Desk
) -> None:
    for _ in range(2):
        press(terminal, "Space", "p", "Digit4")
    press(terminal, "Space", "s")
    wait_for_state(terminal, "serving")
    press(terminal, "k", "Digit1", "Digit2", "k")
    expect(terminal.locator(".side .apart")).to_contain_text("có kết quả")
    press(terminal, "h", "Digit2", "h")
    expect(terminal.locator(".undo")).to_contain_text("trao kết quả A001")
    assert [stands(desk, n) for n in ("A001", "A002")] == [Status.SERVED] * 2
    assert state(terminal) == "serving"


@only_long
def test_f1_shows_the_keys_and_held_it_calls_for_help_in_silence(
    terminal: Page, desk: Desk
) -> None:
    press(terminal, "F1")
    assert sheet(terminal) == "Phím tắt"
    press(terminal, "Escape")
    terminal.keyboard.down("F1")
    terminal.wait_for_timeout(CALM)
    terminal.keyboard.up("F1")
    expect(terminal.locator(".helped")).to_be_visible()
    assert sheet(terminal) == ""
    assert desk.store.counter(1).help_at is not None


@only_long
def test_a_neighbour_reads_at_once_who_needs_help(
    terminal: Page, browser: Browser, office: Office, desk: Desk
) -> None:
    neighbour = sign_in(browser, office, 2)
    press(terminal, "Shift+F1")
    expect(neighbour.locator(".news")).to_contain_text("Quầy 1 cần hỗ trợ từ")
    terminal.get_by_role("button", name="Đã có người đến").click()
    expect(neighbour.locator(".news")).not_to_contain_text("cần hỗ trợ")
    neighbour.context.close()


# --- a fold is open: what Space, Enter and the digits may do --------------------------


@only_long
def test_a_digit_means_the_same_person_for_as_long_as_the_list_is_open(
    terminal: Page, desk: Desk
) -> None:
    for _ in range(3):
        press(terminal, "Space", "p", "Digit4")
    press(terminal, "k", "Digit1", "Digit2", "Digit3", "k")
    press(terminal, "h", "Digit1")
    given = terminal.locator("[data-choice][value=A001]")
    expect(given).to_contain_text("đã trao")
    expect(given).to_be_disabled()
    press(terminal, "Digit1", "Digit2")
    eventually(lambda: stands(desk, "A002") is Status.SERVED)
    assert stands(desk, "A003") is Status.PARKED
    press(terminal, "Escape", "h")
    left = terminal.locator("details.fold[open] [data-choice] b")
    assert left.all_inner_texts() == ["A003"]
    press(terminal, "Digit1")
    eventually(lambda: stands(desk, "A003") is Status.SERVED)


@only_long
def test_two_results_within_one_answer_reach_the_two_people_that_were_read(
    terminal: Page, desk: Desk
) -> None:
    for _ in range(3):
        press(terminal, "Space", "p", "Digit4")
    press(terminal, "k", "Digit1", "Digit2", "Digit3", "k", "h")
    for digit in ("1", "2"):
        terminal.keyboard.press(digit)
        terminal.wait_for_timeout(200)
    terminal.wait_for_timeout(CALM)
    assert "Trao kết quả" in sheet(terminal)
    people = [stands(desk, number) for number in ("A001", "A002", "A003")]
    assert people == [Status.SERVED, Status.SERVED, Status.PARKED]


@pytest.mark.parametrize("letter", [*"npdlkgfbtwmh", "F1"] if LONG else ["n"])
def test_space_never_answers_what_an_open_fold_asks(
    terminal: Page, desk: Desk, letter: str
) -> None:
    press(terminal, "Space", "p", "Digit4", "Space", "p", "Digit4", "k", "Digit1", "k")
    press(terminal, "Space", *([] if letter == "n" else ["s"]))
    press(terminal, letter)
    opened, seq = sheet(terminal), desk.store.last_seq()
    assert opened
    field = terminal.locator("details.fold[open] :is(input, select):focus")
    if not field.count():  # there a space is a space
        press(terminal, "Space", "NumpadEnter")
    assert (sheet(terminal), desk.store.last_seq()) == (opened, seq)
    assert terminal.locator("button:focus, [type=checkbox]:focus").count() == 0


@only_long
def test_a_click_on_a_row_and_space_ends_no_running_visit(
    terminal: Page, desk: Desk
) -> None:
    press(terminal, "Space", "p", "Digit2", "Space", "s")
    terminal.locator(".apart__one", has_text="A001").click()
    terminal.wait_for_timeout(CALM)
    press(terminal, "Space", "Enter", "NumpadEnter")
    assert stands(desk, "A002") is Status.SERVING
    assert stands(desk, "A001") is Status.PARKED


@only_long
def test_a_button_that_was_reached_with_tab_keeps_its_own_space(
    terminal: Page, desk: Desk
) -> None:
    press(terminal, "Space", "p", "Tab")
    expect(terminal.locator("[data-choice][value=paper]")).to_be_focused()
    press(terminal, "Space")
    wait_for_state(terminal, "idle")
    assert desk.find_today("A001").parked_for == "paper"


@only_long
def test_escape_gives_tab_its_place_back_and_space_still_calls(
    terminal: Page, desk: Desk
) -> None:
    press(terminal, "Space")
    wait_for_state(terminal, "called")
    press(terminal, "s")
    wait_for_state(terminal, "serving")
    press(terminal, "p", "Tab", "Escape")
    expect(terminal.locator("[data-key=park]")).to_be_focused()
    press(terminal, "Space")
    wait_for_state(terminal, "called")
    assert stands(desk, "A001") is Status.SERVED


def test_no_key_behind_the_help_turns_the_keys_off_or_calls_for_help(
    terminal: Page, desk: Desk
) -> None:
    press(terminal, "F1", "Space", "Enter", "Escape")
    press(terminal, "NumpadMultiply", "NumpadEnter", "Enter", "NumpadDivide")
    expect(terminal.locator("[data-keys-off]")).to_be_hidden()
    assert desk.store.counter(1).help_at is None
    press(terminal, "F1", "NumpadAdd", "Enter")
    assert desk.store.counter(1).help_at is None


@only_long
def test_whoever_turns_the_keys_off_sees_it_and_turns_them_on_again(
    terminal: Page, desk: Desk
) -> None:
    press(terminal, "F1")
    terminal.get_by_label("Dùng phím tắt trên máy này").uncheck()
    press(terminal, "Escape", "Space")
    assert state(terminal) == "idle"
    terminal.reload()
    off = terminal.locator("[data-keys-off]")
    expect(off).to_have_text("Phím tắt đang tắt · bật")
    off.click()
    expect(off).to_be_hidden()
    press(terminal, "Space")
    wait_for_state(terminal, "called")


@only_long
def test_the_letter_that_opened_the_end_of_a_visit_also_ends_it(
    terminal: Page, desk: Desk
) -> None:
    press(terminal, "Space", "s", "m", "m")
    wait_for_state(terminal, "idle")
    assert stands(desk, "A001") is Status.SERVED


@only_long
def test_enter_in_a_list_presses_the_button_of_its_fold(
    terminal: Page, desk: Desk
) -> None:
    press(terminal, "Space", "s", "t", "NumpadAdd")
    expect(terminal.locator("[name=place]")).to_be_focused()
    terminal.locator("[name=counter]").focus()
    press(terminal, "Digit2", "NumpadEnter")
    wait_for_state(terminal, "idle")
    assert stands(desk, "A001") is Status.WAITING


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


# --- typing that was meant for another window ---------------------------------


@pytest.mark.parametrize("begun", [False, True])
def test_a_name_in_telex_typed_over_the_terminal_changes_nothing(
    terminal: Page, desk: Desk, begun: bool
) -> None:
    press(terminal, "Space", *(["s"] if begun else []))
    seq = desk.store.last_seq()
    burst(terminal, TELEX)
    terminal.wait_for_timeout(CALM)
    assert (desk.store.last_seq(), sheet(terminal)) == (seq, "")
    press(terminal, "r" if not begun else "e")
    eventually(lambda: desk.store.last_seq() > seq)


@only_long
def test_the_first_half_second_in_this_window_is_not_meant_for_it(
    terminal: Page, desk: Desk
) -> None:
    seq = desk.store.last_seq()
    terminal.evaluate("dispatchEvent(new Event('focus'))")
    terminal.keyboard.press("Space")
    terminal.wait_for_timeout(CALM)
    assert desk.store.last_seq() == seq
    press(terminal, "Space")
    wait_for_state(terminal, "called")


def test_a_scanned_receipt_fills_the_dossiers_field_and_nothing_else(
    terminal: Page, desk: Desk
) -> None:
    press(terminal, "Space", "s")
    seq = desk.store.last_seq()
    burst(terminal, "H45.28-231123-0001")
    terminal.keyboard.press("Enter")
    field = terminal.locator("[data-dossiers]")
    expect(field).to_have_value("H45.28-231123-0001")
    assert desk.store.last_seq() == seq
    terminal.get_by_role("button", name="Xong số A001").click()
    wait_for_state(terminal, "idle")
    ref = desk.find_today("A001").ref
    assert desk.dossier_numbers(ref) == ["H45.28-231123-0001"]


# --- what one does by mistake ---------------------------------------------------


def test_a_click_on_another_row_asks_before_the_running_visit_ends(
    terminal: Page, desk: Desk
) -> None:
    press(terminal, "Space", "p", "Digit2", "Space", "s")
    terminal.locator(".apart__one", has_text="A001").click()
    ends = terminal.get_by_role("button", name="Xong A002, mời A001")
    expect(ends).to_be_visible()
    assert stands(desk, "A002") is Status.SERVING
    press(terminal, "Escape")
    assert stands(desk, "A002") is Status.SERVING


@only_long
def test_the_papers_that_nobody_ticked_stand_on_the_return_slip(
    browser: Browser, office: Office, desk: Desk
) -> None:
    procedures = desk.store.procedures()
    papers = next(
        p for p in procedures if p.service == COPIES and len(set(p.papers)) > 1
    )
    desk.issue(KIOSK, procedure=papers.ref)
    page = sign_in(browser, office)
    page.wait_for_timeout(CALM)
    press(page, "Space", "s")
    page.get_by_role("main").get_by_label(papers.papers[0], exact=True).check()
    press(page, "p", "Digit1")
    wait_for_state(page, "idle")
    [slip] = desk.store.find("slips", kind="return")
    assert json.loads(slip["payload"])["missing"] == list(papers.papers[1:])
    page.context.close()


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
