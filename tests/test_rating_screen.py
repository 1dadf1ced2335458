"""The screen that faces the visitor, through real requests."""

import re

import pytest
from flask.testing import FlaskClient

from office.people import People
from tests import counter_steps, rating_steps
from tests.conftest import HEAD, Clock
from tests.counter_steps import COPIES, KHANG, NHUNG, SignIn, do, page, state, take
from tests.rating_steps import Serve, answer
from ticketing.desk import Desk

# The fixtures of these pages.
officers = counter_steps.officers
sign_in = counter_steps.sign_in
officer = counter_steps.officer
serve = rating_steps.serve


def test_the_rating_screen_rests_until_a_service_ends(client: FlaskClient) -> None:
    text = page(client, "/counter/1/rating")
    assert state(text) == "rest"
    assert "hài lòng" not in text


def test_the_rating_screen_names_whom_it_asks(
    serve: Serve,
    client: FlaskClient,
) -> None:
    serve()
    text = page(client, "/counter/1/rating")
    assert "Số A001 vừa xong" in text
    assert "hài lòng" in text
    assert re.findall(r'name="level" value="(\d)"', text) == ["4", "3", "2", "1"]


def test_a_good_grade_is_thanked_for_at_once(
    serve: Serve, client: FlaskClient, desk: Desk
) -> None:
    serve()
    assert state(answer(client, number="A001", level=4).text) == "thanks"
    [rating] = desk.store.find("ratings")
    assert (rating["level"], rating["channel"]) == (4, "tablet")


def test_a_low_grade_is_asked_for_reasons_first(
    serve: Serve, client: FlaskClient, desk: Desk
) -> None:
    serve()
    text = answer(client, number="A001", level=2).text
    assert state(text) == "reasons"
    assert desk.store.find("ratings") == []
    answer(client, number="A001", level=2, asked=1, reasons=["cho-lau"])
    assert desk.store.find("ratings")[0]["reasons"] == '["cho-lau"]'


def test_reasons_may_be_left_out_and_the_grade_still_counts(
    serve: Serve, client: FlaskClient, desk: Desk
) -> None:
    serve()
    assert state(answer(client, number="A001", level=1, asked=1).text) == "thanks"
    assert desk.store.find("ratings")[0]["level"] == 1


def test_who_does_not_answer_is_not_asked_again(
    serve: Serve, client: FlaskClient, desk: Desk
) -> None:
    serve()
    assert state(page(client, "/counter/1/rating?skipped=A001")) == "rest"
    assert desk.store.find("ratings") == []
    serve()
    assert state(page(client, "/counter/1/rating?skipped=A001")) == "question"


def test_the_question_ends_when_the_next_service_starts(
    officer: FlaskClient, serve: Serve, client: FlaskClient, desk: Desk
) -> None:
    serve()
    take(desk)
    do(officer, "calls")
    assert state(page(client, "/counter/1/rating")) == "question"
    do(officer, "starts")
    assert state(page(client, "/counter/1/rating")) == "rest"


def test_after_three_minutes_nobody_is_asked_any_more(
    serve: Serve, client: FlaskClient, clock: Clock
) -> None:
    serve()
    clock.tick(minutes=4)
    assert state(page(client, "/counter/1/rating")) == "rest"
    assert answer(client, number="A001", level=4).status_code == 409


def test_nobody_can_grade_for_the_visitor_who_came_next(
    serve: Serve, client: FlaskClient, desk: Desk
) -> None:
    serve()
    serve()
    assert answer(client, number="A001", level=4).status_code == 409
    assert desk.store.find("ratings") == []


def test_the_officer_never_sees_what_was_answered(
    officer: FlaskClient, serve: Serve, client: FlaskClient, clock: Clock
) -> None:
    serve()
    clock.tick(seconds=11)
    before = re.sub(r'value="[^"]{40,}"', "", page(officer))
    answer(client, number="A001", level=1, asked=1, reasons=["thai-do"])
    assert re.sub(r'value="[^"]{40,}"', "", page(officer)) == before


def test_a_tablet_of_one_counter_never_answers_for_another(
    sign_in: SignIn, client: FlaskClient, desk: Desk, people: People, clock: Clock
) -> None:
    for name, counter in ((NHUNG, 1), (KHANG, 2)):
        browser = sign_in(name, counter)
        do(browser, "walk-ins", counter, service=COPIES)
        do(browser, "starts", counter)
        clock.tick(seconds=61)
        do(browser, "finishes", counter)
    clock.tick(seconds=2)
    token = people.create_token(HEAD, "tablet", "quầy 1", 1)
    tablet = {"Authorization": f"Bearer {token}"}
    for path in ("/counter/2/rating", "/counter/2/rating/reasons"):
        assert client.get(path, headers=tablet).status_code == 403
    strange = client.post("/counter/2/rating", data={"level": 4}, headers=tablet)
    assert strange.status_code == 403
    assert desk.store.find("ratings") == []
    own = client.post("/counter/1/rating", data={"level": 4}, headers=tablet)
    assert own.status_code == 303
    assert [rating["channel"] for rating in desk.store.find("ratings")] == ["tablet"]


def test_an_answer_that_comes_too_late_leaves_no_dead_screen(
    client: FlaskClient,
) -> None:
    late = answer(client, number="A001", level=4)
    assert late.status_code == 409
    assert late.headers["Refresh"] == "8; url=/counter/1/rating"
    assert 'href="/counter/1/rating"' in late.text


@pytest.mark.parametrize(
    ("query", "then"),
    [("", "/counter/1/rating?skipped=A001"), ("?thanks=A001", "/counter/1/rating")],
)
def test_without_a_script_the_screen_looks_again_by_itself(
    serve: Serve,
    client: FlaskClient,
    query: str,
    then: str,
) -> None:
    serve()
    if query:
        answer(client, number="A001", level=4)
    text = page(client, f"/counter/1/rating{query}")
    again = re.search(r'<noscript><meta [^>]*content="\d+;url=([^"]*)"', text)
    assert again
    assert again[1] == then
