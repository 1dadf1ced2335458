"""The supervisor's page through real requests: what it shows, and what its forms do."""

import html
import re
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from office.people import People
from tests import counter_steps
from tests.conftest import HEAD, MONDAY, Clock
from tests.counter_steps import (
    BIRTHS,
    COPIES,
    HANH,
    HELPER,
    KHANG,
    KIOSK,
    NHUNG,
    PIN,
    SignIn,
    page,
    stands,
    take,
)
from ticketing.desk import Desk
from ticketing.gaps import gaps
from ticketing.people import Actor, officer

# The fixtures of these pages.
officers = counter_steps.officers
sign_in = counter_steps.sign_in

CLOSED = "/counter/floor/closed"
PAGE, LIST, DARK = "/counter/floor/", "/counter/floor/list", "/counter/floor/reconcile"
LAN = officer(NHUNG)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def head(sign_in: SignIn) -> FlaskClient:
    return sign_in(HANH, "")


@pytest.fixture
def helper(app: Flask, desk: Desk, people: People) -> FlaskClient:
    desk.set_officer(HEAD, HELPER, "helper")
    people.set_pin(HELPER, PIN)
    browser = app.test_client()
    browser.post("/counter/", data={"name": HELPER, "pin": PIN})
    return browser


def words(text: str) -> str:
    """What people read of it, in one line."""
    plain = re.sub(r"<[^>]*>", " ", text)
    return " ".join(html.unescape(plain).split()).replace(" :", ":")


def said(browser: FlaskClient, path: str = PAGE) -> str:
    return words(page(browser, path))


def part(browser: FlaskClient, name: str) -> str:
    """One of the parts that keep themselves fresh."""
    parts = re.split(r'<\w+[^<>]*data-live="([a-z0-9-]+)"[^>]*>', page(browser, PAGE))
    return words(dict(zip(parts[1::2], parts[2::2], strict=True))[name])


def do(browser: FlaskClient, act: str, **form: object) -> None:
    answer = browser.post(PAGE + act, data=form)
    assert (answer.status_code, answer.location) == (303, PAGE), answer.text


def refused(browser: FlaskClient, act: str, **form: object) -> str:
    answer = browser.post(PAGE + act, data=form)
    assert answer.status_code in (404, 409, 422)
    found = re.search(r"data-refusal>(.*?)<", answer.text)
    assert found
    return html.unescape(found[1])


# --- who may come ---------------------------------------------------------


def test_a_stranger_is_sent_to_the_door(client: FlaskClient) -> None:
    for path in (PAGE, LIST, DARK):
        assert client.get(path).location == "/counter/"
    assert client.post(f"{PAGE}closings").location == "/counter/"


def test_an_officer_does_not_direct_the_others(sign_in: SignIn, desk: Desk) -> None:
    browser = sign_in(NHUNG, 1)
    for path in (PAGE, DARK):
        assert browser.get(path).status_code == 403
    answer = browser.post(f"{PAGE}closings", data={"counter": 1})
    assert answer.status_code == 403
    assert desk.store.counter(1).open


def test_helpers_and_officers_hold_the_calling_list_in_their_hands(
    helper: FlaskClient, sign_in: SignIn
) -> None:
    for browser in (helper, sign_in(NHUNG, 1)):
        assert "Danh sách mời" in said(browser, LIST)
    assert helper.get(PAGE).status_code == 403
    assert 'href="/counter/floor/list"' in page(helper, "/counter/paper/")


def test_a_supervisor_finds_the_page_at_the_door_and_at_the_way_finder(
    head: FlaskClient, client: FlaskClient
) -> None:
    assert 'href="/counter/floor/"' in page(head, "/counter/")
    assert 'href="/counter/floor/"' in page(client, "/")


# --- how the floor stands -----------------------------------------------------


def test_every_counter_says_who_sits_there_and_since_when(
    head: FlaskClient, desk: Desk, clock: Clock
) -> None:
    take(desk)
    desk.open_counter(LAN, 1)
    desk.call_next(LAN, 1)
    desk.set_services(HEAD, 1, [COPIES, BIRTHS], [BIRTHS])
    desk.set_breaks(HEAD, 1, [["09:30", "09:45"]])
    clock.tick(minutes=12, seconds=1)
    told = part(head, "counter-1")
    for word in ("A001 đang gọi", NHUNG, "12 phút", "giúp khi rảnh: Hộ tịch"):
        assert word in told
    assert "Nghỉ 09:30–09:45" in told
    assert "Đã đóng" in part(head, "counter-2")


