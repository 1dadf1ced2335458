"""What a printer can do: found out by asking it, told in sentences, and kept."""

from collections.abc import Callable
from pathlib import Path
from threading import Event

import pytest

from printer import asking, speaking, talk
from printer.backends import open_backend
from printer.jobs import Known
from printer.patience import Patience
from printer.sentences import FAULTS, KNOWN, RESULTS
from printer.service import is_ours
from printer.speaking import by_name, by_order
from printer.status import Status, status_of
from settings import Settings, printers_of
from tests.printer_double import PrinterDouble
from tests.printer_steps import KIOSK, known_printer, loaded, mark, slips, take
from ticketing.desk import Desk
from ticketing.opening import open_store
from ticketing.outbox import copy_slip, meet_printer, note_printer, take_slip
from ticketing.slips import FAULTS as NAMES_OF_FAULTS

LONG_AGO = "2026-01-01T00:00:00.000000+00:00"
DLE_EOT, IN_ORDER, BY_NAME = "DLE EOT", "GS r", "GS ( H"


@pytest.fixture(autouse=True)
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(speaking, "PROBE_PATIENCE", 0.3)
    monkeypatch.setattr(speaking, "ANSWER", 0.3)
    monkeypatch.setattr(talk, "PATIENCE", 1.0)


def met(printer: PrinterDouble, tmp_path: Path) -> tuple[Known | None, Status]:
    [setting] = printers_of(printer.address)
    return open_backend(setting, tmp_path, Patience(Event())).meet()


@pytest.mark.parametrize(
    ("knows", "known"),
    [
        ({DLE_EOT, IN_ORDER, BY_NAME}, Known("full", "id")),
        ({DLE_EOT, BY_NAME}, Known("full", "id")),
        ({DLE_EOT, IN_ORDER}, Known("full", "order")),
        ({DLE_EOT}, Known("status")),
        (set(), Known("none")),
        ({BY_NAME, IN_ORDER}, Known("none")),
    ],
)
def test_what_a_printer_can_do_is_found_out_by_asking_it(
    tmp_path: Path, knows: set[str], known: Known
) -> None:
    with PrinterDouble() as printer:
        printer.knows = knows
        found, status = met(printer, tmp_path)
        assert (found, status.fault) == (known, None)
        assert (printer.garbage, printer.cuts) == (0, 0)


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        ("paper-out", "paper"),
        ("cover-open", "cover"),
        ("cutter-error", "error"),
        ("offline", "offline"),
    ],
)
def test_a_printer_that_is_not_ready_shows_later_what_it_can_do(
    tmp_path: Path, fault: str, told: str
) -> None:
    with PrinterDouble() as printer:
        printer.fault = fault
        known, status = met(printer, tmp_path)
        assert (known, status.fault) == (None, told)
        printer.load_paper()
        printer.fault = "ok"
        assert met(printer, tmp_path)[0] == Known("full", "id")


@pytest.mark.parametrize("fault", ["silent", "garbage", "never-reads"])
def test_a_printer_that_gives_no_answer_that_makes_sense_has_no_word(
    tmp_path: Path, fault: str
) -> None:
    with PrinterDouble() as printer:
        printer.fault = fault
        assert met(printer, tmp_path)[0] == Known("none")


@pytest.mark.parametrize(
    ("answers", "fault", "near_end"),
    [
        (b"\x12\x12\x12\x12", None, False),
        (b"\x12\x12\x12\x1e", None, True),
        (b"\x1a\x12\x12\x12", "offline", False),
        (b"\x1a\x16\x12\x12", "cover", False),
        (b"\x1a\x32\x12\x7e", "paper", True),
        (b"\x1a\x12\x12\x72", "paper", False),
        (b"\x1a\x36\x12\x7e", "cover", True),
        (b"\x1a\x52\x1a\x12", "error", False),
        (b"\x12\x12\x32\x12", "error", False),
        (b"\x12\x12\x52\x12", "error", False),
        (b"\x1a\x72\x12\x12", "paper", False),
    ],
)
def test_the_status_says_what_a_person_has_to_do_first(
    answers: bytes, fault: str | None, near_end: bool
) -> None:
    assert status_of(answers) == Status(fault, near_end, answers)


