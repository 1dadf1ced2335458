"""The worker: from queued slips to paper, each once, and its copies with their mark."""

import threading
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from pyzbar.pyzbar import decode as zbar

from printer.backends import Drawn
from printer.jobs import Attempt, word_of
from printer.slip import draw
from printer.status import READY, Status
from printer.virtual import Virtual
from printer.worker import Worker
from tests import worker_steps
from tests.office_of_tests import last
from tests.printer_steps import KIOSK as BY
from tests.printer_steps import (
    SETTINGS,
    Clock,
    PowerCut,
    Scripted,
    blocked,
    faults,
    mark,
    slips,
    states,
    take,
    unknown,
    worker_for,
)
from tests.test_slip import same
from ticketing.desk import Desk
from ticketing.store import Store

clock, store = worker_steps.clock, worker_steps.store  # fixtures
desk = worker_steps.desk


@pytest.fixture
def printer() -> Scripted:
    return Scripted()


@pytest.fixture
def worker(desk: Desk, printer: Scripted) -> Worker:
    return worker_for(desk.store, printer)


def test_slips_are_printed_in_the_order_of_queueing_each_once(
    desk: Desk, store: Store, worker: Worker, printer: Scripted
) -> None:
    for service in ("chung-thuc", "ho-tich", "chung-thuc"):
        desk.issue(BY, service)

    worker.work()
    worker.work()
    assert printer.jobs == ["000001-A001", "000002-B001", "000003-A002"]
    assert [slip.attempts for slip in store.slips("printed")] == [1, 1, 1]


def test_the_slip_is_said_to_be_sent_while_the_printers_word_is_awaited(
    desk: Desk, store: Store, worker: Worker, printer: Scripted
) -> None:
    seen: list[list[str]] = []
    printer.meanwhile = lambda: seen.append(states(store))
    take(desk)

    worker.work()
    assert (seen, states(store)) == ([["sent"]], ["printed"])


def test_the_word_that_the_printer_repeats_is_kept_with_the_hash_of_the_bytes(
    desk: Desk, store: Store, worker: Worker, printer: Scripted
) -> None:
    take(desk)
    worker.work()

    [row] = store.find("slips")
    assert row["job"].encode() == printer.words[0] == word_of(1, 1)
    assert len(row["digest"]) == 64


@pytest.mark.parametrize("attempt", range(1, 6))
def test_no_letter_of_that_word_can_be_taken_for_a_status_byte(attempt: int) -> None:
    words = [word_of(slip, attempt) for slip in range(1, 500)]
    assert not any(byte & 0x93 == 0x12 for word in words for byte in word)
    assert all(word.isalnum() and len(word) == 4 for word in words)
    assert len(set(words)) == len(words)


def test_a_printer_without_a_word_leaves_its_slips_unverified(
    desk: Desk, store: Store, worker: Worker, printer: Scripted
) -> None:
    printer.attempts = [Attempt("unverified", READY)]
    take(desk)

    worker.work()
    assert states(store) == ["unverified"]


def test_the_virtual_printers_picture_is_paper(
    desk: Desk, store: Store, tmp_path: Path
) -> None:
    take(desk)
    worker_for(store, Drawn(Virtual(tmp_path / "slips"))).work()

    assert states(store) == ["printed"]
    assert (tmp_path / "slips" / "000001-A001.png").exists()


def test_a_printer_that_is_off_is_tried_again_after_longer_and_longer_pauses(
    desk: Desk, store: Store, worker: Worker, printer: Scripted, clock: Clock
) -> None:
    printer.attempts = [blocked("off") for _ in range(7)]
    printer.status = Status("off")
    take(desk)
    for left, pause in zip(range(6, -1, -1), (1, 2, 5, 10, 15, 15, 15), strict=True):
        worker.work()
        [slip] = store.slips("blocked")
        assert (slip.fault, slip.retry_at) == ("off", clock.now + timedelta(0, pause))
        clock.tick(pause - 0.01)
        worker.work()
        assert len(printer.attempts) == left, "it is too early for another try"
        clock.tick(0.02)

    worker.work()
    assert printer.jobs == ["000001-A001"]
    assert [(slip.fault, slip.error) for slip in store.slips("printed")] == [
        (None, None)
    ]


