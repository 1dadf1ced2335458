"""A lobby's page that is listened to: what it fetched, and what its loudspeaker did."""

import re
import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from itertools import pairwise
from pathlib import Path

from playwright.sync_api import Browser, ConsoleMessage, Page, Request

from tests.browsing import CHROMIUM, FLAGS, open_page
from tests.calling import Program
from tests.proxy import Proxy, proxied
from tests.real_server import Office, free_port

HERO = ".call:visible .number:text-is('{}')"
CALLED = re.compile(r"/display/voice/call/([^/]+)\.wav\?times=(\d+)")
READY = re.compile(r"/display/voice/ready/([^/]+)\.wav")

# Before any script of the page: the <audio> element's life, each note of a chime, and
# whether the banner asks for a touch. Told by the console: to ask the page (evaluate)
# counts as a touch, and would allow the sound that a test wants to see blocked.
LISTEN = """
const tell = (what) => console.debug(`heard ${what}`)
for (const kind of ["playing", "ended", "emptied"]) {
  document.addEventListener(kind, ({ target }) => {
    if (target.matches("[data-voice]")) tell(kind)
  }, true)
}
const start = OscillatorNode.prototype.start
OscillatorNode.prototype.start = function (...at) {
  tell("note")
  return start.apply(this, at)
}
new MutationObserver((changes) => {
  for (const { target } of changes) {
    if (!target.matches("[data-sound-blocked]")) continue
    tell(target.hidden ? "allowed" : "blocked")
  }
}).observe(document, { attributeFilter: ["hidden"], subtree: true })
"""


class Lobby:
    """One screen, opened and watched."""

    def __init__(self, browser: Browser, office: Office, query: str = "") -> None:
        self.page: Page = open_page(browser, "about:blank", 1920, 1080)
        self.page.add_init_script(LISTEN)
        self.asked: list[str] = []  # announcements of calls: number-counter times
        self.results: list[str] = []
        self._snapshots = 0
        self.heard: list[str] = []
        self.page.on("request", self._note)
        self.page.on("console", self._listen)
        self.page.on("websocket", lambda line: line.on("framereceived", self._count))
        self.page.goto(f"{office.url}/display/{query}")
        self._wait(lambda: self._snapshots > 0)

    def _note(self, request: Request) -> None:
        if request.method == "HEAD":  # where in a sound each call begins
            return
        if found := CALLED.search(request.url):
            self.asked.append(f"{found[1]} {found[2]}")
        elif found := READY.search(request.url):
            self.results.append(found[1])

    def _listen(self, said: ConsoleMessage) -> None:
        if said.text.startswith("heard "):
            self.heard.append(said.text.removeprefix("heard "))

    def _count(self, frame: str | bytes) -> None:
        self._snapshots += '"snapshot"' in str(frame)

    def _wait(self, true: Callable[[], bool], seconds: float = 60) -> None:
        patience = time.monotonic() + seconds
        while not true():
            assert time.monotonic() < patience, (self.asked, self.heard)
            self.page.wait_for_timeout(50)

    def reload(self) -> None:
        """Connected again: from here on a call is news."""
        self.asked.clear()
        self.heard.clear()
        self._snapshots = 0
        self.page.reload()
        self._wait(lambda: self._snapshots > 0)

    def learns(self, act: Callable[[], object]) -> None:
        """The act, and the snapshot that tells of it."""
        before = self._snapshots
        act()
        self._wait(lambda: self._snapshots > before)

    def own_clock(self) -> None:
        """The page's time may be skipped; the line to the server keeps the real one."""
        self.page.clock.install()

    def skip(self, milliseconds: int) -> None:
        self.page.clock.run_for(milliseconds)

    def shows(self, number: str) -> None:
        self.page.locator(HERO.format(number)).wait_for(timeout=60_000)

    def wait_until_asked(self, times: int) -> None:
        self._wait(lambda: len(self.asked) >= times)

    def wait_until_past(self, seconds: float) -> None:
        """Of what is being said."""
        audio = self.page.locator("[data-voice]")
        self._wait(lambda: audio.evaluate("audio => audio.currentTime") > seconds)

    def wait_until_heard(self, kind: str, times: int = 1) -> None:
        self._wait(lambda: self.heard.count(kind) >= times)


@contextmanager
def behind_a_network(folder: Path) -> Iterator[tuple[Office, Proxy]]:
    office = Office(folder, public_port=free_port())
    office.begin()
    office.flask("policy", "set", "voice_repeat", "1")  # short, for the tests
    office.start_web()
    try:
        with proxied(office.port, office.public_port) as network:
            yield office, network
    finally:
        office.stop()


def rename(office: Office, table: str, name: str) -> None:
    """So that every reading of it fails, and nothing else is touched."""
    with closing(sqlite3.connect(office.folder / "office.db")) as db:
        db.execute("PRAGMA legacy_alter_table = ON")
        db.execute(f"ALTER TABLE {table} RENAME TO {name}")


def never_two_at_a_time(heard: Iterable[str]) -> bool:
    """Each one that began has ended, or was taken back, before the next began."""
    return all((one, other) != ("playing", "playing") for one, other in pairwise(heard))


def without_permission(browser: Browser) -> Browser:
    """The same browser as it is installed: no sound before a touch."""
    flags = [flag for flag in FLAGS if not flag.startswith("--autoplay-policy")]
    return browser.browser_type.launch(executable_path=CHROMIUM, args=flags)


def supervisor(office: Office, *counters: int) -> Program:
    """With the counters open."""
    head = Program(office, office.token("supervisor"))
    for counter in counters:
        head.post(f"/counters/{counter}/opening")
    return head


def call(head: Program, counter: int, service: str = "chung-thuc") -> str:
    """Somebody who came to the counter without a number: issued and called at once."""
    answer = head.post(
        f"/counters/{counter}/walk-ins", {"service": service, "reason": "test"}
    )
    return str(answer["ticket"]["number"])
