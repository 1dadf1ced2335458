"""How large type must be, from the screen's inches and the furthest seat.

A unit is a thousand-and-eightieth of the picture's shorter side; an angle asks for a
height in millimetres, and the screen says how many millimetres a unit is. Angles:
research, "Lobby display legibility".
"""

import math
from dataclasses import dataclass

LARGE, SMALL, LEAST = 42.0, 22.0, 16.0  # arc-minutes: the call; the rows; at the least
CAPITAL = 0.698  # height of our face's capitals, in em
INCH = 25.4  # mm
SCREENS = (32, 43, 50, 55, 65, 75, 86, 98)  # inches that are sold
SHORT = 1080  # units of the shorter side
FLOOR = 220  # units of the call, at the least


@dataclass(frozen=True)
class Screen:
    """As the installer measures it: the diagonal (16 : 9) and the furthest seat."""

    inches: float = 55.0
    metres: float = 8.0

    @property
    def mm(self) -> float:
        """Of one unit."""
        return self.inches * INCH * 9 / math.hypot(16, 9) / SHORT

    def size(self, minutes: float) -> float:
        """Units of type whose capitals have that angle from the furthest seat."""
        return capital(minutes, self.metres) / self.mm / CAPITAL

    @property
    def call(self) -> float:
        """Units that the call should have: by its angle, and for its looks."""
        return max(FLOOR, self.size(LARGE))


def capital(minutes: float, metres: float) -> float:
    """Millimetres that look so large from there: 0.7° at 8 m are 98."""
    return 2000 * metres * math.tan(math.radians(minutes / 120))


def distance(minutes: float, millimetres: float) -> float:
    """Metres from which a capital of that height still has the angle."""
    return millimetres / 2000 / math.tan(math.radians(minutes / 120))