def test_paper_put_in_between_two_tries_is_noticed_within_five_seconds(
    desk: Desk, worker: Worker, printer: Scripted, clock: Clock
) -> None:
    printer.attempts = [blocked("paper") for _ in range(5)]
    printer.status = Status("paper", raw=b"\x1a\x32\x12\x72")
    take(desk, tickets=3)
    while printer.attempts:
        clock.tick(15.1)
        worker.work()
    assert printer.jobs == []  # and the next try comes after fifteen seconds
    printer.status = READY
    clock.tick(5.1)

    worker.work()
    assert printer.jobs == ["000001-A001", "000002-A002", "000003-A003"]


def test_all_that_wait_for_a_printer_without_paper_say_so_and_nothing_is_sent(
    desk: Desk, store: Store, worker: Worker, printer: Scripted
) -> None:
    printer.attempts = [blocked("paper")]
    take(desk, tickets=3)

    worker.work()
    assert (states(store), faults(store)) == (["blocked"] * 3, ["paper"] * 3)
    assert [slip.attempts for slip in slips(store)] == [0, 0, 0]
    assert printer.jobs == []


def test_a_slip_that_comes_while_the_printer_is_not_ready_says_so_at_once(
    desk: Desk, store: Store, worker: Worker, printer: Scripted
) -> None:
    printer.attempts = [blocked("cover")]
    take(desk)
    worker.work()
    take(desk)

    worker.work()
    assert faults(store) == ["cover", "cover"]


def test_later_slips_keep_their_turn_behind_a_blocked_one(
    desk: Desk, worker: Worker, printer: Scripted, clock: Clock
) -> None:
    printer.attempts = [blocked("off")]
    take(desk, tickets=2)

    worker.work()
    clock.tick(1)
    worker.work()
    assert printer.jobs == ["000001-A001", "000002-A002"]


def test_a_slip_older_than_two_minutes_is_not_printed_unasked(
    desk: Desk, store: Store, worker: Worker, printer: Scripted, clock: Clock
) -> None:
    take(desk)
    clock.tick(0.1)
    take(desk)
    clock.tick(120)

    worker.work()
    assert printer.jobs == ["000002-A002"]
    assert [slip.error for slip in store.slips("failed")] == ["too old"]
    assert last(desk, "printer changed") == {"slip": "A001", "state": "failed"}


def test_what_waits_too_long_is_given_up_while_the_printer_is_still_blocked(
    desk: Desk, store: Store, worker: Worker, printer: Scripted, clock: Clock
) -> None:
    printer.attempts = [blocked("paper")]
    take(desk, tickets=2)
    worker.work()
    clock.tick(121)
    take(desk)
    printer.attempts = [blocked("paper")]

    worker.work()
    assert states(store) == ["failed", "failed", "blocked"]
    assert faults(store) == ["paper"] * 3


def test_what_may_lie_there_is_followed_by_a_copy_that_says_it_is_one(
    desk: Desk, store: Store, worker: Worker, printer: Scripted, clock: Clock
) -> None:
    printer.attempts = [unknown("paper")]
    [ticket] = take(desk)
    worker.work()
    assert states(store) == ["unknown", "queued"]
    clock.tick(1)

    worker.work()
    first, copy = slips(store)
    assert (first.state, copy.state, copy.copy) == ("unknown", "printed", 2)
    assert (first.marked, copy.marked, copy.automatic) == (False, True, True)
    marked = first.payload | {"copy": 2}
    assert same(printer.papers[1], draw(marked, f"{SETTINGS.public_url}/t/{ticket.id}"))


