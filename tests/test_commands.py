"""The commands: what they do, what they refuse, and that nothing is half done."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click import Context
from click.testing import Result
from flask import Flask

from tests.api_steps import Callers, act, sit_down, take
from tests.conftest import ROOT
from ticketing.desk import Desk

Run = Callable[..., Result]
NHUNG = "Nguyễn Thị Hồng Nhung (mẫu)"
GROUPS = ("office", "policy", "officer", "token", "day")


@pytest.fixture
def run(app: Flask) -> Run:
    """run("token", "create", …) in the office of the tests."""
    runner = app.test_cli_runner()

    def command(*words: str) -> Result:
        return runner.invoke(args=list(words))

    return command


def flask(tmp_path: Path, *words: str, **env: str) -> subprocess.CompletedProcess[str]:
    """The real command, in a process and an office of its own."""
    own = {name: value for name, value in os.environ.items() if "LUOT" not in name}
    own |= {"LUOT_DATABASE": str(tmp_path / "own.db")} | env
    return subprocess.run(
        [sys.executable, "-m", "flask", "--app", "app", *words],
        cwd=ROOT,
        env=own,
        capture_output=True,
        text=True,
        check=False,
    )


def refused(result: Result, word: str) -> None:
    """Exit 2, and one sentence that names what is wrong."""
    assert result.exit_code == 2, result.output
    [sentence] = [s for s in result.stderr.splitlines() if s.startswith("Error: ")]
    assert word in sentence
    assert "Traceback" not in result.output


def test_every_command_explains_itself(run: Run, app: Flask) -> None:
    told = app.cli.to_info_dict(Context(app.cli))["commands"]
    words = [[group, name] for group in GROUPS for name in told[group]["commands"]]
    assert len(words) == 11
    for command in [*words, ["verify"]]:
        shown = run(*command, "--help")
        assert shown.exit_code == 0 and " ".join(command) in shown.output
        assert len(shown.output.splitlines()) > 3, "what it is for, too"


@pytest.mark.parametrize(
    ("words", "named"),
    [
        ("office load /nowhere", "/nowhere"),
        ("policy set unknown 1", "unknown"),
        ("policy set recall_gap often", "often"),
        ("policy set recall_gap -1", "-1"),
        ("officer add X --role king", "king"),
        ("officer pin Nobody", "Nobody"),
        ("officer end Nobody", "Nobody"),
        ("token create", "--role"),
        ("token create --role king", "king"),
        ("token create --role officer --counter 99", "99"),
        ("token create --role officer --counter x", "x"),
        ("day close yesterday", "yesterday"),
        ("day close 2026-13-01", "2026-13-01"),
        ("verify --some", "--some"),
    ],
)
def test_bad_input_ends_with_one_sentence_and_changes_nothing(
    run: Run, desk: Desk, words: str, named: str
) -> None:
    before = desk.store.last_seq()
    refused(run(*words.split()), named)
    assert desk.store.last_seq() == before


def test_a_fresh_office_is_made_and_shown_by_the_real_commands(tmp_path: Path) -> None:
    nothing = flask(tmp_path, "office", "show")
    assert nothing.returncode == 2 and "No office is loaded" in nothing.stderr
    made = flask(tmp_path, "office", "load", "data")
    assert made.returncode == 0, made.stderr
    shown = flask(tmp_path, "office", "show")
    assert "phường Long Thành Trung" in shown.stdout
    assert "counter 6: nhan-ket-qua, huong-dan" in shown.stdout
    assert "slip in vi: Phiếu mẫu" in shown.stdout
    assert "Wi-Fi: Một cửa (mẫu)" in shown.stdout


def test_the_trial_office_prints_addresses_and_pins_each_time(tmp_path: Path) -> None:
    first, again = (flask(tmp_path, "office", "init", LUOT_TRIAL="1") for _ in range(2))
    assert first.returncode == again.returncode == 0
    assert first.stdout == again.stdout
    assert "http://127.0.0.1:8000/kiosk/" in first.stdout
    assert f"PIN 482917  officer        {NHUNG}" in first.stdout


def test_a_wrong_setting_ends_a_command_with_one_sentence(tmp_path: Path) -> None:
    wrong = flask(tmp_path, "policy", "show", LUOT_TRIAL="perhaps")
    assert wrong.returncode == 2 and "LUOT_TRIAL" in wrong.stderr
    assert "Traceback" not in wrong.stderr
    assert not (tmp_path / "own.db").exists()


def test_a_rule_is_changed_shown_and_journalled(run: Run, desk: Desk) -> None:
    assert run("policy", "set", "recall_gap", "15").output == "recall_gap = 15\n"
    assert "recall_gap = 15\n" in run("policy", "show").output
    [row] = [e for e in desk.store.events() if e.what == "policy changed"]
    assert row.data["key"] == "recall_gap"


def test_a_token_is_printed_alone_and_works(run: Run, app: Flask) -> None:
    made = run(
        "token", "create", "--role", "officer", "--counter", "3", "--name", "Mai"
    )
    [token] = made.stdout.splitlines()
    assert made.exit_code == 0 and token == token.strip() and len(token) > 40
    client = app.test_client()
    headers = {"Authorization": f"Bearer {token}"}
    opened = client.post("/api/v1/counters/3/opening", headers=headers)
    assert opened.get_json()["counter"]["officer"] == "Mai"
    elsewhere = client.post("/api/v1/counters/4/opening", headers=headers)
    assert elsewhere.status_code == 403


def test_an_officer_is_added_with_a_pin_of_their_own(run: Run, desk: Desk) -> None:
    added = run("officer", "add", "Lan", "--role", "supervisor")
    assert added.exit_code == 0 and added.output.startswith("Lan: PIN ")
    assert len(added.output.split()[-1]) == 6
    officer = desk.store.first("officers", name="Lan")
    assert officer and (officer["role"], officer["active"]) == ("supervisor", 1)


@pytest.mark.parametrize("pin", ["12345", "1234567", "12345a", " 12345"])
def test_nobody_is_added_with_a_pin_that_is_none(
    run: Run, desk: Desk, pin: str
) -> None:
    refused(run("officer", "add", "Lan", "--pin", pin), "6")
    assert desk.store.first("officers", name="Lan") is None


@pytest.mark.parametrize("name", ["", "  ", "a\x07b", "x" * 201])
def test_nobody_is_added_without_a_proper_name(run: Run, desk: Desk, name: str) -> None:
    before = desk.store.last_seq()
    refused(run("officer", "add", name), "NAME")
    assert desk.store.last_seq() == before


def test_the_day_closes_and_sets_a_checkpoint(
    run: Run, desk: Desk, caller: Callers
) -> None:
    for _ in range(2):
        take(caller("kiosk"))
    act(sit_down(caller), "/counters/1/calls")
    assert run("day", "close").output == "Closed; 2 tickets were still open.\n"
    kept = [row["status"] for row in desk.store.find("tickets")]
    assert kept == ["expired", "expired"]
    assert desk.store.first("checkpoints") and run("verify").exit_code == 0
    assert "nothing to close" in run("day", "close").output


def test_a_day_that_never_was_is_not_said_to_be_closed(run: Run, desk: Desk) -> None:
    before = desk.store.last_seq()
    said = run("day", "close", "2020-02-03")
    assert said.exit_code == 0 and "2020-02-03 is not open" in said.output
    assert desk.store.last_seq() == before


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the sample office, to be spoilt."""
    return Path(shutil.copytree(ROOT / "data", tmp_path / "office"))


