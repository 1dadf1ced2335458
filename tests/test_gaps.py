"""The power was gone: the paper list is told to the machine, and nothing is learnt."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.office_of_tests import (
    COPIES,
    EFFORT,
    HEAD,
    LAN,
    MAI,
    MORNING,
    Clock,
    arrivals,
    called,
    is_whole,
    last,
    line,
    status,
    working_desk,
)
from ticketing.desk import Desk
from ticketing.errors import Conflict, Impossible, NotFound
from ticketing.gaps import Gap, gaps, in_the_dark, net_wait

MINUTE = timedelta(minutes=1)
DARK = MORNING + 10 * MINUTE
LIGHT = DARK + 60 * MINUTE


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def desk(tmp_path: Path, clock: Clock) -> Desk:
    """A001 is being served at counter 1, A002 called to 2, A003 to A006 wait. Then the
    power goes for an hour, and comes back."""
    desk = working_desk(tmp_path, clock)
    arrivals(desk, 6)
    called(desk)
    desk.start(LAN, 1)
    called(desk, 2, MAI)
    clock.now = LIGHT + MINUTE
    return desk


def test_who_was_there_when_the_power_went_is_listed_in_order(desk: Desk) -> None:
    late = arrivals(desk, 1)[0]
    listed = [ticket.number for ticket in in_the_dark(desk.store, DARK)]
    assert listed == [f"A00{n}" for n in range(1, 7)]
    assert late.number not in listed


def test_whoever_was_served_in_the_dark_is_done_at_the_moment_it_began(
    desk: Desk,
) -> None:
    desk.reconcile(HEAD, (DARK, LIGHT), served=["A001", "A002", "A003"])
    for number in ("A001", "A002", "A003"):
        ticket = desk.find_today(number)
        assert (ticket.status, ticket.outcome) == ("served", "gap")
        assert (ticket.closed_at, ticket.started_at) == (DARK, None)
    assert line(desk) == ["A004", "A005", "A006"]
    assert is_whole(desk)


def test_whoever_left_in_the_dark_is_not_called_any_more(desk: Desk) -> None:
    desk.reconcile(HEAD, (DARK, LIGHT), left=["A001", "A002", "A004"])
    fates = {n: desk.find_today(n).outcome for n in ("A001", "A002", "A004")}
    assert set(fates.values()) == {"left"}
    assert status(desk, "A004") == "cancelled"
    assert line(desk) == ["A003", "A005", "A006"]
    assert is_whole(desk)


def test_all_others_stay_where_they_were_and_go_on(desk: Desk) -> None:
    places = [ticket.place for ticket in desk.store.line([COPIES])]
    desk.reconcile(HEAD, (DARK, LIGHT), served=["A002"])
    assert status(desk, "A001") == "serving"
    assert [ticket.place for ticket in desk.store.line([COPIES])] == places
    assert desk.finish(LAN, 1).number == "A001"
    assert called(desk, 2, MAI).number == "A003"


def test_a_counter_that_was_freed_and_waits_for_somebody_calls_at_once(
    desk: Desk, clock: Clock
) -> None:
    desk.reconcile(HEAD, (DARK, LIGHT), served=[f"A00{n}" for n in range(1, 7)])
    assert desk.call_next(LAN, 1, armed=True) is None
    arrivals(desk, 1)
    assert status(desk, "A007") == "called"


def test_a_service_that_lasted_through_the_gap_teaches_nothing(desk: Desk) -> None:
    desk.reconcile(HEAD, (DARK, LIGHT), served=["A002"])
    desk.finish(LAN, 1)
    assert desk.store.learned() == {}


def test_a_service_after_the_gap_teaches_as_ever(desk: Desk, clock: Clock) -> None:
    desk.reconcile(HEAD, (DARK, LIGHT), served=["A001", "A002"])
    called(desk)
    desk.start(LAN, 1)
    clock.tick(minutes=5)
    desk.finish(LAN, 1)
    learned = desk.store.learned()[COPIES]
    assert (learned.visits, round(learned.seconds)) == (1, 300)


def test_a_number_that_was_forgotten_is_told_later_for_the_same_gap(desk: Desk) -> None:
    desk.reconcile(HEAD, (DARK, LIGHT), served=["A001"])
    desk.reconcile(HEAD, (DARK, LIGHT), served=["A002"], left=["A003"])
    assert gaps(desk.store) == [(DARK, LIGHT)]
    assert last(desk, "power cut reconciled")["left"] == ["A003"]
    assert is_whole(desk)


def test_two_gaps_of_one_day_lie_apart(desk: Desk, clock: Clock) -> None:
    desk.reconcile(HEAD, (DARK, LIGHT))
    with pytest.raises(Conflict, match="08:10–09:10"):
        desk.reconcile(HEAD, (DARK + MINUTE, LIGHT))
    clock.tick(hours=1)
    second = (LIGHT + 20 * MINUTE, LIGHT + 30 * MINUTE)
    desk.reconcile(HEAD, second)
    assert gaps(desk.store) == [(DARK, LIGHT), second]
    assert is_whole(desk)


@pytest.mark.parametrize(
    "gap",
    [
        (LIGHT, DARK),
        (DARK, DARK),
        (DARK, LIGHT + 2 * MINUTE),
        (DARK - timedelta(days=1), LIGHT),
    ],
    ids=["backwards", "no time at all", "not over yet", "yesterday"],
)
def test_a_gap_that_cannot_be_is_refused_and_changes_nothing(
    desk: Desk, gap: Gap
) -> None:
    before = desk.store.last_seq()
    with pytest.raises(Impossible, match="power cut"):
        desk.reconcile(HEAD, gap, served=["A001"])
    assert desk.store.last_seq() == before


def test_one_wrong_number_refuses_the_whole_list(desk: Desk) -> None:
    with pytest.raises(NotFound, match="A099"):
        desk.reconcile(HEAD, (DARK, LIGHT), served=["A001", "A099"])
    with pytest.raises(Impossible, match="A001"):
        desk.reconcile(HEAD, (DARK, LIGHT), served=["A001"], left=["A001"])
    assert status(desk, "A001") == "serving"
    assert gaps(desk.store) == []


def test_whoever_came_or_was_called_after_the_power_was_back_is_not_on_the_list(
    desk: Desk,
) -> None:
    arrivals(desk, 1)
    desk.finish(MAI, 2)
    called(desk, 2, MAI)
    for number in ("A007", "A003"):
        with pytest.raises(Conflict, match=number):
            desk.reconcile(HEAD, (DARK, LIGHT), served=[number])
    with pytest.raises(Conflict, match="A002"):
        desk.reconcile(HEAD, (DARK, LIGHT), served=["A002"])  # is done already


def test_nobody_waited_for_the_office_while_the_power_was_gone() -> None:
    called_at = LIGHT + 5 * MINUTE
    assert net_wait(MORNING, called_at, [(DARK, LIGHT)]) == 15 * MINUTE
    assert net_wait(MORNING, called_at, []) == 75 * MINUTE
    assert net_wait(MORNING, DARK, [(DARK, LIGHT)]) == 10 * MINUTE
    assert net_wait(DARK + MINUTE, LIGHT, [(DARK, LIGHT)]) == timedelta(0)


moments = st.lists(
    st.datetimes(datetime(2026, 1, 1), datetime(2026, 1, 2)).map(
        lambda moment: moment.replace(tzinfo=UTC)
    ),
    min_size=4,
    max_size=8,
    unique=True,
).map(sorted)


@EFFORT
@given(moments, st.data())
def test_a_gap_never_makes_a_wait_longer_nor_less_than_nothing(
    sorted_moments: list[datetime], data: st.DataObject
) -> None:
    pairs = zip(sorted_moments[::2], sorted_moments[1::2], strict=False)
    dark = [(begun, ended) for begun, ended in pairs]
    issued, served = sorted(data.draw(st.tuples(moments, moments)))[0][:2]
    assert timedelta(0) <= net_wait(issued, served, dark) <= served - issued
