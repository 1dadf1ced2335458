"""A slip on paper: what it says, that all of it fits, and that a phone can read it."""

from typing import Any
from unicodedata import normalize

import pytest
import zxingcpp
from PIL import Image, ImageChops
from pyzbar.pyzbar import decode as zbar

from printer.escpos_bytes import commands
from printer.every_slip import paper
from printer.raster import BLACK, blank, font, huge, qr, text
from printer.slip import draw
from printer.virtual import decode
from printer.words import WORDS

URL = "https://luot.longthanhtrung.gov.vn/t/8hD3kQ2xW9aBcDeFgHiJkL"
WIDTHS = pytest.mark.parametrize("width", [576, 384])
LANGUAGES = pytest.mark.parametrize("language", sorted(WORDS))

SLIP: dict[str, Any] = {
    "number": "A012",
    "office": {"vi": "Ủy ban nhân dân phường Long Thành Trung", "en": "Ward office"},
    "unit": {"vi": "Trung tâm Phục vụ hành chính công", "en": "Service centre"},
    "service": {"vi": "Chứng thực", "en": "Certification"},
    "procedure": None,
    "papers": [],
    "papers_verified": False,
    "ahead": 4,
    "wait": {"low": 900, "likely": 1000, "high": 1200},
    "counters": [1, 2],
    "priority": False,
    "language": "vi",
    "issued_at": "2026-11-23T09:14:00+07:00",
    "kiosk": "Ki-ốt 1",
    "code": "KHTM",
    "hotline": "1022",
    "sample": False,
    "trial": False,
}
LONG_NAME = {
    "vi": "Đăng ký khai sinh kết hợp đăng ký nhận cha, mẹ, con có yếu tố nước ngoài "
    "cho người đã có hồ sơ, giấy tờ cá nhân",
    "en": "Registration of birth together with the recognition of a parent abroad",
}
BIRTH = {
    "procedure": LONG_NAME,
    "papers": ["Tờ khai đăng ký khai sinh", "Giấy chứng sinh"],
    "papers_verified": True,
}


def same(one: Image.Image, other: Image.Image) -> bool:
    return one.size == other.size and one.tobytes() == other.tobytes()


def shows(slip: Image.Image, piece: Image.Image) -> bool:
    """Does the slip contain these very dots, at the left margin?"""
    left, top, right, bottom = ink(piece)
    piece = piece.crop((left, top, right, bottom))
    margin = paper(slip.width).margin + left
    return any(
        same(slip.crop((margin, y, margin + piece.width, y + piece.height)), piece)
        for y in range(slip.height - piece.height)
    )


def ink(picture: Image.Image) -> tuple[int, int, int, int]:
    box = ImageChops.invert(picture).getbbox()
    assert box, "there is nothing on this picture"
    return box


@WIDTHS
@LANGUAGES
def test_both_readers_find_the_url_on_the_printed_slip(
    width: int, language: str
) -> None:
    printed = decode(commands(draw(SLIP | {"language": language}, URL, width)))
    grey = printed.convert("L")

    assert [found.data.decode() for found in zbar(grey)] == [URL]
    assert [found.text for found in zxingcpp.read_barcodes(grey)] == [URL]


@WIDTHS
def test_the_printer_shows_every_dot_as_it_was_drawn(width: int) -> None:
    drawn = draw(SLIP | BIRTH | {"priority": True, "copy": 2}, URL, width)

    assert same(decode(commands(drawn)), drawn)


@WIDTHS
def test_composed_and_decomposed_names_print_the_same_dots(width: int) -> None:
    slip = SLIP | BIRTH
    decomposed = slip | {
        "office": {"vi": normalize("NFD", slip["office"]["vi"]), "en": ""},
        "procedure": {"vi": normalize("NFD", LONG_NAME["vi"]), "en": ""},
        "papers": [normalize("NFD", each) for each in slip["papers"]],
    }

    assert decomposed["office"]["vi"] != slip["office"]["vi"]
    assert same(draw(decomposed, URL, width), draw(slip, URL, width))


@WIDTHS
@LANGUAGES
def test_long_names_wrap_and_nothing_runs_off_the_paper(
    width: int, language: str
) -> None:
    long = {key: LONG_NAME for key in ("office", "unit", "service", "procedure")}
    word = {"papers": ["x" * 200], "papers_verified": True, "kiosk": "Ki-ốt " * 20}
    slip = draw(SLIP | long | word | {"language": language}, URL, width)
    left, top, right, bottom = ink(slip)

    assert slip.width == width
    margin = paper(width).margin
    assert margin <= left and right <= width - margin
    assert top > 0 and bottom < slip.height


