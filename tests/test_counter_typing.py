"""What nobody meant: typing over the terminal, a slip of the hand, a second press."""

import json

import pytest
from playwright.sync_api import Browser, Page, expect

from tests import keyboard_steps
from tests.browsing import eventually, sign_in, state, wait_for_state
from tests.keyboard_steps import (
    CALM,
    COPIES,
    HEAD,
    IN_A_BROWSER,
    KIOSK,
    burst,
    press,
    sheet,
    stands,
    tab_to,
)
from tests.office_of_tests import only_long
from tests.real_server import Office
from ticketing.desk import Desk
from ticketing.tickets import Status

browser, office = keyboard_steps.browser, keyboard_steps.office  # fixtures
desk, terminal = keyboard_steps.desk, keyboard_steps.terminal
pytestmark = IN_A_BROWSER
TELEX = "nguyeexn vawn an "  # Nguyễn Văn An, as it is typed


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


@pytest.mark.parametrize("typed", [TELEX, " an binh"])
def test_a_name_typed_over_the_big_button_calls_nobody(
    terminal: Page, desk: Desk, typed: str
) -> None:
    """Whoever came there with Tab: its own Space presses it."""
    seq = desk.store.last_seq()
    tab_to(terminal, terminal.locator("[data-key=next]"))
    terminal.wait_for_timeout(CALM)
    burst(terminal, typed)
    terminal.wait_for_timeout(CALM)
    assert (state(terminal), desk.store.last_seq()) == ("idle", seq)
    terminal.evaluate("dispatchEvent(new Event('focus'))")
    terminal.keyboard.press("Space")
    terminal.wait_for_timeout(CALM)
    assert (state(terminal), desk.store.last_seq()) == ("idle", seq)
    press(terminal, "Space")
    wait_for_state(terminal, "called")


@only_long
def test_in_the_small_form_a_scan_is_kept_and_its_enter_presses_nothing(
    terminal: Page, desk: Desk
) -> None:
    press(terminal, "Space", "s")
    terminal.set_viewport_size({"width": 320, "height": 480})
    seq = desk.store.last_seq()
    terminal.locator("[data-key=next]").focus()
    burst(terminal, "H45.28-231123-0001")
    terminal.keyboard.press("Enter")
    expect(terminal.locator("[data-dossiers]")).to_have_value("H45.28-231123-0001")
    terminal.wait_for_timeout(CALM)
    assert (state(terminal), desk.store.last_seq()) == ("serving", seq)


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


def test_a_double_click_opens_the_counter_and_calls_nobody(
    terminal: Page, desk: Desk
) -> None:
    desk.close_counter(HEAD, 1)
    opens = terminal.get_by_role("button", name="Mở quầy").bounding_box()
    assert opens
    for _ in range(2):
        terminal.mouse.click(opens["x"] + 50, opens["y"] + 20)
        terminal.wait_for_timeout(250)
    expect(terminal.locator("[data-key=next]")).to_contain_text("Gọi số")
    terminal.wait_for_timeout(CALM)
    assert (stands(desk, "A001"), desk.store.counter(1).open) == (Status.WAITING, True)
    terminal.locator("[data-key=next]").click()
    wait_for_state(terminal, "called")


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
