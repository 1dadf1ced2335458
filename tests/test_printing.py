"""The printer's process, as the service manager runs it."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PIL import Image
from pyzbar.pyzbar import decode as zbar

from tests.printer_steps import ROOT, states, take
from ticketing.desk import Desk
from ticketing.loading import read_office
from ticketing.opening import open_store
from ticketing.outbox import mark_slip
from ticketing.people import SYSTEM


def started(
    act: str, database: Path, printer: str, trial: str = "1"
) -> subprocess.Popen[str]:
    luot = {
        "LUOT_DATABASE": str(database),
        "LUOT_PRINTER": printer,
        "LUOT_PUBLIC_URL": "http://office.example",
        "LUOT_TRIAL": trial,
    }
    return subprocess.Popen(
        [sys.executable, "-m", "printer", act],
        env=os.environ | luot,
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.mark.parametrize("act", ["run", "test", "status"])
def test_a_wrong_printer_stops_the_start_with_one_sentence(
    act: str, tmp_path: Path
) -> None:
    process = started(act, tmp_path / "office.db", "laser")
    said, complaint = process.communicate(timeout=20)

    assert (process.returncode, said) == (2, "")
    assert complaint.startswith("LUOT_PRINTER: “laser” is n")
    assert complaint.count("\n") == 1


def test_the_test_slip_comes_out_and_the_answer_says_so(tmp_path: Path) -> None:
    process = started("test", tmp_path / "office.db", "virtual")

    assert process.communicate(timeout=20) == ("printed\n", "")
    assert (tmp_path / "office-slips" / "test.png").exists()


def test_a_test_slip_that_fails_says_why(tmp_path: Path) -> None:
    process = started("test", tmp_path / "office.db", f"file:{tmp_path}/lp0")
    said, complaint = process.communicate(timeout=20)

    assert (process.returncode, said) == (1, "")
    assert "No such file" in complaint


@pytest.fixture
def live(tmp_path: Path) -> Iterator[Desk]:
    """An office whose clock is the machine's, as the process sees it."""
    store = open_store(tmp_path / "office.db", trial=True)
    desk = Desk(store, trial=True)
    desk.load(SYSTEM, read_office(ROOT / "data").rows)
    yield desk
    store.close()


def test_the_process_prints_what_is_queued_and_ends_when_told(
    live: Desk, tmp_path: Path
) -> None:
    take(live)
    process = started("run", tmp_path / "office.db", "virtual")
    try:
        wait_for(lambda: states(live.store) == ["printed"])
    finally:
        process.terminate()
    process.communicate(timeout=20)
    assert process.returncode == 0

    with Image.open(tmp_path / "office-slips" / "000001-A001.png") as picture:
        [code] = zbar(picture.convert("L"))
    assert code.data.decode().startswith("http://office.example/t/")


def test_a_second_process_for_the_same_office_is_sent_away(
    live: Desk, tmp_path: Path
) -> None:
    take(live)
    first = started("run", tmp_path / "office.db", "virtual")
    try:
        wait_for(lambda: states(live.store) == ["printed"])
        second = started("run", tmp_path / "office.db", "virtual")
        complaint = second.communicate(timeout=20)[1]
    finally:
        first.terminate()
    first.communicate(timeout=20)
    assert second.returncode == 2
    assert complaint == f"Another process prints for {tmp_path / 'office.db'}.\n"


def test_a_real_office_refuses_to_print_from_a_trial_database(
    live: Desk, tmp_path: Path
) -> None:
    process = started("run", tmp_path / "office.db", "virtual", trial="0")
    complaint = process.communicate(timeout=20)[1]

    assert process.returncode == 2
    assert "trial database" in complaint


def test_the_status_of_no_office_makes_no_office(tmp_path: Path) -> None:
    process = started("status", tmp_path / "office.db", "virtual")
    complaint = process.communicate(timeout=20)[1]

    assert (process.returncode, complaint.count("\n")) == (2, 1)
    assert list(tmp_path.iterdir()) == []


def test_the_status_counts_the_slips_that_are_not_on_paper(
    live: Desk, tmp_path: Path
) -> None:
    take(live, tickets=3)
    mark_slip(live.store, 1, "unknown")
    process = started("status", tmp_path / "office.db", "virtual")

    said = process.communicate(timeout=20)[0].splitlines()
    assert said[:3] == ["virtual", "queued: 2", "sending: 0"]
    assert "unknown: 1" in said


def wait_for(true: Callable[[], bool], seconds: float = 20) -> None:
    patience = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < patience, "it did not come about"
        time.sleep(0.05)
