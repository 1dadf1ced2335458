"""A ticket's life: MOVES is the whole of it."""

from datetime import timedelta
from itertools import product

import pytest

from tests.office_of_tests import MORNING, waiting
from ticketing.errors import Conflict
from ticketing.tickets import (
    MOVE_WORDS,
    MOVES,
    STATUS_WORDS,
    Status,
    Ticket,
    number_of,
)

LIFE = """
call      waiting missed parked          -> called
recall    called                         -> called
start     called                         -> serving
finish    called serving                 -> served
hand_out  parked                         -> served
no_show   called                         -> missed
rejoin    missed served                  -> waiting
park      called serving                 -> parked
ready     parked                         -> parked
resume    parked                         -> waiting
transfer  called serving waiting         -> waiting
put_back  called                         -> waiting
drop      called serving                 -> waiting
reopen    served                         -> serving
delay     waiting called                 -> waiting
cancel    waiting called missed parked   -> cancelled
expire    waiting missed parked          -> expired
settle    waiting called serving parked missed -> served
leave     waiting called serving parked missed -> cancelled
"""


def table() -> dict[str, tuple[set[str], str]]:
    rows = [row.split(" -> ") for row in LIFE.strip().splitlines()]
    return {left.split()[0]: (set(left.split()[1:]), to) for left, to in rows}


def at(status: Status) -> Ticket:
    """A ticket that stands so, as the story would have left it."""
    ticket = waiting(7)
    there = {"status": status, "counter": 1, "calls": 1}
    return Ticket.of(ticket.as_row() | there | {"ready": status == "parked"})


FORBIDDEN = [
    (move, status)
    for move, status in product(MOVES, Status)
    if status not in MOVES[move][0]
]


def test_the_table_of_moves_is_the_life_that_the_office_agreed_on() -> None:
    ours = {move: ({s.value for s in a}, b.value) for move, (a, b) in MOVES.items()}
    assert ours == table()


@pytest.mark.parametrize(("move", "status"), FORBIDDEN)
def test_a_move_from_anywhere_else_is_refused_with_a_sentence(
    move: str, status: Status
) -> None:
    ticket = at(status)

    assert not ticket.may(move)
    with pytest.raises(Conflict, match="Number A007 is") as refusal:
        ticket.move(move)
    assert STATUS_WORDS[status] in refusal.value.sentence("vi")
    assert MOVE_WORDS[move] in refusal.value.sentence("vi")


@pytest.mark.parametrize("move", MOVES)
def test_a_move_leads_to_the_one_status_that_the_table_names(move: str) -> None:
    sources, target = MOVES[move]
    assert {at(status).move(move).status for status in sources} == {target}


@pytest.mark.parametrize(
    ("ordinal", "number"), [(1, "A001"), (12, "A012"), (999, "A999"), (1000, "A1000")]
)
def test_numbers_have_three_digits_and_grow_after_999(
    ordinal: int, number: str
) -> None:
    assert number_of("A", ordinal) == number


def test_a_ticket_never_changes_but_gives_a_new_one() -> None:
    ticket = waiting(1)
    called = ticket.call(2, MORNING, seq=5)
    assert (ticket.status, called.status) == (Status.WAITING, Status.CALLED)


def test_calls_count_within_one_visit_and_start_again_with_the_next() -> None:
    first = waiting(1).call(2, MORNING, seq=5).recall(MORNING).recall(MORNING)
    again = first.no_show(MORNING).call(3, MORNING, seq=9)
    assert (first.calls, first.call_seq) == (3, 5)
    assert (again.calls, again.call_seq, again.counter) == (1, 9, 3)


def test_the_first_call_is_remembered_through_every_later_one() -> None:
    late = MORNING + timedelta(minutes=9)
    again = waiting(1).call(2, MORNING, seq=5).no_show(MORNING).call(2, late, seq=8)
    assert (again.first_called_at, again.called_at) == (MORNING, late)


def test_who_was_finished_without_a_start_may_come_back_in() -> None:
    called = waiting(1).call(2, MORNING, seq=5)
    assert called.finish(MORNING).may("rejoin")
    assert not called.start(MORNING).finish(MORNING).may("rejoin")


def test_a_rated_visit_is_neither_opened_again_nor_rejoined() -> None:
    served = waiting(1).call(2, MORNING, seq=5).finish(MORNING)
    rated = Ticket.of(served.as_row() | {"rated": 1})
    assert served.may("reopen")
    assert not rated.may("reopen")
    assert not rated.may("rejoin")


def test_without_a_start_no_service_time_is_learnt() -> None:
    called = waiting(1).call(2, MORNING + timedelta(minutes=4), seq=5)
    end = MORNING + timedelta(minutes=10)
    assert called.finish(end).service_time is None
    started = called.start(MORNING + timedelta(minutes=6)).finish(end)
    assert started.service_time == timedelta(minutes=4)
    assert started.waiting_time == timedelta(minutes=4)
    assert started.sojourn_time == timedelta(minutes=10)


def test_a_row_of_the_database_reads_back_as_the_same_ticket() -> None:
    ticket = waiting(1).call(2, MORNING, seq=5).start(MORNING)
    assert Ticket.of(ticket.as_row()) == ticket
