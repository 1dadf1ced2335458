"""The counter's companion: hot keys and a strip that stays on top of everything.

    python -m counter.companion --server http://192.168.1.10:8000 --counter 3 \\
        --token-file token
    python -m counter.companion --pack luot-quay.pyzw    # all of it in one file

A web page has neither the focus nor the top while the officer types in the dossier
software; this program needs neither. It is a program of its own: Python's standard
library (3.8 or later, for Windows 7) and the officers' API, nothing else of Lượt.
"""

from __future__ import annotations

import os
import queue
import sys
import threading
import time
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

from counter import companion_keys, companion_sound
from counter.companion_link import Failed, Link, Refused, Unheard
from counter.companion_logic import Companion
from counter.companion_news import News
from counter.companion_settings import Settings, Wrong, read
from counter.companion_view import PRESSES, Viewer

if TYPE_CHECKING:
    from collections.abc import Callable

    from counter.companion_meaning import Order
    from counter.companion_news import Heard
    from counter.companion_strip import Strip

TICK = 50  # ms between two looks for presses and news


class App:
    """Holds the parts together. Other threads only put work into the queue: the
    companion's state and the window belong to the window's own thread."""

    def __init__(self, settings: Settings, strip: Strip, viewer: Viewer) -> None:
        self._strip, self._viewer = strip, viewer
        self._companion, self._lost_at = Companion(), ""
        self._link = Link(
            settings.server, settings.token, settings.counter, settings.lang
        )
        self._news = News(self._link, self._heard)
        self._work: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
        strip.on_press = self._press

    def run(self, keys: tuple[str, ...]) -> None:
        release = self._hold(keys)
        self._news.start()
        self._tick()
        try:
            self._strip.root.mainloop()
        finally:
            release()

    def _hold(self, keys: tuple[str, ...]) -> Callable[[], None]:
        held = {key: PRESSES[i] for i, key in enumerate(keys)}
        try:
            return companion_keys.hold(
                held, lambda press: self._work.put(lambda: self._press(press))
            )
        except companion_keys.NoKeys as error:
            self._viewer.without_keys(*error.args)
            return lambda: None

    def _tick(self) -> None:
        while not self._work.empty():
            self._work.get()()
        now = time.monotonic()
        self._strip.draw(self._viewer.view(self._companion, now, self._lost_at))
        self._strip.root.after(TICK, self._tick)

    def _heard(self, heard: Heard) -> None:
        self._work.put(lambda: self._hear(heard))

    def _hear(self, heard: Heard) -> None:
        was = self._companion.connected
        if heard(self._companion):
            companion_sound.ring(lambda: self._work.put(self._strip.root.bell))
        if was and not self._companion.connected:
            self._lost_at = time.strftime("%H:%M")

    def _press(self, press: str) -> None:
        order = self._companion.press(press, time.monotonic())
        if order:
            threading.Thread(target=self._send, args=(order,), daemon=True).start()

    def _send(self, order: Order) -> None:
        became = self._became(order)
        self._work.put(lambda: self._settle(became))

    def _settle(self, became: Callable[[float], None]) -> None:
        became(time.monotonic())
        self._news.wake()

    def _became(self, order: Order) -> Callable[[float], None]:
        it = self._companion
        try:
            seen = self._link.do(order)
        except Refused as error:
            sentence = str(error)
            return lambda now: it.refused(sentence, now)
        except Failed as error:
            status = int(error.args[0])
            return lambda now: it.failed(status, now)
        except Unheard as error:
            unsure = bool(error.args[0])
            return lambda now: it.unheard(order, unsure, now)
        return lambda now: it.answered(order, seen, now)


def pack(file: Path) -> None:
    """All of the companion as one file that Python starts (a zipapp)."""
    here = Path(__file__).parent
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("__main__.py", "from counter.companion import main\nmain()\n")
        for part in (here / "__init__.py", *sorted(here.glob("companion*.py"))):
            packed.write(part, f"counter/{part.name}")


def main() -> None:
    if sys.argv[1:2] == ["--pack"] and len(sys.argv) == 3:
        return pack(Path(sys.argv[2]))
    try:
        settings = read(sys.argv[1:], os.environ)
        viewer = Viewer(settings.counter, settings.lang, settings.keys)
        strip = _strip(viewer, settings.place)
    except Wrong as error:
        sys.exit(_told(str(error)))
    return App(settings, strip, viewer).run(settings.keys)


def _strip(viewer: Viewer, place: str) -> Strip:
    try:
        from counter.companion_strip import NoScreen, Strip
    except ImportError as error:
        raise Wrong(f"tkinter is missing ({error}): install python3-tk.") from error
    try:
        return Strip(viewer, place)
    except NoScreen as error:
        raise Wrong(f"There is no screen: {error}.") from error


def _told(sentence: str) -> int:
    """To the terminal, else (pythonw has none) in a window; exit code 2."""
    if sys.stderr:
        print(sentence, file=sys.stderr)
    else:
        from tkinter import messagebox

        messagebox.showerror("Lượt", sentence)
    return 2


if __name__ == "__main__":
    main()
