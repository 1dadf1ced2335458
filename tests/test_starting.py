"""How an office is started: trial or real, which PINs, and what is refused."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from app import _forever
from office.sockets import same_host
from tests.real_server import ROOT
from ticketing.opening import WrongDatabase, open_store

Done = subprocess.CompletedProcess[str]
FLASK = Path(sys.executable).parent / "flask"


def flask(
    database: Path, *command: str, **env: str
) -> subprocess.CompletedProcess[str]:
    """A command in a shell that has only what is named."""
    shell = {k: v for k, v in os.environ.items() if not k.startswith("LUOT_")}
    return subprocess.run(
        [FLASK, "--app", "app", *command],
        cwd=ROOT,
        env=shell | {"LUOT_DATABASE": str(database)} | env,
        capture_output=True,
        text=True,
        check=False,
    )


def pins(done: Done) -> list[str]:
    return [line.split()[1] for line in done.stdout.splitlines() if " PIN " in line]


def test_a_command_before_the_first_start_does_not_decide_what_the_office_is(
    tmp_path: Path,
) -> None:
    database = tmp_path / "office.db"
    assert flask(database, "office", "show").returncode == 2
    begun = flask(database, "office", "init", LUOT_TRIAL="1")
    assert begun.returncode == 0
    assert len(pins(begun)) == 9


def test_commands_work_on_a_trial_office_from_any_shell(tmp_path: Path) -> None:
    database = tmp_path / "office.db"
    flask(database, "office", "init", LUOT_TRIAL="1")
    made = flask(database, "token", "create", "--role", "kiosk")
    assert made.returncode == 0, made.stderr
    assert len(made.stdout.split()) == 1


def test_a_trial_that_goes_on_the_network_gets_pins_that_nobody_knows(
    tmp_path: Path,
) -> None:
    database = tmp_path / "office.db"
    public = pins(flask(database, "office", "init", LUOT_TRIAL="1"))
    lan = {"LUOT_TRIAL": "lan", "LUOT_BIND": "192.168.1.10:8000"}
    secret = pins(flask(database, "office", "init", **lan))
    assert not set(public) & set(secret)
    script = (
        "from app import create_app; from settings import Settings; import sys\n"
        "from pathlib import Path\n"
        "app = create_app(Settings(database=Path(sys.argv[1]), trial='lan'))\n"
        "people, store = app.extensions['people'], app.extensions['desk'].store\n"
        "from ticketing.errors import TicketingError\n"
        "name = store.find('officers', 'rowid')[0]['name']\n"
        "def may(pin):\n"
        "    try: return bool(people.sign_in(name, pin, None))\n"
        "    except TicketingError: return False\n"
        "import json; print(json.dumps([may(p) for p in sys.argv[2:]]))\n"
    )
    names = [public[0], secret[0]]
    done = subprocess.run(
        [sys.executable, "-c", script, str(database), *names],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert json.loads(done.stdout) == [False, True]
    again = pins(flask(database, "office", "init", **lan))
    assert again == secret


def test_a_trial_may_not_touch_a_real_office_nor_a_real_office_a_trial(
    tmp_path: Path,
) -> None:
    open_store(tmp_path / "real.db", trial=False).close()
    open_store(tmp_path / "trial.db", trial=True).close()
    with pytest.raises(WrongDatabase, match="real office's database"):
        open_store(tmp_path / "real.db", trial=True)
    with pytest.raises(WrongDatabase, match="is a trial database"):
        open_store(tmp_path / "trial.db", trial=False)


def test_a_file_that_is_no_database_is_named_in_one_sentence(tmp_path: Path) -> None:
    path = tmp_path / "office.db"
    path.write_text("not a database at all, but long enough to be read as one" * 20)
    with pytest.raises(WrongDatabase, match=r"^LUOT_DATABASE: [^\n]+\.$"):
        open_store(path, trial=True)


def test_work_in_the_background_goes_on_after_a_fault(
    caplog: pytest.LogCaptureFixture,
) -> None:
    from flask import Flask

    turns: list[int] = []

    def work() -> None:
        turns.append(1)
        if len(turns) == 1:
            raise ValueError("the lock was not to be had")
        raise KeyboardInterrupt  # the test's way out of an endless loop

    with pytest.raises(KeyboardInterrupt):
        _forever(Flask("test"), work, 0.0)
    assert len(turns) == 2
    assert "work failed; it is tried again" in caplog.text


@pytest.mark.parametrize(
    ("origin", "forwarded", "allowed"),
    [
        ("http://office.test:8000", "", True),
        (None, "", True),  # a program, not a page
        ("http://evil.test", "", False),
        ("http://evil.test", "evil.test", False),
    ],
)
def test_only_pages_of_this_office_may_open_the_live_channel(
    origin: str | None, forwarded: str, allowed: bool
) -> None:
    environ = {"HTTP_HOST": "office.test:8000", "HTTP_X_FORWARDED_HOST": forwarded}
    assert same_host(origin, environ) is allowed
