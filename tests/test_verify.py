"""Does the journal still tell the truth? What `verify` finds, and what it allows."""

import sqlite3
import threading
import time
import zlib
from pathlib import Path

import pytest

from tests.office_of_tests import (
    COPIES,
    HEAD,
    KIOSK,
    LAN,
    PHONE,
    Clock,
    arrivals,
    called,
    open_desk,
    working_desk,
)
from ticketing.desk import Desk, Transfer
from ticketing.verify import Report, verify


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def desk(tmp_path: Path, clock: Clock) -> Desk:
    """A001 served and rated, A002 sent on with a note, A003 and A004 wait."""
    desk = working_desk(tmp_path, clock)
    arrivals(desk, 4)
    called(desk)
    desk.finish(LAN, 1)
    desk.rate(PHONE, 1, 2, ["cho-lau"], comment="Chờ lâu quá")
    called(desk)
    desk.transfer(LAN, 1, Transfer(counter=2, note="Xin xem bản chính"))
    return desk


def tamper(desk: Desk, *statements: str) -> Report:
    """With the triggers out of the way, as somebody with a screwdriver would."""
    raw = sqlite3.connect(desk.store.path, isolation_level=None)
    for trigger in ("journal_never_changes", "journal_never_forgets"):
        raw.execute(f"DROP TRIGGER {trigger}")
    for statement in statements:
        raw.execute(statement)
    raw.close()
    return verify(desk.store, everything=True)


def test_an_honest_office_has_nothing_to_explain(desk: Desk) -> None:
    report = verify(desk.store, everything=True)
    assert (report.problems, report.erased) == ([], 0)
    assert report.rows == desk.store.last_seq() > 10


FORGED = {
    "a row of the journal": (
        "UPDATE journal SET by = 'nobody' WHERE seq = 6",
        "journal 6: the chain is broken here",
    ),
    "a fact in the journal": (
        "UPDATE journal SET data = json_set(data, '$.number', 'A999')"
        " WHERE what = 'ticket called'",
        "the chain is broken here",
    ),
    "a row taken out": (
        "DELETE FROM journal WHERE seq = 7",
        "journal 8: 7 was expected",
    ),
    "an earlier place": (
        "UPDATE tickets SET place = '2026-01-01' WHERE ref = 4",
        "tickets 4: place is '2026-01-01', the journal says",
    ),
    "a missing ticket": (
        "DELETE FROM tickets WHERE ref = 4",
        "tickets 4: is in the journal, but missing in the table",
    ),
    "an invented rating": (
        "INSERT INTO ratings VALUES (3, 4, '[]', 'phone', '2026-11-23')",
        "ratings 3: is in the table, but the journal does not know it",
    ),
    "a better rating": (
        "UPDATE ratings SET level = 4",
        "ratings 1: level is 4, the journal says 2",
    ),
    "a series set back": (
        "UPDATE series SET last = 1",
        "series 2026-11-23/A: last is 1, the journal says 4",
    ),
    "another comment": (
        "UPDATE secrets SET value = 'Rất tốt' WHERE kind = 'comment'",
        "its comment was changed",
    ),
    "another note": (
        "UPDATE secrets SET value = 'x' WHERE kind LIKE 'note-%'",
        "was changed",
    ),
    "a secret id removed": (
        "DELETE FROM secrets WHERE ref = 3",
        "its id was changed",
    ),
}


@pytest.mark.parametrize("what", FORGED)
def test_what_was_forged_is_found_and_named(desk: Desk, what: str) -> None:
    statement, sentence = FORGED[what]
    report = tamper(desk, statement)
    assert any(sentence in problem for problem in report.problems), report.problems


def test_two_ids_that_changed_places_are_both_found(desk: Desk) -> None:
    mine, yours = desk.store.ticket_id(3), desk.store.ticket_id(4)
    put = "UPDATE secrets SET value = '{}' WHERE kind = 'id' AND ref = {}"
    report = tamper(desk, put.format("x", 3), put.format(mine, 4), put.format(yours, 3))
    assert len(report.problems) == 2
    assert all("its id was changed" in problem for problem in report.problems)


