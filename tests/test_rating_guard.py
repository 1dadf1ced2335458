"""Whose press counts at the counter's screen, whose does not, and what is counted."""

import pytest
from flask.testing import FlaskClient

from tests import counter_steps, rating_steps
from tests.conftest import Clock
from tests.counter_steps import COPIES, KHANG, NHUNG, SignIn, do, page, state, take
from tests.rating_steps import Serve, answer
from ticketing.desk import Desk
from ticketing.errors import Conflict
from ticketing.journal import differences, replay
from ticketing.people import Actor, visitor

# The fixtures of these pages.
officers = counter_steps.officers
sign_in = counter_steps.sign_in
officer = counter_steps.officer
serve = rating_steps.serve


# --- what is not a visitor's answer ---------------------------------------------


def presses(desk: Desk, counter: int = 1) -> int:
    row = desk.store.first("tallies", counter=counter, kind="rating-noise")
    return row["count"] if row else 0


def test_a_press_before_the_question_can_be_read_is_not_taken_but_counted(
    serve: Serve, client: FlaskClient, desk: Desk, clock: Clock
) -> None:
    serve()
    clock.tick(seconds=-1.5)
    assert state(answer(client, number="A001", level=4).text) == "question"
    assert desk.store.find("ratings") == []
    assert presses(desk) == 1
    clock.tick(seconds=1.5)
    assert state(answer(client, number="A001", level=4).text) == "thanks"


def test_a_press_outside_a_visit_is_counted(client: FlaskClient, desk: Desk) -> None:
    for _ in range(3):
        assert answer(client, level=4).status_code == 409
    assert presses(desk) == 3


def test_a_second_press_on_the_same_visit_is_counted(
    serve: Serve, client: FlaskClient, desk: Desk
) -> None:
    serve()
    answer(client, number="A001", level=4)
    assert answer(client, number="A001", level=4).status_code == 409
    assert presses(desk) == 1
    assert [row["level"] for row in desk.store.find("ratings")] == [4]


def test_the_page_tells_how_many_presses_it_has_not_taken(
    client: FlaskClient, desk: Desk
) -> None:
    for told in ("4", "100000"):
        sent = client.post("/counter/1/rating/noise", data={"presses": told})
        assert sent.status_code == 204
    assert presses(desk) == 4 + 99  # no page says a thousand
    assert client.post("/counter/1/rating/noise").status_code == 422
    assert client.post("/counter/99/rating/noise").status_code == 404


# --- whose press it is ----------------------------------------------------------


def channels(desk: Desk) -> list[str]:
    return [row["channel"] for row in desk.store.find("ratings", "ref")]


@pytest.mark.parametrize(
    ("pressed", "channel"),
    [
        ("touch", "tablet"),
        ("pen", "tablet"),
        ("switch", "tablet"),  # keys where no mouse lies: a switch, a screen reader
        ("", "tablet"),  # no script
        ("mouse", "same-pc"),
        ("keys", "same-pc"),
        ("anything", "same-pc"),
    ],
)
def test_on_a_tablet_a_finger_and_a_switch_count_and_a_mouse_does_not(
    serve: Serve, client: FlaskClient, desk: Desk, pressed: str, channel: str
) -> None:
    serve()
    answer(client, number="A001", level=4, pressed=pressed)
    assert channels(desk) == [channel]


@pytest.mark.parametrize(
    ("pressed", "channel"),
    [
        ("touch", "tablet"),
        ("pen", "tablet"),
        ("switch", "same-pc"),
        ("keys", "same-pc"),
        ("mouse", "same-pc"),
        ("", "same-pc"),
    ],
)
def test_on_the_officers_own_pc_nothing_but_a_finger_counts(
    serve: Serve, officer: FlaskClient, desk: Desk, pressed: str, channel: str
) -> None:
    serve()
    answer(officer, number="A001", level=4, pressed=pressed)
    assert channels(desk) == [channel]


@pytest.mark.parametrize("channel", ["phone", "tablet"])
def test_what_a_mouse_said_gives_way_to_the_visitors_own_answer(
    serve: Serve, officer: FlaskClient, desk: Desk, channel: str
) -> None:
    serve()
    answer(officer, number="A001", level=4, pressed="mouse")
    assert not desk.find_today("A001").rated  # the phone still asks
    desk.rate(visitor(1), 1, 1, ["thai-do"], "Chậm quá", channel=channel)
    [row] = desk.store.find("rated_visits")
    assert (row["level"], row["channel"], row["comment"]) == (1, channel, "Chậm quá")
    kept = [event for event in desk.store.events() if event.what == "visit rated"]
    given = [event.data["changes"]["ratings"][0]["level"] for event in kept]
    assert given == [4, 1]
    assert differences(replay(desk.store.events()), desk.store.state()) == []
    with pytest.raises(Conflict, match="rated already"):
        desk.rate(visitor(1), 1, 4)


