"""What an officer does at a counter, one sentence each."""

from pathlib import Path

import pytest

from tests.office_of_tests import (
    BIRTHS,
    COPIES,
    HEAD,
    KIOSK,
    LAN,
    MAI,
    PHONE,
    RESULTS,
    Clock,
    arrivals,
    called,
    is_whole,
    last,
    line,
    new_desk,
    status,
    working_desk,
)
from ticketing.desk import Desk, Transfer
from ticketing.errors import Conflict, Impossible, NotFound
from ticketing.snapshot import picture


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def desk(tmp_path: Path, clock: Clock) -> Desk:
    return working_desk(tmp_path, clock)


# --- taking a number ---------------------------------------------------------


def test_each_series_counts_for_itself_without_a_gap(desk: Desk) -> None:
    asked = [COPIES, BIRTHS, COPIES, RESULTS, COPIES, BIRTHS]
    given = [desk.issue(KIOSK, service).number for service in asked]
    assert given == ["A001", "B001", "A002", "T001", "A003", "B002"]


def test_a_refused_number_leaves_no_gap_behind(desk: Desk) -> None:
    arrivals(desk, 1)
    desk.set_issuing(HEAD, False, COPIES, "mất điện")
    with pytest.raises(Conflict, match="mất điện"):
        desk.issue(KIOSK, COPIES)
    desk.set_issuing(HEAD, True, COPIES, "")
    assert desk.issue(KIOSK, COPIES).number == "A002"


def test_a_procedure_alone_finds_its_own_line(desk: Desk) -> None:
    ticket = desk.issue(KIOSK, procedure="9.000002")
    assert (ticket.service, ticket.procedure) == (BIRTHS, 2)


def test_a_procedure_of_another_line_is_refused(desk: Desk) -> None:
    with pytest.raises(Impossible):
        desk.issue(KIOSK, COPIES, procedure=2)


@pytest.mark.parametrize("wrong", ["nobody", "", "99999999999999999999"])
def test_unknown_things_are_not_found_whatever_they_look_like(
    desk: Desk, wrong: str
) -> None:
    with pytest.raises(NotFound):
        desk.issue(KIOSK, procedure=wrong)
    with pytest.raises(NotFound):
        desk.store.ticket_by_id(wrong)
    with pytest.raises(NotFound):
        desk.store.counter(10**30)


def test_the_slip_is_queued_with_the_ticket_and_without_its_secret(desk: Desk) -> None:
    ticket = arrivals(desk, 1)[0]
    [slip] = desk.store.slips("queued")
    assert (slip.ref, slip.payload["number"]) == (ticket.ref, "A001")
    assert ticket.id not in str(slip.payload)


def test_a_visitor_gets_three_slips_and_an_officer_more(desk: Desk) -> None:
    arrivals(desk, 1)
    desk.reprint(PHONE, 1)
    desk.reprint(PHONE, 1)
    with pytest.raises(Conflict, match="printed 3 times"):
        desk.reprint(PHONE, 1)
    desk.reprint(LAN, 1)
    assert desk.store.slip_of(1) == ("queued", 4)


def test_a_cancelled_number_is_never_given_again(desk: Desk) -> None:
    arrivals(desk, 1)
    desk.cancel(KIOSK, 1, "void")
    with pytest.raises(Conflict, match="cancelled"):
        desk.reprint(LAN, 1)
    assert status(desk, "A001") == "cancelled"
    assert desk.issue(KIOSK, COPIES).number == "A002"


# --- calling -----------------------------------------------------------------


def test_next_finishes_the_one_there_and_calls_the_first_in_line(desk: Desk) -> None:
    arrivals(desk, 2)
    called(desk)
    assert called(desk).number == "A002"
    assert status(desk, "A001") == "served"


def test_next_may_say_that_the_one_before_did_not_come(desk: Desk) -> None:
    arrivals(desk, 2)
    called(desk)
    desk.call_next(LAN, 1, previous="no_show")
    assert status(desk, "A001") == "missed"
    assert picture(desk)["missed"] == ["A001"]


def test_next_cannot_call_somebody_a_no_show_who_is_being_served(desk: Desk) -> None:
    arrivals(desk, 2)
    called(desk)
    desk.start(LAN, 1)
    with pytest.raises(Conflict, match="is serving"):
        desk.call_next(LAN, 1, previous="no_show")
    assert status(desk, "A001") == "serving"


