"""What may not stand on the wall: one clear sentence each, and nothing left behind."""

import io
import os
import struct
import unicodedata
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from PIL import Image

from settings import Settings
from tests.media_steps import box, element, mp4, picture, track
from ticketing.desk import Desk
from ticketing.media import folder_of

Add = Callable[[Path], Result]
STARTS = b"\x89PNG\r\n\x1a\n"


@pytest.fixture
def add(app: Flask) -> Add:
    runner = app.test_cli_runner()
    return lambda path: runner.invoke(args=["media", "add", "--", str(path)])


@pytest.fixture
def folder(settings: Settings) -> Path:
    return folder_of(settings.database)


def kept(folder: Path) -> list[Path]:
    return sorted(folder.glob("[!.]*"))


def refusal(result: Result) -> str:
    """Exit 2 and one sentence."""
    assert result.exit_code == 2, result.output
    assert "Traceback" not in result.output
    *_usage, sentence = result.stderr.splitlines()
    assert sentence.startswith("Error: ")
    return sentence


def chunk(kind: bytes, content: bytes) -> bytes:
    checked = struct.pack(">I", zlib.crc32(kind + content))
    return struct.pack(">I", len(content)) + kind + content + checked


def png(width: int, height: int, *chunks: bytes) -> bytes:
    """It may claim any size; its rows are zeros."""
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    rows = zlib.compress((b"\0" + bytes(12)) * 4)
    return STARTS + head + b"".join(chunks) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def jpeg(size: tuple[int, int] = (300, 300)) -> bytes:
    file = io.BytesIO()
    Image.effect_noise(size, 90).save(file, "JPEG")
    return file.getvalue()


def still(brand: bytes) -> bytes:
    return box("ftyp", brand, bytes(4), b"mif1" + brand) + box("meta", bytes(40))


SCRIPT = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
TEXT = chunk(b"zTXt", b"a\0\0" + zlib.compress(bytes(90_000_000)))
SOUND = element("1654AE6B", element("AE", element("86", b"A_OPUS")))
WEBM = element("1A45DFA3", element("4282", b"webm"))
ISOM = box("ftyp", b"isom", bytes(4), b"isomavc1")
BAD = {
    "a letter named as a picture": ("thu.jpg", b"Kinh gui Uy ban", "neither a picture"),
    "a program named as a picture": ("anh.png", b"MZ" + bytes(200), "neither"),
    "a program of Linux": ("phim.mp4", b"\x7fELF" + bytes(200), "neither"),
    "a drawing with a script": ("logo.svg", SCRIPT, "neither"),
    "a drawing named as a PNG": ("logo.png", SCRIPT, "(PNG, JPEG, WebP)"),
    "a page with a script": ("trang.html", b"<!doctype html><script>", "neither"),
    "a moving GIF": ("dong.gif", b"GIF89a" + bytes(40), "neither"),
    "a PDF": ("van-ban.pdf", b"%PDF-1.7\n" + bytes(50), "neither"),
    "a phone's HEIC": ("anh.jpg", still(b"heic"), "please save it as JPEG"),
    "an AVIF": ("anh.avif", still(b"avif"), "please save it as JPEG"),
    "nothing at all": ("anh.png", b"", "neither"),
    "ten thousand million pixels": ("a.png", png(100_000, 100_000), "too many pixels"),
    "more than can be counted": ("a.png", png(2**32 - 1, 2**32 - 1), "too many pixels"),
    "no pixels": ("a.png", png(0, 0), "no whole picture"),
    "words that swell": ("a.png", png(4, 4, TEXT), "no whole picture"),
    "a picture cut off": ("a.jpg", jpeg()[:2000], "no whole picture"),
    "a film without its frames": (
        "a.mp4",
        ISOM + box("moov", track(b"vide", b"avc1")),
        "no pictures in it",
    ),
    "a film without its list": ("a.mp4", ISOM + box("mdat", bytes(99)), "no pictures"),
    "a film cut off": ("a.mp4", mp4(b"avc1")[:-9], "not whole"),
    "a song as MP4": (
        "a.mp4",
        ISOM + box("mdat", bytes(99)) + box("moov", track(b"soun", b"mp4a")),
        "no pictures in it",
    ),
    "a song as WebM": (
        "a.webm",
        WEBM + element("18538067", SOUND + element("1F43B675", bytes(64))),
        "no pictures in it",
    ),
    "a WebM of nothing": ("a.webm", WEBM + element("18538067", b""), "no pictures"),
}


@pytest.mark.parametrize("kind", BAD)
def test_what_is_no_picture_and_no_film_is_refused_in_one_sentence(
    add: Add, desk: Desk, folder: Path, tmp_path: Path, kind: str
) -> None:
    name, data, words = BAD[kind]
    (tmp_path / name).write_bytes(data)
    before = desk.store.last_seq()
    sentence = refusal(add(tmp_path / name))
    assert sentence.startswith(f"Error: {name} ")
    assert words in sentence
    assert kept(folder) == []
    assert desk.store.last_seq() == before


@pytest.mark.parametrize(("name", "most"), [("a.jpg", 40), ("a.mp4", 200)])
def test_what_is_too_large_is_refused_with_the_most_that_is_taken(
    add: Add, folder: Path, tmp_path: Path, name: str, most: int
) -> None:
    start = jpeg() if name == "a.jpg" else mp4(b"avc1")
    (tmp_path / name).write_bytes(start)
    os.truncate(tmp_path / name, most * 1024**2 + 1)
    assert f"larger than {most} MB" in refusal(add(tmp_path / name))
    assert kept(folder) == []


def test_what_is_no_file_is_refused_and_not_waited_for(
    add: Add, folder: Path, tmp_path: Path
) -> None:
    os.mkfifo(tmp_path / "a.png")
    assert "a.png is no file." in refusal(add(tmp_path / "a.png"))
    assert kept(folder) == []


@pytest.mark.parametrize(
    ("name", "told"),
    [
        (unicodedata.normalize("NFD", "Núi Bà Đen.png"), "Núi Bà Đen.png is"),
        ("hai dòng\n.png", "hai dòng�.png is"),
        ("\x1b[31mđỏ.png", "�[31mđỏ.png is"),
        (os.fsdecode(b"\xff\xfe.png"), "��.png is"),
    ],
)
def test_a_strange_name_is_told_in_one_legible_line(
    add: Add, tmp_path: Path, name: str, told: str
) -> None:
    (tmp_path / name).write_bytes(b"Kinh gui")
    assert refusal(add(tmp_path / name)).startswith(f"Error: {told}")


@pytest.mark.parametrize(
    "name",
    [
        "../ảnh.png",
        "sân trụ sở/../../ảnh.png",
        "hai dấu  cách.png",
        unicodedata.normalize("NFD", "Núi Bà Đen – lễ hội (1).png"),
        "-rf.png",
        "a;rm 'x'.png",
        "a\nb.png",
        os.fsdecode(b"\xff\xfe.png"),
    ],
)
def test_a_picture_of_any_name_lies_in_the_folder_under_its_digest(
    add: Add, folder: Path, tmp_path: Path, name: str
) -> None:
    (tmp_path / "trong" / "sân trụ sở").mkdir(parents=True)
    source = tmp_path / "trong" / name
    picture(tmp_path / "known.png").rename(source)
    result = add(source)
    assert result.exit_code == 0, result.output
    [path] = kept(folder)
    assert len(path.name) == len(f"{'0' * 64}.jpg")
    assert path.parent == folder
