"""Which results lie ready, and at which counter: page by page, for a strip in which a
few find room. The pages take turns (static/strips.js), so that every one is read.
"""

from collections.abc import Iterator
from typing import Any

ROOM = 8  # numbers of a page …
COUNTER = 2  # … and what the counter after its numbers takes of it

Pile = tuple[int, list[str]]  # a counter, 0 if nobody knows where; the numbers there


def pages(data: dict[str, Any], zone: str) -> list[list[Pile]]:
    """Of a hall's own counters, or of all; what lies nowhere is told everywhere."""
    found: list[list[Pile]] = []
    left = 0
    for counter, number in _lying(data, zone):
        is_same = bool(found) and found[-1][-1][0] == counter
        needed = 1 if is_same else 1 + COUNTER
        if left < needed:
            found.append([])
            left, is_same, needed = ROOM, False, 1 + COUNTER
        if not is_same:
            found[-1].append((counter, []))
        found[-1][-1][1].append(number)
        left -= needed
    return found


def _lying(data: dict[str, Any], zone: str) -> Iterator[tuple[int, str]]:
    """Counter by counter, at each as they came."""
    places = {one["number"]: one for one in data["ready_at"]}
    unknown = {"counter": 0, "zone": zone}
    there = [(places.get(number, unknown), number) for number in data["ready"]]
    here = [(at["counter"], n) for at, n in there if not zone or at["zone"] == zone]
    yield from sorted(here, key=lambda one: one[0])