def test_next_on_an_empty_line_still_ends_the_visit(desk: Desk) -> None:
    arrivals(desk, 1)
    called(desk)
    assert desk.call_next(LAN, 1) is None
    assert status(desk, "A001") == "served"


def test_a_counter_calls_only_what_it_serves(desk: Desk) -> None:
    arrivals(desk, 1, BIRTHS)
    assert desk.call_next(MAI, 2) is None
    assert called(desk, 1, LAN).number == "B001"


def test_a_number_of_another_counter_is_refused_by_name(desk: Desk) -> None:
    arrivals(desk, 1, BIRTHS)
    with pytest.raises(Conflict, match="Counter 2 does not serve number B001"):
        desk.call_number(MAI, 2, "B001", "vội")


@pytest.mark.parametrize("how", ["start", "finish", "no_show", "recall", "put_back"])
def test_nothing_can_be_done_where_nobody_is(desk: Desk, how: str) -> None:
    with pytest.raises(Conflict, match="nobody at counter 1"):
        getattr(desk, how)(LAN, 1)


def test_what_was_done_is_kept_with_the_visit(desk: Desk) -> None:
    arrivals(desk, 1)
    called(desk)
    desk.start(LAN, 1)
    served = desk.finish(LAN, 1, outcome="received", dossiers=3, procedures=[1, 2])
    assert (served.outcome, served.dossiers) == ("received", 3)
    assert last(desk, "service finished")["procedures"] == [1, 2]


def test_a_call_put_back_is_gone_from_the_board_and_keeps_its_place(
    desk: Desk,
) -> None:
    arrivals(desk, 2)
    called(desk)
    desk.put_back(LAN, 1)
    assert line(desk) == ["A001", "A002"]
    assert picture(desk)["calls"] == []


def test_recalls_count_and_ring_until_the_limit(desk: Desk) -> None:
    desk.set_policy(HEAD, "recall_limit", 3)
    arrivals(desk, 1)
    called(desk)
    assert [desk.recall(LAN, 1).calls, desk.recall(LAN, 1).calls] == [2, 3]
    with pytest.raises(Conflict, match="has been called 3 times"):
        desk.recall(LAN, 1)


def test_a_recall_too_soon_says_how_long_to_wait(desk: Desk, clock: Clock) -> None:
    desk.set_policy(HEAD, "recall_gap", 20)
    arrivals(desk, 1)
    called(desk)
    clock.tick(seconds=12.5)
    with pytest.raises(Conflict, match="Wait 8 seconds"):
        desk.recall(LAN, 1)
    clock.tick(seconds=8)
    assert desk.recall(LAN, 1).calls == 2


# --- parked and sent on ------------------------------------------------------


def test_a_parked_visit_comes_back_to_its_old_place(desk: Desk) -> None:
    arrivals(desk, 3)
    called(desk)
    desk.park(LAN, 1, "copy")
    assert picture(desk)["parked"] == ["A001"]
    desk.ready(LAN, 1, "A001")
    assert (picture(desk)["parked"], picture(desk)["ready"]) == ([], ["A001"])
    desk.resume(LAN, 1, "A001")
    assert line(desk) == ["A001", "A002", "A003"]


def test_a_parked_visit_is_not_called_over_somebody_at_the_counter(
    desk: Desk,
) -> None:
    arrivals(desk, 2)
    called(desk)
    desk.park(LAN, 1, "fee")
    called(desk)
    with pytest.raises(Conflict, match="serving A002"):
        desk.resume(LAN, 1, "A001", call=True)


def test_a_transfer_keeps_number_and_arrival_but_not_the_procedure(desk: Desk) -> None:
    arrivals(desk, 1, RESULTS)
    desk.issue(KIOSK, procedure=1)
    before = called(desk)
    moved = desk.transfer(LAN, 1, Transfer(service=RESULTS))
    assert (moved.number, moved.place) == ("A001", before.place)
    assert (moved.service, moved.procedure) == (RESULTS, None)
    assert line(desk, RESULTS) == ["T001", "A001"]


def test_a_ticket_sent_to_one_counter_is_called_by_that_one_alone(desk: Desk) -> None:
    arrivals(desk, 1, BIRTHS)
    called(desk)
    desk.transfer(LAN, 1, Transfer(counter=2))
    assert desk.call_next(LAN, 1) is None
    assert called(desk, 2, MAI).number == "B001"


