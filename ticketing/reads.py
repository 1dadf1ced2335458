"""What is asked of the store, in the domain's words. No SQL: see store.py."""

import json
from collections.abc import Iterable
from typing import Any

from ticketing.catalogue import Counter, Office, Procedure, Service
from ticketing.errors import NotFound
from ticketing.estimates import Learned
from ticketing.journal import Row
from ticketing.line import service_order
from ticketing.policy import Policy
from ticketing.slips import OPEN_SLIPS, Slip
from ticketing.tickets import Status, Ticket


class Reads:
    """Mixed into Store, which knows how to find rows."""

    def __init__(self) -> None:
        self._policy: tuple[str, Policy] = ("", Policy())

    def find(
        self, table: str, order: str = "", limit: int = -1, **equal: Any
    ) -> list[Row]:
        raise NotImplementedError

    def ref_of_id(self, ticket_id: str) -> int | None:
        raise NotImplementedError

    def first(self, table: str, order: str = "", **equal: Any) -> Row | None:
        return next(iter(self.find(table, order, 1, **equal)), None)

    def meta(self, key: str) -> str | None:
        row = self.first("meta", key=key)
        return str(row["value"]) if row else None

    # --- the office -------------------------------------------------------

    def policy(self) -> Policy:
        row = self.first("policy")
        rules = row["rules"] if row else "{}"
        if rules != self._policy[0]:
            self._policy = rules, Policy.of(json.loads(rules))
        return self._policy[1]

    def office(self) -> Office:
        row = self.first("office")
        return Office.of(row) if row else Office({}, {}, {})

    def services(self) -> list[Service]:
        return [Service.of(row) for row in self.find("services", "position", active=1)]

    def service(self, code: str) -> Service:
        row = self.first("services", code=code, active=1)
        if row is None:
            raise NotFound("unknown-service", key=code[:40])
        return Service.of(row)

    def procedures(self) -> list[Procedure]:
        rows = self.find("procedures", "ref", active=1)
        return [Procedure.of(row) for row in rows]

    def procedure(self, key: str | int) -> Procedure:
        """By ref, or by its national code."""
        text = str(key)
        by = {"ref": int(text)} if text.isdecimal() else {"code": text}
        row = text and self.first("procedures", active=1, **by)
        if not row:
            raise NotFound("unknown-procedure", key=text[:40])
        return Procedure.of(row)

    def counters(self) -> list[Counter]:
        return [Counter.of(row) for row in self.find("counters", "counter", active=1)]

    def counter(self, counter: int) -> Counter:
        row = self.first("counters", counter=counter, active=1)
        if row is None:
            raise NotFound("unknown-counter", key=counter)
        return Counter.of(row)

    # --- tickets ----------------------------------------------------------

    def tickets(self, order: str = "", limit: int = -1, **equal: Any) -> list[Ticket]:
        rows = self.find("ticket_list", order, limit, **equal)
        return [Ticket.of(row) for row in rows]

    def ticket(self, ref: int) -> Ticket:
        return self._one("unknown-ticket", str(ref), ref=ref)

    def ticket_by_id(self, ticket_id: str) -> Ticket:
        ref = ticket_id and self.ref_of_id(ticket_id)
        if not ref:
            raise NotFound("unknown-ticket")
        return self.ticket(ref)

    def ticket_by_number(self, business_day: str, number: str) -> Ticket:
        return self._one(
            "unknown-number", number[:12], business_day=business_day, number=number
        )

    def _one(self, refusal: str, key: str, **equal: Any) -> Ticket:
        for ticket in self.tickets(limit=1, **equal):
            return ticket
        raise NotFound(refusal, key=key)

    def ticket_at(self, counter: int) -> Ticket | None:
        """The one called or serving there."""
        row = self.first("at_counters", counter=counter)
        return Ticket.of(row) if row else None

    def line(self, services: Iterable[str], limit: int = -1) -> list[Ticket]:
        """Who waits in these lines, in service order."""
        return self.tickets(
            "place, ref", limit, status=Status.WAITING.value, service=list(services)
        )

    def eligible(self, counter: Counter, limit: int = -1) -> list[Ticket]:
        """Whom this counter may call, in service order: its lines and its own."""
        waiting = Status.WAITING.value
        lines = self.tickets(
            "place, ref",
            limit,
            status=waiting,
            service=list(counter.services),
            only_counter=[None, counter.counter],
        )
        sent = self.tickets(status=waiting, only_counter=counter.counter)
        both = {ticket.ref: ticket for ticket in (*lines, *sent)}
        return sorted(both.values(), key=service_order)

    def learned(self) -> dict[str, Learned]:
        return {
            row["service"]: Learned(row["visits"], row["seconds"])
            for row in self.find("learned")
        }

    # --- numbering, paper, time -------------------------------------------

    def next_ordinal(self, business_day: str, series: str) -> int:
        """The next of a series; numbers start again each business day."""
        row = self.first("series", business_day=business_day, series=series)
        return int(row["last"]) + 1 if row else 1

    def next_ref(self) -> int:
        row = self.first("tickets", "ref DESC")
        return int(row["ref"]) + 1 if row else 1

    def ticket_id(self, ref: int) -> str:
        row = self.first("secrets", ref=ref, kind="id")
        return row["value"] if row else ""

    def slips(self, *states: str) -> list[Slip]:
        """In the order of queueing."""
        table = "open_slips" if set(states) <= OPEN_SLIPS else "slips"
        return [Slip.of(row) for row in self.find(table, "slip", state=states)]

    def slip_of(self, ref: int) -> tuple[str, int]:
        """State of the newest copy, and how many copies there are."""
        row = self.first("slips", "copy DESC", ref=ref)
        return (row["state"], row["copy"]) if row else ("none", 0)
