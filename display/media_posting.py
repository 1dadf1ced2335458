"""The posting (niêm yết) of the procedures: pages for the lobby, from the catalogue.

What nobody has verified is not asserted on the wall: a fee never, days only in a sample
office, which says that it is one.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from ticketing.catalogue import Procedure, Words
from ticketing.desk import Desk

ON_A_PAGE = 3  # procedures, in letters that the hall can read


@dataclass(frozen=True)
class Entry:
    name: Words
    days: int | None  # working days; None: ask the officer
    fee: int | None  # đồng; None: ask the officer


@dataclass(frozen=True)
class Page:
    """Of one field; `number` of `count` pages of it."""

    field: Words
    number: int
    count: int
    entries: tuple[Entry, ...]
    sample: bool


def pages(desk: Desk) -> list[Page]:
    profile = desk.store.office().profile
    posted = [p for p in desk.store.procedures() if p.posted and not p.place]
    sample = bool(profile.get("sample"))
    return [
        page
        for field in profile.get("fields", [])
        for page in _pages_of(
            field["name"], [p for p in posted if p.field == field["code"]], sample
        )
    ]


def _pages_of(field: Words, posted: list[Procedure], sample: bool) -> Iterator[Page]:
    entries = [_entry(procedure, sample) for procedure in posted]
    starts = range(0, len(entries), ON_A_PAGE)
    for number, start in enumerate(starts, 1):
        shown = tuple(entries[start : start + ON_A_PAGE])
        yield Page(field, number, len(starts), shown, sample)


def _entry(procedure: Procedure, sample: bool) -> Entry:
    verified = bool(procedure.verified_on)
    return Entry(
        procedure.name,
        procedure.days if verified or sample else None,
        procedure.fee if verified else None,
    )
