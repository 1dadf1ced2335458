"""What the companion is told: server, counter, token, language, keys.

From the command line, else from a small file (`[companion]` with the same names). The
token stands in a file that nobody else may read, or in LUOT_COMPANION_TOKEN; never on
the command line, where every program of the machine can see it.
"""

from __future__ import annotations

import argparse
import configparser
import os
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from counter.companion_keys import is_key
from counter.companion_view import KEYS
from counter.companion_words import WORDS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

TOKEN = "LUOT_COMPANION_TOKEN"
PLACES = ("top-right", "bottom-right", "top-left", "bottom-left")
EPILOG = f"The token: --token-file, the settings' `token`, or {TOKEN}."


class Wrong(Exception):
    """One sentence for whoever sets it up."""


@dataclass(frozen=True)
class Settings:
    server: str
    counter: int
    token: str
    lang: str
    keys: tuple[str, ...]
    place: str


def read(arguments: Sequence[str], environment: Mapping[str, str]) -> Settings:
    """Raises Wrong."""
    said = vars(_parser().parse_args(arguments))
    kept = _kept(said.pop("settings"), environment)
    given = {**kept, **{name: value for name, value in said.items() if value}}
    return Settings(
        server=_server(given.get("server", "")),
        counter=_counter(given.get("counter", "")),
        token=_token(given, environment),
        lang=_one_of("lang", given.get("lang", "vi"), tuple(WORDS)),
        keys=_keys(given.get("keys", ",".join(KEYS))),
        place=_one_of("place", given.get("place", PLACES[0]), PLACES),
    )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="companion",
        description="The counter's strip and hot keys.",
        epilog=EPILOG,
        allow_abbrev=False,  # or --token would be taken for --token-file
    )
    parser.add_argument("--server", help="http://192.168.1.10:8000")
    parser.add_argument("--counter", help="the counter's number")
    parser.add_argument("--token-file", help="a file with the token, mode 600")
    parser.add_argument("--lang", help="vi (default) or en")
    parser.add_argument("--keys", help="call, recall, start: F8,F9,F10 unless said")
    parser.add_argument("--place", help=", ".join(PLACES))
    parser.add_argument("--settings", help="the settings' file, mode 600")
    return parser


def usual_file(environment: Mapping[str, str]) -> Path:
    """%APPDATA%\\luot\\companion.ini; ~/.config/luot/companion.ini."""
    roaming = environment.get("APPDATA")
    folder = Path(roaming) if roaming else Path.home() / ".config"
    return folder / "luot" / "companion.ini"


def _kept(named: str | None, environment: Mapping[str, str]) -> dict[str, str]:
    file = Path(named) if named else usual_file(environment)
    if not named and not file.exists():
        return {}
    parser = configparser.ConfigParser(interpolation=None)
    try:
        parser.read_string(_private(file))
        return {
            name.replace("-", "_"): value for name, value in parser["companion"].items()
        }
    except (configparser.Error, KeyError) as error:
        raise Wrong(f"{file}: no settings under [companion] ({error}).") from error


def _private(file: Path) -> str:
    """Of a file that only its owner may read (Windows keeps a profile so by itself)."""
    try:
        open_to = stat.S_IMODE(file.stat().st_mode) & 0o077
        if os.name == "posix" and open_to:
            raise Wrong(f"Others may read {file}: chmod 600 {file}")
        return file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise Wrong(f"{file} cannot be read: {error}.") from error


def _token(given: Mapping[str, str], environment: Mapping[str, str]) -> str:
    file = given.get("token_file")
    token = _private(Path(file)) if file else given.get("token", "")
    token = (token or environment.get(TOKEN, "")).strip()
    if not token or not token.isascii() or len(token.split()) != 1:
        raise Wrong(f"There is no token. {EPILOG}")
    return token


def _server(said: str) -> str:
    parts = urlsplit(said)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise Wrong("--server: an address like http://192.168.1.10:8000 is needed.")
    return f"{parts.scheme}://{parts.netloc}"


def _counter(said: str) -> int:
    if not (said.isdecimal() and 0 < int(said) < 10_000):
        raise Wrong("--counter: the counter's number is needed.")
    return int(said)


def _one_of(name: str, said: str, choices: tuple[str, ...]) -> str:
    if said not in choices:
        raise Wrong(f"--{name}: one of {', '.join(choices)}.")
    return said


def _keys(said: str) -> tuple[str, ...]:
    """Three different ones of F1 to F24: never a key that types or submits."""
    keys = tuple(key.strip().upper() for key in said.split(","))
    if len(keys) != 3 or len(set(keys)) != 3 or not all(map(is_key, keys)):
        raise Wrong("--keys: three different keys of F1 to F24, e.g. F8,F9,F10.")
    return keys
