"""Taking a number: no gap, no double, and a slip whatever the printer does."""

import pytest

from tests import desk_steps
from tests.office_of_tests import (
    BIRTHS,
    COPIES,
    HEAD,
    KIOSK,
    LAN,
    PHONE,
    RESULTS,
    arrivals,
    status,
)
from tests.paper_steps import slip
from ticketing.desk import Desk
from ticketing.errors import Conflict, Impossible, NotFound

clock, desk = desk_steps.clock, desk_steps.desk  # fixtures


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
    for copy in (1, 2):
        slip(desk, "printed", copy)
        desk.reprint(PHONE, 1)
    slip(desk, "printed", 3)
    with pytest.raises(Conflict, match="printed 3 times"):
        desk.reprint(PHONE, 1)
    desk.reprint(LAN, 1)
    assert desk.store.slip_of(1) == ("queued", 4, None)


def test_a_cancelled_number_is_never_given_again(desk: Desk) -> None:
    arrivals(desk, 1)
    desk.cancel(KIOSK, 1, "void")
    with pytest.raises(Conflict, match="cancelled"):
        desk.reprint(LAN, 1)
    assert status(desk, "A001") == "cancelled"
    assert desk.issue(KIOSK, COPIES).number == "A002"
