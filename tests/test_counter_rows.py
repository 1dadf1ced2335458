"""What the terminal does beside the visit: results, other rows, other counters."""

import re

import pytest
from flask.testing import FlaskClient

from tests import counter_steps
from tests.conftest import HEAD, Clock
from tests.counter_steps import (
    BIRTHS,
    COPIES,
    HANH,
    KHANG,
    NHUNG,
    SignIn,
    choices,
    do,
    fold,
    number,
    page,
    refused,
    shown,
    stands,
    state,
    take,
    what_may_be_undone,
)
from ticketing.desk import Desk
from ticketing.tickets import Status

# The fixtures of these pages.
officers = counter_steps.officers
sign_in = counter_steps.sign_in
officer = counter_steps.officer
served = counter_steps.served


# --- results that lie at the counter ------------------------------------------


@pytest.fixture
def signed(officer: FlaskClient, desk: Desk) -> FlaskClient:
    """A001 to A003 wait for a signature."""
    take(desk, 4)
    for _ in range(3):
        do(officer, "calls")
        do(officer, "parkings", reason="signature")
    return officer


def test_the_folder_comes_back_and_all_are_told_at_once(
    signed: FlaskClient, desk: Desk
) -> None:
    link = f"http://office.test/t/{desk.store.ticket_id(desk.find_today('A003').ref)}"
    text = do(signed, "ready", number=["A001"], scanned=f"a2\n{link}\n")
    assert all(desk.find_today(f"A00{n}").ready for n in (1, 2, 3))
    assert "báo có kết quả A001, A002, A003" in what_may_be_undone(text)
    do(signed, "undo")
    assert not any(desk.find_today(f"A00{n}").ready for n in (1, 2, 3))


def test_more_than_three_results_are_counted_and_not_named(
    officer: FlaskClient, desk: Desk
) -> None:
    take(desk, 4)
    for _ in range(4):
        do(officer, "calls")
        do(officer, "parkings", reason="signature")
    text = do(officer, "ready", number=["A001", "A002", "A003", "A004"])
    assert "báo có kết quả 4 số." in what_may_be_undone(text)


def test_who_missed_the_call_stands_first_among_those_asked_back(
    signed: FlaskClient,
) -> None:
    do(signed, "calls")
    do(signed, "no-shows")
    do(signed, "ready", number="A002")
    sheet = fold(page(signed), "back")
    assert choices(sheet) == [
        ("number", missed_or_parked)
        for missed_or_parked in ("A004", "A002", "A001", "A003")
    ]
    assert "có kết quả" in shown(sheet)


def test_one_wrong_number_in_the_folder_tells_nobody(
    signed: FlaskClient, desk: Desk
) -> None:
    refused(signed, "ready", 409, number=["A001", "A004"])
    assert not desk.find_today("A001").ready


def test_a_scanned_slip_of_another_day_is_not_todays_number(
    signed: FlaskClient, desk: Desk, clock: Clock, sign_in: SignIn
) -> None:
    old = desk.store.ticket_id(desk.find_today("A001").ref)
    clock.tick(days=1)
    take(desk)
    officer = sign_in()
    said = refused(officer, "calls", 409, number=f"http://office.test/t/{old}")
    assert "của ngày khác" in said


def test_a_result_is_handed_out_while_somebody_else_is_served(
    signed: FlaskClient, desk: Desk
) -> None:
    do(signed, "ready", number="A002")
    do(signed, "calls")
    do(signed, "starts")
    text = do(signed, "handouts", number="A002")
    assert (state(text), number(text)) == ("serving", "A004")
    assert stands(desk, "A002") is Status.SERVED
    assert "trao kết quả A002" in what_may_be_undone(text)


# --- another row is another matter --------------------------------------------


def test_a_call_from_another_row_names_the_visit_that_it_ends(
    signed: FlaskClient,
) -> None:
    do(signed, "calls")
    do(signed, "starts")
    assert "Xong A004, mời A001" in shown(page(signed))


