"""What is said in two languages: the catalogue, times, waits and refusals."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from unicodedata import is_normalized, normalize

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from flask import Flask
from flask.testing import FlaskClient
from flask_babel import refresh

from office import words
from office.people import People
from tests.conftest import HEAD, MONDAY, ROOT
from ticketing.desk import Desk
from ticketing.errors import SENTENCES
from ticketing.people import Actor

ENGLISH = ROOT / "office/translations/en/LC_MESSAGES/messages.po"
NAME, PIN = "Nguyễn Thị Hồng Nhung (mẫu)", "482917"
SUNDAY = datetime(2026, 11, 1, 18, 5, tzinfo=UTC)  # already Monday in the office
TONES = r"[\u0300-\u0303\u0306\u0309\u031b\u0323]|[đĐ]"  # once taken apart
Message = tuple[str | None, str]  # context, Vietnamese


def said() -> Iterator[tuple[str, Message]]:
    """Where each message is said, in every template and module."""
    with (ROOT / "babel.cfg").open(encoding="utf-8") as config:
        methods, options = parse_mapping_cfg(config)  # type: ignore[no-untyped-call]
    for found in extract_from_dir(ROOT, methods, options):
        path, _line, text, _comments, context = found
        assert isinstance(text, str), f"{path}: plural forms have no test yet"
        yield path, (context, text)


@pytest.fixture(scope="module")
def spoken() -> dict[Message, str]:
    return {message: path for path, message in said()}


@pytest.fixture(scope="module")
def english() -> Catalog:
    with ENGLISH.open("rb") as file:
        return read_po(file, locale="en")


def texts(catalogue: Catalog) -> dict[Message, str]:
    """Vietnamese to English; the first entry of a catalogue is its header."""
    return {
        (str(entry.context) if entry.context else None, str(entry.id)): str(
            entry.string
        )
        for entry in catalogue
        if entry.id
    }


def blanks(text: str) -> list[str]:
    return sorted(set(re.findall(r"%\(\w+\)s|\{\w+\}", text)))


def is_vietnamese(text: str) -> bool:
    return bool(re.search(TONES, normalize("NFD", text)))


# --- the catalogue --------------------------------------------------------


def test_every_sentence_on_every_screen_is_there_in_english(
    spoken: dict[Message, str], english: Catalog
) -> None:
    told = texts(english)
    missing = {text: path for text, path in spoken.items() if not told.get(text)}
    assert missing == {}
    assert len(spoken) > 400


def test_the_catalogue_keeps_no_sentence_that_no_screen_says(
    spoken: dict[Message, str], english: Catalog
) -> None:
    assert set(texts(english)) - set(spoken) == set()
    assert list(english.obsolete) == []


def test_no_english_sentence_is_a_guess_of_the_tools(english: Catalog) -> None:
    assert [entry.id for entry in english if entry.fuzzy] == []


def test_no_english_sentence_was_left_in_vietnamese(english: Catalog) -> None:
    assert {en for en in texts(english).values() if is_vietnamese(en)} == set()


def test_both_languages_of_a_sentence_name_the_same_facts(english: Catalog) -> None:
    told = texts(english)
    odd = {en for (_, vi), en in told.items() if blanks(vi) != blanks(en)}
    assert odd == set()


def test_the_office_runs_on_the_very_english_that_translators_edit(
    english: Catalog,
) -> None:
    compiled = BytesIO()
    write_mo(compiled, english)
    assert ENGLISH.with_suffix(".mo").read_bytes() == compiled.getvalue()


def test_every_word_on_the_screens_is_in_composed_unicode(
    spoken: dict[Message, str],
) -> None:
    files = [ENGLISH, *map(Path, {ROOT / path for path in spoken.values()})]
    read = {path.name: path.read_text(encoding="utf-8") for path in files}
    assert [name for name, text in read.items() if not is_normalized("NFC", text)] == []


# --- times and waits ------------------------------------------------------


@pytest.fixture(params=["vi", "en"])
def language(request: pytest.FixtureRequest, app: Flask) -> Iterator[str]:
    with app.test_request_context(f"/?lang={request.param}"):
        yield request.param


@pytest.mark.parametrize(
    ("wait", "vi", "en"),
    [
        ((900, 1000, 1200), "15–20 phút", "15–20 min"),
        ((0, 120, 300), "Dưới 5 phút", "Under 5 min"),
        ((7200, 9000, 16200), "2–5 giờ", "2–5 hours"),
        ((0, 0, 300), "Không phải chờ", "No wait"),
        (None, "Chưa có quầy mở", "No counter open yet"),
    ],
)
def test_a_wait_is_said_as_a_range_and_never_as_a_promise(
    language: str, wait: tuple[int, int, int] | None, vi: str, en: str
) -> None:
    ends = dict(zip(("low", "likely", "high"), wait, strict=True)) if wait else None
    assert words.minutes(ends) == (en if language == "en" else vi)


@pytest.mark.parametrize(
    ("moment", "vi", "en"),
    [
        (MONDAY, "Thứ Hai, 23/11", "Monday, 23 November"),
        (
            datetime(2026, 11, 29, 2, tzinfo=UTC),
            "Chủ Nhật, 29/11",
            "Sunday, 29 November",
        ),
        (SUNDAY, "Thứ Hai, 02/11", "Monday, 2 November"),
    ],
)
def test_a_day_is_named_as_people_of_the_language_name_it(
    language: str, moment: datetime, vi: str, en: str
) -> None:
    assert words.day(moment) == (en if language == "en" else vi)


def test_a_time_of_day_is_that_of_the_clock_on_the_offices_wall(language: str) -> None:
    assert words.clock(SUNDAY) == "01:05"
    assert words.clock("2026-11-23T02:14:30+00:00") == "09:14"
    assert words.clock(None) == ""


def test_a_wait_is_also_told_as_times_of_day_from_now_on(language: str) -> None:
    assert words.at_about({"low": 900, "likely": 1000, "high": 1200}) == "09:15–09:20"


def test_a_language_that_nobody_translated_is_answered_in_vietnamese(
    app: Flask,
) -> None:
    with app.test_request_context("/?lang=fr"):
        assert words.language() == "vi"
        assert words.words({"vi": "Hộ tịch", "en": "Civil status"}) == "Hộ tịch"


def test_a_name_without_english_is_shown_in_vietnamese(app: Flask) -> None:
    with app.test_request_context("/?lang=en"):
        assert words.words({"vi": "Hộ tịch", "en": ""}) == "Hộ tịch"
        assert words.words(None) == ""


# --- pages ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "vi", "en"),
    [
        ("/", "Các màn hình của văn phòng", "The screens of the office"),
        ("/kiosk/", "Ông/Bà đến làm việc gì?", "What do you need today?"),
        ("/display/", "Kính mời Ông/Bà lấy số", "Please take a number"),
        ("/counter/", "Tên cán bộ", "Officer’s name"),
        ("/counter/1/rating", "Quầy", "Counter"),
    ],
)
def test_a_page_is_vietnamese_until_somebody_asks_for_english(
    client: FlaskClient, path: str, vi: str, en: str
) -> None:
    assert vi in client.get(path).text
    refresh()  # both requests share the context of the test
    assert en in client.get(f"{path}?lang=en").text


@pytest.fixture
def nhung(desk: Desk, people: People) -> dict[str, str]:
    """What she types to sit down at counter 1."""
    desk.set_officer(HEAD, NAME, "officer")
    people.set_pin(NAME, PIN)
    return {"name": NAME, "pin": PIN, "counter": "1"}


def test_an_officer_who_works_in_english_stays_in_english(
    client: FlaskClient, nhung: dict[str, str]
) -> None:
    seated = client.post("/counter/?lang=en", data=nhung)
    assert seated.location == "/counter/1/?lang=en"
    page = client.get(seated.location).text
    assert "Call the next number" in page
    assert 'data-desk="/counter/1/desk?lang=en"' in page


def test_a_visitor_reads_the_reason_for_parking_in_their_own_language(
    client: FlaskClient, desk: Desk, nhung: dict[str, str]
) -> None:
    client.post("/counter/", data=nhung)
    ticket = desk.issue(Actor("kiosk", "test", "test"), "chung-thuc", language="en")
    for act in ("calls", "starts"):
        client.post(f"/counter/1/{act}")
    button = re.search(
        r'value="([^"]+)" data-choice><kbd>3</kbd>Đi nộp phí',
        client.get("/counter/1/").text,
    )
    assert button
    client.post("/counter/1/parkings", data={"reason": button[1]})
    assert "Đi nộp phí" in client.get("/counter/1/").text
    assert "<b>a fee to pay</b>" in client.get(f"/t/{ticket.id}").text


# --- refusals -------------------------------------------------------------


def test_a_refusal_names_the_same_facts_in_both_languages() -> None:
    for code, (vi, en) in SENTENCES.items():
        assert blanks(vi) == sorted(set(blanks(en.replace("_en}", "}")))), code


def test_a_refusal_is_vietnamese_in_vietnamese_and_english_in_english() -> None:
    for code, (vi, en) in SENTENCES.items():
        assert is_vietnamese(vi), code
        assert not is_vietnamese(en), code
        assert is_normalized("NFC", vi), code


def test_whoever_asks_in_english_is_refused_in_english(
    client: FlaskClient, desk: Desk
) -> None:
    desk.set_issuing(HEAD, False, "ho-tich", "power cut")
    refused = client.post("/kiosk/tickets?lang=en", data={"service": "ho-tich"})
    assert "No numbers are given for now: power cut." in refused.text
