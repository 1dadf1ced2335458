"""Draw the numbers' pictures for the printer: black dots, one PNG each.

`python data/pictures/make.py` after a change of pictures.toml. The screens draw the
same path data themselves.
"""

import math
import re
import sys
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path

from PIL import Image, ImageDraw

HERE = Path(__file__).parent
GRID, STROKE = 24, 1.75
DOTS = 160  # 20 mm on paper
FINE = 6  # times as large first, so that edges fall on the right dots
STEPS = 24  # straight pieces of a curve

Point = tuple[float, float]
Line = list[Point]
TOKEN = re.compile(r"[A-Za-z]|-?(?:\d+\.?\d*|\.\d+)")
TAKES = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6, "S": 4, "A": 7, "Z": 0}


def main(folder: Path = HERE) -> None:
    told = tomllib.loads((HERE / "pictures.toml").read_text(encoding="utf-8"))
    for picture in told["pictures"]:
        drawn(picture["d"]).save(folder / f"{picture['code']}.png", optimize=True)


def drawn(d: str, dots: int = DOTS) -> Image.Image:
    side = dots * FINE
    scale, pen = side / GRID, STROKE * side / GRID / 2
    sheet = Image.new("L", (side, side), 255)
    brush = ImageDraw.Draw(sheet)
    for line in lines(d):
        places = [(x * scale, y * scale) for x, y in line]
        brush.line(places, fill=0, width=round(2 * pen))
        for x, y in places:  # round ends and joins
            brush.ellipse((x - pen, y - pen, x + pen, y + pen), fill=0)
    small = sheet.resize((dots, dots), Image.Resampling.BOX)
    return small.point(lambda grey: 255 if grey > 127 else 0).convert("1")


def lines(d: str) -> list[Line]:
    """The strokes of a path, as straight pieces."""
    pen = Pen()
    for command, numbers in parts(d):
        pen.take(command, numbers)
    return pen.lines


def parts(d: str) -> Iterator[tuple[str, list[float]]]:
    """Each command with its own numbers; a command may be left out when repeated."""
    tokens, command = TOKEN.findall(d), ""
    while tokens:
        if tokens[0].isalpha():
            command = tokens.pop(0)
        elif command in "Mm":
            command = "l" if command == "m" else "L"
        count = TAKES[command.upper()]
        yield command, [float(token) for token in tokens[:count]]
        del tokens[:count]


class Pen:
    def __init__(self) -> None:
        self.lines: list[Line] = []
        self.at: Point = (0, 0)
        self._control: Point | None = None  # of the curve before
        self._draw: dict[str, Callable[[list[Point]], None]] = {
            "M": self._move,
            "L": self._line,
            "C": self._curve,
            "S": lambda ends: self._curve([self._mirrored(), *ends]),
        }

    def take(self, command: str, numbers: list[float]) -> None:
        kind, (x, y) = command.upper(), self.at
        here = (x, y) if command.islower() else (0.0, 0.0)
        if kind == "Z":
            return self._line([self.lines[-1][0]])
        if kind == "A":
            return self._arc(numbers, here)
        if kind in "HV":
            bare = numbers[0] + here[kind == "V"]
            return self._line([(bare, y) if kind == "H" else (x, bare)])
        pairs = zip(numbers[::2], numbers[1::2], strict=True)
        control, self._control = self._control, None
        if kind == "S":
            self._control = control
        return self._draw[kind]([(a + here[0], b + here[1]) for a, b in pairs])

    def _mirrored(self) -> Point:
        (x, y), (cx, cy) = self.at, self._control or self.at
        return 2 * x - cx, 2 * y - cy

    def _move(self, ends: list[Point]) -> None:
        self.at = ends[0]
        self.lines.append([self.at])

    def _line(self, ends: list[Point]) -> None:
        self.lines[-1].append(ends[0])
        self.at = ends[0]

    def _curve(self, ends: list[Point]) -> None:
        start, (one, two, end) = self.at, ends
        for step in range(1, STEPS + 1):
            self._line([bezier(step / STEPS, start, one, two, end)])
        self._control = two

    def _arc(self, numbers: list[float], here: Point) -> None:
        """Of a circle: both radii are the same, and nothing is turned."""
        radius, _, _, large, sweep, x, y = numbers
        start, end = self.at, (x + here[0], y + here[1])
        for place in circle_arc(start, end, radius, large != sweep, bool(sweep)):
            self._line([place])


def bezier(t: float, *points: Point) -> Point:
    weights = [(1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3]
    pairs = list(zip(weights, points, strict=True))
    return sum(w * p[0] for w, p in pairs), sum(w * p[1] for w, p in pairs)


def circle_arc(
    start: Point, end: Point, radius: float, left: bool, sweep: bool
) -> Iterator[Point]:
    """Places on the way; `left`: on which side of the chord the centre lies."""
    dx, dy = end[0] - start[0], end[1] - start[1]
    chord = math.hypot(dx, dy)
    off = math.sqrt(max(0.0, radius**2 - (chord / 2) ** 2)) / chord
    side = 1 if left else -1
    centre = (start[0] + dx / 2 - side * off * dy, start[1] + dy / 2 + side * off * dx)
    first, last = (math.atan2(p[1] - centre[1], p[0] - centre[0]) for p in (start, end))
    turn = (last - first) % math.tau if sweep else -((first - last) % math.tau)
    for step in range(1, STEPS + 1):
        angle = first + turn * step / STEPS
        x = centre[0] + radius * math.cos(angle)
        yield x, centre[1] + radius * math.sin(angle)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE)
