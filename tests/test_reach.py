"""LUOT_REACH: what the screens say of phones, which not every office can serve."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests import counter_steps
from tests.conftest import Clock
from tests.counter_steps import do
from tests.kiosk_steps import tap
from ticketing.desk import Desk

OF_PHONES = {
    "vi": r"điện thoại|quét|mã QR|Wi-Fi",
    "en": r"\bphones?\b|\bscan|\bQR\b|Wi-Fi",
}
JOIN = "Nối Wi-Fi của cơ quan rồi quét mã"

# The fixtures of the officer's pages.
officers = counter_steps.officers
sign_in = counter_steps.sign_in
officer = counter_steps.officer

Read = Callable[[str], str]


def reaches(app: Flask, reach: str) -> None:
    known = app.extensions["luot_settings"]
    app.extensions["luot_settings"] = replace(known, reach=reach)


def said(html: str) -> str:
    """What people read, or have read to them."""
    labels = re.findall(r'(?:aria-label|placeholder|title)="([^"]*)"', html)
    return " ".join([re.sub(r"<[^>]*>", " ", html), *labels])


@pytest.fixture(params=["vi", "en"])
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    yield request.param


@pytest.fixture
def read(client: FlaskClient, language: str) -> Read:
    def get(path: str) -> str:
        answer = client.get(path, query_string={"lang": language})
        assert answer.status_code == 200, path
        return said(answer.text)

    return get


@pytest.mark.parametrize("reach", ["none", "public"])
def test_an_office_without_phones_speaks_of_none_from_ticket_to_rating(
    app: Flask,
    client: FlaskClient,
    desk: Desk,
    officer: FlaskClient,
    language: str,
    read: Read,
    clock: Clock,
    reach: str,
) -> None:
    reaches(app, reach)
    taken = tap(client, service="chung-thuc", procedure="25")
    told = {path: read(path) for path in ("/kiosk/", "/kiosk/number", "/display/")}
    told |= {f"ticket{end}": read(taken + end) for end in ("", "/own", "/papers")}
    clock.tick(seconds=9)  # the printer stays silent
    told["no paper"] = read(taken)
    for act in ("calls", "starts", "finishes"):
        do(officer, act)
    told |= {path: read(path) for path in ("/counter/1/rating", "/counter/2/rating")}
    told["terminal"] = said(officer.get(f"/counter/1/?lang={language}").text)

    of_phones = {
        page
        for page, text in told.items()
        if re.search(OF_PHONES[language], text, re.IGNORECASE)
    }
    spoken = {
        "/kiosk/number",
        "ticket",
        "ticket/papers",
        "no paper",
        "/counter/1/rating",
        "/counter/2/rating",
    }
    assert of_phones == (spoken if reach == "public" else set())


def test_without_phones_the_number_alone_is_what_to_remember(
    app: Flask, client: FlaskClient, clock: Clock
) -> None:
    reaches(app, "none")
    path = tap(client, service="chung-thuc")
    clock.tick(seconds=9)
    page = client.get(path).text
    assert "Xin nhớ số A001" in page
    assert 'class="qr"' not in page


def test_inside_the_wifi_only_every_code_says_first_how_to_join(
    app: Flask, client: FlaskClient, desk: Desk, clock: Clock
) -> None:
    reaches(app, "wifi")
    path = tap(client, procedure="25")
    coming, sheet = client.get(path).text, client.get(f"{path}/papers").text
    clock.tick(seconds=9)
    no_paper = client.get(path).text
    for page in (coming, sheet, no_paper):
        assert 'class="qr"' in page
        assert JOIN in page


def test_a_phone_that_reaches_the_office_anywhere_is_not_sent_into_its_wifi(
    client: FlaskClient, clock: Clock
) -> None:
    path = tap(client, procedure="25")
    pages = [client.get(path).text, client.get(f"{path}/papers").text]
    clock.tick(seconds=9)
    pages.append(client.get(path).text)
    assert ['class="qr"' in page for page in pages] == [True] * 3
    assert [page for page in pages if "Wi-Fi" in page] == []
