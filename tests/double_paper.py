"""The paper of the printer double: rows of dots, burnt one after the other."""

from collections.abc import Iterable
from dataclasses import dataclass

from PIL import Image, ImageChops, ImageDraw

WHITE = 255
LETTER_ROWS, LETTER_DOTS, LINE_LETTERS = 24, 576, 48


@dataclass(frozen=True)
class Slip:
    """One piece of paper."""

    picture: Image.Image  # to the last burnt row; the feed past the knife is left out
    rows: int  # of paper used, all feeds included
    text: str  # what was printed as letters: our slips have none
    complete: bool  # nothing of its job was lost, and it is one piece of paper

    def shows(self, drawn: Image.Image) -> bool:
        """Are these very dots the last that was printed on it?"""
        ink = ImageChops.invert(drawn.convert("1")).getbbox()
        if not ink:
            return False
        wanted = drawn.convert("1").crop((0, ink[1], drawn.width, ink[3]))
        height = self._to_the_last_dot() - wanted.height
        found = self.picture.crop((0, height, drawn.width, height + wanted.height))
        return height >= 0 and found.tobytes() == wanted.tobytes()

    def _to_the_last_dot(self) -> int:
        ink = ImageChops.invert(self.picture).getbbox()
        return ink[3] if ink else 0


class Roll:
    """Burnt rows since the last cut; a blank row is an empty one."""

    def __init__(self, dots: int) -> None:
        self._dots = dots
        self.rows: list[bytes] = []
        self.text = self.line = ""
        self.broken = False  # something of the job on it is lost

    def burn(self, row: bytes) -> None:
        self.rows.append(row[: self._dots // 8])

    def feed(self, rows: int) -> None:
        self.rows += [b""] * rows

    def typed(self, letter: bytes, spacing: int) -> list[bytes]:
        """Rows to be burnt, once the line is full or fed."""
        self.line += letter.decode("latin-1") if letter >= b" " else ""
        if letter != b"\n" and len(self.line) < LINE_LETTERS:
            return []
        line, self.line = self.line, ""
        self.text += f"{line}\n" if line else ""
        return text_rows(line, spacing)

    def piece(self) -> Slip:
        seen = picture(self.rows, self._dots)
        return Slip(seen, len(self.rows), self.text, not self.broken)

    def tear_off(self) -> Slip:
        piece = self.piece()
        self.rows, self.text, self.broken = [], "", False
        return piece


def picture(rows: Iterable[bytes], dots: int) -> Image.Image:
    """Up to the last burnt row."""
    rows = list(rows)
    while rows and not rows[-1]:
        rows.pop()
    if not rows:
        return Image.new("1", (0, 0), WHITE)
    bits = b"".join(row.ljust(dots // 8, b"\0") for row in rows)
    return Image.frombytes("1", (dots, len(rows)), bits, "raw", "1;I")


def raster_rows(command: bytes) -> list[bytes]:
    """Of GS v 0 m xL xH yL yH d…: what the head burns, row by row."""
    mode, across = command[3], command[4] + 256 * command[5]
    rows = _rows(command[8:], across)
    if mode & 1:
        rows = [_doubled(row) for row in rows]
    return [row for row in rows for _ in range(2 if mode & 2 else 1)]


def _doubled(row: bytes) -> bytes:
    wide = "".join(2 * bit for byte in row for bit in f"{byte:08b}")
    return int(wide, 2).to_bytes(2 * len(row), "big") if row else b""


def text_rows(letters: str, spacing: int) -> list[bytes]:
    """A line of what should have been a command, or an empty line."""
    if not letters:
        return [b""] * spacing
    size = (LETTER_DOTS, max(spacing, LETTER_ROWS))
    paper = Image.new("1", size, 0)  # here as in commands: 1 is black
    ImageDraw.Draw(paper).text((0, 4), letters, 1)
    return _rows(paper.tobytes(), LETTER_DOTS // 8)


def _rows(dots: bytes, across: int) -> list[bytes]:
    return [dots[at : at + across] for at in range(0, len(dots), across or 1)]
