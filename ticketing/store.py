"""The only place that speaks SQL: one SQLite file, shared by every process.

One writer and one reader connection a process. State changes only through
`Writing.record`: rows and journal in one transaction, so the journal tells all.
Longer than most files here, for all SQL lives in it.
"""

import fcntl
import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from secrets import token_hex
from typing import Any

from sqlite_utils import Database

from ticketing.catalogue import folded
from ticketing.clock import Clock, stamp, utc_now
from ticketing.equal import where
from ticketing.events import Event
from ticketing.journal import (
    CATALOGUE,
    GENESIS,
    KEYS,
    PRIVATE_KEYS,
    STAMPED,
    Row,
    canonical,
    chain,
    sealed,
)
from ticketing.reads import Reads
from ticketing.schema import migrations
from ticketing.transactions import Transactions

SPACING = timedelta(microseconds=64)  # between acts: others may come between them
MEMORY = timedelta(hours=24)  # of idempotency keys
LAST_ROW = "SELECT seq, at, hash FROM journal ORDER BY seq DESC LIMIT 1"
NO_ROW = (0, "0001-01-01T00:00:00+00:00", GENESIS)  # of an empty journal


class Writing:
    """One act's part of a transaction: its moment, and what it records."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self._db = db
        last: tuple[int, str, str] = db.execute(LAST_ROW).fetchone() or NO_ROW
        self.seq, at, self._hash = last
        kept = db.execute("SELECT value FROM meta WHERE key = 'catalogue'").fetchone()
        self.catalogue: str | None = kept and kept[0]  # its version
        self.now = max(clock(), datetime.fromisoformat(at) + SPACING)

    @property
    def next_seq(self) -> int:
        return self.seq + 1

    def record(self, what: str, by: str, device: str, data: dict[str, Any]) -> int:
        """Change the rows in data["changes"] and say so in the journal."""
        seq = self.next_seq
        if CATALOGUE & data.get("changes", {}).keys():
            self.catalogue = token_hex(8)
            self.put("meta", {"key": "catalogue", "value": self.catalogue})
        for table, rows in data.get("changes", {}).items():
            for row in rows:
                self.put(table, row | {"seq": seq} if table in STAMPED else row)
        at, text = stamp(self.now), canonical(data)
        self._hash = chain(self._hash, seq, at, what, by, device, text)
        self._db.execute(
            "INSERT INTO journal VALUES (?, ?, ?, ?, ?, ?, ?)",
            (seq, at, what, by, device, text, self._hash),
        )
        self.seq = seq
        return seq

    def put(self, table: str, row: Row) -> None:
        """Insert, or change the named columns of the row that has this key."""
        keys = KEYS.get(table) or PRIVATE_KEYS[table]
        if len(row) == len(keys) or not self._update(table, keys, row):
            self.add(table, row)

    def _update(self, table: str, keys: tuple[str, ...], row: Row) -> bool:
        changed = ", ".join(f"{name} = :{name}" for name in row if name not in keys)
        same = " AND ".join(f"{name} = :{name}" for name in keys)
        cursor = self._db.execute(f"UPDATE {table} SET {changed} WHERE {same}", row)
        return cursor.rowcount > 0

    def add(self, table: str, row: Row) -> int:
        """Insert only: an existing key is an error. Gives the row's id."""
        marks = ", ".join(f":{name}" for name in row)
        sql = f"INSERT INTO {table} ({', '.join(row)}) VALUES ({marks})"
        return self._db.execute(sql, row).lastrowid or 0

    def keep_secret(self, ref: int, kind: str, value: str, salt: str) -> str:
        """Lay a secret beside the journal; what the journal may say is its hash."""
        self.add("secrets", {"ref": ref, "kind": kind, "value": value, "salt": salt})
        return sealed(salt, value)

    def forget_keys(self) -> None:
        """Idempotency keys older than a day."""
        old = stamp(self.now - MEMORY)
        self._db.execute("DELETE FROM idempotency WHERE at < ?", (old,))