def test_the_copy_is_as_old_as_the_first_and_never_comes_to_somebody_who_has_gone(
    desk: Desk, store: Store, worker: Worker, printer: Scripted, clock: Clock
) -> None:
    printer.attempts = [unknown("paper"), blocked("paper")]
    take(desk)
    worker.work()
    clock.tick(121)

    worker.work()
    assert states(store) == ["unknown", "failed"]


def test_after_two_copies_nobody_asked_for_no_more_come_out(
    desk: Desk, store: Store, worker: Worker, printer: Scripted, clock: Clock
) -> None:
    printer.attempts = [unknown("off") for _ in range(5)]
    take(desk)
    for _ in range(5):
        worker.work()
        clock.tick(15)

    assert states(store) == ["unknown"] * 3
    assert len(printer.jobs) == 3
    said = [e.data for e in store.events() if "slip" in e.data]
    assert said == [{"slip": "A001", "state": "unknown"}]


def test_after_a_power_cut_the_slip_under_way_is_unknown_and_a_copy_follows(
    desk: Desk, store: Store, worker: Worker, printer: Scripted
) -> None:
    printer.attempts = [PowerCut()]
    take(desk, tickets=2)
    with pytest.raises(PowerCut):
        worker.work()
    assert states(store) == ["sending", "queued"]

    restarted = worker_for(store, printer)
    restarted.recover()
    restarted.work()
    assert states(store) == ["unknown", "printed", "printed"]
    assert printer.jobs == ["000002-A002", "000003-A001"]
    assert [slip.marked for slip in slips(store)] == [False, False, True]


def test_a_copy_that_was_asked_for_is_printed_and_says_that_it_is_one(
    desk: Desk, worker: Worker, printer: Scripted
) -> None:
    [ticket] = take(desk)
    worker.work()
    desk.reprint(BY, ticket.ref)
    worker.work()

    assert printer.papers[1].height > printer.papers[0].height


def test_a_slip_that_cannot_be_drawn_holds_up_nobody(
    desk: Desk, store: Store, worker: Worker, printer: Scripted
) -> None:
    take(desk, tickets=2)
    with store.write() as writing:
        writing.put("slips", {"slip": 1, "payload": '{"number": "A001"}'})

    worker.work()
    assert states(store) == ["failed", "printed"]
    assert printer.jobs == ["000002-A002"]
    assert last(desk, "printer changed") == {"slip": "A001", "state": "failed"}


def test_a_slip_cancelled_while_another_is_printed_stays_unprinted(
    desk: Desk, store: Store, worker: Worker, printer: Scripted
) -> None:
    take(desk, tickets=2)
    printer.meanwhile = lambda: mark(store, 2, "cancelled")

    worker.work()
    assert printer.jobs == ["000001-A001"]
    assert states(store) == ["printed", "cancelled"]


@pytest.mark.parametrize(("reach", "codes"), [("public", 1), ("wifi", 1), ("none", 0)])
def test_the_qr_holds_the_tickets_page_unless_phones_cannot_reach_it(
    desk: Desk, store: Store, printer: Scripted, reach: str, codes: int
) -> None:
    settings = replace(SETTINGS, reach=reach)
    [ticket] = take(desk)
    worker_for(store, printer, settings=settings).work()

    found = [code.data.decode() for code in zbar(printer.papers[0].convert("L"))]
    assert found == [f"http://office.example/t/{ticket.id}"] * codes


def test_asked_to_stop_it_finishes_this_slip_and_begins_no_other(
    desk: Desk, store: Store, worker: Worker, printer: Scripted
) -> None:
    printer.meanwhile = worker.patience.stop.set
    take(desk, tickets=2)

    worker.run()
    assert states(store) == ["printed", "queued"]


def test_a_ticket_taken_while_it_runs_is_on_paper_within_a_second(
    desk: Desk, worker: Worker, printer: Scripted
) -> None:
    printed = threading.Event()
    printer.meanwhile = printed.set
    running = threading.Thread(target=worker.run)
    running.start()
    try:
        take(desk)
        assert printed.wait(1)
    finally:
        worker.patience.stop.set()
        running.join()
    assert printer.jobs == ["000001-A001"]
