"""Who may read what a visitor has answered: nobody at a counter, and not one by one."""

import json
import re
from typing import Any

import pytest
from flask.testing import FlaskClient

from tests import counter_steps, rating_steps
from tests.api_steps import Callers, seen
from tests.conftest import Clock
from tests.counter_steps import HANH, NHUNG, SignIn, page
from tests.rating_steps import Serve, answer
from ticketing.desk import Desk
from ticketing.people import ROLES, visitor

# The fixtures of these pages.
officers = counter_steps.officers
sign_in = counter_steps.sign_in
officer = counter_steps.officer
serve = rating_steps.serve

STAFF = ("helper", "officer", "supervisor")
SAID = "Cán bộ nói to"


def rate(desk: Desk) -> None:
    """From the phone, with all that can be said."""
    desk.rate(visitor(1), 1, 1, ["thai-do"], SAID)
    desk.answer_indicators(visitor(1), 1, {"thai-do": 0})


def told(caller: Callers, role: str, document: dict[str, Any]) -> dict[str, str]:
    """All that the API answers to this role, but for that a visit was rated."""
    asking = caller(role)
    answers = {}
    for path, item in document["paths"].items():
        if "get" not in item or path.endswith("/stream"):
            continue
        filled = path.replace("{counter}", "1").replace("{ticket_id}", "none")
        text = asking.get(filled).text
        answers[path] = re.sub(r'"(rated|n|at|seq)": ?[^,}]+', "", text)
    return answers


@pytest.mark.parametrize("role", STAFF)
def test_no_answer_of_the_api_tells_staff_what_was_answered(
    serve: Serve, desk: Desk, caller: Callers, clock: Clock, role: str
) -> None:
    document = seen(caller(), "/openapi.json")
    serve()
    clock.tick(seconds=30)
    before = told(caller, role, document)
    rate(desk)
    after = told(caller, role, document)
    assert len(after) > 8
    assert after == before
    assert SAID not in "".join(after.values())


@pytest.mark.parametrize("name", [NHUNG, HANH])
def test_no_page_of_the_staff_tells_what_was_answered(
    serve: Serve, desk: Desk, sign_in: SignIn, clock: Clock, name: str
) -> None:
    serve()
    clock.tick(seconds=30)
    browser = sign_in(name, 1 if name == NHUNG else 2)
    paths = ["/counter/1/", "/counter/paper/", "/counter/floor/list", "/counter/"]
    if name == HANH:
        paths += ["/counter/floor/", "/counter/floor/closed"]
    before = [page_without_tokens(browser, path) for path in paths]
    rate(desk)
    assert [page_without_tokens(browser, path) for path in paths] == before


def page_without_tokens(browser: FlaskClient, path: str) -> str:
    answer = browser.get(path, follow_redirects=True)
    assert answer.status_code == 200
    return re.sub(r'value="[^"]{16,}"', "", answer.text)


@pytest.mark.parametrize("role", ROLES)
def test_single_low_answers_are_for_the_administrator_alone(
    serve: Serve, desk: Desk, caller: Callers, role: str
) -> None:
    serve()
    rate(desk)
    answer = caller(role).get("/ratings/low")
    if role == "administrator":
        [low] = json.loads(answer.text)["ratings"]
        assert (low["number"], low["counter"], low["level"]) == ("A001", 1, 1)
        assert (low["reasons"], low["comment"]) == (["thai-do"], SAID)
        assert "officer" not in low
    else:
        assert answer.status_code == 403
        assert SAID not in answer.text


@pytest.mark.parametrize("role", ROLES)
def test_the_journal_which_holds_the_levels_is_for_the_auditor_alone(
    serve: Serve, desk: Desk, caller: Callers, role: str
) -> None:
    serve()
    rate(desk)
    answer = caller(role).get("/journal?limit=1000")
    assert answer.status_code == (200 if role == "auditor" else 403)
    assert ("visit rated" in answer.text) == (role == "auditor")
    assert SAID not in answer.text  # comments lie beside the journal


def test_supervisors_see_how_many_presses_were_not_taken(
    client: FlaskClient, caller: Callers, officers: None, clock: Clock
) -> None:
    for _ in range(2):
        answer(client, level=4)
    noise = seen(caller("supervisor"), "/ratings/noise")
    assert noise == {"day": "2026-11-23", "noise": [{"counter": 1, "presses": 2}]}
    assert caller("officer").get("/ratings/noise").status_code == 403
    clock.tick(days=1)
    assert seen(caller("supervisor"), "/ratings/noise")["noise"] == []
    of_monday = "/ratings/noise?day=2026-11-23"
    assert seen(caller("supervisor"), of_monday)["noise"]


@pytest.mark.parametrize("day", ["gestern", "2026-13-01", ""])
def test_a_day_that_is_none_is_refused(caller: Callers, day: str) -> None:
    answer = caller("administrator").get(f"/ratings/low?day={day}")
    assert answer.status_code == 422
    assert "“day”" in json.loads(answer.text)["detail"]


def test_the_screen_itself_forgets_what_was_answered(
    serve: Serve, client: FlaskClient
) -> None:
    serve()
    answer(client, number="A001", level=1, asked=1, reasons=["thai-do"])
    for path in ("/counter/1/rating", "/counter/1/rating?thanks=A001"):
        text = page(client, path)
        assert "Thái độ" not in text
        assert "Không hài lòng" not in text
