"""Slips that nobody wants any more, and those that nobody will print: what is said."""

from dataclasses import dataclass
from pathlib import Path

from printer.drawing import content as of_slip
from printer.jobs import Attempt, Job, Known
from printer.service import fail_orphans
from printer.status import Status
from tests import worker_steps
from tests.office_of_tests import HEAD, LAN, working_desk
from tests.printer_steps import (
    KIOSK,
    SETTINGS,
    Clock,
    Scripted,
    blocked,
    mark,
    slips,
    states,
    take,
    unknown,
    worker_for,
)
from ticketing.clock import stamp
from ticketing.desk import Desk
from ticketing.events import What
from ticketing.journal import Row, canonical
from ticketing.outbox import Outcome, block_all, copy_slip, due, put_back, take_slip
from ticketing.people import Actor
from ticketing.slips import Slip
from ticketing.store import Store

SECOND = Actor("kiosk", "Ki-ốt 2")


clock, store = worker_steps.clock, worker_steps.store  # fixtures
desk = worker_steps.desk


@dataclass
class Deaf(Scripted):
    """It takes the first slip's place in the queue, but not one byte of it."""

    is_deaf: bool = True

    def print(self, job: Job, known: Known) -> Attempt:
        if not self.is_deaf:
            return super().print(job, known)
        self.is_deaf = False
        assert job.begin()
        self.meanwhile()
        return Attempt("blocked", Status("silent"), "the printer took nothing")


def told(store: Store) -> list[Row]:
    """What the journal, and so every terminal, hears of slips."""
    rows = [event.data for event in store.events() if event.what == What.PRINTER]
    return [row for row in rows if "slip" in row]


# --- numbers given back -----------------------------------------------------------


def test_a_number_given_back_while_its_slip_was_sent_in_vain_is_never_printed(
    desk: Desk, store: Store, clock: Clock
) -> None:
    [ticket] = take(desk)
    deaf = Deaf(meanwhile=lambda: desk.cancel(KIOSK, ticket.ref, "void"))
    worker = worker_for(store, deaf)
    for _ in range(3):
        worker.work()
        clock.tick(20)
    assert (deaf.jobs, states(store)) == ([], ["cancelled"])


def test_a_slip_that_was_sent_in_vain_over_the_close_of_the_day_is_never_printed(
    desk: Desk, store: Store, clock: Clock
) -> None:
    take(desk)
    deaf = Deaf(meanwhile=lambda: desk.close_day(HEAD))
    worker = worker_for(store, deaf)
    for _ in range(3):
        worker.work()
        clock.tick(20)
    assert (deaf.jobs, states(store)) == ([], ["cancelled"])


def test_what_still_waits_for_somebody_who_left_is_not_taken_to_the_printer(
    desk: Desk, store: Store
) -> None:
    [ticket] = take(desk)
    [waiting] = due(store, lambda _: True)
    desk.cancel(KIOSK, ticket.ref, "void")
    with store.write() as writing:
        writing.put("slips", {"slip": waiting.slip, "state": "blocked"})
    assert not take_slip(store, waiting)
    assert states(store) == ["cancelled"]


def test_a_number_that_comes_back_by_an_undo_gets_its_slip_after_all(
    tmp_path: Path, clock: Clock
) -> None:
    desk = working_desk(tmp_path / "undone", clock)
    [ticket] = take(desk)
    deaf = Deaf(meanwhile=lambda: desk.cancel(LAN, ticket.ref, "no-answer", counter=1))
    worker = worker_for(desk.store, deaf)
    worker.work()
    assert states(desk.store) == ["cancelled"]
    desk.undo(LAN, 1)
    clock.tick(5)
    worker.work()
    assert (deaf.jobs, states(desk.store)) == (["000001-A001"], ["printed"])
    desk.store.close()


def test_only_what_is_being_sent_is_put_back_in_line(desk: Desk, store: Store) -> None:
    take(desk, tickets=2)
    first, second = due(store, lambda _: True)
    take_slip(store, first)
    for slip in (first, second):
        put_back(store, slip, Outcome("blocked", "silent"))
    assert states(store) == ["blocked", "queued"]


# --- a clock that is set back -----------------------------------------------------


def test_a_clock_set_back_does_not_make_old_slips_young(
    desk: Desk, store: Store, clock: Clock
) -> None:
    printer = Scripted([blocked("paper") for _ in range(99)])
    worker = worker_for(store, printer)
    take(desk)
    worker.work()
    clock.set_back(3600)
    take(desk)
    for _ in range(4):
        worker.work()
        clock.tick(30)
    assert states(store) == ["blocked", "blocked"]
    clock.tick(30)
    worker.work()
    assert states(store) == ["failed", "failed"]


