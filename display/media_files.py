"""The lobby's pictures and videos as files: checked, made fit, beside the database.

A picture is drawn anew: at most as large as the screen, in JPEG, without what a camera
wrote into it (place, time, owner). A video stays as it is.
"""

import fcntl
import hashlib
import io
import os
import re
import unicodedata
import warnings
from collections.abc import Iterator, Set
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from PIL import ExifTags, Image

from display.media_video import NotPlayable, suffix_of
from ticketing.loading import BadFile

LARGEST_VIDEO = 200 * 1024 * 1024  # bytes
LARGEST_PICTURE = 40 * 1024 * 1024
MOST_PIXELS = 60_000_000  # of what a camera makes; a small file may claim billions
SCREEN = (1920, 1080)
QUALITY = 86
SUFFIXES = {"picture": ("jpg",), "video": ("mp4", "webm")}
OWN = re.compile(r"[0-9a-f]{64}\.(jpg|mp4|webm)|.*\.part")
TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}  # of EXIF's orientations
PICTURES = {b"\x89PNG": "PNG", b"\xff\xd8\xff": "JPEG", b"RIFF": "WEBP"}


class Files:
    """A folder of files named by the digest of what is in them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path(self, kind: str, digest: str) -> Path | None:
        """None: it is not there."""
        paths = [self.folder / f"{digest}.{end}" for end in SUFFIXES.get(kind, ())]
        return next((path for path in paths if path.exists()), None)

    @contextmanager
    def alone(self) -> Iterator[None]:
        """One command at a time, so that none deletes what another is about to name."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / ".lock").open("w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield

    def lay(self, source: Path) -> tuple[str, str]:
        """Kind and digest (BadFile)."""
        name = legible(source.name)
        if not source.is_file():
            raise BadFile(f"{name} is no file.")
        try:
            with source.open("rb") as file:
                if _picture_format(file):
                    return "picture", self._write(_picture(file, name), "jpg")
                return "video", self._video(file, name)
        except OSError as error:
            raise BadFile(f"{name} cannot be used ({error.strerror}).") from error

    def _video(self, file: BinaryIO, name: str) -> str:
        if file.seek(0, 2) > LARGEST_VIDEO:
            most = LARGEST_VIDEO // 1024**2
            raise BadFile(f"{name} is larger than {most} MB; please shorten it.")
        try:
            suffix = suffix_of(file)
        except NotPlayable as fault:
            raise BadFile(f"{name} {fault}.") from fault
        file.seek(0)
        return self._write(file, suffix)

    def _write(self, source: BinaryIO, suffix: str) -> str:
        """Whole or not at all: under another name until all of it is on the disk."""
        draft = self.folder / f"new.{suffix}.part"
        digest = hashlib.sha256()
        with draft.open("wb") as file:
            while block := source.read(1 << 20):
                digest.update(block)
                file.write(block)
            file.flush()
            os.fsync(file.fileno())
        draft.rename(self.folder / f"{digest.hexdigest()}.{suffix}")
        return digest.hexdigest()

    def sweep(self, named: Set[str]) -> None:
        """Delete what no digest names, and drafts that a power cut has left."""
        for path in self.folder.iterdir():
            if OWN.fullmatch(path.name) and path.name.partition(".")[0] not in named:
                path.unlink()


def legible(name: str) -> str:
    """Of any name that a disk may hold: one line, and nothing that moves a cursor."""
    whole = unicodedata.normalize("NFC", name)
    return "".join(letter if letter.isprintable() else "�" for letter in whole)


def _picture_format(file: BinaryIO) -> str:
    start = file.read(12)
    file.seek(0)
    known = [PICTURES[sign] for sign in PICTURES if start.startswith(sign)]
    return "" if known == ["WEBP"] and start[8:] != b"WEBP" else "".join(known)


def _picture(file: BinaryIO, name: str) -> BinaryIO:
    """As a JPEG that fits the screen (BadFile)."""
    if file.seek(0, 2) > LARGEST_PICTURE:
        most = LARGEST_PICTURE // 1024**2
        raise BadFile(f"{name} is larger than {most} MB; please make it smaller.")
    file.seek(0)
    try:
        with warnings.catch_warnings():  # of what it then draws or refuses
            warnings.simplefilter("ignore")
            return _jpeg(_opened(file, name))
    except (OSError, ValueError, SyntaxError) as error:
        raise BadFile(f"{name} is no whole picture.") from error


def _opened(file: BinaryIO, name: str) -> Image.Image:
    """Its own limit is far above ours."""
    try:
        drawn = Image.open(file, formats=list(PICTURES.values()))
    except Image.DecompressionBombError as error:
        raise _too_many_pixels(name) from error
    if drawn.width * drawn.height > MOST_PIXELS:
        raise _too_many_pixels(name)
    return drawn


def _too_many_pixels(name: str) -> BadFile:
    return BadFile(f"{name} has too many pixels; please make it smaller.")


def _jpeg(drawn: Image.Image) -> BinaryIO:
    """Upright, on white where it was transparent; nothing but the pixels is kept."""
    turn = TURNS.get(drawn.getexif().get(ExifTags.Base.Orientation, 1))
    drawn = _in_eight_bits(drawn)
    drawn.thumbnail((max(SCREEN), max(SCREEN)), Image.Resampling.LANCZOS)
    upright = (drawn if turn is None else drawn.transpose(turn)).convert("RGBA")
    upright.thumbnail(SCREEN, Image.Resampling.LANCZOS)
    paper = Image.new("RGBA", upright.size, "white")
    result = io.BytesIO()
    flat = Image.alpha_composite(paper, upright).convert("RGB")
    flat.save(result, "JPEG", quality=QUALITY, optimize=True, progressive=True)
    result.seek(0)
    return result


def _in_eight_bits(drawn: Image.Image) -> Image.Image:
    if drawn.mode.startswith("I"):  # a scanner's 16 bits of grey
        return drawn.convert("I").point(lambda grey: grey / 256).convert("L")
    return drawn if drawn.mode in ("RGB", "RGBA", "L") else drawn.convert("RGBA")
