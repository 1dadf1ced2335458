"""What an officer does at a counter, one sentence each."""

from pathlib import Path

import pytest

from tests import desk_steps
from tests.office_of_tests import (
    BIRTHS,
    COPIES,
    HEAD,
    KIOSK,
    LAN,
    MAI,
    RESULTS,
    Clock,
    arrivals,
    called,
    last,
    line,
    new_desk,
    status,
)
from ticketing.desk import Desk, Transfer
from ticketing.errors import Conflict, Impossible
from ticketing.snapshot import picture

clock, desk = desk_steps.clock, desk_steps.desk  # fixtures


def test_next_finishes_the_one_there_and_calls_the_first_in_line(desk: Desk) -> None:
    arrivals(desk, 2)
    called(desk)
    assert called(desk).number == "A002"
    assert status(desk, "A001") == "served"


def test_the_board_shows_who_is_at_which_counter_newest_call_first(desk: Desk) -> None:
    arrivals(desk, 3)
    called(desk)
    called(desk, 2, MAI)
    desk.start(LAN, 1)
    board = picture(desk)
    calls = [(c["number"], c["counter"], c["status"]) for c in board["calls"]]
    assert calls == [("A002", 2, "called"), ("A001", 1, "serving")]
    assert board["serving"] == [
        {"number": "A001", "counter": 1},
        {"number": "A002", "counter": 2},
    ]
    assert board["lines"][0]["order"] == ["A003"]


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


def test_a_loaded_office_starts_with_every_counter_closed(tmp_path: Path) -> None:
    desk = new_desk(tmp_path)
    assert [counter.open for counter in desk.store.counters()] == [False] * 3
    with pytest.raises(Conflict, match="Counter 1 is not open"):
        desk.call_next(LAN, 1)
