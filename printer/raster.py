"""Pieces of a slip as 1-bit pictures, to be set side by side or stacked.

A picture is as wide as the paper leaves room for and as high as it needs: whatever is
stacked can never run off the paper. Sizes are dots, 8 to the millimetre.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path

from PIL import Image, ImageChops, ImageDraw, ImageFont
from qrcode import QRCode
from qrcode.constants import ERROR_CORRECT_M

FONTS = Path(__file__).parent.parent / "data" / "fonts"
WHITE, BLACK = 255, 0
QUIET_MODULES = 4
BASELINE, CAPITAL = 1.07, 0.714  # of the size: below a line's top, and high

ENDS = ("/", "-", "\xa0")
SPACES = re.compile(r"[ \t\r\n]+")  # not the one that keeps "quầy" and its 2 together

Picture = Image.Image


@lru_cache(maxsize=64)
def font(size: int, bold: bool = False) -> ImageFont.FreeTypeFont:
    weight = "Bold" if bold else "Regular"
    return ImageFont.truetype(FONTS / f"NotoSans-{weight}.ttf", size)


def blank(width: int, height: int) -> Picture:
    return Image.new("1", (width, height), WHITE)


@lru_cache(maxsize=512)  # most of a slip is the same on every slip
def text(
    words: str, size: int, width: int, bold: bool = False, most: int | None = None
) -> Picture:
    """Wrapped, left aligned; after `most` lines an ellipsis says that more was said."""
    face = font(size, bold)
    lines = balanced(words, face, width)
    if most and len(lines) > most:
        lines = list(wrap(words, face, width))
        lines[most - 1 :] = [clipped(lines[most - 1], face, width)]
    picture = blank(width, line_height(size) * len(lines))
    pen = ImageDraw.Draw(picture)
    for row, line in enumerate(lines):
        baseline = row * line_height(size) + round(size * BASELINE)
        pen.text((0, baseline), line, BLACK, face, anchor="ls")
    return picture


def line_height(size: int) -> int:
    return round(size * 1.36)  # room for Ế above and ợ below


def balanced(words: str, face: ImageFont.FreeTypeFont, width: int) -> list[str]:
    """As few lines as the width asks for, and no lone word in the last one."""
    lines = list(wrap(words, face, width))
    longest = max(face.getlength(word) for word in SPACES.split(words))
    for narrower in range(width, max(width // 2, int(longest)), -width // 24):
        tighter = list(wrap(words, face, narrower))
        if len(lines) == 1 or len(tighter) > len(lines):
            break
        lines = tighter
    return lines


def wrap(words: str, face: ImageFont.FreeTypeFont, width: int) -> Iterator[str]:
    line = ""
    for word in SPACES.split(words.strip()):
        longer = f"{line} {word}".strip()
        if face.getlength(longer) <= width:
            line = longer
            continue
        if line:
            yield line
        *full, line = broken(word, face, width)
        yield from full
    yield line


def broken(word: str, face: ImageFont.FreeTypeFont, width: int) -> Iterator[str]:
    """A word wider than the paper goes on in the next line: where it has a slash, a
    dash or a space that should have held, else after any letter."""
    part = ""
    for letter in word:
        if part and face.getlength(part + letter) > width:
            end = max(map(part.rfind, ENDS)) + 1 or len(part)
            yield part[:end]
            part = part[end:]
        part += letter
    yield part


def clipped(line: str, face: ImageFont.FreeTypeFont, width: int) -> str:
    """After a whole word, unless there is but one."""
    while line and face.getlength(f"{line}…") > width:
        line = line.rpartition(" ")[0] or line[:-1]
    return f"{line.rstrip(' ,;(')}…"


def huge(words: str, width: int, tallest: int) -> Picture:
    """One line, as large as the paper allows, cut to the ink."""
    size = min(tallest, int(100 * width / font(100, bold=True).getlength(words)))
    night = Image.new("1", (width, 2 * size), BLACK)  # getbbox() looks for white
    ImageDraw.Draw(night).text((0, 0), words, WHITE, font(size, bold=True))
    ink = ImageChops.invert(night.crop(night.getbbox()))
    return stack([ink], width)


def label(words: str, size: int, width: int) -> Picture:
    """White on black, no wider than its words."""
    pad = size // 3
    room = min(width, round(font(size, bold=True).getlength(words)) + 2 * pad + 1)
    inner = text(words, size, room - 2 * pad, bold=True)
    return ImageChops.invert(padded(inner, pad, pad // 2))


def padded(picture: Picture, across: int, down: int) -> Picture:
    framed = blank(picture.width + 2 * across, picture.height + 2 * down)
    framed.paste(picture, (across, down))
    return framed


def rule(width: int, weight: int = 2) -> Picture:
    return Image.new("1", (width, weight), BLACK)


def dots(ahead: int, size: int, width: int) -> Picture:
    """The line as dots: open ones stand ahead, the full one is the holder."""
    picture = blank(width, size)
    pen = ImageDraw.Draw(picture)
    for place in range(ahead + 1):
        left = place * (size + size // 2)
        box = (left, 0, left + size - 1, size - 1)
        pen.ellipse(box, BLACK if place == ahead else WHITE, BLACK, width=2)
    return picture


def tick_box(size: int) -> Picture:
    """Empty, as high as a capital and on the baseline of a first line."""
    side, edge = round(size * CAPITAL), max(size // 18, 2)
    picture = blank(size, line_height(size))
    bottom = round(size * BASELINE) - 1
    square = (0, bottom - side + 1, side - 1, bottom)
    ImageDraw.Draw(picture).rectangle(square, WHITE, BLACK, width=edge)
    return picture


def qr(url: str, module: int) -> Picture:
    """Level M with its quiet zone; every module is a whole number of dots."""
    code = QRCode(error_correction=ERROR_CORRECT_M, border=QUIET_MODULES)
    code.add_data(url)
    matrix = code.get_matrix()
    small = blank(len(matrix), len(matrix))
    small.putdata([BLACK if dark else WHITE for row in matrix for dark in row])
    return small.resize((module * len(matrix),) * 2, Image.Resampling.NEAREST)


def beside(left: Picture, right: Picture, width: int) -> Picture:
    """Left and right edge aligned with the paper's, both from the top."""
    picture = blank(width, max(left.height, right.height))
    picture.paste(left, (0, 0))
    picture.paste(right, (width - right.width, 0))
    return picture


def stack(pictures: Sequence[Picture], width: int, gap: int = 0) -> Picture:
    height = sum(each.height for each in pictures) + gap * max(len(pictures) - 1, 0)
    whole = blank(width, height)
    top = 0
    for each in pictures:
        whole.paste(each, (0, top))
        top += each.height + gap
    return whole
