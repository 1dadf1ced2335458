"""What docs/lobby.md tells to copy is enough: the restored office speaks and shows."""

import re
import subprocess
import urllib.request
from pathlib import Path

from tests.media_steps import picture
from tests.office_of_tests import only_long
from tests.real_server import ROOT, Office, running
from tests.voice_steps import record, tone

GUIDE = (ROOT / "docs" / "lobby.md").read_text("utf-8")
LINES = re.findall(r"^    ((?:tar|mv) .+)$", GUIDE, re.M)
SPOKEN = "/display/voice/call/A012-3.wav"


def got(office: Office, path: str) -> bytes:
    url = f"http://127.0.0.1:{office.port}{path}"
    with urllib.request.urlopen(url, timeout=10) as answer:
        return bytes(answer.read())


def shown(office: Office) -> tuple[str, bytes]:
    """The name of the only picture, and the picture."""
    [name] = re.findall(r"[0-9a-f]{64}\.jpg", got(office, "/display/media").decode())
    return name, got(office, f"/display/media/{name}")


def furnish(office: Office, folder: Path) -> None:
    """With its own word for 2, and a picture in the hall."""
    folder.mkdir()
    record(folder / "2.wav", tone(0.4))
    office.flask("voice", "import", str(folder), "--pack", "vi-south")
    office.flask("media", "add", str(picture(folder / "a.png")), "--title", "Lễ hội")


def typed(line: str, tmp_path: Path) -> None:
    """A line of the guide, in a world of its own."""
    line = line.replace("/var/lib/luot", str(tmp_path / "luot"))
    line = line.replace("/root/", f"{tmp_path}/")
    subprocess.run(["sh", "-ec", line], check=True)


@only_long
def test_an_office_that_is_copied_and_brought_back_speaks_and_shows(
    tmp_path: Path,
) -> None:
    (tmp_path / "luot").mkdir()
    with running(tmp_path / "luot") as office:
        office.flask("office", "load", "data")
        shipped = got(office, SPOKEN)
        furnish(office, tmp_path / "recorded")
        before = got(office, SPOKEN), shown(office)
        assert before[0] != shipped, "the office's own recording is heard"
    copy, aside, back = LINES
    typed(copy, tmp_path)
    with running(tmp_path / "luot") as office:
        office.flask("media", "remove", "1")
        office.flask("voice", "remove", "vi-south")
    typed(aside.partition(" && ")[0], tmp_path)
    (tmp_path / "luot").mkdir()
    typed(back, tmp_path)
    with running(tmp_path / "luot") as office:
        assert (got(office, SPOKEN), shown(office)) == before
        assert "1 of the office" in office.flask("voice", "check")
        assert "missing" not in office.flask("media", "list")
        assert "All is well" in office.flask("verify", "--all")
