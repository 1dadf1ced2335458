"""How large a board must be, from the screen's inches and the furthest seat.

A unit is a thousand-and-eightieth of the picture's shorter side; an angle asks for a
height in millimetres, the screen says how many millimetres a unit is, and of the ways
to lay the board out the first that holds both angles is taken: fewer rows first, then
the strip of lines leaves. Angles: research, "Lobby display legibility".
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

LARGE, SMALL, LEAST = 42.0, 22.0, 16.0  # arc-minutes: the call; the rows; at the least
CAPITAL = 0.698  # height of our face's capitals, in em
INCH = 25.4  # mm
SCREENS = (32, 43, 50, 55, 65, 75, 86, 98)  # inches that are sold

# Units that the board's parts take; display.css has the same figures.
LONG, SHORT = 1920, 1080
SIDE = 56  # the margin left and right
HEAD = {False: 98, True: 136}  # by upright
STRIP = {False: 90, True: 138}
LINE, LINES_ALONE = 132, 222  # one row of two of lines; the only row
LINE_NUMBER = 62  # the type of the numbers in it, at the least up to eight lines
PANEL = {False: 66 + 66, True: 2 * SIDE}  # beside the call …
ABOVE, BELOW = 32 + 84, 80 + 44  # … above it, and with the service's name below it
TITLE = {1: 66, 2: 12}  # over one column of rows, with the edge under them; over two
GAP, BETWEEN = 48, 96  # left of the rows, and between two columns of them
NUMBER, NUMBER_MORE = 0.6 * 5 + 0.4, 40  # em and units of "A012 → 3" in the panel
ROW, ROW_MORE = 0.6 * 5 + 0.53, 136  # … in a row, with its badge
PITCH = 0.95  # em from row to row
HERO, FLOOR, USUAL = 312, 220, 116  # of the look: the call, its least, the rows
MOST = {False: 6, True: 5}  # rows; a standing screen gives the call the room
MEDIA, BAND = 700, 420  # width of the pictures beside the call, height under it
FOLDED = 88  # the rows under the call, as the look draws them


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


@dataclass(frozen=True)
class Layout:
    """One way to lay the board out, and the type that it has room for (units)."""

    screen: Screen
    upright: bool
    rows: int
    columns: int  # of rows
    beside: bool  # the rows stand beside the call, else under it
    lines: int  # rows of the strip of lines; 0: it has left
    media: bool = False  # pictures or films are shown with it

    @property
    def width(self) -> int:
        return SHORT if self.upright else LONG - self.media * MEDIA

    @property
    def stage(self) -> float:
        """Height that is left for the call and the rows."""
        taken = HEAD[self.upright] + STRIP[self.upright]
        taken += BAND if self.media and self.upright else 0
        whole = LONG if self.upright else SHORT
        alone = self.lines == 1 and not self.upright
        return whole - taken - (LINES_ALONE if alone else self.lines * LINE)

    @cached_property
    def row(self) -> float:
        """As large as the look asks, or the seat, if the call leaves the room."""
        wish = max(self.screen.size(SMALL), USUAL)
        if self.media and not self.upright:
            wish = max(self.screen.size(LEAST), FOLDED)
        return max(0.0, min(wish, self._row_by_width, self._row_by_height))

    @property
    def _row_by_width(self) -> float:
        column = (self.width - 2 * SIDE - BETWEEN * (self.columns - 1)) / self.columns
        if self.beside:
            call = NUMBER * self.screen.call + NUMBER_MORE
            column = self.width - PANEL[self.upright] - call - GAP - SIDE
        return (column - ROW_MORE) / ROW

    @property
    def _row_by_height(self) -> float:
        left = self.stage - TITLE[self.columns]
        if not self.beside:
            left -= self.least
        return left / math.ceil(self.rows / self.columns) / PITCH

    @property
    def least(self) -> float:
        """Height that the panel needs for the call at its angle, or at its widest."""
        widest = (self.width - PANEL[self.upright] - NUMBER_MORE) / NUMBER
        return ABOVE + BELOW + 0.8 * min(self.screen.call, widest)

    @property
    def side(self) -> float:
        """Width of the rows beside the call, or their height under it."""
        if self.beside:
            return ROW * self.row + ROW_MORE + GAP + SIDE
        high = math.ceil(self.rows / self.columns) * PITCH * self.row
        return high + TITLE[self.columns]

    @cached_property
    def hero(self) -> float:
        wide = self.width - PANEL[self.upright] - (self.side if self.beside else 0)
        high = self.stage - ABOVE - BELOW - (0 if self.beside else self.side)
        wish = max(HERO, self.screen.call)
        return max(0.0, min(wish, (wide - NUMBER_MORE) / NUMBER, high / 0.8))

    def seen(self, large: float = LARGE, small: float = SMALL) -> bool:
        screen = self.screen
        hero = round(self.hero, 3) >= round(screen.size(large), 3)
        return hero and round(self.row, 3) >= round(screen.size(small), 3)

    @property
    def with_media(self) -> "Layout | None":
        """Pictures fold the rows to two by two; on a standing screen two rows stay."""
        rows, columns = (2, 1) if self.upright else (4, 2)
        shown = replace(self, rows=rows, columns=columns, beside=False, media=True)
        return shown if shown.seen(LARGE, LEAST) else None

    @property
    def reach(self) -> float:
        """Metres from which the call and the rows both have their angles."""
        scale = self.screen.mm * CAPITAL
        call, row = (
            distance(LARGE, self.hero * scale),
            distance(SMALL, self.row * scale),
        )
        return min(call, row)

    @property
    def capital(self) -> float:
        """Of the call, in millimetres."""
        return self.hero * self.screen.mm * CAPITAL

    @property
    def row_capital(self) -> float:
        return self.row * self.screen.mm * CAPITAL

    @property
    def lines_reach(self) -> float:
        """Metres from which the numbers in the strip of lines can be read at all."""
        return distance(LEAST, LINE_NUMBER * self.screen.mm * CAPITAL)


def layouts(screen: Screen, upright: bool, lines: int) -> Iterator[Layout]:
    """The best first: with the strip of lines, then without."""
    shapes = ((1, False), (2, False)) if upright else ((1, True), (2, False))
    for strip in dict.fromkeys((lines, 0)):
        for rows in range(MOST[upright], 2 if strip else 1, -1):
            for columns, beside in shapes:
                yield Layout(screen, upright, rows, columns, beside, strip)


@lru_cache(maxsize=256)
def fitted(screen: Screen, upright: bool, count: int) -> Layout:
    """For an office of so many lines; the layout that reaches furthest if none fits."""
    found = list(layouts(screen, upright, strip_rows(count, upright)))
    for angles in ((LARGE, SMALL), (SMALL, LEAST)):
        held = [layout for layout in found if layout.seen(*angles)]
        if held and angles[0] == LARGE:
            return held[0]
        if held:
            return max(held, key=lambda layout: layout.reach)
    return max(found, key=lambda layout: layout.reach)


def strip_rows(count: int, upright: bool) -> int:
    if upright:
        return math.ceil(count / 2)
    return 1 if count <= 4 else 2


def reach(screen: Screen, upright: bool, count: int) -> float:
    """Metres, down to a half, from which this screen is read as it should be."""
    steps = (half / 2 for half in range(60, 1, -1))
    return next(
        (m for m in steps if fitted(replace(screen, metres=m), upright, count).seen()),
        1.0,
    )


def fitting(metres: float, upright: bool, count: int) -> int | None:
    """The smallest screen that is sold and holds the angles from that seat."""
    fits = (i for i in SCREENS if fitted(Screen(i, metres), upright, count).seen())
    return next(fits, None)
