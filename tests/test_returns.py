"""Coming back on another day: the return slip, the voucher, the one new number."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest

from tests import desk_steps
from tests.office_of_tests import (
    BIRTHS,
    COPIES,
    HEAD,
    KIOSK,
    LAN,
    LONG,
    MAI,
    RESULTS,
    Clock,
    arrivals,
    called,
    is_whole,
    last,
    line,
    numbers,
    office_rows,
    open_desk,
    status,
    working_desk,
)
from ticketing.desk import Desk
from ticketing.errors import Conflict, Impossible
from ticketing.outbox import Outcome, copy_slip, mark_slip, take_slip
from ticketing.people import Actor
from ticketing.policy import Policy
from ticketing.return_acts import last_day
from ticketing.slips import Slip
from ticketing.tickets import Ticket
from ticketing.verify import verify

OTHER_KIOSK = Actor("kiosk", "Kiosk 2", "key-kiosk-2")
REPETITIONS = 100 if LONG else 20


clock, desk = desk_steps.clock, desk_steps.desk  # fixtures


def slips(desk: Desk, kind: str = "return") -> list[Slip]:
    return [Slip.of(row) for row in desk.store.find("slips", "slip", kind=kind)]


def asked_back(desk: Desk, days: int | None = None, **wishes: Any) -> Ticket:
    """A001 came without a paper and shall bring it on another day."""
    desk.issue(KIOSK, COPIES, **wishes)
    called(desk)
    desk.start(LAN, 1)
    return desk.ask_back(LAN, 1, ["CCCD"], days)


# --- asked back --------------------------------------------------------------


def test_a_visit_without_its_papers_ends_with_a_slip_for_another_day(
    desk: Desk,
) -> None:
    done = asked_back(desk)
    assert (done.status, done.outcome) == ("served", "return")
    assert done.return_until == "2026-12-05"  # ten working days, Saturdays too
    [slip] = slips(desk)
    assert (slip.payload["missing"], slip.payload["day"]) == (["CCCD"], "2026-12-05")
    assert slip.state == "queued"
    assert is_whole(desk)


@pytest.mark.parametrize(
    ("days", "until"), [(1, "2026-11-25"), (4, "2026-11-28"), (5, "2026-11-30")]
)
def test_a_slip_is_good_for_working_days_without_sundays_and_holidays(
    desk: Desk, days: int, until: str
) -> None:
    assert asked_back(desk, days).return_until == until


@pytest.mark.parametrize("days", [0, -1, 11])
def test_no_slip_is_good_for_longer_than_the_policy_says(desk: Desk, days: int) -> None:
    with pytest.raises(Impossible, match="from 1 to 10"):
        asked_back(desk, days)
    assert status(desk, "A001") == "serving"


def test_an_office_that_plans_no_day_counts_by_the_calendar() -> None:
    closed = Policy(week=((),) * 7)
    assert last_day("2026-11-23", 3, closed) == "2026-11-26"
    assert last_day("2027-02-04", 1, Policy()) == "2027-02-11"  # Tết lies between


def test_a_slip_taken_back_is_neither_printed_nor_good(desk: Desk) -> None:
    asked_back(desk)
    desk.undo(LAN, 1)
    assert (status(desk, "A001"), slips(desk)[0].state) == ("serving", "cancelled")
    with pytest.raises(Conflict, match="has no return slip"):
        desk.come_back(KIOSK, 1)
    desk.park(LAN, 1, "copy")
    desk.cancel(LAN, 1, counter=1)
    desk.undo(LAN, 1)
    assert slips(desk)[0].state == "cancelled", "paper of the ticket alone comes back"
    assert is_whole(desk)


def test_what_was_printed_before_the_undo_replaces_nothing_but_itself(
    desk: Desk,
) -> None:
    asked_back(desk)
    assert take_slip(desk.store, slips(desk)[0])
    mark_slip(desk.store, slips(desk)[0], Outcome("printed"))
    desk.undo(LAN, 1)
    assert slips(desk)[0].state == "printed"
    desk.ask_back(LAN, 1, ["Ảnh"])
    assert slips(desk)[1].payload["replaces"]


def test_who_was_asked_back_may_have_the_slip_again_and_nothing_else(
    desk: Desk,
) -> None:
    asked_back(desk)
    assert take_slip(desk.store, slips(desk)[0])
    mark_slip(desk.store, slips(desk)[0], Outcome("unknown"))
    assert copy_slip(desk.store, slips(desk)[0])
    desk.reprint(LAN, 1, "return")
    with pytest.raises(Conflict, match="reprint"):
        desk.reprint(LAN, 1, "ticket")
    assert [slip.payload["day"] for slip in slips(desk)] == ["2026-12-05"] * 2


def test_a_slip_for_another_day_leaves_nothing_to_rejoin_today(desk: Desk) -> None:
    arrivals(desk, 1)
    called(desk)
    desk.ask_back(LAN, 1)
    assert not desk.find_today("A001").may("rejoin")


# --- and back again ----------------------------------------------------------


def test_the_slip_gives_one_new_number_with_the_credit_of_an_appointment(
    desk: Desk, clock: Clock
) -> None:
    asked_back(desk, language="en", dossiers=3)
    clock.tick(days=2)
    [other] = arrivals(desk, 1)
    new = desk.come_back(OTHER_KIOSK, 1)
    assert (new.number, new.origin, new.appointment) == ("A002", 1, True)
    assert new.place == new.issued_at - timedelta(minutes=30)
    assert (new.language, new.dossiers, new.device) == ("en", 3, "Kiosk 2")
    assert line(desk) == [new.number, other.number]
    assert [slip.ref for slip in slips(desk, "ticket")][-1] == new.ref
    assert is_whole(desk)


def test_priority_and_what_the_visit_is_for_come_back_with_the_slip(
    desk: Desk, clock: Clock
) -> None:
    desk.issue(KIOSK, procedures=[1, 2], priority=True)
    called(desk)
    desk.ask_back(LAN, 1)
    clock.tick(days=2)
    new = desk.come_back(KIOSK, 1)
    assert (new.procedure, new.matters, new.priority) == (1, (2,), True)
    assert new.place == new.issued_at - timedelta(minutes=45)


def test_a_slip_brought_twice_shows_the_number_that_it_gave(
    desk: Desk, clock: Clock
) -> None:
    asked_back(desk)
    clock.tick(days=2)
    first = desk.come_back(KIOSK, 1)
    clock.tick(hours=1)
    again = desk.come_back(OTHER_KIOSK, 1)
    assert (again.ref, again.id) == (first.ref, first.id)
    assert desk.store.count("tickets") == 2


def test_a_number_taken_by_mistake_does_not_use_up_the_slip(
    desk: Desk, clock: Clock
) -> None:
    asked_back(desk)
    clock.tick(days=2)
    first = desk.come_back(KIOSK, 1)
    desk.cancel(KIOSK, first.ref, "void")
    assert desk.come_back(KIOSK, 1).ref != first.ref


def test_a_day_on_which_its_holder_was_not_served_does_not_use_up_the_slip(
    desk: Desk, clock: Clock
) -> None:
    asked_back(desk)
    clock.tick(days=2)
    first = desk.come_back(KIOSK, 1)
    clock.tick(days=1)
    again = desk.come_back(KIOSK, 1)
    assert desk.store.ticket(first.ref).status == "expired"
    assert (again.number, again.status, again.origin) == ("A001", "waiting", 1)
    assert desk.come_back(KIOSK, 1).ref == again.ref
    assert is_whole(desk)


def test_a_slip_whose_number_became_a_voucher_gives_no_second_one(
    desk: Desk, clock: Clock
) -> None:
    asked_back(desk)
    clock.tick(days=2)
    clock.tick(hours=8)  # 16:00, so the next session is tomorrow's
    first = desk.come_back(KIOSK, 1)
    desk.give_vouchers(HEAD)
    clock.tick(hours=16)
    assert desk.come_back(KIOSK, 1).ref == first.ref
    assert desk.come_back(KIOSK, first.ref).status == "waiting"


def retire_copies(desk: Desk, now_in: str | None) -> None:
    """The line is given up; its procedure goes to another line, or nowhere."""
    rows = office_rows()
    rows["services"] = [row for row in rows["services"] if row["code"] != COPIES]
    for row in rows["procedures"]:
        row["service"] = now_in or BIRTHS
    if now_in is None:
        rows["procedures"] = [r for r in rows["procedures"] if r["ref"] != 1]
    desk.load(HEAD, rows)


def test_a_slip_of_a_line_given_up_leads_to_where_its_procedure_is_handled_now(
    desk: Desk, clock: Clock
) -> None:
    desk.issue(KIOSK, procedure=1)
    called(desk)
    desk.ask_back(LAN, 1)
    retire_copies(desk, RESULTS)
    clock.tick(days=2)
    new = desk.come_back(KIOSK, 1)
    assert (new.number, new.service, new.procedure) == ("T001", RESULTS, 1)


def test_a_slip_of_a_line_that_is_nowhere_any_more_sends_to_an_officer(
    desk: Desk, clock: Clock
) -> None:
    desk.issue(KIOSK, procedure=1)
    called(desk)
    desk.ask_back(LAN, 1)
    retire_copies(desk, None)
    clock.tick(days=2)
    with pytest.raises(Conflict, match="ask an officer"):
        desk.come_back(KIOSK, 1)


def test_a_slip_is_good_on_its_last_day(desk: Desk, clock: Clock) -> None:
    asked_back(desk, 1)
    clock.tick(days=2)
    assert desk.came_back(1) is None
    assert desk.come_back(KIOSK, 1).number == "A001"


def test_a_slip_that_is_over_is_refused_with_its_last_day(
    desk: Desk, clock: Clock
) -> None:
    asked_back(desk, 1)
    clock.tick(days=3)
    with pytest.raises(Conflict, match="good until 25/11/2026"):
        desk.come_back(KIOSK, 1)


def test_a_ticket_without_a_slip_gives_no_second_number(desk: Desk) -> None:
    arrivals(desk, 1)
    with pytest.raises(Conflict, match="has no return slip"):
        desk.come_back(KIOSK, 1)


def test_the_end_is_not_taken_back_once_the_slip_was_brought(desk: Desk) -> None:
    asked_back(desk)
    desk.come_back(KIOSK, 1)
    with pytest.raises(Conflict, match="nothing left to undo"):
        desk.undo(LAN, 1)


def test_out_of_hours_the_kiosk_takes_no_slip_either(desk: Desk, clock: Clock) -> None:
    asked_back(desk)
    clock.tick(days=1, hours=12)
    with pytest.raises(Conflict, match="office is closed"):
        desk.come_back(KIOSK, 1)


def test_the_checked_journal_still_tells_all_after_many_days(
    desk: Desk, clock: Clock
) -> None:
    """`verify` starts at the last evening, long after the old ticket."""
    asked_back(desk)
    for _ in range(4):
        desk.close_day(HEAD)
        clock.tick(days=1)
        desk.issue(HEAD, BIRTHS)
    desk.come_back(KIOSK, 1)
    assert verify(desk.store).problems == []
    assert is_whole(desk)


def test_one_slip_brought_to_two_kiosks_at_once_gives_one_number(
    tmp_path: Path, clock: Clock
) -> None:
    desk = working_desk(tmp_path, clock)
    other = open_desk(desk.store.path, clock)
    start = Barrier(2)

    def bring(there: Desk, kiosk: Actor, ref: int) -> int:
        start.wait()
        return there.come_back(kiosk, ref).ref

    with ThreadPoolExecutor(2) as pool:
        for _ in range(REPETITIONS):
            desk.issue(KIOSK, BIRTHS)
            old = called(desk)
            desk.ask_back(LAN, 1)
            tries = [(desk, KIOSK), (other, OTHER_KIOSK)]
            brought = [pool.submit(bring, *each, old.ref) for each in tries]
            refs = {each.result() for each in brought}
            assert len(refs) == 1
            desk.cancel(KIOSK, refs.pop())
    assert desk.store.count("tickets") == 2 * REPETITIONS
    assert is_whole(desk)
    other.store.close()


# --- vouchers ----------------------------------------------------------------


def test_at_closing_all_who_wait_get_a_voucher_for_the_next_session(
    desk: Desk, clock: Clock
) -> None:
    arrivals(desk, 3)
    arrivals(desk, 1, BIRTHS)
    called(desk)
    clock.tick(hours=8, minutes=55)  # 16:55
    left = desk.give_vouchers(HEAD)
    assert numbers(left) == ["A002", "A003", "B001"]
    assert {(t.status, t.outcome) for t in left} == {("expired", "voucher")}
    assert {ticket.return_until for ticket in left} == {"2026-11-25"}
    said = slips(desk)[0].payload
    assert (said["voucher"], said["until"]) == (True, "07:00")
    assert [s.state for s in slips(desk, "ticket")] == ["queued"] + ["cancelled"] * 3
    assert last(desk, "vouchers given")["numbers"] == ["A002", "A003", "B001"]
    assert status(desk, "A001") == "called"
    assert is_whole(desk)


def test_who_is_parked_without_a_result_gets_a_voucher_and_who_is_missed_does_not(
    desk: Desk,
) -> None:
    arrivals(desk, 4)
    for act in ("paper", "signature"):
        called(desk)
        desk.park(LAN, 1, act)
    desk.ready(LAN, 1, "A002")
    called(desk)
    desk.no_show(LAN, 1)
    assert numbers(desk.give_vouchers(HEAD)) == ["A001", "A004"]
    assert (status(desk, "A002"), status(desk, "A003")) == ("parked", "missed")
    assert is_whole(desk)


def test_vouchers_are_printed_although_their_tickets_are_over(
    desk: Desk, clock: Clock
) -> None:
    arrivals(desk, 2)
    desk.give_vouchers(HEAD)
    desk.close_day(HEAD)
    assert [take_slip(desk.store, slip) for slip in slips(desk)] == [True, True]


def test_one_line_may_get_vouchers_while_the_others_go_on(desk: Desk) -> None:
    arrivals(desk, 1)
    arrivals(desk, 1, BIRTHS)
    assert numbers(desk.give_vouchers(HEAD, BIRTHS)) == ["B001"]
    assert line(desk) == ["A001"]
    assert desk.give_vouchers(HEAD, BIRTHS) == []


def test_a_voucher_of_the_morning_is_for_the_same_afternoon(
    desk: Desk, clock: Clock
) -> None:
    arrivals(desk, 1)
    clock.tick(hours=3, minutes=25)  # 11:25
    [left] = desk.give_vouchers(HEAD)
    assert left.return_until == "2026-11-23"
    assert slips(desk)[0].payload["until"] == "13:30"


def test_voucher_holders_keep_their_order_however_they_come(
    desk: Desk, clock: Clock
) -> None:
    desk.issue(KIOSK, COPIES)
    clock.tick(minutes=1)
    desk.issue(KIOSK, COPIES)
    desk.issue(KIOSK, COPIES, priority=True)  # before both
    clock.tick(hours=8, minutes=50)
    order = numbers(desk.give_vouchers(HEAD))
    assert order == ["A003", "A001", "A002"]
    clock.tick(days=1, hours=14, minutes=9)  # 07:00 on Wednesday: Tuesday is a holiday
    arrivals(desk, 1)
    clock.tick(minutes=5)
    back = {desk.come_back(KIOSK, ref).number: ref for ref in (2, 1, 3)}
    waiting = line(desk)
    assert [back.get(number) for number in waiting] == [3, 1, 2, None]
    first = desk.find_today(waiting[0])
    assert first.place == clock.now - timedelta(minutes=5 + 30)
    assert is_whole(desk)


def test_without_a_session_to_come_nobody_is_sent_away(desk: Desk) -> None:
    arrivals(desk, 1)
    desk.set_policy(HEAD, "week", [[]] * 7)
    with pytest.raises(Conflict, match="No session is planned"):
        desk.give_vouchers(HEAD)
    assert line(desk) == ["A001"]
    assert called(desk, 2, MAI).number == "A001"
