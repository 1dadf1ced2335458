"""What an officer does at the terminal, as plain forms."""

import re

from flask.testing import FlaskClient

from tests import counter_steps
from tests.conftest import Clock
from tests.counter_steps import (
    BIRTHS,
    COPIES,
    KHANG,
    SignIn,
    asked,
    choices,
    do,
    hidden,
    number,
    page,
    refused,
    stands,
    state,
    take,
)
from ticketing.desk import Desk
from ticketing.tickets import Status

# The fixtures of these pages.
officers = counter_steps.officers
sign_in = counter_steps.sign_in
officer = counter_steps.officer


# --- calling ------------------------------------------------------------------


def test_next_calls_the_first_in_line_to_this_counter(
    officer: FlaskClient, desk: Desk
) -> None:
    take(desk, 2)
    text = do(officer, "calls", previous="served", armed="1")
    assert (state(text), number(text)) == ("called", "A001")


def test_next_while_serving_ends_the_visit_and_calls(
    officer: FlaskClient, desk: Desk
) -> None:
    take(desk, 2)
    do(officer, "calls")
    assert state(do(officer, "starts")) == "serving"
    assert number(do(officer, "calls", previous="served")) == "A002"
    assert stands(desk, "A001") is Status.SERVED


def test_next_can_say_that_the_last_one_never_came(
    officer: FlaskClient, desk: Desk
) -> None:
    take(desk, 2)
    do(officer, "calls")
    assert number(do(officer, "calls", previous="no_show")) == "A002"
    assert stands(desk, "A001") is Status.MISSED


def test_a_called_visitor_is_asked_about_before_the_next_call(
    officer: FlaskClient, desk: Desk, clock: Clock
) -> None:
    take(desk, 2)
    do(officer, "calls")
    do(officer, "recalls")
    clock.tick(seconds=90)
    text = page(officer)
    ask = text[text.index("fold--ask") :]
    assert 'name="previous" value="served"' in ask
    assert 'name="previous" value="no_show"' in ask
    assert "fold--ask" not in do(officer, "starts")


def test_on_an_empty_line_the_counter_takes_the_next_arrival(
    officer: FlaskClient, desk: Desk
) -> None:
    text = do(officer, "calls", previous="served", armed="1")
    assert "Đang đón người tiếp theo" in text
    take(desk)
    assert (state(page(officer)), number(page(officer))) == ("called", "A001")


def test_an_armed_counter_can_stop_taking_arrivals(
    officer: FlaskClient, desk: Desk
) -> None:
    do(officer, "calls", armed="1")
    do(officer, "calls")
    take(desk)
    assert state(page(officer)) == "idle"


def test_the_same_press_sent_twice_calls_one_visitor(
    officer: FlaskClient, desk: Desk
) -> None:
    take(desk, 2)
    for _ in range(2):
        text = do(officer, "calls", previous="served", key="k1")
    assert number(text) == "A001"
    assert stands(desk, "A002") is Status.WAITING


def test_a_number_is_called_out_of_turn_only_with_a_reason(
    officer: FlaskClient, desk: Desk
) -> None:
    take(desk, 3)
    assert "Xin ghi lý do" in refused(officer, "calls", 422, number="A003")
    assert state(page(officer)) == "idle"
    text = do(officer, "calls", number="a3", reason="Già yếu")
    assert number(text) == "A003"


def test_the_officers_own_words_win_over_the_list(
    officer: FlaskClient, desk: Desk
) -> None:
    take(desk, 2)
    do(officer, "calls", number="A002", reason="Già yếu", other_reason="Bị ngất")
    called = [event for event in desk.store.events() if event.what == "ticket called"]
    assert called[-1].data["reason"] == "Bị ngất"


def test_the_number_pad_may_leave_the_letter_out(
    officer: FlaskClient, desk: Desk
) -> None:
    take(desk)
    take(desk, 2, BIRTHS)
    assert number(do(officer, "calls", number="2", reason="Già yếu")) == "B002"


def test_a_number_that_two_lines_have_is_asked_about_and_answered_with_a_digit(
    officer: FlaskClient, desk: Desk
) -> None:
    take(desk)
    take(desk, 2, BIRTHS)
    text = asked(officer, "calls", 409, number="1", previous="served")
    assert "Có A001 và B001" in text
    assert choices(text) == [("number", "A001"), ("number", "B001")]
    assert ("previous", "served") in hidden(text)
    said = refused(officer, "calls", 404, number="7")
    assert "Hôm nay không có số 7" in said


def test_a_reason_that_is_missing_is_asked_for_with_the_whole_act_kept(
    officer: FlaskClient, desk: Desk
) -> None:
    take(desk, 3)
    text = asked(officer, "calls", 422, number="a3", previous="served")
    assert "Việc này mời trước 2 người đang chờ" in text
    reasons = choices(text)
    assert len(reasons) == 5 and {name for name, _ in reasons} == {"reason"}
    again = dict(hidden(text)) | {"reason": reasons[2][1]}
    assert number(do(officer, "calls", 1, **again)) == "A003"
    called = [event for event in desk.store.events() if event.what == "ticket called"]
    assert called[-1].data["reason"] == "Già yếu, khuyết tật, có con nhỏ"


