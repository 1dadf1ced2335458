"""Printers that answer, refuse, vanish or fall silent."""

import os
import socket
import stat
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from PIL import Image

from printer import lines, virtual
from printer.backends import open_backend
from printer.errors import PrinterError
from printer.escpos_bytes import commands
from printer.slip import draw
from printer.virtual import Virtual, decode
from tests.test_slip import SLIP, URL, same

JOB = commands(draw(SLIP, URL))
HOME = ("127.0.0.1", 0)


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
    ],
)
def test_a_wrong_setting_is_refused_in_one_sentence(
    tmp_path: Path, setting: str
) -> None:
    with pytest.raises(ValueError, match=r"^LUOT_PRINTER: [^\n]+\.$"):
        open_backend(setting, tmp_path)


@pytest.mark.parametrize(
    "setting",
    [
        "virtual",
        "network:192.168.1.50",
        "network:printer.local:9101",
        "network:[fe80::1]:9100",
        "file:/dev/usb/lp0",
        "cups:Quay_1",
    ],
)
def test_a_printer_that_is_off_does_not_stop_the_start(
    tmp_path: Path, setting: str
) -> None:
    open_backend(setting, tmp_path / "none")
    assert not (tmp_path / "none").exists()


# --- printers behind a socket, a device file, CUPS, a serial line -----------


@dataclass
class Doubled:
    """A printer on TCP: takes so many bytes, then hangs up as it was told."""

    takes: int | None = None
    received: bytes = b""
    server: socket.socket = field(default_factory=lambda: socket.create_server(HOME))

    @property
    def setting(self) -> str:
        return f"network:127.0.0.1:{self.server.getsockname()[1]}"

    def serve(self) -> None:
        line, _ = self.server.accept()
        with line:
            while self.takes is None or len(self.received) < self.takes:
                if not (piece := line.recv(4096)):
                    return
                self.received += piece


@pytest.fixture
def doubled(request: pytest.FixtureRequest) -> Iterator[Doubled]:
    printer = Doubled(getattr(request, "param", None))
    thread = threading.Thread(target=printer.serve)
    thread.start()
    yield printer
    thread.join(timeout=10)
    printer.server.close()
    assert not thread.is_alive()


def test_a_network_printer_gets_every_byte_but_is_not_believed(
    tmp_path: Path, doubled: Doubled
) -> None:
    assert open_backend(doubled.setting, tmp_path).send(JOB, "job") == "unverified"
    assert doubled.received == JOB


@pytest.mark.parametrize("doubled", [30_000], indirect=True)
def test_a_printer_that_hangs_up_midway_may_have_printed_some(
    tmp_path: Path, doubled: Doubled
) -> None:
    with pytest.raises(PrinterError) as fault:
        open_backend(doubled.setting, tmp_path).send(JOB * 20, "job")
    assert fault.value.began


def test_a_printer_that_is_switched_off_has_printed_nothing(tmp_path: Path) -> None:
    with socket.create_server(HOME) as server:
        port = server.getsockname()[1]
    with pytest.raises(PrinterError, match="refused") as fault:
        open_backend(f"network:127.0.0.1:{port}", tmp_path).send(JOB, "job")
    assert not fault.value.began


def test_an_unplugged_printer_is_a_fault_and_not_a_new_file(tmp_path: Path) -> None:
    with pytest.raises(PrinterError, match="No such file") as fault:
        open_backend(f"file:{tmp_path / 'lp0'}", tmp_path).send(JOB, "job")
    assert not fault.value.began
    assert list(tmp_path.iterdir()) == []


def test_a_device_file_gets_every_byte_but_is_not_believed(tmp_path: Path) -> None:
    device = tmp_path / "lp0"
    os.mkfifo(device)
    paper = os.open(device, os.O_RDWR)
    reader = threading.Thread(target=read_fully, args=(paper, got := bytearray()))
    reader.start()

    assert open_backend(f"file:{device}", tmp_path).send(JOB, "job") == "unverified"
    reader.join(timeout=10)
    os.close(paper)
    assert bytes(got) == JOB


def test_a_device_out_of_paper_is_given_up_and_said_to_have_begun(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lines, "PATIENCE", 0.1)
    device = tmp_path / "lp0"
    os.mkfifo(device)
    stuck = os.open(device, os.O_RDWR)  # takes one buffer, never reads it
    with pytest.raises(PrinterError, match="took nothing") as fault:
        open_backend(f"file:{device}", tmp_path).send(JOB * 3, "job")
    os.close(stuck)
    assert fault.value.began


@pytest.fixture
def lp(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A CUPS of our own: knows the queue Quay_1 and keeps what it was given."""
    program = tmp_path / "lp"
    program.write_text(
        f'#!/bin/sh\n[ "$2" = Quay_1 ] || {{ echo "lp: no queue $2" >&2; exit 1; }}\n'
        f'echo "$@" > {tmp_path}/said; cat > {tmp_path}/job\n'
    )
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    return tmp_path


def test_a_cups_queue_gets_the_raw_bytes_under_the_jobs_name(lp: Path) -> None:
    assert open_backend("cups:Quay_1", lp).send(JOB, "000001-A012") == "unverified"

    assert (lp / "job").read_bytes() == JOB
    assert (lp / "said").read_text() == "-d Quay_1 -t 000001-A012 -o raw\n"


def test_an_unknown_cups_queue_is_a_fault_in_its_own_words(lp: Path) -> None:
    with pytest.raises(PrinterError, match="lp: no queue Quay_9") as fault:
        open_backend("cups:Quay_9", lp).send(JOB, "job")
    assert not fault.value.began


def test_a_serial_printer_gets_every_byte_but_is_not_believed(tmp_path: Path) -> None:
    pytest.importorskip("serial", reason="pyserial is not installed")
    ours, theirs = os.openpty()
    reader = threading.Thread(target=read_fully, args=(ours, got := bytearray()))
    reader.start()

    backend = open_backend(f"serial:{os.ttyname(theirs)}@115200", tmp_path)
    assert backend.send(JOB, "job") == "unverified"
    reader.join(timeout=10)
    os.close(theirs)
    os.close(ours)
    assert bytes(got) == JOB


def test_a_serial_printer_that_is_off_is_given_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("serial", reason="pyserial is not installed")
    monkeypatch.setattr(lines, "PATIENCE", 0.1)
    ours, theirs = os.openpty()
    with pytest.raises(PrinterError) as fault:
        open_backend(f"serial:{os.ttyname(theirs)}@115200", tmp_path).send(JOB, "job")
    os.close(theirs)
    os.close(ours)
    assert fault.value.began


def read_fully(descriptor: int, got: bytearray) -> None:
    while len(got) < len(JOB):
        got += os.read(descriptor, 4096)
