"""The companion's settings, its keys on Windows, its sound, and its one file."""

import ast
import ctypes
import io
import stat
import subprocess
import sys
import wave
import zipfile
from pathlib import Path
from typing import Any

import pytest

from counter.companion import pack
from counter.companion_keys import NoKeys, hold
from counter.companion_logic import Companion
from counter.companion_settings import TOKEN, Wrong, read
from counter.companion_sound import chime
from counter.companion_view import Viewer
from counter.companion_windows import NO_REPEAT, WM_HOTKEY, WM_QUIT, WindowsKeys

COUNTER = Path(__file__).parent.parent / "counter"
PARTS = sorted(COUNTER.glob("companion*.py"))
GIVEN = ("--server", "http://192.168.1.10:8000/", "--counter", "3")
OLDEST_PYTHON = (3, 8)  # the last one for Windows 7


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody's real settings are read."""
    monkeypatch.setenv("HOME", str(tmp_path / "home"))


def private(file: Path, text: str, mode: int = 0o600) -> Path:
    file.write_text(text, encoding="utf-8")
    file.chmod(mode)
    return file


# --- settings -----------------------------------------------------------------


def test_the_token_comes_from_a_file_that_nobody_else_may_read(tmp_path: Path) -> None:
    file = private(tmp_path / "token", "secret\n")
    settings = read([*GIVEN, "--token-file", str(file)], {})
    assert settings.token == "secret"
    assert (settings.server, settings.counter) == ("http://192.168.1.10:8000", 3)
    assert (settings.keys, settings.lang) == (("F8", "F9", "F10"), "vi")


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o644])
def test_a_token_that_others_may_read_is_refused(tmp_path: Path, mode: int) -> None:
    file = private(tmp_path / "token", "secret", mode)
    with pytest.raises(Wrong, match="chmod 600"):
        read([*GIVEN, "--token-file", str(file)], {})
    assert stat.S_IMODE(file.stat().st_mode) == mode


def test_the_token_may_come_from_the_environment() -> None:
    assert read(GIVEN, {TOKEN: "secret"}).token == "secret"


def test_the_command_line_knows_no_option_for_a_token_in_the_clear() -> None:
    with pytest.raises(SystemExit):
        read([*GIVEN, "--token=secret"], {})


def test_the_command_line_wins_over_the_settings_file(tmp_path: Path) -> None:
    kept = (
        "[companion]",
        "server=http://a",
        "counter=5",
        "token=t",
        "keys=F13,F14,F15",
    )
    file = private(tmp_path / "companion.ini", "\n".join(kept))
    settings = read(["--settings", str(file), "--counter", "3"], {})
    assert (settings.server, settings.counter) == ("http://a", 3)
    assert settings.keys == ("F13", "F14", "F15")


@pytest.mark.parametrize(
    ("option", "value", "sentence"),
    [
        ("--keys", "F8,F9", "three different keys"),
        ("--keys", "F8,F9,F9", "three different keys"),
        ("--keys", "Space,Enter,F10", "three different keys"),
        ("--keys", "F8,F9,F25", "three different keys"),
        ("--counter", "0", "number"),
        ("--counter", "three", "number"),
        ("--server", "192.168.1.10:8000", "address"),
        ("--server", "file:///etc", "address"),
        ("--lang", "fr", "vi, en"),
        ("--place", "middle", "top-right"),
        ("--settings", "/nowhere/companion.ini", "cannot be read"),
    ],
)
def test_a_wrong_setting_is_told_in_one_sentence(
    option: str, value: str, sentence: str
) -> None:
    with pytest.raises(Wrong, match=sentence):
        read([*GIVEN, option, value], {TOKEN: "secret"})


def test_without_a_token_it_says_where_one_is_looked_for() -> None:
    with pytest.raises(Wrong, match=TOKEN):
        read(GIVEN, {})


# --- keys on Windows ----------------------------------------------------------


