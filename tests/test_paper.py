"""Which paper a ticket gets, when it carries the mark of a copy, and when it is free
to come again."""

import json
import sqlite3
from typing import Any

import pytest

from tests import desk_steps
from tests.office_of_tests import (
    COPIES,
    HEAD,
    KIOSK,
    LAN,
    PHONE,
    Clock,
    arrivals,
    called,
    is_whole,
    last,
    office_rows,
)
from ticketing.desk import Desk
from ticketing.errors import Conflict, NotFound
from ticketing.journal import canonical
from ticketing.outbox import (
    Outcome,
    copy_slip,
    mark_slip,
    meet_printer,
    note_printer,
    take_slip,
)
from ticketing.people import Actor
from ticketing.slips import Slip

GUIDE = Actor("helper", "Hân", "key-han")
SECOND = Actor("kiosk", "Ki-ốt 2", "key-kiosk-2")
LYING = ("sent", "printed", "unverified", "unknown")
ALL = (*LYING, "queued", "sending", "blocked", "failed", "cancelled")


clock, desk = desk_steps.clock, desk_steps.desk  # fixtures


def slips(desk: Desk, kind: str = "ticket") -> list[Slip]:
    return [slip for slip in desk.store.slips(*ALL) if slip.kind == kind]


def came_to(desk: Desk, slip: Slip, state: str, fault: str | None = None) -> None:
    """What the printer process says of an attempt."""
    assert take_slip(desk.store, slip)
    mark_slip(desk.store, slip, Outcome(state, fault))


def reload(desk: Desk, sample: bool, verified_on: str) -> None:
    """The first procedure has a list of papers; the second has none."""
    rows = office_rows()
    [office], procedure = rows["office"], rows["procedures"][0]
    profile = json.loads(office["profile"]) | {"sample": sample}
    sheet = json.loads(procedure["sheet"]) | {"papers": ["CCCD", "Giấy khai sinh"]}
    office["profile"] = canonical(profile)
    procedure["sheet"] = canonical(sheet | {"verified_on": verified_on})
    desk.load(HEAD, rows)


# --- the mark ----------------------------------------------------------------


def test_the_first_slip_carries_no_mark_and_every_further_one_does(desk: Desk) -> None:
    arrivals(desk, 1)
    for by in (PHONE, LAN):
        came_to(desk, slips(desk)[-1], "printed")
        desk.reprint(by, 1)
    assert [slip.marked for slip in slips(desk)] == [False, True, True]
    assert [slip.copy for slip in slips(desk)] == [1, 2, 3]


def test_the_first_slip_of_each_kind_is_no_copy_of_another_kind(desk: Desk) -> None:
    arrivals(desk, 1)
    called(desk)
    desk.park(LAN, 1, "copy")
    desk.return_slip(LAN, "A001", ["CCCD"])
    assert [(slip.kind, slip.copy, slip.marked) for slip in desk.store.slips(*ALL)] == [
        ("ticket", 1, False),
        ("return", 2, False),
    ]


def test_the_database_itself_allows_one_paper_without_the_mark(desk: Desk) -> None:
    arrivals(desk, 1)
    came_to(desk, slips(desk)[0], "printed")
    desk.reprint(LAN, 1)
    forged = {"slip": slips(desk)[1].slip, "marked": 0}
    with pytest.raises(sqlite3.IntegrityError), desk.store.write() as writing:
        writing.put("slips", forged)
    assert [slip.marked for slip in slips(desk)] == [False, True]


@pytest.mark.parametrize("state", LYING)
@pytest.mark.parametrize("again", ["queued", "sending", "blocked"])
def test_what_may_lie_there_is_never_sent_again_as_it_was(
    desk: Desk, state: str, again: str
) -> None:
    arrivals(desk, 1)
    [slip] = slips(desk)
    came_to(desk, slip, state)
    with pytest.raises(sqlite3.IntegrityError, match="may lie there"):
        mark_slip(desk.store, slip, Outcome(again))
    assert slips(desk)[0].state == state


@pytest.mark.parametrize("state", ["blocked", "failed"])
def test_what_surely_never_came_out_may_be_sent_as_it_was(
    desk: Desk, state: str
) -> None:
    arrivals(desk, 1)
    [slip] = slips(desk)
    came_to(desk, slip, state, "paper")
    mark_slip(desk.store, slip, Outcome("queued"))
    assert take_slip(desk.store, slip)
    assert not slips(desk)[0].marked


# --- whose printer, and in which print ---------------------------------------


def test_a_slip_goes_to_the_printer_of_the_kiosk_that_asked_for_it(desk: Desk) -> None:
    desk.issue(SECOND, COPIES)
    for by in (LAN, KIOSK):
        came_to(desk, slips(desk)[-1], "printed")
        desk.reprint(by, 1)
    assert [slip.kiosk for slip in slips(desk)] == ["Ki-ốt 2", "Ki-ốt 2", "Kiosk 1"]


