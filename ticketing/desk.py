"""The service desk: one short method for each thing a person can do.

Every method reads, lets the domain decide, saves, and says what happened; what the
world hears of it follows the commit. Here: what the office as a whole does.
"""

import secrets
from dataclasses import replace
from typing import Any

from ticketing.acts import Act
from ticketing.calling_acts import why
from ticketing.catalogue import Office
from ticketing.clock import stamp
from ticketing.closing import OPEN, close_day
from ticketing.counter_acts import Transfer
from ticketing.errors import Conflict, NotFound
from ticketing.events import What
from ticketing.gap_acts import GapActs
from ticketing.hours import last_session_ended
from ticketing.journal import Row, canonical
from ticketing.line import overtaken, own_credit
from ticketing.media import MediaActs
from ticketing.officer_acts import OfficerActs
from ticketing.people import SYSTEM, Actor
from ticketing.policy import Policy
from ticketing.tickets import Status, Ticket

__all__ = ["Desk", "Transfer"]


class Desk(GapActs, OfficerActs, MediaActs):
    # --- by number --------------------------------------------------------

    def set_priority(
        self,
        by: Actor,
        number: str,
        on: bool,
        reason: str | None = None,
        counter: int | None = None,
    ) -> Ticket:
        """It passes those between; those of another line are counted when the ticket
        goes there. From `counter` it is that counter's act, which it may undo."""
        with self.act(by, undo=counter) as act:
            ticket = self.store.ticket_by_number(act.day, number)
            if not ticket.may("delay"):
                raise ticket.cannot("change the priority")
            self.not_elsewhere(by, ticket)
            fresh = ticket.raised or not ticket.priority
            changed = replace(ticket, priority=on, raised=on and fresh)
            moved = own_credit(act.policy, changed) - own_credit(act.policy, ticket)
            changed = replace(changed, place=ticket.place - moved)
            line = self.store.line([ticket.service])
            passed = overtaken(ticket, line, (changed.place, ticket.ref))
            facts = {"overtook": passed, "counter": counter} | why(passed, reason)
            return act.save(What.PRIORITY, ticket, changed, **facts)

    def find_today(self, number: str) -> Ticket:
        return self.store.ticket_by_number(self.today(), number)

    # --- the office -------------------------------------------------------

    def set_notice(self, by: Actor, vi: str, en: str, until: str = "") -> Office:
        with self.act(by) as act:
            notice = {"vi": vi, "en": en, "until": until}
            self._set_office(What.NOTICE, act, notice=canonical(notice))
            return self.store.office()

    def set_issuing(
        self, by: Actor, on: bool, service: str | None, reason: str
    ) -> Office:
        """Stop or go on giving numbers, of one service or of all."""
        with self.act(by) as act:
            code = self.store.service(service).code if service else ""
            paused = {k: v for k, v in self.store.office().paused.items() if k != code}
            if not on:
                paused[code] = reason
            self._set_office(What.ISSUING, act, paused=canonical(paused))
            return self.store.office()

    def _set_office(self, what: What, act: Any, **columns: Any) -> None:
        if self.store.first("office") is None:
            raise Conflict("not-allowed")
        act.record(what, {"office": [{"one": 1} | columns]})

    def set_policy(self, by: Actor, key: str, value: Any) -> Policy:
        with self.act(by) as act:
            policy = act.policy.having(key, value)
            rules = canonical(policy.as_json())
            row = {"one": 1, "rules": rules}
            act.record(What.POLICY, {"policy": [row]}, key=key)
            return policy

    def load(self, by: Actor, rows: dict[str, list[Row]]) -> None:
        """A whole office: what it no longer names is retired, not deleted."""
        rows = {table: [dict(row) for row in found] for table, found in rows.items()}
        with self.act(by) as act:
            self._nobody_is_stranded(rows)
            for table, key in RETIRED.items():
                named = {row[key] for row in rows.get(table, [])}
                gone = [r for r in self.store.find(table) if r[key] not in named]
                rows.setdefault(table, []).extend(
                    {key: r[key], "active": 0} for r in gone
                )
            for counter in rows.get("counters", []):
                if not self.store.find("counters", counter=counter["counter"]):
                    counter.update({"open": 0})
            act.record(What.LOADED, rows)
            for ticket in self.store.tickets(status=Status.WAITING.value):
                self.freed(act, ticket)  # its counter may be gone
            act.writing.put("meta", {"key": "epoch", "value": new_epoch()})

    def _nobody_is_stranded(self, rows: dict[str, list[Row]]) -> None:
        """A line with people in it cannot go: nobody would call them."""
        kept = {row["code"] for row in rows.get("services", [])}
        for service in self.store.services():
            here: Row = {"service": service.code, "status": list(OPEN)}
            if service.code not in kept and (
                left := self.store.count("tickets", **here)
            ):
                raise Conflict("service-in-use", service=service.code, people=left)

    # --- people -----------------------------------------------------------

    def set_officer(self, by: Actor, name: str, role: str, active: bool = True) -> None:
        """Journalled as name, role and state only."""
        with self.act(by) as act:
            row = {"name": name, "role": role, "active": int(active)}
            act.record(What.OFFICER, {"officers": [row]})

    def end_officer(self, by: Actor, name: str) -> None:
        with self.act(by) as act:
            known = self.store.first("officers", name=name, active=1)
            if known is None:
                raise NotFound("unknown-officer", key=name[:40])
            act.record(What.OFFICER, {"officers": [{"name": name, "active": 0}]})
            for row in self.store.find("sign_ins", name=name, ended_at=None):
                ended = {"hash": row["hash"], "ended_at": stamp(act.now)}
                act.writing.put("sign_ins", ended)

    def add_token(
        self,
        by: Actor,
        digest: str,
        role: str,
        name: str,
        counter: int | None,
        officer: str | None = None,
    ) -> None:
        with self.act(by) as act:
            if counter is not None:
                self.store.counter(counter)
            if officer and not self.store.first("officers", name=officer, active=1):
                raise NotFound("unknown-officer", key=officer[:40])
            said = {"role": role, "name": name, "counter": counter, "officer": officer}
            act.writing.add("tokens", said | {"hash": digest, "at": stamp(act.now)})
            act.record(What.TOKEN, {}, **said)

    # --- the day ----------------------------------------------------------

    def close_day(self, by: Actor, day: str | None = None) -> int:
        """End a business day now; gives how many tickets were still open."""
        with self.store.write() as writing:
            act = Act(self.store, writing, by, None)
            known = self.store.first("days", business_day=day or act.day)
            if known is None or known["closed_at"]:
                return 0
            return close_day(act, known["business_day"])

    def end_of_day(self) -> None:
        """From time to time: whoever never came is missed, midnight closes what was
        left open, and the end of the last session closes the day."""
        self.catch_up()
        self.miss_absent()
        self.close_day_if_due()

    def close_day_if_due(self) -> None:
        """After the last session, once every counter has closed; midnight closes a
        counter that was forgotten."""
        policy, now = self.store.policy(), self.store.clock()
        due = not self.trial and last_session_ended(now, policy)
        if due and not self.store.find("counters", open=1):
            self.close_day(SYSTEM)


RETIRED = {"services": "code", "procedures": "ref", "counters": "counter"}


def new_epoch() -> str:
    """Short, and another one at each load or restore."""
    return secrets.token_hex(3)
