"""What the database itself guarantees, whoever writes to it."""

import sqlite3
from pathlib import Path

import pytest

from tests.office_of_tests import (
    COPIES,
    KIOSK,
    LAN,
    MAI,
    PHONE,
    Clock,
    arrivals,
    called,
    last,
    open_desk,
    working_desk,
)
from ticketing.desk import Desk, Transfer
from ticketing.errors import NotFound


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A001 at counter 1, A002 at counter 2, A003 waits."""
    desk = working_desk(tmp_path, Clock())
    arrivals(desk, 3)
    called(desk)
    called(desk, 2, MAI)
    return desk


@pytest.fixture
def raw(desk: Desk) -> sqlite3.Connection:
    """Somebody with a screwdriver, as strict as our own connections."""
    connection = sqlite3.connect(desk.store.path, isolation_level=None)
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA recursive_triggers = ON")
    return connection


COPY = "seq, at, what, by, device, data, hash FROM journal WHERE seq ="


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE journal SET by = 'nobody' WHERE seq = 3",
        "DELETE FROM journal WHERE seq = 3",
        "DELETE FROM journal",
        f"REPLACE INTO journal SELECT {COPY} 3",
        f"INSERT OR REPLACE INTO journal SELECT {COPY} (SELECT max(seq) FROM journal)",
    ],
)
def test_no_row_of_the_journal_is_changed_or_removed(
    desk: Desk, raw: sqlite3.Connection, statement: str
) -> None:
    before = desk.store.events()
    with pytest.raises(sqlite3.IntegrityError, match="journal"):
        raw.execute(statement)
    assert desk.store.events() == before


INSERT = (
    "INSERT INTO journal SELECT max(seq) + {}, {}, 'x', '', '', '{{}}', hash"
    " FROM journal"
)


@pytest.mark.parametrize("step", [2, 0, -1])
def test_the_journal_takes_no_row_out_of_sequence(
    raw: sqlite3.Connection, step: int
) -> None:
    with pytest.raises(sqlite3.IntegrityError, match="no gaps"):
        raw.execute(INSERT.format(step, "max(at)"))


def test_the_journal_takes_no_row_from_the_past(raw: sqlite3.Connection) -> None:
    with pytest.raises(sqlite3.IntegrityError, match="forward in time"):
        raw.execute(INSERT.format(1, "'2020-01-01T00:00:00.000000+00:00'"))


@pytest.mark.parametrize(
    ("statement", "rule"),
    [
        ("UPDATE tickets SET status = 'called', counter = 1 WHERE ref = 3", "UNIQUE"),
        ("UPDATE tickets SET status = 'serving', counter = 2 WHERE ref = 1", "UNIQUE"),
        ("UPDATE tickets SET status = 'gone' WHERE ref = 3", "CHECK"),
        ("UPDATE tickets SET counter = 1 WHERE ref = 3", "CHECK"),
        ("UPDATE tickets SET number = 'A009' WHERE ref = 3", "CHECK"),
        ("UPDATE tickets SET number = 'A001', ordinal = 1 WHERE ref = 3", "UNIQUE"),
        ("UPDATE tickets SET counter = 99 WHERE ref = 1", "FOREIGN KEY"),
        ("UPDATE tickets SET service = 'x' WHERE ref = 1", "FOREIGN KEY"),
        ("UPDATE counters SET open = 0 WHERE counter = 1", "CHECK"),
        ("INSERT INTO ratings VALUES (1, 5, '[]', '', '')", "CHECK"),
        ("INSERT INTO ratings VALUES (77, 4, '[]', '', '')", "FOREIGN KEY"),
        ("INSERT INTO idempotency VALUES ('', '', '', '', 404, '', '')", "CHECK"),
        ("UPDATE tickets SET dossiers = 'many' WHERE ref = 1", "TEXT"),
    ],
)
def test_the_database_refuses_what_an_office_cannot_be(
    raw: sqlite3.Connection, statement: str, rule: str
) -> None:
    with pytest.raises(sqlite3.IntegrityError, match=rule):
        raw.execute(statement)


def test_the_database_takes_one_rating_for_a_ticket(raw: sqlite3.Connection) -> None:
    raw.execute("INSERT INTO ratings VALUES (1, 4, '[]', '', '')")
    with pytest.raises(sqlite3.IntegrityError, match="UNIQUE"):
        raw.execute("INSERT INTO ratings VALUES (1, 3, '[]', '', '')")


def test_a_failure_in_the_middle_of_an_act_leaves_nothing_behind(desk: Desk) -> None:
    before = desk.store.state(), desk.store.last_seq()
    with pytest.raises(ZeroDivisionError), desk.store.write():
        desk.issue(KIOSK, COPIES)
        desk.cancel(PHONE, 3)
        _ = 1 / 0
    assert (desk.store.state(), desk.store.last_seq()) == before
    assert desk.issue(KIOSK, COPIES).number == "A004"


def test_the_world_hears_of_an_act_only_after_its_commit(
    desk: Desk, tmp_path: Path
) -> None:
    other = open_desk(tmp_path / "office.db", Clock())
    heard: list[int] = []
    desk.store.on_commit.append(lambda: heard.append(other.store.last_seq()))
    before = desk.store.last_seq()
    desk.issue(KIOSK, COPIES)
    assert heard == [before + 1]


def test_another_process_notices_each_commit(desk: Desk, tmp_path: Path) -> None:
    other = open_desk(tmp_path / "office.db", Clock())
    before = other.store.changed()
    assert other.store.changed() == before
    desk.issue(KIOSK, COPIES)
    assert other.store.changed() != before


def test_the_database_is_opened_with_all_its_safety_belts(desk: Desk) -> None:
    belts = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}
    belts |= {"recursive_triggers": 1, "busy_timeout": 0}
    assert desk.store.last_seq()  # a connection is all there once it has read
    for db in (desk.store._writer, desk.store._reader):
        for name, value in belts.items():
            assert db.execute(f"PRAGMA {name}").fetchone()[0] == value, name


def test_a_secret_id_leads_to_its_ticket_by_an_index(
    desk: Desk, raw: sqlite3.Connection
) -> None:
    ticket = desk.issue(KIOSK, COPIES)
    asked: list[str] = []
    desk.store._reader.conn.set_trace_callback(asked.append)
    assert desk.store.ticket_by_id(ticket.id) == ticket
    [statement] = [sql for sql in asked if "kind = 'id' AND value <> ''" in sql]
    plan = raw.execute(f"EXPLAIN QUERY PLAN {statement}").fetchall()
    assert "secrets_ids" in str(plan)


def test_every_ticket_has_a_secret_of_128_bits_and_its_own(desk: Desk) -> None:
    found = {ticket.id for ticket in arrivals(desk, 50)}
    assert len(found) == 50
    assert {len(secret) for secret in found} == {22}


def test_an_erased_id_leads_to_nobody(desk: Desk) -> None:
    ticket = desk.issue(KIOSK, COPIES)
    with desk.store.write() as writing:
        blank = {"ref": ticket.ref, "kind": "id", "value": "", "salt": ""}
        writing.put("secrets", blank)
    for secret in (ticket.id, ""):
        with pytest.raises(NotFound):
            desk.store.ticket_by_id(secret)


def test_the_journal_holds_no_id_no_comment_and_no_note(desk: Desk) -> None:
    desk.transfer(LAN, 1, Transfer(service=COPIES, note="Bà cần phiên dịch"))
    desk.transfer(MAI, 2, Transfer(service=COPIES, note="Ông đã nộp phí"))
    called(desk)
    desk.transfer(LAN, 1, Transfer(service=COPIES, note="Bà đã có bản sao"))
    called(desk, 2, MAI)
    desk.finish(MAI, 2)
    desk.rate(PHONE, 1, 1, comment="Chờ lâu quá")

    kept = desk.store.find("secrets")
    told = "\n".join(map(repr, desk.store.events()))

    kinds = [row["kind"].partition("-")[0] for row in kept]
    assert sorted(kinds) == ["comment", "id", "id", "id", "note", "note", "note"]
    for row in kept:
        assert row["value"] not in told
        assert row["salt"] not in told
    assert set(last(desk, "visit rated")["sealed"]) == {"comment"}
