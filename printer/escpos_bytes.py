"""A slip's picture as the bytes that every ESC/POS printer understands."""

import re
from collections.abc import Iterator
from itertools import groupby

from escpos.printer import Dummy
from PIL import ImageChops
from PIL.Image import Image

WIDE = "TM-T20II"  # any with 576 dots: the profile does nothing here but allow that
SLICE_ROWS = 128  # cheap printers hold no more of a GS v 0 picture in memory
FEED_ROWS = 8  # from so many blank rows on, a feed
MOST_FEED = 255
WIDTH_STEP = 12  # bytes
DOTS_PER_MM = 8
CUT_FEED_MM = 25.4  # six lines of 1/6 inch bring the last row past the knife
QUIET = b"\x1da\x00"  # GS a: no automatic status between the answers we wait for
# GS P: feeds in 1/203 inch. Printers that know GS ( H may start with 1/360; others
# start with their own dots, and a clone without GS P would print it as letters.
DOTS_AS_UNIT = b"\x1dP\xcb\xcb"
REAL_TIME = re.compile(rb"\x10[\x04\x05\x14]")

Band = tuple[int, int, int]  # top, bottom, bytes across


def commands(image: Image, process_id: bytes | None = None) -> bytes:
    """ESC @, the picture in slices of GS v 0, a feed past the knife, a cut.

    With a process id (four bytes) the printer names it once all of that is done: only
    for printers that are known to understand GS ( H.
    """
    if process_id is None:
        return without_real_time(image)
    tail = b"\x1d(H\x06\x0000" + process_id
    return without_real_time(image, DOTS_AS_UNIT) + tail


def length_mm(image: Image) -> float:
    """The paper that one slip takes off the roll."""
    return image.height / DOTS_PER_MM + CUT_FEED_MM


def without_real_time(image: Image, units: bytes = b"") -> bytes:
    """DLE EOT, DLE ENQ and DLE DC4 are obeyed on reception, even inside a picture:
    dots that look like them would ask for a status, or throw the slip away. A dot to
    the side the same picture is other bytes, and its margins are white. Where no place
    helps, as with a dithered logo, each of them gets one dot more.
    """
    for moved in sideways(image):
        data = job(moved, units)
        if not REAL_TIME.search(data):
            return data
    return REAL_TIME.sub(_with_a_dot_more, job(image, units))


def _with_a_dot_more(found: re.Match[bytes]) -> bytes:
    return bytes([0x10, found[0][1] | 8])


def sideways(image: Image) -> Iterator[Image]:
    """The picture itself first, then as near to it as its margins allow."""
    left, _, right, _ = ImageChops.invert(image).getbbox() or (0, 0, image.width, 0)
    for dots in sorted(range(-left, image.width - right + 1), key=abs):
        yield ImageChops.offset(image, dots, 0)


def job(image: Image, units: bytes) -> bytes:
    """ESC @ first: a printer may hold the rest of a job that was broken off."""
    printer = Dummy(profile=WIDE)
    printer.hw("INIT")
    printer._raw(QUIET + units)
    for top, bottom, across in bands(image):
        if across:
            part = image.crop((0, top, min(8 * across, image.width), bottom))
            printer.image(part, impl="bitImageRaster")
        else:
            printer._raw(b"\x1bJ" + bytes([bottom - top]))
    printer.cut()
    return bytes(printer.output)


def bands(image: Image) -> Iterator[Band]:
    """Each as wide as its ink, which saves a third on the line; 0 across is a feed.

    The last row is as wide as the paper, white or not: so the picture ends, for whoever
    decodes it, where it was drawn to end.
    """
    across = -(-image.width // 8)
    bits = ImageChops.invert(image).tobytes()
    rows = [bits[at : at + across] for at in range(0, len(bits), across)]
    ink = [len(row.rstrip(b"\0")) for row in rows]
    ink[-1] = across
    bottom = 0
    for _, run in groupby(ink, key=_width_class):
        widths = list(run)
        top, bottom = bottom, bottom + len(widths)
        is_feed = not any(widths) and len(widths) >= FEED_ROWS
        yield from sliced(top, bottom, 0 if is_feed else max(*widths, 1))


def _width_class(ink: int) -> int:
    """Rows much narrower than their neighbours are worth a command of their own."""
    return -(-ink // WIDTH_STEP)


def sliced(top: int, bottom: int, across: int) -> Iterator[Band]:
    most = SLICE_ROWS if across else MOST_FEED
    for start in range(top, bottom, most):
        yield start, min(start + most, bottom), across
