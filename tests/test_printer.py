"""The built-in printer, LUOT_PRINTER, and the lines to real printers: a socket, a
device file, a serial line, a queue of CUPS."""

import os
import stat
import termios
import threading
import time
import tty
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event
from typing import Any, NoReturn
from unicodedata import normalize

import pytest
from PIL import Image

from printer import lines, speaking, talk, virtual
from printer.backends import Backend, open_backend
from printer.errors import PrinterError
from printer.escpos_bytes import commands
from printer.jobs import Attempt, Job, Known
from printer.patience import Patience
from printer.slip import draw
from printer.virtual import Virtual, decode
from settings import WrongSetting, printers_of
from tests.double_commands import RealTime
from tests.double_engine import Engine
from tests.printer_double import PrinterDouble
from tests.test_slip import SLIP, URL, same

JOB = commands(draw(SLIP, URL))
NONE, STATUS, FULL = Known("none"), Known("status"), Known("full", "id")


# --- the virtual printer ---------------------------------------------------


def test_the_virtual_printer_lays_down_the_bytes_and_their_picture(
    tmp_path: Path,
) -> None:
    assert Virtual(tmp_path).send(JOB, "000001-A012") == "printed"

    assert (tmp_path / "000001-A012.escpos").read_bytes() == JOB
    with Image.open(tmp_path / "000001-A012.png") as picture:
        assert same(picture, draw(SLIP, URL))
    assert {path.suffix for path in tmp_path.iterdir()} == {".escpos", ".png"}


def test_the_virtual_printer_keeps_only_the_newest_slips(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(virtual, "KEPT_SLIPS", 3)
    printer = Virtual(tmp_path)
    for age, job in enumerate(["e", "d", "c", "b", "a"]):
        printer.send(JOB, job)
        os.utime(tmp_path / f"{job}.png", (age, age))

    assert sorted(path.stem for path in tmp_path.glob("*.png")) == ["a", "b", "c"]
    assert sorted(path.stem for path in tmp_path.glob("*.escpos")) == ["a", "b", "c"]


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (b"\x1b@\x1b~\x00" + JOB, "unknown command 1b 7e at byte 2"),
        (JOB + b"A012\n", f"unknown command 41 30 at byte {len(JOB)}"),
        (JOB[:5000], "the job ends inside the command at byte"),
        (b"\x1b@\x1dV\x00", "the job prints nothing"),
    ],
)
def test_the_virtual_printer_refuses_what_a_printer_would_garble(
    tmp_path: Path, data: bytes, fault: str
) -> None:
    with pytest.raises(PrinterError, match=fault):
        Virtual(tmp_path).send(data, "job")
    assert list(tmp_path.iterdir()) == []


def test_feeds_between_two_pictures_leave_that_much_white_paper() -> None:
    line = b"\x1dv0\x00\x01\x00\x01\x00\xff"
    picture = decode(b"\x1b@\x1bt\x1e" + line + b"\x1bJ\x05\n\x1bd\x02" + line)

    assert picture.size == (8, 1 + 5 + 3 * 34 + 1)
    assert picture.crop((0, 1, 8, picture.height - 1)).getextrema() == (255, 255)
    assert picture.getpixel((7, picture.height - 1)) == 0


def test_a_picture_of_double_size_comes_out_twice_as_large() -> None:
    assert decode(b"\x1dv0\x03\x01\x00\x02\x00\xff\x00").size == (16, 4)


# --- what LUOT_PRINTER may say ---------------------------------------------


