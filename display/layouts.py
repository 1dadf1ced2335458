"""Which of the ways to lay a board out its screen and its seats allow: first with fewer
rows, then with less in the strip of lines.
"""

from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from display.seats import LARGE, LEAST, SCREENS, SMALL, Screen
from display.sizing import MOST, Calls, Layout

USUAL_CALLS = Calls()


def layouts(
    screen: Screen, upright: bool, count: int, calls: Calls
) -> Iterator[Layout]:
    """The best first: with whole lines, then with how many wait in each."""
    shapes = ((1, False), (2, False)) if upright else ((1, True), (2, False))
    for brief in (False, True):
        for rows in range(MOST[upright], 1 if brief else 2, -1):
            for columns, beside in shapes:
                shape = (rows, columns, beside)
                yield Layout(screen, upright, *shape, count, calls, brief)


@lru_cache(maxsize=256)
def fitted(
    screen: Screen, upright: bool, count: int, calls: Calls = USUAL_CALLS
) -> Layout:
    """For an office of so many lines; the layout that reaches furthest if none fits."""
    found = list(layouts(screen, upright, count, calls))
    for angles in ((LARGE, SMALL), (SMALL, LEAST)):
        held = [layout for layout in found if layout.seen(*angles)]
        if held and angles[0] == LARGE:
            return held[0]
        if held:
            return max(held, key=lambda layout: layout.reach)
    return max(found, key=lambda layout: layout.reach)


def reach(
    screen: Screen, upright: bool, count: int, calls: Calls = USUAL_CALLS
) -> float:
    """Metres, down to a half, from which this screen is read as it should be."""
    steps = (half / 2 for half in range(60, 1, -1))
    seats = ((m, replace(screen, metres=m)) for m in steps)
    seen = (m for m, seat in seats if fitted(seat, upright, count, calls).seen())
    return next(seen, 1.0)


def fitting(
    metres: float, upright: bool, count: int, calls: Calls = USUAL_CALLS
) -> int | None:
    """The smallest screen that is sold and holds the angles from that seat."""
    screens = ((inches, Screen(inches, metres)) for inches in SCREENS)
    fits = (i for i, s in screens if fitted(s, upright, count, calls).seen())
    return next(fits, None)
