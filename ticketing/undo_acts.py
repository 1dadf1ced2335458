"""How a counter's last act is taken back: rows, words that lie apart, paper."""

import json
from datetime import datetime, timedelta
from typing import Any

from ticketing.acts import Act
from ticketing.clock import stamp
from ticketing.closing import OPEN
from ticketing.counter_acts import CounterActs
from ticketing.errors import Conflict
from ticketing.events import What
from ticketing.hours import business_day
from ticketing.journal import Row
from ticketing.people import Actor
from ticketing.tickets import Status, Ticket

WRITTEN = ("note", "dossiers")  # secrets of one act, each under its journal row

# A walk-in that is taken back: its number is void, never reused.
VOID: Row = {
    "status": Status.CANCELLED.value,
    "counter": None,
    "call_seq": None,
    "outcome": "undo",
}


class UndoActs(CounterActs):
    def undo(self, by: Actor, counter: int) -> Ticket | None:
        """The counter's last act, whole, within ten seconds, if nobody went on."""
        with self.act(by) as act:
            self._theirs(by, counter)
            kept = self.store.first("undo", counter=counter)
            limit = timedelta(seconds=act.policy.undo_seconds)
            if not kept or act.now - datetime.fromisoformat(kept["at"]) > limit:
                raise Conflict("nothing-to-undo")
            rows = json.loads(kept["rows"])
            changes = self._undone(act, rows, kept["seq"])
            self._uncount(act, rows, kept["at"])
            tickets = [row for row in rows if row["table"] == "tickets"]
            self._take_back(act, tickets, kept)
            act.record(What.UNDONE, changes, counter=counter, undone=kept["seq"])
            act.writing.put("undo", {"counter": counter, "rows": "[]"})
            self._free(act, [row["ref"] for row in changes.get("tickets", [])])
            back = [self.store.ticket(row["ref"]) for row in changes.get("tickets", [])]
            for ticket in back:
                if ticket.status in OPEN:
                    self.bring_back_paper(act, ticket)
            return back[-1] if back else None

    def _undone(self, act: Act, rows: list[Row], seq: int) -> dict[str, list[Row]]:
        """The rows as before; nobody may have changed one of them since."""
        changes: dict[str, list[Row]] = {}
        if not rows:
            raise Conflict("nothing-to-undo")
        for row in rows:
            if row["table"] == "tallies":
                continue
            table, name = (
                row["table"],
                "ref" if row["table"] == "tickets" else "counter",
            )
            now = self.store.first(table, **{name: row["key"]})
            if now is None or now["seq"] > seq:
                raise Conflict("nothing-to-undo")
            before = row["before"] or VOID | {
                name: row["key"],
                "closed_at": stamp(act.now),
            }
            before = {
                column: said for column, said in before.items() if column != "seq"
            }
            changes.setdefault(table, []).append(before)
        busy = (Status.CALLED, Status.SERVING)  # last: one ticket at a counter
        changes.get("tickets", []).sort(key=lambda row: row["status"] in busy)
        return changes

    def _free(self, act: Act, refs: list[int]) -> None:
        for ref in refs:
            self.freed(act, self.store.ticket(ref))
        self.serve_armed(act)

    def _uncount(self, act: Act, rows: list[Row], at: str) -> None:
        """What the act counted; a day that is over keeps its figures."""
        if business_day(datetime.fromisoformat(at)) != act.day:
            return
        for row in rows:
            if row["table"] == "tallies":
                act.tally(row["key"], row["kind"], -1)

    def _take_back(self, act: Act, rows: list[Row], kept: Row) -> None:
        """What the act did beside the rows: it wrote, it queued paper."""
        for row in rows:
            ref, before = row["key"], row["before"] or {}
            if self.store.find("come_backs", limit=1, origin=ref):
                raise Conflict("nothing-to-undo")  # its slip was brought already
            self._unwrite(act, ref, before.get("seq", 0), kept["seq"])
            self._recall_paper(act, ref, kept["at"])

    def _unwrite(self, act: Act, ref: int, after: int, upto: int) -> None:
        """Blank what was written under these rows of the journal."""
        kinds: list[str] = []
        for row in self.store.find("secrets", ref=ref):
            kind, _, seq = row["kind"].partition("-")
            if kind in WRITTEN and after < int(seq) <= upto:
                act.writing.put("secrets", row | {"value": "", "salt": ""})
                kinds.append(row["kind"])
        if kinds:
            act.record(What.ERASED, {}, ref=ref, kinds=kinds)

    def _recall_paper(self, act: Act, ref: int, at: str) -> None:
        """A return slip that this act queued and that has not come out."""
        waits: dict[str, Any] = {"state": ["queued", "blocked"], "kind": "return"}
        for row in self.store.find("open_slips", ref=ref, queued_at=at, **waits):
            act.writing.put("slips", {"slip": row["slip"], "state": "cancelled"})