def test_a_visit_that_goes_on_in_a_pause_is_told_with_the_pause(
    head: FlaskClient, desk: Desk
) -> None:
    take(desk)
    desk.open_counter(LAN, 1)
    desk.call_next(LAN, 1)
    desk.pause(LAN, 1, "Họp")
    told = part(head, "counter-1")
    assert "A001" in told and "Họp" in told


def test_whoever_asked_for_help_first_stands_first_and_is_helped_by_one_press(
    head: FlaskClient, desk: Desk, clock: Clock
) -> None:
    for counter, by in ((1, LAN), (2, officer(KHANG))):
        desk.open_counter(by, counter)
    desk.ask_help(officer(KHANG), 2)
    clock.tick(minutes=5)
    desk.ask_help(LAN, 1)
    told = part(head, "needs")
    assert told.index("Quầy 2: cần hỗ trợ từ 09:00") < told.index("Quầy 1")
    do(head, "helped", counter=2)
    assert "Quầy 2" not in part(head, "needs")
    assert "Cần hỗ trợ từ 09:05" in part(head, "counter-1")


def test_a_line_without_a_counter_names_those_that_could_take_it(
    head: FlaskClient, desk: Desk
) -> None:
    take(desk, 2, BIRTHS)
    assert "Hộ tịch (2 người chờ): chưa quầy nào đang mở" in part(head, "needs")
    desk.set_skills(HEAD, KHANG, [COPIES])
    desk.open_counter(LAN, 3)
    desk.open_counter(officer(KHANG), 4)
    told = part(head, "needs")
    assert "Quầy 3 nhận hôm nay" in told
    assert "Quầy 4" not in told, "Khang never learnt it"
    do(head, "lines", counter=3, service=BIRTHS)
    assert "người chờ" not in part(head, "needs")
    assert "nhận thay hôm nay: Hộ tịch" in part(head, "counter-3")


def test_a_line_that_gives_numbers_without_a_counter_is_told_before_anybody_waits(
    head: FlaskClient, desk: Desk, clock: Clock
) -> None:
    warning = "vẫn phát số mà chưa có quầy"
    assert warning in part(head, "needs")
    desk.open_counter(LAN, 1)
    told = part(head, "needs")
    assert warning in told and "Chứng thực" not in told and "Đất đai" in told
    desk.set_issuing(HEAD, False, None, "họp")
    assert warning not in part(head, "needs")
    clock.tick(hours=9)
    assert warning not in part(head, "needs")


# --- the counters are directed ------------------------------------------------


def test_a_counter_is_opened_for_an_officer_who_then_calls_from_it(
    head: FlaskClient, sign_in: SignIn, desk: Desk
) -> None:
    do(head, "openings", counter=2, officer=NHUNG)
    assert desk.store.counter(2).officer == NHUNG
    take(desk)
    browser = sign_in(NHUNG, "")
    answer = browser.post("/counter/2/calls", data={"previous": "served"})
    assert answer.status_code == 303
    assert stands(desk, "A001") == "called"


def test_only_officers_who_sit_nowhere_are_offered_for_a_free_counter(
    head: FlaskClient, desk: Desk
) -> None:
    desk.open_counter(LAN, 1)
    offered = re.findall(r"<option>(.*?)</option>", page(head, PAGE))
    assert KHANG in offered
    assert NHUNG not in offered


def test_a_supervisor_pauses_and_ends_the_pause_for_an_officer(
    head: FlaskClient, desk: Desk
) -> None:
    desk.open_counter(LAN, 1)
    do(head, "pauses", counter=1, reason="Họp", sure=1)
    assert desk.store.counter(1).paused == "Họp"
    assert f"Mở lại cho {NHUNG}" in part(head, "counter-1")
    do(head, "openings", counter=1)
    assert desk.store.counter(1).works
    assert desk.store.counter(1).officer == NHUNG


def test_the_last_counter_of_a_line_is_closed_only_by_who_says_so(
    head: FlaskClient, desk: Desk
) -> None:
    desk.open_counter(LAN, 1)
    take(desk)
    assert "Chỉ còn quầy này nhận Chứng thực" in part(head, "counter-1")
    assert "Chỉ còn quầy này" in refused(head, "closings", counter=1)
    do(head, "closings", counter=1, sure=1)
    assert not desk.store.counter(1).open


