"""What an officer does with one visit: notes, matters, its end, a result, a drop."""

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
    RESULTS,
    Clock,
    Step,
    arrivals,
    called,
    is_whole,
    last,
    line,
    numbers,
    status,
)
from ticketing.desk import Desk, Transfer
from ticketing.errors import Conflict, Impossible, NotFound
from ticketing.journal import State, canonical
from ticketing.tickets import Ticket

clock, desk = desk_steps.clock, desk_steps.desk  # fixtures


def journal(desk: Desk) -> str:
    return canonical([event.data for event in desk.store.events()])


def tally(desk: Desk, kind: str = "quiet") -> list[tuple[int, int]]:
    rows = desk.store.find("tallies", kind=kind)
    return [(row["counter"], row["count"]) for row in rows]


# --- notes -------------------------------------------------------------------


def test_notes_go_with_the_ticket_to_the_officer_who_has_it_next(desk: Desk) -> None:
    arrivals(desk, 1)
    called(desk)
    desk.note(LAN, 1, "Nghe kém, xin nói to")
    desk.transfer(LAN, 1, Transfer(counter=2, note="Thiếu CCCD"))
    there = called(desk, 2, MAI)
    assert desk.store.notes(there.ref) == ["Nghe kém, xin nói to", "Thiếu CCCD"]


def test_the_journal_knows_of_a_note_but_not_its_words(desk: Desk) -> None:
    arrivals(desk, 1)
    called(desk)
    desk.note(LAN, 1, "Nghe kém")
    assert last(desk, "note kept")["number"] == "A001"
    assert "Nghe" not in journal(desk)
    assert is_whole(desk)


def test_a_note_is_kept_in_one_form_however_it_was_typed(desk: Desk) -> None:
    arrivals(desk, 1)
    called(desk)
    desk.note(LAN, 1, "  thie\u0302\u0301u giấy ")
    assert desk.store.notes(1) == ["thi\u1ebfu giấy"]


@pytest.mark.parametrize("text", ["", "   ", "x" * 201])
def test_a_note_has_words_and_no_more_than_two_hundred_letters(
    desk: Desk, text: str
) -> None:
    arrivals(desk, 1)
    called(desk)
    with pytest.raises(Impossible, match="1 to 200 letters"):
        desk.note(LAN, 1, text)
    desk.note(LAN, 1, "x" * 200)


def test_a_note_that_is_taken_back_is_gone_and_so_are_only_its_words(
    desk: Desk,
) -> None:
    arrivals(desk, 1)
    called(desk)
    desk.note(LAN, 1, "đúng")
    desk.note(LAN, 1, "nhầm")
    desk.undo(LAN, 1)
    assert desk.store.notes(1) == ["đúng"]
    assert status(desk, "A001") == "called"
    kept = desk.store.find("secrets", ref=1)
    assert "nhầm" not in str(kept)
    assert is_whole(desk)


# --- several matters ---------------------------------------------------------


def test_one_number_takes_several_procedures_and_the_first_decides_the_line(
    desk: Desk,
) -> None:
    ticket = desk.issue(KIOSK, procedures=["9.000002", 1, 2])
    assert (ticket.number, ticket.service) == ("B001", BIRTHS)
    assert (ticket.procedure, ticket.matters) == (2, (1,))
    assert is_whole(desk)


def test_a_visit_for_two_desks_goes_on_with_its_arrival_place(
    desk: Desk, clock: Clock
) -> None:
    desk.close_counter(LAN, 1)
    first = desk.issue(KIOSK, procedures=[1, 2])
    clock.tick(minutes=5)
    arrivals(desk, 2, BIRTHS)
    called(desk, 2, MAI)
    desk.start(MAI, 2)
    sent = desk.finish(MAI, 2)
    assert (sent.status, sent.service, sent.number) == ("waiting", BIRTHS, "A001")
    assert (sent.procedure, sent.matters, sent.place) == (2, (), first.place)
    assert line(desk, BIRTHS) == ["A001", "B001", "B002"]
    assert last(desk, "ticket transferred")["overtook"] == 0
    assert is_whole(desk)


