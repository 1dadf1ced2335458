"""A slip's words are data: one file a language, whole in Vietnamese and in English."""

import string
from pathlib import Path
from unicodedata import normalize

import pytest

from printer.slip import draw
from printer.words import WORDS, ahead_sentence, load, wait_sentence, where_sentence
from tests.test_slip import SLIP, URL, same


def spoken(sentence: str) -> str:
    """Without the spaces that hold a figure to its word."""
    return sentence.replace("\xa0", " ")


@pytest.mark.parametrize(
    ("low", "high", "sentence"),
    [
        (900, 1200, "Dự kiến chờ 15–20 phút"),
        (901, 1199, "Dự kiến chờ 15–20 phút"),
        (0, 300, "Dự kiến chờ không quá 5 phút"),
        (0, 0, "Dự kiến chờ không quá 5 phút"),
        (600, 600, "Dự kiến chờ khoảng 10 phút"),
    ],
)
def test_the_range_is_rounded_outward_to_five_minutes(
    low: int, high: int, sentence: str
) -> None:
    assert spoken(wait_sentence(WORDS["vi"], {"low": low, "high": high})) == sentence


def test_the_last_in_line_and_the_next_one_are_told_in_words() -> None:
    assert spoken(ahead_sentence(WORDS["vi"], 4)) == "Trước Ông/Bà còn 4 người"
    assert ahead_sentence(WORDS["vi"], 0) == "Trước Ông/Bà không còn ai"


def test_one_counter_several_and_none_are_three_sentences() -> None:
    said = [spoken(where_sentence(WORDS["en"], at)) for at in ([], [2], [1, 2])]

    assert said == [
        "Please take a seat and listen for your number",
        "Please wait in front of counter 2",
        "Please wait in front of counters 1, 2",
    ]


def placeholders(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}


@pytest.mark.parametrize("language", sorted(WORDS))
def test_every_language_fills_in_the_same_facts_as_vietnamese(language: str) -> None:
    words, home = WORDS[language], WORDS["vi"]

    assert words.keys() == home.keys()
    for key, sentence in words.items():
        assert placeholders(sentence) == placeholders(home[key]), key
        assert normalize("NFC", sentence) == sentence


def test_the_slip_says_what_no_slip_replaces() -> None:
    words = WORDS["vi"]

    assert words["no_receipt"] == (
        "Phiếu này không thay Giấy tiếp nhận hồ sơ và hẹn trả kết quả"
    )
    assert words["no_request"] == (
        "Phiếu này không thay Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ"
    )


def test_english_is_whole_and_does_not_lean_on_vietnamese() -> None:
    same_words = {key for key, word in WORDS["en"].items() if word == WORDS["vi"][key]}

    assert same_words == {"issued_short"}


def test_what_a_new_language_leaves_out_is_said_in_vietnamese(tmp_path: Path) -> None:
    (tmp_path / "vi.toml").write_text('copy = "BẢN IN LẠI"\ncode = "Mã kiểm tra"\n')
    (tmp_path / "km.toml").write_text('code = "លេខកូដ"\n')

    assert load(tmp_path)["km"] == {"copy": "BẢN IN LẠI", "code": "លេខកូដ"}


def test_a_file_of_words_that_was_saved_decomposed_reads_the_same(
    tmp_path: Path,
) -> None:
    decomposed = normalize("NFD", 'code = "Mã kiểm tra"')
    (tmp_path / "vi.toml").write_text(decomposed)

    assert load(tmp_path)["vi"] == {"code": "Mã kiểm tra"}


def test_a_language_without_words_of_its_own_is_printed_in_vietnamese() -> None:
    assert same(draw(SLIP | {"language": "km"}, URL), draw(SLIP, URL))
    both = {"languages": ["vi", "km", "en"]}

    assert same(draw(SLIP | both | {"language": "km"}, URL), draw(SLIP | both, URL))