class WritingEnd:
    """The connection that writes, as `Transactions` drives it."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def begin(self) -> bool:
        try:
            self._db.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
                raise  # the low byte: SQLite may say why it is busy
            return False
        return True

    def commit(self) -> None:
        try:
            self._db.execute("COMMIT")
        except sqlite3.Error:
            self._db.execute("ROLLBACK")
            raise

    def save(self) -> None:
        self._db.execute("SAVEPOINT act")

    def undo(self) -> None:
        self._db.execute("ROLLBACK TO act")

    def release(self) -> None:
        self._db.execute("RELEASE act")


class Store(Reads):
    """Open one per process, after the fork. `rest` is the pause between two writes:
    without it another process starves for the lock."""

    def __init__(
        self,
        path: Path,
        clock: Clock = utc_now,
        retry: float = 0.003,
        rest: float = 0.0005,
    ) -> None:
        super().__init__()
        self.path = path
        self.clock = clock
        self.on_commit: list[Callable[[], None]] = []
        self._writing: Writing | None = None
        path.parent.mkdir(parents=True, exist_ok=True)
        self._writer, self._reader = self._connection(), self._connection()
        self._transactions = Transactions(WritingEnd(self._writer), retry, rest)
        self._migrate()

    def _connection(self) -> Database:
        connection = sqlite3.connect(
            self.path, timeout=0, isolation_level=None, check_same_thread=False
        )
        db = Database(connection, execute_plugins=False)
        db.execute("PRAGMA synchronous = FULL")
        db.execute("PRAGMA foreign_keys = ON")
        db.register_function(folded, deterministic=True)  # for the words of a search
        return db

    def _migrate(self) -> None:
        """One process at a time: others wait at a file lock and find it done."""
        with self.path.with_suffix(".lock").open("w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            self._writer.execute("PRAGMA busy_timeout = 10000")
            self._writer.execute("PRAGMA journal_mode = WAL")
            if migrations.pending(self._writer):
                migrations.apply(self._writer)
            self._writer.execute("PRAGMA busy_timeout = 0")

    def close(self) -> None:
        for connection in (self._writer, self._reader):
            connection.close()

    @property
    def db(self) -> Database:
        """Inside a write its own connection, so that an act reads what it wrote."""
        return self._writer if self._mine() else self._reader

    @contextmanager
    def write(self) -> Iterator[Writing]:
        """The one write transaction of all processes; a nested one joins it.

        Inside nothing may yield, emit, print, hash a password or sleep: another
        greenlet would then wait in C and freeze the process.
        """
        if (mine := self._mine()) is not None:
            yield mine
            return
        with self._transactions.act():
            self._writing = Writing(self._writer, self.clock)
            try:
                yield self._writing
            finally:
                self._writing = None
        for tell in self.on_commit:
            tell()

    @contextmanager
    def frozen(self) -> Iterator[None]:
        """Reads inside see one moment; writers go on meanwhile."""
        self._reader.execute("BEGIN")
        try:
            yield
        finally:
            self._reader.execute("ROLLBACK")

    def changed(self) -> int:
        """Differs after any commit that this reader has not seen (8 µs)."""
        return int(self._reader.execute("PRAGMA data_version").fetchone()[0])

    def now(self) -> datetime:
        """Not before the journal's last row, should the clock have been set back."""
        at = (self.db.execute(LAST_ROW).fetchone() or NO_ROW)[1]
        return max(self.clock(), datetime.fromisoformat(at))

    def find(
        self, table: str, order: str = "", limit: int = -1, **equal: Any
    ) -> list[Row]:
        """Rows whose columns have these values; a list means any of them.

        All are fetched at once: a cursor left open would hold an old snapshot.
        """
        terms, args = where(equal)
        by = f" ORDER BY {order}" if order else ""
        cursor = self.db.execute(
            f"SELECT * FROM {table} WHERE {terms}{by} LIMIT ?", (*args, limit)
        )
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

    def count(self, table: str, **equal: Any) -> int:
        terms, args = where(equal)
        sql = f"SELECT count(*) FROM {table} WHERE {terms}"
        return int(self.db.execute(sql, args).fetchone()[0])

    def count_before(self, service: str, place: datetime, ref: int) -> int:
        """How many wait in this line before `(place, ref)`: all but those from there
        on, for whoever has just come stands near the end."""
        sql = """SELECT waiting - (SELECT count(*) FROM in_line WHERE service = :line
            AND (place, ref) >= (:place, :ref))
            FROM line_lengths WHERE service = :line"""
        args = {"line": service, "place": stamp(place), "ref": ref}
        row = self.db.execute(sql, args).fetchone()
        return int(row[0]) if row else 0  # nobody ever came for it

    def matching(self, words: str) -> list[int]:
        """The procedures that an FTS5 expression of folded words finds, best first."""
        sql = "SELECT rowid FROM procedure_words WHERE procedure_words MATCH ?"
        rows = self.db.execute(f"{sql} ORDER BY rank, rowid", (words,)).fetchall()
        return [int(row[0]) for row in rows]

    def ref_of_id(self, ticket_id: str) -> int | None:
        """Whose secret this is; the literals let the planner use its index."""
        sql = "SELECT ref FROM secrets WHERE kind = 'id' AND value <> '' AND value = ?"
        row = self.db.execute(sql, (ticket_id,)).fetchone()
        return row and int(row[0])

    def _mine(self) -> Writing | None:
        """The open write, when it is this greenlet's own."""
        return self._writing if self._transactions.mine else None

    def act_seq(self) -> int | None:
        """Inside a write: the journal's last row, this act's own rows included."""
        return mine.seq if (mine := self._mine()) else None

    def catalogue_version(self) -> str | None:
        return mine.catalogue if (mine := self._mine()) else self.meta("catalogue")

    def last_seq(self) -> int:
        return int(self.db.execute("SELECT max(seq) FROM journal").fetchone()[0] or 0)

    def events(self, after: int = 0, limit: int = -1) -> list[Event]:
        """Rows of the journal in order, those after `after`."""
        sql = "SELECT * FROM journal WHERE seq > ? ORDER BY seq LIMIT ?"
        rows = self.db.execute(sql, (after, limit)).fetchall()
        read = [(*row[:5], json.loads(row[5]), row[6]) for row in rows]
        return [Event(*row) for row in read]

    def integrity(self) -> list[str]:
        """What SQLite itself finds wrong with the file."""
        checks = ("PRAGMA quick_check", "PRAGMA foreign_key_check")
        rows = [row for check in checks for row in self.db.execute(check).fetchall()]
        return [" ".join(map(str, row)) for row in rows if row != ("ok",)]
