"""The printer's process, as the service manager runs it: started, killed, rushed."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PIL import Image
from pyzbar.pyzbar import decode as zbar

from printer.virtual import decode
from tests.double_states import FAULTS
from tests.printer_double import PrinterDouble
from tests.printer_steps import (
    ROOT,
    loaded,
    slips,
    states,
    take,
    wait_for,
)
from ticketing.desk import Desk
from ticketing.opening import open_store
from ticketing.people import Actor
from ticketing.slips import Slip
from ticketing.store import Store
from ticketing.verify import verify

UNDER_WAY = ("queued", "sending", "sent", "blocked")
TICKETS, SECONDS = 300, 10


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


@contextmanager
def process(database: Path, printer: str) -> Iterator[subprocess.Popen[str]]:
    running = started("run", database, printer)
    try:
        yield running
    finally:
        running.terminate()
        running.communicate(timeout=20)


@pytest.fixture
def live(tmp_path: Path) -> Iterator[Desk]:
    """An office whose clock is the machine's, as the process sees it."""
    store = open_store(tmp_path / "office.db", trial=True)
    yield loaded(store)
    store.close()


@pytest.mark.parametrize("act", ["run", "probe", "test", "status"])
@pytest.mark.parametrize("setting", ["laser", "network:10.0.0.5 57mm"])
def test_a_wrong_printer_stops_the_start_with_one_sentence(
    act: str, setting: str, tmp_path: Path
) -> None:
    (tmp_path / "office.db").touch()
    complaint_of = started(act, tmp_path / "office.db", setting)
    said, complaint = complaint_of.communicate(timeout=20)

    assert (complaint_of.returncode, said) == (2, "")
    assert complaint.startswith("LUOT_PRINTER: “")
    assert complaint.count("\n") == 1


def test_the_test_slip_comes_out_and_the_answer_says_so(tmp_path: Path) -> None:
    test = started("test", tmp_path / "office.db", "virtual")
    said, complaint = test.communicate(timeout=20)

    assert (test.returncode, complaint) == (0, "")
    assert "The test slip is printed" in said
    assert (tmp_path / "office-slips" / "test.png").exists()


def test_a_test_slip_that_fails_says_why(tmp_path: Path) -> None:
    test = started("test", tmp_path / "office.db", f"file:{tmp_path}/lp0")
    said, _ = test.communicate(timeout=20)

    assert test.returncode == 1
    assert "No such file" in said
    assert "switched on and plugged in" in said


def test_the_process_prints_what_is_queued_and_ends_when_told(
    live: Desk, tmp_path: Path
) -> None:
    take(live)
    with process(tmp_path / "office.db", "virtual") as running:
        wait_for(lambda: states(live.store) == ["printed"])
    assert running.returncode == 0

    with Image.open(tmp_path / "office-slips" / "000001-A001.png") as picture:
        [code] = zbar(picture.convert("L"))
    assert code.data.decode().startswith("http://office.example/t/")


def test_a_second_process_for_the_same_office_is_sent_away(
    live: Desk, tmp_path: Path
) -> None:
    take(live)
    with process(tmp_path / "office.db", "virtual"):
        wait_for(lambda: states(live.store) == ["printed"])
        second = started("run", tmp_path / "office.db", "virtual")
        complaint = second.communicate(timeout=20)[1]
    assert second.returncode == 2
    assert complaint == f"Another process prints for {tmp_path / 'office.db'}.\n"


def test_a_real_office_refuses_to_print_from_a_trial_database(
    live: Desk, tmp_path: Path
) -> None:
    refused = started("run", tmp_path / "office.db", "virtual", trial="0")
    complaint = refused.communicate(timeout=20)[1]

    assert refused.returncode == 2
    assert "trial database" in complaint


def test_the_status_of_no_office_makes_no_office(tmp_path: Path) -> None:
    status = started("status", tmp_path / "office.db", "virtual")
    complaint = status.communicate(timeout=20)[1]

    assert (status.returncode, complaint.count("\n")) == (2, 1)
    assert list(tmp_path.iterdir()) == []


def test_while_the_process_runs_the_status_says_that_all_is_well(
    live: Desk, tmp_path: Path
) -> None:
    with process(tmp_path / "office.db", "virtual"):
        take(live)
        wait_for(lambda: states(live.store) == ["printed"])
        status = started("status", tmp_path / "office.db", "virtual")
        said = status.communicate(timeout=20)[0]
    assert status.returncode == 0
    assert "It is ready." in said


def test_a_stop_does_not_wait_for_a_printer_that_says_nothing(
    live: Desk, tmp_path: Path
) -> None:
    with PrinterDouble() as printer:
        with process(tmp_path / "office.db", printer.address) as running:
            wait_for(lambda: live.store.count("printers", ability="full") == 1)
            printer.fault = "no-ack"
            take(live)
            wait_for(lambda: states(live.store) == ["sent"])
            running.terminate()
            running.wait(timeout=5)
        assert running.returncode == 0
        assert states(live.store) == ["unknown", "queued"]