@pytest.mark.parametrize(
    "setting",
    [
        "",
        "virtuel",
        "network:",
        "network:host:port",
        "network:host:70000",
        "network:host:0",
        "usb:04b8",
        "usb:zzzz:0202",
        "serial:/dev/ttyUSB0",
        "serial:ttyUSB0@115200",
        "file:lp0",
        "cups:",
        "cups:-o",
        "cups:two words",
        "virtual 57mm",
        "network:host xonxoff",
        "virtual,",
        "virtual,cups:queue",
        "Ki-ốt 2=virtual,Ki-ốt 2=cups:queue",
        "=virtual",
        "Ki-ốt 2=",
        "network:may..in",
        f"network:{'a' * 70}.vn",
        "network:.",
        "serial:/dev/ttyS0@1234",
        "serial:/dev/ttyS0@0000",
        "network:10.0.0.5, Ki-ốt 2=network:10.0.0.5:9100 58mm",
        "network:May-In.local, Ki-ốt 2=network:may-in.local.",
        "usb:04b8:0202, Ki-ốt 2=usb:0x04B8:0x0202",
        "serial:/dev/ttyS0@9600, Ki-ốt 2=serial:/dev/ttyS0@115200",
        "file:/dev/usb/lp0, Ki-ốt 2=file:/dev/usb/lp0",
        "cups:Quay_1, Ki-ốt 2=cups:Quay_1",
    ],
)
def test_a_wrong_setting_is_refused_in_one_sentence(setting: str) -> None:
    with pytest.raises(WrongSetting, match=r"^LUOT_PRINTER: [^\n]+\.$"):
        printers_of(setting)


@pytest.mark.parametrize(
    "setting",
    [
        "virtual",
        "network:192.168.1.50",
        "network:printer.local:9101",
        "network:[fe80::1]:9100",
        "usb:04b8:0202",
        "usb:0x04b8:0x0202 58mm",
        "serial:/dev/ttyUSB0@115200 xonxoff",
        "file:/dev/usb/lp0",
        "cups:Quay_1",
    ],
)
def test_a_printer_that_is_off_does_not_stop_the_start(
    tmp_path: Path, setting: str
) -> None:
    opened(setting, tmp_path / "none")
    assert not (tmp_path / "none").exists()


def test_every_kiosk_can_have_its_own_printer_and_paper() -> None:
    offices, own = printers_of("network:10.0.0.5, Ki-ốt 2 = usb:04b8:0202  58mm")
    assert (offices.kiosk, offices.kind, offices.width) == ("", "network", 576)
    assert offices.parts == {"host": "10.0.0.5"}
    assert (own.kiosk, own.kind, own.width) == ("Ki-ốt 2", "usb", 384)
    assert own.address == "usb:04b8:0202 58mm"


@pytest.mark.parametrize(
    "setting",
    [
        "network:10.0.0.5, Ki-ốt 2=network:10.0.0.5:9101",
        "file:/dev/usb/lp0, Ki-ốt 2=file:/dev/usb/lp1",
        "virtual, Ki-ốt 2=virtual",
    ],
)
def test_two_printers_that_are_not_the_same_machine_may_be_named(setting: str) -> None:
    assert len(printers_of(setting)) == 2


def test_a_kiosks_name_that_was_typed_decomposed_is_the_same_name() -> None:
    [own] = printers_of(normalize("NFD", "Ki-ốt 2") + "=virtual")
    assert own.kiosk == "Ki-ốt 2"


@pytest.mark.parametrize("flow", ["rtscts", "xonxoff", "noflow"])
def test_a_serial_line_says_wait_in_one_of_three_ways(flow: str) -> None:
    [setting] = printers_of(f"serial:/dev/ttyS0@9600 {flow}")
    assert setting.flow == flow
    assert printers_of("serial:/dev/ttyS0@9600")[0].flow == "rtscts"


# --- what every line has in common --------------------------------------------


def opened(setting: str, spool: Path, stop: Event | None = None) -> Backend:
    [printer] = printers_of(setting)
    return open_backend(printer, spool, Patience(stop or Event()))


def printed(backend: Backend, known: Known = NONE, data: bytes = JOB) -> Attempt:
    if known == FULL:
        data = commands(draw(SLIP, URL), b"name")
    job = Job("000001-A012", data, b"name", lambda: True, lambda: None)
    return backend.print(job, known)


