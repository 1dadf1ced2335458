"""From queued slips to paper: printers that answer, refuse, vanish or fall silent."""

import os
import socket
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event

import pytest
from PIL import Image
from pyzbar.pyzbar import decode as zbar

from printer import lines, virtual
from printer.backends import State, open_backend
from printer.errors import PrinterError
from printer.escpos_bytes import commands
from printer.slip import draw
from printer.virtual import Virtual, decode
from printer.worker import Worker
from settings import Settings
from tests.test_slip import SLIP, URL, same
from ticketing.desk import Desk
from ticketing.loading import read_office
from ticketing.opening import open_store
from ticketing.outbox import mark_slip
from ticketing.people import SYSTEM, Actor
from ticketing.store import Store
from ticketing.tickets import Ticket

JOB = commands(draw(SLIP, URL))
ROOT = Path(__file__).parent.parent
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


# --- the worker ------------------------------------------------------------

EVERY = ("queued", "sending", "printed", "unverified", "blocked", "unknown", "failed")
KIOSK = Actor("kiosk", "Ki-ốt 1")
OFF = "connection refused"
GO_ON = Event()


class PowerCut(BaseException):
    """Ends the process in the middle of a slip."""


@dataclass
class Clock:
    now: datetime = datetime(2026, 11, 23, 2, 14, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def tick(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


@dataclass
class Printer:
    """Keeps what it printed; fails as often as it was told."""

    store: Store
    faults: list[BaseException] = field(default_factory=list)
    jobs: list[str] = field(default_factory=list)
    papers: list[Image.Image] = field(default_factory=list)
    meanwhile: Callable[[], object] = bool  # happens while the paper comes out

    def send(self, data: bytes, job: str) -> State:
        assert len(self.store.slips("sending")) == 1
        if self.faults:
            raise self.faults.pop(0)
        self.jobs.append(job)
        self.papers.append(decode(data))
        self.meanwhile()
        return "unverified"


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(tmp_path: Path, clock: Clock) -> Iterator[Store]:
    store = Store(tmp_path / "office.db", clock)
    yield store
    store.close()


@pytest.fixture
def desk(store: Store) -> Desk:
    desk = Desk(store, trial=True)
    desk.load(SYSTEM, read_office(ROOT / "data").rows)
    return desk


@pytest.fixture
def printer(store: Store) -> Printer:
    return Printer(store)


@pytest.fixture
def worker(store: Store, printer: Printer) -> Worker:
    return Worker(store, printer, Settings(public_url="http://office.example"))


def take(desk: Desk, tickets: int = 1) -> list[Ticket]:
    return [desk.issue(KIOSK, "chung-thuc") for _ in range(tickets)]


def states(store: Store) -> list[str]:
    return [slip.state for slip in store.slips(*EVERY)]


def test_slips_are_printed_in_the_order_of_queueing_each_once(
    desk: Desk, store: Store, worker: Worker, printer: Printer
) -> None:
    for service in ("chung-thuc", "ho-tich", "chung-thuc"):
        desk.issue(KIOSK, service)

    assert not worker.print_due(GO_ON)
    assert not worker.print_due(GO_ON)
    assert printer.jobs == ["000001-A001", "000002-B001", "000003-A002"]
    assert [slip.attempts for slip in store.slips("unverified")] == [1, 1, 1]


def test_only_the_virtual_printer_calls_a_slip_printed(
    desk: Desk, store: Store, worker: Worker, tmp_path: Path
) -> None:
    take(desk)
    worker.print_due(GO_ON)
    take(desk)
    replace(worker, backend=Virtual(tmp_path / "slips")).print_due(GO_ON)

    assert states(store) == ["unverified", "printed"]
    assert (tmp_path / "slips" / "000002-A002.png").exists()


def test_a_printer_that_is_off_is_tried_again_after_longer_and_longer_pauses(
    desk: Desk, store: Store, worker: Worker, printer: Printer, clock: Clock
) -> None:
    printer.faults = [PrinterError(OFF) for _ in range(7)]
    take(desk)
    for pause in (1, 2, 5, 10, 15, 15, 15):
        assert worker.print_due(GO_ON)
        [slip] = store.slips("blocked")
        assert (slip.error, slip.retry_at) == (OFF, clock.now + timedelta(0, pause))
        clock.tick(pause - 0.01)
        assert worker.print_due(GO_ON), "it is too early for another try"
        clock.tick(0.01)

    assert not worker.print_due(GO_ON)
    assert printer.jobs == ["000001-A001"]
    assert [slip.error for slip in store.slips("unverified")] == [None]


def test_later_slips_wait_their_turn_behind_a_blocked_one(
    desk: Desk, worker: Worker, printer: Printer, clock: Clock
) -> None:
    printer.faults = [PrinterError(OFF)]
    take(desk, tickets=2)

    worker.print_due(GO_ON)
    assert printer.jobs == []
    clock.tick(1)
    worker.print_due(GO_ON)
    assert printer.jobs == ["000001-A001", "000002-A002"]


def test_a_slip_older_than_two_minutes_is_not_printed_unasked(
    desk: Desk, store: Store, worker: Worker, printer: Printer, clock: Clock
) -> None:
    take(desk)
    clock.tick(0.1)
    take(desk)
    clock.tick(120)

    worker.print_due(GO_ON)
    assert printer.jobs == ["000002-A002"]
    assert [slip.error for slip in store.slips("failed")] == ["too old"]


def test_a_blocked_slip_grows_too_old_before_its_next_try(
    desk: Desk, store: Store, worker: Worker, printer: Printer, clock: Clock
) -> None:
    printer.faults = [PrinterError(OFF)]
    take(desk)
    worker.print_due(GO_ON)
    clock.tick(121)

    assert not worker.print_due(GO_ON)
    assert (states(store), printer.jobs) == (["failed"], [])


def test_after_a_power_cut_the_slip_under_way_is_unknown_and_not_printed_again(
    desk: Desk, store: Store, worker: Worker, printer: Printer
) -> None:
    printer.faults = [PowerCut()]
    take(desk, tickets=2)
    with pytest.raises(PowerCut):
        worker.print_due(GO_ON)
    assert states(store) == ["sending", "queued"]

    stop = Event()
    printer.meanwhile = stop.set
    worker.run(stop)
    assert states(store) == ["unknown", "unverified"]
    assert printer.jobs == ["000002-A002"]


def test_a_copy_that_was_asked_for_is_printed_and_says_that_it_is_one(
    desk: Desk, store: Store, worker: Worker, printer: Printer
) -> None:
    [ticket] = take(desk)
    desk.reprint(KIOSK, ticket.ref)
    worker.print_due(GO_ON)

    copy = store.slips("unverified")[1].payload | {"copy": 2}
    url = f"http://office.example/t/{ticket.id}"
    assert same(printer.papers[1], draw(copy, url))
    assert printer.papers[1].height > printer.papers[0].height


def test_a_line_that_breaks_after_the_first_byte_leaves_the_slip_unknown(
    desk: Desk, store: Store, worker: Worker, printer: Printer
) -> None:
    printer.faults = [PrinterError("connection reset", began=True)]
    take(desk, tickets=2)

    assert not worker.print_due(GO_ON)
    assert states(store) == ["unknown", "unverified"]


def test_a_slip_that_cannot_be_drawn_holds_up_nobody(
    desk: Desk, store: Store, worker: Worker, printer: Printer
) -> None:
    take(desk, tickets=2)
    with store.write() as writing:
        writing.put("slips", {"slip": 1, "payload": '{"number": "A001"}'})

    worker.print_due(GO_ON)
    assert states(store) == ["failed", "unverified"]
    assert printer.jobs == ["000002-A002"]


def test_a_slip_cancelled_while_another_is_printed_stays_unprinted(
    desk: Desk, store: Store, worker: Worker, printer: Printer, clock: Clock
) -> None:
    take(desk, tickets=2)
    printer.meanwhile = lambda: mark_slip(store, 2, "cancelled")

    worker.print_due(GO_ON)
    assert printer.jobs == ["000001-A001"]
    assert [slip.slip for slip in store.slips("cancelled")] == [2]


@pytest.mark.parametrize(("reach", "codes"), [("public", 1), ("wifi", 1), ("none", 0)])
def test_the_qr_holds_the_tickets_page_unless_phones_cannot_reach_it(
    desk: Desk, worker: Worker, printer: Printer, reach: str, codes: int
) -> None:
    settings = replace(worker.settings, reach=reach)
    [ticket] = take(desk)
    replace(worker, settings=settings).print_due(GO_ON)

    found = [code.data.decode() for code in zbar(printer.papers[0].convert("L"))]
    assert found == [f"http://office.example/t/{ticket.id}"] * codes


def test_asked_to_stop_it_finishes_this_slip_and_begins_no_other(
    desk: Desk, store: Store, worker: Worker, printer: Printer
) -> None:
    stop = Event()
    printer.meanwhile = stop.set
    take(desk, tickets=2)

    worker.run(stop)
    assert states(store) == ["unverified", "queued"]


def test_a_ticket_taken_while_it_runs_is_on_paper_within_a_second(
    desk: Desk, worker: Worker, printer: Printer
) -> None:
    stop, printed = Event(), Event()
    printer.meanwhile = printed.set
    running = threading.Thread(target=worker.run, args=(stop,))
    running.start()
    try:
        take(desk)
        assert printed.wait(1)
    finally:
        stop.set()
        running.join()
    assert printer.jobs == ["000001-A001"]


# --- the process -----------------------------------------------------------


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
    assert complaint.startswith("LUOT_PRINTER: “laser” is not a printer")
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