def test_what_was_done_at_the_first_desk_is_told_when_the_visit_goes_on(
    desk: Desk,
) -> None:
    desk.issue(KIOSK, procedures=[1, 2])
    called(desk, 2, MAI)
    desk.finish(MAI, 2, outcome="received", dossiers=3, dossier_numbers=["H1"])
    told = last(desk, "ticket transferred")
    assert (told["outcome"], told["dossiers"], told["left"]) == ("received", 3, 1)
    assert desk.dossier_numbers(1) == ["H1"]
    assert is_whole(desk)
    desk.undo(MAI, 2)
    assert (desk.dossier_numbers(1), status(desk, "A001")) == ([], "called")
    assert is_whole(desk)


def test_next_also_sends_a_visit_on_instead_of_ending_it(desk: Desk) -> None:
    desk.close_counter(LAN, 1)
    desk.issue(KIOSK, procedures=[1, 2])
    arrivals(desk, 1)
    called(desk, 2, MAI)
    assert called(desk, 2, MAI).number == "A002"
    assert line(desk, BIRTHS) == ["A001"]
    desk.undo(MAI, 2)
    assert (status(desk, "A001"), line(desk, BIRTHS)) == ("called", [])
    assert desk.find_today("A001").matters == (2,)


def test_at_its_last_desk_a_visit_of_several_matters_is_served(desk: Desk) -> None:
    desk.issue(KIOSK, procedures=[1, 2])
    called(desk, 2, MAI)
    desk.finish(MAI, 2)
    assert called(desk).number == "A001"
    assert desk.finish(LAN, 1).status == "served"


def test_a_counter_that_has_both_lines_deals_with_all_in_one_visit(
    desk: Desk,
) -> None:
    desk.issue(KIOSK, procedures=[1, 2])
    called(desk)
    assert desk.finish(LAN, 1).status == "served"


def test_what_was_dealt_with_here_is_not_sent_on(desk: Desk) -> None:
    desk.issue(KIOSK, procedures=[1, 2])
    called(desk, 2, MAI)
    assert desk.finish(MAI, 2, procedures=[1, 2]).status == "served"


def test_an_officer_adds_a_matter_that_the_visitor_forgot(desk: Desk) -> None:
    arrivals(desk, 1)
    called(desk, 2, MAI)
    assert desk.add_matter(MAI, 2, "9.000002").matters == (2,)
    assert desk.finish(MAI, 2).service == BIRTHS


def test_a_matter_is_added_once_and_only_if_it_is_known(desk: Desk) -> None:
    desk.issue(KIOSK, procedure=1)
    called(desk)
    desk.add_matter(LAN, 1, 2)
    for known in (1, 2):
        with pytest.raises(Conflict, match="has this procedure already"):
            desk.add_matter(LAN, 1, known)
    with pytest.raises(NotFound):
        desk.add_matter(LAN, 1, 99)


def test_a_transfer_takes_the_matter_of_the_new_line_with_it(desk: Desk) -> None:
    desk.issue(KIOSK, procedures=[1, 2])
    called(desk)
    moved = desk.transfer(LAN, 1, Transfer(service=BIRTHS))
    assert (moved.procedure, moved.matters) == (2, ())


def test_a_counter_armed_for_the_next_line_takes_the_visit_at_once(
    desk: Desk,
) -> None:
    desk.issue(KIOSK, procedures=[1, 2])
    called(desk, 2, MAI)
    desk.call_next(LAN, 1, armed=True)
    there = desk.finish(MAI, 2)
    assert (there.status, there.counter) == ("called", 1)


# --- the end of a visit ------------------------------------------------------


def test_a_visit_ends_without_a_single_field(desk: Desk) -> None:
    arrivals(desk, 1)
    called(desk)
    done = desk.finish(LAN, 1)
    assert (done.status, done.outcome, done.dossiers) == ("served", None, 1)


def test_dossier_numbers_are_kept_apart_from_the_journal(desk: Desk) -> None:
    arrivals(desk, 1)
    called(desk)
    given = ["H45.28-231123-0001", "G22/99", "H45.28-231123-0001"]
    desk.finish(LAN, 1, dossier_numbers=given)
    assert desk.dossier_numbers(1) == given[:2]
    assert "H45" not in journal(desk)
    assert is_whole(desk)
    desk.undo(LAN, 1)
    assert desk.dossier_numbers(1) == []
    assert is_whole(desk)