def test_a_clock_set_back_does_not_make_new_slips_old(
    desk: Desk, store: Store, clock: Clock
) -> None:
    printer = Scripted()
    worker = worker_for(store, printer)
    for _ in range(5):
        take(desk)
        worker.work()
        clock.set_back(600)
        clock.tick(200)
    assert states(store) == ["printed"] * 5


def test_a_copy_is_as_old_as_the_first_also_when_the_clock_is_set_back(
    desk: Desk, store: Store, clock: Clock
) -> None:
    worker = worker_for(store, Scripted([unknown("off"), *[blocked("off")] * 99]))
    take(desk)
    worker.work()
    clock.set_back(3600)
    for _ in range(5):
        clock.tick(30)
        worker.work()
    assert states(store) == ["unknown", "failed"]


# --- what nobody will print -------------------------------------------------------


def test_a_slip_that_grows_too_old_is_told_to_every_terminal_at_once(
    desk: Desk, store: Store, clock: Clock
) -> None:
    take(desk, tickets=2)
    clock.tick(121)
    worker_for(store, Scripted()).work()
    assert told(store) == [
        {"slip": number, "state": "failed"} for number in ("A001", "A002")
    ]


def test_what_was_under_way_to_a_printer_that_was_taken_out_may_lie_there(
    desk: Desk, store: Store
) -> None:
    take(desk, tickets=3)
    sending, sent, _ = slips(store)
    for slip in (sending, sent):
        take_slip(store, slip)
    with store.write() as writing:
        writing.put("slips", {"slip": sent.slip, "state": "sent"})

    fail_orphans(store, [SECOND.name])
    assert states(store) == ["unknown", "unknown", "failed"]
    assert {slip.error for slip in slips(store)} == {"no printer is set for this kiosk"}
    assert len(told(store)) == len(desk.unprinted()) == 3


def test_a_printer_without_a_kiosk_of_its_own_leaves_no_orphans(
    desk: Desk, store: Store
) -> None:
    take(desk, tickets=2)
    take_slip(store, slips(store)[0])
    fail_orphans(store, ["", SECOND.name])
    assert states(store) == ["sending", "queued"]


def test_a_long_queue_is_blocked_bit_by_bit_so_that_others_come_between(
    desk: Desk, store: Store
) -> None:
    take(desk, tickets=250)
    commits: list[int] = []
    store.on_commit.append(lambda: commits.append(len(store.slips("blocked"))))
    block_all(store, due(store, lambda _: True), Outcome("blocked", "paper"))
    assert commits == [100, 200, 250]


def test_what_is_on_its_way_is_found_without_reading_every_slip_of_the_years(
    store: Store,
) -> None:
    plans = [
        store.db.execute(f"EXPLAIN QUERY PLAN SELECT * FROM {of}").fetchall()
        for of in (
            "open_slips WHERE state IN ('sending', 'sent') ORDER BY slip",
            "unprinted_slips WHERE business_day = '' AND status IN ('waiting')"
            " ORDER BY slip",
        )
    ]
    assert "USING INDEX slips_open" in str(plans[0])
    assert "INDEX tickets_by_status (status=? AND business_day=?)" in str(plans[1])
    assert "SCAN" not in str(plans[1])


# --- what replaces the slip before ------------------------------------------------


def drawn_content(slip: Slip) -> tuple[object, object]:
    content = of_slip(slip, SETTINGS)
    return content["copy"], content["replaces"]


def test_a_copy_that_comes_by_itself_of_what_replaced_a_slip_is_a_copy(
    desk: Desk, store: Store
) -> None:
    """The same words twice: the second piece of paper must say that it is one."""
    [ticket] = take(desk)
    first = slips(store)[0]
    assert drawn_content(first) == (1, False)
    other = canonical(first.payload | {"replaces": True})
    with store.write() as writing:
        row = {"ref": ticket.ref, "copy": 2, "marked": 1, "payload": other}
        row |= {"queued_at": stamp(writing.now), "state": "sending"}
        writing.add("slips", row)
    replacing = slips(store)[1]
    assert drawn_content(replacing) == (2, True)
    mark(store, replacing.slip, "unknown")
    assert copy_slip(store, replacing)
    assert drawn_content(slips(store)[2]) == (2, False)