def test_large_print_is_kept_on_a_copy_and_may_be_the_rule_of_the_office(
    desk: Desk,
) -> None:
    desk.issue(KIOSK, COPIES, large=True)
    came_to(desk, slips(desk)[0], "printed")
    desk.reprint(LAN, 1)
    assert [slip.payload["large"] for slip in slips(desk)] == [True, True]
    desk.issue(KIOSK, COPIES)
    desk.set_policy(HEAD, "slip_large", True)
    desk.issue(KIOSK, COPIES)
    assert [slip.payload["large"] for slip in slips(desk)[2:]] == [False, True]


# --- reprints ----------------------------------------------------------------


def test_copies_that_nobody_asked_for_are_not_counted_against_a_visitor(
    desk: Desk,
) -> None:
    arrivals(desk, 1)
    for _ in range(2):
        came_to(desk, slips(desk)[-1], "unknown", "silent")
        assert copy_slip(desk.store, slips(desk)[-1])
    assert len(slips(desk)) == 3
    for _ in range(2):
        came_to(desk, slips(desk)[-1], "printed")
        desk.reprint(PHONE, 1)
    came_to(desk, slips(desk)[-1], "printed")
    with pytest.raises(Conflict, match="printed 3 times"):
        desk.reprint(PHONE, 1)
    assert len(slips(desk)) == 5


@pytest.mark.parametrize("kind", ["papers", "return"])
def test_what_was_never_given_cannot_be_given_again(desk: Desk, kind: str) -> None:
    arrivals(desk, 1)
    with pytest.raises(Conflict, match="no slip of this kind"):
        desk.reprint(LAN, 1, kind)
    assert slips(desk, kind) == []


def test_a_reprint_is_journalled_with_the_number_of_the_copy(desk: Desk) -> None:
    arrivals(desk, 1)
    came_to(desk, slips(desk)[0], "printed")
    desk.reprint(LAN, 1)
    said = last(desk, "slip reprinted")
    assert (said["number"], said["copy"]) == ("A001", 2)


# --- the list of papers ------------------------------------------------------


@pytest.mark.parametrize(
    ("sample", "verified_on", "comes"),
    [(True, "", 1), (False, "2026-07-01", 1), (False, "", 0)],
)
def test_the_kiosk_prints_a_list_of_papers_that_somebody_answers_for(
    desk: Desk, sample: bool, verified_on: str, comes: int
) -> None:
    reload(desk, sample, verified_on)
    arrivals(desk, 1)
    desk.choose_procedure(KIOSK, 1, 1)
    assert len(slips(desk, "papers")) == comes
    if comes:
        assert slips(desk, "papers")[0].payload["papers"][0] == "CCCD"
        came_to(desk, slips(desk, "papers")[0], "printed")
        desk.reprint(GUIDE, 1, "papers")
        assert [slip.marked for slip in slips(desk, "papers")] == [False, True]
    else:
        with pytest.raises(Conflict, match="no slip of this kind"):
            desk.reprint(GUIDE, 1, "papers")


@pytest.mark.parametrize("by", [PHONE, GUIDE, LAN])
def test_nobody_but_the_kiosk_makes_a_list_of_papers_come_unasked(
    desk: Desk, by: Actor
) -> None:
    reload(desk, True, "")
    arrivals(desk, 1)
    desk.choose_procedure(by, 1, 1)
    assert slips(desk, "papers") == []


def test_a_procedure_without_papers_prints_no_empty_list(desk: Desk) -> None:
    reload(desk, True, "")
    ticket = desk.issue(KIOSK, procedure=2)
    desk.choose_procedure(KIOSK, ticket.ref, 2)
    assert slips(desk, "papers") == []


def test_playing_with_procedures_does_not_empty_the_roll_of_paper(desk: Desk) -> None:
    reload(desk, True, "")
    arrivals(desk, 1)
    for _ in range(9):
        desk.choose_procedure(KIOSK, 1, 1)
    assert len(slips(desk, "papers")) == desk.store.policy().reprint_limit == 3


# --- PHIẾU QUAY LẠI ----------------------------------------------------------


def test_a_return_slip_says_what_is_missing_where_and_until_when(desk: Desk) -> None:
    arrivals(desk, 1)
    called(desk)
    desk.park(LAN, 1, "copy")
    desk.return_slip(LAN, "A001", ["CCCD bản sao", "Giấy khai sinh"])
    came_to(desk, slips(desk, "return")[0], "printed")
    desk.reprint(LAN, 1, "return")
    first, again = slips(desk, "return")
    for slip in (first, again):
        assert slip.payload["missing"] == ["CCCD bản sao", "Giấy khai sinh"]
        assert (slip.payload["until"], slip.payload["counters"]) == ("17:00", [1])
    assert (first.marked, again.marked) == (False, True)
    assert last(desk, "return slip given")["number"] == "A001"
    assert is_whole(desk)


