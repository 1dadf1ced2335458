"""Giấy và máy in: what the staff see of the printers, and what they can do."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from office.people import People
from tests import counter_steps
from tests.conftest import HEAD, Clock
from tests.counter_steps import COPIES, HANH, HELPER, NHUNG, PIN, SignIn, do, page, take
from tests.paper_steps import printer, slip, unseen
from ticketing.desk import Desk

officers = counter_steps.officers
sign_in = counter_steps.sign_in
officer = counter_steps.officer

PAGE = "/counter/paper/"
LIST = "/counter/floor/list"
KEY = "In lại các phiếu chưa in"


@pytest.fixture
def helper(app: Flask, desk: Desk, people: People) -> FlaskClient:
    """A helper's own browser: the way in is the counters' door, without a counter."""
    desk.set_officer(HEAD, HELPER, "helper")
    people.set_pin(HELPER, PIN)
    browser = app.test_client()
    form = {"name": HELPER, "pin": PIN, "counter": ""}
    answer = browser.post("/counter/", data=form)
    assert answer.status_code == 303
    assert browser.get(answer.location).location == PAGE
    return browser


@pytest.fixture
def head(sign_in: SignIn) -> FlaskClient:
    return sign_in(HANH, "")


def failed(desk: Desk, count: int) -> list[str]:
    """So many took a number while the printer was out of order."""
    numbers = [ticket.number for ticket in take(desk, count)]
    for row in desk.store.find("slips", "slip", state="queued"):
        slip(desk, "failed", row["slip"])
    return numbers


def text(browser: FlaskClient, path: str = PAGE) -> str:
    plain = re.sub(r"<[^>]*>", " ", page(browser, path))
    return re.sub(r"\s+", " ", plain)


def line(browser: FlaskClient) -> str:
    """The line of the terminal that speaks of paper, as its live part draws it."""
    found = re.search(
        r'<aside class="paper".*?</aside>', page(browser, "/counter/1/desk"), re.S
    )
    assert found
    return re.sub(r"\s+", " ", found[0])


# --- who may come ---------------------------------------------------------


def test_nobody_sees_the_page_of_paper_without_signing_in(client: FlaskClient) -> None:
    assert client.get(PAGE).location == "/counter/"
    assert client.post(f"{PAGE}reprints").location == "/counter/"


def test_a_helper_comes_to_the_paper_and_to_no_counter(helper: FlaskClient) -> None:
    assert "Giấy và máy in" in text(helper)
    assert helper.get("/counter/1/").status_code == 403


def test_an_auditor_has_nothing_to_do_with_paper(
    desk: Desk, helper: FlaskClient
) -> None:
    desk.set_officer(HEAD, HELPER, "auditor")  # from now on, though signed in
    assert helper.get(PAGE).status_code == 403


# --- the printers ---------------------------------------------------------


@pytest.mark.parametrize(
    ("ability", "said"),
    [
        ("full", "Máy in xác nhận từng phiếu đã ra."),
        ("status", "Máy in chỉ báo tình trạng, không xác nhận từng phiếu."),
        ("none", "Máy in không báo gì: không biết chắc phiếu đã ra."),
    ],
)
def test_what_a_printer_is_able_to_tell_is_said_in_words(
    helper: FlaskClient, desk: Desk, ability: str, said: str
) -> None:
    printer(desk, ability=ability)
    assert said in text(helper)
    assert "Sẵn sàng từ 09:00" in text(helper)


def test_a_fault_is_said_with_the_time_since_when(
    helper: FlaskClient, desk: Desk, clock: Clock
) -> None:
    clock.tick(minutes=10)
    printer(desk, fault="cover")
    clock.tick(seconds=20)
    assert "Nắp máy in đang mở từ 09:10" in text(helper)


def test_whoever_stands_before_the_empty_printer_is_told_what_to_do(
    helper: FlaskClient, desk: Desk
) -> None:
    printer(desk, fault="paper")
    said = text(helper)
    assert "Xin lắp cuộn giấy mới rồi đóng nắp." in said
    assert "Đã thay cuộn giấy mới" not in said  # the printer tells that by itself
    printer(desk, fault="off")
    assert "Xin xem máy in đã bật chưa" in text(helper)
    printer(desk)
    assert "Đã thay cuộn giấy mới" in text(helper)


def test_a_printer_process_that_gives_no_sign_is_named_as_the_trouble(
    helper: FlaskClient, desk: Desk, clock: Clock
) -> None:
    printer(desk, fault="paper")
    clock.tick(seconds=31)
    said = text(helper)
    assert "Không thấy chương trình in từ 09:00" in said
    assert "hết giấy" not in said  # nobody knows that now


@pytest.mark.parametrize(
    ("used", "near_end", "left", "warned"),
    [
        (0, False, 50, ""),
        (44_000, False, 6, ""),
        (45_500, False, 4, "Sắp hết giấy."),
        (99_000, False, 0, "Sắp hết giấy."),
        (1_000, True, 49, "Máy in báo sắp hết giấy."),
    ],
)
def test_the_paper_left_is_told_in_metres_and_its_end_is_warned_of(
    helper: FlaskClient, desk: Desk, used: int, near_end: bool, left: int, warned: str
) -> None:
    printer(desk, used_mm=used, near_end=int(near_end))
    said = text(helper)
    assert f"Cuộn giấy còn khoảng {left} m trên 50 m." in said
    assert warned in said
    assert ("ắp hết giấy" in said) is bool(warned)


def test_a_new_roll_starts_the_count_of_its_own_printer_again(
    helper: FlaskClient, desk: Desk
) -> None:
    printer(desk, used_mm=49_000)
    printer(desk, "Ki-ốt 2", used_mm=49_000)
    helper.post(f"{PAGE}rolls", data={"printer": "Ki-ốt 2"})
    assert {one.printer: one.used_mm for one in desk.printers()} == {
        "": 49_000,
        "Ki-ốt 2": 0,
    }
    assert desk.store.events()[-1].what == "paper roll changed"
    assert "Máy in của Ki-ốt 2" in text(helper)


def test_a_roll_for_a_printer_that_is_none_is_refused_kindly(
    helper: FlaskClient,
) -> None:
    answer = helper.post(f"{PAGE}rolls", data={"printer": "Ki-ốt 9"})
    assert answer.status_code == 404
    assert "Không có máy in" in answer.text
    assert f'href="{PAGE}"' in answer.text


# --- what never came out --------------------------------------------------


def test_one_key_prints_all_that_never_came_out_and_names_them(
    helper: FlaskClient, desk: Desk
) -> None:
    printer(desk)
    numbers = failed(desk, 12)
    said = text(helper)
    assert f"{KEY} (12)" in said
    assert all(number in said for number in numbers)
    assert helper.post(f"{PAGE}reprints").location == PAGE
    assert desk.store.count("slips", state="queued") == 12
    assert "Không có phiếu nào chưa in." in text(helper)


@pytest.mark.parametrize("wrong", ["paper", "away"])
def test_while_no_printer_works_the_key_would_help_nobody(
    helper: FlaskClient, desk: Desk, wrong: str
) -> None:
    failed(desk, 2)
    printer(desk, fault="paper" if wrong == "paper" else None)
    if wrong == "away":
        unseen(desk, 31)
    said = text(helper)
    assert KEY not in said
    assert "A001 A002" in said


# --- one number -----------------------------------------------------------


@pytest.mark.parametrize("said", ["A001", "a1", " A 001 "])
def test_whoever_has_lost_the_slip_gets_another_by_its_number(
    helper: FlaskClient, desk: Desk, said: str
) -> None:
    take(desk)
    slip(desk, "sent")
    slip(desk, "printed")
    answer = helper.post(f"{PAGE}number-reprints", data={"number": said})
    assert answer.status_code == 303
    assert "Phiếu A001 đã vào hàng chờ in." in text(helper, answer.location)
    [_, again] = desk.store.find("slips", "slip")
    assert (again["state"], again["marked"]) == ("queued", 1)


@pytest.mark.parametrize(
    ("said", "status"), [("B009", 404), ("12", 404), ("?", 404), ("", 422)]
)
def test_a_number_that_is_nobodys_gets_no_slip(
    helper: FlaskClient, desk: Desk, said: str, status: int
) -> None:
    take(desk)
    answer = helper.post(f"{PAGE}number-reprints", data={"number": said})
    assert answer.status_code == status
    assert f'href="{PAGE}"' in answer.text
    assert desk.store.count("slips") == 1


# --- the open list on A4 --------------------------------------------------


def test_the_open_list_names_everybody_who_is_still_here_in_order(
    helper: FlaskClient, officer: FlaskClient, desk: Desk, clock: Clock
) -> None:
    first, second, third = take(desk, 3)
    desk.issue(counter_steps.KIOSK, COPIES, priority=True)
    do(officer, "calls")
    do(officer, "no-shows")
    do(officer, "calls")
    do(officer, "parkings", reason="paper")
    clock.tick(minutes=14)
    said = text(helper, LIST)
    assert "09:14" in said
    assert "2 người" in said
    waiting, apart = said.split("Để sau 1 người")
    assert waiting.index("A002") < waiting.index("A003")
    parked, missed = apart.split("Vắng mặt 1 người")
    assert "A001" in parked and "Thiếu giấy tờ" in parked
    assert "A004" in missed and "vắng lúc 09:00" in missed


def test_the_open_list_is_for_the_staff_and_says_when_nobody_waits(
    client: FlaskClient, helper: FlaskClient
) -> None:
    assert client.get(LIST).location == "/counter/"
    assert "Không còn ai chờ." in text(helper, LIST)
    assert f'href="{LIST}"' in page(helper, PAGE)


def test_a_ticket_sent_to_one_counter_stands_in_the_list_with_that_counter(
    officer: FlaskClient, helper: FlaskClient, desk: Desk
) -> None:
    take(desk)
    do(officer, "calls")
    desk.open_counter(HEAD, 2)
    officer.post("/counter/1/transfers", data={"counter": "2"})
    assert "chỉ quầy 2" in text(helper, LIST)


# --- the line on every terminal -------------------------------------------


def test_a_terminal_keeps_quiet_while_paper_is_in_order(
    officer: FlaskClient, desk: Desk
) -> None:
    assert "href" not in line(officer)
    printer(desk)
    assert "href" not in line(officer)


def test_every_terminal_says_what_is_wrong_since_when_and_how_many_wait_for_paper(
    sign_in: SignIn, officer: FlaskClient, desk: Desk
) -> None:
    failed(desk, 12)
    printer(desk, fault="paper")
    sign_in(HANH, 2)
    said = line(officer)
    assert "Máy in hết giấy từ 09:00 · 12 phiếu chưa in" in said
    assert f'href="{PAGE}"' in said
    assert "<button" not in said  # nothing can be printed yet


def test_slips_that_wait_for_the_printer_are_counted_and_not_called_lost(
    officer: FlaskClient, desk: Desk
) -> None:
    take(desk, 3)
    printer(desk, fault="paper")

    assert "3 phiếu đang chờ máy in" in line(officer)
    assert KEY not in line(officer)
    assert "3 phiếu đang chờ máy in: tự in" in text(officer)
    assert "Không có phiếu nào chưa in" not in text(officer)


def test_the_key_in_the_line_prints_and_comes_back_to_the_same_counter(
    officer: FlaskClient, desk: Desk
) -> None:
    failed(desk, 3)
    printer(desk)
    assert f"{KEY} (3)" in line(officer)
    answer = officer.post(f"{PAGE}reprints", data={"counter": "1"})
    assert answer.location == "/counter/1/"
    assert "phiếu chưa in" not in line(officer)


def test_the_line_warns_before_the_roll_ends(officer: FlaskClient, desk: Desk) -> None:
    printer(desk, used_mm=47_000)
    assert "Giấy sắp hết, còn khoảng 3 m" in line(officer)


def test_every_terminal_says_that_numbers_come_off_the_roll(
    officer: FlaskClient, desk: Desk
) -> None:
    desk.set_roll_mode(HEAD, True, "máy hỏng")
    desk.hand_out(HEAD, "chung-thuc", 12)

    assert "Đang dùng cuộn giấy số, đã nhập đến X012" in line(officer)
    desk.set_roll_mode(HEAD, False, "")
    assert "cuộn giấy số" not in line(officer)


def test_of_several_printers_the_line_names_the_one_in_trouble(
    officer: FlaskClient, desk: Desk
) -> None:
    printer(desk)
    printer(desk, "Ki-ốt 2", fault="off")
    said = line(officer)
    assert "Ki-ốt 2: Máy in đang tắt hoặc mất kết nối từ 09:00" in said
    printer(desk, fault="paper")
    assert "Máy in chung: Máy in hết giấy từ 09:00 và 1 máy khác" in line(officer)


def test_slips_that_waited_too_long_are_not_said_to_come_by_themselves(
    officer: FlaskClient, desk: Desk, clock: Clock
) -> None:
    printer(desk)
    take(desk, 3)
    clock.tick(minutes=30)  # the printer process died at once
    said = line(officer)
    assert "đang chờ máy in" not in said
    assert "3 phiếu chưa in" in said
    printer(desk)
    assert f"{KEY} (3)" in line(officer)
    officer.post(f"{PAGE}reprints")
    assert "phiếu chưa in" not in line(officer)
    assert desk.store.count("slips", state="queued") == 3


def test_a_terminal_hears_of_slips_that_no_printer_process_ever_fetched(
    officer: FlaskClient, desk: Desk, clock: Clock
) -> None:
    take(desk, 3)
    clock.tick(seconds=29)
    assert "href" not in line(officer)
    clock.tick(seconds=2)
    said = line(officer)
    assert "Không thấy chương trình in từ 09:00" in said
    assert "3 phiếu đang chờ máy in" in said
    shown = text(officer)
    assert "Xin bật máy tính in" in shown
    assert "Đã thay cuộn giấy mới" not in shown  # there is no roll to speak of
    clock.tick(minutes=5)
    assert "3 phiếu chưa in" in line(officer)
    assert KEY not in text(officer)  # no printer would print them


def test_somebody_who_has_left_is_not_waited_for_with_paper(
    officer: FlaskClient, desk: Desk
) -> None:
    failed(desk, 1)
    for act in ("calls", "starts", "finishes"):
        do(officer, act)
    assert "phiếu chưa in" not in line(officer)


# --- the roll of numbers --------------------------------------------------


def test_a_supervisor_changes_to_the_roll_and_a_helper_enters_its_numbers(
    head: FlaskClient, helper: FlaskClient, desk: Desk
) -> None:
    head.post(f"{PAGE}roll-mode", data={"on": "1", "reason": "Kiosk mất điện"})
    assert desk.store.policy().roll_mode
    assert "Hôm nay chưa nhập số nào." in text(helper)
    helper.post(f"{PAGE}hand-outs", data={"service": COPIES, "upto": "x003"})
    assert "Đã nhập đến số X003." in text(helper)
    assert f'value="{COPIES}" selected' in page(helper, f"{PAGE}?service={COPIES}")
    assert '<option value="">Xin chọn' in page(helper, PAGE)
    assert [t.number for t in desk.store.line([COPIES])] == ["X001", "X002", "X003"]
    head.post(f"{PAGE}roll-mode", data={"reason": "Đã sửa"})
    assert not desk.store.policy().roll_mode


@pytest.mark.parametrize("who", [NHUNG, HELPER])
def test_nobody_below_a_supervisor_changes_to_the_roll(
    sign_in: SignIn, helper: FlaskClient, desk: Desk, who: str
) -> None:
    browser = helper if who == HELPER else sign_in(who)
    assert "roll-mode" not in page(browser, PAGE)
    answer = browser.post(f"{PAGE}roll-mode", data={"on": "1", "reason": "x"})
    assert answer.status_code == 403
    assert not desk.store.policy().roll_mode


@pytest.mark.parametrize(
    ("form", "status"),
    [
        ({"on": "1"}, 422),  # no reason
        ({"on": "1", "reason": " "}, 422),
    ],
)
def test_the_roll_wants_a_reason(
    head: FlaskClient, desk: Desk, form: dict[str, str], status: int
) -> None:
    assert head.post(f"{PAGE}roll-mode", data=form).status_code == status
    assert not desk.store.policy().roll_mode


@pytest.mark.parametrize(
    ("upto", "status"), [("X900", 409), ("B003", 422), ("", 422), ("X000", 422)]
)
def test_a_slip_of_the_finger_enters_no_number_of_the_roll(
    head: FlaskClient, desk: Desk, upto: str, status: int
) -> None:
    desk.set_roll_mode(HEAD, True, "test")
    form = {"service": COPIES, "upto": upto}
    answer = head.post(f"{PAGE}hand-outs", data=form)
    assert answer.status_code == status
    assert "data-refusal" in answer.text
    assert desk.store.count("tickets") == 0
