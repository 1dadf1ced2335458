"""The bytes of a slip: what cheap printers can hold, and what none may misread."""

import re
from collections.abc import Iterator
from random import Random

import pytest
from PIL import Image, ImageChops

from printer.errors import PrinterError
from printer.escpos_bytes import FEED_ROWS, SLICE_ROWS, commands, length_mm
from printer.raster import BLACK, blank
from printer.slip import draw
from printer.virtual import decode
from tests.test_slip import BIRTH, SLIP, URL, WIDTHS, same

START = b"\x1b@\x1da\x00"
DOTS_AS_UNIT = b"\x1dP\xcb\xcb"
END = b"\x1bd\x06\x1dV\x00"
OBEYED_AT_ONCE = re.compile(rb"\x10[\x04\x05\x14]")


def taken_apart(data: bytes) -> Iterator[tuple[int, int]]:
    """Bytes across and rows of each command of the picture; 0 across is a feed."""
    data = data.removeprefix(START).removesuffix(END)
    while data:
        if data.startswith(b"\x1bJ"):
            yield 0, data[2]
            data = data[3:]
        else:
            assert data.startswith(b"\x1dv0\x00"), data[:8].hex(" ")
            across, rows = data[4] + 256 * data[5], data[6] + 256 * data[7]
            yield across, rows
            data = data[8 + across * rows :]


def with_bytes(*pairs: bytes) -> Image.Image:
    """A picture with wide margins that holds these bytes, one pair a row."""
    bits = b"".join(bytes(8) + pair + bytes(38) for pair in pairs)
    night = Image.frombytes("1", (384, len(pairs)), bits)
    return ImageChops.invert(night)


def test_the_job_begins_quietly_and_ends_behind_the_knife() -> None:
    data = commands(draw(SLIP, URL))

    assert data.startswith(START)
    assert data.endswith(END)


def test_a_printer_that_can_is_asked_to_name_the_job_after_the_cut() -> None:
    drawn = draw(SLIP, URL)

    told = commands(drawn, b"0042")
    assert told.endswith(END + bytes.fromhex("1d 28 48 06 00 30 30") + b"0042")
    assert same(decode(commands(drawn, b"0042")), drawn)


def test_only_a_printer_that_surely_knows_units_is_told_to_feed_in_dots() -> None:
    drawn = draw(SLIP, URL)

    assert commands(drawn, b"0042").startswith(START + DOTS_AS_UNIT)
    assert DOTS_AS_UNIT not in commands(drawn)


@WIDTHS
def test_slices_are_no_higher_than_cheap_printers_can_hold(width: int) -> None:
    drawn = draw(SLIP | BIRTH, URL, width)
    parts = list(taken_apart(commands(drawn)))

    assert sum(rows for _, rows in parts) == drawn.height
    assert max(rows for across, rows in parts if across) <= SLICE_ROWS
    assert parts[-1][0] == width // 8


@WIDTHS
def test_white_bands_are_fed_and_not_sent_dot_by_dot(width: int) -> None:
    drawn = draw(SLIP | BIRTH, URL, width)
    parts = list(taken_apart(commands(drawn)))
    feeds = [rows for across, rows in parts if not across]

    assert len(feeds) > 10
    assert min(feeds) >= FEED_ROWS
    assert len(commands(drawn)) < 0.6 * drawn.height * width / 8


def test_a_feed_longer_than_one_command_can_say_is_said_in_two() -> None:
    tall = blank(384, 700)
    tall.paste(BLACK, (10, 0, 20, 4))

    parts = list(taken_apart(commands(tall)))
    assert [rows for across, rows in parts if not across] == [255, 255, 185]
    assert same(decode(commands(tall)), tall)


@pytest.mark.parametrize("seed", range(12))
def test_the_printer_shows_any_picture_dot_by_dot(seed: int) -> None:
    random = Random(seed)
    drawn = blank(384, random.randint(1, 600))
    for _ in range(random.randint(0, 20)):
        left, top = random.randrange(384), random.randrange(drawn.height)
        size = (left, top, left + random.randint(1, 99), top + random.randint(1, 40))
        drawn.paste(BLACK, size)

    assert same(decode(commands(drawn)), drawn)


@pytest.mark.parametrize("second", [0x04, 0x05, 0x14])
def test_dots_that_look_like_a_real_time_command_move_to_the_side(second: int) -> None:
    drawn = with_bytes(bytes([0x10, second]), b"\xff\xff")
    data = commands(drawn)

    assert not OBEYED_AT_ONCE.search(data)
    moved = {shift: ImageChops.offset(drawn, shift, 0) for shift in (-1, 1)}
    assert any(same(decode(data), each) for each in moved.values())


def test_the_picture_moves_on_until_no_place_is_misread() -> None:
    drawn = with_bytes(b"\x10\x04", b"\x20\x08", b"\x08\x02")
    data = commands(drawn)

    assert not OBEYED_AT_ONCE.search(data)
    assert same(decode(data), ImageChops.offset(drawn, -2, 0)) or same(
        decode(data), ImageChops.offset(drawn, 2, 0)
    )


def test_a_picture_without_margins_gets_a_dot_more_instead() -> None:
    full = with_bytes(*[b"\x10\x04"] * 3)
    full.paste(BLACK, (0, 1, 384, 2))
    full.paste(with_bytes(b"\x10\x14"), (0, 2))
    data = commands(full)

    assert not OBEYED_AT_ONCE.search(data)
    more = ImageChops.difference(decode(data).convert("L"), full.convert("L"))
    assert more.histogram()[255] == 2
    assert more.getbbox() == (76, 0, 77, 3)


@WIDTHS
def test_the_paper_of_a_slip_is_its_picture_and_the_way_to_the_knife(
    width: int,
) -> None:
    drawn = draw(SLIP, URL, width)

    assert length_mm(drawn) == pytest.approx(drawn.height / 8 + 25.4)
    assert 100 < length_mm(drawn) < 180


def test_the_usual_slip_goes_over_a_slow_line_in_four_seconds() -> None:
    """115200 baud carry 11.5 kB a second."""
    papers = ["Tờ khai đăng ký khai sinh", "Giấy chứng sinh", "Căn cước", "Sổ hộ khẩu"]
    usual = SLIP | {"procedure": {"vi": "Đăng ký khai sinh"}, "papers": papers}
    usual |= {"papers_verified": True, "service": {"vi": "Hộ tịch"}}

    assert len(commands(draw(usual, URL))) <= 45_000


@pytest.mark.parametrize("unknown", [b"\x1d(L\x02\x0000", b"\x1d(H\x06\x0000ab"])
def test_the_virtual_printer_refuses_what_it_cannot_follow(unknown: bytes) -> None:
    with pytest.raises(PrinterError):
        decode(START + unknown)
