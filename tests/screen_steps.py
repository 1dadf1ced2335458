"""A screen without a monitor (Xvfb), windows on it, and a hand on its keyboard."""

import importlib.util
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.real_server import ROOT, Office

MISSING = [tool for tool in ("Xvfb", "xdotool", "xprop") if not shutil.which(tool)]
if importlib.util.find_spec("_tkinter") is None:
    MISSING.append("python3-tk")
needs_screen = pytest.mark.skipif(
    bool(MISSING), reason=f"not installed: {', '.join(MISSING)}"
)
PATIENCE = 15.0  # seconds, for a busy machine

# Some other program: it says each key that reaches it, in a line of its own.
OTHER = """
import tkinter
root = tkinter.Tk(className="Dossier")
root.geometry("500x300+60+300")
root.bind("<Key>", lambda event: print(event.keysym, flush=True))
root.mainloop()
"""


def until(done: Callable[[], object], what: str) -> None:
    patience = time.monotonic() + PATIENCE
    while not done():
        assert time.monotonic() < patience, what
        time.sleep(0.05)


class Screen:
    def __init__(self, display: str) -> None:
        self.env = os.environ | {"DISPLAY": display}
        self.env.pop("WAYLAND_DISPLAY", None)

    def xdotool(self, *arguments: str) -> str:
        return self._tool("xdotool", *arguments)

    def _tool(self, *command: str) -> str:
        done = subprocess.run(command, env=self.env, capture_output=True, text=True)
        return done.stdout.strip()

    def stays_on_top(self, window: str) -> bool:
        """Whether it asks so of the window manager."""
        told = self._tool("xprop", "-id", window, "_NET_WM_STATE")
        return "_NET_WM_STATE_ABOVE" in told

    def press(self, *keys: str) -> None:
        self.xdotool("key", *keys)

    def titles(self, program: str) -> list[str]:
        windows = self.xdotool("search", "--class", program).split()
        return [self.xdotool("getwindowname", window) for window in windows]

    def focus(self, program: str) -> str:
        """Its window; there is no window manager that would do it."""
        until(lambda: self.titles(program), f"no window of {program}")
        window = self.xdotool("search", "--class", program).split()[-1]
        self.xdotool("windowfocus", "--sync", window)
        return window

    @contextmanager
    def running(self, *command: str, log: Path) -> Iterator[None]:
        with log.open("wb") as out:
            process = subprocess.Popen(
                [sys.executable, *command], cwd=ROOT, env=self.env, stdout=out
            )
        try:
            yield
        finally:
            process.terminate()
            process.wait(timeout=PATIENCE)

    @contextmanager
    def companion(
        self, office: Office, counter: int, *more: str
    ) -> Iterator[Callable[[], str]]:
        """Gives what its window's title says. Its token lies in the office's folder."""
        server, token = f"http://127.0.0.1:{office.port}", str(office.folder / "token")
        given = ("--server", server, "--counter", str(counter), *more)
        command = ("-m", "counter.companion", *given, "--token-file", token)
        with self.running(*command, log=office.folder / "companion.log"):

            def title() -> str:
                mine = [t for t in self.titles("Luot") if t.endswith(f" {counter}")]
                return mine[-1] if mine else ""

            until(lambda: title().startswith(("–", *"ABCDERT")), "no strip")
            yield title


@contextmanager
def screen() -> Iterator[Screen]:
    command = ("Xvfb", "-displayfd", "1", "-screen", "0", "1366x768x24")
    server = subprocess.Popen(
        [*command, "-nolisten", "tcp"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    assert server.stdout
    try:
        yield Screen(f":{server.stdout.readline().decode().strip()}")
    finally:
        server.terminate()
        server.wait(timeout=PATIENCE)
        server.stdout.close()
