"""The officer's terminal and the rating screen, through real requests."""

import html
import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from office.people import People
from tests.conftest import HEAD, Clock
from ticketing.desk import Desk
from ticketing.people import Actor
from ticketing.tickets import Status, Ticket

NHUNG, KHANG, HANH = (
    "Nguyễn Thị Hồng Nhung (mẫu)",
    "Trần Minh Khang (mẫu)",
    "Đặng Thị Mỹ Hạnh (mẫu)",
)
PIN = "482917"
KIOSK = Actor("kiosk", "Kiosk", "kiosk")
COPIES, BIRTHS = "chung-thuc", "ho-tich"

SignIn = Callable[..., FlaskClient]


@pytest.fixture(autouse=True)
def officers(desk: Desk) -> None:
    for name, role in ((NHUNG, "officer"), (KHANG, "officer"), (HANH, "supervisor")):
        desk.set_officer(HEAD, name, role)


@pytest.fixture
def sign_in(app: Flask, people: People) -> SignIn:
    """sign_in(name, counter): a browser of that officer, the counter open."""

    def enter(name: str = NHUNG, counter: int | str = 1) -> FlaskClient:
        people.set_pin(name, PIN)
        browser = app.test_client()
        form = {"name": name, "pin": PIN, "counter": counter}
        assert browser.post("/counter/sign-in", data=form).status_code == 303
        return browser

    return enter


@pytest.fixture
def officer(sign_in: SignIn) -> FlaskClient:
    return sign_in()


def take(desk: Desk, count: int = 1, service: str = COPIES) -> list[Ticket]:
    return [desk.issue(KIOSK, service) for _ in range(count)]


def do(browser: FlaskClient, act: str, counter: int = 1, **form: object) -> str:
    """The page after an act that is not refused."""
    answer = browser.post(f"/counter/{counter}/{act}", data=form, follow_redirects=True)
    assert answer.status_code == 200, answer.text
    return answer.text


def refused(browser: FlaskClient, act: str, status: int, **form: object) -> str:
    answer = browser.post(f"/counter/1/{act}", data=form)
    assert answer.status_code == status
    found = re.search(r"data-refusal>(.*?)<", answer.text)
    assert found
    return html.unescape(found[1])


def page(browser: FlaskClient, path: str = "/counter/1/") -> str:
    answer = browser.get(path)
    assert answer.status_code == 200
    return answer.text


def state(text: str) -> str:
    found = re.search(r'<body[^>]*data-state="([a-z-]+)"', text)
    assert found
    return found[1]


def number(text: str) -> str | None:
    found = re.search(r'<h1 class="number">([A-Z]\d+)</h1>', text)
    return found and found[1]


def stands(desk: Desk, number: str) -> Status:
    return desk.find_today(number).status


# --- the door -----------------------------------------------------------------


def test_nobody_signed_in_is_asked_for_name_and_counter(client: FlaskClient) -> None:
    text = page(client, "/counter/")
    assert state(text) == "signed-out"
    assert NHUNG in text and 'value="6"' in text


def test_the_terminal_sends_a_stranger_to_the_door(client: FlaskClient) -> None:
    for path in ("/counter/1/", "/counter/1/desk"):
        assert client.get(path).headers["Location"] == "/counter/"
    assert client.post("/counter/1/calls").headers["Location"] == "/counter/"


def test_a_wrong_pin_and_an_unknown_name_sound_the_same(
    client: FlaskClient, people: People
) -> None:
    people.set_pin(NHUNG, PIN)
    answers = [
        client.post("/counter/sign-in", data={"name": name, "pin": pin, "counter": 1})
        for name, pin in ((NHUNG, "000000"), ("Không Ai", PIN))
    ]
    said = [re.findall(r"<span>(Tên hoặc mã.*?)</span>", a.text) for a in answers]
    assert [answer.status_code for answer in answers] == [409, 409]
    assert said[0] == said[1] and len(said[0]) == 1


def test_signing_in_at_a_counter_opens_it(officer: FlaskClient, desk: Desk) -> None:
    counter = desk.store.counter(1)
    assert counter.works and counter.officer == NHUNG
    assert state(page(officer)) == "idle"


def test_a_taken_counter_is_shown_as_taken(
    officer: FlaskClient, client: FlaskClient
) -> None:
    text = page(client, "/counter/")
    assert re.search(r'value="1" required disabled', text)
    assert not re.search(r'value="2" required disabled', text)


