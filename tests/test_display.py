"""The lobby's board as the server draws it; what the page does is display.test.mjs."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from display import results
from display.board import STRIP, Board, Voice
from display.closed import Shut
from office.live import Snapshot
from office.words import qr_path
from tests.conftest import HEAD, ROOT, Clock
from ticketing.desk import Desk
from ticketing.loading import read_office
from ticketing.people import Actor
from ticketing.policy import Policy
from ticketing.store import Store
from ticketing.tickets import Ticket

OFFICER = Actor("officer", "Loan", "loan")
KIOSK = Actor("kiosk", "kiosk", "kiosk")

Call = Callable[..., Ticket]


@pytest.fixture
def call(desk: Desk) -> Call:
    """Somebody takes a number and is called to a counter."""

    def do(counter: int = 1, service: str = "chung-thuc", **more: Any) -> Ticket:
        ticket = desk.issue(KIOSK, service, **more)
        desk.open_counter(OFFICER, counter)
        return desk.call_number(OFFICER, counter, ticket.number, reason="test")

    return do


def board(client: FlaskClient, query: str = "") -> str:
    answer = client.get(f"/display/board{query}")
    assert answer.status_code == 200
    return answer.text


def large(page: str) -> list[str]:
    """The numbers in the panel that are to be seen."""
    shown = re.findall(
        r'<li class="call"[^>]*?( hidden)?>\s*<b class="number">(\w+)', page
    )
    return [number for hidden, number in shown if not hidden]


def rows(page: str) -> list[str]:
    listed = page.split('<section class="called">')[1].split("</section>")[0]
    shown = re.findall(r'<li[^>]*?( hidden)?>.*?<b class="number">(\w+)', listed)
    return [number for hidden, number in shown if not hidden]


def line(page: str, name: str) -> str:
    """The words of one line of the office."""
    cell = re.search(rf"<li><h2>{name}</h2>(.*?)</li>", page, re.DOTALL)
    assert cell, name
    return " ".join(re.sub(r"<[^>]+>", " ", cell[1]).split())


def strip(page: str, name: str) -> list[str]:
    found = re.search(rf'<p class="strip__{name}">(.*?)</p>', page, re.DOTALL)
    return re.findall(r'<b class="number">(\w+)</b>', found[1]) if found else []


def lying(page: str) -> dict[str, str]:
    """The results of all pages of their strip: number → where."""
    found: dict[str, str] = {}
    for pile in page.split('<span class="strip__pile">')[1:]:
        said = re.sub(r"<[^>]+>", " ", pile.split("</span>")[0].split("strip__desk")[0])
        desk = re.search(r"(quầy \d+)</span>", pile)
        numbers = re.findall(r"[A-Z]\d{3,4}", said)
        found |= dict.fromkeys(numbers, desk[1] if desk else "")
    return found


# --- the calls ---------------------------------------------------------------


def test_an_office_without_calls_asks_people_to_take_a_number(
    client: FlaskClient,
) -> None:
    page = client.get("/display/").text
    assert 'data-state="normal"' in page
    assert "Kính mời Ông/Bà lấy số" in page
    assert large(page) == []


def test_the_newest_call_is_large_and_six_before_it_are_listed(
    client: FlaskClient, call: Call
) -> None:
    for _ in range(8):
        call()
    page = client.get("/display/").text
    assert large(page) == ["A008"]
    assert rows(page) == ["A007", "A006", "A005", "A004", "A003", "A002"]


def test_a_call_that_is_put_back_leaves_the_board(
    client: FlaskClient, desk: Desk, call: Call
) -> None:
    call(1)
    call(2, "ho-tich")
    desk.put_back(OFFICER, 2)
    assert large(board(client)) == ["A001"]
    assert "B001" not in board(client)


def test_the_number_after_999_is_shown_whole_and_given_the_room_it_needs(
    client: FlaskClient, desk: Desk, call: Call
) -> None:
    call()
    with desk.store.write() as writing:
        [row] = desk.store.find("series", series="A")
        writing.put("series", row | {"last": 999})
    call()
    page = board(client)
    assert large(page) == ["A1000"]
    assert '<section class="called">' in page
    assert '<ol data-length="6">' in page.split('<section class="called">')[1]


def test_a_priority_call_carries_its_badge_and_the_board_explains_it(
    client: FlaskClient, call: Call
) -> None:
    call(3, "lao-dong", priority=True)
    page = board(client)
    panel = page.split('<section class="called">')[0]
    assert panel.count("Ưu tiên") == 1
    assert "người có công, khuyết tật, cao tuổi, mang thai, con nhỏ" in page
    assert "được mời trước" in page


def test_every_call_of_a_busy_minute_can_be_shown_large_with_its_badge(
    client: FlaskClient, desk: Desk, call: Call
) -> None:
    for place in range(15):
        call((1, 2, 4)[place % 3], priority=place == 7)
    page = board(client)
    panel = page.split('<section class="called">')[0]
    numbers = re.findall(r'<b class="number">(A\d+)', panel)
    assert len(numbers) == 12
    assert numbers[0] == "A015"
    [badged] = [part for part in panel.split("<li ") if 'class="badge"' in part]
    assert ">A008<" in badged


def test_a_line_where_nobody_waits_says_so_beside_its_number(
    client: FlaskClient, call: Call
) -> None:
    call(1)
    assert line(board(client), "Chứng thực").startswith("A001 0 chờ")


def test_a_group_that_the_office_switched_off_is_not_promised(
    client: FlaskClient, desk: Desk, tmp_path: Path
) -> None:
    for file in (ROOT / "data").glob("*.*"):
        (tmp_path / file.name).write_bytes(file.read_bytes())
    plan = (tmp_path / "office.toml").read_text()
    before, after = plan.split('code = "om-nang"')
    off = before + 'code = "om-nang"' + after.replace("on = true", "on = false", 1)
    (tmp_path / "office.toml").write_text(off)
    desk.load(HEAD, read_office(tmp_path).rows)
    page = board(client)
    assert "trẻ em" in page
    assert "ốm nặng" not in page


# --- lines and strips -----------------------------------------------------------


def test_each_line_tells_its_last_call_how_many_wait_and_the_range(
    client: FlaskClient, desk: Desk, call: Call
) -> None:
    call(1)
    desk.issue(KIOSK, "chung-thuc")
    desk.issue(KIOSK, "chung-thuc")
    page = board(client)
    assert page.count("<li><h2>") == 7
    assert line(page, "Chứng thực") == "A001 2 chờ 10–30 phút"
    assert line(page, "Đất đai") == "– 0 chờ Chưa có quầy mở"


def test_people_in_a_line_without_a_counter_are_counted_and_promised_nothing(
    client: FlaskClient, desk: Desk
) -> None:
    desk.issue(KIOSK, "dat-dai")
    snapshot = client.get("/api/v1/snapshot").get_json()
    waits = {line["service"]: line["wait"] for line in snapshot["lines"]}
    assert waits["dat-dai"] is None
    page = client.get("/display/").text
    assert line(page, "Đất đai") == "– 1 chờ Chưa có quầy mở"


def test_a_long_visit_stays_the_lines_number_when_its_call_is_history(
    client: FlaskClient, desk: Desk, call: Call
) -> None:
    call(4, "dat-dai")
    desk.start(OFFICER, 4)
    for _ in range(12):
        call(1)
    page = board(client)
    assert "D001" not in rows(page) + large(page)
    assert line(page, "Đất đai").startswith("D001")


def test_missed_numbers_and_results_that_lie_ready_have_their_strips(
    client: FlaskClient, desk: Desk, call: Call
) -> None:
    call(1)
    desk.no_show(OFFICER, 1)
    call(2, "ho-tich")
    desk.park(OFFICER, 2, "signature")
    assert strip(board(client), "missed") == ["A001"]
    assert strip(board(client), "ready") == []
    desk.ready(OFFICER, 2, "B001")
    assert strip(board(client), "ready") == ["B001"]


def plain_board(**data: Any) -> Board:
    nobody: dict[str, Any] = {"calls": [], "missed": [], "ready": [], "ready_at": []}
    data = nobody | {"lines": [], "open": True} | data
    return Board(Snapshot(data, "", "e-1"), [], "")


def test_missed_numbers_that_overflow_are_the_latest_and_the_others_are_counted() -> (
    None
):
    missed = [f"A{n:03}" for n in range(1, 31)]
    alone = plain_board(missed=missed)
    assert (alone.missed, alone.more_missed) == (missed[-STRIP:], 30 - STRIP)
    shown = plain_board(missed=missed, ready=["B001", "B002"])
    assert (shown.missed, shown.more_missed) == (missed[-6:], 24)
    assert shown.is_crowded


def test_every_one_of_25_results_is_to_be_read_with_its_counter(
    client: FlaskClient, desk: Desk, call: Call
) -> None:
    told = {}
    for place in range(25):
        counter = 1 + place % 2
        number = call(counter).number
        desk.park(OFFICER, counter, "signature")
        desk.ready(OFFICER, counter, number)
        told[number] = f"quầy {counter}"
    page = board(client)
    assert lying(page) == told
    assert page.count(" data-on>") == 1
    assert "1/5" in page


def test_a_result_whose_counter_is_gone_is_told_without_one_in_every_hall() -> None:
    there = [{"number": "A002", "counter": 2, "zone": "east"}]
    data = {"ready": ["A001", "A002"], "ready_at": there}
    assert results.pages(data, "east") == [[(0, ["A001"]), (2, ["A002"])]]
    assert results.pages(data, "west") == [[(0, ["A001"])]]


def test_a_page_of_results_is_never_longer_than_its_line() -> None:
    there = [{"number": f"A{n:03}", "counter": n % 9, "zone": ""} for n in range(60)]
    data = {"ready": [one["number"] for one in there], "ready_at": there}
    for page in results.pages(data, ""):
        room = sum(len(numbers) + results.COUNTER for _, numbers in page)
        assert room <= results.ROOM


def test_the_sentence_about_priority_stays_as_long_as_any_badge_may_be_seen(
    client: FlaskClient, call: Call
) -> None:
    assert '<p class="strip__soft">' in board(client)
    call(1, priority=True)
    for _ in range(9):
        call(1)
    assert '<p class="strip__soft" data-needed>' in board(client)


@pytest.mark.parametrize(
    ("lines", "columns"), [(0, 1), (1, 1), (4, 4), (5, 3), (7, 4), (9, 5), (12, 6)]
)
def test_lines_are_laid_in_two_rows_before_their_words_grow_small(
    lines: int, columns: int
) -> None:
    assert plain_board(lines=[{}] * lines).columns == columns


def test_a_notice_stands_on_the_board_until_it_is_taken_down(
    client: FlaskClient, desk: Desk
) -> None:
    desk.set_notice(HEAD, "Quầy 5 nghỉ <b>họp</b>", "Counter 5 is away")
    assert "Quầy 5 nghỉ &lt;b&gt;họp&lt;/b&gt;" in board(client)
    assert "Counter 5 is away" in board(client, "?lang=en")
    desk.set_notice(HEAD, "", "")
    assert "banner--notice" not in board(client)


# --- halls -------------------------------------------------------------------------


@pytest.fixture
def halls(desk: Desk) -> None:
    rows = read_office(ROOT / "data").rows
    for row in rows["counters"]:
        row["zone"] = "tang-2" if row["counter"] > 3 else "tang-1"
    desk.load(HEAD, rows)


@pytest.mark.usefixtures("halls")
def test_a_hall_shows_the_calls_of_its_own_counters_only(
    client: FlaskClient, call: Call
) -> None:
    call(1)
    call(6, "nhan-ket-qua")
    assert large(board(client, "?zone=tang-1")) == ["A001"]
    assert large(board(client, "?zone=tang-2")) == ["T001"]
    assert rows(board(client)) == ["A001"]


@pytest.mark.usefixtures("halls")
def test_a_hall_lists_the_lines_and_numbers_of_its_own_counters_only(
    client: FlaskClient, desk: Desk, call: Call
) -> None:
    call(1)
    desk.no_show(OFFICER, 1)
    call(6, "nhan-ket-qua")
    desk.no_show(OFFICER, 6)
    call(5, "noi-vu")
    desk.park(OFFICER, 5, "signature")
    desk.ready(OFFICER, 5, "E001")
    below, above = board(client, "?zone=tang-1"), board(client, "?zone=tang-2")
    assert strip(below, "missed") == ["A001"]
    assert strip(above, "missed") == ["A001", "T001"]  # certification is done in both
    assert (lying(below), lying(above)) == ({}, {"E001": "quầy 5"})
    assert "<h2>Nhận kết quả</h2>" not in below
    assert below.count("<li><h2>") == 5
    assert strip(board(client), "missed") == ["A001", "T001"]


def test_a_number_of_the_paper_roll_is_missed_in_every_hall(desk: Desk) -> None:
    data = {
        "calls": [],
        "missed": ["X012", "A001", "B002"],
        "ready": [],
        "ready_at": [],
        "lines": [
            {"service": "chung-thuc", "series": "A"},
            {"service": "ho-tich", "series": "B"},
        ],
        "open": True,
    }
    counter = replace(
        desk.store.counters()[0], zone="tang-1", services=("ho-tich",), helps=()
    )
    hall = Board(Snapshot(data, "", "e-1"), [counter], "tang-1")
    assert hall.missed == ["X012", "B002"]
    assert hall.more_missed == 0


@pytest.mark.usefixtures("halls")
def test_a_hall_that_nobody_knows_shows_every_call(
    client: FlaskClient, call: Call
) -> None:
    call(1)
    page = client.get("/display/?zone=tang-9").text
    assert large(page) == ["A001"]
    assert 'data-zone=""' in page


@pytest.mark.usefixtures("halls")
def test_the_open_page_asks_again_for_its_own_hall_and_nothing_else(
    client: FlaskClient,
) -> None:
    page = client.get("/display/?zone=tang-2&_scheme=x&_external=1").text
    assert 'data-board-at="/display/board?zone=tang-2"' in page


# --- the voice's orders ------------------------------------------------------------


@pytest.mark.parametrize(
    ("time", "quiet"),
    [("11:29", False), ("11:30", True), ("13:29", True), ("13:30", False)],
)
def test_the_board_is_quiet_in_the_hours_that_the_office_chose(
    time: str, quiet: bool
) -> None:
    policy = Policy().having("voice_quiet", [["11:30", "13:30"]])
    now = datetime.fromisoformat(f"2026-11-23T{time}:00+07:00").astimezone(UTC)
    assert Voice.at(now, policy) == Voice(80, quiet)


def test_a_change_of_volume_reaches_a_board_that_nothing_else_changed(
    client: FlaskClient, desk: Desk, clock: Clock
) -> None:
    assert 'data-volume="80" data-quiet="false"' in board(client)
    desk.set_policy(HEAD, "voice_volume", 35)
    assert 'data-volume="35" data-quiet="false"' in board(client)
    desk.set_policy(HEAD, "voice_quiet", [["09:05", "10:00"]])
    assert 'data-quiet="false"' in board(client)
    clock.tick(minutes=5)
    assert 'data-quiet="true"' in board(client)


# --- one rendering for all -----------------------------------------------------------


def test_twenty_screens_cost_one_rendering_until_something_changes(
    client: FlaskClient, call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn = 0
    lines = Board.lines

    def counted(self: Board, *args: Any) -> Any:
        nonlocal drawn
        drawn += 1
        return lines(self, *args)

    monkeypatch.setattr(Board, "lines", counted)
    call(1)
    pages = {board(client) for _ in range(20)}
    assert (len(pages), drawn) == (1, 1)
    call(2, "ho-tich")
    assert "B001" in board(client)
    assert drawn == 2


def test_a_drawing_does_not_ask_for_the_catalogue_at_each_of_its_calls(
    client: FlaskClient, call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(12):
        call(1)
    asked = 0
    version = Store.catalogue_version

    def counted(self: Store) -> str | None:
        nonlocal asked
        asked += 1
        return version(self)

    monkeypatch.setattr(Store, "catalogue_version", counted)
    board(client)
    assert asked < 20, "with the snapshot and the forecast"


def test_the_boards_answer_brings_the_offices_time_along(
    client: FlaskClient, clock: Clock
) -> None:
    board(client)
    clock.tick(minutes=7)
    answer = client.get("/display/board")
    assert answer.headers["Office-Time"] == "2026-11-23T09:07:00+07:00"


def test_the_page_has_its_banners_ready_but_hidden(client: FlaskClient) -> None:
    page = client.get("/display/").text
    for banner in ("data-stale", "data-sound-blocked"):
        assert re.search(rf"<(p|button)[^>]*{banner}[^>]* hidden>", page), banner
    assert "style=" not in page
    assert not re.search(r"<script(?![^>]*\bsrc=)", page)


def test_pictures_of_numbers_are_there_as_soon_as_the_office_wants_them(
    client: FlaskClient, desk: Desk, call: Call
) -> None:
    call(1)
    assert "pictures=0" in board(client)
    desk.set_policy(HEAD, "number_pictures", True)
    page = board(client)
    assert 'class="carried"' in page
    assert 'data-needs="lines=7&amp;figures=5&amp;pictures=1"' in page


def test_rows_are_sized_for_the_highest_counter_of_their_own_hall(
    client: FlaskClient, desk: Desk
) -> None:
    rows = read_office(ROOT / "data").rows
    rows["counters"][5] |= {"counter": 12, "zone": "tang-2"}
    desk.load(HEAD, rows)
    assert "figures=6" in board(client)
    assert "figures=6" in board(client, "?zone=tang-2")
    assert "figures=5" not in board(client, "?zone=tang-2")


# --- closed ------------------------------------------------------------------------


def by_the_hours(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """A paired screen in an office that is not on trial."""
    screen = Actor("display", "lobby", "screen")
    monkeypatch.setattr("office.auth._paired", lambda: screen)
    monkeypatch.setattr(desk, "trial", False)


def test_at_noon_the_board_tells_when_it_opens_again_and_whom_to_ask(
    client: FlaskClient, desk: Desk, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    by_the_hours(desk, monkeypatch)
    clock.tick(hours=2, minutes=48)
    page = client.get("/display/").text
    assert 'data-state="closed"' in page
    assert "Văn phòng đang nghỉ trưa" in page
    assert "13:30 hôm nay" in page
    assert "Máy phát số lại từ 13:00." in page
    assert "<dt>Thứ Hai – Thứ Sáu</dt><dd>07:00–11:30 · 13:30–17:00</dd>" in page
    assert "<dd>1022</dd>" in page


def test_the_closed_board_carries_a_code_for_the_papers_to_bring(
    client: FlaskClient, desk: Desk, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    by_the_hours(desk, monkeypatch)
    clock.tick(hours=2, minutes=48)
    page = client.get("/display/").text
    assert qr_path("http://127.0.0.1:8000/display/papers")[0] in page
    assert "Quét mã để xem giấy tờ cần mang" in page


@pytest.mark.parametrize(
    ("reach", "said"),
    [("none", False), ("wifi", True)],
)
def test_a_code_is_shown_only_where_phones_reach_the_office(
    app: Flask,
    client: FlaskClient,
    desk: Desk,
    clock: Clock,
    monkeypatch: pytest.MonkeyPatch,
    reach: str,
    said: bool,
) -> None:
    by_the_hours(desk, monkeypatch)
    changed = replace(app.extensions["luot_settings"], reach=reach)
    monkeypatch.setitem(app.extensions, "luot_settings", changed)
    clock.tick(hours=2, minutes=48)
    page = client.get("/display/").text
    assert ('class="qr"' in page) is said
    assert ("Nối Wi-Fi của cơ quan rồi quét mã" in page) is said


def test_anybodys_phone_reads_the_papers_and_nothing_else_of_the_lobby(
    client: FlaskClient, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desk, "trial", False)
    found = client.get("/display/papers?q=khai sinh").text
    [link] = re.findall(r'href="([^"]+)"><span>Đăng ký khai sinh</span>', found)
    sheet = client.get(link.replace("&amp;", "&")).text
    assert "– Tờ khai đăng ký khai sinh" in sheet
    assert "Chưa tìm thấy" in client.get("/display/papers?q=xyzzy").text
    assert client.get("/display/papers?procedure=99999").status_code == 404
    assert client.get("/display/setup").status_code == 403


def test_papers_that_nobody_verified_are_for_the_officer_to_say(
    client: FlaskClient, desk: Desk
) -> None:
    rows = read_office(ROOT / "data").rows
    [office] = rows["office"]
    office["profile"] = office["profile"].replace('"sample":true', '"sample":false')
    desk.load(HEAD, rows)
    page = client.get("/display/papers?procedure=1").text
    assert "Hỏi cán bộ tại quầy" in page
    assert "Tờ khai" not in page


def test_who_is_called_after_hours_is_still_shown(
    client: FlaskClient,
    desk: Desk,
    clock: Clock,
    call: Call,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    call(1)
    by_the_hours(desk, monkeypatch)
    clock.tick(hours=8, minutes=5)
    assert large(board(client)) == ["A001"]
    desk.start(OFFICER, 1)
    assert 'data-board="closed"' in board(client)


@pytest.mark.parametrize(
    ("moment", "why", "today"),
    [
        ("2026-11-23T06:10", "Chưa đến giờ làm việc", True),
        ("2026-11-23T11:48", "Văn phòng đang nghỉ trưa", True),
        ("2026-11-23T17:20", "Văn phòng đã hết giờ làm việc", False),
        ("2026-11-29T10:00", "Hôm nay văn phòng nghỉ", False),
    ],
)
def test_a_closed_office_says_why_and_whether_today_is_worth_waiting(
    app: Flask, moment: str, why: str, today: bool
) -> None:
    now = datetime.fromisoformat(f"{moment}:00+07:00").astimezone(UTC)
    with app.test_request_context():
        shut = Shut(now, Policy())
        assert (shut.why, shut.is_today) == (why, today)


def test_an_office_that_plans_no_hours_promises_no_opening(app: Flask) -> None:
    never = Policy(week=((),) * 7, public_holidays=False)
    with app.test_request_context():
        shut = Shut(datetime(2026, 11, 23, tzinfo=UTC), never)
        assert (shut.opening, shut.numbers_from, shut.hours) == (None, "", [])


def test_a_screen_that_nobody_paired_shows_no_numbers(
    client: FlaskClient, desk: Desk, call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    call(1)
    monkeypatch.setattr(desk, "trial", False)
    for address in ("/display/", "/display/board"):
        answer = client.get(address)
        assert answer.status_code == 403
        assert "A001" not in answer.text
