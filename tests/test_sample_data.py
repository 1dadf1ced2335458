"""The sample office is whole, says that it is a sample, and can be printed."""

import csv
import tomllib
import unicodedata
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageDraw, ImageFont

DATA = Path(__file__).parent.parent / "data"
LIST = "procedures.csv"
OFFICE: dict[str, Any] = tomllib.loads((DATA / "office.toml").read_text("utf-8"))
with (DATA / LIST).open(encoding="utf-8", newline="") as listed:
    PROCEDURES = list(csv.DictReader(listed))

POSTED = {
    "tu-phap": 45,
    "noi-vu": 15,
    "ke-hoach-dau-tu": 8,
    "lao-dong-xa-hoi": 44,
    "van-hoa": 8,
    "nong-nghiep": 10,
    "giao-duc": 7,
    "dan-toc": 2,
    "cong-thuong": 4,
    "tai-nguyen": 5,
    "y-te": 3,
    "thanh-tra": 7,
    "quoc-phong": 14,
}
COUNTERS = {1: "AB", 2: "AB", 3: "CER", 4: "DA", 5: "EC", 6: "TR"}
SERIES = {service["code"]: service["series"] for service in OFFICE["services"]}

TONES = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
VOWELS = "".join(vowel + tone for vowel in "aăâeêioôơuưy" for tone in TONES)
LETTERS = unicodedata.normalize("NFC", VOWELS + VOWELS.upper() + "đĐ")


def found(words: str) -> set[int]:
    """The refs of the procedures that carry these everyday words."""
    return {
        int(row["ref"]) for row in PROCEDURES if words in row["keywords"].split(";")
    }


def drawn(letter: str, weight: str) -> bytes:
    """The basic layout: a shaper would build a missing letter from its parts."""
    path = DATA / "fonts" / f"NotoSans-{weight}.ttf"
    font = ImageFont.truetype(path, 40, layout_engine=ImageFont.Layout.BASIC)
    image = Image.new("L", (96, 96))
    ImageDraw.Draw(image).text((16, 16), letter, font=font, fill=255)
    return image.tobytes()


def test_the_ward_posts_158_procedures_in_12_fields_and_14_of_the_army() -> None:
    posted = Counter(row["field"] for row in PROCEDURES if row["posted"] == "1")

    assert posted == POSTED
    assert posted.total() - posted["quoc-phong"] == 158


def test_the_67_procedures_of_2025_are_listed_but_not_posted() -> None:
    unposted = [row for row in PROCEDURES if row["posted"] == "0"]

    assert len(unposted) == 67
    assert {row["era"] for row in unposted} == {"2025"}


def test_every_procedure_has_its_own_lasting_ref() -> None:
    assert [int(row["ref"]) for row in PROCEDURES] == list(range(1, 240))


def test_no_two_procedures_share_a_code_of_the_portal() -> None:
    codes = Counter(row["code"] for row in PROCEDURES if row["code"])
    assert [code for code, times in codes.items() if times > 1] == []


def test_every_procedure_belongs_to_a_known_service_and_field() -> None:
    fields = {field["code"] for field in OFFICE["fields"]}

    assert {row["service"] for row in PROCEDURES} <= SERIES.keys()
    assert {row["field"] for row in PROCEDURES} == fields


def test_whatever_is_to_be_certified_waits_in_the_line_of_certification() -> None:
    certified = [row for row in PROCEDURES if "chứng thực" in row["name_vi"].lower()]

    assert len(certified) == 12
    assert {row["service"] for row in certified} == {"chung-thuc"}


def test_only_matters_of_the_police_are_done_at_another_place() -> None:
    elsewhere = {row["field"] for row in PROCEDURES if row["place_vi"]}
    police = [row for row in PROCEDURES if row["field"] == "cong-an"]

    assert elsewhere == {"cong-an"}
    assert all("Công an" in row["place_vi"] for row in police)


def test_nothing_in_the_sample_claims_to_have_been_verified() -> None:
    stated = [*PROCEDURES, *OFFICE["priority_groups"]]
    assert [entry for entry in stated if entry["verified_on"]] == []


