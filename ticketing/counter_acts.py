"""What an officer does with the visit at a counter, and how the last act is undone."""

import json
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from ticketing.acts import Act
from ticketing.calling_acts import CallingActs, why
from ticketing.clock import stamp
from ticketing.closing import OPEN
from ticketing.errors import Conflict, Impossible
from ticketing.events import What
from ticketing.line import first_place, may_serve, overtaken, own_credit
from ticketing.people import Actor
from ticketing.tickets import Status, Ticket


@dataclass(frozen=True)
class Transfer:
    """Where to: another service's line, or one counter; keeping its place or not."""

    service: str | None = None
    counter: int | None = None
    place: str = "arrival"  # arrival, first, last
    note: str = ""
    reason: str | None = None


class CounterActs(CallingActs):
    # --- the visit --------------------------------------------------------

    def start(self, by: Actor, counter: int) -> Ticket:
        with self.act(by, undo=counter) as act:
            ticket = self._there(by, counter)
            return act.save(
                What.STARTED, ticket, ticket.start(act.now), counter=counter
            )

    def finish(self, by: Actor, counter: int, **facts: Any) -> Ticket:
        """Facts, all optional: outcome, dossiers, procedures."""
        with self.act(by, undo=counter) as act:
            ticket = self._there(by, counter)
            done = ticket.finish(act.now, facts.get("outcome"))
            if facts.get("dossiers") is not None:
                done = replace(done, dossiers=facts["dossiers"])
            said = {"counter": counter, "procedures": facts.get("procedures")}
            return act.save(What.FINISHED, ticket, done, **said)

    def no_show(self, by: Actor, counter: int) -> Ticket:
        with self.act(by, undo=counter) as act:
            ticket = self._there(by, counter)
            missed = ticket.no_show(act.now)
            return act.save(What.MISSED, ticket, missed, counter=counter)

    def put_back(self, by: Actor, counter: int) -> Ticket:
        """The call was a mistake: the old place, and the board withdraws it."""
        with self.act(by, undo=counter) as act:
            ticket = self._there(by, counter)
            back = ticket.back_to_line("put_back")
            saved = act.save(What.PUT_BACK, ticket, back, counter=counter)
            return self.arrived(act, saved)

    def park(self, by: Actor, counter: int, reason: str) -> Ticket:
        with self.act(by, undo=counter) as act:
            ticket = self._there(by, counter)
            parked = ticket.park(reason)
            return act.save(What.PARKED, ticket, parked, counter=counter)

    def ready(self, by: Actor, counter: int, number: str) -> Ticket:
        """The result of a parked one lies at the counter."""
        with self.act(by, undo=counter) as act:
            self._open(by, counter)
            ticket = self.store.ticket_by_number(act.day, number)
            return act.save(What.READY, ticket, ticket.mark_ready(), counter=counter)

    def resume(
        self,
        by: Actor,
        counter: int,
        number: str,
        call: bool = False,
        reason: str | None = None,
    ) -> Ticket:
        """Back to its old place; with `call` called at once, passing those before."""
        with self.act(by, undo=counter) as act:
            here = self._working(by, counter)
            ticket = self.store.ticket_by_number(act.day, number)
            if ticket.status is not Status.PARKED:
                raise ticket.cannot("resume")
            if not call:
                back = ticket.back_to_line("resume", parked_for=None)
                saved = act.save(What.RESUMED, ticket, back, counter=counter)
                return self.arrived(act, saved)
            self._empty(counter)
            if ticket.counter != counter and not may_serve(
                counter, here.serves, ticket
            ):
                raise Conflict("not-theirs", counter=counter, number=ticket.number)
            self._arm(act, here, None)
            passed = overtaken(ticket, self.store.eligible(here))
            return act.call(here, ticket, overtook=passed, **why(passed, reason))

    def transfer(self, by: Actor, counter: int, to: Transfer) -> Ticket:
        """The ticket there goes to another line or counter; number and arrival stay."""
        with self.act(by, undo=counter) as act:
            ticket = self._there(by, counter)
            service = self._line_of(ticket, to)
            line = self.store.line([service])
            place = self._transfer_place(act, ticket, line, to)
            passed = overtaken(ticket, line, (place, ticket.ref))
            moved = ticket.back_to_line(
                "transfer", service=service, only_counter=to.counter, place=place
            )
            if moved.service != ticket.service:
                moved = replace(moved, procedure=None)
            facts = {"counter": counter, "overtook": passed, **why(passed, to.reason)}
            if to.note:
                kind = f"note-{act.writing.next_seq}"
                facts |= {
                    "ref": ticket.ref,
                    "sealed": act.keep_secret(ticket.ref, kind, to.note),
                }
            saved = act.save(What.TRANSFERRED, ticket, moved, **facts)
            return self.arrived(act, saved)

    def _line_of(self, ticket: Ticket, to: Transfer) -> str:
        if to.counter is not None:
            there = self.store.counter(to.counter)
            if ticket.service in there.services or not there.services:
                return ticket.service
            return there.services[0]
        if not to.service:
            raise Impossible(
                "body",
                what=(
                    "cần “service” hoặc “counter”",
                    "“service” or “counter” is needed",
                ),
            )
        return self.store.service(to.service).code

    def _transfer_place(
        self, act: Act, ticket: Ticket, line: list[Ticket], to: Transfer
    ) -> datetime:
        match to.place:
            case "arrival":
                return ticket.place
            case "first":
                return min(first_place(line) or ticket.place, ticket.place)
            case "last":
                return act.now - own_credit(act.policy, ticket)
        raise Impossible(
            "body",
            what=(
                "“place” là arrival, first hoặc last",
                "“place” is arrival, first or last",
            ),
        )

    # --- taking back ------------------------------------------------------

    def undo(self, by: Actor, counter: int) -> Ticket | None:
        """The counter's last act, whole, within ten seconds, if nobody went on."""
        with self.act(by) as act:
            self._theirs(by, counter)
            kept = self.store.first("undo", counter=counter)
            limit = timedelta(seconds=act.policy.undo_seconds)
            if not kept or act.now - datetime.fromisoformat(kept["at"]) > limit:
                raise Conflict("nothing-to-undo")
            changes = self._undone(act, json.loads(kept["rows"]), kept["seq"])
            act.record(What.UNDONE, changes, counter=counter, undone=kept["seq"])
            act.writing.put("undo", {"counter": counter, "rows": "[]"})
            self.serve_armed(act)
            back = [self.store.ticket(row["ref"]) for row in changes.get("tickets", [])]
            for ticket in back:
                if ticket.status in OPEN:
                    self.bring_back_paper(act, ticket)
            return back[-1] if back else None

    def _undone(self, act: Act, rows: list[dict[str, Any]], seq: int) -> Any:
        """The rows as before; nobody may have changed one of them since."""
        changes: dict[str, list[dict[str, Any]]] = {}
        if not rows:
            raise Conflict("nothing-to-undo")
        for row in rows:
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
            before.pop("seq", None)
            changes.setdefault(table, []).append(before)
        busy = (Status.CALLED, Status.SERVING)  # last: one ticket at a counter
        changes.get("tickets", []).sort(key=lambda row: row["status"] in busy)
        return changes


# A walk-in that is taken back: its number is void, never reused.
VOID = {
    "status": Status.CANCELLED.value,
    "counter": None,
    "call_seq": None,
    "outcome": "undo",
}
