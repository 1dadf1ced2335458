"""Paper that is wanted again: what a second slip says, and slips that wait too long."""

from datetime import timedelta

import pytest

from tests import desk_steps
from tests.office_of_tests import (
    BIRTHS,
    COPIES,
    HEAD,
    KIOSK,
    LAN,
    MAI,
    PHONE,
    Clock,
    arrivals,
    called,
    is_whole,
)
from tests.test_paper import GUIDE, came_to, reload, slips
from ticketing.desk import Desk
from ticketing.errors import Conflict
from ticketing.outbox import Outcome, mark_slip, meet_printer, take_slip
from ticketing.slips import Slip

clock, desk = desk_steps.clock, desk_steps.desk  # fixtures


def newest(desk: Desk, kind: str = "ticket") -> Slip:
    return slips(desk, kind)[-1]


def place(slip: Slip) -> tuple[object, object]:
    return slip.payload["ahead"], slip.payload["wait"]


# --- a cancellation that is undone -------------------------------------------


def test_the_undo_of_a_cancellation_brings_the_paper_back_too(desk: Desk) -> None:
    arrivals(desk, 2)
    desk.cancel(LAN, 2, "no-answer", counter=1)
    assert [slip.state for slip in slips(desk)] == ["queued", "cancelled"]
    called(desk, 2, MAI)
    desk.undo(LAN, 1)
    assert newest(desk).state == "queued"
    assert newest(desk).payload["ahead"] == 0, "the one before has gone meanwhile"
    assert is_whole(desk)


def test_what_came_out_before_the_cancellation_does_not_come_out_twice(
    desk: Desk,
) -> None:
    arrivals(desk, 1)
    came_to(desk, newest(desk), "printed")
    desk.cancel(LAN, 1, "no-answer", counter=1)
    desk.undo(LAN, 1)
    assert [slip.state for slip in slips(desk)] == ["printed"]


def test_after_the_close_of_the_day_nothing_more_comes_out(desk: Desk) -> None:
    arrivals(desk, 2)
    called(desk)
    desk.start(LAN, 1)
    desk.finish(LAN, 1)
    desk.close_day(HEAD)
    assert [slip.state for slip in slips(desk)] == ["cancelled", "cancelled"]


# --- asked for again ---------------------------------------------------------


@pytest.mark.parametrize("state", ["queued", "blocked", "sending", "sent"])
def test_while_the_slip_has_yet_to_come_no_copy_follows_it(
    desk: Desk, state: str
) -> None:
    arrivals(desk, 1)
    if state != "queued":
        came_to(desk, newest(desk), state)
    rows = desk.store.last_seq()
    assert desk.reprint(PHONE, 1).number == "A001"
    assert ([slip.state for slip in slips(desk)], desk.store.last_seq()) == (
        [state],
        rows,
    )


def test_asking_for_a_slip_that_nobody_fetched_makes_it_young_again(
    desk: Desk, clock: Clock
) -> None:
    arrivals(desk, 1)
    clock.tick(minutes=3)
    assert desk.slips_to_come() == 0
    desk.reprint(PHONE, 1)
    assert (len(slips(desk)), desk.slips_to_come()) == (1, 1)


def test_somebody_served_needs_no_slip_but_may_take_the_list_home(desk: Desk) -> None:
    reload(desk, True, "")
    arrivals(desk, 1)
    desk.choose_procedure(LAN, 1, 1)
    came_to(desk, newest(desk), "printed")
    called(desk)
    desk.finish(LAN, 1)
    with pytest.raises(Conflict, match="served"):
        desk.reprint(LAN, 1)
    desk.reprint(LAN, 1, "papers")
    assert newest(desk, "papers").state == "queued"


# --- what a slip says of the place -------------------------------------------


def test_a_slip_of_somebody_who_waits_says_the_place_and_the_wait(desk: Desk) -> None:
    arrivals(desk, 3)
    assert newest(desk).payload["ahead"] == 2
    assert newest(desk).payload["wait"]["high"] > 0


@pytest.mark.parametrize("status", ["called", "serving", "missed", "parked"])
def test_who_does_not_wait_gets_the_number_without_any_place(
    desk: Desk, status: str
) -> None:
    arrivals(desk, 2)
    came_to(desk, slips(desk)[0], "printed")
    called(desk)
    if status == "serving":
        desk.start(LAN, 1)
    if status == "missed":
        desk.no_show(LAN, 1)
    if status == "parked":
        desk.park(LAN, 1, "copy")
    desk.reprint(LAN, 1)
    assert place(newest(desk)) == (None, None)
    assert newest(desk).payload["counters"] == [1], "the one that called it"


def test_a_slip_sends_nobody_to_a_counter_that_is_closed(desk: Desk) -> None:
    desk.close_counter(MAI, 2)
    arrivals(desk, 1)
    assert newest(desk).payload["counters"] == [1]
    desk.pause(LAN, 1, "Giải lao")
    arrivals(desk, 1)
    assert newest(desk).payload["counters"] == [1, 2], "none works: either may open"