def test_a_return_slip_is_for_somebody_parked_and_for_nobody_else(desk: Desk) -> None:
    arrivals(desk, 1)
    with pytest.raises(Conflict, match="waiting"):
        desk.return_slip(LAN, "A001", [])
    called(desk)
    with pytest.raises(Conflict) as refused:
        desk.return_slip(LAN, "A001", [])
    assert "in phiếu quay lại" in refused.value.sentence("vi")
    assert slips(desk, "return") == []


# --- what never came out -----------------------------------------------------


@pytest.fixture
def jam(desk: Desk) -> Desk:
    """A001's slip failed, A002's may lie there, A003's was printed; A004 has left."""
    arrivals(desk, 4)
    first, second, third, fourth = slips(desk)
    came_to(desk, first, "failed", "paper")
    came_to(desk, second, "unknown", "silent")
    came_to(desk, third, "printed")
    came_to(desk, fourth, "failed", "paper")
    desk.cancel(Actor("visitor", key="ticket:4"), 4)
    return desk


def test_one_key_prints_what_never_came_out_for_those_who_are_still_here(
    jam: Desk,
) -> None:
    assert [row["ref"] for row in jam.unprinted()] == [1, 2]
    assert jam.print_unprinted(GUIDE) == ["A001", "A002"]
    told = {(slip.ref, slip.copy): slip for slip in slips(jam)}
    assert (told[1, 1].state, told[1, 1].marked) == ("queued", False)
    assert (told[2, 1].state, told[2, 2].state) == ("unknown", "queued")
    assert told[2, 2].marked
    assert (told[3, 1].state, told[4, 1].state) == ("printed", "failed")
    assert len(told) == 5
    assert last(jam, "slip reprinted")["numbers"] == ["A001", "A002"]


def test_the_key_pressed_twice_prints_once(jam: Desk) -> None:
    assert jam.print_unprinted(GUIDE)
    rows = jam.store.last_seq()
    assert (jam.unprinted(), jam.print_unprinted(GUIDE)) == ([], [])
    assert (len(slips(jam)), jam.store.last_seq()) == (5, rows)


def test_a_slip_that_fails_again_is_there_for_the_next_press(
    jam: Desk, clock: Clock
) -> None:
    clock.tick(minutes=10)
    jam.print_unprinted(GUIDE)
    for slip in jam.store.slips("queued"):
        assert slip.queued_at >= clock.now
        came_to(jam, slip, "failed", "cover")
    assert jam.print_unprinted(GUIDE) == ["A001", "A002"]
    assert [slip.marked for slip in jam.store.slips("queued")] == [False, True]


def test_a_copy_that_came_out_makes_the_first_one_no_longer_missing(jam: Desk) -> None:
    jam.reprint(LAN, 1)
    [copy] = jam.store.slips("queued")
    came_to(jam, copy, "printed")
    assert [row["ref"] for row in jam.unprinted()] == [2]


def test_somebody_with_two_missing_papers_is_named_once(desk: Desk) -> None:
    reload(desk, True, "")
    arrivals(desk, 1)
    desk.choose_procedure(KIOSK, 1, 1)
    for slip in desk.store.slips("queued"):
        came_to(desk, slip, "failed", "paper")
    assert desk.print_unprinted(GUIDE) == ["A001"]
    assert len(desk.store.slips("queued")) == 2


def test_yesterdays_slips_are_nobodys_any_more(jam: Desk, clock: Clock) -> None:
    jam.close_day(HEAD)
    clock.tick(days=1)
    assert jam.print_unprinted(GUIDE) == []


# --- the paper roll of a printer ---------------------------------------------


def printer(desk: Desk, **facts: Any) -> None:
    meet_printer(desk.store, "", "virtual")
    note_printer(desk.store, "", **facts)


def test_a_new_roll_is_counted_from_its_start_and_journalled(desk: Desk) -> None:
    printer(desk, used_mm=47_000)
    assert desk.new_roll(GUIDE, "").used_mm == 0
    assert last(desk, "paper roll changed") == {"printer": ""}
    assert is_whole(desk)


def test_no_roll_is_put_into_a_printer_that_is_not_there(desk: Desk) -> None:
    printer(desk)
    with pytest.raises(NotFound, match="Ki-ốt 9"):
        desk.new_roll(GUIDE, "Ki-ốt 9")


def test_a_kiosk_without_a_printer_of_its_own_has_the_offices(desk: Desk) -> None:
    assert desk.printer_of("Kiosk 1") is None
    printer(desk)
    meet_printer(desk.store, "Ki-ốt 2", "usb:04b8:0202")
    found = [desk.printer_of(kiosk) for kiosk in ("Kiosk 1", "Ki-ốt 2")]
    assert [one and one.address for one in found] == ["virtual", "usb:04b8:0202"]
