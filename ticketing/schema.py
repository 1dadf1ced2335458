"""The tables, as an ordered list of migrations. Never edit one that has shipped.

Guaranteed tables are plain SQL, a file for each migration: sqlite-utils' `create()`
knows no CHECK and no partial index. Times are ISO 8601 in UTC with microseconds, so
they sort as text.
"""

from pathlib import Path

from sqlite_utils import Database, Migrations

migrations = Migrations("ticketing")
FILES = Path(__file__).parent / "migrations"

# Tables of which old business days are left out of a check that starts at a checkpoint.
SINCE = {
    "tickets": "SELECT *, business_day AS day FROM tickets",
    "series": "SELECT *, business_day AS day FROM series",
    "days": "SELECT *, business_day AS day FROM days",
    "tallies": "SELECT *, business_day AS day FROM tallies",
    "indicators": "SELECT indicators.*, business_day AS day FROM indicators"
    " JOIN tickets USING (ref)",
    "ratings": "SELECT ratings.*, business_day AS day FROM ratings"
    " JOIN tickets USING (ref)",
}


@migrations()
def m001_first_office(db: Database) -> None:
    _run(db, "1_first_office.sql")


@migrations()
def m002_paper(db: Database) -> None:
    _run(db, "2_paper.sql")


@migrations()
def m003_media(db: Database) -> None:
    _run(db, "3_media.sql")


@migrations()
def m004_counter(db: Database) -> None:
    _run(db, "4_counter.sql")


@migrations()
def m005_touches(db: Database) -> None:
    _run(db, "5_touches.sql")


@migrations()
def m006_search(db: Database) -> None:
    _run(db, "6_search.sql")


def _run(db: Database, name: str) -> None:
    for statement in statements((FILES / name).read_text(encoding="utf-8")):
        db.execute(statement)


def statements(script: str) -> list[str]:
    """Split at the semicolons that end a statement; a trigger holds one inside."""
    parts, begun = [], ""
    for part in script.split(";"):
        begun += part + ";"
        if "TRIGGER" not in begun or begun.rstrip().endswith("END;"):
            parts.append(begun)
            begun = ""
    return [part for part in parts if part.strip() != ";"]
