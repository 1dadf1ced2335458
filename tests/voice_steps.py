"""An ear for announcements: which clips it hears, and how long the pauses are."""

import io
import math
import wave
from array import array
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask

from display.voice_packs import Packs
from display.voice_sound import RATE, Sound, samples_of
from settings import Settings

NOWHERE = Path("/nonexistent")  # an office without recordings of its own


def samples(data: bytes) -> "array[int]":
    with wave.open(io.BytesIO(data)) as file:
        shape = (file.getnchannels(), file.getsampwidth(), file.getframerate())
        assert shape == (1, 2, RATE)
        return array("h", file.readframes(file.getnframes()))


def heard(data: bytes, packs: Packs) -> list[str | int]:
    """Clips as `pack/name`, pauses in ms; every sample must belong to one of them."""
    known = {
        f"{pack.name}/{name}": clip
        for pack in packs.all().values()
        for name, clip in pack.clips.items()
    }
    sound, place, found = samples(data), 0, list[str | int]()
    while place < len(sound):
        name, start = _next_clip(sound, place, known)
        if start > place:
            found.append(round((start - place) * 1000 / RATE))
        found.append(name)
        place = start + len(known[name])
    return found


def _next_clip(
    sound: "array[int]", place: int, known: dict[str, "array[int]"]
) -> tuple[str, int]:
    loud = place + _leading(sound[place:])
    for name, clip in known.items():
        start = loud - _leading(clip)
        if start >= place and sound[start : start + len(clip)] == clip:
            return name, start
    raise AssertionError(f"no clip is heard at {place / RATE:.3f} s")


def _leading(sound: "array[int]") -> int:
    return next((place for place, x in enumerate(sound) if x), len(sound))


def words(found: list[str | int], pack: str) -> list[str]:
    """The clips of one voice alone."""
    mine = f"{pack}/"
    return [x.removeprefix(mine) for x in map(str, found) if x.startswith(mine)]


# --- recordings ----------------------------------------------------------------


def tone(
    seconds: float, rate: int = RATE, hertz: float = 440.0, loud: float = 0.3
) -> Sound:
    turn = 2 * math.pi * hertz / rate
    return [loud * math.sin(turn * n) for n in range(round(seconds * rate))]


def record(
    path: Path, sound: Sound, rate: int = RATE, channels: int = 1, width: int = 2
) -> None:
    """As an officer's recorder writes it; every channel hears the same."""
    each = samples_of(sound)
    with wave.open(str(path), "wb") as file:
        file.setnchannels(channels)
        file.setsampwidth(width)
        file.setframerate(rate)
        together = array("h", (x for x in each for _ in range(channels)))
        file.writeframes(together.tobytes() if width == 2 else bytes(len(together)))


Run = Callable[..., Result]


@pytest.fixture
def run(app: Flask) -> Run:
    runner = app.test_cli_runner()
    return lambda *words: runner.invoke(args=["voice", *map(str, words)])


@pytest.fixture
def own(settings: Settings) -> Path:
    return settings.database.parent / "office-voice"
