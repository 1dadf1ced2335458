"""The procedures as a visitor looks through them: by field, by words, six at a time."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from office.current import desk
from ticketing.catalogue import Procedure

SIX = 6  # fit on every screen without scrolling


@dataclass(frozen=True)
class Shelf:
    """`found` is what the page shows of the `total`, from `start` on."""

    found: Sequence[Procedure]
    total: int
    start: int

    @property
    def next(self) -> int | None:
        return self.start + SIX if self.start + SIX < self.total else None

    @property
    def previous(self) -> int | None:
        return max(0, self.start - SIX) if self.start else None


def shelf(procedures: Sequence[Procedure], query: str, start: int) -> Shelf:
    """The posted ones first, unless the words asked for say better."""
    posted = sorted(procedures, key=lambda one: (not one.posted, one.ref))
    found = desk.store.search(posted, query)
    return Shelf(found[start : start + SIX], len(found), start)


def fields(procedures: Sequence[Procedure]) -> list[tuple[dict[str, Any], int]]:
    """Each field that has any, with how many."""
    many = Counter(procedure.field for procedure in procedures)
    known = desk.store.office().profile.get("fields", [])
    return [(field, many[field["code"]]) for field in known if many[field["code"]]]


def of_service(service: str) -> list[Procedure]:
    """Those that its own counters handle."""
    every = desk.store.procedures()
    return [one for one in every if one.service == service and not one.place]


def whole_number(text: str | None) -> int:
    """A page number in an address that anybody may have changed."""
    return (
        int(text) if text and text.isascii() and text.isdigit() and len(text) < 7 else 0
    )