@WIDTHS
@pytest.mark.parametrize("number", ["A001", "T999", "A1000", "D1234"])
def test_the_whole_number_is_the_largest_thing_on_the_slip(
    width: int, number: str
) -> None:
    on = paper(width)
    figures = huge(number, on.width, on.number)
    natural = font(400, bold=True).getbbox(number)
    left, top, right, bottom = ink(figures)

    assert shows(draw(SLIP | {"number": number}, URL, width), figures)
    ratio = (right - left) / (bottom - top)
    assert ratio == pytest.approx(
        (natural[2] - natural[0]) / (natural[3] - natural[1]), rel=0.12
    )
    assert bottom - top > 2.5 * on.title


@WIDTHS
def test_without_a_phone_page_there_is_no_qr_and_no_word_about_it(width: int) -> None:
    on = paper(width)
    without = draw(SLIP, None, width)
    scan = WORDS["vi"]["scan"]
    room = on.width - qr(URL, on.module).width

    assert zbar(without.convert("L")) == []
    assert shows(draw(SLIP, URL, width), text(scan, on.small, room))
    assert not shows(without, text(scan, on.small, room))
    assert not shows(without, text(scan, on.small, on.width))
    for wifi in ({}, {"wifi": "Một cửa"}):
        assert same(draw(SLIP | {"reach": "wifi"} | wifi, None, width), without)


@WIDTHS
def test_the_check_code_is_on_the_slip_with_and_without_a_qr(width: int) -> None:
    for url in (URL, None):
        one, other = (draw(SLIP | {"code": each}, url, width) for each in ("KHTM", ""))

        assert darkness(one) > darkness(other) + 500


@pytest.mark.parametrize(
    "sentence",
    [
        "Trước Ông/Bà còn 4 người",
        "Dự kiến chờ 15–20 phút",
        "Mời ngồi chờ trước quầy 1, 2",
    ],
)
def test_the_slip_says_how_many_how_long_and_where(sentence: str) -> None:
    on = paper(576)

    assert shows(draw(SLIP, URL), text(sentence, on.body, on.width, bold=True))


@pytest.mark.parametrize(
    "sentence",
    [
        "(có thể thêm người ưu tiên, người có hẹn)",
        "Phiếu này không thay Giấy tiếp nhận hồ sơ và hẹn trả kết quả",
        "Phản ánh, kiến nghị: 1022",
    ],
)
def test_the_slip_is_honest_about_what_it_is_not(sentence: str) -> None:
    on = paper(576)

    assert shows(draw(SLIP, URL), text(sentence, on.small, on.width))


@WIDTHS
def test_the_slip_says_when_and_where_the_number_was_taken(width: int) -> None:
    on = paper(width)
    room = on.width - qr(URL, on.module).width
    room = room if room >= qr(URL, on.module).width else on.width
    for sentence in ("Lấy số lúc 09:14 ngày 23/11/2026", "Ki-ốt 1"):
        assert shows(draw(SLIP, URL, width), text(sentence, on.small, room))


def test_a_slip_without_a_kiosk_s_name_leaves_no_empty_line() -> None:
    assert draw(SLIP | {"kiosk": ""}, None).height < draw(SLIP, None).height


def test_papers_are_listed_only_when_verified_or_marked_as_sample() -> None:
    on = paper(576)
    ask = text(WORDS["vi"]["ask_papers"], on.small, on.width)
    heading = text(WORDS["vi"]["papers"], on.small, on.width, bold=True)
    sample = text(WORDS["vi"]["sample_papers"], on.small, on.width, bold=True)
    unsure = SLIP | BIRTH | {"papers_verified": False}

    assert shows(draw(SLIP | BIRTH, URL), heading)
    assert shows(draw(unsure, URL), ask)
    assert shows(draw(unsure | {"sample": True}, URL), sample)
    assert not shows(draw(SLIP, URL), ask)


def test_more_papers_than_fit_are_counted_instead_of_listed() -> None:
    slip = SLIP | BIRTH | {"papers": [f"Giấy số {n}" for n in range(9)]}
    on = paper(576)
    bullet = text("–", on.small, on.small)
    rest = text("Còn 4 giấy tờ nữa, xin hỏi cán bộ", on.small, on.width - on.small)
    line = blank(on.width, rest.height)
    line.paste(bullet, (0, 0))
    line.paste(rest, (on.small, 0))

    assert shows(draw(slip, URL), line)


@pytest.mark.parametrize(
    ("change", "taller"),
    [({"copy": 2}, True), ({"sample": True}, True), ({"copy": 1}, False)],
)
def test_copies_and_sample_data_are_marked_on_the_slip(
    change: dict[str, Any], taller: bool
) -> None:
    assert (draw(SLIP | change, URL).height > draw(SLIP, URL).height) is taller


def test_a_priority_ticket_carries_a_black_mark_beside_its_number() -> None:
    normal, priority = draw(SLIP, URL), draw(SLIP | {"priority": True}, URL)
    corner = (400, 0, 576, normal.height // 2)

    assert darkness(priority.crop(corner)) > darkness(normal.crop(corner)) + 1000


def darkness(picture: Image.Image) -> int:
    return picture.histogram()[BLACK]
