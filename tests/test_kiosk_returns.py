"""At the kiosk with a return slip or a voucher of an earlier day."""

from urllib.parse import urlsplit

import pytest
from flask.testing import FlaskClient

from tests.conftest import HEAD, Clock
from tests.kiosk_steps import KIOSK, officer, text_of, ticket_at
from ticketing.desk import Desk
from ticketing.slips import check_code
from ticketing.tickets import Ticket

LAN = officer(1)


@pytest.fixture
def old(desk: Desk, clock: Clock) -> Ticket:
    """A001 was asked back on Monday; now it is Wednesday."""
    desk.open_counter(LAN, 1)
    ticket = desk.issue(KIOSK, "chung-thuc")
    desk.call_next(LAN, 1)
    desk.ask_back(LAN, 1, ["CCCD"])
    desk.close_counter(LAN, 1)
    clock.tick(days=2)
    return ticket


def bring(client: FlaskClient, said: str) -> str:
    """The path of the page that number and letters, or the code, lead to."""
    answer = client.post("/kiosk/number", data={"number": said})
    assert answer.status_code == 303, answer.text
    return urlsplit(answer.location).path


def take(client: FlaskClient, ticket_id: str) -> str:
    answer = client.post(f"/kiosk/tickets/{ticket_id}/return")
    assert answer.status_code == 303, answer.text
    return urlsplit(answer.location).path


def letters(ticket: Ticket) -> str:
    return f"{ticket.number} {check_code(ticket.id)}"


@pytest.mark.parametrize("way", ["scanned", "typed"])
def test_an_old_slip_is_found_by_its_code_and_by_number_and_letters(
    client: FlaskClient, old: Ticket, way: str
) -> None:
    said = letters(old) if way == "typed" else f"http://x.vn/t/{old.id}"
    path = bring(client, said)
    assert path == f"/kiosk/tickets/{old.id}/own"
    page = text_of(client, path)
    assert "Phiếu quay lại, dùng đến hết ngày 05/12/2026" in page
    assert "Lấy số mới" in page
    assert "In lại phiếu" not in page


def test_the_letters_tell_an_old_slip_from_a_number_of_today(
    client: FlaskClient, desk: Desk, old: Ticket
) -> None:
    new = desk.issue(KIOSK, "chung-thuc")
    assert new.number == old.number
    assert bring(client, letters(old)).endswith(f"{old.id}/own")
    assert bring(client, letters(new)).endswith(f"{new.id}/own")


def test_wrong_letters_find_neither_today_nor_earlier(
    client: FlaskClient, old: Ticket
) -> None:
    wrong = "AAAA" if check_code(old.id) != "AAAA" else "CCCC"
    answer = client.post("/kiosk/number", data={"number": f"A001 {wrong}"})
    assert answer.status_code == 404
    assert "Hôm nay không có số A001" in answer.text


def test_one_press_gives_the_new_number_and_its_paper(
    client: FlaskClient, desk: Desk, old: Ticket
) -> None:
    path = take(client, old.id)
    new = ticket_at(desk, path)
    assert (new.origin, new.appointment) == (old.ref, True)
    assert new.number in text_of(client, path)
    assert desk.store.slip_of(new.ref)[0] == "queued"


def test_the_slip_brought_again_shows_the_number_that_it_gave(
    client: FlaskClient, desk: Desk, old: Ticket
) -> None:
    new = ticket_at(desk, take(client, old.id))
    answer = client.get(f"/kiosk/tickets/{old.id}/own")
    assert urlsplit(answer.location).path == f"/kiosk/tickets/{new.id}/own"
    assert take(client, old.id) == f"/kiosk/tickets/{new.id}"
    assert desk.store.count("tickets") == 2


def test_a_slip_that_is_over_says_so_and_what_to_do(
    client: FlaskClient, old: Ticket, clock: Clock
) -> None:
    clock.tick(days=20)
    page = text_of(client, f"/kiosk/tickets/{old.id}/own")
    assert "Phiếu quay lại đã hết hạn ngày 05/12/2026" in page
    assert "Xin lấy số mới ở trang đầu" in page
    assert f"/kiosk/tickets/{old.id}/return" not in page
    refused = client.post(f"/kiosk/tickets/{old.id}/return")
    assert refused.status_code == 409
    assert "chỉ dùng đến hết ngày 05/12/2026" in refused.text


def test_a_voucher_of_the_evening_gives_its_number_next_morning(
    client: FlaskClient, desk: Desk, clock: Clock
) -> None:
    left = desk.issue(KIOSK, "ho-tich")
    clock.tick(hours=7, minutes=55)
    desk.give_vouchers(HEAD)
    clock.tick(days=1, hours=14)
    assert "Lấy số mới" in text_of(client, f"/kiosk/tickets/{left.id}/own")
    assert ticket_at(desk, take(client, left.id)).number == "B001"


def test_english_speakers_read_all_of_it_in_english(
    client: FlaskClient, old: Ticket
) -> None:
    page = text_of(client, f"/kiosk/tickets/{old.id}/own?lang=en")
    assert "Return slip, good until 05/12/2026" in page
    assert "Take the new number" in page
