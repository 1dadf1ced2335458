"""What the office offers: services, counters, procedures, and the office itself.

All of it is data that `office load DIR` brings and the head may change. Words are
kept by language: {"vi": …, "en": …}.
"""

import json
import re
import unicodedata
from collections import Counter as Count
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from typing import Any, Protocol, Self

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

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


@lru_cache(maxsize=4096)
def folded(text: str) -> str:
    """For search: no accents, đ = d, lower case, single spaces."""
    plain = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    bare = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return " ".join(bare.split())


def initials(text: str) -> str:
    """xntthn: the first letters of the words."""
    return "".join(word[0] for word in folded(text).split() if word[0].isalnum())


class Index(Protocol):
    """Names and everyday words as the store keeps them, folded."""

    def matching(self, words: str) -> list[int]: ...
    def known_words(self) -> list[str]: ...


def search(
    procedures: Sequence[Procedure], query: str, index: Index
) -> list[Procedure]:
    """Those that match, best first; all of them for an empty query."""
    wanted = folded(query)
    if not wanted:
        return list(procedures)
    ranked = [(_rank(one, wanted), one) for one in procedures]
    told = any(rank < LAST for rank, _ in ranked)
    matching = _exactly(wanted, index) if told else _nearly(procedures, wanted, index)
    places = {ref: place for place, ref in enumerate(matching)}
    found = [pair for pair in ranked if pair[0] < LAST or pair[1].ref in places]

    def order(pair: tuple[int, Procedure]) -> tuple[int, int, bool, int]:
        rank, one = pair
        place = places[one.ref] if rank == LAST else 0
        return rank, place, not one.posted, one.ref

    return [procedure for _, procedure in sorted(found, key=order)]


LAST = 7
ALMOST = 12  # words
ALIKE = 84  # of 100: one slip in six letters


def _rank(procedure: Procedure, wanted: str) -> int:
    """The code, the name, everyday words, initials; LAST: only its words may tell."""
    name = folded(procedure.name["vi"])
    names = f"{name} {folded(procedure.name.get('en', ''))}"
    everyday = [folded(word) for word in procedure.keywords]
    solid = wanted.replace(" ", "")
    letters = initials(procedure.name["vi"])
    ranks = (
        wanted in (procedure.code, name),
        wanted in everyday,
        name.startswith(wanted) or (len(solid) > 2 and letters == solid),
        wanted in names,
        any(_within(wanted, word) for word in everyday),
        len(solid) > 2 and solid in letters,
        len(solid) > 5 and solid in names.replace(" ", ""),
    )
    return ranks.index(True) if True in ranks else LAST


def _within(wanted: str, everyday: str) -> bool:
    """Whole words: “hỗ trợ” does not hold “ở trọ”, nor “quyết định” a “đình”."""
    if " " in everyday and f" {everyday} " in f" {wanted} ":
        return True
    return f" {wanted}" in f" {everyday}"


# Of whoever writes to the machine as to a person.
COURTESIES = frozenset(
    ("toi", "em", "chau", "con", "ong", "ba", "minh")
    + ("muon", "can", "xin", "lam", "cho", "di", "hoi", "ve")
)


def _exactly(wanted: str, index: Index) -> list[int]:
    """Every word begins one of theirs, anywhere."""
    words = re.findall(r"\w+", wanted)
    return index.matching(" AND ".join(f"{word}*" for word in words)) if words else []


def _nearly(procedures: Sequence[Procedure], wanted: str, index: Index) -> list[int]:
    """Almost this, then all its words anywhere, else most of them, almost."""
    words, known = re.findall(r"\w+", wanted), index.known_words()
    found = [*_alike(procedures, wanted), *_exactly(wanted, index)]
    return list(dict.fromkeys(found)) or _mostly(words, known, index)


def _almost(word: str, known: Sequence[str]) -> list[str]:
    """What one slip of a finger makes of it; two in a long word."""
    slips = 0 if len(word) < 3 else 1 if len(word) < 6 else 2
    scored = process.extract(
        word, known, scorer=OSA.distance, score_cutoff=slips, limit=ALMOST
    )
    return [term for term, slip, _ in scored if slip]


def _alike(procedures: Sequence[Procedure], wanted: str) -> list[int]:
    """Whose name, or an everyday word of whose, holds almost just this."""
    if len(wanted) < 5:
        return []
    texts = {
        one.ref: folded("; ".join((one.name["vi"], *one.keywords)))
        for one in procedures
    }
    close = process.extract(
        wanted, texts, scorer=fuzz.partial_ratio, score_cutoff=ALIKE, limit=None
    )
    return [ref for _, _, ref in close]


def _mostly(words: Sequence[str], known: Sequence[str], index: Index) -> list[int]:
    said = [word for word in words if word not in COURTESIES] or words
    near = ([word, *_almost(word, known)] for word in said)
    either = [" OR ".join(f"{term}*" for term in terms) for terms in near]
    counted = Count(ref for terms in either for ref in index.matching(terms))
    return [ref for ref, many in counted.most_common() if many * 2 > len(said)]
