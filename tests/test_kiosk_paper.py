"""The kiosk tells the truth about paper: before the tap, after it, and for the list."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Browser

from tests.browsing import chromium, needs_chromium, open_page, wait_for_state
from tests.conftest import Clock
from tests.kiosk_steps import HEAD, officer, tap, text_of
from tests.paper_steps import printer, slip, unseen
from tests.real_server import Office, running
from ticketing.desk import Desk
from ticketing.opening import open_store

TOLD = "Cán bộ đã được báo."
ASK = "Xin báo cán bộ hoặc người hướng dẫn."
REPRINT = "/reprints"


def state(client: FlaskClient, path: str) -> str:
    """The one word of the slip's fragment, which the page asks for each second."""
    found = re.search(r'data-slip="(\w+)"', text_of(client, path))
    assert found
    return found[1]


# --- the ticket just taken ------------------------------------------------


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        ("paper", "Máy in hết giấy"),
        ("cover", "Nắp máy in đang mở"),
        ("error", "Máy in bị kẹt hoặc lỗi"),
        ("offline", "Máy in chưa sẵn sàng"),
        ("off", "Máy in đang tắt hoặc mất kết nối"),
        ("silent", "Máy in không trả lời"),
    ],
)
def test_each_fault_of_the_printer_is_said_at_once_in_its_own_words(
    client: FlaskClient, desk: Desk, fault: str, said: str
) -> None:
    printer(desk, fault=fault)
    path = tap(client, service="chung-thuc")
    page = text_of(client, path)
    assert f"<b>{said}.</b>" in page
    assert "Số A001" in page and "vẫn giữ chỗ" in page
    assert "Tôi đã nhớ số" in page and 'data-stay="90"' in page
    assert state(client, f"{path}/slip") == fault


def test_a_printer_process_that_is_gone_is_not_waited_for_either(
    client: FlaskClient, desk: Desk
) -> None:
    printer(desk)
    unseen(desk, 29)
    path = tap(client, service="chung-thuc")
    assert state(client, path) == "printing"
    unseen(desk, 31)
    assert state(client, path) == "away"
    assert "Máy in đang tắt hoặc mất kết nối" in text_of(client, path)


@pytest.mark.parametrize("counter", ["at work", "paused", "closed"])
def test_staff_are_said_to_know_only_if_a_terminal_at_work_shows_it(
    client: FlaskClient, desk: Desk, counter: str
) -> None:
    printer(desk, fault="paper")
    if counter != "closed":
        desk.open_counter(officer(1), 1)
    if counter == "paused":
        desk.pause(officer(1), 1, "Giải lao")
    looks = counter == "at work"
    page = text_of(client, tap(client, service="dat-dai"))
    assert (TOLD in page, ASK in page) == (looks, not looks)


def test_of_a_printer_that_nobody_reports_staff_have_not_been_told(
    client: FlaskClient, desk: Desk, clock: Clock
) -> None:
    desk.open_counter(officer(1), 1)
    path = tap(client, service="dat-dai")
    clock.tick(seconds=9)
    page = text_of(client, path)
    assert "<b>Máy chưa in được.</b>" in page
    assert ASK in page


def test_a_printer_that_is_at_it_is_waited_for_as_long_as_it_takes(
    client: FlaskClient, desk: Desk, clock: Clock
) -> None:
    printer(desk)
    path = tap(client, service="chung-thuc")
    slip(desk, "sending")
    clock.tick(seconds=12)
    assert state(client, path) == "printing"
    slip(desk, "sent")
    assert state(client, path) == "printing"


def test_a_printer_busy_with_the_slips_before_is_not_called_unable(
    client: FlaskClient, desk: Desk, clock: Clock
) -> None:
    printer(desk)
    printer(desk, "Kiosk khác")
    for service in ("chung-thuc", "dat-dai"):
        tap(client, service=service)
    path = tap(client, service="ho-tich")
    assert state(client, path) == "printing"
    clock.tick(seconds=12)
    assert "Đang chờ in, trước còn 2 phiếu" in text_of(client, f"{path}/slip")
    assert "Máy chưa in được" not in text_of(client, path)
    slip(desk, "printed", 1)
    slip(desk, "sent", 2)
    assert "trước còn 1 phiếu" in text_of(client, f"{path}/slip")
    with desk.store.write() as writing:
        writing.put("slips", {"slip": 2, "kiosk": "Kiosk khác"})
    assert state(client, path) == "late"  # that one lies before another printer


