"""An announcement becomes one sound: chime, the words, and once more.

It is joined from clips in about a millisecond and kept; nothing here waits for a
program or the network. A clip that is missing never silences a call: the chime sounds.
"""

import hashlib
import logging
from array import array
from collections import OrderedDict
from collections.abc import Sequence
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


@dataclass(frozen=True)
class Announcement:
    kind: Literal["call", "ready"]
    calls: tuple[tuple[str, int], ...]  # number and counter; results share one counter
    recall: bool = False
    language: str = VIETNAMESE  # of the ticket

    def times(self, policy: Policy) -> int:
        """A recall, several calls and a long list of results are said once."""
        most = MOST_TWICE if self.kind == "ready" else 1
        once = self.recall or len(self.calls) > most
        return 1 if once else policy.voice_repeat


@dataclass(frozen=True)
class Finished:
    data: bytes  # a WAV file
    etag: str


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
        sound = joined(said, policy, self.packs)
        if not sound:
            log.warning("There is neither voice nor chime for %s.", said)
            return None
        data = wav(sound)
        etag = hashlib.blake2b(data, digest_size=12).hexdigest()
        return self._keep(key, Finished(data, etag))

    def _keep(self, key: Key, finished: Finished) -> Finished:
        self._kept[key] = finished
        self._bytes += len(finished.data)
        while self._bytes > KEPT:
            _key, oldest = self._kept.popitem(last=False)
            self._bytes -= len(oldest.data)
        return finished


def joined(said: Announcement, policy: Policy, packs: Packs) -> Clip:
    found = packs.named(CHIME)
    chime = found and found.clips.get("recall" if said.recall else "call")
    utterances = _utterances(said, policy, packs)
    once = _with_pauses(utterances, BETWEEN_LANGUAGES)
    words = [once] * said.times(policy) if once else []
    speech = _with_pauses(words, policy.voice_gap_ms)
    return _with_pauses([part for part in (chime, speech) if part], AFTER_CHIME)


def _utterances(said: Announcement, policy: Policy, packs: Packs) -> list[Clip]:
    """In Vietnamese, then in the ticket's own language if there is a voice for it."""
    languages = [VIETNAMESE]
    if policy.voice_foreign and said.language != VIETNAMESE:
        languages.append(said.language)
    voices = [packs.of(language, policy.voice_accent) for language in languages]
    heard = (
        _uttered(pack, _sentences(said, pack, policy.voice_numbers))
        for pack in voices
        if pack
    )
    return [utterance for utterance in heard if utterance]


def _sentences(said: Announcement, pack: Pack, style: str) -> list[list[Piece]]:
    reading, patterns = pack.reading(style), pack.manifest
    if said.kind == "ready":
        numbers = [number for number, _counter in said.calls]
        return [reading.sentence(patterns["results"], numbers, said.calls[0][1])]
    return [
        reading.sentence(patterns["also" if place else "call"], [number], counter)
        for place, (number, counter) in enumerate(said.calls)
    ]


def _uttered(pack: Pack, sentences: list[list[Piece]]) -> Clip:
    pieces = [piece for sentence in sentences for piece in (*sentence, BETWEEN_CALLS)]
    lacking = {p for p in pieces if isinstance(p, str) and p not in pack.clips}
    if lacking:
        log.warning("The voice %s lacks %s.", pack.name, ", ".join(sorted(lacking)))
        return array("h")
    sound = array("h")
    for piece in pieces[:-1]:
        sound += pack.clips[piece] if isinstance(piece, str) else silence(piece)
    return sound


def _with_pauses(parts: Sequence[Clip], pause: int) -> Clip:
    sound = array("h")
    for place, part in enumerate(parts):
        sound += silence(pause) + part if place else part
    return sound


def silence(milliseconds: int) -> Clip:
    return array("h", bytes(2 * (milliseconds * RATE // 1000)))
