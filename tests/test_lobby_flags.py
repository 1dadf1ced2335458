"""The command line of docs/lobby.md: this Chromium knows all of it, and sounds."""

import mmap
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Page, sync_playwright

from tests.browsing import CHROMIUM, eventually, needs_chromium
from tests.office_of_tests import only_long
from tests.real_server import HOST, ROOT, Office, running

pytestmark = [pytest.mark.browser, needs_chromium]

GUIDE = (ROOT / "docs" / "lobby.md").read_text("utf-8")
COMMAND = re.search(r"^    chromium (.+?) \\?\s+http://OFFICE", GUIDE, re.M | re.S)
FLAGS = re.findall(r"--\S+", COMMAND[1]) if COMMAND else []
OURS = ("--no-sandbox", "--disable-gpu", f"--host-resolver-rules=MAP {HOST} 127.0.0.1")
PROGRAM = Path("/usr/lib/chromium/chromium")  # what Debian's script starts

# The page itself tells: to ask it (evaluate) would count as a touch.
LISTEN = """
const context = new AudioContext()
const tell = (what) => console.debug(`sound ${what}`)
context.onstatechange = () => tell(context.state)
new Audio("/display/voice/call/A012-3.wav").play()
  .then(() => tell("playing"), ({ name }) => tell(name))
"""


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with running(tmp_path_factory.mktemp("flags")) as office:
        office.flask("office", "load", "data")
        yield office


@contextmanager
def screen(
    profile: Path, office: Office, *flags: str
) -> Iterator[tuple[Page, list[str]]]:
    """A browser with a profile of its own, as it is installed; and what it tells."""
    told: list[str] = []
    with sync_playwright() as playwright:
        context = playwright.chromium.launch_persistent_context(
            profile, executable_path=CHROMIUM, args=[*OURS, *flags]
        )
        page = context.pages[0]
        page.add_init_script(LISTEN)
        page.on("console", lambda message: told.append(message.text))
        page.goto(f"{office.url}/display/")
        yield page, told
        context.close()


def wait_for(page: Page, told: list[str], word: str) -> None:
    def heard() -> bool:
        page.wait_for_timeout(50)  # only then the page's messages come in
        return word in told

    eventually(heard)


def test_the_guides_command_lets_the_voice_sound_without_a_touch(
    office: Office, tmp_path: Path
) -> None:
    with screen(tmp_path, office, *FLAGS) as (page, told):
        wait_for(page, told, "sound running")
        wait_for(page, told, "sound playing")
        assert page.locator("[data-sound-blocked]").is_hidden()


@only_long
def test_without_the_flag_for_sound_the_browser_is_silent_and_the_banner_asks(
    office: Office, tmp_path: Path
) -> None:
    others = [flag for flag in FLAGS if not flag.startswith("--autoplay-policy")]
    assert len(others) == len(FLAGS) - 1
    with screen(tmp_path, office, *others) as (page, told):
        wait_for(page, told, "sound NotAllowedError")
        assert "sound running" not in told
        page.locator("[data-sound-blocked]").wait_for()


@only_long
def test_two_fingers_cannot_enlarge_the_board(office: Office, tmp_path: Path) -> None:
    with screen(tmp_path, office, *FLAGS) as (page, _told):
        line = page.context.new_cdp_session(page)
        pinch = {"x": 300, "y": 300, "scaleFactor": 2.5, "gestureSourceType": "mouse"}
        line.send("Input.synthesizePinchGesture", pinch)
        assert page.evaluate("visualViewport.scale") == 1


@pytest.mark.skipif(not PROGRAM.exists(), reason="Chromium lies elsewhere")
@pytest.mark.parametrize("flag", FLAGS)
def test_chromium_knows_every_flag_of_the_guide(flag: str) -> None:
    """One that it has forgotten does nothing, and says nothing."""
    name, _, value = flag.removeprefix("--").partition("=")
    with (
        PROGRAM.open("rb") as file,
        mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as program,
    ):
        for word in (name, value if value.startswith("no-") else ""):
            assert re.search(rb"(?<![a-z-])%b(?![a-z-])" % word.encode(), program), word
