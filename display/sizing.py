"""What one way to lay the board out has room for, in units of display/seats.py; which
way it will be, display/layouts.py says.
"""

import math
from dataclasses import dataclass, replace
from functools import cached_property

from display.seats import CAPITAL, LARGE, LEAST, SHORT, SMALL, Screen, distance

# Units that the board's parts take; display.css has the same figures.
LONG = 1920
SIDE = 56  # the margin left and right
HEAD = {False: 98, True: 136}  # by upright
STRIP = {False: 90, True: 146}
LINE, LINES_ALONE = 132, 222  # one row of two of lines; the only row
BRIEF, BRIEF_ALONE = 72, 92  # … that tell how many wait, and nothing else
LINE_NUMBER, LINE_NUMBER_FEW = 80, 96  # the type of the numbers in it; in the only row
LINE_NUMBERS = {5: 60, 6: 46}  # by columns, where there are so many
LINE_WAITING = 0.75  # of that: the figure of a strip that is brief
PANEL = {False: 66 + 66, True: 2 * SIDE}  # beside the call …
ABOVE, BELOW = 32 + 84, 80 + 44  # … above it, and with the service's name below it
TITLE = {1: 66, 2: 12}  # over one column of rows, with the edge under them; over two
GAP, BETWEEN = 48, 96  # left of the rows, and between two columns of them
FIGURE = 0.6  # em: each character of "A012 → 3" …
NUMBER, NUMBER_MORE = 0.4, 40  # … and em and units of the rest of it, in the panel
ROW, ROW_MORE = 0.53, 136  # … in a row, with its badge
PICTURE, PICTURE_MORE, PICTURE_BELOW = 0.53, 22, 24  # in a row; below the call
PITCH = 0.95  # em from row to row
HERO, USUAL = 312, 116  # of the look: the call, the rows
MOST = {False: 6, True: 5}  # rows; a standing screen gives the call the room
MEDIA, BAND = 700, 420  # width of the pictures beside the call, height under it
FOLDED = 88  # the rows under the call, as the look draws them


@dataclass(frozen=True)
class Calls:
    """What a call is made of: the characters of number and counter, a picture."""

    figures: int = 5
    pictures: bool = False

    @property
    def number(self) -> float:
        """Em that it takes in the panel."""
        return FIGURE * self.figures + NUMBER

    @property
    def row(self) -> float:
        """Em that it takes in a row."""
        return FIGURE * self.figures + ROW + PICTURE * self.pictures

    @property
    def row_more(self) -> float:
        """Units of a row that do not grow with its type."""
        return ROW_MORE + PICTURE_MORE * self.pictures

    @property
    def below(self) -> float:
        """Units below the number in the panel."""
        return BELOW + PICTURE_BELOW * self.pictures


@dataclass(frozen=True)
class Layout:
    """One way to lay the board out, and the type that it has room for (units)."""

    screen: Screen
    upright: bool
    rows: int
    columns: int  # of rows
    beside: bool  # the rows stand beside the call, else under it
    count: int  # lines in their strip
    calls: Calls = Calls()
    brief: bool = False  # the strip tells only how many wait in each line
    media: bool = False  # pictures or films are shown with it

    @property
    def lines(self) -> int:
        """Rows of the strip of lines."""
        return strip_rows(self.count, self.upright)

    @property
    def width(self) -> int:
        return SHORT if self.upright else LONG - self.media * MEDIA

    @property
    def stage(self) -> float:
        """Height that is left for the call and the rows."""
        taken = HEAD[self.upright] + STRIP[self.upright]
        taken += BAND if self.media and self.upright else 0
        whole = LONG if self.upright else SHORT
        return whole - taken - self._strip

    @property
    def _is_alone(self) -> bool:
        return self.lines == 1 and not self.upright

    @property
    def _strip(self) -> int:
        """Height of the strip of lines."""
        alone, row = (BRIEF_ALONE, BRIEF) if self.brief else (LINES_ALONE, LINE)
        return alone if self._is_alone else self.lines * row

    @cached_property
    def row(self) -> float:
        """As large as the look asks, or the seat, if the call leaves the room."""
        wish = max(self.screen.size(SMALL), USUAL)
        if self.media and not self.upright:
            wish = max(self.screen.size(LEAST), FOLDED)
        return max(0.0, min(wish, self._row_by_width, self._row_by_height))

    @property
    def row_least(self) -> float:
        """As small as rows may become on a full board before other parts leave it."""
        return min(self.row, max(self.screen.size(LEAST), FOLDED))

    @property
    def _row_by_width(self) -> float:
        column = (self.width - 2 * SIDE - BETWEEN * (self.columns - 1)) / self.columns
        if self.beside:
            call = self.calls.number * self.screen.call + NUMBER_MORE
            column = self.width - PANEL[self.upright] - call - GAP - SIDE
        return (column - self.calls.row_more) / self.calls.row

    @property
    def _row_by_height(self) -> float:
        left = self.stage - TITLE[self.columns]
        if not self.beside:
            left -= self.least
        return left / math.ceil(self.rows / self.columns) / PITCH

    @property
    def least(self) -> float:
        """Height that the panel needs for the call at its angle, or at its widest."""
        room = self.width - PANEL[self.upright] - NUMBER_MORE
        widest = room / self.calls.number
        return ABOVE + self.calls.below + 0.8 * min(self.screen.call, widest)

    @property
    def side(self) -> float:
        """Width of the rows beside the call, or their height under it."""
        if self.beside:
            return self.calls.row * self.row + self.calls.row_more + GAP + SIDE
        high = math.ceil(self.rows / self.columns) * PITCH * self.row
        return high + TITLE[self.columns]

    @cached_property
    def hero(self) -> float:
        wide = self.width - PANEL[self.upright] - (self.side if self.beside else 0)
        high = self.stage - ABOVE - self.calls.below - (0 if self.beside else self.side)
        wish = max(HERO, self.screen.call)
        return max(0.0, min(wish, (wide - NUMBER_MORE) / self.calls.number, high / 0.8))

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
        number: float = LINE_NUMBERS.get(line_columns(self.count), LINE_NUMBER)
        if self.upright:
            number = LINE_NUMBER
        elif self._is_alone:
            number = LINE_NUMBER_FEW
        part = LINE_WAITING if self.brief else 1
        return distance(LEAST, number * part * self.screen.mm * CAPITAL)


def strip_rows(count: int, upright: bool) -> int:
    if upright:
        return math.ceil(count / 2)
    return math.ceil(count / line_columns(count))


def line_columns(count: int) -> int:
    """One row up to four lines, then two rows as long as words fit."""
    return max(count, 1) if count <= 4 else min(max((count + 1) // 2, 3), 6)
