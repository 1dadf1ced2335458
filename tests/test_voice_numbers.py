"""Numbers as people say them: digit by digit, or whole, in each accent."""

import tomllib
from collections.abc import Sequence
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from display.speech import (
    DIGITS,
    LETTER,
    RULES,
    WHOLE,
    Piece,
    Reading,
    english,
    vietnamese,
)
from display.voice_packs import SHIPPED
from tests.office_of_tests import EFFORT

ACCENTS = ("vi-south", "vi-north", "vi-central")
UNITS = ["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"]
EN_UNITS = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"),
    *("ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen"),
    *("seventeen", "eighteen", "nineteen"),
)
EN_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]


@cache
def words_of(pack: str) -> dict[str, str]:
    manifest = tomllib.loads((SHIPPED / pack / "voice.toml").read_text("utf-8"))
    return dict(manifest["clips"])


def said(pack: str, pieces: Sequence[Piece]) -> str:
    """What one hears, without the pauses."""
    words = words_of(pack)
    return " ".join(words[piece] for piece in pieces if isinstance(piece, str))


def heard_vietnamese(sentence: str) -> int:
    """By ear: each word changes what was understood so far."""
    total = group = digit = 0
    for word in sentence.split():
        if word in ("nghìn", "ngàn"):
            total, group, digit = (total + group + digit) * 1000, 0, 0
        elif word == "trăm":
            group, digit = digit * 100, 0
        elif word in ("mươi", "mười"):
            group, digit = group + 10 * (digit if word == "mươi" else 1), 0
        elif word not in ("linh", "lẻ"):
            same = {"mốt": "một", "tư": "bốn", "lăm": "năm"}
            digit = UNITS.index(same.get(word, word))
    return total + group + digit


def heard_english(sentence: str) -> int:
    total = group = 0
    for word in sentence.split():
        if word == "thousand":
            total, group = (total + group) * 1000, 0
        elif word == "hundred":
            group *= 100
        elif word in EN_TENS:
            group += 10 * EN_TENS.index(word) + 20
        elif word != "and":
            group += EN_UNITS.index(word)
    return total + group


@pytest.mark.parametrize("accent", ACCENTS)
def test_every_number_to_9999_is_understood_again(accent: str) -> None:
    for number in range(10_000):
        sentence = said(accent, vietnamese(number))
        assert heard_vietnamese(sentence) == number, sentence


def test_every_english_number_to_9999_is_understood_again() -> None:
    for number in range(10_000):
        sentence = said("en", english(number))
        assert heard_english(sentence) == number, sentence


@EFFORT
@given(st.integers(10_000, 99_999))
def test_the_largest_numbers_of_a_ticket_are_understood_too(number: int) -> None:
    assert heard_vietnamese(said("vi-north", vietnamese(number))) == number
    assert heard_english(said("en", english(number))) == number


def test_no_two_numbers_sound_the_same() -> None:
    for rule in (vietnamese, english):
        assert len({tuple(rule(number)) for number in range(10_000)}) == 10_000


def test_the_rules_ask_only_for_clips_that_they_have_announced() -> None:
    for language, rule in RULES.items():
        asked = {clip for number in range(10_000) for clip in rule(number)}
        assert asked == {*DIGITS, *WHOLE[language]}


@pytest.mark.parametrize(
    ("number", "north"),
    [
        (0, "không"),
        (1, "một"),
        (4, "bốn"),
        (5, "năm"),
        (10, "mười"),
        (11, "mười một"),
        (14, "mười bốn"),
        (15, "mười lăm"),
        (20, "hai mươi"),
        (21, "hai mươi mốt"),
        (24, "hai mươi tư"),
        (25, "hai mươi lăm"),
        (55, "năm mươi lăm"),
        (91, "chín mươi mốt"),
        (100, "một trăm"),
        (101, "một trăm linh một"),
        (104, "một trăm linh bốn"),
        (105, "một trăm linh năm"),
        (110, "một trăm mười"),
        (111, "một trăm mười một"),
        (115, "một trăm mười lăm"),
        (121, "một trăm hai mươi mốt"),
        (444, "bốn trăm bốn mươi tư"),
        (555, "năm trăm năm mươi lăm"),
        (1000, "một nghìn"),
        (1001, "một nghìn không trăm linh một"),
        (1005, "một nghìn không trăm linh năm"),
        (1010, "một nghìn không trăm mười"),
        (1015, "một nghìn không trăm mười lăm"),
        (1021, "một nghìn không trăm hai mươi mốt"),
        (1050, "một nghìn không trăm năm mươi"),
        (1100, "một nghìn một trăm"),
        (1105, "một nghìn một trăm linh năm"),
        (5555, "năm nghìn năm trăm năm mươi lăm"),
        (9999, "chín nghìn chín trăm chín mươi chín"),
        (12_005, "mười hai nghìn không trăm linh năm"),
        (21_021, "hai mươi mốt nghìn không trăm hai mươi mốt"),
    ],
)
def test_hard_numbers_are_said_as_at_school(number: int, north: str) -> None:
    south = north.replace("linh", "lẻ").replace("nghìn", "ngàn")
    assert said("vi-north", vietnamese(number)) == north
    assert said("vi-south", vietnamese(number)) == south
    assert said("vi-central", vietnamese(number)) == south


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "zero"),
        (12, "twelve"),
        (13, "thirteen"),
        (20, "twenty"),
        (45, "forty five"),
        (100, "one hundred"),
        (105, "one hundred and five"),
        (115, "one hundred and fifteen"),
        (1000, "one thousand"),
        (1005, "one thousand and five"),
        (1021, "one thousand and twenty one"),
        (1105, "one thousand one hundred and five"),
        (12_000, "twelve thousand"),
    ],
)
def test_hard_numbers_are_said_as_in_english(number: int, words: str) -> None:
    assert said("en", english(number)) == words


@pytest.mark.parametrize(
    ("number", "digits", "whole"),
    [
        ("A012", "a không một hai", "a mười hai"),
        ("A015", "a không một năm", "a mười lăm"),
        ("D105", "đê một không năm", "đê một trăm lẻ năm"),
        ("X1000", "ích-xì một không không không", "ích-xì một ngàn"),
        ("B000", "bê không không không", "bê không"),
    ],
)
def test_a_number_is_read_as_the_office_chose(
    number: str, digits: str, whole: str
) -> None:
    for style, words in (("digits", digits), ("whole", whole)):
        assert said("vi-south", Reading("vi", style).number(number)) == words


def test_the_letter_stands_apart_from_the_digits() -> None:
    assert Reading("vi", "digits").number("A01")[:2] == ["A", LETTER]


def test_a_language_without_rules_is_read_digit_by_digit() -> None:
    assert Reading("", "whole").number("A12") == Reading("", "digits").number("A12")


def test_the_whole_sentence_is_the_one_of_the_office() -> None:
    reading = Reading("vi", "digits")
    pattern = ["moi-so", "{number}", "den-quay", "{counter}"]
    assert said("vi-south", reading.sentence(pattern, ["A012"], 3)) == (
        "mời công dân có số a không một hai đến quầy số ba"
    )


def test_results_are_one_sentence_for_all_numbers() -> None:
    reading = Reading("vi", "digits")
    pattern = ["da-co-ket-qua", "{numbers}", "moi-den-quay", "{counter}"]
    pieces = reading.sentence(pattern, ["A012", "A015", "A017"], 1)
    assert said("vi-north", pieces) == (
        "đã có kết quả a không một hai a không một năm a không một bảy "
        "mời đến quầy số một"
    )