@pytest.mark.parametrize(
    "to", [Transfer(), Transfer(service=COPIES, place="somewhere")]
)
def test_a_transfer_must_say_where_to(desk: Desk, to: Transfer) -> None:
    arrivals(desk, 1)
    called(desk)
    with pytest.raises(Impossible):
        desk.transfer(LAN, 1, to)


def test_a_transfer_to_the_end_passes_nobody(desk: Desk, clock: Clock) -> None:
    arrivals(desk, 2)
    called(desk)
    clock.tick(minutes=3)
    desk.transfer(LAN, 1, Transfer(service=COPIES, place="last"))
    assert line(desk) == ["A002", "A001"]
    assert last(desk, "ticket transferred")["overtook"] == 0


# --- the six doors by which somebody passes others ---------------------------


def door(desk: Desk, which: str, reason: str | None) -> None:
    """A001 to A003 wait, B001 is parked behind them, T001 at counter 1's desk."""
    match which:
        case "call of a number":
            desk.call_number(LAN, 1, "A003", reason)
        case "transfer to the front":
            desk.set_services(HEAD, 1, [RESULTS])
            called(desk)
            to = Transfer(service=COPIES, place="first", reason=reason)
            desk.transfer(LAN, 1, to)
        case "parked one called":
            desk.resume(LAN, 1, "B001", call=True, reason=reason)
        case "priority given":
            desk.set_priority(LAN, "A003", True, reason)
        case "walk-in":
            desk.walk_in(LAN, 1, COPIES, reason)
        case "put back, then another":
            desk.call_next(LAN, 1)
            desk.put_back(LAN, 1)
            desk.call_number(LAN, 1, "A002", reason)


DOORS = {
    "call of a number": ("ticket called", 2),
    "transfer to the front": ("ticket transferred", 3),
    "parked one called": ("ticket called", 3),
    "priority given": ("priority changed", 2),
    "walk-in": ("ticket called", 3),
    "put back, then another": ("ticket called", 1),
}


def fill(desk: Desk, clock: Clock) -> None:
    for service in (COPIES, COPIES, COPIES, BIRTHS, RESULTS):
        arrivals(desk, 1, service)
        clock.tick(minutes=1)
    desk.call_number(LAN, 1, "B001", "test")
    desk.park(LAN, 1, "paper")


@pytest.mark.parametrize("which", DOORS)
def test_passing_others_counts_them_and_is_journalled_with_its_reason(
    desk: Desk, clock: Clock, which: str
) -> None:
    fill(desk, clock)
    door(desk, which, "người khuyết tật")
    what, passed = DOORS[which]
    said = last(desk, what)
    assert (said["overtook"], said["reason"]) == (passed, "người khuyết tật")


@pytest.mark.parametrize("reason", [None, "", "  "])
@pytest.mark.parametrize("which", DOORS)
def test_passing_others_without_a_reason_is_refused(
    desk: Desk, clock: Clock, which: str, reason: str | None
) -> None:
    fill(desk, clock)
    with pytest.raises(Impossible, match=f"This passes {DOORS[which][1]} people"):
        door(desk, which, reason)
    assert is_whole(desk)


def test_calling_the_first_in_line_by_number_needs_no_reason(desk: Desk) -> None:
    arrivals(desk, 2)
    assert desk.call_number(LAN, 1, "A001").number == "A001"
    assert last(desk, "ticket called")["overtook"] == 0


def test_a_walk_in_at_a_counter_without_lines_is_refused(desk: Desk) -> None:
    desk.set_services(HEAD, 2, [])
    with pytest.raises(NotFound):
        desk.walk_in(MAI, 2)


def test_priority_taken_away_gives_the_old_place_back(desk: Desk) -> None:
    arrivals(desk, 2)
    desk.set_priority(LAN, "A002", True, "mang thai")
    assert line(desk) == ["A002", "A001"]
    desk.set_priority(LAN, "A002", False)
    assert line(desk) == ["A001", "A002"]


def test_a_loaded_office_starts_with_every_counter_closed(tmp_path: Path) -> None:
    desk = new_desk(tmp_path)
    assert [counter.open for counter in desk.store.counters()] == [False] * 3
    with pytest.raises(Conflict, match="Counter 1 is not open"):
        desk.call_next(LAN, 1)
