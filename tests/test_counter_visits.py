"""What an officer does with one visit beyond calling it, as plain forms."""

import html

import pytest
from flask.testing import FlaskClient

from tests import counter_steps
from tests.conftest import Clock
from tests.counter_steps import (
    BIRTHS,
    COPIES,
    KHANG,
    KIOSK,
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
from tests.paper_steps import printer
from ticketing.desk import Desk
from ticketing.tickets import Status

# The fixtures of these pages.
officers = counter_steps.officers
sign_in = counter_steps.sign_in
officer = counter_steps.officer
served = counter_steps.served


# --- notes and matters --------------------------------------------------------


def test_a_note_is_read_by_whoever_has_the_visit_next(
    served: FlaskClient, sign_in: SignIn
) -> None:
    text = do(served, "notes", note="Đã xem bản chính")
    assert "Đã xem bản chính" in text and "ghi chú A001" in what_may_be_undone(text)
    colleague = sign_in(KHANG, 2)
    served.post("/counter/1/transfers", data={"counter": 2})
    assert "Đã xem bản chính" in do(colleague, "calls", counter=2)


def test_one_more_matter_brings_its_papers_to_the_page(
    served: FlaskClient, desk: Desk
) -> None:
    added = next(p for p in desk.store.procedures() if p.service == BIRTHS and p.papers)
    text = html.unescape(do(served, "matters", procedure=added.name["vi"]))
    assert f"<h2>{added.name['vi']}</h2>" in text and added.papers[0] in text
    assert desk.find_today("A001").matters == (added.ref,)
    assert "thêm việc cho A001" in what_may_be_undone(text)


def test_one_digit_says_the_line_of_a_transfer_or_the_outcome_of_a_visit(
    served: FlaskClient, desk: Desk
) -> None:
    text = page(served)
    lines = [service.code for service in desk.store.services()]
    elsewhere = [("service", code) for code in lines if code != COPIES]
    assert choices(fold(text, "transfer")) == elsewhere
    assert choices(fold(text, "walk-in")) == [("service", COPIES), ("service", BIRTHS)]
    outcomes = choices(fold(text, "finish-with"))
    assert outcomes[0] == ("outcome", "accepted") and len(outcomes) == 5


def test_a_matter_of_the_visitors_own_line_is_offered_first(
    served: FlaskClient, desk: Desk
) -> None:
    known = {one.code: one.service for one in desk.store.procedures()}
    offered = [known[code] for _, code in choices(fold(page(served), "matter"))]
    of_this_line = offered.count(COPIES)
    assert of_this_line and offered[:of_this_line] == [COPIES] * of_this_line


def test_a_matter_is_found_by_its_code_and_never_guessed(
    served: FlaskClient, desk: Desk
) -> None:
    added = next(p for p in desk.store.procedures() if p.service == BIRTHS)
    assert "chọn trong danh sách" in refused(
        served, "matters", 409, procedure="đăng ký"
    )
    do(served, "matters", procedure=added.code)
    assert desk.find_today("A001").matters == (added.ref,)


# --- the end of a visit -------------------------------------------------------


def test_a_visit_ends_without_a_single_field(served: FlaskClient, desk: Desk) -> None:
    assert state(do(served, "finishes")) == "idle"
    assert stands(desk, "A001") is Status.SERVED


def test_at_the_end_outcome_dossiers_and_their_numbers_may_be_said(
    served: FlaskClient, desk: Desk
) -> None:
    do(
        served,
        "finishes",
        outcome="accepted",
        dossiers="2",
        dossier_numbers="H45.28-231123-0001\nH45.28-231123-0002",
        quiet="1",
    )
    done = desk.find_today("A001")
    assert (done.outcome, done.dossiers, done.quiet) == ("accepted", 2, True)
    numbers = ["H45.28-231123-0001", "H45.28-231123-0002"]
    assert desk.dossier_numbers(done.ref) == numbers


def test_whoever_lacks_a_paper_gets_a_slip_that_names_it(
    served: FlaskClient, desk: Desk
) -> None:
    do(served, "parkings", reason="paper", slip="1", missing=["Giấy A", "", "Giấy B"])
    [slip] = desk.store.find("slips", kind="return")
    assert '"missing":["Giấy A","Giấy B"]' in slip["payload"]
    assert stands(desk, "A001") is Status.PARKED


@pytest.mark.parametrize(
    ("own", "said"), [("Kiosk", "máy in của Kiosk"), ("", "máy in chung")]
)
def test_before_a_return_slip_is_asked_for_the_sheet_says_where_it_comes_out(
    served: FlaskClient, desk: Desk, clock: Clock, own: str, said: str
) -> None:
    printer(desk, own)
    assert f"Phiếu quay lại ra ở {said}." in shown(fold(page(served), "park"))
    printer(desk, own, fault="paper")
    told = shown(fold(page(served), "park"))
    assert "Máy in hết giấy từ 09:00. Phiếu quay lại chưa ra được" in told
    printer(desk, own)
    clock.tick(seconds=31)
    told = shown(fold(page(served), "park"))
    assert "Không thấy chương trình in" in told and "chưa ra được" in told


def test_without_any_printer_the_sheet_says_to_write_the_papers_down(
    served: FlaskClient,
) -> None:
    told = shown(fold(page(served), "park"))
    assert "Chưa thấy máy in nào. Phiếu quay lại chưa ra được" in told


def test_whoever_goes_to_pay_needs_no_slip(served: FlaskClient, desk: Desk) -> None:
    do(served, "parkings", reason="fee", slip="1")
    assert desk.store.find("slips", kind="return") == []


def test_another_day_ends_the_visit_with_a_slip_for_working_days(
    served: FlaskClient, desk: Desk
) -> None:
    text = do(served, "returns", missing=["Giấy A"], days="2")
    back = desk.find_today("A001")
    assert (back.status, back.return_until) == (Status.SERVED, "2026-11-26")
    assert "hẹn A001 ngày khác" in what_may_be_undone(text)


def test_the_days_of_a_return_slip_are_offered_as_dates(served: FlaskClient) -> None:
    """The 24th of November is a public holiday."""
    assert "Đến hết Thứ Năm, 26/11 (2 ngày làm việc)" in html.unescape(page(served))


def test_a_dropped_number_goes_to_another_officer(
    served: FlaskClient, desk: Desk, sign_in: SignIn
) -> None:
    sign_in(KHANG, 2)
    text = do(served, "drops", reason="Người thân, người quen")
    assert "không phục vụ A001" in what_may_be_undone(text)
    assert number(do(served, "calls")) == "A002"
    assert stands(desk, "A001") is Status.WAITING


def test_before_a_number_is_dropped_its_consequence_is_told(
    served: FlaskClient,
) -> None:
    told = "Số A001 về chỗ cũ trong hàng để cán bộ khác mời"
    assert told in html.unescape(page(served))


# --- wishes, languages, patience ----------------------------------------------


def test_who_is_to_be_fetched_is_shown_and_not_given_up_for_three_minutes(
    officer: FlaskClient, desk: Desk, clock: Clock
) -> None:
    desk.issue(KIOSK, COPIES, wishes=("escort",))
    text = do(officer, "calls")
    assert "Mời tận nơi" in text and "Vắng mặt sau" in text
    do(officer, "recalls")
    clock.tick(seconds=179)
    assert "cần được mời tận nơi" in refused(officer, "no-shows", 409)
    clock.tick(seconds=2)
    assert "Vắng mặt sau" not in page(officer)
    assert state(do(officer, "no-shows")) == "idle"


def test_who_walks_slowly_has_three_times_as_long(
    officer: FlaskClient, desk: Desk, clock: Clock
) -> None:
    desk.issue(KIOSK, COPIES, wishes=("access",))
    do(officer, "calls")
    do(officer, "recalls")
    clock.tick(seconds=100)
    assert "Mới gọi chưa đủ 180 giây" in page(officer)
    clock.tick(seconds=81)
    assert "Mới gọi chưa đủ" not in page(officer)


def test_a_low_desk_is_asked_for_with_what_to_do(
    officer: FlaskClient, desk: Desk
) -> None:
    desk.issue(KIOSK, COPIES, wishes=("low_counter",))
    assert "Quầy này không có bàn thấp" in do(officer, "calls")


def test_a_foreigner_brings_six_lines_with_their_meaning(
    officer: FlaskClient, desk: Desk
) -> None:
    desk.issue(KIOSK, COPIES, language="en")
    take(desk)
    text = html.unescape(do(officer, "calls"))
    card = text[text.index('class="phrases"') :]
    assert card[: card.index("</details>")].count('lang="en"') == 6
    assert "Xin cho xem hộ chiếu" in card
    assert 'class="phrases"' not in do(officer, "calls")
