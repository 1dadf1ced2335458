"""What is said of a slip, fault by fault: "printed" is the printer's own word alone."""

from pathlib import Path
from threading import Event

import pytest

from printer import speaking, talk
from printer.backends import open_backend
from printer.escpos_bytes import commands
from printer.jobs import Attempt, Job, Known
from printer.patience import Patience
from printer.slip import draw
from settings import printers_of
from tests.printer_double import PrinterDouble
from tests.test_slip import SLIP, URL, same

WORD = b"name"
PICTURE = draw(SLIP, URL)
ID, ORDER = Known("full", "id"), Known("full", "order")
STATUS, NONE = Known("status"), Known("none")
EVERY = (ID, ORDER, STATUS, NONE)

# fault, ability: state of the slip, fault that is told
SAID = [
    *(("ok", known, "printed", None) for known in (ID, ORDER)),
    *(("near-end", known, "printed", None) for known in (ID, ORDER)),
    *(("ok", known, "unverified", None) for known in (STATUS, NONE)),
    *(("paper-out", known, "blocked", "paper") for known in EVERY[:3]),
    *(("cover-open", known, "blocked", "cover") for known in EVERY[:3]),
    *(("cutter-error", known, "blocked", "error") for known in EVERY[:3]),
    *(("offline", known, "blocked", "offline") for known in EVERY[:3]),
    *(("silent", known, "blocked", "silent") for known in EVERY[:3]),
    *(("garbage", known, "blocked", "silent") for known in EVERY[:3]),
    *(("never-reads", known, "blocked", "silent") for known in EVERY[:3]),
    *(("paper-out", NONE, "unverified", None),),
    *(("port-closed", known, "blocked", "off") for known in EVERY),
    *(("cuts-line", known, "unknown", "off") for known in EVERY),
    *(("knife-jams", known, "unknown", "error") for known in EVERY[:3]),
    *(("runs-out", known, "unknown", "paper") for known in EVERY[:3]),
    ("no-ack", ID, "unverified", None),
    ("wrong-ack", ID, "unverified", None),
    ("late-ack", ID, "printed", None),
]


@pytest.fixture(autouse=True)
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(speaking, "ANSWER", 0.3)
    monkeypatch.setattr(speaking, "ACK_PATIENCE", 1.0)
    monkeypatch.setattr(speaking, "GLANCE", 0.1)
    monkeypatch.setattr(speaking, "LINGER", 0.1)
    monkeypatch.setattr(talk, "PATIENCE", 0.5)


def attempt(printer: PrinterDouble, known: Known, folder: Path) -> Attempt:
    data = commands(PICTURE, WORD if known == ID else None)
    job = Job("job", data, WORD, begin=lambda: True, sent=lambda: None)
    [setting] = printers_of(printer.address)
    return open_backend(setting, folder, Patience(Event())).print(job, known)


@pytest.mark.parametrize(("fault", "known", "state", "told"), SAID)
def test_what_is_said_of_a_slip_is_what_the_printer_lets_us_know(
    tmp_path: Path, fault: str, known: Known, state: str, told: str | None
) -> None:
    with PrinterDouble() as printer:
        printer.cut_after, printer.ack_delay = 12_000, 0.3
        if fault == "runs-out":
            printer.paper_rows = 200
        else:
            printer.fault = fault
        found = attempt(printer, known, tmp_path)
        lies_there = [piece for piece in printer.slips if piece.shows(PICTURE)]
        burnt = printer.loose.size
    assert found.status
    assert (found.state, found.status.fault) == (state, told)
    if state == "printed":
        assert len(lies_there) == 1
    if state == "blocked":
        assert (lies_there, burnt) == ([], (0, 0)), "nothing of it may have been sent"


def test_the_paper_of_the_double_is_the_picture_that_was_drawn(tmp_path: Path) -> None:
    with PrinterDouble() as printer:
        attempt(printer, ID, tmp_path)
        assert same(printer.slips[0].picture, PICTURE)


def test_a_near_end_is_told_with_the_slip_that_was_printed(tmp_path: Path) -> None:
    with PrinterDouble() as printer:
        printer.fault = "near-end"
        found = attempt(printer, ID, tmp_path)
    assert found.status
    assert found.status.near_end
