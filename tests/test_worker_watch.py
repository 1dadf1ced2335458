"""What is known of the printers: abilities, faults, paper, signs of life."""

import threading
from dataclasses import replace
from pathlib import Path
from threading import Event

import pytest

from printer.jobs import Attempt, Known
from printer.service import Service, serving
from printer.status import READY, Status
from printer.worker import Worker
from tests import worker_steps
from tests.printer_steps import (
    SETTINGS,
    Clock,
    Scripted,
    blocked,
    faults,
    known_printer,
    slips,
    states,
    take,
    unknown,
    wait_for,
    worker_for,
)
from ticketing.desk import Desk
from ticketing.events import What
from ticketing.outbox import note_printer, printer
from ticketing.people import Actor
from ticketing.store import Store

NEAR_END = Status(None, near_end=True, raw=b"\x12\x12\x12\x1e")
READY_SAID = Status(raw=b"\x12\x12\x12\x12")
SECOND = Actor("kiosk", "Ki-ốt 2")


clock, store = worker_steps.clock, worker_steps.store  # fixtures
desk = worker_steps.desk


@pytest.fixture
def backend() -> Scripted:
    return Scripted()


@pytest.fixture
def worker(desk: Desk, backend: Scripted) -> Worker:
    return worker_for(desk.store, backend)


def told(store: Store) -> list[tuple[object, object]]:
    """What the journal says of faults and of the roll."""
    rows = [event.data for event in store.events() if event.what == What.PRINTER]
    return [(row.get("fault"), row.get("near_end")) for row in rows]


def test_what_a_printer_can_do_is_asked_once_by_each_process_and_kept(
    store: Store, worker: Worker, backend: Scripted, clock: Clock
) -> None:
    for _ in range(3):
        worker.work()
        clock.tick(6)
    found = known_printer(store)
    assert (found.ability, found.acknowledges, backend.met) == ("full", "id", 1)


def test_another_model_at_the_same_address_is_learnt_at_the_next_start(
    store: Store, worker: Worker, backend: Scripted
) -> None:
    worker.work()
    backend.known = Known("status")
    worker_for(store, backend).work()
    found = known_printer(store)
    assert (found.ability, found.acknowledges) == ("status", None)


def test_a_printer_that_keeps_its_word_back_three_times_is_met_anew(
    desk: Desk, store: Store, worker: Worker, backend: Scripted
) -> None:
    backend.attempts = [Attempt("unverified", READY)] * 3
    take(desk, tickets=3)
    worker.work()
    backend.known = Known("status")
    take(desk)
    worker.work()
    assert (backend.met, known_printer(store).ability) == (2, "status")


def test_a_word_that_is_missing_now_and_then_is_no_reason_to_ask_again(
    desk: Desk, worker: Worker, backend: Scripted
) -> None:
    unsure, sure = Attempt("unverified", READY), Attempt("printed", READY)
    backend.attempts = [unsure, unsure, sure] * 3
    take(desk, tickets=9)
    worker.work()
    assert backend.met == 1


def test_a_printer_that_used_to_answer_is_not_printed_on_blindly_while_it_starts(
    desk: Desk, store: Store, worker: Worker, backend: Scripted, clock: Clock
) -> None:
    worker.work()
    backend.known = Known("none")
    again = worker_for(store, backend)
    take(desk)
    again.work()
    assert (states(store), faults(store)) == (["blocked"], ["silent"])

    backend.known = Known("full", "id")
    clock.tick(20)
    again.work()
    assert states(store) == ["printed"]


def test_after_a_minute_of_silence_it_is_taken_for_one_that_cannot_answer(
    store: Store, worker: Worker, backend: Scripted, clock: Clock
) -> None:
    worker.work()
    backend.known = Known("none")
    again = worker_for(store, backend)
    for _ in range(12):
        again.work()
        assert known_printer(store).ability == "full"
        clock.tick(4.9)
    clock.tick(15)
    again.work()
    assert known_printer(store).ability == "none"


def test_another_address_is_another_printer_of_which_nothing_is_known(
    store: Store, worker: Worker, backend: Scripted
) -> None:
    worker.work()
    with store.write() as writing:
        writing.put("printers", {"printer": "", "address": "usb:04b8:0202"})
    worker_for(store, backend).work()
    assert backend.met == 2