def test_the_slips_before_are_no_comfort_while_the_printer_was_never_asked(
    client: FlaskClient, clock: Clock
) -> None:
    tap(client, service="chung-thuc")
    path = tap(client, service="ho-tich")
    clock.tick(seconds=12)
    assert state(client, path) == "late"


def test_with_the_clock_set_back_nobody_waits_an_hour_for_a_dead_process(
    client: FlaskClient, desk: Desk, clock: Clock
) -> None:
    printer(desk)
    tap(client, service="dat-dai")
    clock.tick(minutes=-60)
    path = tap(client, service="chung-thuc")
    clock.tick(minutes=10)
    assert state(client, path) == "away"


def test_with_the_clock_set_back_a_printer_process_that_lives_is_not_called_gone(
    client: FlaskClient, desk: Desk, clock: Clock
) -> None:
    printer(desk)
    tap(client, service="dat-dai")
    clock.tick(minutes=-60)
    printer(desk)  # its next sign of life
    assert state(client, tap(client, service="chung-thuc")) == "printing"


def test_a_printer_process_that_never_started_is_noticed_after_half_a_minute(
    client: FlaskClient, desk: Desk, clock: Clock
) -> None:
    desk.open_counter(officer(1), 1)
    path = tap(client, service="chung-thuc")
    clock.tick(seconds=31)
    assert state(client, path) == "away"
    assert TOLD in text_of(client, path)
    assert "số hiện trên màn hình" in text_of(client, "/kiosk/")


def test_a_copy_under_way_is_not_promised_twice(
    client: FlaskClient, desk: Desk
) -> None:
    printer(desk, fault="paper")
    path = tap(client, service="chung-thuc")
    for _ in range(5):
        assert client.post(path + REPRINT).status_code == 303
    assert desk.store.count("slips") == 1


def test_when_paper_comes_after_all_the_page_asks_for_it_to_be_taken(
    client: FlaskClient, desk: Desk, clock: Clock
) -> None:
    printer(desk, fault="cover")
    path = tap(client, service="chung-thuc")
    slip(desk, "blocked", fault="cover")
    before = re.search(r'data-view="(\w+)"', text_of(client, f"{path}/slip"))
    clock.tick(seconds=60)
    printer(desk, fault=None)
    slip(desk, "sending")
    slip(desk, "printed")
    after = text_of(client, f"{path}/slip")
    assert "Mời nhận phiếu bên dưới" in after
    assert before and before[0] not in after  # so the page is drawn anew
    assert "Tôi đã nhớ số" not in text_of(client, path)


def test_a_slip_that_no_printer_vouches_for_may_be_printed_again_here(
    client: FlaskClient, desk: Desk
) -> None:
    printer(desk, ability="status")
    path = tap(client, service="chung-thuc")
    slip(desk, "unverified")
    page = text_of(client, path)
    assert "Mời lấy phiếu. Chưa thấy phiếu" in page
    assert f'action="{path}{REPRINT}"' in page
    answer = client.post(path + REPRINT, data={"taken": "1"})
    assert answer.location == path
    assert state(client, path) == "printing"
    assert desk.store.find("slips", "slip")[1]["marked"] == 1


def test_too_many_reprints_are_refused_in_a_sentence_of_their_own(
    client: FlaskClient, desk: Desk
) -> None:
    path = tap(client, service="chung-thuc")
    slip(desk, "unverified")
    desk.set_policy(HEAD, "reprint_limit", 2)
    assert client.post(path + REPRINT, data={"taken": "1"}).status_code == 303
    slip(desk, "unverified", 2)
    refused = client.post(path + REPRINT, data={"taken": "1"})
    assert refused.status_code == 409
    assert "data-refusal" in refused.text
    assert "A001" in refused.text


@pytest.mark.parametrize("became", ["printed", "blocked"])
def test_a_slip_that_lies_there_or_will_come_offers_no_second_one(
    client: FlaskClient, desk: Desk, became: str
) -> None:
    printer(desk)
    path = tap(client, service="chung-thuc")
    slip(desk, became, fault="paper" if became == "blocked" else None)
    assert REPRINT not in text_of(client, path)


def test_a_slip_lost_on_the_line_is_not_called_printed(
    client: FlaskClient, desk: Desk
) -> None:
    printer(desk)
    path = tap(client, service="chung-thuc")
    slip(desk, "unknown")
    page = text_of(client, path)
    assert "<b>Chưa rõ phiếu đã in chưa.</b>" in page
    assert REPRINT in page


def test_without_phones_and_paper_only_the_number_is_to_be_remembered(
    app: Flask, client: FlaskClient, desk: Desk
) -> None:
    known = app.extensions["luot_settings"]
    app.extensions["luot_settings"] = replace(known, reach="none")
    printer(desk, fault="paper")
    page = text_of(client, tap(client, service="chung-thuc"))
    assert "Xin nhớ số A001" in page
    assert 'class="qr"' not in page
    assert "quét mã" not in page.lower()


