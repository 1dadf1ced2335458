"""What a press at the companion means, and its words: no display, no server."""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import count
from typing import Any

import pytest

from counter.companion_link import drift
from counter.companion_logic import Companion
from counter.companion_meaning import Order, Seen, main_act, meant, rings
from counter.companion_view import View, Viewer
from counter.companion_words import WORDS

IDLE = Seen(
    open=True,
    paused=False,
    armed=False,
    number="",
    status="",
    calls=0,
    called_at=0.0,
    since=0.0,
    next=("A013", "B004"),
    waiting=6,
    name={"vi": "Quầy 3", "en": "Counter 3"},
    fewest_calls=2,
    shortest_wait=60.0,
    expected=300.0,
)
CALLED = replace(IDLE, number="A012", status="called", calls=2, called_at=10.0)
SERVING = replace(CALLED, status="serving", since=20.0)
EMPTY = replace(IDLE, next=(), waiting=0)
LATE = 100.0  # long after the call


def keys() -> Iterator[str]:
    return (f"key-{n}" for n in count(1))


@pytest.fixture
def companion() -> Companion:
    return make(IDLE)


def make(seen: Seen) -> Companion:
    """Connected, and having seen this."""
    fresh = keys()
    it = Companion(key=lambda: next(fresh))
    it.news(seen, asked_at=0.0, ahead=0.0)
    return it


def body(order: Order | None) -> dict[str, Any]:
    assert order is not None
    return {name: said for name, said in order.body if name != "here"}


def shown(it: Companion, now: float = LATE, language: str = "vi") -> View:
    return Viewer(3, language).view(it, now, "09:14")


# --- what a press means -------------------------------------------------------


def test_next_at_an_idle_counter_calls_and_waits_for_an_arrival(
    companion: Companion,
) -> None:
    order = companion.press("next", LATE)
    assert order and order.act == "calls"
    assert body(order) == {"previous": "served", "armed": True}


def test_next_while_serving_says_that_the_visitor_was_served() -> None:
    assert body(make(SERVING).press("next", LATE))["previous"] == "served"


@pytest.mark.parametrize(
    ("seen", "act"),
    [
        (replace(IDLE, open=False), "open"),
        (replace(IDLE, paused=True), "reopen"),
        (CALLED, "ask"),
        (SERVING, "next"),
        (replace(EMPTY, armed=True), "disarm"),
        (replace(IDLE, armed=True), "next"),
    ],
)
def test_the_big_button_does_what_the_terminals_page_does(seen: Seen, act: str) -> None:
    assert main_act(seen) == act


def test_next_at_a_closed_counter_opens_it() -> None:
    assert meant("next", replace(IDLE, open=False), LATE) == Order("opening")


def test_next_at_an_armed_counter_without_a_line_disarms_it() -> None:
    order = make(replace(EMPTY, armed=True)).press("next", LATE)
    assert body(order) == {"previous": "served"}


def test_the_third_key_starts_whom_was_called_and_finishes_whom_was_served() -> None:
    assert meant("step", CALLED, LATE) == Order("starts")
    assert meant("step", SERVING, LATE) == Order("finishes")


@pytest.mark.parametrize("press", ["recall", "undo", "finish"])
def test_the_other_presses_are_one_act_each(press: str) -> None:
    act = {"recall": "recalls", "undo": "undo", "finish": "finishes"}[press]
    assert meant(press, CALLED, LATE) == Order(act)


# --- never silently served ----------------------------------------------------


def test_next_on_a_called_number_asks_before_anything_is_sent() -> None:
    it = make(CALLED)
    assert it.press("next", LATE) is None
    assert "F8: đã phục vụ · F9: không đến" in shown(it).message
    assert shown(it).tone == "ask"


def test_the_question_is_answered_with_was_served() -> None:
    it = make(CALLED)
    it.press("next", LATE)
    order = it.press("next", LATE + 1.5)
    assert body(order) == {"previous": "served", "armed": True}


def test_the_question_is_answered_with_did_not_come() -> None:
    it = make(CALLED)
    it.press("next", LATE)
    order = it.press("recall", LATE + 0.5)
    assert order and order.act == "calls"
    assert body(order)["previous"] == "no_show"


def test_whoever_came_after_all_is_started_and_nobody_is_called() -> None:
    it = make(CALLED)
    it.press("next", LATE)
    order = it.press("step", LATE + 0.5)
    assert order and order.act == "starts"


def test_a_double_press_does_not_answer_its_own_question() -> None:
    it = make(CALLED)
    assert it.press("next", LATE) is None
    assert it.press("next", LATE + 0.4) is None
    assert it.asked(LATE + 0.5)


