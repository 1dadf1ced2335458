"""What the office offers: services, counters, procedures, and the office itself.

All of it is data that `office load DIR` brings and the head may change. Words are
kept by language: {"vi": …, "en": …}.
"""

import json
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from typing import Any, Self

Words = dict[str, str]


@lru_cache(maxsize=2048)
def parsed(text: str) -> Any:
    """JSON of a row; the same rows are read again and again. Never change it."""
    return json.loads(text)


@dataclass(frozen=True)
class Service:
    """One line, one series letter. `minutes`: configured mean service time."""

    code: str
    series: str
    name: Words
    short: Words
    examples: Words
    icon: str
    minutes: float
    kind: str  # line, results, guide

    @classmethod
    def of(cls, row: dict[str, Any]) -> Self:
        return cls(row["code"], row["series"], **parsed(row["profile"]))


@dataclass(frozen=True)
class Procedure:
    """Belongs to one service; a field only groups procedures for people.

    `days` are working days, `fee` is in đồng; None: unknown. `verified_on` empty:
    nobody has verified it, so pages say "Hỏi cán bộ tại quầy".
    """

    ref: int
    code: str
    field: str
    service: str
    posted: bool
    name: Words
    days: int | None
    fee: int | None
    papers: tuple[str, ...]
    verified_on: str
    confidence: str
    era: str
    place: str  # handled elsewhere: where; else empty
    keywords: tuple[str, ...]

    @classmethod
    def of(cls, row: dict[str, Any]) -> Self:
        sheet = dict(parsed(row["sheet"]))
        for name in ("papers", "keywords"):
            sheet[name] = tuple(sheet[name])
        for name in ("ref", "code", "field", "service"):
            sheet[name] = row[name]
        return cls(posted=bool(row["posted"]), **sheet)


@dataclass(frozen=True)
class Counter:
    """Where an officer serves; `services` in the order of preference."""

    counter: int
    name: Words
    zone: str
    services: tuple[str, ...]
    open: bool
    officer: str | None
    holder: str | None  # the key of the person or token that opened it
    paused: str | None  # the reason
    armed_until: datetime | None
    seq: int
    low: bool = False  # a desk for who sits in a wheelchair
    helps: tuple[str, ...] = ()  # of its services: only while nobody waits for the rest
    breaks: tuple[tuple[str, str], ...] = ()  # ("09:30", "09:45"), every day
    help_at: datetime | None = None  # since when its officer asks for help
    skills: tuple[str, ...] = ()  # of the officer there; none: never written down
    taken: tuple[str, ...] = ()  # of its services: another counter's, for today
    paused_at: datetime | None = None
    armed_at: datetime | None = None

    @classmethod
    def of(cls, row: dict[str, Any], skills: Sequence[str] = ()) -> Self:
        armed, armed_at, help_at, paused_at = (
            row[name] and datetime.fromisoformat(row[name])
            for name in ("armed_until", "armed_at", "help_at", "paused_at")
        )
        taken = tuple(parsed(row["taken"] or "[]"))
        return cls(
            counter=row["counter"],
            name=parsed(row["name"]),
            zone=row["zone"],
            services=(*parsed(row["services"]), *taken),
            open=bool(row["open"]),
            officer=row["officer"],
            holder=row["holder"],
            paused=row["paused"],
            armed_until=armed,
            seq=row["seq"],
            low=bool(row["low"]),
            helps=tuple(parsed(row["helps"] or "[]")),
            breaks=tuple(map(tuple, parsed(row["breaks"] or "[]"))),
            help_at=help_at,
            skills=tuple(skills),
            taken=taken,
            paused_at=paused_at,
            armed_at=armed_at,
        )

    def offering(self, offered: Collection[str]) -> Self:
        """Without the services that the office has retired."""
        left = tuple(code for code in self.services if code in offered)
        return replace(self, services=left)

    @property
    def serves(self) -> tuple[str, ...]:
        """What is called here now: its services, as far as its officer knows them."""
        if not self.skills:
            return self.services
        return tuple(code for code in self.services if code in self.skills)

    @property
    def lines(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Whom it calls first, and whom only while nobody waits there."""
        first = tuple(code for code in self.serves if code not in self.helps)
        return first, tuple(code for code in self.serves if code in self.helps)

    @property
    def works(self) -> bool:
        """Open and not paused: it takes people."""
        return self.open and self.paused is None


@dataclass(frozen=True)
class Office:
    """The unit's own words, the notice on every screen, and what is not issued."""

    profile: dict[str, Any]
    notice: dict[str, str]  # vi, en, until
    paused: dict[str, str]  # service code, or "" for all: the reason

    @classmethod
    def of(cls, row: dict[str, Any]) -> Self:
        return cls(*(parsed(row[name]) for name in ("profile", "notice", "paused")))

    def notice_at(self, now: str) -> Words:
        """Empty words once its time is over."""
        over = self.notice.get("until", "") and self.notice["until"] <= now
        return {
            word: "" if over else self.notice.get(word, "") for word in ("vi", "en")
        }


def folded(text: str) -> str:
    """For search: no accents, đ = d, lower case, single spaces."""
    plain = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    bare = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return " ".join(bare.split())


def initials(text: str) -> str:
    """xntthn: the first letters of the words."""
    return "".join(word[0] for word in folded(text).split() if word[0].isalnum())


def search(procedures: Sequence[Procedure], query: str) -> list[Procedure]:
    """Those that match, best first; all of them for an empty query."""
    wanted = folded(query)
    if not wanted:
        return list(procedures)
    scored = [(_score(procedure, wanted), procedure) for procedure in procedures]
    found = [pair for pair in scored if pair[0] > 0]
    found.sort(key=lambda pair: (-pair[0], not pair[1].posted, pair[1].ref))
    return [procedure for _, procedure in found]


def _score(procedure: Procedure, wanted: str) -> int:
    """The code, the name, everyday words, initials; else how many words occur."""
    name = folded(" ".join(procedure.name.values()))
    everyday = [folded(word) for word in procedure.keywords]
    if wanted == procedure.code:
        return 100
    if folded(procedure.name["vi"]).startswith(wanted):
        return 90
    if wanted in everyday:
        return 80
    if wanted in name:
        return 70
    if any(wanted in word or word in wanted for word in everyday):
        return 60
    return _looser(wanted, name, initials(procedure.name["vi"]))


def _looser(wanted: str, name: str, letters: str) -> int:
    if len(wanted) >= 3 and wanted.replace(" ", "") in letters:
        return 50
    words = wanted.split()
    present = sum(word in name.split() for word in words)
    return 40 * present // len(words) if present * 2 > len(words) else 0
