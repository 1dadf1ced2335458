"""A real office for a test: gunicorn, printer process, own database, free port."""

import atexit
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from office.people import People
from ticketing.desk import Desk
from ticketing.opening import open_store
from ticketing.people import Actor

ROOT = Path(__file__).parent.parent
BIN = Path(sys.executable).parent
START = 30.0  # seconds until a process must serve
BY = Actor("administrator", "test", "test")
HOST = "office.test"  # a plain-http name, as in a real office: no secure context


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Office:
    """The processes of one office; every one of them can be killed and started."""

    folder: Path
    port: int = field(default_factory=free_port)
    public_port: int = 0  # of a proxy in front of it
    web: subprocess.Popen[bytes] | None = None
    printer: subprocess.Popen[bytes] | None = None

    @property
    def env(self) -> dict[str, str]:
        return os.environ | {
            "LUOT_DATABASE": str(self.folder / "office.db"),
            "LUOT_BIND": f"127.0.0.1:{self.port}",
            "LUOT_PUBLIC_URL": self.url,
            "LUOT_TRIAL": "1",
            "LUOT_PRINTER": "virtual",
        }

    @property
    def url(self) -> str:
        """As people reach it."""
        return f"http://{HOST}:{self.public_port or self.port}"

    @property
    def api(self) -> str:
        return f"http://127.0.0.1:{self.port}/api/v1"

    def flask(self, *command: str) -> str:
        done = subprocess.run(
            [BIN / "flask", "--app", "app", *command],
            cwd=ROOT,
            env=self.env,
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout

    def token(self, role: str, counter: int | None = None) -> str:
        """As `flask token create` does, without the second that a command needs."""
        store = open_store(self.folder / "office.db", trial=True, any_kind=True)
        with closing(store):
            return People(Desk(store, trial=True)).create_token(BY, role, role, counter)

    def begin(self) -> None:
        """`flask office init`, whose outcome is kept for the next office."""
        kept = _begun(os.environ.get("LUOT_CLOCK", ""))
        shutil.copy(kept / "office.db", self.folder)

    def start_web(self) -> None:
        self.web = self._process(
            BIN / "gunicorn", "-c", "gunicorn.conf.py", "app:create_app()"
        )
        self.wait_until_served()

    def start_printer(self) -> None:
        self.printer = self._process(BIN / "python", "-m", "printer")

    def _process(self, *command: str | Path) -> subprocess.Popen[bytes]:
        with (self.folder / f"{Path(command[0]).name}.log").open("ab") as log:
            return subprocess.Popen(
                command,
                cwd=ROOT,
                env=self.env,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def wait_until_served(self) -> None:
        patience = time.monotonic() + START
        while time.monotonic() < patience:
            try:
                with urllib.request.urlopen(f"{self.api[:-7]}/readyz", timeout=2):
                    return
            except (urllib.error.URLError, ConnectionError, TimeoutError):
                time.sleep(0.05)
        raise AssertionError((self.folder / "gunicorn.log").read_text()[-2000:])

    def kill_web(self) -> None:
        """As a power cut would: no farewell. The master and its worker."""
        if self.web:
            os.killpg(self.web.pid, 9)
            self.web.wait()
            self.web = None

    def stop(self) -> None:
        self.kill_web()
        if self.printer:
            self.printer.terminate()
            self.printer.wait(timeout=15)


@cache
def _begun(clock: str) -> Path:
    """Of each clock one; LUOT_CLOCK stands in the environment."""
    folder = Path(tempfile.mkdtemp(prefix="luot-begun-"))
    atexit.register(shutil.rmtree, folder)
    Office(folder).flask("office", "init")
    return folder


@contextmanager
def running(folder: Path, printer: bool = False) -> Iterator[Office]:
    office = Office(folder)
    office.begin()
    office.start_web()
    if printer:
        office.start_printer()
    try:
        yield office
    finally:
        office.stop()
