"""Each number carries a picture, for people who read little: "A012, con trâu".

A pure function of the number, so that slip, kiosk, board and phone agree without being
told. The pictures are data: data/pictures/pictures.toml.
"""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ticketing.catalogue import Words

PICTURES = Path(__file__).parent.parent / "data" / "pictures"
APART = 7  # places between series: whoever waits beside another has another picture


@dataclass(frozen=True)
class Picture:
    code: str
    name: Words
    d: str  # SVG path data, lines on a grid of 24

    @property
    def dots(self) -> Path:
        """For paper: black on white, 160 dots square."""
        return PICTURES / f"{self.code}.png"


@cache
def pictures() -> tuple[Picture, ...]:
    told = tomllib.loads((PICTURES / "pictures.toml").read_text(encoding="utf-8"))
    return tuple(Picture(**each) for each in told["pictures"])


def picture_of(number: str) -> Picture:
    """In one series the next same picture comes after all the others."""
    series, ordinal = ord(number[0]) - ord("A"), int(number[1:]) - 1
    known = pictures()
    return known[(ordinal + APART * series) % len(known)]