def test_a_key_held_down_for_long_is_one_press() -> None:
    it = make(CALLED)
    orders = [it.press("next", LATE + tenth / 10) for tenth in range(50)]
    assert orders == [None] * 50


def test_a_question_lapses_and_then_is_asked_anew() -> None:
    it = make(CALLED)
    it.press("next", LATE)
    assert it.press("next", LATE + 11) is None
    assert it.asked(LATE + 11)


def test_a_question_falls_when_its_visit_goes_on_without_it() -> None:
    it = make(CALLED)
    it.press("next", LATE)
    it.news(SERVING, asked_at=LATE, ahead=0.0)
    assert shown(it).message == ""
    order = it.press("recall", LATE + 0.5)
    assert order and order.act == "recalls"


@pytest.mark.parametrize(
    ("seen", "why"),
    [
        (replace(CALLED, calls=1), "Chưa đủ 2 lần gọi"),
        (replace(CALLED, called_at=LATE - 30), "Mới gọi chưa đủ 60 giây"),
    ],
)
def test_a_no_show_so_soon_is_asked_once_more(seen: Seen, why: str) -> None:
    it = make(seen)
    assert it.press("no-show", LATE) is None
    assert shown(it).message.startswith(f"{why} – vẫn bỏ qua?")
    order = it.press("no-show", LATE + 1.5)
    assert order and order.act == "no-shows"


@pytest.mark.parametrize(
    ("press", "seen"), [("next", IDLE), ("next", SERVING), ("no-show", CALLED)]
)
def test_each_act_tells_whom_the_strip_shows_at_the_counter(
    press: str, seen: Seen
) -> None:
    order = make(seen).press(press, LATE)
    assert order and dict(order.body)["here"] == seen.number


def test_calling_on_past_somebody_called_once_asks_twice() -> None:
    it = make(replace(CALLED, calls=1))
    assert it.press("next", LATE) is None
    assert it.press("recall", LATE + 0.5) is None
    assert "F9: vẫn bỏ qua, gọi tiếp" in shown(it, LATE + 0.6).message
    assert body(it.press("recall", LATE + 2.0))["previous"] == "no_show"


def test_after_two_calls_and_a_minute_a_no_show_asks_nothing() -> None:
    order = make(CALLED).press("no-show", LATE)
    assert order and order.act == "no-shows"


# --- one press is one press ---------------------------------------------------


def test_every_press_has_a_key_of_its_own(companion: Companion) -> None:
    first = companion.press("next", LATE)
    assert first
    companion.answered(first, SERVING, LATE + 0.1)
    second = companion.press("next", LATE + 5)
    assert second and first.key != second.key and second.key


def test_a_second_press_within_a_second_sends_nothing_more(
    companion: Companion,
) -> None:
    first = companion.press("next", LATE)
    assert first and companion.press("next", LATE + 0.3) is None
    companion.answered(first, SERVING, LATE + 0.4)
    assert companion.press("next", LATE + 0.9) is None


def test_a_press_after_an_answer_that_never_came_keeps_its_key(
    companion: Companion,
) -> None:
    first = companion.press("next", LATE)
    assert first
    companion.unheard(first, True, LATE + 3)
    assert "không bị tính hai lần" in shown(companion, LATE + 3).message
    assert companion.press("next", LATE + 4) == first


def test_a_press_while_another_is_under_way_is_not_queued(companion: Companion) -> None:
    companion.press("next", LATE)
    assert companion.press("undo", LATE + 0.2) is None
    assert shown(companion, LATE + 0.2).message == "Đang gửi, xin chờ giây lát."


def test_news_older_than_our_own_act_changes_nothing(companion: Companion) -> None:
    order = companion.press("next", LATE)
    assert order
    companion.answered(order, CALLED, LATE + 0.2)
    companion.news(IDLE, asked_at=LATE + 0.1, ahead=0.0)
    assert companion.seen == CALLED


# --- a lost server ------------------------------------------------------------


def test_without_the_server_a_call_is_refused_and_never_sent_later(
    companion: Companion,
) -> None:
    companion.silence()
    assert companion.press("next", LATE) is None
    assert shown(companion).message == "Mất kết nối, chưa gọi."
    companion.news(IDLE, asked_at=LATE + 1, ahead=0.0)
    assert shown(companion, LATE + 20).message == ""


def test_without_the_server_the_last_state_stays_and_says_since_when() -> None:
    it = make(SERVING)
    it.silence()
    view = shown(it)
    assert (view.number, view.link) == ("A012", "Mất kết nối từ 09:14")
    assert not view.linked and view.on == frozenset()