def test_what_failed_is_sent_again_with_the_place_of_now(desk: Desk) -> None:
    desk.issue(KIOSK, COPIES)
    desk.issue(KIOSK, COPIES, large=True)
    came_to(desk, newest(desk), "failed", "paper")
    called(desk)
    desk.print_unprinted(GUIDE)
    assert newest(desk).payload["ahead"] == 0
    assert newest(desk).payload["large"]


# --- another content is no copy ----------------------------------------------


def test_another_list_of_papers_replaces_the_first_and_is_no_copy_of_it(
    desk: Desk,
) -> None:
    reload(desk, True, "")
    arrivals(desk, 1)
    desk.choose_procedure(KIOSK, 1, 1)
    came_to(desk, newest(desk, "papers"), "printed")
    desk.choose_procedure(KIOSK, 1, 1)
    assert "replaces" not in newest(desk, "papers").payload
    came_to(desk, newest(desk, "papers"), "printed")
    reload(desk, True, "2026-07-01")  # now with days, which somebody has verified
    desk.choose_procedure(KIOSK, 1, 1)
    said = newest(desk, "papers")
    assert (said.payload.get("replaces"), said.marked) == (True, True)


def test_a_return_slip_with_other_words_replaces_the_one_before(desk: Desk) -> None:
    arrivals(desk, 1)
    called(desk)
    desk.park(LAN, 1, "copy")
    for missing in (["CCCD"], ["CCCD"], ["CCCD", "Ảnh 3×4"]):
        desk.return_slip(LAN, "A001", missing)
        came_to(desk, newest(desk, "return"), "printed")
    desk.reprint(LAN, 1, "return")
    said = [slip.payload.get("replaces", False) for slip in slips(desk, "return")]
    assert said == [False, False, True, False]
    assert newest(desk, "return").payload["missing"] == ["CCCD", "Ảnh 3×4"]


def test_a_slip_that_replaces_says_so_also_when_it_is_sent_again(desk: Desk) -> None:
    arrivals(desk, 1)
    called(desk)
    desk.park(LAN, 1, "copy")
    for missing in (["CCCD"], ["Ảnh"]):
        desk.return_slip(LAN, "A001", missing)
        came_to(desk, newest(desk, "return"), "failed")
    desk.print_unprinted(GUIDE)
    assert newest(desk, "return").state == "queued"
    assert newest(desk, "return").payload["replaces"]


# --- what waits too long -----------------------------------------------------


def test_after_two_minutes_a_slip_is_no_longer_said_to_come_by_itself(
    desk: Desk, clock: Clock
) -> None:
    arrivals(desk, 2)
    clock.tick(seconds=119)
    desk.issue(KIOSK, BIRTHS)
    assert (desk.slips_to_come(), desk.unprinted()) == (3, [])
    clock.tick(seconds=2)
    assert desk.slips_to_come() == 1
    assert [row["ref"] for row in desk.unprinted()] == [1, 2]


def test_the_one_key_takes_what_waited_too_long_with_a_fresh_time(
    desk: Desk, clock: Clock
) -> None:
    arrivals(desk, 2)
    assert take_slip(desk.store, slips(desk)[0])
    mark_slip(desk.store, slips(desk)[0], Outcome("blocked", "off"))
    desk.cancel(LAN, 2)
    arrivals(desk, 1)
    clock.tick(minutes=5)
    assert desk.print_unprinted(GUIDE) == ["A001", "A003"]
    assert [slip.state for slip in slips(desk)] == ["queued", "cancelled", "queued"]
    assert newest(desk).queued_at >= clock.now - timedelta(seconds=1)
    assert desk.print_unprinted(GUIDE) == []


def test_of_two_copies_only_the_newest_is_called_missing(
    desk: Desk, clock: Clock
) -> None:
    reload(desk, True, "")
    arrivals(desk, 1)
    for _ in range(2):
        desk.choose_procedure(KIOSK, 1, 1)
    clock.tick(minutes=5)
    late = [(row["kind"], row["copy"]) for row in desk.unprinted()]
    assert late == [("ticket", 1), ("papers", 3)]


# --- a printer that never was ------------------------------------------------


def test_slips_that_no_process_fetches_tell_of_a_printer_that_never_was(
    desk: Desk, clock: Clock
) -> None:
    assert desk.printer_missing() is None
    [first, _] = arrivals(desk, 2)
    found = desk.printer_missing()
    assert found and found.seen_at == first.issued_at
    assert desk.printers() == []
    meet_printer(desk.store, "Ki-ốt 2", "virtual")
    assert desk.printer_of("Kiosk 1") == found
    meet_printer(desk.store, "", "virtual")
    assert desk.printer_missing() is None
