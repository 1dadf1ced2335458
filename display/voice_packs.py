"""Voices: one folder each, with a voice.toml and a clip for each word.

A voice may lie in the program's own folder and in the office's, beside the database:
then the office's clips win, one by one. data/voice/README.md says how to add one.
"""

import logging
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from display.speech import DIGITS, LETTERS, RULES, WHOLE, Reading
from display.voice_sound import Clip, NoSound, clip_of

SHIPPED = Path(__file__).parent.parent / "data" / "voice"
MANIFEST = "voice.toml"
CHIME = "chime"  # the pack without a language
VIETNAMESE = "vi"
PATTERNS = {
    "call": {"{number}", "{counter}"},
    "also": {"{number}", "{counter}"},
    "results": {"{numbers}", "{counter}"},
}
LANGUAGE = re.compile("[a-z]{2,3}")
NAME = re.compile("[A-Za-z0-9][A-Za-z0-9-]{0,39}")  # of packs and of clips

log = logging.getLogger(__name__)

Stamp = tuple[tuple[str, int], ...]


class BadPack(ValueError):
    """What is wrong with a voice.toml, in one sentence."""


@dataclass(frozen=True)
class Pack:
    name: str
    manifest: Mapping[str, Any]
    clips: Mapping[str, Clip] = field(repr=False)
    owners: Mapping[str, str]  # clip: "office" or "shipped"

    @property
    def language(self) -> str:
        return str(self.manifest["language"])

    @property
    def words(self) -> Mapping[str, str]:
        """Every clip that it should have, and what it says."""
        return dict(self.manifest["clips"])

    @property
    def missing(self) -> list[str]:
        return [name for name in self.words if name not in self.clips]

    def reading(self, style: str) -> Reading:
        return Reading(self.manifest.get("rules", ""), style)


class Packs:
    """All voices, in memory; read again when the office's folder has changed."""

    def __init__(self, office: Path, shipped: Path = SHIPPED) -> None:
        self.roots = {"shipped": shipped, "office": office}  # the later one wins
        self._stamp: Stamp | None = None
        self._all: dict[str, Pack] = {}

    def stamp(self) -> Stamp:
        office = self.roots["office"]
        if not office.is_dir():
            return ()
        folders = [office, *(path for path in folders_in(office))]
        return tuple((path.name, path.stat().st_mtime_ns) for path in folders)

    def all(self) -> dict[str, Pack]:
        stamp = self.stamp()
        if stamp != self._stamp:
            self._all = self._read()
            self._stamp = stamp
        return self._all

    def named(self, name: str) -> Pack | None:
        return self.all().get(name)

    def of(self, language: str, accent: str) -> Pack | None:
        """The office chooses the accent of Vietnamese; other languages have one."""
        if language == VIETNAMESE:
            return self.named(f"{VIETNAMESE}-{accent}")
        spoken = [pack for pack in self.all().values() if pack.language == language]
        return spoken[0] if spoken else None

    def _read(self) -> dict[str, Pack]:
        roots = self.roots.values()
        names = {path.name for root in roots for path in folders_in(root)}
        packs = (self._pack(name) for name in sorted(names))
        return {pack.name: pack for pack in packs if pack}

    def _pack(self, name: str) -> Pack | None:
        manifest = self._manifest(name)
        if manifest is None:
            return None
        clips: dict[str, Clip] = {}
        owners: dict[str, str] = {}
        for owner, root in self.roots.items():
            found = clips_in(root / name, manifest["clips"])
            clips |= found
            owners |= dict.fromkeys(found, owner)
        return Pack(name, manifest, clips, owners)

    def _manifest(self, name: str) -> dict[str, Any] | None:
        """The office's, else ours; one that is wrong must not silence the other."""
        for root in reversed(self.roots.values()):
            path = root / name / MANIFEST
            try:
                if path.exists():
                    return manifest_of(path)
            except BadPack as error:
                log.warning("%s is not used: %s", path, error)
        return None


def folders_in(root: Path) -> list[Path]:
    if not root.is_dir():
        return []
    return sorted(path for path in root.iterdir() if is_pack(path))


def is_pack(path: Path) -> bool:
    return path.is_dir() and bool(NAME.fullmatch(path.name))


def clips_in(folder: Path, words: Mapping[str, str]) -> dict[str, Clip]:
    clips = {}
    for name in words:
        path = folder / f"{name}.wav"
        try:
            if path.exists():
                clips[name] = clip_of(path)
        except NoSound as error:
            log.warning("%s is not used: it %s.", path, error)
    return clips


# --- voice.toml ----------------------------------------------------------------


def manifest_of(path: Path) -> dict[str, Any]:
    """Read and checked (BadPack)."""
    try:
        manifest = tomllib.loads(path.read_text(encoding="utf-8"))
        _check(manifest)
    except OSError as error:
        raise BadPack(f"{path.name} cannot be read ({error.strerror}).") from error
    except (KeyError, TypeError, ValueError) as error:
        raise BadPack(f"{path.name}: {error}.") from error
    return manifest


def _check(manifest: Mapping[str, Any]) -> None:
    for table in ("name", "clips"):
        _check_words(table, manifest.get(table))
    if bad := [name for name in manifest["clips"] if not NAME.fullmatch(name)]:
        raise ValueError(f"“{bad[0]}” cannot be the name of a clip")
    if manifest.get("language") != "":
        _check_voice(manifest)


def _check_words(name: str, table: Any) -> None:
    if not isinstance(table, dict) or not table:
        raise ValueError(f"the table [{name}] is missing")
    if not all(isinstance(words, str) for words in table.values()):
        raise ValueError(f"[{name}] must be words")


def _check_voice(manifest: Mapping[str, Any]) -> None:
    if not LANGUAGE.fullmatch(str(manifest.get("language"))):
        raise ValueError("language must be its code of two or three letters")
    rules = manifest.get("rules", "")
    if rules not in ("", *RULES):
        raise ValueError(f"rules must be empty or one of {', '.join(RULES)}")
    needed = {*LETTERS, *DIGITS, *WHOLE.get(rules, ())}
    for name, slots in PATTERNS.items():
        needed |= _check_pattern(name, manifest.get(name), slots)
    if lacking := sorted(needed - manifest["clips"].keys()):
        raise ValueError(f"[clips] does not name {', '.join(lacking)}")


def _check_pattern(name: str, pattern: Any, slots: set[str]) -> set[str]:
    """Its clips."""
    if not isinstance(pattern, list) or not slots <= set(map(str, pattern)):
        raise ValueError(f"{name} must be a list with {' and '.join(sorted(slots))}")
    return set(map(str, pattern)) - slots