def test_a_row_forged_with_a_fitting_hash_breaks_the_next_one(desk: Desk) -> None:
    report = tamper(desk, "UPDATE journal SET hash = printf('%064d', 7) WHERE seq = 6")
    broken = [problem[:9] for problem in report.problems if "chain" in problem]
    assert broken == ["journal 6", "journal 7"]


def test_erased_secrets_are_counted_and_are_no_fault(desk: Desk) -> None:
    report = tamper(desk, "UPDATE secrets SET value = '', salt = '' WHERE ref = 1")
    assert (report.problems, report.erased) == ([], 2)


def test_a_secret_blanked_by_half_is_a_fault(desk: Desk) -> None:
    report = tamper(desk, "UPDATE secrets SET value = '' WHERE kind = 'comment'")
    assert (len(report.problems), report.erased) == (1, 0)


# --- checkpoints -------------------------------------------------------------


def test_the_close_of_the_day_writes_where_verify_may_start(desk: Desk) -> None:
    rows = desk.store.last_seq()
    desk.close_day(HEAD)
    assert verify(desk.store).rows == 0
    assert verify(desk.store, everything=True).rows == rows + 2
    assert verify(desk.store).problems == []


def test_days_later_verify_reads_only_what_followed(desk: Desk, clock: Clock) -> None:
    desk.close_day(HEAD)
    for _ in range(3):
        clock.tick(days=1)
        desk.issue(LAN, COPIES)
        desk.close_day(HEAD)
    desk.issue(LAN, COPIES)
    short, whole = verify(desk.store), verify(desk.store, everything=True)
    assert (short.problems, whole.problems) == ([], [])
    assert 0 < short.rows < whole.rows


def test_a_rating_on_the_next_day_still_fits_the_checkpoint(
    desk: Desk, clock: Clock
) -> None:
    called(desk)
    desk.finish(LAN, 1)
    desk.close_day(HEAD)
    clock.tick(days=1)
    desk.issue(LAN, COPIES)
    desk.close_day(HEAD)
    desk.rate(PHONE, 3, 4)
    assert verify(desk.store).problems == []


def test_a_forgery_after_the_checkpoint_is_found_from_there(desk: Desk) -> None:
    desk.close_day(HEAD)
    desk.issue(LAN, COPIES)
    tamper(desk, "UPDATE tickets SET dossiers = 9 WHERE ref = 2")
    assert "tickets 2: dossiers is 9" in verify(desk.store).problems[0]


def test_a_checkpoint_that_was_exchanged_is_found(desk: Desk) -> None:
    desk.close_day(HEAD)
    forged = zlib.compress(b"{}").hex()
    tamper(desk, f"UPDATE checkpoints SET state = x'{forged}'")
    assert "is not what the journal says" in verify(desk.store).problems[0]


def test_while_one_moment_is_read_others_go_on_writing(
    desk: Desk, clock: Clock, tmp_path: Path
) -> None:
    other = open_desk(tmp_path / "office.db", clock)
    rows = desk.store.last_seq()
    with desk.store.frozen():
        assert desk.store.last_seq() == rows
        other.issue(KIOSK, COPIES)
        assert desk.store.last_seq() == rows
    assert desk.store.last_seq() == rows + 1


def test_verify_reads_without_the_lock_of_the_writers(
    desk: Desk,
) -> None:
    begun: list[str] = []
    desk.store._writer.conn.set_trace_callback(begun.append)
    assert verify(desk.store, everything=True).problems == []
    assert begun == []


def test_verify_holds_nobody_up_and_sees_one_moment(
    desk: Desk, clock: Clock, tmp_path: Path
) -> None:
    other = open_desk(tmp_path / "office.db", clock)
    stop = threading.Event()

    def busy() -> None:
        while not stop.is_set():
            other.issue(KIOSK, COPIES)

    writer = threading.Thread(target=busy)
    writer.start()
    try:
        ends = time.monotonic() + 1
        reports = []
        while time.monotonic() < ends:
            reports.append(verify(desk.store, everything=True))
    finally:
        stop.set()
        writer.join()
    assert [report.problems for report in reports] == [[]] * len(reports)
    assert reports[-1].rows > reports[0].rows
