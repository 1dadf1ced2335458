"""An office's own recordings: checked, and brought to one level; all or none."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from display.voice_level import CHIME, SPEECH, levelled, loudness
from display.voice_packs import MANIFEST, NAME, BadPack, Packs, manifest_of
from display.voice_place import Problems, put
from display.voice_sound import (
    RATE,
    Clip,
    NoSound,
    frames,
    resampled,
    samples_of,
    sound_of,
)

SHORTEST, LONGEST = 0.1, 5.0  # seconds
SLOWEST, FASTEST = 16_000, 48_000  # Hz
LARGEST = 2 * 1024 * 1024  # bytes: far more than five seconds need
SILENT = -50.0  # LUFS
CUT_OFF = 32_700  # of 32,768: as loud as a recording can be
CLIPPED = 0.001  # part of the samples that may be so; a clean one has next to none
UNEVEN = 1.0  # dB that a levelled clip may be off
BESIDE = {".txt", ".md"}  # notes and licences that may lie there too


@contextmanager
def imported(folder: Path, name: str, packs: Packs) -> Iterator[list[str]]:
    """The names of the clips that are now the office's (Problems). What fails inside
    takes them back."""
    manifest = _manifest(folder, name, packs)
    clips, problems = _clips(folder, name, manifest)
    if problems:
        raise Problems(*problems)
    own = folder / MANIFEST
    with put(packs.roots["office"], name, clips, own if own.exists() else None):
        yield sorted(clips)


def _manifest(folder: Path, name: str, packs: Packs) -> Mapping[str, Any]:
    """Its own voice.toml, else that of the voice we have."""
    if not NAME.fullmatch(name):
        raise Problems(f"“{name}” cannot be a voice's name: use letters, digits and -.")
    own, known = folder / MANIFEST, packs.named(name)
    try:
        if own.exists():
            return manifest_of(own)
    except BadPack as error:
        raise Problems(str(error)) from error
    if known is None:
        raise Problems(
            f"There is no voice “{name}”; there is {', '.join(packs.all())}. "
            f"Name one with --pack, or put a {MANIFEST} into the folder."
        )
    return known.manifest


def _clips(
    folder: Path, name: str, manifest: Mapping[str, Any]
) -> tuple[dict[str, Clip], list[str]]:
    clips: dict[str, Clip] = {}
    problems: list[str] = []
    level = SPEECH if manifest["language"] else CHIME
    for path in sorted(folder.iterdir()):
        if path.name.startswith(".") or _may_lie_beside(path):
            continue
        try:
            _fitting(path, name, manifest["clips"])
            clips[path.stem] = prepared(path, level)
        except NoSound as error:
            problems.append(f"{path.name} {error}.")
    if not clips and not problems:
        problems.append(f"{folder} holds no recordings.")
    return clips, problems


def _may_lie_beside(path: Path) -> bool:
    return path.name == MANIFEST or path.suffix.lower() in BESIDE


def _fitting(path: Path, name: str, words: Mapping[str, str]) -> None:
    if path.suffix != ".wav":
        raise NoSound("is no recording: only files named *.wav can be imported")
    if path.stem not in words:
        raise NoSound(f"is not needed: the voice {name} has no clip “{path.stem}”")


def prepared(path: Path, level: float) -> Clip:
    """As the joining needs it (NoSound)."""
    if path.stat().st_size > LARGEST:
        raise NoSound(f"is longer than {LONGEST:g} seconds")
    rate, channels, samples = frames(path)
    if channels > 2:
        raise NoSound(f"has {channels} channels; one or two can be used")
    if not SLOWEST <= rate <= FASTEST:
        raise NoSound(f"has {rate} samples a second, not {SLOWEST} to {FASTEST}")
    _check_length(len(samples) / channels / rate)
    _check_clipping(samples)
    return _levelled(resampled(sound_of(samples, channels), rate), level)


def _check_length(seconds: float) -> None:
    if not SHORTEST <= seconds <= LONGEST:
        raise NoSound(f"is {seconds:.2f} seconds long, not {SHORTEST:g} to {LONGEST:g}")


def _check_clipping(samples: Clip) -> None:
    """What was cut off at the top is lost: making it softer brings nothing back."""
    cut = sum(abs(sample) >= CUT_OFF for sample in samples)
    if cut > CLIPPED * len(samples):
        raise NoSound("was recorded too loud: its peaks are cut off")


def _levelled(sound: list[float], level: float) -> Clip:
    if loudness(sound) < SILENT:
        raise NoSound("is silent")
    even = levelled(sound, level)
    if len(even) < SHORTEST * RATE:
        raise NoSound("is only a click in silence")
    if abs(loudness(even) - level) > UNEVEN:
        raise NoSound(
            "cannot be made loud enough: single peaks stand far above the voice"
        )
    return samples_of(even)
