"""Global hot keys on Windows: RegisterHotKey, in a thread with its own message loop.

The libraries come in as arguments, so that the order of calls is tested elsewhere too.
"""

from __future__ import annotations

import ctypes
import threading
from ctypes import wintypes
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

NO_REPEAT = 0x4000  # MOD_NOREPEAT, since Windows 7: a key held down is one press
VK_F1 = 0x70
WM_HOTKEY, WM_QUIT = 0x0312, 0x0012


class WindowsKeys:
    def __init__(self, user32: Any, kernel32: Any) -> None:
        self._user32, self._kernel32 = user32, kernel32
        self._thread_id = 0
        self._ready = threading.Event()
        self._taken: list[str] = []
        self._thread: threading.Thread | None = None

    def hold(self, keys: dict[str, str], on_press: Callable[[str], None]) -> list[str]:
        """Those that another program holds already."""
        self._thread = threading.Thread(
            target=self._run, args=(keys, on_press), daemon=True
        )
        self._thread.start()
        self._ready.wait()
        return self._taken

    def _run(self, keys: dict[str, str], on_press: Callable[[str], None]) -> None:
        """A hot key belongs to the thread that registers it."""
        self._thread_id = self._kernel32.GetCurrentThreadId()
        message = wintypes.MSG()
        # Makes the thread's queue before anybody posts WM_QUIT to it.
        self._user32.PeekMessageW(ctypes.byref(message), None, 0, 0, 0)
        presses = dict(enumerate(keys.values(), start=1))
        for number, key in enumerate(keys, start=1):
            code = VK_F1 + int(key[1:]) - 1
            if not self._user32.RegisterHotKey(None, number, NO_REPEAT, code):
                self._taken.append(key)
        self._ready.set()
        while self._user32.GetMessageW(ctypes.byref(message), None, 0, 0) > 0:
            if message.message == WM_HOTKEY:
                on_press(presses[message.wParam])
        for number in presses:
            self._user32.UnregisterHotKey(None, number)

    def release(self) -> None:
        self._user32.PostThreadMessageW(self._thread_id, WM_QUIT, 0, 0)
        if self._thread:
            self._thread.join()
