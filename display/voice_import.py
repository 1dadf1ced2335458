"""An office's own recordings: checked, brought to one level, and put in place at once.

All of them or none: a folder is made beside the one in use, and takes its place.
"""

import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from display.voice_level import CHIME, SPEECH, levelled, loudness
from display.voice_packs import MANIFEST, NAME, BadPack, Packs, manifest_of
from display.voice_sound import (
    RATE,
    Clip,
    NoSound,
    frames,
    resampled,
    samples_of,
    sound_of,
    wav,
)

SHORTEST, LONGEST = 0.1, 5.0  # seconds
SLOWEST, FASTEST = 16_000, 48_000  # Hz
LARGEST = 2 * 1024 * 1024  # bytes: far more than five seconds need
SILENT = -50.0  # LUFS
UNEVEN = 1.0  # dB that a levelled clip may be off
BESIDE = {".txt", ".md"}  # notes and licences that may lie there too


class Problems(ValueError):
    """Everything that is wrong, one sentence each."""

    def __init__(self, *sentences: str) -> None:
        super().__init__(*sentences)
        self.sentences = sentences


def import_recordings(folder: Path, name: str, packs: Packs) -> list[str]:
    """The names of the clips that are now the office's (Problems)."""
    manifest = _manifest(folder, name, packs)
    clips, problems = _clips(folder, name, manifest)
    if problems:
        raise Problems(*problems)
    own = folder / MANIFEST
    try:
        _put(packs.roots["office"], name, clips, own if own.exists() else None)
    except OSError as error:
        raise Problems(
            f"{error.filename} cannot be written ({error.strerror})."
        ) from error
    return sorted(clips)


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
    return _levelled(resampled(sound_of(samples, channels), rate), level)


def _check_length(seconds: float) -> None:
    if not SHORTEST <= seconds <= LONGEST:
        raise NoSound(f"is {seconds:.2f} seconds long, not {SHORTEST:g} to {LONGEST:g}")


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


def _put(root: Path, name: str, clips: dict[str, Clip], manifest: Path | None) -> None:
    """Earlier recordings of other clips stay."""
    place, draft, old = root / name, root / f".{name}.new", root / f".{name}.old"
    _clear(place, draft, old)
    if place.exists():
        shutil.copytree(place, draft)
    draft.mkdir(parents=True, exist_ok=True)
    for clip, samples in clips.items():
        (draft / f"{clip}.wav").write_bytes(wav(samples))
    if manifest:
        shutil.copyfile(manifest, draft / MANIFEST)
    if place.exists():
        place.rename(old)
    draft.rename(place)
    shutil.rmtree(old, ignore_errors=True)


def _clear(place: Path, draft: Path, old: Path) -> None:
    """What a power cut left: between two renames only the old folder was there."""
    if old.exists() and not place.exists():
        old.rename(place)
    for left in (draft, old):
        shutil.rmtree(left, ignore_errors=True)