def test_a_request_that_was_never_sent_says_so_plainly(companion: Companion) -> None:
    order = companion.press("next", LATE)
    assert order
    companion.unheard(order, False, LATE + 0.1)
    assert shown(companion, LATE + 0.1).message == "Mất kết nối, chưa gọi."


def test_the_servers_own_sentence_is_shown_as_it_is(companion: Companion) -> None:
    companion.press("recall", LATE)
    companion.refused("Quầy 3 đang do chị Lan giữ.", LATE + 0.1)
    assert shown(companion, LATE + 0.2).message == "Quầy 3 đang do chị Lan giữ."
    assert shown(companion, LATE + 20).message == ""


def test_a_token_that_ended_is_said_at_every_press(companion: Companion) -> None:
    companion.bar("Xin đăng nhập.", LATE)
    assert companion.press("next", LATE + 20) is None
    assert shown(companion, LATE + 20).message == "Xin đăng nhập."


# --- what is heard and seen ---------------------------------------------------


@pytest.mark.parametrize(
    ("before", "now", "heard"),
    [
        (EMPTY, IDLE, True),
        (IDLE, replace(IDLE, next=("A013",)), False),
        (replace(EMPTY, armed=True), CALLED, True),
        (IDLE, CALLED, False),
        (EMPTY, replace(IDLE, paused=True), False),
        (EMPTY, replace(IDLE, open=False), False),
        (None, IDLE, False),
    ],
)
def test_it_rings_for_an_arrival_where_nobody_waited(
    before: Seen | None, now: Seen, heard: bool
) -> None:
    assert rings(before, now) is heard


@pytest.mark.parametrize(
    ("seconds", "pace"), [(299, "good"), (301, "late"), (601, "twice")]
)
def test_the_strips_timer_warns_past_the_expected_and_past_twice(
    seconds: float, pace: str
) -> None:
    view = Viewer(3).view(make(SERVING), SERVING.since + seconds, "")
    assert view.pace == pace


def test_the_strip_shows_number_timer_next_and_how_many_wait() -> None:
    it = make(SERVING)
    it.news(SERVING, asked_at=0.0, ahead=100.0)  # the office's clock leads by 100 s
    view = shown(it, now=125.0)
    assert (view.number, view.timer) == ("A012", "03:25")
    assert view.brief == "Kế tiếp A013 · Chờ 6"
    assert view.state == "Đang phục vụ"
    assert view.on == {"next", "finish"}


def test_an_act_can_be_undone_for_ten_seconds(companion: Companion) -> None:
    order = companion.press("next", LATE)
    assert order
    companion.answered(order, CALLED, LATE)
    assert shown(companion, LATE + 2).undo == "Hoàn tác · 8 giây"
    assert "undo" in shown(companion, LATE + 9).on
    assert "undo" not in shown(companion, LATE + 11).on


def test_a_call_on_an_empty_line_says_that_the_first_is_called_at_once() -> None:
    it = make(EMPTY)
    order = it.press("next", LATE)
    assert order
    it.answered(order, replace(EMPTY, armed=True), LATE)
    assert shown(it).message.startswith("Chưa có ai chờ.")
    assert shown(it).state == "Đang đón người tiếp theo"


def test_without_hot_keys_the_question_names_the_buttons() -> None:
    it, viewer = make(CALLED), Viewer(3)
    viewer.without_keys("keys-taken", {"keys": "F8"})
    assert "F8" in viewer.view(it, LATE, "").message
    it.press("next", LATE)
    assert "Vắng: không đến" in viewer.view(it, LATE, "").message
    assert viewer.shown == {"next": "", "recall": "", "step": ""}


def test_the_strip_speaks_english_when_asked_to() -> None:
    view = shown(make(CALLED), language="en")
    assert (view.title, view.main) == ("Counter 3", "Call the next number")
    assert view.brief == "Next A013 · 6 waiting"


def test_both_languages_have_the_same_words_with_the_same_facts() -> None:
    def facts(language: str) -> dict[str, list[str]]:
        found = re.compile(r"\{\w+\}")
        return {w: sorted(found.findall(s)) for w, s in WORDS[language].items()}

    assert facts("vi") == facts("en")


@pytest.mark.parametrize(
    ("at", "date", "first", "ahead"),
    [
        (1000.0, 1002.0, True, 0.0),  # the last change is two seconds old
        (1000.0, 9000.0, True, 0.0),  # … or an hour and more
        (9000.0, 1000.0, True, 8000.0),  # a trial that plays the future
        (9000.0, 1000.0, False, 8000.0),
        (1000.0, 1001.0, False, 0.0),
    ],
)
def test_a_trials_own_clock_is_learnt_from_its_snapshots(
    at: float, date: float, first: bool, ahead: float
) -> None:
    assert drift(at, date, first) == ahead
