"""The built-in printer: reads the bytes as a real one does, and leaves pictures.

It knows nothing of slips: commands are told apart by their lengths alone, and what it
does not know it refuses, as a real printer would print it as rubbish.
"""

import io
from pathlib import Path
from struct import unpack
from typing import Literal

from PIL import Image

from printer.errors import PrinterError

KEPT_SLIPS = 200
LINE_DOTS = 34  # 1/6 inch at 203 dots an inch

# command: its whole length, where it neither prints nor feeds
SILENT = {
    b"\x1b@": 2,  # initialise
    b"\x1b2": 2,  # default line spacing
    b"\x1b3": 3,
    b"\x1b!": 3,  # looks of text
    b"\x1bE": 3,
    b"\x1bM": 3,
    b"\x1ba": 3,  # alignment
    b"\x1bt": 3,  # code page
    b"\x1bp": 5,  # cash drawer
    b"\x1d!": 3,
    b"\x1da": 3,  # automatic status
    b"\x1dP": 4,  # units of feeds
    b"\x1dr": 3,  # status in order of the data
    b"\x10\x04": 3,  # status at once
}
FEED_UNITS = {b"\x1bJ": 1, b"\x1bd": LINE_DOTS}  # dots for each of n
FEEDING_CUTS = (65, 66, 97, 98, 103, 104)


class Roll:
    """The paper: black rows grow, a feed shows once something follows it."""

    def __init__(self) -> None:
        self.bands: list[tuple[int, Image.Image]] = []
        self.height = 0
        self._fed = 0

    def feed(self, rows: int) -> None:
        self._fed += rows

    def burn(self, band: Image.Image) -> None:
        self.bands.append((self.height + self._fed, band))
        self.height += self._fed + band.height
        self._fed = 0

    def picture(self) -> Image.Image:
        width = max((band.width for _, band in self.bands), default=0)
        if not width:
            raise PrinterError("the job prints nothing")
        paper = Image.new("1", (width, self.height), 255)
        for top, band in self.bands:
            paper.paste(band, (0, top))
        return paper


class Reader:
    """Takes one command after the other off the bytes."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self.at = 0

    def __bool__(self) -> bool:
        return self.at < len(self._data)

    def peek(self, length: int) -> bytes:
        found = self._data[self.at : self.at + length]
        if len(found) < length:
            raise PrinterError(f"the job ends inside the command at byte {self.at}")
        return found

    def take(self, length: int) -> bytes:
        found = self.peek(length)
        self.at += length
        return found


def decode(data: bytes) -> Image.Image:
    """What the paper shows; raises PrinterError at the first unknown command."""
    reader, roll = Reader(data), Roll()
    while reader:
        obey(reader, roll)
    return roll.picture()


def obey(reader: Reader, roll: Roll) -> None:
    if reader.peek(1) == b"\n":
        reader.take(1)
        roll.feed(LINE_DOTS)
        return
    name = reader.peek(2)
    if length := silent_length(reader):
        reader.take(length)
    elif name in FEED_UNITS:
        roll.feed(FEED_UNITS[name] * reader.take(3)[2])
    elif reader.peek(3) == b"\x1dv0":
        roll.burn(raster(reader))
    else:
        raise PrinterError(f"unknown command {name.hex(' ')} at byte {reader.at}")


def silent_length(reader: Reader) -> int | None:
    """Of a command that neither prints nor feeds, or cuts."""
    name = reader.peek(2)
    if name == b"\x1dV":
        return 4 if reader.peek(3)[2] in FEEDING_CUTS else 3
    if name == b"\x1d(" and reader.peek(3)[2:] == b"H":  # asks for an answer
        return 5 + int.from_bytes(reader.peek(5)[3:], "little")
    return SILENT.get(name)


def raster(reader: Reader) -> Image.Image:
    """GS v 0 m xL xH yL yH: x bytes across, y dots down; a set bit is black."""
    head = reader.take(8)
    mode, row_bytes, rows = unpack("<BHH", head[3:])
    bits = reader.take(row_bytes * rows)
    band = Image.frombytes("1", (8 * row_bytes, rows), bits, "raw", "1;I")
    across, down = 1 + (mode & 1), 1 + (mode >> 1 & 1)
    return band.resize((band.width * across, band.height * down))


class Virtual:
    """Lays <job>.escpos and <job>.png into a folder; keeps the newest 200."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def send(self, data: bytes, job: str) -> Literal["printed"]:
        """The picture lies there before "printed" is said: it is the paper."""
        png = io.BytesIO()
        decode(data).save(png, "PNG")
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            self._lay(f"{job}.escpos", data)
            self._lay(f"{job}.png", png.getvalue())
            self._clear()
        except OSError as fault:
            raise PrinterError(str(fault)) from fault
        return "printed"

    def _lay(self, name: str, content: bytes) -> None:
        """Atomically: who looks into the folder never finds half a slip."""
        draft = self._folder / f".{name}.draft"
        draft.write_bytes(content)
        draft.replace(self._folder / name)

    def _clear(self) -> None:
        slips = sorted(self._folder.glob("*.png"), key=_age)
        for old in slips[:-KEPT_SLIPS]:
            old.unlink(missing_ok=True)
            old.with_suffix(".escpos").unlink(missing_ok=True)


def _age(path: Path) -> int:
    return path.stat().st_mtime_ns
