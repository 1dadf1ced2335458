"""What a visitor may say of a visit, when, and how often."""

from datetime import datetime
from pathlib import Path

import pytest

from tests.office_of_tests import (
    LAN,
    PHONE,
    Clock,
    arrivals,
    called,
    is_whole,
    working_desk,
)
from ticketing.desk import Desk
from ticketing.errors import Conflict, Impossible, NotFound


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def desk(tmp_path: Path, clock: Clock) -> Desk:
    """A001 has been served, A002 waits."""
    desk = working_desk(tmp_path, clock)
    arrivals(desk, 2)
    called(desk)
    desk.finish(LAN, 1)
    return desk


def test_a_visit_is_rated_once_with_reasons_for_a_low_level(desk: Desk) -> None:
    rating = desk.rate(PHONE, 1, 2, ["cho-lau", "cho-lau"], channel="tablet")
    assert (rating.level, rating.reasons) == (2, ("cho-lau",))
    assert desk.store.ticket(1).rated
    with pytest.raises(Conflict, match="rated already"):
        desk.rate(PHONE, 1, 4)
    assert is_whole(desk)


@pytest.mark.parametrize("level", [0, 5, -1])
def test_there_are_four_levels_and_no_other(desk: Desk, level: int) -> None:
    with pytest.raises(Impossible):
        desk.rate(PHONE, 1, level)


def test_a_high_level_takes_no_reasons(desk: Desk) -> None:
    with pytest.raises(Impossible):
        desk.rate(PHONE, 1, 3, ["cho-lau"])


def test_a_reason_that_the_office_does_not_know_is_refused(desk: Desk) -> None:
    with pytest.raises(Impossible, match="there is no reason"):
        desk.rate(PHONE, 1, 1, ["thời-tiết"])


def test_a_comment_has_200_letters_and_no_more(desk: Desk) -> None:
    with pytest.raises(Impossible):
        desk.rate(PHONE, 1, 1, comment="ơ" * 201)
    desk.rate(PHONE, 1, 1, comment="ơ" * 200)
    row = desk.store.first("secrets", ref=1, kind="comment")
    assert row and len(row["value"]) == 200


def test_nobody_rates_a_visit_that_has_not_been_served(desk: Desk) -> None:
    with pytest.raises(Conflict, match="has not been served"):
        desk.rate(PHONE, 2, 4)


def test_nobody_rates_a_ticket_that_is_not_there(desk: Desk) -> None:
    with pytest.raises(NotFound):
        desk.rate(PHONE, 77, 4)


def test_a_visit_is_rated_until_the_end_of_the_next_day(
    desk: Desk, clock: Clock
) -> None:
    clock.now = datetime.fromisoformat("2026-11-24T23:59:59+07:00")
    assert desk.rate(PHONE, 1, 4).level == 4


def test_on_the_day_after_the_next_it_is_too_late(desk: Desk, clock: Clock) -> None:
    clock.now = datetime.fromisoformat("2026-11-25T00:00:00+07:00")
    with pytest.raises(Conflict, match="time to rate number A001 is over"):
        desk.rate(PHONE, 1, 4)


def test_a_visit_that_the_evening_ended_may_still_be_rated(
    desk: Desk, clock: Clock
) -> None:
    called(desk)
    desk.start(LAN, 1)
    clock.tick(days=1)
    assert desk.rate(PHONE, 2, 1).ref == 2


def test_a_finish_without_a_start_can_be_rejoined_until_it_is_rated(
    desk: Desk,
) -> None:
    assert desk.store.ticket(1).may("rejoin")
    desk.rate(PHONE, 1, 4)
    with pytest.raises(Conflict, match="is served"):
        desk.rejoin(PHONE, 1)
