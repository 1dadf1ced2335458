"""A press counts once: the same key gives the same answer, and one ticket."""

from threading import Barrier, Thread

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.api_steps import Callers, act, problem, seen, sit_down, take
from tests.conftest import Caller, Clock
from ticketing.desk import Desk

KEY = {"Idempotency-Key": "kiosk-1/press-17"}
BODY = {"service": "chung-thuc"}


@pytest.fixture
def kiosk(caller: Callers) -> Caller:
    return caller("kiosk")


def issued(desk: Desk) -> int:
    return desk.store.count("tickets")


def test_a_repeated_press_gives_the_same_answer_and_one_ticket(
    kiosk: Caller, desk: Desk
) -> None:
    first, again = (kiosk.post("/tickets", BODY, **KEY) for _ in range(2))
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.data == again.data
    assert first.headers["Location"] == again.headers["Location"]
    assert "Idempotent-Replay" not in first.headers
    assert again.headers["Idempotent-Replay"] == "true"
    assert issued(desk) == 1


def test_an_answer_is_repeated_as_it_was_and_not_as_things_are_now(
    kiosk: Caller, caller: Callers
) -> None:
    first = kiosk.post("/tickets", BODY, **KEY)
    act(sit_down(caller), "/counters/1/calls")
    assert kiosk.post("/tickets", BODY, **KEY).data == first.data


def test_without_a_key_every_press_counts(kiosk: Caller, desk: Desk) -> None:
    for _ in range(2):
        take(kiosk)
    kiosk.post("/tickets", BODY, **{"Idempotency-Key": ""})
    assert issued(desk) == 3


def test_a_key_with_another_body_is_a_conflict(kiosk: Caller, desk: Desk) -> None:
    kiosk.post("/tickets", BODY, **KEY)
    other = kiosk.post("/tickets", {"service": "ho-tich"}, **KEY)
    assert problem(other, 409)["type"] == "/problems/key-reused"
    assert issued(desk) == 1


def test_a_refusal_frees_its_key(kiosk: Caller, caller: Callers) -> None:
    head = caller("supervisor")
    act(head, "/issuing", {"on": False, "reason": "mất điện"})
    assert kiosk.post("/tickets", BODY, **KEY).status_code == 409
    assert kiosk.post("/tickets", {"service": 7}, **KEY).status_code == 422
    act(head, "/issuing", {"on": True})
    late = kiosk.post("/tickets", BODY, **KEY)
    assert late.status_code == 201 and "Idempotent-Replay" not in late.headers


def test_the_same_key_of_two_kiosks_makes_two_tickets(
    kiosk: Caller, caller: Callers, desk: Desk
) -> None:
    numbers = [
        by.post("/tickets", BODY, **KEY).get_json()["number"]
        for by in (kiosk, caller("kiosk"))
    ]
    assert numbers == ["A001", "A002"]


def test_the_same_key_on_two_paths_makes_two_acts(
    kiosk: Caller, caller: Callers
) -> None:
    take(kiosk)
    officer = sit_down(caller)
    for step, status in (("calls", "called"), ("starts", "serving")):
        answer = officer.post(f"/counters/1/{step}", **KEY)
        assert "Idempotent-Replay" not in answer.headers
        assert answer.get_json()["ticket"]["status"] == status


def test_two_visitors_with_the_same_key_do_not_meet(
    kiosk: Caller, caller: Callers
) -> None:
    for ticket in (take(kiosk), take(kiosk)):
        path = f"/tickets/{ticket['id']}/cancellation"
        answer = caller().post(path, **KEY)
        assert answer.get_json()["number"] == ticket["number"]


def test_a_key_is_remembered_for_a_day_and_no_longer(
    kiosk: Caller, desk: Desk, clock: Clock
) -> None:
    first = kiosk.post("/tickets", BODY, **KEY)
    clock.tick(hours=23, minutes=59)
    assert kiosk.post("/tickets", BODY, **KEY).data == first.data
    clock.tick(minutes=2)
    late = kiosk.post("/tickets", BODY, **KEY)
    assert late.get_json()["id"] != first.get_json()["id"]
    assert issued(desk) == 2


def test_the_longest_key_has_sixty_four_characters(kiosk: Caller, desk: Desk) -> None:
    short, long = ({"Idempotency-Key": "k" * length} for length in (64, 65))
    assert kiosk.post("/tickets", BODY, **short).status_code == 201
    problem(kiosk.post("/tickets", BODY, **long), 422)
    assert issued(desk) == 1


def test_a_repeated_call_does_not_call_the_next_one(
    kiosk: Caller, caller: Callers
) -> None:
    for _ in range(2):
        take(kiosk)
    officer = sit_down(caller)
    first, again = (officer.post("/counters/1/calls", **KEY) for _ in range(2))
    assert first.data == again.data
    assert seen(officer, "/counters/1")["next"] == ["A002"]


def test_two_presses_at_the_same_instant_make_one_ticket(
    app: Flask, kiosk: Caller, desk: Desk
) -> None:
    together, answers = Barrier(2), list[TestResponse]()

    def press() -> None:
        mine = Caller(app.test_client())
        mine.headers = kiosk.headers
        together.wait()
        answers.append(mine.post("/tickets", BODY, **KEY))

    threads = [Thread(target=press) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    one, other = answers
    assert one.data == other.data and one.status_code == 201
    replays = ["Idempotent-Replay" in answer.headers for answer in answers]
    assert sorted(replays) == [False, True]
    assert issued(desk) == 1


def test_the_same_wish_written_with_other_spaces_is_the_same_body(
    kiosk: Caller, client: FlaskClient
) -> None:
    headers = kiosk.headers | KEY | {"Content-Type": "application/json"}
    first, again = (
        client.post("/api/v1/tickets", data=text, headers=headers)
        for text in ('{"service":"ho-tich"}', '{ "service" : "ho-tich" }')
    )
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.get_json()["number"] == again.get_json()["number"]