def test_days_and_fees_are_whole_numbers_or_left_empty() -> None:
    figures = [row[column] for row in PROCEDURES for column in ("days", "fee")]
    assert [figure for figure in figures if figure and not figure.isdecimal()] == []


def test_every_procedure_is_named_in_vietnamese_and_in_english() -> None:
    assert [r["ref"] for r in PROCEDURES if not (r["name_vi"] and r["name_en"])] == []


@pytest.mark.parametrize(
    ("words", "ref"),
    [
        ("độc thân", 16),
        ("báo tử", 5),
        ("con mới đẻ", 1),
        ("lấy vợ", 2),
        ("sao y", 25),
        ("trích lục", 21),
        ("sổ đỏ", 212),
        ("tiền người già", 81),
        ("tàn tật", 69),
        ("mở tiệm", 64),
        ("hộ khẩu", 233),
    ],
)
def test_everyday_words_lead_to_the_procedure_meant(words: str, ref: int) -> None:
    assert ref in found(words)


@pytest.mark.parametrize("name", ["office.toml", LIST, "policy.toml", "README.md"])
def test_every_text_is_composed_so_that_equal_words_are_equal(name: str) -> None:
    assert unicodedata.is_normalized("NFC", (DATA / name).read_text("utf-8"))


def test_each_counter_serves_the_lines_agreed_for_it() -> None:
    serves = {
        counter["counter"]: "".join(SERIES[code] for code in counter["services"])
        for counter in OFFICE["counters"]
    }
    assert serves == COUNTERS


def test_no_two_services_number_their_tickets_with_the_same_letter() -> None:
    assert sorted(SERIES.values()) == sorted("ABCDETR")


def test_the_short_name_of_a_service_fits_the_lobby_board() -> None:
    shorts = [name for s in OFFICE["services"] for name in s["short"].values()]
    assert [name for name in shorts if not 0 < len(name) <= 14] == []


def test_the_office_and_its_people_say_that_they_are_a_sample() -> None:
    assert OFFICE["office"]["sample"] is True
    assert "mẫu" in OFFICE["office"]["name"]["vi"]
    assert "sample" in OFFICE["office"]["name"]["en"]
    assert all(officer["name"].endswith("(mẫu)") for officer in OFFICE["officers"])


def test_six_officers_a_supervisor_an_administrator_and_a_helper_sign_in() -> None:
    roles = Counter(officer["role"] for officer in OFFICE["officers"])
    assert roles == {"officer": 6, "supervisor": 1, "administrator": 1, "helper": 1}


def test_the_pins_have_six_digits_and_differ_from_each_other() -> None:
    pins = [officer["pin"] for officer in OFFICE["officers"]]

    assert len(set(pins)) == len(pins)
    assert all(len(pin) == 6 and pin.isdecimal() for pin in pins)
    assert all(len(set(pin)) >= 5 for pin in pins)


def test_a_visitor_may_choose_four_levels_and_name_nine_reasons() -> None:
    rating = OFFICE["rating"]

    assert [level["level"] for level in rating["levels"]] == [4, 3, 2, 1]
    assert len({reason["code"] for reason in rating["reasons"]}) == 9
    assert len({indicator["code"] for indicator in rating["indicators"]}) == 9


@pytest.mark.parametrize("weight", ["Regular", "Bold"])
def test_the_slip_can_print_every_letter_of_vietnamese(weight: str) -> None:
    no_such_letter = drawn("\uffff", weight)
    assert [a for a in LETTERS if drawn(a, weight) == no_such_letter] == []


@pytest.mark.parametrize("weight", ["Regular", "Bold"])
def test_the_slip_can_print_every_sign_of_the_sample_data(weight: str) -> None:
    texts = [(DATA / name).read_text("utf-8") for name in ("office.toml", LIST)]
    signs = {*"".join(texts), *"→–…“”₫·"} - {"\n"}

    no_such_sign = drawn("\uffff", weight)
    assert [sign for sign in signs if drawn(sign, weight) == no_such_sign] == []
