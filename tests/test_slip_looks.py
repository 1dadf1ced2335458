"""What an office may choose: large print, two languages, its own words, a logo."""

import io
import logging
from random import Random

import pytest
from PIL import Image
from pyzbar.pyzbar import decode as zbar

from printer.every_slip import LARGE, Page
from printer.foot_of_slip import scan_sentences
from printer.logo_of_slip import logo
from printer.raster import text
from printer.slip import draw
from tests.test_slip import SLIP, URL, WIDTHS, same, shows
from tests.test_slip_words import spoken


def png(colour: str = "black", size: tuple[int, int] = (300, 200)) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", size, colour).save(file, "PNG")
    return file.getvalue()


def test_large_print_keeps_what_leads_to_the_counter_and_drops_the_rest() -> None:
    large = SLIP | {"large": True}
    slip = draw(large, URL)
    said = ["Trước Ông/Bà còn 4\xa0người", "Dự kiến chờ 15–20\xa0phút"]
    said += ["Mời ngồi chờ trước quầy\xa01, 2", "Chứng thực"]

    for sentence in said:
        assert shows(slip, text(sentence, LARGE, 544, bold=True))
    for dropped in ("unit", "office", "hotline", "kiosk"):
        other = large | {dropped: {"vi": "Khác"} if dropped[-1] in "te" else "9"}
        assert same(draw(other, URL), slip), dropped
    assert [each.data.decode() for each in zbar(slip.convert("L"))] == [URL]


@pytest.mark.parametrize("language", ["vi", "en"])
def test_an_office_of_two_languages_says_the_key_sentences_in_both(
    language: str,
) -> None:
    slip = draw(SLIP | {"language": language, "languages": ["vi", "en"]}, URL)
    small = {
        "vi": [
            "Your number",
            "People ahead of you: 4",
            "Expected wait 15–20\xa0minutes",
        ],
        "en": ["Số thứ tự của Ông/Bà", "Trước Ông/Bà còn 4\xa0người"],
    }[language]

    for sentence in small:
        assert shows(slip, text(sentence, 23, 544))
    assert same(
        draw(SLIP | {"languages": [language], "language": language}, URL),
        draw(SLIP | {"language": language}, URL),
    )


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({}, ["Quét mã để theo dõi, không cần cài đặt"]),
        (
            {"reach": "wifi"},
            [
                "Nối Wi-Fi của cơ quan trước khi quét",
                "Quét mã để theo dõi, không cần cài đặt",
            ],
        ),
        (
            {"reach": "wifi", "wifi": "Một cửa"},
            ["Nối Wi-Fi “Một cửa” rồi quét mã"],
        ),
        (
            {"reach": "public", "wifi": "Một cửa"},
            ["Quét mã để theo dõi, không cần cài đặt"],
        ),
    ],
)
def test_the_sentence_at_the_qr_says_how_to_get_there(
    change: dict[str, str], said: list[str]
) -> None:
    assert [
        spoken(each) for each in scan_sentences(Page.of(SLIP | change, 576, None))
    ] == said


def test_the_office_s_own_words_stand_above_and_below() -> None:
    own = {"header": {"vi": "Giờ làm việc 7:00–17:00"}, "footer": {"vi": "Cảm ơn"}}
    slip = draw(SLIP | own, URL)

    for words in ("Giờ làm việc 7:00–17:00", "Cảm ơn"):
        assert shows(slip, text(words, 23, 544))


# --- the logo -------------------------------------------------------------------


@WIDTHS
def test_a_logo_is_made_to_fit_and_has_no_grey_in_it(width: int) -> None:
    drawn = logo(png(size=(900, 300)), width // 4, 96)

    assert drawn is not None
    assert drawn.mode == "1"
    assert drawn.width == width // 4
    assert drawn.height <= 96
    assert not same(draw(SLIP, URL, width, png()), draw(SLIP, URL, width))


@pytest.mark.parametrize("broken", [b"", b"GIF89a", png()[:60], b"\x89PNG\r\n\x1a\n"])
def test_a_logo_that_cannot_be_read_is_left_out_and_logged(
    broken: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    logo.cache_clear()
    with caplog.at_level(logging.WARNING):
        slip = draw(SLIP, URL, logo=broken)

    assert same(slip, draw(SLIP, URL))
    assert "logo is left out" in caplog.text or broken == b""


@pytest.mark.parametrize("seed", range(60))
def test_no_damage_to_the_logo_s_file_costs_a_slip(seed: int) -> None:
    random = Random(seed)
    file = bytearray(png("navy", (40, 40)))
    for _ in range(random.randint(1, 4)):
        file[random.randrange(8, len(file))] = random.randrange(256)

    assert draw(SLIP, URL, logo=bytes(file)).width == 576


def test_a_small_file_that_claims_a_wall_of_pixels_is_left_out() -> None:
    assert logo(png(size=(3000, 2000)), 136, 96) is None
