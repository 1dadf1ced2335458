"""How a refusal is said to programs: kindly, in two languages, and never to excess."""

from flask.testing import FlaskClient

from tests.api_steps import Callers, act, problem, seen, take


def test_markup_is_kept_as_it_was_said_and_shown_harmless(
    caller: Callers, client: FlaskClient
) -> None:
    words = "<script>alert(1)</script>"
    act(caller("supervisor"), "/notices", {"vi": words, "en": words})
    assert seen(caller(), "/snapshot")["notice"]["vi"] == words
    page = client.get("/display/").text
    assert "<script>alert" not in page and "&lt;script&gt;alert" in page


def test_a_refusal_is_said_in_vietnamese_and_in_english_when_asked(
    caller: Callers,
) -> None:
    kiosk = caller("kiosk")
    vi = problem(kiosk.post("/tickets", {"service": 7}), 422)
    assert vi["detail"] == "Nội dung gửi chưa đúng: “service” phải là chữ."
    english = {"Accept-Language": "en-GB,en;q=0.9"}
    en = problem(kiosk.post("/tickets", {"service": 7}, **english), 422)
    assert en["detail"] == "The request is not right: “service” must be text."
    french = {"Accept-Language": "fr"}
    assert problem(kiosk.post("/tickets", {"service": 7}, **french), 422) == vi


def test_a_guesser_is_stopped_while_holders_and_staff_go_on(caller: Callers) -> None:
    ticket = take(caller("kiosk"))
    guesses = [caller().get(f"/tickets/{n:022}").status_code for n in range(70)]
    assert guesses == [404] * 60 + [429] * 10
    stopped = caller().get("/tickets/guess")
    assert int(stopped.headers["Retry-After"]) > 0
    assert seen(caller(), f"/tickets/{ticket['id']}")["number"] == "A001"
    helper = caller("helper")
    assert helper.get("/tickets/guess").status_code == 404


def test_an_unknown_address_or_method_is_a_problem_too(client: FlaskClient) -> None:
    problem(client.get("/api/v1/nothing"), 404)
    refused = client.delete("/api/v1/tickets")
    problem(refused, 405)
    assert "POST" in refused.headers["Allow"]
