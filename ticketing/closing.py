"""The end of a business day: nobody of it waits, and `verify` may start there."""

import hashlib
import zlib
from datetime import datetime
from typing import TYPE_CHECKING

from ticketing.clock import stamp
from ticketing.events import What
from ticketing.hours import days_after, end_of_day
from ticketing.journal import Row, dump
from ticketing.tickets import Status, Ticket

if TYPE_CHECKING:
    from ticketing.acts import Act
    from ticketing.store import Store, Writing

OPEN = (Status.WAITING, Status.CALLED, Status.SERVING, Status.PARKED, Status.MISSED)

# A forgotten sign-in ends with the day.
CLOSED: Row = {
    "open": 0,
    "officer": None,
    "holder": None,
    "opened_at": None,
    "paused": None,
    "paused_at": None,
    "armed_until": None,
    "help_at": None,
}
DAY_OVER = CLOSED | {"taken": None}


def close_day(act: "Act", day: str) -> int:
    """Gives how many tickets were still open; retired counters are closed too.

    A close that was missed (power off) has that day's end time.
    """
    at = min(act.now, end_of_day(day))
    left = act.store.tickets("ref", business_day=day, status=list(OPEN))
    act.record(
        What.DAY_CLOSED,
        {
            "tickets": [_changed(ticket, _ended(ticket, at)) for ticket in left],
            "counters": [
                DAY_OVER | {"counter": counter["counter"]}
                for counter in act.store.find("counters")
                if counter["open"] or counter["taken"]
            ],
            "days": [{"business_day": day, "closed_at": stamp(at)}],
        },
        day=day,
    )
    _no_more_paper(act, day)
    act.erase_wishes()
    end_sign_ins(act.store, act.writing, at)
    _checkpoint(act, day)
    act.writing.forget_keys()
    return len(left)


def end_sign_ins(store: "Store", writing: "Writing", at: datetime) -> None:
    """Of that day and before: whoever signed in this morning stays."""
    for row in store.find("sign_ins", ended_at=None):
        if row["at"] <= stamp(at):
            writing.put("sign_ins", {"hash": row["hash"], "ended_at": stamp(at)})


def _no_more_paper(act: "Act", day: str) -> None:
    """Whoever was served has left too; who is asked back waits for the slip."""
    refs = [row["ref"] for row in act.store.find("open_slips")]
    theirs = act.store.find("tickets", ref=refs, business_day=day, return_until=None)
    act.cancel_slips([row["ref"] for row in theirs])


def _ended(ticket: Ticket, at: datetime) -> Ticket:
    """serving → served (unclosed), called → missed → expired, the rest expired."""
    match ticket.status:
        case Status.SERVING:
            return ticket.finish(at, "unclosed")
        case Status.CALLED:
            return ticket.no_show(at).expire(at)
    return ticket.expire(at)


def _changed(old: Ticket, new: Ticket) -> Row:
    before, row = old.as_row(), new.as_row()
    return {k: v for k, v in row.items() if k == "ref" or before[k] != v}


def _checkpoint(act: "Act", day: str) -> None:
    """The state of the days that may still change, and its hash in the journal."""
    since = days_after(day, -1)
    state = dump(act.store.state(since))
    digest = hashlib.sha256(state.encode()).hexdigest()
    seq = act.record(What.CHECKPOINT, {}, since=since, state=digest)
    packed = zlib.compress(state.encode())
    act.writing.add("checkpoints", {"seq": seq, "since": since, "state": packed})