def test_each_kiosk_speaks_of_its_own_printer(client: FlaskClient, desk: Desk) -> None:
    printer(desk, "Ki-ốt 2", fault="paper")
    printer(desk)
    assert state(client, tap(client, service="chung-thuc")) == "printing"


# --- wishes, the list of papers -------------------------------------------


def test_whoever_reads_large_words_gets_a_large_slip(
    client: FlaskClient, desk: Desk
) -> None:
    tap(client, "?size=large", service="ho-tich")
    tap(client, service="chung-thuc")
    rows = desk.store.find("slips", "slip")
    assert [json.loads(row["payload"])["large"] for row in rows] == [True, False]


def test_the_list_of_papers_is_said_to_print_only_when_it_does(
    client: FlaskClient, desk: Desk
) -> None:
    printer(desk)
    path = tap(client, service="ho-tich")
    sheet = client.post(f"{path}/procedure", data={"procedure": "1"}).location
    assert "Đang in danh sách giấy tờ" in text_of(client, sheet)
    slip(desk, "printed", 2)
    asked = f"{path}/slip?papers=1"
    assert "Mời nhận danh sách giấy tờ" in text_of(client, asked)
    assert "Đang in phiếu" in text_of(client, f"{path}/slip")


def test_a_list_that_cannot_come_out_says_why_on_its_page(
    client: FlaskClient, desk: Desk
) -> None:
    printer(desk, fault="paper")
    path = tap(client, service="ho-tich")
    sheet = client.post(f"{path}/procedure", data={"procedure": "1"}).location
    said = text_of(client, sheet)
    assert "Máy in hết giấy. <" in said
    assert "Xin chụp ảnh màn hình này hoặc hỏi cán bộ." in said


# --- before anybody taps --------------------------------------------------


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        ("paper", "Máy hết giấy: số hiện trên màn hình"),
        ("off", "Máy chưa in được phiếu: số hiện trên màn hình"),
        (None, ""),
    ],
)
def test_the_start_says_that_no_paper_will_come_before_anybody_taps(
    client: FlaskClient, desk: Desk, fault: str | None, said: str
) -> None:
    printer(desk, fault=fault)
    for path in ("/kiosk/", "/kiosk/choices", "/kiosk/priority"):
        page = text_of(client, path)
        assert said in page
        assert ("số hiện trên màn hình" in page) is bool(said)


def test_an_office_without_any_printer_yet_says_nothing_of_paper(
    client: FlaskClient,
) -> None:
    assert "số hiện trên màn hình" not in text_of(client, "/kiosk/")


def test_while_numbers_come_off_a_roll_the_kiosk_rests_and_says_where(
    client: FlaskClient, desk: Desk
) -> None:
    desk.set_roll_mode(HEAD, True, "Kiosk hỏng")
    page = text_of(client, "/kiosk/")
    assert 'data-state="closed"' in page
    assert "Máy lấy số đang tạm nghỉ" in page
    assert "Mời Ông/Bà lấy số giấy ở bàn hướng dẫn." in page
    assert 'name="service"' not in page
    refused = client.post("/kiosk/tickets", data={"service": "ho-tich"})
    assert refused.status_code == 409
    assert desk.store.count("tickets") == 0
    desk.set_roll_mode(HEAD, False, "Đã sửa")
    assert 'data-state="start"' in text_of(client, "/kiosk/")


# --- in a real browser ----------------------------------------------------


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with running(tmp_path_factory.mktemp("paper")) as office:
        yield office


@pytest.mark.browser
@needs_chromium
def test_the_screen_turns_by_itself_when_the_paper_comes(
    browser: Browser, office: Office
) -> None:
    desk = Desk(open_store(office.folder / "office.db", trial=True))
    printer(desk, fault="paper")
    kiosk = open_page(browser, f"{office.url}/kiosk/", 1080, 1920)
    kiosk.locator("button[value=ho-tich]").click()
    wait_for_state(kiosk, "taken")
    kiosk.locator(".notice", has_text="Máy in hết giấy").wait_for()
    kiosk.get_by_text("Tôi đã nhớ số").wait_for()
    printer(desk, fault=None)
    slip(desk, "sending")
    slip(desk, "printed")
    kiosk.get_by_text("Mời nhận phiếu bên dưới").wait_for()
    assert kiosk.get_by_text("Tôi đã nhớ số").count() == 0
    desk.store.close()