def test_a_network_printer_gets_every_byte_but_is_not_believed(tmp_path: Path) -> None:
    with PrinterDouble() as printer:
        assert printed(opened(printer.address, tmp_path)).state == "unverified"
        printer.wait_for(lambda: printer.cuts == 1)
        assert printer.slips[0].shows(draw(SLIP, URL))


def test_a_printer_that_breaks_the_line_midway_may_have_printed_some(
    tmp_path: Path,
) -> None:
    with PrinterDouble() as printer:
        printer.fault = "cuts-line"
        printer.cut_after = 12_000
        attempt = printed(opened(printer.address, tmp_path))
    assert (attempt.state, attempt.status and attempt.status.fault) == (
        "unknown",
        "off",
    )


def test_a_printer_that_is_switched_off_has_printed_nothing(tmp_path: Path) -> None:
    with PrinterDouble() as printer:
        printer.fault = "port-closed"
        attempt = printed(opened(printer.address, tmp_path))
    assert attempt.state == "blocked"
    assert "refused" in str(attempt.error)


def test_an_address_that_nobody_has_is_said_to_be_one(tmp_path: Path) -> None:
    attempt = printed(opened("network:no-such-printer.invalid", tmp_path))
    assert attempt.state == "blocked"
    assert attempt.error == "there is no host no-such-printer.invalid"


def test_a_slip_that_is_not_wanted_any_more_is_not_sent(tmp_path: Path) -> None:
    job = Job("000001-A012", JOB, b"name", lambda: False, lambda: None)
    with PrinterDouble() as printer:
        attempt = opened(printer.address, tmp_path).print(job, FULL)
        assert (attempt.state, printer.slips) == ("untaken", [])
        assert printer.loose.size == (0, 0)


@pytest.mark.parametrize("known", [NONE, STATUS, FULL, Known("full", "order")])
def test_half_a_picture_left_in_the_printer_does_not_eat_the_next_slip(
    tmp_path: Path, known: Known
) -> None:
    """Some printers wait for its rest, from whoever comes next."""
    with PrinterDouble() as printer:
        printer.keeps_half_commands = True
        backend = opened(printer.address, tmp_path)
        printer.fault, printer.cut_after = "cuts-line", 12_000
        assert printed(backend, known).state == "unknown"
        printer.fault = "ok"
        assert printed(backend, known).state in ("printed", "unverified")
        printer.wait_for(lambda: printer.cuts == 1)
        assert printer.slips[0].shows(draw(SLIP, URL))
        assert printer.garbage == 0


