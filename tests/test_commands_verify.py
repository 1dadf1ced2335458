"""`verify` by hand: all is well, or what differs and exit 1."""

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing

import pytest
from click.testing import Result
from flask import Flask

from tests.api_steps import Callers, act, take
from ticketing.desk import Desk

Run = Callable[..., Result]


@pytest.fixture
def run(app: Flask) -> Run:
    runner = app.test_cli_runner()
    return lambda *words: runner.invoke(args=list(words))


def test_an_untouched_office_is_verified_from_the_first_row(
    run: Run, caller: Callers
) -> None:
    ticket = take(caller("kiosk"))
    act(caller(), f"/tickets/{ticket['id']}/cancellation")
    well = run("verify", "--all")
    assert well.exit_code == 0 and well.output.startswith("All is well: ")


@pytest.mark.parametrize(
    ("edit", "named"),
    [
        ("UPDATE tickets SET status = 'served'", "tickets 1: status is 'served'"),
        ("UPDATE tickets SET priority = 1", "priority is 1, the journal says 0"),
        ("DELETE FROM tickets", "tickets 1: is in the journal, but missing"),
        ("UPDATE series SET last = 7", "last is 7, the journal says 1"),
        ("UPDATE counters SET zone = 'x' WHERE counter = 3", "counters 3: zone"),
        ("UPDATE office SET notice = '{}'", "office 1: notice"),
        ("UPDATE secrets SET value = 'x'", "its id was changed"),
        ("UPDATE journal SET by = 'me' WHERE seq = 3", "journal 3: the chain"),
        ("DELETE FROM journal WHERE seq = 2", "2 was expected"),
    ],
)
def test_verify_tells_what_was_edited_by_hand(
    run: Run, desk: Desk, caller: Callers, edit: str, named: str
) -> None:
    take(caller("kiosk"))
    with closing(sqlite3.connect(desk.store.path)) as db:
        for trigger in ("journal_never_changes", "journal_never_forgets"):
            db.execute(f"DROP TRIGGER {trigger}")
        db.execute(edit)
        db.commit()
    told = run("verify", "--all")
    assert told.exit_code == 1 and named in told.output
    assert told.output.splitlines()[-1].endswith("rows.")


def test_verify_from_the_checkpoint_sees_later_edits_too(
    run: Run, desk: Desk, caller: Callers
) -> None:
    take(caller("kiosk"))
    assert run("day", "close").exit_code == 0
    with closing(sqlite3.connect(desk.store.path)) as db:
        rules = json.dumps({"recall_gap": 99})
        db.execute("UPDATE policy SET rules = ?", (rules,))
        db.commit()
    told = run("verify")
    assert told.exit_code == 1 and "policy 1: rules" in told.output