class User32:
    """As much of Windows as the keys ask for: these messages, then WM_QUIT."""

    def __init__(self, *messages: tuple[int, int], held: int = 0) -> None:
        self.calls: list[tuple[Any, ...]] = []
        self._messages, self._held = list(messages), held

    def RegisterHotKey(self, *a: Any) -> bool:  # noqa: N802
        self.calls.append(("register", *a[1:]))
        return bool(a[3] != self._held)

    def UnregisterHotKey(self, _: None, number: int) -> None:  # noqa: N802
        self.calls.append(("unregister", number))

    def PeekMessageW(self, *_: Any) -> bool:  # noqa: N802
        return False

    def GetMessageW(self, message: Any, *_: Any) -> int:  # noqa: N802
        if not self._messages:
            return 0
        told = ctypes.cast(message, ctypes.POINTER(ctypes.wintypes.MSG)).contents
        told.message, told.wParam = self._messages.pop(0)
        return 1

    def PostThreadMessageW(self, *a: int) -> None:  # noqa: N802
        self.calls.append(("post", *a[:2]))


class Kernel32:
    def GetCurrentThreadId(self) -> int:  # noqa: N802
        return 77


KEYS = {"F8": "next", "F9": "recall", "F10": "step"}


def test_on_windows_a_hot_key_is_registered_heard_and_let_go() -> None:
    user32, heard = User32((WM_HOTKEY, 1), (0x0113, 2), (WM_HOTKEY, 3)), list[str]()
    keys = WindowsKeys(user32, Kernel32())
    assert keys.hold(KEYS, heard.append) == []
    keys.release()
    assert heard == ["next", "step"]
    registered = [("register", n, NO_REPEAT, 0x76 + n) for n in (1, 2, 3)]
    let_go = [("unregister", n) for n in (1, 2, 3)]
    assert [call for call in user32.calls if call[0] != "post"] == registered + let_go
    assert ("post", 77, WM_QUIT) in user32.calls


def test_on_windows_a_key_of_another_program_is_told_by_name() -> None:
    keys = WindowsKeys(User32(held=0x78), Kernel32())
    assert keys.hold(KEYS, lambda _: None) == ["F9"]


# --- where there are none -----------------------------------------------------


@pytest.mark.parametrize(
    ("variable", "value", "word"),
    [("WAYLAND_DISPLAY", "wayland-0", "keys-wayland"), ("DISPLAY", "", "keys-absent")],
)
def test_without_global_keys_it_says_why_and_the_buttons_remain(
    monkeypatch: pytest.MonkeyPatch, variable: str, value: str, word: str
) -> None:
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    monkeypatch.setenv(variable, value)
    with pytest.raises(NoKeys) as none:
        hold(KEYS, lambda _: None)
    told, facts = none.value.args
    assert told == word
    viewer = Viewer(3)
    viewer.without_keys(told, facts)
    assert "nút bấm" in viewer.view(Companion(), 0.0, "").message


# --- a program of its own -----------------------------------------------------


def test_the_companion_imports_python_and_itself_and_nothing_of_the_product() -> None:
    strangers = set()
    for part in PARTS:
        for node in ast.walk(ast.parse(part.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom):
                strangers.add(node.module or "")
            elif isinstance(node, ast.Import):
                strangers.update(alias.name for alias in node.names)
    foreign = {
        name
        for name in strangers
        if name.partition(".")[0] not in sys.stdlib_module_names
        and name != "counter"
        and not name.startswith("counter.companion")
    }
    assert foreign == set()


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.name)
def test_every_part_can_be_read_by_the_last_python_of_windows_7(part: Path) -> None:
    text = part.read_text(encoding="utf-8")
    ast.parse(text, feature_version=OLDEST_PYTHON)
    assert "from __future__ import annotations" in text


def test_the_packed_file_is_whole_and_starts_by_itself(tmp_path: Path) -> None:
    file = tmp_path / "luot-quay.pyzw"
    pack(file)
    with zipfile.ZipFile(file) as packed:
        names = {f"counter/{part.name}" for part in PARTS}
        assert set(packed.namelist()) == names | {"__main__.py", "counter/__init__.py"}
    done = subprocess.run(
        [sys.executable, "-I", str(file), "--counter", "3"],
        cwd=tmp_path,
        env={"HOME": str(tmp_path)},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 2
    assert done.stderr.startswith("--server: an address")


def test_the_arrival_sound_is_short_and_soft() -> None:
    with wave.open(io.BytesIO(chime())) as sound:
        seconds = sound.getnframes() / sound.getframerate()
        samples = memoryview(sound.readframes(sound.getnframes())).cast("h")
    assert 0.3 < seconds < 0.8
    assert 4000 < max(samples) < 12000