def test_after_a_slip_without_its_word_the_next_word_is_still_the_next_slips(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """GS r has no name in it: whose word it is follows from the order alone."""
    monkeypatch.setattr(speaking, "ACK_PATIENCE", 0.2)
    known = Known("full", "order")
    with PrinterDouble() as printer:
        backend = opened(printer.address, tmp_path)
        printed(backend, known)
        printer.knows.remove("GS r")
        assert printed(backend, known).state == "unverified"
        printer.knows.add("GS r")
        monkeypatch.setattr(speaking, "ACK_PATIENCE", 5.0)
        assert printed(backend, known).state == "printed"
        assert printer.cuts == 3


# --- device files and serial lines --------------------------------------------


class Behind:
    """The printer double's inside at the other end of a pseudo-terminal."""

    def __init__(self) -> None:
        self.ours, theirs = os.openpty()
        tty.setraw(theirs)
        self.path, self._theirs = os.ttyname(theirs), theirs
        self.engine = Engine(lambda reply, delay: self._say(reply), 576)
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def _say(self, reply: bytes) -> None:
        os.write(self.ours, reply)

    def _serve(self) -> None:
        real_time = RealTime()
        while piece := self._read():
            for command, _ in real_time.found(piece):
                self._say(self.engine.obey_at_once(command))
            self.engine.take(piece)

    def _read(self) -> bytes:
        try:
            return os.read(self.ours, 4096)
        except OSError:
            return b""

    def unplug(self) -> None:
        os.close(self._theirs)
        self._thread.join(2)  # else it reads on, of whoever gets this number next
        os.close(self.ours)


@pytest.fixture
def behind() -> Iterator[Behind]:
    printer = Behind()
    yield printer
    printer.unplug()


SETTINGS: list[Callable[[str], str]] = [
    lambda path: f"file:{path}",
    lambda path: f"serial:{path}@115200 noflow",
    lambda path: f"serial:{path}@115200",
]


@pytest.mark.parametrize("setting", SETTINGS)
def test_a_printer_on_a_cable_says_when_a_slip_is_printed(
    tmp_path: Path, behind: Behind, setting: Callable[[str], str]
) -> None:
    backend = opened(setting(behind.path), tmp_path)
    known, status = backend.meet()
    assert (known, status.fault) == (FULL, None)
    assert printed(backend, FULL).state == "printed"
    assert behind.engine.slips[0].shows(draw(SLIP, URL))


@pytest.mark.parametrize("setting", SETTINGS)
def test_a_printer_on_a_cable_is_not_waited_for_longer_than_it_takes_to_answer(
    tmp_path: Path, behind: Behind, setting: Callable[[str], str]
) -> None:
    """A library that waits for sixteen bytes needs a whole timeout for each answer."""
    backend = opened(setting(behind.path), tmp_path)
    begun = time.thread_time(), time.monotonic()
    for _ in range(10):
        assert backend.look(FULL).fault is None
    assert time.monotonic() - begun[1] < 10 * speaking.GLANCE


@pytest.mark.parametrize("setting", SETTINGS)
def test_a_printer_on_a_cable_without_paper_gets_nothing(
    tmp_path: Path, behind: Behind, setting: Callable[[str], str]
) -> None:
    behind.engine._fault = "paper-out"
    attempt = printed(opened(setting(behind.path), tmp_path), FULL)
    assert (attempt.state, attempt.status and attempt.status.fault) == (
        "blocked",
        "paper",
    )


@pytest.mark.parametrize(
    "fault",
    [
        ValueError("Failed to set custom baud rate (921600): (25, 'Inappropriate')"),
        termios.error(22, "Invalid argument"),
    ],
)
def test_a_serial_port_that_has_not_this_speed_is_a_printer_that_is_off(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: Exception
) -> None:
    def refuse(*_: Any, **__: Any) -> NoReturn:
        raise fault

    monkeypatch.setattr("printer.lines.serial.Serial", refuse)
    attempt = printed(opened("serial:/dev/ttyS0@921600", tmp_path))
    assert (attempt.state, attempt.status and attempt.status.fault) == (
        "blocked",
        "off",
    )
    assert "921600 baud" in str(attempt.error)


def test_a_name_that_no_resolver_takes_is_a_printer_that_is_off() -> None:
    with (
        pytest.raises(PrinterError, match=r"there is no host may\.\.in"),
        lines.socket_to("may..in", 9100, Patience(Event())),
    ):
        pass


@pytest.mark.parametrize("kind", ["file:{}", "serial:{}@115200"])
def test_an_unplugged_printer_is_a_fault_and_not_a_new_file(
    tmp_path: Path, kind: str
) -> None:
    attempt = printed(opened(kind.format(tmp_path / "lp0"), tmp_path))
    assert attempt.state == "blocked"
    assert "No such file" in str(attempt.error)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("setting", SETTINGS)
def test_a_printer_plugged_in_again_prints_without_a_restart(
    tmp_path: Path, setting: Callable[[str], str]
) -> None:
    plug = tmp_path / "printer"  # as udev's stable name
    backend = opened(setting(str(plug)), tmp_path)
    for _ in range(2):
        assert printed(backend, STATUS).state == "blocked"
        printer = Behind()
        plug.symlink_to(printer.path)
        assert printed(backend, STATUS).state == "unverified"
        printer.unplug()
        plug.unlink()


def test_a_pipe_that_nobody_reads_is_given_up_and_said_to_have_begun(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(talk, "PATIENCE", 0.2)
    device = tmp_path / "lp0"
    os.mkfifo(device)
    stuck = os.open(device, os.O_RDWR)  # takes one buffer, never reads it
    attempt = printed(opened(f"file:{device}", tmp_path), data=JOB * 30)
    os.close(stuck)
    assert attempt.state == "unknown"
    assert attempt.status
    assert attempt.status.fault == "silent"


@pytest.mark.parametrize("setting", SETTINGS)
def test_a_serial_printer_that_stops_taking_bytes_is_given_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, setting: Callable[[str], str]
) -> None:
    monkeypatch.setattr(talk, "PATIENCE", 0.2)
    ours, theirs = os.openpty()
    tty.setraw(theirs)
    attempt = printed(opened(setting(os.ttyname(theirs)), tmp_path))
    os.close(theirs)
    os.close(ours)
    assert (attempt.state, attempt.status and attempt.status.fault) == (
        "unknown",
        "silent",
    )


# --- CUPS ------------------------------------------------------------------------


LP = """#!/bin/sh
[ "$2" = Quay_1 ] || { echo "lp: no queue $2" >&2; exit 1; }
echo "$@" > SPOOL/said; cat > SPOOL/job
"""
LPSTAT = """#!/bin/sh
[ "$2" = Quay_1 ] || { echo "lpstat: Invalid destination name in list \\"$2\\"." >&2
exit 1; }
cat SPOOL/state
"""


@pytest.fixture
def cups(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A CUPS of our own: knows the queue Quay_1 and keeps what it was given."""
    for name, script in (("lp", LP), ("lpstat", LPSTAT)):
        program = tmp_path / name
        program.write_text(script.replace("SPOOL", str(tmp_path)))
        program.chmod(program.stat().st_mode | stat.S_IXUSR)
    (tmp_path / "state").write_text("printer Quay_1 is idle.  enabled since today\n")
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    return tmp_path


def test_a_cups_queue_gets_the_raw_bytes_under_the_jobs_name(cups: Path) -> None:
    assert printed(opened("cups:Quay_1", cups)).state == "unverified"

    assert (cups / "job").read_bytes() == JOB
    assert (cups / "said").read_text() == "-d Quay_1 -t 000001-A012 -o raw\n"


def test_an_unknown_cups_queue_is_a_fault_in_its_own_words(cups: Path) -> None:
    attempt = printed(opened("cups:Quay_9", cups))
    assert attempt.state == "blocked"
    assert "Quay_9" in str(attempt.error)


def test_a_cups_queue_that_was_stopped_gets_no_slip_for_later(cups: Path) -> None:
    (cups / "state").write_text("printer Quay_1 disabled since today -\n\tPaused\n")
    attempt = printed(opened("cups:Quay_1", cups))
    assert (attempt.state, attempt.status and attempt.status.fault) == (
        "blocked",
        "offline",
    )
    assert not (cups / "job").exists()


def test_a_cups_that_hangs_after_it_got_the_slip_may_have_printed_it(
    cups: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (cups / "lp").write_text("#!/bin/sh\nexec sleep 60\n")
    monkeypatch.setattr("printer.cups.PATIENCE", 0.3)
    assert printed(opened("cups:Quay_1", cups)).state == "unknown"


# --- a stop ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fault", "state"),
    [("never-reads", "untaken"), ("no-ack", "unknown"), ("late-ack", "unknown")],
)
def test_a_stop_ends_every_wait_at_once_and_leaves_the_truth(
    tmp_path: Path, fault: str, state: str
) -> None:
    stop, attempts = Event(), []
    with PrinterDouble() as printer:
        printer.fault, printer.ack_delay = fault, 30.0
        backend = opened(printer.address, tmp_path, stop)
        waiting = threading.Thread(
            target=lambda: attempts.append(printed(backend, FULL))
        )
        waiting.start()
        printer.wait_for(lambda: printer.cuts == 1 or printer.connections == 1)
        stop.set()
        waiting.join(5)
        assert not waiting.is_alive()
    assert [attempt.state for attempt in attempts] == [state]
