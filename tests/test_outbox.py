"""What the printer process tells the office: attempts, copies, and how printers are."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlite_utils import Database

from tests.office_of_tests import (
    KIOSK,
    LAN,
    PHONE,
    Clock,
    arrivals,
    called,
    is_whole,
    last,
    office_rows,
    open_desk,
    working_desk,
)
from ticketing.clock import stamp
from ticketing.desk import Desk
from ticketing.outbox import (
    Outcome,
    block_all,
    copy_slip,
    due,
    forget_printers,
    mark_slip,
    meet_printer,
    note_printer,
    on_their_way,
    printer,
    take_slip,
)
from ticketing.people import Actor
from ticketing.schema import migrations
from ticketing.slips import Slip
from ticketing.store import Store

SECOND = Actor("kiosk", "Ki-ốt 2", "key-kiosk-2")
STATES = ("queued", "sending", "sent", "printed", "unverified", "blocked", "unknown")


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def desk(tmp_path: Path, clock: Clock) -> Iterator[Desk]:
    desk = working_desk(tmp_path, clock)
    yield desk
    desk.store.close()


@pytest.fixture
def store(desk: Desk) -> Store:
    return desk.store


def every(_: str) -> bool:
    return True


def slip(store: Store, which: int = 0) -> Slip:
    return store.slips(*STATES, "failed", "cancelled")[which]


def rows_of(store: Store) -> list[str]:
    """What the journal says of printers."""
    return [event.what for event in store.events() if event.what == "printer changed"]


# --- an attempt --------------------------------------------------------------


def test_a_printer_gets_the_slips_of_its_own_kiosks_in_the_order_of_queueing(
    desk: Desk, store: Store
) -> None:
    for kiosk in (KIOSK, SECOND, KIOSK):
        desk.issue(kiosk, "chung-thuc")
    of_second = due(store, lambda kiosk: kiosk == SECOND.name)
    of_office = due(store, lambda kiosk: kiosk != SECOND.name)
    assert [one.ref for one in of_second] == [2]
    assert [one.ref for one in of_office] == [1, 3]


def test_a_slip_is_taken_once_and_by_one_alone(desk: Desk, store: Store) -> None:
    arrivals(desk, 1)
    [waiting] = due(store, every)
    assert take_slip(store, waiting, "T1", "abc")
    assert not take_slip(store, waiting, "T2", "abc")
    row = store.first("slips", slip=waiting.slip)
    assert row and (row["state"], row["job"], row["digest"]) == ("sending", "T1", "abc")
    assert (row["attempts"], due(store, every)) == (1, [])
    assert [one.slip for one in on_their_way(store, every)] == [waiting.slip]


def test_a_slip_of_somebody_who_left_is_not_taken(desk: Desk, store: Store) -> None:
    arrivals(desk, 1)
    [waiting] = due(store, every)
    desk.cancel(PHONE, 1)
    assert not take_slip(store, waiting)
    assert slip(store).state == "cancelled"


def test_an_attempt_leaves_its_facts_and_no_row_in_the_journal(
    desk: Desk, store: Store, clock: Clock
) -> None:
    arrivals(desk, 1)
    rows = store.last_seq()
    again = clock.now + timedelta(seconds=5)
    take_slip(store, slip(store))
    mark_slip(store, slip(store), Outcome("blocked", "cover", "open", again, "16"))
    found = slip(store)
    assert (found.state, found.fault, found.error) == ("blocked", "cover", "open")
    assert (found.retry_at, found.attempts) == (again, 1)
    take_slip(store, found)
    mark_slip(store, found, Outcome("printed", answers="37220031"))
    found = slip(store)
    assert (found.state, found.fault, found.error) == ("printed", None, None)
    assert (found.retry_at, store.last_seq()) == (None, rows)


def test_all_that_wait_say_why_but_not_those_that_came_out(
    desk: Desk, store: Store
) -> None:
    arrivals(desk, 3)
    waiting = due(store, every)
    take_slip(store, waiting[0])
    mark_slip(store, waiting[0], Outcome("printed"))
    desk.cancel(PHONE, 3)
    block_all(store, waiting, Outcome("blocked", "paper"))
    assert [(one.state, one.fault) for one in map(slip, [store] * 3, range(3))] == [
        ("printed", None),
        ("blocked", "paper"),
        ("cancelled", None),
    ]


# --- at least once -----------------------------------------------------------


def lost(store: Store, which: int) -> Slip:
    """It may have come out, and nobody knows."""
    take_slip(store, slip(store, which))
    mark_slip(store, slip(store, which), Outcome("unknown", "silent"))
    return slip(store, which)


def test_what_may_not_have_come_out_is_printed_again_marked_and_as_old(
    desk: Desk, store: Store, clock: Clock
) -> None:
    desk.issue(SECOND, "chung-thuc", large=True)
    first = lost(store, 0)
    clock.tick(seconds=50)
    assert copy_slip(store, first)
    copy = slip(store, 1)
    assert (copy.state, copy.marked, copy.automatic) == ("queued", True, True)
    assert (copy.queued_at, copy.kiosk) == (first.queued_at, "Ki-ốt 2")
    assert copy.payload == first.payload


def test_at_most_two_copies_come_by_themselves(desk: Desk, store: Store) -> None:
    arrivals(desk, 1)
    assert [copy_slip(store, lost(store, which)) for which in range(3)] == [
        True,
        True,
        False,
    ]
    assert [row["copy"] for row in desk.unprinted()] == [3]


def test_a_slip_that_was_copied_already_is_not_copied_twice(
    desk: Desk, store: Store
) -> None:
    arrivals(desk, 1)
    first = lost(store, 0)
    assert copy_slip(store, first)
    assert not copy_slip(store, first)
    assert store.count("slips") == 2


def test_a_copy_of_one_kind_does_not_stand_for_another(
    desk: Desk, store: Store
) -> None:
    arrivals(desk, 1)
    called(desk)
    desk.park(LAN, 1, "copy")
    desk.return_slip(LAN, "A001", [])
    assert copy_slip(store, lost(store, 0))
    kinds = [(one.kind, one.copy) for one in map(slip, [store] * 3, range(3))]
    assert kinds == [("ticket", 1), ("return", 2), ("ticket", 3)]


def test_nobody_gets_a_copy_who_has_left_while_the_slip_was_printed(
    desk: Desk, store: Store
) -> None:
    arrivals(desk, 1)
    first = lost(store, 0)
    desk.cancel(PHONE, 1)
    assert not copy_slip(store, first)
    assert store.count("slips") == 1


# --- the printers ------------------------------------------------------------


def test_a_printer_is_known_again_until_its_address_changes(
    store: Store, clock: Clock
) -> None:
    fresh = meet_printer(store, "", "network:192.168.1.50")
    assert (fresh.ability, fresh.fault, fresh.used_mm) == (None, None, 0)
    note_printer(store, "", ability="full", acknowledges="id", used_mm=900)
    clock.tick(minutes=1)
    again = meet_printer(store, "", "network:192.168.1.50")
    assert (again.ability, again.acknowledges, again.used_mm) == ("full", "id", 900)
    assert again.seen_at == clock.now
    other = meet_printer(store, "", "network:192.168.1.51")
    assert (other.ability, other.acknowledges, other.used_mm) == (None, None, 0)


def test_a_printer_that_the_settings_name_no_more_is_shown_to_nobody(
    desk: Desk, store: Store
) -> None:
    meet_printer(store, "", "virtual")
    meet_printer(store, "Ki-ốt 2", "usb:04b8:0202")
    forget_printers(store, ["Ki-ốt 2"])
    assert [one.printer for one in desk.printers()] == ["Ki-ốt 2"]
    assert desk.printer_of("Kiosk 1") is None


def test_a_fault_is_journalled_when_it_begins_and_when_it_ends(
    store: Store, clock: Clock
) -> None:
    meet_printer(store, "", "virtual")
    for fault, begun in (
        ("paper", 1),
        ("paper", 1),
        ("cover", 2),
        (None, 3),
        (None, 3),
    ):
        clock.tick(seconds=5)
        note_printer(store, "", fault=fault)
        assert len(rows_of(store)) == begun
    said = [e.data for e in store.events() if e.what == "printer changed"]
    assert [one["fault"] for one in said] == ["paper", "cover", None]


def test_since_when_there_is_no_paper_does_not_move_with_each_look(
    store: Store, clock: Clock
) -> None:
    meet_printer(store, "", "virtual")
    clock.tick(minutes=3)
    note_printer(store, "", fault="paper")
    begun = clock.now
    clock.tick(minutes=9)
    note_printer(store, "", fault="paper")
    found = printer(store, "")
    assert found and abs(found.since - begun) < timedelta(seconds=1)
    assert found.seen_at >= begun + timedelta(minutes=9)


def test_the_near_end_of_the_roll_is_news_and_a_heartbeat_is_not(
    store: Store, desk: Desk
) -> None:
    meet_printer(store, "", "virtual")
    note_printer(store, "")
    note_printer(store, "", near_end=False)
    assert rows_of(store) == []
    note_printer(store, "", near_end=True)
    assert last(desk, "printer changed") == {"printer": "", "near_end": True}
    assert is_whole(desk)


def test_the_paper_that_a_slip_used_is_counted_at_its_own_printer(
    desk: Desk, store: Store
) -> None:
    for name in ("", "Ki-ốt 2"):
        meet_printer(store, name, "virtual")
    arrivals(desk, 2)
    for which in range(2):
        take_slip(store, slip(store, which))
        mark_slip(store, slip(store, which), Outcome("printed", used_mm=140), "Ki-ốt 2")
    assert [one.used_mm for one in desk.printers()] == [0, 280]


def test_a_printer_that_nobody_has_met_is_not_known(store: Store) -> None:
    assert printer(store, "Ki-ốt 9") is None


# --- an office from before ---------------------------------------------------


def old_office(path: Path) -> None:
    """As the first release left it: a slip printed twice, one waiting, one jammed."""
    db = Database(path)
    migrations.apply(db, stop_before="m002_paper")
    now = stamp(Clock().now)
    db.execute("INSERT INTO days VALUES ('2026-11-23', ?, NULL)", [now])
    for row in office_rows()["services"]:
        db.table("services").insert(row)
    for ref in (1, 2, 3):
        db.table("tickets").insert(
            {
                "ref": ref,
                "business_day": "2026-11-23",
                "series": "A",
                "ordinal": ref,
                "number": f"A00{ref}",
                "service": "chung-thuc",
                "status": "waiting",
                "place": now,
                "issued_at": now,
                "language": "vi",
                "device": "Kiosk 1",
            }
            | dict.fromkeys(("priority", "ready", "rated", "calls"), 0)
            | dict.fromkeys(("rejoins", "delays", "seq"), 0)
            | {"dossiers": 1}
        )
    for ref, copy, state in (
        (1, 1, "printed"),
        (1, 2, "unverified"),
        (1, 3, "unknown"),
        (2, 1, "queued"),
        (3, 1, "failed"),
    ):
        said = {"ref": ref, "copy": copy, "state": state, "queued_at": now}
        db.table("slips").insert(said | {"payload": '{"number":"A001"}'})
    db.conn.commit()
    db.close()


def test_an_office_of_the_first_release_keeps_its_slips_and_learns_the_mark(
    tmp_path: Path, clock: Clock
) -> None:
    old_office(tmp_path / "office.db")
    desk = open_desk(tmp_path / "office.db", clock)
    try:
        found = desk.store.slips(*STATES, "failed")
        assert [(one.ref, one.copy, one.marked) for one in found] == [
            (1, 1, False),
            (1, 2, True),
            (1, 3, True),
            (2, 1, False),
            (3, 1, False),
        ]
        assert {(one.kind, one.kiosk, one.automatic) for one in found} == {
            ("ticket", "", False)
        }
        assert [row["ref"] for row in desk.unprinted()] == [1, 3]
        assert [one.ref for one in due(desk.store, every)] == [2]
        assert take_slip(desk.store, found[3])
        assert desk.store.slip_of(1) == ("unknown", 3, None)
    finally:
        desk.store.close()