def test_another_officers_counter_cannot_be_entered(
    officer: FlaskClient, sign_in: SignIn, app: Flask
) -> None:
    other = sign_in(KHANG, 2)
    text = html.unescape(page(other))
    assert f"{NHUNG} đang giữ quầy này" in text
    assert "đang do" in refused(other, "calls", 409)


def test_without_a_counter_the_officer_chooses_one_inside(sign_in: SignIn) -> None:
    browser = sign_in(KHANG, "")
    assert "Mở quầy 2" in page(browser, "/counter/")
    assert state(do(browser, "opening", counter=2)) == "idle"


def test_after_signing_out_the_terminal_is_closed(officer: FlaskClient) -> None:
    officer.post("/counter/sign-out")
    assert officer.get("/counter/1/").status_code == 303


def test_a_counter_that_is_not_there_is_not_found(officer: FlaskClient) -> None:
    assert officer.get("/counter/99/").status_code == 404
    assert officer.post("/counter/1/nonsense").status_code == 404


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
    assert "cả chữ cái" in refused(officer, "calls", 422, number="1")
    assert number(do(officer, "calls", number="2", reason="Già yếu")) == "B002"


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
    officer: FlaskClient, desk: Desk
) -> None:
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


# --- the counter --------------------------------------------------------------


def test_a_pause_gives_its_reason_and_ends_with_opening(
    officer: FlaskClient, desk: Desk
) -> None:
    text = do(officer, "pause", reason="Họp")
    assert state(text) == "paused"
    assert "Mở lại quầy" in text
    assert state(do(officer, "opening")) == "idle"


def test_the_last_counter_of_a_line_does_not_pause_silently(
    officer: FlaskClient, desk: Desk, sign_in: SignIn
) -> None:
    take(desk, 2)
    warning = "Chỉ còn quầy này nhận Chứng thực: 2 người"
    assert warning in page(officer)
    sign_in(KHANG, 2)
    assert warning not in page(officer)


def test_a_counter_with_somebody_there_is_not_closed(
    officer: FlaskClient, desk: Desk
) -> None:
    take(desk)
    do(officer, "calls")
    assert "A001" in refused(officer, "closing", 409)
    do(officer, "finishes")
    assert "Quầy chưa mở" in do(officer, "closing")


def test_only_a_supervisor_changes_what_a_counter_serves(
    officer: FlaskClient, sign_in: SignIn, desk: Desk
) -> None:
    assert refused(officer, "services", 403, services=[BIRTHS])
    do(sign_in(HANH, 6), "services", services=[BIRTHS])
    assert desk.store.counter(1).services == (BIRTHS,)


# --- what is shown ------------------------------------------------------------


def test_the_visit_shows_procedure_papers_language_and_priority(
    officer: FlaskClient, desk: Desk
) -> None:
    matter = next(p for p in desk.store.procedures() if p.code == "1.001193")
    desk.issue(KIOSK, procedure=matter.ref, priority=True, language="en")
    text = html.unescape(do(officer, "calls"))
    for shown in (matter.name["vi"], matter.papers[0], "Tiếng Anh", "Ưu tiên"):
        assert shown in text


@pytest.mark.parametrize(("minutes", "pace"), [(5, "good"), (7, "late"), (13, "twice")])
def test_the_timer_turns_past_the_usual_time_and_past_twice(
    officer: FlaskClient, desk: Desk, clock: Clock, minutes: int, pace: str
) -> None:
    take(desk)
    do(officer, "calls")
    do(officer, "starts")
    clock.tick(minutes=minutes)
    assert f'data-pace="{pace}"' in page(officer)


def test_the_next_three_stand_with_their_waits(
    officer: FlaskClient, desk: Desk, clock: Clock
) -> None:
    take(desk, 4)
    clock.tick(minutes=35, seconds=1)
    text = page(officer)
    queue = text[text.index('class="queue"') : text.index("</ol>")]
    assert re.findall(r"A\d{3}", queue) == ["A001", "A002", "A003"]
    assert queue.count("35 phút") == 3
    assert 'class="late"' in text


def test_the_live_parts_are_those_of_the_whole_page(
    officer: FlaskClient, desk: Desk
) -> None:
    take(desk)
    do(officer, "calls")
    parts = page(officer, "/counter/1/desk")
    named = re.compile(r'data-live="(\w+)"')
    assert (
        named.findall(parts)
        == named.findall(page(officer))
        == ["head", "now", "acts", "side"]
    )
    assert (state(parts), number(parts)) == ("called", "A001")