def test_a_printer_that_is_not_ready_is_not_judged_yet_and_its_slips_wait(
    desk: Desk, store: Store, worker: Worker, backend: Scripted, clock: Clock
) -> None:
    backend.known, backend.status = None, Status("paper")
    take(desk)
    worker.work()
    assert (states(store), known_printer(store).ability) == (["blocked"], None)

    backend.known, backend.status = Known("full", "id"), READY
    clock.tick(1)
    worker.work()
    assert (states(store), known_printer(store).ability) == (["printed"], "full")


def test_a_printer_that_says_nothing_is_asked_again_every_ten_minutes(
    store: Store, worker: Worker, backend: Scripted, clock: Clock
) -> None:
    backend.known = Known("none")
    for _ in range(60):
        worker.work()
        clock.tick(9)
    assert (backend.met, backend.looked) == (1, 0)

    backend.known = Known("status")
    for _ in range(10):
        worker.work()
        clock.tick(9)
    assert (backend.met, known_printer(store).ability) == (2, "status")


def test_an_idle_printer_is_asked_every_five_seconds_how_it_is(
    worker: Worker, backend: Scripted, clock: Clock
) -> None:
    for _ in range(40):
        worker.work()
        clock.tick(1)
    assert backend.looked == 7


def test_an_idle_printer_that_runs_out_of_paper_is_known_before_anybody_taps(
    store: Store, worker: Worker, backend: Scripted, clock: Clock
) -> None:
    worker.work()
    backend.status = Status("paper", raw=b"\x1a\x32\x12\x7e")
    clock.tick(5)
    worker.work()
    assert known_printer(store).fault == "paper"
    assert known_printer(store).since == clock.now


def test_a_fault_is_journalled_when_it_begins_and_when_it_ends_and_not_between(
    store: Store, worker: Worker, backend: Scripted, clock: Clock
) -> None:
    for status in (READY_SAID, Status("cover"), Status("cover"), READY_SAID, NEAR_END):
        backend.status = status
        worker.work()
        clock.tick(6)
    assert told(store) == [("cover", 0), (None, 0), (None, 1)]


def test_a_printer_without_a_word_that_was_off_is_ready_once_it_can_be_reached(
    desk: Desk, store: Store, worker: Worker, backend: Scripted, clock: Clock
) -> None:
    backend.known = Known("none")
    backend.attempts = [blocked("off")]
    take(desk)
    worker.work()
    desk.cancel(Actor("visitor", key="ticket:1"), 1)
    clock.tick(6)

    worker.work()
    assert known_printer(store).fault is None


def test_a_quiet_hour_writes_nothing_that_would_wake_the_web_process(
    store: Store, worker: Worker, clock: Clock
) -> None:
    worker.work()
    before = store.changed()
    for _ in range(120):
        clock.tick(30)
        worker.work()
    assert store.changed() == before


# --- paper ------------------------------------------------------------------


def test_the_paper_of_every_slip_that_may_lie_there_is_counted(
    desk: Desk, store: Store, worker: Worker, backend: Scripted, clock: Clock
) -> None:
    backend.attempts = [Attempt("unverified", READY), unknown("off")]
    take(desk, tickets=2)
    worker.work()
    clock.tick(1)
    worker.work()

    rows = [paper.height / 8 for paper in backend.papers]
    assert states(store) == ["unverified", "unknown", "printed"]
    used = known_printer(store).used_mm
    assert sum(rows) < used < sum(rows) + 3 * 30


def test_a_slip_that_was_not_sent_uses_no_paper(
    desk: Desk, store: Store, worker: Worker, backend: Scripted
) -> None:
    backend.attempts = [blocked("cover")]
    take(desk)
    worker.work()
    assert known_printer(store).used_mm == 0


@pytest.mark.parametrize("last", ["paper", "cover"])
def test_when_there_is_paper_again_a_new_roll_is_in(
    store: Store, worker: Worker, backend: Scripted, clock: Clock, last: str
) -> None:
    worker.work()
    note_printer(store, "", used_mm=49_000)
    for status in (Status("paper"), Status(last), READY_SAID):
        backend.status = status
        clock.tick(6)
        worker.work()
    assert known_printer(store).used_mm == 0


