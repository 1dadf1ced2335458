"""What the lobby's screen shows beside the calls: pictures, videos, notices, postings.

A picture or a video is a file beside the database, named by its digest. A notice is
words. A posting (niêm yết) is made from the catalogue, so it is never out of date.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Self

from ticketing.acts import Act, Acts
from ticketing.catalogue import Words, parsed
from ticketing.errors import Impossible, NotFound
from ticketing.events import What
from ticketing.journal import Row, canonical
from ticketing.people import Actor

KINDS = ("picture", "video", "notice", "posting")
SECONDS = {"picture": 12, "video": 600, "notice": 15, "posting": 20}  # a video: at most
SHORTEST, LONGEST = 3, 3600  # seconds
MOST_TITLE, MOST_TEXT = 60, 240  # characters that the zone can show whole
NO_WORDS: Words = {"vi": "", "en": ""}


@dataclass(frozen=True)
class Medium:
    """Shown from `first_day` to `last_day`, both included; empty: no bound."""

    kind: str
    digest: str = ""  # of the file; empty for words
    title: Words = field(default_factory=NO_WORDS.copy)
    text: Words = field(default_factory=NO_WORDS.copy)
    seconds: int = 0  # 0: as long as its kind usually is
    zone: str = ""  # empty: in every hall
    first_day: str = ""
    last_day: str = ""
    media: int = 0  # its number in the list
    position: int = 0

    @classmethod
    def of(cls, row: Row) -> Self:
        words = {name: parsed(row[name]) for name in ("title", "text")}
        return cls(**{k: v for k, v in row.items() if k != "active"} | words)

    def is_over(self, today: str) -> bool:
        return bool(self.last_day) and self.last_day < today

    def is_on(self, today: str, zone: str) -> bool:
        """A screen without a hall of its own shows what any hall does."""
        here = not self.zone or not zone or self.zone == zone
        return here and self.first_day <= today and not self.is_over(today)


def folder_of(database: Path) -> Path:
    """Where the files lie, beside the database."""
    return database.with_name(f"{database.stem}-media")


class MediaActs(Acts):
    def media(self) -> list[Medium]:
        """All that are not removed, in the order in which they are shown."""
        rows = self.store.find("media", "position, media", active=1)
        return [Medium.of(row) for row in rows]

    def add_medium(self, by: Actor, new: Medium) -> Medium:
        """At the end of the list. The file must lie there already."""
        with self.act(by) as act:
            seconds = new.seconds or SECONDS[new.kind]
            self._check(new, seconds)
            last = self.store.first("media", "media DESC") or {"media": 0}
            number = int(last["media"]) + 1
            row: Row = {
                "media": number,
                "position": number,
                "kind": new.kind,
                "digest": new.digest,
                "title": canonical(new.title),
                "text": canonical(new.text),
                "seconds": seconds,
                "zone": new.zone,
                "first_day": new.first_day,
                "last_day": new.last_day,
                "active": 1,
            }
            _record(act, row)
            return Medium.of(row)

    def remove_medium(self, by: Actor, number: int) -> Medium:
        """Its row stays, for the journal; its file is no longer needed by it."""
        with self.act(by) as act:
            for medium in self.media():
                if medium.media == number:
                    _record(act, {"media": number, "active": 0})
                    return medium
            raise NotFound("unknown-medium", key=number)

    def set_voice(self, by: Actor, voice: str, clips: Sequence[str], how: str) -> None:
        """Recordings came or went; they are files, so only the journal knows of it."""
        with self.act(by) as act:
            act.record(What.VOICE, {}, voice=voice, clips=list(clips), how=how)

    def _check(self, new: Medium, seconds: int) -> None:
        if not SHORTEST <= seconds <= LONGEST:
            raise _wrong(
                f"thời lượng phải từ {SHORTEST} đến {LONGEST} giây",
                f"the time must be {SHORTEST} to {LONGEST} seconds",
            )
        _check_words(new)
        _check_days(new)
        zones = sorted({c.zone for c in self.store.counters() if c.zone})
        if new.zone and new.zone not in zones:
            raise _no_zone(new.zone, zones)


def _record(act: Act, row: Row) -> None:
    act.record(What.MEDIA, {"media": [row]}, medium=row["media"])


def _check_words(new: Medium) -> None:
    for words, most in ((new.title, MOST_TITLE), (new.text, MOST_TEXT)):
        if any(len(said) > most for said in words.values()):
            raise _wrong(
                f"chữ dài quá {most} ký tự, màn hình không đủ chỗ",
                f"words longer than {most} characters do not fit the screen",
            )
    if new.kind == "notice" and not new.text.get("vi"):
        raise _wrong("thông báo phải có lời tiếng Việt", "a notice must have words")


def _check_days(new: Medium) -> None:
    for day in (new.first_day, new.last_day):
        if day and not _is_date(day):
            raise _wrong(
                f"“{day}” không phải là ngày như 2026-11-23",
                f"“{day}” is not a date such as 2026-11-23",
            )
    if new.last_day and new.first_day > new.last_day:
        raise _wrong("ngày cuối trước ngày đầu", "the last day is before the first")


def _is_date(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _wrong(vi: str, en: str) -> Impossible:
    return Impossible("medium", what=(vi, en))


def _no_zone(zone: str, zones: Sequence[str]) -> NotFound:
    listed = ", ".join(zones)
    vi, en = listed or "không có", listed or "none"
    return NotFound("unknown-zone", key=zone[:40], zones=vi, zones_en=en)
