"""An announcement becomes one sound: chime, the words, and once more.

It is joined from clips in about a millisecond and kept; nothing here waits for a
program or the network. A clip that is missing never silences a call: the chime sounds.
"""

import hashlib
import logging
from array import array
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from display.speech import Piece
from display.voice_packs import CHIME, SHIPPED, VIETNAMESE, Pack, Packs, Stamp
from display.voice_sound import RATE, Clip, wav
from ticketing.policy import Policy

AFTER_CHIME, BETWEEN_LANGUAGES, BETWEEN_CALLS = 300, 600, 350  # ms
MOST_TWICE = 3  # results at once that are said again; a longer list is said once
KEPT = 24 * 1024 * 1024  # bytes of finished announcements

log = logging.getLogger(__name__)

Key = tuple["Announcement", Policy, Stamp]
Uttered = list[tuple[int, Clip]]  # which of the calls, and its sentence
Part = tuple[int, int]  # which of the calls, and the ms at which its sentence begins


@dataclass(frozen=True)
class Announcement:
    kind: Literal["call", "ready"]
    calls: tuple[tuple[str, int], ...]  # number and counter; results share one counter
    recall: bool = False
    languages: tuple[str, ...] = ()  # of the calls' tickets; none: Vietnamese

    def times(self, policy: Policy) -> int:
        """A recall, several calls and a long list of results are said once."""
        most = MOST_TWICE if self.kind == "ready" else 1
        once = self.recall or len(self.calls) > most
        return 1 if once else policy.voice_repeat

    def spoken(self, foreign: bool) -> dict[str, list[int]]:
        """Which of the calls, by language: all in Vietnamese, then each foreigner's."""
        found = {VIETNAMESE: list(range(len(self.calls)))}
        for place, language in enumerate(self.languages if foreign else ()):
            if language != VIETNAMESE:
                found.setdefault(language, []).append(place)
        return found


@dataclass(frozen=True)
class Finished:
    data: bytes  # a WAV file
    etag: str
    parts: tuple[Part, ...]


class Voice:
    def __init__(self, office: Path, shipped: Path = SHIPPED) -> None:
        self.packs = Packs(office, shipped)
        self._kept: OrderedDict[Key, Finished] = OrderedDict()
        self._bytes = 0

    def say(self, said: Announcement, policy: Policy) -> Finished | None:
        """None: not even the chime is there."""
        key = (said, policy, self.packs.stamp())
        if key in self._kept:
            self._kept.move_to_end(key)
            return self._kept[key]
        sound, parts = joined(said, policy, self.packs)
        if not sound:
            log.warning("There is neither voice nor chime for %s.", said)
            return None
        data = wav(sound)
        etag = hashlib.blake2b(data, digest_size=12).hexdigest()
        return self._keep(key, Finished(data, etag, parts))

    def _keep(self, key: Key, finished: Finished) -> Finished:
        self._kept[key] = finished
        self._bytes += len(finished.data)
        while self._bytes > KEPT:
            _key, oldest = self._kept.popitem(last=False)
            self._bytes -= len(oldest.data)
        return finished


def joined(
    said: Announcement, policy: Policy, packs: Packs
) -> tuple[Clip, tuple[Part, ...]]:
    """The sound, and where each call begins in it."""
    found = packs.named(CHIME)
    chime = found and found.clips.get("recall" if said.recall else "call")
    sound, parts = array("h", chime or ()), list[Part]()
    for pause, place, sentence in _in_order(said, policy, packs):
        if sound:
            sound += silence(pause)
        parts.append((place, len(sound) * 1000 // RATE))
        sound += sentence
    return sound, tuple(parts)


def _in_order(
    said: Announcement, policy: Policy, packs: Packs
) -> Iterator[tuple[int, int, Clip]]:
    """Each sentence after its pause (ms), with the call that it is about."""
    utterances = _utterances(said, policy, packs)
    pause = AFTER_CHIME
    for _ in range(said.times(policy)):
        for utterance in utterances:
            for place, sentence in utterance:
                yield pause, place, sentence
                pause = BETWEEN_CALLS
            pause = BETWEEN_LANGUAGES
        pause = policy.voice_gap_ms


def _utterances(said: Announcement, policy: Policy, packs: Packs) -> list[Uttered]:
    """In Vietnamese, then in the tickets' own languages that there are voices for."""
    heard = (
        _uttered(pack, _sentences(said, places, pack, policy.voice_numbers))
        for language, places in said.spoken(policy.voice_foreign).items()
        if (pack := packs.of(language, policy.voice_accent))
    )
    return [utterance for utterance in heard if utterance]


def _sentences(
    said: Announcement, places: Sequence[int], pack: Pack, style: str
) -> dict[int, list[Piece]]:
    reading, patterns = pack.reading(style), pack.manifest
    if said.kind == "ready":
        numbers = [number for number, _counter in said.calls]
        return {0: reading.sentence(patterns["results"], numbers, said.calls[0][1])}
    return {
        place: reading.sentence(patterns["also" if before else "call"], [number], at)
        for before, place in enumerate(places)
        for number, at in [said.calls[place]]
    }


def _uttered(pack: Pack, sentences: dict[int, list[Piece]]) -> Uttered:
    pieces = [piece for sentence in sentences.values() for piece in sentence]
    lacking = {p for p in pieces if isinstance(p, str) and p not in pack.clips}
    if lacking:
        log.warning("The voice %s lacks %s.", pack.name, ", ".join(sorted(lacking)))
        return []
    return [(place, _sound(pack, sentence)) for place, sentence in sentences.items()]


def _sound(pack: Pack, sentence: list[Piece]) -> Clip:
    sound = array("h")
    for piece in sentence:
        sound += pack.clips[piece] if isinstance(piece, str) else silence(piece)
    return sound


def silence(milliseconds: int) -> Clip:
    return array("h", bytes(2 * (milliseconds * RATE // 1000)))