def test_a_counter_with_somebody_before_it_is_neither_closed_nor_left(
    head: FlaskClient, desk: Desk
) -> None:
    take(desk)
    desk.open_counter(LAN, 1)
    desk.call_next(LAN, 1)
    for act, form in (("closings", {}), ("moves", {"to": 2})):
        sentence = refused(head, act, counter=1, **form)
        assert sentence.startswith("Quầy 1 đang phục vụ số A001")
    assert desk.store.counter(1).officer == NHUNG


def test_an_officer_is_moved_by_one_press_with_name_and_key(
    head: FlaskClient, desk: Desk
) -> None:
    desk.open_counter(LAN, 1)
    do(head, "moves", counter=1, to=4)
    there = desk.store.counter(4)
    assert (there.officer, there.holder) == (NHUNG, LAN.key)
    assert not desk.store.counter(1).open


def test_the_lines_of_a_closed_counter_go_to_another_by_one_press(
    head: FlaskClient, desk: Desk
) -> None:
    desk.open_counter(LAN, 3)
    assert "Hôm nay chuyển lĩnh vực sang Quầy 3" in part(head, "counter-1")
    do(head, "lines-to", counter=1, to=3)
    assert {COPIES, BIRTHS} <= set(desk.store.counter(3).serves)


def test_lines_and_those_only_helped_are_set_by_ticks(
    head: FlaskClient, desk: Desk
) -> None:
    ticked = {"services": [COPIES, BIRTHS, "dat-dai"], "helps": ["dat-dai", "noi-vu"]}
    do(head, "services", counter=1, **ticked)
    here = desk.store.counter(1)
    assert here.lines == ((COPIES, BIRTHS), ("dat-dai",))


def test_on_a_day_off_a_counter_is_opened_only_when_the_office_does_work(
    sign_in: SignIn, desk: Desk, clock: Clock
) -> None:
    clock.now = MONDAY + timedelta(days=6)
    desk.trial = False
    head = sign_in(HANH, "")
    assert "hôm nay có làm việc" in part(head, "counter-2")
    assert "là ngày nghỉ" in refused(head, "openings", counter=2, officer=NHUNG)
    do(head, "openings", counter=2, officer=NHUNG, working_day=1)
    assert desk.store.counter(2).open
    assert f"{HANH} xác nhận hôm nay có làm việc" in part(head, "lede")


def test_whoever_was_moved_finds_the_way_from_the_counter_left_behind(
    head: FlaskClient, sign_in: SignIn
) -> None:
    browser = sign_in(NHUNG, 1)
    do(head, "moves", counter=1, to=4)
    assert "Ông/Bà đang giữ quầy 4." in said(browser, "/counter/1/")
    assert "đang giữ" not in said(browser, "/counter/4/")


# --- the whole office ---------------------------------------------------------


def test_a_notice_stands_on_every_screen_until_its_time(
    head: FlaskClient, desk: Desk, clock: Clock
) -> None:
    do(head, "notice", vi="Chiều nay nghỉ sớm", en="We close early", until="10:30")
    assert desk.store.office().notice["until"].startswith("2026-11-23T03:30")
    assert "“Chiều nay nghỉ sớm” · đến 10:30" in part(head, "notice")
    clock.tick(minutes=91)
    assert "Chiều nay" not in part(head, "notice")


def test_a_notice_is_taken_down_and_one_that_ended_before_is_refused(
    head: FlaskClient, desk: Desk
) -> None:
    do(head, "notice", vi="Tạm ngưng nước uống")
    do(head, "notice-off")
    assert desk.store.office().notice["vi"] == ""
    assert "phải sau lúc này" in refused(head, "notice", vi="Muộn", until="08:00")
    assert "phải là giờ" in refused(head, "notice", vi="Lạ", until="trưa")


def test_numbers_of_one_line_stop_with_a_reason_and_go_on_again(
    head: FlaskClient, desk: Desk
) -> None:
    assert "để trống" in refused(head, "issuing", service=BIRTHS, reason=" ")
    do(head, "issuing", service=BIRTHS, reason="cán bộ đi họp")
    assert desk.store.office().paused == {BIRTHS: "cán bộ đi họp"}
    assert "Hộ tịch: đang tạm dừng phát số · “cán bộ đi họp”" in part(head, "issuing")
    do(head, "issuing", service=BIRTHS, on=1)
    assert desk.store.office().paused == {}


