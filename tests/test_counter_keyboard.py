"""The terminal in a real browser: what its keys do, alone and in an open fold."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests import keyboard_steps
from tests.browsing import eventually, sign_in, state, wait_for_state
from tests.keyboard_steps import (
    CALM,
    IN_A_BROWSER,
    press,
    sheet,
    stands,
)
from tests.office_of_tests import LONG, only_long
from tests.real_server import Office
from ticketing.desk import Desk
from ticketing.tickets import Status

browser, office = keyboard_steps.browser, keyboard_steps.office  # fixtures
desk, terminal = keyboard_steps.desk, keyboard_steps.terminal
pytestmark = IN_A_BROWSER


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


@only_long
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
def test_keys_are_turned_off_whole_and_for_one_form_alone(
    terminal: Page, desk: Desk
) -> None:
    switch = terminal.get_by_label("Dùng phím tắt trên máy này")
    terminal.set_viewport_size({"width": 320, "height": 480})
    press(terminal, "F1")  # letters are off here from the start, but not this one
    switch.check()
    switch.uncheck()
    press(terminal, "Escape", "F1", "Shift+F1")
    assert sheet(terminal) == ""
    assert desk.store.counter(1).help_at is None
    terminal.locator("[data-key=help]").click()
    expect(switch).not_to_be_checked()
    press(terminal, "Escape")
    terminal.set_viewport_size({"width": 1366, "height": 768})
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
