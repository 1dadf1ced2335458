"""What the tests of the officer's pages do again and again."""

import html
import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from office.people import People
from tests.conftest import HEAD
from ticketing.desk import Desk
from ticketing.people import Actor
from ticketing.tickets import Status, Ticket

NHUNG, KHANG, HANH = (
    "Nguyễn Thị Hồng Nhung (mẫu)",
    "Trần Minh Khang (mẫu)",
    "Đặng Thị Mỹ Hạnh (mẫu)",
)
HELPER = "Bùi Thị Thu Thảo (mẫu)"
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


@pytest.fixture
def served(officer: FlaskClient, desk: Desk) -> FlaskClient:
    """A001 is served at counter 1, A002 and A003 wait."""
    take(desk, 3)
    do(officer, "calls")
    do(officer, "starts")
    return officer


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


def asked(browser: FlaskClient, act: str, status: int, **form: object) -> str:
    """The question that stands on the page after an act that lacked something."""
    answer = browser.post(f"/counter/1/{act}", data=form)
    assert answer.status_code == status
    text = answer.text
    assert text.count("data-live=") == page(browser).count("data-live=")
    sheet = text[text.index("fold--question") :]
    return html.unescape(sheet[: sheet.index("</form>")])


def choices(sheet: str) -> list[tuple[str, str]]:
    """Name and value of the lines that digits choose, in their order."""
    return re.findall(r'<button [^>]*?name="(\w+)" value="([^"]*)" data-choice', sheet)


def fold(text: str, key: str) -> str:
    """The sheet behind one of the keys of the trade."""
    part = text[text.index(f'data-key="{key}"') :]
    return html.unescape(part[: part.index("</form>")])


def hidden(sheet: str) -> list[tuple[str, str]]:
    said = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', sheet)
    return [(name, value) for name, value in said if name not in ("csrf_token", "here")]


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


def shown(text: str) -> str:
    """As a person reads it."""
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", text)))


def what_may_be_undone(text: str) -> str:
    said = text[text.index("data-undo-until") :]
    return shown(said[said.index(">") + 1 : said.index("</form>")]).strip()