def test_on_another_row_a_visitor_who_has_not_come_is_asked_about(
    signed: FlaskClient, clock: Clock
) -> None:
    text = shown(do(signed, "calls"))
    assert "A004 đã phục vụ, mời A001" in text
    assert "A004 không đến: xin bấm Vắng mặt trước" in text
    do(signed, "recalls")
    clock.tick(seconds=61)
    assert "A004 không đến, mời A001" in shown(page(signed))


def test_a_press_meant_for_one_visit_never_ends_another(
    officer: FlaskClient, desk: Desk
) -> None:
    """The armed counter called A001 while the officer's page still showed nobody."""
    do(officer, "calls", armed="1", here="")
    take(desk, 2)
    for act in ("calls", "walk-ins", "finishes", "parkings"):
        said = refused(officer, act, 409, here="", reason="fee", service=COPIES)
        assert "Ở quầy nay là số A001" in said
    assert stands(desk, "A001") is Status.CALLED
    do(officer, "starts", here="A001")
    assert stands(desk, "A001") is Status.SERVING


def test_every_form_of_the_page_says_whom_it_saw_at_the_counter(
    served: FlaskClient,
) -> None:
    forms = re.findall(r"<form.*?</form>", page(served), re.DOTALL)
    acts = [form for form in forms if "data-act" in form]
    assert len(acts) > 10
    assert all('name="here" value="A001"' in form for form in acts)


# --- around the visit ---------------------------------------------------------


def test_quick_questions_are_counted_beside_the_visit(served: FlaskClient) -> None:
    assert "Hỏi nhanh ·" not in page(served)
    for _ in range(2):
        text = do(served, "quick-questions")
    assert "Hỏi nhanh · 2" in text and number(text) == "A001"


def test_help_is_called_silently_and_the_neighbours_see_it(
    served: FlaskClient, sign_in: SignIn
) -> None:
    neighbour = sign_in(KHANG, 2)
    assert "cần hỗ trợ từ" not in page(neighbour, "/counter/2/")
    assert "Đã báo cần hỗ trợ, 09:00" in do(served, "help-calls", on="1")
    assert "Quầy 1 cần hỗ trợ từ 09:00" in page(neighbour, "/counter/2/")
    assert "Đã báo cần hỗ trợ" not in do(served, "help-calls")
    assert "cần hỗ trợ từ" not in page(neighbour, "/counter/2/")


def test_a_line_at_which_nobody_works_is_taken_with_one_press(
    served: FlaskClient, desk: Desk
) -> None:
    take(desk, 4, "dat-dai")
    text = shown(page(served))
    assert "Đất đai : 4 người chờ, chưa có quầy" in text
    assert "Nhận luôn Đất đai hôm nay" in text
    assert "chưa có quầy" not in shown(do(served, "lines", service="dat-dai"))
    assert "dat-dai" in desk.store.counter(1).serves


def test_a_line_that_she_does_not_know_is_told_but_not_offered(
    served: FlaskClient, desk: Desk
) -> None:
    desk.set_skills(HEAD, NHUNG, [COPIES, BIRTHS])
    take(desk, 4, "dat-dai")
    text = page(served)
    assert "chưa có quầy" in text and "Nhận luôn" not in text


def test_a_supervisor_brings_a_closed_counters_lines_here(
    sign_in: SignIn, desk: Desk
) -> None:
    head = sign_in(HANH, 1)
    assert "Quầy 4" in page(head)
    do(head, "lines-from", away=4)
    assert "dat-dai" in desk.store.counter(1).serves


def test_a_supervisor_says_where_a_counter_only_helps(
    sign_in: SignIn, desk: Desk
) -> None:
    head = sign_in(HANH, 1)
    do(head, "services", services=[COPIES, BIRTHS], helps=[BIRTHS, "dat-dai"])
    assert desk.store.counter(1).helps == (BIRTHS,)


def test_planned_breaks_stand_in_the_head(served: FlaskClient, desk: Desk) -> None:
    desk.set_breaks(HEAD, 1, [["09:30", "09:45"]])
    assert "Nghỉ 09:30–09:45" in page(served)