def test_all_numbers_stop_at_once(head: FlaskClient, desk: Desk) -> None:
    do(head, "issuing", service="", reason="mất nước")
    assert desk.store.office().paused == {"": "mất nước"}
    assert "Mọi lĩnh vực: đang tạm dừng" in part(head, "issuing")


def test_at_closing_those_who_wait_get_vouchers_for_the_next_session(
    head: FlaskClient, desk: Desk
) -> None:
    take(desk, 2)
    take(desk, 1, BIRTHS)
    told = part(head, "closing")
    assert "phiên này đến 11:30" in told
    assert "phiếu dùng từ 13:30, hôm nay" in told
    do(head, "vouchers", service=BIRTHS)
    assert desk.find_today("B001").outcome == "voucher"
    assert stands(desk, "A001") == "waiting"
    do(head, "vouchers", service="")
    assert desk.find_today("A002").outcome == "voucher"


# --- what was unusual ---------------------------------------------------------


def test_unusual_acts_are_told_in_sentences_the_newest_first(
    head: FlaskClient, desk: Desk, clock: Clock
) -> None:
    take(desk, 3)
    take(desk, 1, "dat-dai")
    desk.open_counter(LAN, 1)
    desk.call_number(LAN, 1, "A003", "Già yếu")
    clock.tick(minutes=1)
    desk.no_show(LAN, 1)
    clock.tick(minutes=1)
    desk.take_line(LAN, 1, "dat-dai")
    desk.tally(LAN, 1, "quick")
    told = part(head, "unusual")
    sentences = (
        "09:02 Quầy 1 nhận thêm Đất đai hôm nay, vì chưa có quầy nào",
        "09:01 Quầy 1 ghi A003 vắng mặt sớm hơn quy định",
        "09:00 Quầy 1 mời A003 trước 2 người: “Già yếu”",
    )
    assert [told.index(one) for one in sentences] == sorted(map(told.index, sentences))
    assert "Quầy 1: 1 câu hỏi nhanh" in told
    desk.open_counter(officer(KHANG), 2)
    desk.call_next(LAN, 1)
    desk.drop(LAN, 1, "quen biết")
    assert "1 câu hỏi nhanh, 1 lượt để cho cán bộ khác" in part(head, "unusual")


def test_presses_that_the_rating_screen_has_not_taken_are_counted_openly(
    head: FlaskClient, desk: Desk
) -> None:
    desk.count_noise(Actor("tablet", "Quầy 1", "tablet"), 1, 3)
    told = part(head, "unusual")
    assert "Quầy 1: 3 lần bấm bảng đánh giá không tính" in told


def test_what_was_taken_back_is_not_held_against_anybody(
    head: FlaskClient, desk: Desk
) -> None:
    take(desk, 2)
    desk.open_counter(LAN, 1)
    desk.call_number(LAN, 1, "A002", "Nhầm")
    desk.undo(LAN, 1)
    assert "Nhầm" not in part(head, "unusual")


def test_priority_given_at_the_help_desk_names_who_gave_it(
    head: FlaskClient, desk: Desk
) -> None:
    take(desk, 2)
    desk.set_priority(Actor("helper", HELPER, "h"), "A002", True, "Có con nhỏ")
    assert f"{HELPER} ghi ưu tiên cho A002, lên trước 1 người" in part(head, "unusual")


# --- the calling list -----------------------------------------------------------


def test_the_list_names_lines_in_their_order_and_nobody_by_name(
    helper: FlaskClient, desk: Desk
) -> None:
    desk.open_counter(LAN, 1)
    take(desk, 3)
    desk.issue(KIOSK, COPIES, priority=True)
    desk.call_next(LAN, 1)
    text = page(helper, LIST)
    assert re.findall(r'class="number">(\w+)<', text) == [
        "A004",
        "A001",
        "A002",
        "A003",
    ]
    assert NHUNG not in text
    assert "quầy 1" in text


def test_the_browser_may_keep_the_list_for_the_day_on_which_nobody_answers(
    helper: FlaskClient,
) -> None:
    answer = helper.get(LIST)
    assert answer.headers["Cache-Control"] == "private, max-age=43200"
    assert answer.headers["ETag"]
    assert answer.mimetype == "text/html"