@pytest.mark.parametrize(
    "wrong", [["a b"], ["x" * 41], ["<b>"], [""], ["--"], ["1"] * 11, ["a_b"]]
)
def test_what_is_no_dossier_number_is_refused_and_nothing_ends(
    desk: Desk, wrong: list[str]
) -> None:
    arrivals(desk, 1)
    called(desk)
    with pytest.raises(Impossible, match="dossier numbers"):
        desk.finish(LAN, 1, dossier_numbers=wrong)
    assert status(desk, "A001") == "called"


def test_an_end_without_a_question_at_the_counter_is_counted(desk: Desk) -> None:
    arrivals(desk, 2)
    for _ in range(2):
        called(desk)
        assert desk.finish(LAN, 1, quiet=True).quiet
    assert tally(desk) == [(1, 2)]
    desk.undo(LAN, 1)
    assert tally(desk) == [(1, 1)]
    desk.finish(LAN, 1)
    assert (tally(desk), desk.find_today("A002").quiet) == ([(1, 1)], False)
    assert is_whole(desk)


# --- a result that lies ready ------------------------------------------------


def laid_ready(desk: Desk) -> Ticket:
    """A001 was served, waited for a signature, and its result lies at counter 1."""
    arrivals(desk, 2)
    called(desk)
    desk.start(LAN, 1)
    desk.park(LAN, 1, "signature")
    return desk.ready(LAN, 1, "A001")


def test_a_ready_result_is_handed_out_without_a_call(desk: Desk) -> None:
    laid_ready(desk)
    called(desk)
    desk.start(LAN, 1)
    done = desk.hand_over(LAN, 1, "A001")
    assert (done.status, done.calls) == ("served", 1)
    assert desk.store.ticket_at(1) == desk.find_today("A002")
    assert last(desk, "service finished")["handed_out"] is True
    assert is_whole(desk)


def test_only_what_lies_ready_is_handed_out(desk: Desk) -> None:
    arrivals(desk, 2)
    called(desk)
    desk.park(LAN, 1, "signature")
    for number in ("A001", "A002"):
        with pytest.raises(Conflict, match="hand out"):
            desk.hand_over(LAN, 1, number)


def test_the_wait_for_a_signature_is_neither_service_nor_queue(
    desk: Desk, clock: Clock
) -> None:
    laid_ready(desk)
    clock.tick(hours=2)
    desk.hand_over(LAN, 1, "A001")
    assert desk.store.learned() == {}
    assert not desk.find_today("A001").may("rejoin")
    told = {e.what: e.at for e in desk.store.events() if e.data.get("number") == "A001"}
    moments = [told[w] for w in ("ticket parked", "result ready", "service finished")]
    assert moments == sorted(moments)


def test_a_result_taken_back_within_ten_seconds_lies_there_again(desk: Desk) -> None:
    laid_ready(desk)
    desk.hand_over(LAN, 1, "A001")
    desk.undo(LAN, 1)
    assert desk.find_today("A001").may("hand_out")


def test_a_result_handed_out_sends_a_visit_with_more_matters_on(desk: Desk) -> None:
    desk.issue(KIOSK, procedures=[1, 2])
    called(desk, 2, MAI)
    desk.park(MAI, 2, "signature")
    desk.ready(MAI, 2, "A001")
    assert desk.hand_over(MAI, 2, "A001").service == BIRTHS
    assert line(desk, BIRTHS) == ["A001"]


# --- not to the same officer again -------------------------------------------


def test_a_dropped_visitor_keeps_the_place_and_never_meets_this_officer_again(
    desk: Desk,
) -> None:
    [first, *_] = arrivals(desk, 3)
    called(desk)
    back = desk.drop(LAN, 1, "họ hàng")
    assert (back.place, back.not_officer) == (first.place, ("Lan",))
    assert called(desk).number == "A002"
    assert called(desk, 2, MAI).number == "A001"
    assert is_whole(desk)


def test_nobody_is_dropped_who_would_then_wait_for_nobody(desk: Desk) -> None:
    arrivals(desk, 1)
    called(desk)
    desk.close_counter(MAI, 2)
    with pytest.raises(Conflict, match="No other officer here"):
        desk.drop(LAN, 1, "họ hàng")
    assert status(desk, "A001") == "called"
    assert desk.drop(HEAD, 1, "họ hàng").status == "waiting"