def test_pages_hold_no_inline_script_and_no_inline_style(
    officer: FlaskClient, desk: Desk
) -> None:
    take(desk)
    do(officer, "calls")
    for path in ("/counter/", "/counter/1/", "/counter/1/rating"):
        text = page(officer, path)
        assert not re.search(r"<script(?![^>]*\bsrc=)", text)
        assert not re.search(r"\sstyle=|\son\w+=", text)


# --- the rating screen --------------------------------------------------------


def serve(officer: FlaskClient, desk: Desk) -> None:
    take(desk)
    do(officer, "calls")
    do(officer, "starts")
    do(officer, "finishes")


def answer(client: FlaskClient, **form: object) -> TestResponse:
    return client.post("/counter/1/rating", data=form, follow_redirects=True)


def test_the_rating_screen_rests_until_a_service_ends(client: FlaskClient) -> None:
    text = page(client, "/counter/1/rating")
    assert state(text) == "rest"
    assert "hài lòng" not in text


def test_the_rating_screen_names_whom_it_asks(
    officer: FlaskClient, client: FlaskClient, desk: Desk
) -> None:
    serve(officer, desk)
    text = page(client, "/counter/1/rating")
    assert "Số A001 vừa xong" in text
    assert "hài lòng" in text
    assert re.findall(r'name="level" value="(\d)"', text) == ["4", "3", "2", "1"]


def test_a_good_grade_is_thanked_for_at_once(
    officer: FlaskClient, client: FlaskClient, desk: Desk
) -> None:
    serve(officer, desk)
    assert state(answer(client, number="A001", level=4).text) == "thanks"
    [rating] = desk.store.find("ratings")
    assert (rating["level"], rating["channel"]) == (4, "tablet")


def test_a_low_grade_is_asked_for_reasons_first(
    officer: FlaskClient, client: FlaskClient, desk: Desk
) -> None:
    serve(officer, desk)
    text = answer(client, number="A001", level=2).text
    assert state(text) == "reasons"
    assert desk.store.find("ratings") == []
    answer(client, number="A001", level=2, asked=1, reasons=["cho-lau"])
    assert desk.store.find("ratings")[0]["reasons"] == '["cho-lau"]'


def test_reasons_may_be_left_out_and_the_grade_still_counts(
    officer: FlaskClient, client: FlaskClient, desk: Desk
) -> None:
    serve(officer, desk)
    assert state(answer(client, number="A001", level=1, asked=1).text) == "thanks"
    assert desk.store.find("ratings")[0]["level"] == 1


def test_who_does_not_answer_is_not_asked_again(
    officer: FlaskClient, client: FlaskClient, desk: Desk
) -> None:
    serve(officer, desk)
    assert state(page(client, "/counter/1/rating?skipped=A001")) == "rest"
    assert desk.store.find("ratings") == []
    serve(officer, desk)
    assert state(page(client, "/counter/1/rating?skipped=A001")) == "question"


def test_the_question_ends_when_the_next_service_starts(
    officer: FlaskClient, client: FlaskClient, desk: Desk
) -> None:
    serve(officer, desk)
    take(desk)
    do(officer, "calls")
    assert state(page(client, "/counter/1/rating")) == "question"
    do(officer, "starts")
    assert state(page(client, "/counter/1/rating")) == "rest"


def test_after_three_minutes_nobody_is_asked_any_more(
    officer: FlaskClient, client: FlaskClient, desk: Desk, clock: Clock
) -> None:
    serve(officer, desk)
    clock.tick(minutes=4)
    assert state(page(client, "/counter/1/rating")) == "rest"
    assert answer(client, number="A001", level=4).status_code == 409


def test_nobody_can_grade_for_the_visitor_who_came_next(
    officer: FlaskClient, client: FlaskClient, desk: Desk
) -> None:
    serve(officer, desk)
    serve(officer, desk)
    assert answer(client, number="A001", level=4).status_code == 409
    assert desk.store.find("ratings") == []


def test_the_officer_never_sees_what_was_answered(
    officer: FlaskClient, client: FlaskClient, desk: Desk, clock: Clock
) -> None:
    serve(officer, desk)
    clock.tick(seconds=11)
    before = re.sub(r'value="[^"]{40,}"', "", page(officer))
    answer(client, number="A001", level=1, asked=1, reasons=["thai-do"])
    assert re.sub(r'value="[^"]{40,}"', "", page(officer)) == before
