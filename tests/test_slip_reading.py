"""Can it be read: by a phone on worn paper, by eyes of eighty, and to the last word?"""

import csv
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest
import zxingcpp
from PIL import Image, ImageFilter
from pyzbar.pyzbar import decode as zbar

from printer import raster
from printer.escpos_bytes import commands
from printer.every_slip import LARGE, Page, figures, paper
from printer.slip import draw
from printer.virtual import decode
from tests.test_slip import BIRTH, SLIP, URL, WIDTHS, ink

PROCEDURES = Path(__file__).parent.parent / "data" / "procedures.csv"
KINDS = ("ticket", "papers", "return", "roll")
PIXELS_PER_DOT = 6 / 8  # a phone held over the slip: 6 pixels a millimetre
WITH_QR = pytest.mark.parametrize("kind", ["ticket", "return"])
SIZES = pytest.mark.parametrize("large", [False, True])


def slip_of(kind: str, **change: Any) -> dict[str, Any]:
    missing = ["Giấy chứng sinh bản chính", "Căn cước của người yêu cầu"]
    return SLIP | BIRTH | {"kind": kind, "missing": missing, "until": "17:00"} | change


def photo(slip: Image.Image, seed: int) -> Image.Image:
    """Dots that run, a lower half that has faded, a hand that shakes, and noise."""
    grey = slip.convert("L").filter(ImageFilter.MinFilter(3))
    grey = Image.blend(slip.convert("L"), grey, 0.5)
    pale = grey.point([128 + value // 2 for value in range(256)])
    grey.paste(pale.crop((0, slip.height // 2, *slip.size)), (0, slip.height // 2))
    wide, high = (round(side * PIXELS_PER_DOT) for side in slip.size)
    small = grey.resize((wide, high), Image.Resampling.BILINEAR)
    blurred = small.filter(ImageFilter.GaussianBlur(0.6))
    grain = Image.frombytes("L", small.size, Random(seed).randbytes(prod(small.size)))
    return Image.blend(blurred, grain, 0.12)


def prod(size: tuple[int, int]) -> int:
    return size[0] * size[1]


@WIDTHS
@WITH_QR
@SIZES
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_both_readers_read_the_qr_of_a_worn_slip_in_a_bad_photo(
    width: int, kind: str, large: bool, seed: int
) -> None:
    printed = decode(commands(draw(slip_of(kind, large=large), URL, width)))
    worn = photo(printed, seed)

    assert [found.data.decode() for found in zbar(worn)] == [URL]
    assert [found.text for found in zxingcpp.read_barcodes(worn)] == [URL]


def test_the_bad_photo_is_bad_enough_to_lose_a_qr_of_three_dots() -> None:
    """Else it would prove nothing of five and six."""
    square = raster.padded(raster.qr(URL, 3), 100, 100)

    assert not any(zbar(photo(square, seed)) for seed in (1, 2, 3))


@pytest.fixture
def sizes(monkeypatch: pytest.MonkeyPatch) -> Iterator[set[int]]:
    """Every size of letters that a slip is drawn with."""
    seen: set[int] = set()
    font = raster.font

    def noted(size: int, bold: bool = False) -> Any:
        seen.add(size)
        return font(size, bold)

    raster.text.cache_clear()
    monkeypatch.setattr(raster, "font", noted)
    yield seen
    raster.text.cache_clear()


@WIDTHS
@pytest.mark.parametrize("kind", KINDS)
def test_no_letter_is_smaller_than_twenty_dots(
    width: int, kind: str, sizes: set[int]
) -> None:
    draw(slip_of(kind, languages=["vi", "en"], priority=True, copy=2), URL, width)

    assert sizes
    assert min(sizes) >= 20


@WIDTHS
@pytest.mark.parametrize("kind", KINDS)
def test_large_print_has_no_letter_below_twenty_points(
    width: int, kind: str, sizes: set[int]
) -> None:
    marks: dict[str, Any] = {"sample": True, "trial": True, "priority": True, "copy": 2}
    draw(slip_of(kind, large=True, languages=["vi", "en"], **marks), URL, width)

    points = LARGE / 203 * 72
    assert points == pytest.approx(20, abs=0.2)
    assert min(sizes) >= LARGE


@pytest.mark.parametrize(("width", "millimetres"), [(576, 17), (384, 11)])
def test_the_number_can_be_read_at_arm_s_length(width: int, millimetres: int) -> None:
    normal, large = (
        ink(figures(Page.of(SLIP | {"large": large}, width, None)))
        for large in (False, True)
    )

    assert normal[3] - normal[1] >= 8 * millimetres
    assert large[3] - large[1] > normal[3] - normal[1]
    assert large[2] - large[0] > 0.9 * paper(width, large=True).width


def procedures() -> list[dict[str, str]]:
    with PROCEDURES.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@WIDTHS
@SIZES
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("longest", ["name_vi", "name_en", "papers_vi"])
def test_the_longest_real_procedure_stays_on_the_paper(
    width: int, large: bool, kind: str, longest: str
) -> None:
    row = max(procedures(), key=lambda row: len(row[longest]))
    name = {"vi": row["name_vi"], "en": row["name_en"]}
    real: dict[str, Any] = {"procedure": name, "papers": row["papers_vi"].split(";")}
    real |= {"missing": real["papers"], "large": large}
    for language in ("vi", "en"):
        slip = draw(slip_of(kind, language=language, **real), URL, width)
        left, top, right, bottom = ink(slip)

        margin = paper(width).margin
        assert margin <= left and right <= width - margin
        assert top > 0 and bottom < slip.height