def spoil(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf8")


@pytest.mark.parametrize(
    ("file", "old", "new", "named"),
    [
        ("office.toml", "[office]", "[office", "office.toml"),
        ("office.toml", 'series = "B"', 'series = "A"', "series"),
        ("office.toml", 'series = "B"', 'series = "bb"', "services no. 2"),
        ("office.toml", "minutes = 12", "minutes = 0", "services no. 2"),
        ("office.toml", "counter = 2", "counter = 1", "counter"),
        ("office.toml", '["dat-dai", "chung-thuc"]', '["thue"]', "thue"),
        ("office.toml", 'role = "helper"', 'role = "king"', "officers no. 9"),
        ("office.toml", 'pin = "482917"', 'pin = "4829"', "officers no. 1"),
        ("office.toml", f'name = "{NHUNG}"\n', "", "officers no. 1"),
        ("policy.toml", "undo_seconds = 10", "undo_seconds = -1", "policy.toml"),
        ("policy.toml", "undo_seconds", "undo_minutes", "undo_minutes"),
        ("procedures.csv", "1,1.001193", "x,1.001193", "procedures.csv, line 2"),
        ("procedures.csv", "2,1.000894", "1,1.000894", "procedures.csv"),
    ],
)
def test_an_office_with_a_fault_changes_nothing(
    run: Run, desk: Desk, folder: Path, file: str, old: str, new: str, named: str
) -> None:
    before = desk.store.last_seq(), desk.store.meta("epoch"), desk.store.state()
    spoil(folder / file, old, new)
    refused(run("office", "load", str(folder)), named)
    after = desk.store.last_seq(), desk.store.meta("epoch"), desk.store.state()
    assert after == before


def test_an_office_without_one_of_its_files_changes_nothing(
    run: Run, desk: Desk, folder: Path
) -> None:
    before = desk.store.last_seq()
    (folder / "policy.toml").unlink()
    refused(run("office", "load", str(folder)), "policy.toml")
    assert desk.store.last_seq() == before


def test_a_series_letter_of_a_retired_service_is_refused_in_a_sentence(
    run: Run, desk: Desk, folder: Path
) -> None:
    text = (folder / "office.toml").read_text(encoding="utf8")
    text = text.replace('"nhan-ket-qua"', '"tra-ket-qua"')
    (folder / "office.toml").write_text(text, encoding="utf8")
    before = desk.store.last_seq()
    refused(run("office", "load", str(folder)), "services.series")
    assert desk.store.last_seq() == before


def test_a_reloaded_office_retires_what_it_no_longer_names(
    run: Run, desk: Desk, folder: Path
) -> None:
    path = folder / "office.toml"
    text = path.read_text(encoding="utf8")
    _, sixth, _ = re.split(r"(\[\[counters\]\]\ncounter = 6\n[^#]+)", text)
    path.write_text(text.replace(sixth, ""), encoding="utf8")
    loaded = run("office", "load", str(folder))
    assert loaded.exit_code == 0, loaded.output
    assert [c.counter for c in desk.store.counters()] == [1, 2, 3, 4, 5]