# --- after the power cut --------------------------------------------------------


@pytest.fixture
def after(head: FlaskClient, app: Flask, desk: Desk, clock: Clock) -> FlaskClient:
    """A001 is at counter 1, A002 to A004 wait. At 09:00 the power goes; the machine
    starts again at 09:40."""
    take(desk, 4)
    desk.open_counter(LAN, 1)
    desk.call_next(LAN, 1)
    clock.tick(minutes=40, seconds=30)
    app.extensions["started"] = clock.now
    clock.tick(minutes=2)
    return head


def test_the_gap_is_suggested_and_those_who_were_here_are_listed(
    after: FlaskClient,
) -> None:
    text = page(after, DARK)
    assert 'name="begun" value="09:01"' in text
    assert 'name="ended" value="09:40"' in text
    listed = re.findall(r'class="number">(\w+)<', text)
    assert listed == ["A001", "A002", "A003", "A004"]
    assert "đang được gọi tới quầy 1" in text


def test_ticked_ones_are_done_and_the_lines_go_on_with_the_next(
    after: FlaskClient, desk: Desk
) -> None:
    form = {"begun": "09:01", "ended": "09:40", "fate-A001": "served"}
    form |= {"fate-A002": "served", "fate-A003": "left", "fate-A004": ""}
    answer = after.post(f"{PAGE}reconciliations", data=form, follow_redirects=True)
    assert answer.status_code == 200
    told = words(answer.text)
    assert "Đã ghi: 2 người đã phục vụ, 1 người đã về" in told
    assert "Tiếp tục từ số kế A004 Chứng thực" in told
    fates = [stands(desk, f"A00{n}") for n in range(1, 5)]
    assert fates == ["served", "served", "cancelled", "waiting"]
    assert gaps(desk.store) == [(MONDAY + MINUTE, MONDAY + 40 * MINUTE)]
    assert "Gợi ý" not in said(after, DARK)
    assert "Đã đối chiếu, còn ghi thêm được: 09:01–09:40" in said(after, DARK)


def test_the_supervisor_corrects_both_times_and_the_list_follows(
    after: FlaskClient, desk: Desk
) -> None:
    text = page(after, f"{DARK}?begun=08:50&ended=09:30")
    assert 'value="08:50"' in text
    assert "Lúc đó không còn ai chờ" in text
    answer = after.get(f"{DARK}?begun=sáng&ended=09:30")
    assert answer.status_code == 422
    assert "phải là giờ" in answer.text and DARK in answer.text


def test_a_power_cut_that_is_not_over_yet_cannot_be_told(after: FlaskClient) -> None:
    sentence = refused(after, "reconciliations", begun="09:01", ended="11:00")
    assert "không sau lúc này" in sentence


def test_numbers_of_the_roll_are_entered_and_ticked_with_the_others(
    after: FlaskClient, desk: Desk
) -> None:
    assert "bật cuộn giấy số" in said(after, DARK)
    desk.set_roll_mode(HEAD, True, "mất điện")
    form = {"begun": "09:01", "ended": "09:40", "service": COPIES, "upto": "X002"}
    answer = after.post(f"{PAGE}torn", data=form)
    assert answer.location == f"{DARK}?begun=09%3A01&ended=09%3A40"
    text = page(after, answer.location)
    assert 'name="fate-X002"' in text
    times = {"begun": "09:01", "ended": "09:40"}
    after.post(f"{PAGE}reconciliations", data=times | {"fate-X001": "served"})
    assert [stands(desk, n) for n in ("X001", "X002")] == ["served", "waiting"]


def test_without_any_silence_the_supervisor_gives_the_times(
    head: FlaskClient, app: Flask, clock: Clock
) -> None:
    app.extensions["started"] = clock.now
    assert "không có lúc nào lặng quá 5 phút" in said(head, DARK)


# --- what somebody needs ----------------------------------------------------------


def test_a_helper_writes_down_that_somebody_is_to_be_fetched(
    helper: FlaskClient, desk: Desk
) -> None:
    take(desk)
    form = {"wishes": ["escort", "low_counter"]}
    answer = helper.post(f"{LIST}/A001", data=form)
    assert (answer.status_code, answer.location) == (303, LIST)
    assert "Mời tận nơi · Bàn thấp" in said(helper, LIST)
    assert page(helper, f"{LIST}/A001").count(" checked") == 2
    helper.post(f"{LIST}/A001", data={})
    assert "Mời tận nơi" not in said(helper, LIST)