def test_a_mouse_answers_once_and_never_after_the_visitor(
    serve: Serve, officer: FlaskClient, desk: Desk
) -> None:
    serve()
    answer(officer, number="A001", level=1, asked=1, pressed="mouse")
    assert state(page(officer, "/counter/1/rating")) == "rest"  # it asks no second time
    again = answer(officer, number="A001", level=4, pressed="mouse")
    assert again.status_code == 409
    desk.rate(visitor(1), 1, 3)
    with pytest.raises(Conflict, match="rated already"):
        desk.rate(visitor(1), 1, 4, channel="same-pc")
    assert channels(desk) == ["phone"]


def test_how_a_low_level_was_pressed_is_remembered_while_reasons_are_chosen(
    serve: Serve, officer: FlaskClient, desk: Desk
) -> None:
    serve()
    text = answer(officer, number="A001", level=1, pressed="touch").text
    assert text.count('name="pressed" value="touch"') == 2
    answer(officer, number="A001", level=1, pressed="touch", asked=1)
    assert channels(desk) == ["tablet"]


def test_an_officer_opens_the_second_screen_of_the_own_counter_alone(
    sign_in: SignIn, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    nhung = sign_in(NHUNG, 1)
    sign_in(KHANG, 2)
    monkeypatch.setattr(desk, "trial", False)
    assert nhung.get("/counter/1/rating").status_code == 200
    assert nhung.get("/counter/2/rating").status_code == 403
    assert nhung.post("/counter/2/rating", data={"level": 4}).status_code == 403


# --- when nobody is asked --------------------------------------------------------


def test_the_reasons_of_a_level_that_was_given_come_after_the_next_start_too(
    serve: Serve, officer: FlaskClient, client: FlaskClient, desk: Desk
) -> None:
    serve()
    answer(client, number="A001", level=2)
    take(desk)
    do(officer, "calls")
    do(officer, "starts")
    late = answer(client, number="A001", level=2, asked=1, reasons=["cho-lau"])
    assert state(late.text) == "thanks"
    assert answer(client, number="A001", level=2).status_code == 409
    assert len(desk.store.find("ratings")) == 1


@pytest.mark.parametrize(("seconds", "asked"), [(59, False), (61, True)])
def test_a_walk_in_over_within_a_minute_is_not_asked_at_the_counter(
    sign_in: SignIn,
    client: FlaskClient,
    desk: Desk,
    clock: Clock,
    seconds: int,
    asked: bool,
) -> None:
    officer = sign_in()
    do(officer, "walk-ins", service=COPIES)
    do(officer, "starts")
    clock.tick(seconds=seconds)
    do(officer, "finishes")
    shown = state(page(client, "/counter/1/rating"))
    assert shown == ("question" if asked else "rest")
    ticket = desk.find_today("A001")
    assert "hài lòng" in page(client, f"/t/{ticket.id}")  # the phone asks all the same


def test_a_quiet_finish_shows_no_question_at_the_counter(
    sign_in: SignIn, client: FlaskClient, desk: Desk
) -> None:
    sign_in()
    [ticket] = take(desk)
    seat = desk.store.counter(1)
    by = Actor("officer", NHUNG, seat.holder or "")
    desk.call_next(by, 1)
    desk.start(by, 1)
    desk.finish(by, 1, quiet=True)
    assert state(page(client, "/counter/1/rating")) == "rest"
    assert "hài lòng" in page(client, f"/t/{ticket.id}")  # the phone asks


def test_a_result_handed_out_in_passing_leaves_the_question_to_who_was_served(
    serve: Serve, officer: FlaskClient, desk: Desk, clock: Clock
) -> None:
    take(desk)
    do(officer, "calls")
    do(officer, "parkings", reason="signature")
    desk.ready(desk_officer(desk), 1, "A001")
    serve()
    clock.tick(seconds=5)
    desk.hand_over(desk_officer(desk), 1, "A001")
    clock.tick(seconds=2)
    assert state(answer(officer, number="A002", level=4).text) == "thanks"


def desk_officer(desk: Desk) -> Actor:
    here = desk.store.counter(1)
    return Actor("officer", here.officer or "", here.holder or "")