def test_only_its_own_name_counts_as_a_slips_word() -> None:
    heard = by_name(b"nam1")
    assert heard(bytearray(b"\xff\x37\x22nam1\x00\x81"))
    for other in (b"\x37\x22nam2\x00", b"nam1\x00", b"\x37\x22nam1", b"\x00" * 8):
        assert not heard(bytearray(other))


def test_the_byte_of_gs_r_counts_only_when_it_comes_alone() -> None:
    assert by_order(bytearray(b"\x00"))
    assert by_order(bytearray(b"\x03"))
    for noise in (b"", b"\x00\x00", b"\x12", b"\x80", b"\xff\x00\x81\x7f"):
        assert not by_order(bytearray(noise))


# --- in sentences -----------------------------------------------------------------


def test_every_fault_and_ability_is_explained_and_says_what_to_do() -> None:
    assert set(FAULTS) == set(NAMES_OF_FAULTS)
    assert {"id", "order", "status", "none"} <= set(KNOWN)
    for sentence in (*FAULTS.values(), *KNOWN.values(), *RESULTS.values()):
        assert len(sentence.split()) > 4


def office(tmp_path: Path, printer: str, met: bool = False) -> Settings:
    """`met`: its printer process has been there."""
    settings = Settings(database=tmp_path / "office.db", printer=printer, trial="1")
    store = open_store(settings.database, trial=True)
    loaded(store)
    if met:
        [one] = printers_of(printer)
        meet_printer(store, "", one.address)
    store.close()
    return settings


def nowhere(tmp_path: Path, printer: PrinterDouble) -> Settings:
    """A machine without an office."""
    return Settings(database=tmp_path / "office.db", printer=printer.address)


def test_probe_says_what_was_asked_and_what_it_means_and_keeps_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with PrinterDouble() as printer:
        settings = office(tmp_path, f"{printer.address} 58mm", met=True)
        assert asking.probe(settings) == 0
    said = capsys.readouterr().out
    assert "Asked how it is, it answered DLE EOT 1: 12, DLE EOT 2: 12" in said
    assert "It is ready." in said
    assert KNOWN["id"] in said
    assert "This is stored." in said
    store = open_store(settings.database, trial=True)
    assert known_printer(store).ability == "full"
    store.close()


def test_probe_does_not_make_a_dead_printer_process_look_alive(tmp_path: Path) -> None:
    with PrinterDouble() as printer:
        settings = office(tmp_path, printer.address, met=True)
        store = open_store(settings.database, trial=True)
        with store.write() as writing:
            old = {"printer": "", "seen_at": LONG_AGO}
            writing.put("printers", old)
        asking.probe(settings)
        assert asking.status(settings) == 1
    [row] = store.find("printers")
    assert (row["seen_at"], row["ability"]) == (LONG_AGO, "full")
    store.close()