def test_a_wish_for_a_number_that_is_not_here_is_kindly_refused(
    helper: FlaskClient,
) -> None:
    assert helper.get(f"{LIST}/Z999").status_code == 404
    assert helper.post(f"{LIST}/Z999", data={"wishes": "escort"}).status_code == 404


# --- closed by mistake ------------------------------------------------------------


def test_a_helper_lets_somebody_back_who_was_closed_by_mistake(
    helper: FlaskClient, desk: Desk
) -> None:
    take(desk, 3)
    desk.open_counter(LAN, 1)
    desk.call_next(LAN, 1)
    desk.call_next(LAN, 1)  # A001 never came, and was taken for served
    assert "Ghi xong mà chưa bắt đầu 1 người" in said(helper, LIST)
    assert "A001 Chứng thực · Quầy 1 · xong lúc 09:00" in said(helper, CLOSED)
    answer = helper.post(f"{LIST}/A001/rejoin")
    assert (answer.status_code, answer.location) == (303, LIST)
    assert stands(desk, "A001") == "waiting"
    assert "Không có ai." in said(helper, CLOSED)
    assert "Ghi xong" not in said(helper, LIST)


def test_a_helper_lets_somebody_back_who_missed_the_call(
    helper: FlaskClient, desk: Desk
) -> None:
    take(desk, 2)
    desk.open_counter(LAN, 1)
    desk.call_next(LAN, 1)
    desk.no_show(LAN, 1)
    assert 'aria-label="Cho số A001 vào lại hàng"' in page(helper, LIST)
    assert "Số A001 quay lại?" in said(helper, f"{LIST}/A001")
    helper.post(f"{LIST}/A001/rejoin")
    assert stands(desk, "A001") == "waiting"
    assert "quay lại?" not in said(helper, f"{LIST}/A001")


def test_who_was_served_in_truth_is_not_let_back_and_told_why(
    helper: FlaskClient, desk: Desk
) -> None:
    take(desk)
    desk.open_counter(LAN, 1)
    desk.call_next(LAN, 1)
    desk.start(LAN, 1)
    desk.finish(LAN, 1)
    assert "Không có ai." in said(helper, CLOSED)
    answer = helper.post(f"{LIST}/A001/rejoin")
    assert answer.status_code == 409
    assert "không thể vào lại hàng" in answer.text and LIST in answer.text
    assert "<form" not in page(helper, f"{LIST}/A001")


# --- what the office keeps ------------------------------------------------------


def test_the_daily_breaks_of_a_counter_are_planned_and_taken_away(
    head: FlaskClient, desk: Desk
) -> None:
    do(head, "breaks", counter=1, begun=["14:30", "09:30"], ended=["14:45", "09:45"])
    assert desk.store.counter(1).breaks == (("09:30", "09:45"), ("14:30", "14:45"))
    assert "Nghỉ 09:30–09:45, Nghỉ 14:30–14:45" in part(head, "counter-1")
    for begun, ended in (("10:00", ""), ("10:00", "09:00"), ("25:00", "26:00")):
        sentence = refused(head, "breaks", counter=1, begun=begun, ended=ended)
        assert "giờ nghỉ phải đủ đầu và cuối" in sentence
    do(head, "breaks", counter=1, begun="", ended="")
    assert desk.store.counter(1).breaks == ()


def test_a_low_desk_is_written_down_and_taken_away(
    head: FlaskClient, desk: Desk
) -> None:
    do(head, "low", counter=5, on="1")
    assert desk.store.counter(5).low
    assert "bàn thấp" in part(head, "counter-5").partition("Điều phối")[0]
    do(head, "low", counter=5)
    assert not desk.store.counter(5).low


def test_what_an_officer_knows_is_written_down_on_the_page(
    head: FlaskClient, desk: Desk
) -> None:
    desk.open_counter(LAN, 1)
    assert BIRTHS in desk.store.counter(1).serves
    do(head, "skills", name=NHUNG, skills=[COPIES])
    assert BIRTHS not in desk.store.counter(1).serves
    do(head, "skills", name=NHUNG)
    assert BIRTHS in desk.store.counter(1).serves
    assert "Không có" in refused(head, "skills", name="Ai đó")
