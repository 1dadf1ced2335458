"""Photos as phones and scanners make them: upright, and silent about their owner."""

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from PIL import Image

from settings import Settings
from ticketing.media import folder_of

Add = Callable[[Path], Result]
CORNER, REST = (254, 0, 0), (255, 255, 255)
HELD = {  # how the camera wrote what stands upright
    1: None,
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}


@pytest.fixture
def add(app: Flask) -> Add:
    runner = app.test_cli_runner()
    return lambda path: runner.invoke(args=["media", "add", str(path)])


@pytest.fixture
def folder(settings: Settings) -> Path:
    return folder_of(settings.database)


def kept(folder: Path) -> list[Path]:
    return sorted(folder.glob("[!.]*"))


def photo(held: int, damage: bytes = b"") -> bytes:
    """Red in the upper left corner; whose camera, and where."""
    drawn = Image.new("RGB", (60, 40), "white")
    drawn.paste("red", (0, 0, 20, 15))
    turn = HELD[held]
    exif = Image.Exif()
    exif[0x0112], exif[0x010F], exif[0x8825] = held, "Secret", {1: "N"}
    written = damage or exif.tobytes()
    file = io.BytesIO()
    stored = drawn if turn is None else drawn.transpose(turn)
    stored.save(file, "JPEG", exif=written, quality=95, comment=b"Secret, too")
    return file.getvalue()


@pytest.mark.parametrize("held", HELD)
def test_however_the_phone_was_held_the_picture_stands_upright_and_says_no_more(
    add: Add, folder: Path, tmp_path: Path, held: int
) -> None:
    (tmp_path / "a.jpg").write_bytes(photo(held))
    assert add(tmp_path / "a.jpg").exit_code == 0
    [path] = kept(folder)
    with Image.open(path) as drawn:
        assert drawn.size == (60, 40)
        assert drawn.getpixel((5, 5)) == pytest.approx(CORNER, abs=6)
        assert drawn.getpixel((50, 30)) == pytest.approx(REST, abs=6)
        assert not drawn.getexif()
        assert not {"comment", "xmp", "exif", "icc_profile"} & drawn.info.keys()
    assert b"Secret" not in path.read_bytes()


@pytest.mark.parametrize(
    "damage",
    [
        b"Exif\0\0II*\0\x08\0\0\0\xff\xff",
        b"Exif\0\0MM\0*\xff\xff\xff\xff",
        b"Exif\0\0" + bytes(30),
    ],
)
def test_a_photo_whose_camera_wrote_nonsense_is_shown_as_it_lies(
    add: Add, folder: Path, tmp_path: Path, damage: bytes
) -> None:
    (tmp_path / "a.jpg").write_bytes(photo(1, damage))
    result = add(tmp_path / "a.jpg")
    assert result.exit_code == 0, result.output
    with Image.open(kept(folder)[0]) as drawn:
        assert drawn.getpixel((5, 5)) == pytest.approx(CORNER, abs=6)


def test_a_scan_in_sixteen_bits_of_grey_keeps_its_grey(
    add: Add, folder: Path, tmp_path: Path
) -> None:
    Image.new("I;16", (40, 30), 128 * 256).save(tmp_path / "a.png")
    assert add(tmp_path / "a.png").exit_code == 0
    with Image.open(kept(folder)[0]) as drawn:
        assert drawn.getpixel((20, 15)) == pytest.approx((128, 128, 128), abs=2)
