"""What is done with any number at a counter: back in line, cancelled, priority."""

import html

import pytest
from flask.testing import FlaskClient

from tests import counter_steps
from tests.conftest import Clock
from tests.counter_steps import (
    BIRTHS,
    KHANG,
    SignIn,
    asked,
    choices,
    do,
    fold,
    hidden,
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


@pytest.fixture
def skipped(officer: FlaskClient, desk: Desk) -> FlaskClient:
    """A001 never came, and the next call took it for served; A002 is served now."""
    take(desk, 4)
    do(officer, "calls")
    do(officer, "calls", previous="served")
    do(officer, "starts")
    return officer


def aside(text: str) -> str:
    return shown(text[text.index('class="apart') :])


# --- closed by mistake --------------------------------------------------------


def test_who_was_ended_without_a_start_stands_in_the_side_list_to_come_back(
    skipped: FlaskClient, desk: Desk
) -> None:
    told = aside(page(skipped))
    assert "A001 ghi xong" in told and "Cho vào lại hàng" in told
    assert "mời A001" not in told  # nobody served is called
    text = do(skipped, "rejoins", number="A001")
    assert stands(desk, "A001") is Status.WAITING
    assert "đưa A001 vào lại hàng" in what_may_be_undone(text)
    assert "A001 ghi xong" not in aside(text)


def test_who_was_served_in_truth_is_in_no_list_and_comes_back_by_no_key(
    skipped: FlaskClient, desk: Desk
) -> None:
    text = do(skipped, "finishes")
    assert "A002" not in aside(text)
    said = refused(skipped, "rejoins", 409, number="A002")
    assert "Số A002 đã phục vụ xong, nên không thể vào lại hàng" in said


def test_the_side_list_holds_the_nine_last_who_were_ended_without_a_start(
    officer: FlaskClient, desk: Desk
) -> None:
    take(desk, 12)
    for _ in range(12):
        do(officer, "calls", previous="served")
    told = aside(do(officer, "finishes"))
    assert told.count("ghi xong mà chưa bắt đầu") == 9
    assert "A012 ghi xong" in told and "A003 ghi xong" not in told
    do(officer, "rejoins", number="3")
    assert stands(desk, "A003") is Status.WAITING


# --- back into the line by number ---------------------------------------------


def test_one_word_brings_the_missed_and_the_parked_back_into_the_line(
    officer: FlaskClient, desk: Desk
) -> None:
    take(desk, 2)
    do(officer, "calls")
    do(officer, "no-shows")
    do(officer, "calls")
    do(officer, "parkings", reason="fee")
    for said in ("a1", "2"):
        do(officer, "rejoins", number=said)
    assert [stands(desk, n) for n in ("A001", "A002")] == [Status.WAITING] * 2
    said = refused(officer, "rejoins", 409, number="A001")
    assert "Số A001 đang chờ, nên không thể vào lại hàng" in said


# --- cancelled ----------------------------------------------------------------


def test_a_number_is_cancelled_with_a_reason_of_one_digit(
    served: FlaskClient, desk: Desk
) -> None:
    text = asked(served, "cancellation", 422, number="2")
    assert "Xin chọn lý do hủy số A002" in text
    reasons = [reason for _, reason in choices(text)]
    assert reasons[:3] == [
        "Cùng một người, làm chung một lượt",
        "Xin thôi, không làm nữa",
        "Lấy nhầm số",
    ]
    again = dict(hidden(text)) | {"reason": reasons[0]}
    text = do(served, "cancellation", 1, **again)
    gone = desk.find_today("A002")
    assert (gone.status, gone.outcome) == (Status.CANCELLED, reasons[0])
    assert number(text) == "A001"  # the visit there goes on
    assert "hủy A002" in what_may_be_undone(text)
    do(served, "undo")
    assert stands(desk, "A002") is Status.WAITING


def test_a_visit_that_has_begun_is_not_cancelled_and_no_reason_is_asked(
    served: FlaskClient, desk: Desk
) -> None:
    said = refused(served, "cancellation", 409, number="A001")
    assert "Số A001 đang được phục vụ, nên không thể hủy" in said
    assert stands(desk, "A001") is Status.SERVING


def test_whoever_stands_before_a_colleague_is_theirs_to_cancel(
    served: FlaskClient, desk: Desk, sign_in: SignIn
) -> None:
    colleague = sign_in(KHANG, 2)
    do(colleague, "calls", counter=2)
    said = refused(served, "cancellation", 409, number="A002", reason="Lấy nhầm số")
    assert "đang được mời ở quầy 2" in said


def test_a_number_of_two_lines_is_asked_about_before_it_is_cancelled(
    served: FlaskClient, desk: Desk
) -> None:
    take(desk, 2, BIRTHS)
    text = asked(served, "cancellation", 409, number="2")
    assert choices(text) == [("number", "A002"), ("number", "B002")]
    assert stands(desk, "A002") is stands(desk, "B002") is Status.WAITING


# --- priority -----------------------------------------------------------------


def test_priority_that_was_given_is_taken_off_again(
    officer: FlaskClient, desk: Desk
) -> None:
    take(desk, 2)
    text = do(officer, "priority", number="2", on="1", reason="Khuyết tật")
    assert "ưu tiên A002" in what_may_be_undone(text)
    text = do(officer, "priority", number="2", on="")
    assert "bỏ ưu tiên A002" in what_may_be_undone(text)
    assert not desk.find_today("A002").priority
    assert number(do(officer, "calls")) == "A001"


def test_priority_that_is_so_already_is_refused_in_words(
    officer: FlaskClient, desk: Desk
) -> None:
    take(desk)
    assert "không có ưu tiên để bỏ" in refused(officer, "priority", 409, number="A001")
    do(officer, "priority", number="A001", on="1")
    said = refused(officer, "priority", 409, number="A001", on="1")
    assert "Số A001 đã được ưu tiên" in said


# --- somebody new over whoever was called -------------------------------------


def test_a_walk_in_over_someone_who_never_started_asks_what_became_of_them(
    officer: FlaskClient, desk: Desk, clock: Clock
) -> None:
    take(desk)
    do(officer, "calls")
    do(officer, "recalls")
    clock.tick(seconds=61)
    text = asked(officer, "walk-ins", 422, service=BIRTHS)
    assert "Số A001 chưa bắt đầu. Xin chọn: đã phục vụ, hay không đến." in text
    assert choices(text) == [("previous", "served"), ("previous", "no_show")]
    assert stands(desk, "A001") is Status.CALLED
    again = dict(hidden(text)) | {"previous": "no_show"}
    assert number(do(officer, "walk-ins", 1, **again)) == "B001"
    assert stands(desk, "A001") is Status.MISSED


def test_before_the_patience_is_over_a_walk_in_takes_nobody_for_missed(
    officer: FlaskClient, desk: Desk
) -> None:
    take(desk)
    do(officer, "calls")
    text = asked(officer, "walk-ins", 422, service=BIRTHS)
    assert choices(text) == [("previous", "served")]
    assert "xin bấm Vắng mặt trước" in text


def test_a_walk_in_after_a_visit_that_began_asks_nothing(
    served: FlaskClient, desk: Desk
) -> None:
    text = do(served, "walk-ins", service=BIRTHS, reason="Già yếu")
    assert (state(text), number(text)) == ("called", "B001")
    assert stands(desk, "A001") is Status.SERVED


# --- results beyond the nine digits -------------------------------------------


def test_of_more_than_nine_results_the_tenth_is_handed_out_by_its_number(
    officer: FlaskClient, desk: Desk
) -> None:
    take(desk, 11)
    numbers = [f"A{n:03}" for n in range(1, 12)]
    for _ in numbers:
        do(officer, "calls")
        do(officer, "parkings", reason="signature")
    sheet = fold(do(officer, "ready", number=numbers), "hand-out")
    assert len(choices(sheet)) == 11 and "<kbd>10</kbd>" not in sheet
    # Enter in the field presses its own button: it stands before every digit.
    assert sheet.index('class="go"') < sheet.index("data-choice")
    do(officer, "handouts", number="10")
    link = f"http://office.test/t/{desk.store.ticket_id(desk.find_today('A011').ref)}"
    do(officer, "handouts", number=link)
    do(officer, "handouts", number=["A0", "A001"])  # a line, over what was typed
    served = [n for n in numbers if stands(desk, n) is Status.SERVED]
    assert served == ["A001", "A010", "A011"]


def test_the_fifth_outcome_promises_a_result(served: FlaskClient, desk: Desk) -> None:
    sheet = fold(page(served), "finish-with")
    assert choices(sheet)[4] == ("outcome", "collect")
    assert "Đã nhận hồ sơ, hẹn lấy kết quả" in shown(html.unescape(sheet))
    do(served, "finishes", outcome="collect")
    assert desk.find_today("A001").outcome == "collect"
