"""What a visitor may say of a visit, when, and how often."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import pytest

from tests.office_of_tests import (
    COPIES,
    HEAD,
    LAN,
    MAI,
    PHONE,
    TODAY,
    Clock,
    arrivals,
    called,
    is_whole,
    office_rows,
    working_desk,
)
from ticketing.desk import Desk
from ticketing.errors import Conflict, Impossible, NotFound
from ticketing.journal import canonical
from ticketing.ratings import Score, form_open, low_ratings, scores


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


# --- what is read of them ------------------------------------------------------


def rated(desk: Desk, levels: Sequence[int], channel: str = "tablet") -> None:
    """So many visits at Lan's counter, each rated there."""
    for level in levels:
        arrivals(desk, 1)
        ticket = called(desk)
        desk.finish(LAN, 1)
        desk.rate(PHONE, ticket.ref, level, channel=channel)


@pytest.fixture
def quiet_desk(tmp_path: Path, clock: Clock) -> Desk:
    return working_desk(tmp_path, clock)


def test_a_score_of_one_officer_is_told_from_twenty_answers_on(
    quiet_desk: Desk,
) -> None:
    rated(quiet_desk, [4] * 15 + [1] * 4)
    for by, name in (("officer", "Lan"), ("counter", 1)):
        assert scores(quiet_desk.store, [TODAY], by)[name] == Score(19, None, 0)
    rated(quiet_desk, [3])
    for by, name in (("officer", "Lan"), ("counter", 1)):
        assert scores(quiet_desk.store, [TODAY], by)[name] == Score(20, 0.8, 0)


def test_a_score_of_a_line_names_nobody_and_is_told_at_once(quiet_desk: Desk) -> None:
    rated(quiet_desk, [4, 2])
    assert scores(quiet_desk.store, [TODAY], "service") == {COPIES: Score(2, 0.5, 0)}


def test_answers_from_the_officers_own_pc_are_kept_and_left_out_of_scores(
    quiet_desk: Desk,
) -> None:
    rated(quiet_desk, [1, 2])
    rated(quiet_desk, [4] * 30, channel="same-pc")
    assert scores(quiet_desk.store, [TODAY], "service")[COPIES] == Score(2, 0, 30)
    assert scores(quiet_desk.store, [TODAY])["Lan"] == Score(2, None, 30)


def test_a_score_is_of_the_days_that_are_named(quiet_desk: Desk, clock: Clock) -> None:
    rated(quiet_desk, [4])
    clock.tick(days=2)
    quiet_desk.open_counter(LAN, 1)
    rated(quiet_desk, [1])
    days = [TODAY, "2026-11-25"]
    assert scores(quiet_desk.store, days[1:], "service")[COPIES].satisfied == 0
    assert scores(quiet_desk.store, days, "service")[COPIES].answers == 2
    assert scores(quiet_desk.store, ["2026-11-24"], "service") == {}


def test_low_answers_are_marked_for_the_head_the_newest_first(desk: Desk) -> None:
    desk.rate(PHONE, 1, 1, ["thai-do"], comment="Chờ lâu", channel="phone")
    rated(desk, [4, 2])
    low = low_ratings(desk.store, TODAY)
    assert [(row["number"], row["level"], row["comment"]) for row in low] == [
        ("A003", 2, None),
        ("A001", 1, "Chờ lâu"),
    ]
    assert low_ratings(desk.store, "2026-11-24") == []


def test_presses_that_are_nobodys_add_up_by_counter_and_day(
    desk: Desk, clock: Clock
) -> None:
    for presses in (1, 3):
        desk.count_noise(LAN, 1, presses)
    desk.count_noise(MAI, 2)
    clock.tick(days=1)
    desk.count_noise(LAN, 1)
    counted = {
        (row["business_day"], row["counter"]): row["count"]
        for row in desk.store.find("tallies", kind="rating-noise")
    }
    assert counted == {(TODAY, 1): 4, (TODAY, 2): 1, ("2026-11-24", 1): 1}
    with pytest.raises(NotFound):
        desk.count_noise(LAN, 77)
    assert is_whole(desk)


def test_the_ticket_knows_whose_counter_called_it_until_it_waits_again(
    quiet_desk: Desk,
) -> None:
    arrivals(quiet_desk, 1)
    assert called(quiet_desk).officer == "Lan"
    assert quiet_desk.put_back(LAN, 1).officer is None
    assert called(quiet_desk, 2, MAI).officer == "Mai"
    assert is_whole(quiet_desk)


# --- the long form ---------------------------------------------------------------

NINE = [
    {"code": "thai-do", "name": {}, "answers": [{"points": p} for p in (2, 1, 0)]},
    {"code": "cong-khai", "name": {}, "answers": [{"points": p} for p in (2, 1, 0)]},
    {"code": "no-scale", "name": {}},
]


@pytest.fixture
def asking(desk: Desk) -> Desk:
    """An office that asks two indicators, and one without a scale."""
    profile = desk.store.office().profile
    form = profile["rating"] | {"indicators": NINE}
    rows = office_rows()
    rows["office"][0]["profile"] = canonical(dict(profile) | {"rating": form})
    desk.load(HEAD, rows)
    return desk


def test_the_long_form_is_kept_once_and_any_question_may_be_left_out(
    asking: Desk,
) -> None:
    assert form_open(asking.store, asking.store.ticket(1), asking.store.clock())
    asking.answer_indicators(PHONE, 1, {"thai-do": 0})
    [row] = asking.store.find("indicators")
    assert row["answers"] == '{"thai-do":0}'
    assert not form_open(asking.store, asking.store.ticket(1), asking.store.clock())
    with pytest.raises(Conflict, match="filled in already"):
        asking.answer_indicators(PHONE, 1, {"thai-do": 2})
    assert is_whole(asking)


@pytest.mark.parametrize(
    "answers", [{}, {"thai-do": 3}, {"no-scale": 1}, {"unknown": 1}]
)
def test_what_the_long_form_does_not_ask_is_refused(
    asking: Desk, answers: dict[str, int]
) -> None:
    with pytest.raises(Impossible):
        asking.answer_indicators(PHONE, 1, answers)


def test_the_long_form_is_open_until_the_end_of_the_next_day(
    asking: Desk, clock: Clock
) -> None:
    clock.now = datetime.fromisoformat("2026-11-24T23:59:59+07:00")
    assert form_open(asking.store, asking.store.ticket(1), clock())
    clock.tick(seconds=1)
    assert not form_open(asking.store, asking.store.ticket(1), clock())
    with pytest.raises(Conflict, match="is over"):
        asking.answer_indicators(PHONE, 1, {"thai-do": 2})


def test_nobody_fills_in_the_long_form_before_being_served(asking: Desk) -> None:
    with pytest.raises(Conflict, match="has not been served"):
        asking.answer_indicators(PHONE, 2, {"thai-do": 2})


def test_an_office_without_indicators_has_no_long_form(desk: Desk) -> None:
    assert not form_open(desk.store, desk.store.ticket(1), desk.store.clock())