def test_the_same_officer_at_another_counter_is_nobody_else(desk: Desk) -> None:
    arrivals(desk, 1)
    called(desk)
    desk.close_counter(MAI, 2)
    desk.open_counter(LAN, 2)
    with pytest.raises(Conflict, match="No other officer here"):
        desk.drop(LAN, 1, "họ hàng")


def test_who_was_sent_to_this_counter_alone_waits_for_the_line_when_dropped(
    desk: Desk,
) -> None:
    arrivals(desk, 1)
    called(desk, 2, MAI)
    desk.transfer(MAI, 2, Transfer(counter=1))
    called(desk)
    assert desk.drop(LAN, 1, "họ hàng").only_counter is None
    assert called(desk, 2, MAI).number == "A001"


# --- each of them is taken back whole ----------------------------------------


def state(desk: Desk) -> State:
    """All but the stamps of the last change; a count of nothing is no count."""
    kept = desk.store.state()
    for table in ("tickets", "counters"):
        for row in kept[table].values():
            del row["seq"]
    kept["tallies"] = {key: r for key, r in kept["tallies"].items() if r["count"]}
    return kept


UNDOABLE: dict[str, Step] = {
    "note": lambda desk: desk.note(LAN, 1, "x"),
    "matter": lambda desk: desk.add_matter(LAN, 1, 2),
    "drop": lambda desk: desk.drop(LAN, 1, "họ hàng"),
    "ask back": lambda desk: desk.ask_back(LAN, 1, ["CCCD"]),
    "quiet end": lambda desk: desk.finish(LAN, 1, quiet=True),
    "end with numbers": lambda desk: desk.finish(LAN, 1, dossier_numbers=["H1"]),
    "send on": lambda desk: desk.transfer(LAN, 1, Transfer(service=RESULTS)),
}


@pytest.mark.parametrize("act", UNDOABLE)
def test_after_an_undo_nothing_of_the_act_is_left(desk: Desk, act: str) -> None:
    arrivals(desk, 2)
    called(desk)
    before, stamp = state(desk), desk.find_today("A001").seq
    UNDOABLE[act](desk)
    assert desk.find_today("A001").seq > stamp
    back = desk.undo(LAN, 1)
    assert back and back.number == "A001"
    assert state(desk) == before
    assert desk.store.notes(1) == desk.dossier_numbers(1) == []
    assert is_whole(desk)


# --- users, row 16: who never came is never "served" --------------------------

GOES_ON: dict[str, Step] = {
    "the next": lambda desk: desk.call_next(LAN, 1, "no_show"),
    "that one": lambda desk: desk.call_number(LAN, 1, "A003", "vội", "no_show"),
    "a walk-in": lambda desk: desk.walk_in(LAN, 1, COPIES, "vội", "no_show"),
}


@pytest.mark.parametrize("how", GOES_ON)
def test_a_person_who_never_came_is_never_served(desk: Desk, how: str) -> None:
    arrivals(desk, 3)
    called(desk)
    GOES_ON[how](desk)
    assert status(desk, "A001") == "missed"
    assert [e.what for e in desk.store.events()].count("service finished") == 0
    with pytest.raises(Conflict, match="not been served"):
        desk.rate(PHONE, 1, 4)


def test_a_missing_start_teaches_no_service_time(desk: Desk, clock: Clock) -> None:
    arrivals(desk, 2)
    called(desk)
    clock.tick(minutes=3)
    desk.call_next(LAN, 1)
    assert (status(desk, "A001"), desk.store.learned()) == ("served", {})


def test_whoever_comes_back_from_the_toilet_rejoins_a_visit_that_never_started(
    desk: Desk, clock: Clock
) -> None:
    arrivals(desk, 4)
    called(desk)
    clock.tick(minutes=3)
    desk.call_next(LAN, 1)
    assert desk.rejoin(PHONE, 1).outcome is None
    assert line(desk) == ["A003", "A004", "A001"]
    clock.tick(days=1)
    with pytest.raises(Conflict, match="another day"):
        desk.rejoin(PHONE, 1)


def test_a_visit_that_was_started_is_over_for_good(desk: Desk) -> None:
    arrivals(desk, 2)
    called(desk)
    desk.start(LAN, 1)
    desk.call_next(LAN, 1)
    with pytest.raises(Conflict, match="is served"):
        desk.rejoin(PHONE, 1)
    assert numbers(desk.store.line([COPIES])) == []