# --- killed -------------------------------------------------------------------------


def kiosk(fault: str) -> Actor:
    return Actor("kiosk", f"Ki-ốt {fault}")


def of_kiosk(store: Store, fault: str) -> list[Slip]:
    return [slip for slip in slips(store) if slip.kiosk == kiosk(fault).name]


@pytest.fixture
def doubles() -> Iterator[dict[str, PrinterDouble]]:
    """One printer for each fault, side by side in one office."""
    found = {fault: PrinterDouble() for fault in FAULTS}
    for printer in found.values():
        printer.start()
        printer.cut_after = 12_000
    yield found
    for printer in found.values():
        printer.stop()


def are_done(store: Store) -> bool:
    return all(slip.state not in UNDER_WAY for slip in slips(store))


@pytest.mark.parametrize("moment", ["at once", "0.3 s", "2.5 s"])
def test_killed_with_any_fault_and_started_again_no_ticket_and_no_mark_is_missing(
    live: Desk, tmp_path: Path, doubles: dict[str, PrinterDouble], moment: str
) -> None:
    store = live.store
    setting = ",".join(f"{kiosk(f).name}={doubles[f].address}" for f in doubles)
    running = started("run", tmp_path / "office.db", setting)
    wait_for(lambda: store.count("printers", ability="full") == len(doubles))
    for fault, printer in doubles.items():
        printer.fault = fault
    for fault in doubles:
        take(live, kiosk=kiosk(fault))
    if moment != "at once":
        time.sleep(float(moment.split()[0]))
    running.kill()
    running.communicate(timeout=20)
    left = {slip.slip: slip.state for slip in slips(store)}
    for printer in doubles.values():
        printer.load_paper()
        printer.fault = "ok"
    with process(tmp_path / "office.db", setting):
        wait_for(lambda: are_done(store), 40)
    assert wrong(store, doubles, left) == []
    assert verify(store, everything=True).problems == []


def wrong(
    store: Store, doubles: dict[str, PrinterDouble], left: dict[int, str]
) -> list[str]:
    """Fault and what is not as it must be."""
    found = []
    for fault, printer in doubles.items():
        first, *copies = mine = of_kiosk(store, fault)
        cut_short = left[first.slip] in ("sending", "sent")
        truths = {
            "unknown after it was cut short": not cut_short or first.state == "unknown",
            "a mark on every copy": all(copy.marked for copy in copies),
            "not lost": mine[-1].state in ("printed", "unverified"),
            "on paper, each once": 1 <= len(printer.slips) <= len(mine),
            "no letters": not printer.garbage,
        }
        found += [f"{fault}: {must}" for must, is_so in truths.items() if not is_so]
    return found


# --- a rush -------------------------------------------------------------------------

RUSH = """
import sys, time
from pathlib import Path
from ticketing.desk import Desk
from ticketing.opening import open_store
from ticketing.people import Actor
desk = Desk(open_store(Path(sys.argv[1]), trial=True, web=True), trial=True)
begun, count, seconds = time.monotonic(), int(sys.argv[2]), float(sys.argv[3])
for number in range(count):
    desk.issue(Actor("kiosk", "Ki-ốt 1"), "chung-thuc")
    time.sleep(max(0.0, begun + seconds * number / count - time.monotonic()))
"""


def test_in_a_rush_the_printer_process_gets_its_turn_and_loses_nothing(
    live: Desk, tmp_path: Path
) -> None:
    store = live.store
    with process(tmp_path / "office.db", "virtual") as running:
        wait_for(lambda: store.count("printers") == 1)
        arguments = (str(tmp_path / "office.db"), str(TICKETS), str(SECONDS))
        web = subprocess.run(
            [sys.executable, "-c", RUSH, *arguments],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
        meanwhile = states(store).count("printed")
        assert (web.returncode, web.stderr) == (0, "")
        assert running.poll() is None
        assert meanwhile > 0
        wait_for(lambda: are_done(store), 60)
    assert len({slip.payload["number"] for slip in slips(store)}) == TICKETS
    assert set(states(store)) <= {"printed", "failed"}
    printed = [slip for slip in slips(store) if slip.state == "printed"]
    kept = {path.stem for path in (tmp_path / "office-slips").glob("*.escpos")}
    newest = {f"{slip.slip:06d}-{slip.payload['number']}" for slip in printed[-200:]}
    assert kept == newest
    assert all(decode(path.read_bytes()) for path in some(tmp_path / "office-slips"))


def some(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.escpos"))[::50]