def test_a_printer_that_the_process_never_met_is_not_put_down_as_met_by_probe(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with PrinterDouble() as printer:
        settings = office(tmp_path, printer.address)
        assert asking.probe(settings) == 0
    assert "has never used it: this was not stored" in capsys.readouterr().out
    store = open_store(settings.database, trial=True)
    assert store.count("printers") == 0
    store.close()


def test_probe_without_an_office_says_that_nothing_was_stored(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with PrinterDouble() as printer:
        printer.knows = {DLE_EOT}
        settings = Settings(database=tmp_path / "office.db", printer=printer.address)
        assert asking.probe(settings) == 0
    said = capsys.readouterr().out
    assert KNOWN["status"] in said
    assert "it was not stored" in said
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("fault", "told"),
    [("paper-out", "paper"), ("cover-open", "cover"), ("port-closed", "off")],
)
@pytest.mark.parametrize("ask", [asking.probe, asking.test])
def test_a_printer_that_is_not_ready_is_told_with_what_to_do_about_it(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    ask: Callable[[Settings], int],
    fault: str,
    told: str,
) -> None:
    with PrinterDouble() as printer:
        printer.fault = fault
        assert ask(nowhere(tmp_path, printer)) == 1
    assert FAULTS[told] in capsys.readouterr().out


def test_every_printer_of_the_setting_is_asked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with PrinterDouble() as good, PrinterDouble() as empty:
        empty.fault = "paper-out"
        both = f"{good.address}, Ki-ốt 2={empty.address}"
        assert asking.probe(Settings(tmp_path / "office.db", printer=both)) == 1
    said = capsys.readouterr().out
    assert KNOWN["id"] in said
    assert FAULTS["paper"] in said
    assert "(for Ki-ốt 2; 576 dots across)" in said


@pytest.mark.parametrize(
    ("knows", "result"),
    [
        ({DLE_EOT, IN_ORDER, BY_NAME}, "printed"),
        ({DLE_EOT}, "unverified"),
        (set(), "unverified"),
    ],
)
def test_the_test_slip_comes_out_and_it_is_said_who_knows_of_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], knows: set[str], result: str
) -> None:
    with PrinterDouble() as printer:
        printer.knows = knows
        assert (
            asking.test(Settings(tmp_path / "office.db", printer=printer.address)) == 0
        )
        printer.wait_for(lambda: printer.cuts == 1)
    assert RESULTS[result] in capsys.readouterr().out


def test_a_test_slip_that_tears_says_that_one_must_look(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with PrinterDouble() as printer:
        printer.paper_rows = 200
        assert (
            asking.test(Settings(tmp_path / "office.db", printer=printer.address)) == 1
        )
    said = capsys.readouterr().out
    assert RESULTS["unknown"] in said
    assert FAULTS["paper"] in said


# --- status -----------------------------------------------------------------------


def test_status_says_what_the_printer_process_last_knew(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with PrinterDouble() as printer:
        settings = office(tmp_path, printer.address, met=True)
        asking.probe(settings)
    store = open_store(settings.database, trial=True)
    note_printer(store, "", fault="paper", used_mm=12_400)
    assert asking.status(settings) == 1
    note_printer(store, "", fault=None)
    capsys.readouterr()

    assert asking.status(settings) == 0
    said = capsys.readouterr().out
    assert "It is ready." in said
    assert KNOWN["id"] in said
    assert "About 38 m of paper are left on the roll." in said
    assert "queued: 0" in said
    store.close()


def test_status_counts_what_is_not_on_paper_for_people_who_are_here(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Not what a copy made good, what is of another day, or of somebody who left."""
    settings = office(tmp_path, "virtual", met=True)
    store = open_store(settings.database, trial=True)
    desk = Desk(store, trial=True)
    tickets = take(desk, 6)
    for slip, state in enumerate(("unknown", "unknown", "failed", "failed", "sent"), 1):
        take_slip(store, slips(store)[slip - 1])
        mark(store, slip, state)
    assert copy_slip(store, slips(store)[0])
    desk.cancel(KIOSK, tickets[3].ref, "void")
    asking.status(settings)
    said = capsys.readouterr().out.splitlines()[-1].rpartition("here: ")[2]
    assert said == "queued: 2, sending: 0, sent: 1, blocked: 0, unknown: 1, failed: 1"
    store.close()


def test_status_says_when_the_printer_process_does_not_run(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = office(tmp_path, "virtual")
    assert asking.status(settings) == 1
    assert "The printer process has never used it." in capsys.readouterr().out

    store = open_store(settings.database, trial=True)
    meet_printer(store, "", "virtual")
    with store.write() as writing:
        writing.put("printers", {"printer": "", "seen_at": LONG_AGO})
    store.close()
    assert asking.status(settings) == 1
    assert "The printer process does not run; last seen" in capsys.readouterr().out


def test_only_one_process_can_claim_the_printing(tmp_path: Path) -> None:
    with (tmp_path / "claim").open("w") as first, (tmp_path / "claim").open("w") as two:
        assert is_ours(first)
        assert not is_ours(two)
