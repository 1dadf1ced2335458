"""An office's own recordings come and go: in the journal, and whole or not at all."""

from pathlib import Path
from typing import Any

import pytest

from display.voice_sound import RATE
from display.voice_views import voice
from tests import voice_steps
from tests.voice_steps import Run, record, tone
from ticketing.desk import Desk
from ticketing.errors import Busy
from ticketing.verify import verify

run, own = voice_steps.run, voice_steps.own  # fixtures


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """What the officer recorded: a two."""
    made = tmp_path / "recorded"
    made.mkdir()
    record(made / "2.wav", tone(0.3))
    return made


def taken(run: Run, folder: Path, pack: str = "vi-south") -> None:
    result = run("import", folder, "--pack", pack)
    assert result.exit_code == 0, result.output


def contents(folder: Path) -> dict[Path, bytes]:
    return {p: p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def journalled(desk: Desk) -> list[dict[str, Any]]:
    return [e.data for e in desk.store.events() if e.what == "voice changed"]


def test_recordings_that_come_and_go_are_in_the_journal(
    run: Run, folder: Path, desk: Desk
) -> None:
    record(folder / "3.wav", tone(0.3))
    taken(run, folder)
    assert "Removed from vi-south: 2, 3." in run("remove", "vi-south").output
    what = {"voice": "vi-south", "clips": ["2", "3"]}
    assert journalled(desk) == [what | {"how": "imported"}, what | {"how": "removed"}]
    [*_others, event] = desk.store.events()
    assert (event.by, event.device) == ("administrator: command line", "cli")
    assert verify(desk.store, everything=True).problems == []


def test_a_refused_recording_leaves_the_journal_alone(
    run: Run, folder: Path, desk: Desk
) -> None:
    before = desk.store.last_seq()
    record(folder / "2.wav", [0.0] * RATE)
    assert run("import", folder, "--pack", "vi-south").exit_code == 2
    assert run("remove", "vi-south").exit_code == 2
    assert desk.store.last_seq() == before


def test_recordings_that_are_removed_leave_ours_and_the_other_voices(
    run: Run, folder: Path, own: Path
) -> None:
    taken(run, folder)
    taken(run, folder, "vi-north")
    assert run("remove", "vi-south").exit_code == 0
    assert [path.name for path in own.iterdir()] == ["vi-north"]
    packs = voice().packs.all()
    assert packs["vi-south"].owners["2"] == "shipped"
    assert packs["vi-north"].owners["2"] == "office"


@pytest.mark.parametrize("pack", ["vi-north", "vi-west", "../office-voice/vi-south"])
def test_what_the_office_never_recorded_cannot_be_removed(
    run: Run, folder: Path, own: Path, pack: str
) -> None:
    taken(run, folder)
    result = run("remove", pack)
    assert result.exit_code == 2
    assert "it has for vi-south. Nothing was removed." in result.stderr
    assert (own / "vi-south" / "2.wav").exists()


@pytest.mark.parametrize("command", ["import", "remove"])
def test_an_act_that_the_database_refuses_leaves_the_recordings_as_they_were(
    run: Run,
    folder: Path,
    own: Path,
    desk: Desk,
    monkeypatch: pytest.MonkeyPatch,
    command: str,
) -> None:
    taken(run, folder)
    before = contents(own)
    record(folder / "3.wav", tone(0.3))

    def busy(*_args: object) -> None:
        raise Busy("busy")

    monkeypatch.setattr(desk.store, "write", busy)
    words = [folder, "--pack"] if command == "import" else []
    result = run(command, *words, "vi-south")
    assert result.exit_code == 2, result.output
    assert contents(own) == before
    assert [path.name for path in own.iterdir()] == ["vi-south"], "nothing beside"


def test_recordings_half_removed_by_a_power_cut_can_be_removed_again(
    run: Run, folder: Path, own: Path
) -> None:
    taken(run, folder)
    (own / "vi-south").rename(own / ".vi-south.old")
    assert run("remove", "vi-south").exit_code == 0
    assert list(own.iterdir()) == []
