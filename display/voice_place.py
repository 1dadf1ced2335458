"""An office's recordings come into place, or go: all at once, or not at all.

A folder is made beside the one in use, and takes its place. What then fails, such as
the journal, has the earlier one back.
"""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from display.voice_packs import MANIFEST, NAME, folders_in
from display.voice_sound import Clip, wav


class Problems(ValueError):
    """Everything that is wrong, one sentence each."""

    def __init__(self, *sentences: str) -> None:
        super().__init__(*sentences)
        self.sentences = sentences


@dataclass(frozen=True)
class Places:
    """Of one voice: in use, being made, going away."""

    used: Path
    draft: Path
    old: Path

    @classmethod
    def of(cls, root: Path, name: str) -> "Places":
        return cls(root / name, root / f".{name}.new", root / f".{name}.old")

    def clear(self) -> None:
        """Between two renames only the old folder is there."""
        if self.old.exists() and not self.used.exists():
            self.old.rename(self.used)
        for left in (self.draft, self.old):
            shutil.rmtree(left, ignore_errors=True)


@contextmanager
def put(
    root: Path, name: str, clips: dict[str, Clip], manifest: Path | None
) -> Iterator[None]:
    """These are the office's now (Problems); earlier ones of other clips stay."""
    with _changed(root, name) as places:
        if places.used.exists():
            shutil.copytree(places.used, places.draft)
        places.draft.mkdir(parents=True, exist_ok=True)
        for clip, samples in clips.items():
            (places.draft / f"{clip}.wav").write_bytes(wav(samples))
        if manifest:
            shutil.copyfile(manifest, places.draft / MANIFEST)
        with _swapped(places):
            yield


@contextmanager
def removed(root: Path, name: str) -> Iterator[list[str]]:
    """The names of the clips that are the office's no more (Problems)."""
    if not NAME.fullmatch(name):
        raise _not_owned(root, name)
    with _changed(root, name) as places:
        if not places.used.is_dir():
            raise _not_owned(root, name)
        places.used.rename(places.old)
        yield sorted(path.stem for path in places.old.glob("*.wav"))
        places.old.rename(places.draft)


def _not_owned(root: Path, name: str) -> Problems:
    owned = ", ".join(path.name for path in folders_in(root)) or "no voice"
    return Problems(
        f"The office has no recordings of its own for “{name}”; it has for {owned}."
    )


@contextmanager
def _changed(root: Path, name: str) -> Iterator[Places]:
    """Tidy before, for a power cut may have come in between; and after a failure."""
    places = Places.of(root, name)
    try:
        places.clear()
        try:
            yield places
        finally:
            places.clear()
    except OSError as error:
        raise Problems(
            f"{error.filename} cannot be written ({error.strerror})."
        ) from error


@contextmanager
def _swapped(places: Places) -> Iterator[None]:
    if places.used.exists():
        places.used.rename(places.old)
    places.draft.rename(places.used)
    try:
        yield
    except BaseException:
        places.used.rename(places.draft)
        raise
