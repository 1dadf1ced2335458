"""Global hot keys: F1 to F24 alone, so that a pedal can never press Space or Enter in
the dossier software. Windows: RegisterHotKey; X11: XGrabKey on a connection of its own,
as Tk's belongs to Tk. Both take the key from whichever window has the focus.
"""

from __future__ import annotations

import ctypes
import ctypes.util
import os
import re
import select
import sys
import threading
from typing import TYPE_CHECKING, Any

from counter.companion_windows import WindowsKeys

if TYPE_CHECKING:
    from collections.abc import Callable

F1 = 0xFFBE  # keysym; F24 lies 23 above
KEY_PRESS = 2
GRAB_ASYNC = 1
LOCK, NUM_LOCK = 2, 16  # masks of Caps Lock and, as everywhere, Mod2
LOCKS = (0, LOCK, NUM_LOCK, LOCK | NUM_LOCK)  # the key alone, whatever is locked
LOOK = 0.2  # seconds between two looks whether to end


class NoKeys(Exception):
    """args: the word of the warning, and its facts."""


def is_key(name: str) -> bool:
    return re.fullmatch("F([1-9]|1[0-9]|2[0-4])", name) is not None


def hold(keys: dict[str, str], on_press: Callable[[str], None]) -> Callable[[], None]:
    """Take the keys ({"F8": "next"}); gives what lets them go. Raises NoKeys."""
    if sys.platform == "win32":
        windows = WindowsKeys(ctypes.windll.user32, ctypes.windll.kernel32)
        return _held(windows.hold(keys, on_press), windows.release)
    if os.environ.get("WAYLAND_DISPLAY"):
        raise NoKeys("keys-wayland", {})
    x11 = X11Keys()
    return _held(x11.hold(keys, on_press), x11.release)


def _held(taken: list[str], release: Callable[[], None]) -> Callable[[], None]:
    """All of them or none: two keys out of three would be a trap."""
    if taken:
        release()
        raise NoKeys("keys-taken", {"keys": ", ".join(taken)})
    return release


class _Key(ctypes.Structure):
    """XKeyEvent, as far as it is read."""

    _fields_ = (
        ("type", ctypes.c_int),
        ("serial", ctypes.c_ulong),
        ("send_event", ctypes.c_int),
        ("display", ctypes.c_void_p),
        ("window", ctypes.c_ulong),
        ("root", ctypes.c_ulong),
        ("subwindow", ctypes.c_ulong),
        ("time", ctypes.c_ulong),
        ("places", ctypes.c_int * 4),
        ("state", ctypes.c_uint),
        ("keycode", ctypes.c_uint),
    )


class _Event(ctypes.Union):
    _fields_ = (("type", ctypes.c_int), ("key", _Key), ("pad", ctypes.c_long * 24))


ON_ERROR = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p)


class X11Keys:
    def __init__(self) -> None:
        self._x = _library()
        self._display = self._x.XOpenDisplay(None)
        if not self._display:
            raise NoKeys("keys-absent", {"why": os.environ.get("DISPLAY", "DISPLAY")})
        self._root = self._x.XDefaultRootWindow(self._display)
        self._codes: dict[int, str] = {}
        self._errors = 0
        self._ended = threading.Event()
        self._thread: threading.Thread | None = None

    def hold(self, keys: dict[str, str], on_press: Callable[[str], None]) -> list[str]:
        """Those that another program holds already."""
        self._codes = {self._code(key): press for key, press in keys.items()}
        taken = [key for key in keys if not self._grab(self._code(key))]
        self._thread = threading.Thread(
            target=self._listen, args=(on_press,), daemon=True
        )
        self._thread.start()
        return taken

    def _code(self, key: str) -> int:
        code = self._x.XKeysymToKeycode(self._display, F1 + int(key[1:]) - 1)
        if not code:
            raise NoKeys("keys-absent", {"why": key})
        return int(code)

    def _grab(self, code: int) -> bool:
        self._errors = 0
        handler = ON_ERROR(self._on_error)
        self._x.XSync(self._display, False)
        self._before = self._x.XSetErrorHandler(handler)
        for locks in LOCKS:
            self._x.XGrabKey(
                self._display, code, locks, self._root, False, GRAB_ASYNC, GRAB_ASYNC
            )
        self._x.XSync(self._display, False)
        self._x.XSetErrorHandler(self._before)
        return self._errors == 0

    def _on_error(self, display: int, event: int) -> int:
        """Ours are counted (BadAccess: held by another); Tk's go to Tk."""
        if display == self._display:
            self._errors += 1
            return 0
        return int(ON_ERROR(self._before)(display, event)) if self._before else 0

    def _listen(self, on_press: Callable[[str], None]) -> None:
        event, connection = _Event(), self._x.XConnectionNumber(self._display)
        while not self._ended.is_set():
            select.select([connection], [], [], LOOK)
            while self._x.XPending(self._display):
                self._x.XNextEvent(self._display, ctypes.byref(event))
                press = self._codes.get(event.key.keycode)
                if event.type == KEY_PRESS and press:
                    on_press(press)

    def release(self) -> None:
        self._ended.set()
        if self._thread:
            self._thread.join()
        for code in self._codes:
            for locks in LOCKS:
                self._x.XUngrabKey(self._display, code, locks, self._root)
        self._x.XCloseDisplay(self._display)


def _library() -> Any:
    name = ctypes.util.find_library("X11") or "libX11.so.6"
    try:
        x = ctypes.CDLL(name)
    except OSError as error:
        raise NoKeys("keys-absent", {"why": name}) from error
    display, number = ctypes.c_void_p, ctypes.c_ulong
    x.XOpenDisplay.argtypes, x.XOpenDisplay.restype = [ctypes.c_char_p], display
    x.XDefaultRootWindow.argtypes, x.XDefaultRootWindow.restype = [display], number
    x.XKeysymToKeycode.argtypes = [display, number]
    x.XKeysymToKeycode.restype = ctypes.c_ubyte
    x.XSetErrorHandler.argtypes, x.XSetErrorHandler.restype = [display], display
    whole = ctypes.c_int
    x.XGrabKey.argtypes = [display, whole, ctypes.c_uint, number, whole, whole, whole]
    x.XUngrabKey.argtypes = [display, whole, ctypes.c_uint, number]
    x.XSync.argtypes = [display, whole]
    x.XNextEvent.argtypes = [display, display]
    for name in ("XConnectionNumber", "XPending", "XCloseDisplay"):
        getattr(x, name).argtypes = [display]
    return x