def test_a_transfer_to_the_front_keeps_its_note_while_the_reason_is_asked(
    officer: FlaskClient, desk: Desk
) -> None:
    take(desk, 2, "dat-dai")
    take(desk)
    do(officer, "calls")
    text = asked(
        officer, "transfers", 422, service="dat-dai", place="first", note="Hồ sơ xanh"
    )
    assert {("service", "dat-dai"), ("note", "Hồ sơ xanh")} <= set(hidden(text))


def test_a_transfer_to_nowhere_is_told_in_plain_words(
    officer: FlaskClient, desk: Desk
) -> None:
    take(desk)
    do(officer, "calls")
    assert "Chưa chọn chuyển đi đâu" in refused(officer, "transfers", 409, place="last")
    officer.post("/counter/1/transfers", data={"service": "dat-dai", "counter": 2})
    assert desk.find_today("A001").service == "dat-dai"


def test_a_walk_in_is_given_a_number_and_called(
    officer: FlaskClient, desk: Desk
) -> None:
    text = do(officer, "walk-ins", service=BIRTHS)
    assert (state(text), number(text)) == ("called", "B001")


def test_a_walk_in_past_others_needs_a_reason(officer: FlaskClient, desk: Desk) -> None:
    take(desk, 2)
    assert "2 người" in refused(officer, "walk-ins", 422, service=COPIES)
    assert "Việc này mời trước 2 người" in page(officer)


# --- the visit ----------------------------------------------------------------


def test_an_early_no_show_is_asked_once_more(
    officer: FlaskClient, desk: Desk, clock: Clock
) -> None:
    take(desk)
    question = "Chưa đủ 2 lần gọi – vẫn bỏ qua?"
    assert question in do(officer, "calls")
    clock.tick(seconds=61)
    assert question not in do(officer, "recalls")
    assert state(do(officer, "no-shows")) == "idle"


def test_a_second_call_too_soon_after_the_first_is_asked_too(
    officer: FlaskClient, desk: Desk
) -> None:
    take(desk)
    do(officer, "calls")
    assert "Mới gọi chưa đủ 60 giây" in do(officer, "recalls")


def test_a_missed_visitor_is_listed_and_can_come_back(
    officer: FlaskClient, desk: Desk
) -> None:
    take(desk)
    do(officer, "calls")
    do(officer, "no-shows")
    do(officer, "rejoins", number="A001")
    assert stands(desk, "A001") is Status.WAITING


def test_a_parked_visitor_whose_result_is_ready_is_marked(
    officer: FlaskClient, desk: Desk
) -> None:
    take(desk)
    do(officer, "calls")
    assert "Chờ ký" in do(officer, "parkings", reason="Chờ ký")
    assert "có kết quả" in do(officer, "ready", number="A001")
    assert number(do(officer, "resumptions", number="A001", call="1")) == "A001"


def test_a_transfer_takes_the_visitor_to_the_other_line(
    officer: FlaskClient, desk: Desk
) -> None:
    take(desk)
    do(officer, "calls")
    text = do(officer, "transfers", service="dat-dai", place="last", note="Hồ sơ xanh")
    assert state(text) == "idle"
    assert desk.find_today("A001").service == "dat-dai"


def test_a_transfer_to_a_counter_waits_for_that_one(
    officer: FlaskClient, desk: Desk, sign_in: SignIn
) -> None:
    sign_in(KHANG, 2)
    take(desk)
    do(officer, "calls")
    officer.post("/counter/1/transfers", data={"counter": 2})
    assert desk.find_today("A001").only_counter == 2


def test_a_call_by_mistake_goes_back_to_its_place(
    officer: FlaskClient, desk: Desk
) -> None:
    take(desk, 2)
    do(officer, "calls")
    do(officer, "put-backs")
    assert number(do(officer, "calls")) == "A001"


def test_the_last_act_is_named_and_can_be_taken_back_for_ten_seconds(
    officer: FlaskClient, desk: Desk, clock: Clock
) -> None:
    take(desk, 2)
    do(officer, "calls")
    do(officer, "starts")
    text = do(officer, "calls", previous="served")
    said = re.sub(r"\s+", " ", text[text.index("data-undo-until") :][:400])
    assert "xong A001, mời A002" in said.replace(" ,", ",")
    clock.tick(seconds=4)
    assert number(do(officer, "undo")) == "A001"
    assert stands(desk, "A002") is Status.WAITING


def test_after_ten_seconds_nothing_is_offered_to_take_back(
    officer: FlaskClient, desk: Desk, clock: Clock
) -> None:
    take(desk)
    do(officer, "calls")
    clock.tick(seconds=11)
    assert "data-undo-until" not in page(officer)
    assert "Không còn việc nào" in refused(officer, "undo", 409)


def test_priority_given_at_the_counter_passes_others_with_a_reason(
    officer: FlaskClient, desk: Desk
) -> None:
    take(desk, 3)
    assert "Xin ghi lý do" in refused(officer, "priority", 422, number="A003", on="1")
    do(officer, "priority", number="A003", on="1", reason="Khuyết tật")
    assert number(do(officer, "calls")) == "A003"
