"""The worker: from queued slips to paper, each once."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event

import pytest
from PIL import Image
from pyzbar.pyzbar import decode as zbar

from printer.backends import State
from printer.errors import PrinterError
from printer.slip import draw
from printer.virtual import Virtual, decode
from printer.worker import Worker
from settings import Settings
from tests.printer_steps import KIOSK, ROOT, states, take
from tests.test_slip import same
from ticketing.desk import Desk
from ticketing.loading import read_office
from ticketing.outbox import mark_slip
from ticketing.people import SYSTEM
from ticketing.store import Store

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
