"""What every kind of slip stands on: paper, words, and what is said above."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Self

from PIL import Image

from printer.logo_of_slip import logo
from printer.raster import (
    Picture,
    beside,
    blank,
    font,
    huge,
    label,
    rule,
    stack,
    text,
)
from printer.words import Words, in_language, second_words, words_for
from ticketing.number_pictures import picture_of

LARGE = 56  # 20 pt at 203 dots an inch
MOST_LOGO = 96
MARKS = ("test", "sample", "trial")


@dataclass(frozen=True)
class Paper:
    """Room and sizes on one width of paper."""

    width: int  # between the margins
    margin: int
    module: int  # of the QR
    body: int
    small: int
    title: int
    gap: int

    @property
    def is_large(self) -> bool:
        return self.small >= LARGE

    @property
    def number(self) -> int:
        return self.width * 9 // 25  # the largest thing by far; five figures still fit


def paper(width: int, large: bool = False) -> Paper:
    """Large print has one size: all of it is for eyes that read nothing smaller."""
    margin, module = (16, 6) if width >= 512 else (8, 5)
    if large:
        sizes = {"body": LARGE, "small": LARGE, "title": LARGE, "gap": 20}
    elif width >= 512:
        sizes = {"body": 28, "small": 23, "title": 36, "gap": 18}
    else:
        sizes = {"body": 24, "small": 21, "title": 30, "gap": 14}
    return Paper(width - 2 * margin, margin, module, **sizes)


@dataclass(frozen=True)
class Page:
    """What is to be said, in which words, and on how much room."""

    slip: dict[str, Any]
    on: Paper
    words: Words
    second: Words | None  # of the office's other language
    logo: bytes | None

    @classmethod
    def of(cls, slip: dict[str, Any], width: int, logo: bytes | None) -> Self:
        """Large print leaves the second language out: it would be as long again."""
        on = paper(width, bool(slip.get("large")))
        second = None if on.is_large else second_words(slip)
        return cls(slip, on, words_for(slip), second, logo)

    def name(self, key: str) -> str:
        return in_language(self.slip, self.slip.get(key) or {})

    def title(self, words: str) -> Picture:
        return text(words, self.on.title, self.on.width, bold=True)

    def body(self, words: str, bold: bool = False) -> Picture:
        return text(words, self.on.body, self.on.width, bold)

    def small(self, words: str, bold: bool = False) -> Picture:
        return text(words, self.on.small, self.on.width, bold)

    def rule(self) -> Picture:
        return rule(self.on.width)

    def stack(self, pictures: list[Picture], gap: int = 2) -> Picture:
        return stack(pictures, self.on.width, gap)

    def sentences(self, pictures: list[Picture]) -> Picture:
        """Apart where they are said twice, so that each pair is one."""
        return self.stack(pictures, 8 if self.second else 2)

    def both(
        self, say: Callable[[Words], str], bold: bool = True, less: int = 0
    ) -> Picture:
        """A key sentence, and again in the office's second language."""
        on, room = self.on, self.on.width - less
        lines = [text(say(self.words), on.body, room, bold)]
        if self.second:
            lines.append(text(say(self.second), on.small, room))
        return stack(lines, room)


# --- above ------------------------------------------------------------------


def head(page: Page) -> list[Picture]:
    own = [page.small(words) for words in [page.name("header")] if words]
    return [*copy_mark(page), page.stack([_office(page), *own, *marks(page)])]


def _office(page: Page) -> Picture:
    """Name and unit, to the right of the logo if there is one that can be read."""
    on, width = page.on, page.on.width
    drawn = page.logo and logo(page.logo, width // 4, MOST_LOGO)
    room = width - drawn.width - on.gap if drawn else width
    lines = [text(page.name("office"), on.small, room, bold=True)]
    lines += [text(unit, on.small, room) for unit in [page.name("unit")] if unit]
    names = stack(lines, room, gap=2)
    return beside(drawn, names, width) if drawn else names


def copy_mark(page: Page) -> list[Picture]:
    """That it is one of several: with the same content, or with what holds now."""
    if page.slip.get("copy", 1) <= 1:
        return []
    said = "replaces" if page.slip.get("replaces") else "copy"
    return [label(page.words[said], page.on.title, page.on.width)]


def marks(page: Page) -> list[Picture]:
    """In one line, or in one each where the paper is too narrow."""
    said = [page.words[key] for key in MARKS if page.slip.get(key)]
    line = " · ".join(said)
    if font(page.on.small, bold=True).getlength(line) <= page.on.width:
        said = [line] if line else []
    return [page.small(each, bold=True) for each in said]


def figures(page: Page) -> Picture:
    """The number, and the picture that it carries where the office uses them."""
    tallest = page.on.width if page.on.is_large else page.on.number
    number = huge(page.slip["number"], page.on.width, tallest)
    if not page.slip.get("pictured"):
        return number
    carried = picture_of(page.slip["number"])
    with Image.open(carried.dots) as drawn:
        drawing = drawn.convert("1")
    name = carried.name.get(page.slip["language"]) or carried.name["vi"]
    room = page.on.width - drawing.width - page.on.gap
    words = text(name, page.on.title, room, bold=True)
    above = blank(room, max(0, (drawing.height - words.height) // 2))
    row = beside(drawing, stack([above, words], room), page.on.width)
    return stack([number, row], page.on.width, page.on.gap)