def test_a_cover_that_was_only_opened_and_closed_keeps_the_count(
    store: Store, worker: Worker, backend: Scripted, clock: Clock
) -> None:
    worker.work()
    note_printer(store, "", used_mm=1_000)
    for status in (Status("cover"), READY_SAID):
        backend.status = status
        clock.tick(6)
        worker.work()
    assert known_printer(store).used_mm == 1_000


# --- several printers ---------------------------------------------------------


def test_a_kiosk_prints_on_its_own_printer_and_the_others_on_the_offices(
    desk: Desk, store: Store
) -> None:
    take(desk)
    take(desk, kiosk=SECOND)
    own, offices = Scripted(), Scripted()
    kiosks = ("", SECOND.name)
    worker_for(store, own, SECOND.name, kiosks).work()
    worker_for(store, offices, "", kiosks).work()

    assert (own.jobs, offices.jobs) == (["000002-A002"], ["000001-A001"])
    assert known_printer(store).used_mm > 0
    assert known_printer(store, SECOND.name).used_mm > 0


def test_one_kiosk_without_paper_does_not_hold_up_the_other(
    desk: Desk, store: Store
) -> None:
    take(desk)
    take(desk, kiosk=SECOND)
    kiosks = ("", SECOND.name)
    worker_for(store, Scripted([blocked("paper")]), "", kiosks).work()
    worker_for(store, Scripted(), SECOND.name, kiosks).work()
    assert states(store) == ["blocked", "printed"]


def test_whose_slips_a_printer_prints_follows_from_the_names_in_the_setting() -> None:
    kiosks = ["", "Ki-ốt 2"]
    offices, own = serving("", kiosks), serving("Ki-ốt 2", kiosks)
    assert [offices(name) for name in ("", "Ki-ốt 1", "Ki-ốt 2")] == [True, True, False]
    assert [own(name) for name in ("", "Ki-ốt 1", "Ki-ốt 2")] == [False, False, True]


# --- the process --------------------------------------------------------------


def service(store: Store, tmp_path: Path, setting: str) -> Service:
    settings = replace(SETTINGS, database=tmp_path / "office.db", printer=setting)
    return Service(lambda: Store(store.path, store.clock), settings, Event())


def test_each_printer_has_its_thread_and_all_end_when_told(
    desk: Desk, store: Store, tmp_path: Path
) -> None:
    both = service(store, tmp_path, f"virtual, {SECOND.name}=virtual 58mm")
    running = threading.Thread(target=both.run)
    running.start()
    try:
        take(desk)
        take(desk, kiosk=SECOND)
        wait_for(lambda: states(store) == ["printed", "printed"])
    finally:
        both.stop.set()
        running.join(10)
    assert not running.is_alive()
    assert [row["printer"] for row in store.find("printers", "printer")] == [
        "",
        SECOND.name,
    ]


def test_a_printer_that_the_setting_names_no_more_is_forgotten(
    desk: Desk, store: Store, tmp_path: Path
) -> None:
    worker_for(store, Scripted(), SECOND.name, ("", SECOND.name))
    ended = service(store, tmp_path, "virtual")
    ended.stop.set()
    ended.run()

    assert [each.printer for each in desk.printers()] == [""]
    assert printer(store, SECOND.name) is not None, "its history stays"


def test_a_slip_of_a_kiosk_without_a_printer_says_so_and_does_not_wait_for_ever(
    desk: Desk, store: Store, tmp_path: Path
) -> None:
    take(desk)
    one = service(store, tmp_path, f"{SECOND.name}=virtual")
    one.stop.set()
    one.run()
    assert [slip.error for slip in slips(store)] == ["no printer is set for this kiosk"]


def test_a_thread_that_breaks_ends_the_process_and_says_why(
    store: Store,
    tmp_path: Path,
    desk: Desk,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def breaks(self: Worker) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr(Worker, "recover", breaks)
    assert service(store, tmp_path, "virtual").run() == 1
    assert "the disk is full" in caplog.text


def test_a_sign_of_life_is_given_while_nothing_is_printed(
    desk: Desk, store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("printer.service.BEAT", 0.05)
    clock = store.clock
    one = service(store, tmp_path, "virtual")
    running = threading.Thread(target=one.run)
    running.start()
    try:
        wait_for(lambda: printer(store, "") is not None)
        assert isinstance(clock, Clock)
        clock.tick(60)
        wait_for(lambda: known_printer(store).seen_at >= clock.now)
    finally:
        one.stop.set()
        running.join(10)
