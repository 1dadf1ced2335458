"""What an office puts on its slips of its own: header, footer, languages, logo.

From `[office.slip]` of office.toml; a fault is a ValueError that says what is wrong.
"""

import base64
import struct
import zlib
from pathlib import Path
from typing import Any

from ticketing.journal import Row
from ticketing.policy import LANGUAGES

WORDS = ("header", "footer")
LONGEST_WORDS = 200  # characters
LARGEST_LOGO = 64 * 1024  # bytes
WIDEST_LOGO = 2000  # dots, either way; the paper has 576
LONGEST_WIFI = 32  # bytes, as the standard has it
SIGNATURE = b"\x89PNG\r\n\x1a\n"
START, END = struct.pack(">I4s", 13, b"IHDR"), b"\0\0\0\0IEND\xaeB`\x82"


def letterhead(slip: Any, folder: Path) -> Row:
    """Checked, and with the logo itself (base64) in place of its file's name."""
    if not isinstance(slip, dict):
        raise ValueError("it must be a table")
    if unknown := sorted(slip.keys() - {*WORDS, "languages", "logo"}):
        raise ValueError(f"there is no “{unknown[0]}”")
    own: Row = {name: _words(name, slip.get(name, {})) for name in WORDS}
    own["languages"] = _languages(slip.get("languages", ["vi"]))
    if slip.get("logo"):
        own["logo"] = _logo(str(slip["logo"]), folder)
    return own


def _words(name: str, said: Any) -> dict[str, str]:
    if not isinstance(said, dict) or said.keys() - set(LANGUAGES):
        raise ValueError(f"{name} must be words in vi and en")
    for text in said.values():
        if not isinstance(text, str) or len(text) > LONGEST_WORDS:
            raise ValueError(f"{name} must be text of at most {LONGEST_WORDS} letters")
    return {language: said.get(language, "").strip() for language in LANGUAGES}


def _languages(said: Any) -> list[str]:
    if not isinstance(said, list) or not said or set(map(str, said)) - set(LANGUAGES):
        raise ValueError(f"languages must be a list of {', '.join(LANGUAGES)}")
    return list(dict.fromkeys(said))


def _logo(name: str, folder: Path) -> str:
    if Path(name).name != name:
        raise ValueError(f"logo “{name}” must lie beside office.toml")
    try:
        data = (folder / name).read_bytes()
    except OSError as error:
        raise ValueError(f"logo {name} cannot be read ({error.strerror})") from error
    if len(data) > LARGEST_LOGO:
        raise ValueError(f"logo {name} is larger than {LARGEST_LOGO // 1024} kB")
    try:
        picture_size(data)
    except ValueError as error:
        raise ValueError(f"logo {name} {error}") from error
    return base64.b64encode(data).decode()


def picture_size(data: bytes) -> tuple[int, int]:
    """Width and height of a PNG, by its header."""
    whole = data.startswith(SIGNATURE + START) and data.endswith(END)
    if not whole or struct.pack(">I", zlib.crc32(data[12:29])) != data[29:33]:
        raise ValueError("is no PNG picture, or not a whole one")
    width, height = struct.unpack(">II", data[16:24])
    if not (0 < width <= WIDEST_LOGO and 0 < height <= WIDEST_LOGO):
        raise ValueError(f"must be 1 to {WIDEST_LOGO} dots wide and high")
    return width, height


def wifi(said: Any) -> Row:
    """`[office.wifi]`: the network that visitors may join."""
    if not isinstance(said, dict) or said.keys() - {"name"}:
        raise ValueError("it must be a table with a name")
    name = said.get("name", "")
    if not isinstance(name, str) or len(name.encode()) > LONGEST_WIFI:
        raise ValueError(f"name must be text of at most {LONGEST_WIFI} bytes")
    return {"name": name.strip()}
