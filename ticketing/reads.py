"""What is asked of the store, in the domain's words. No SQL: see store.py."""

import json
from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar

from ticketing.catalogue import Counter, Office, Procedure, Service, search
from ticketing.errors import NotFound
from ticketing.estimates import Learned
from ticketing.journal import KEYS, Row, State
from ticketing.line import callers, service_order
from ticketing.policy import Policy
from ticketing.schema import SINCE
from ticketing.slips import OPEN_SLIPS, Slip
from ticketing.tickets import Ticket

T = TypeVar("T")


def _written(note: Row) -> int:
    """The journal's row under which it was written."""
    return int(note["kind"].partition("-")[2])


class Reads:
    """Mixed into Store, which knows how to find rows."""

    def __init__(self) -> None:
        self._memory: tuple[str | None, dict[str, Any]] = (None, {})

    def find(
        self, table: str, order: str = "", limit: int = -1, **equal: Any
    ) -> list[Row]:
        raise NotImplementedError

    def count(self, table: str, **equal: Any) -> int:
        raise NotImplementedError

    def ref_of_id(self, ticket_id: str) -> int | None:
        raise NotImplementedError

    def first(self, table: str, order: str = "", **equal: Any) -> Row | None:
        return next(iter(self.find(table, order, 1, **equal)), None)

    def meta(self, key: str) -> str | None:
        row = self.first("meta", key=key)
        return str(row["value"]) if row else None

    # --- the office, which seldom changes ---------------------------------

    def catalogue_version(self) -> str | None:
        raise NotImplementedError

    def _kept(self, name: str, read: Callable[[], T]) -> T:
        """What `read` found, until the catalogue changes. Callers never alter it."""
        version = self.catalogue_version()
        if self._memory[0] != version:
            self._memory = (version, {})
        kept = self._memory[1]
        if name not in kept:
            kept[name] = read()
        found: T = kept[name]
        return found

    def policy(self) -> Policy:
        return self._kept("policy", self._policy)

    def _policy(self) -> Policy:
        row = self.first("policy")
        return Policy.of(json.loads(row["rules"])) if row else Policy()

    def office(self) -> Office:
        return self._kept("office", self._office)

    def _office(self) -> Office:
        row = self.first("office")
        return Office.of(row) if row else Office({}, {}, {})

    def services(self) -> list[Service]:
        return self._kept("services", self._services)

    def _services(self) -> list[Service]:
        return [Service.of(row) for row in self.find("services", "position", active=1)]

    def service(self, code: str) -> Service:
        for service in self.services():
            if service.code == code:
                return service
        raise NotFound("unknown-service", key=code[:40])

    def procedures(self) -> list[Procedure]:
        return self._kept("procedures", self._procedures)

    def _procedures(self) -> list[Procedure]:
        rows = self.find("procedures", "ref", active=1)
        return [Procedure.of(row) for row in rows]

    def procedure(self, key: str | int) -> Procedure:
        """By ref, or by its national code."""
        text = str(key)
        for procedure in self.procedures():
            if text and text in (str(procedure.ref), procedure.code):
                return procedure
        raise NotFound("unknown-procedure", key=text[:40])

    def matching(self, words: str) -> list[int]:
        raise NotImplementedError

    def known_words(self) -> list[str]:
        """Of all procedures' names and everyday words, folded."""
        return self._kept("words", self._known_words)

    def _known_words(self) -> list[str]:
        return [row["term"] for row in self.find("known_words")]

    def search(self, procedures: Sequence[Procedure], query: str) -> list[Procedure]:
        """Of these the ones that match, best first; all for an empty query."""
        return search(procedures, query, self)

    def line_of(self, ticket: Ticket) -> Service:
        """Also one that the office offers no longer."""
        return Service.of(self.find("services", code=ticket.service)[0])

    def matter_of(self, ticket: Ticket) -> Procedure | None:
        """What was chosen for it, also what is no longer in the list."""
        rows = self.find("procedures", ref=ticket.procedure or 0)
        return Procedure.of(rows[0]) if rows else None

    def counters(self) -> list[Counter]:
        return self._kept("counters", self._counters)

    def _counters(self) -> list[Counter]:
        skills = {
            row["name"]: json.loads(row["skills"] or "[]")
            for row in self.find("officers", active=1)
        }
        rows = self.find("counters", "counter", active=1)
        all_there = [Counter.of(row, skills.get(row["officer"], ())) for row in rows]
        offered = {service.code for service in self.services()}
        return [counter.offering(offered) for counter in all_there]

    def counter(self, counter: int) -> Counter:
        for known in self.counters():
            if known.counter == counter:
                return known
        raise NotFound("unknown-counter", key=counter)

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
        return self._waiting(limit, service=list(services))

    def eligible(self, counter: Counter, limit: int = -1) -> list[Ticket]:
        """Whom this counter may call, in the order in which it does: its lines and
        its own, then the lines where it only helps."""
        others = self.for_others(counter)
        first, second = counter.lines
        found = self._theirs(counter, first, others, limit)
        if second and (limit < 0 or len(found) < limit):
            found += self._theirs(counter, second, others, limit, sent=False)
        return found if limit < 0 else found[:limit]

    def _theirs(
        self,
        counter: Counter,
        lines: Sequence[str],
        others: set[int],
        limit: int,
        sent: bool = True,
    ) -> list[Ticket]:
        most = limit if limit < 0 else limit + len(others)
        here = counter.counter
        found = self._waiting(most, service=lines, only_counter=[None, here])
        if sent:
            known = {ticket.ref for ticket in found}
            own = self._waiting(most, only_counter=here)
            found += [ticket for ticket in own if ticket.ref not in known]
        found = [ticket for ticket in found if ticket.ref not in others]
        return sorted(found, key=service_order)

    def for_others(self, counter: Counter) -> set[int]:
        """Few wait for another officer than this one, or for a low desk: those whom
        some other counter that works is to call."""
        low = {
            row["ref"]
            for row in self.find("waiting_wishes")
            if "low_counter" in row["wishes"].split()
        }
        apart = low | {row["ref"] for row in self.find("waiting_apart")}
        others = [one for one in self.counters() if one.counter != counter.counter]
        at_work = [counter, *(one for one in others if one.works)]
        return {
            ticket.ref
            for ticket in (self.tickets(ref=list(apart)) if apart else [])
            if counter.counter not in callers(ticket, ticket.ref in low, at_work)
        }

    def wishes(self, ref: int) -> frozenset[str]:
        """access, escort, low_counter; the day's end erases them."""
        row = self.first("kept_wishes", ref=ref)
        return frozenset(row["value"].split()) if row else frozenset()

    def notes(self, ref: int) -> list[str]:
        """What officers wrote for each other about this visit, the oldest first."""
        rows = self.find("secrets", ref=ref)
        kept = [row for row in rows if row["kind"].startswith("note-") and row["value"]]
        return [row["value"] for row in sorted(kept, key=_written)]

    def _waiting(self, limit: int, **equal: Any) -> list[Ticket]:
        """By the index of the lines first, then whole: a line may be long."""
        keys = self.find("in_line", "place, ref", limit, **equal)
        found = self.tickets(ref=[key["ref"] for key in keys]) if keys else []
        return sorted(found, key=service_order)

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
        row = self.first("last_ticket")
        return int(row["ref"]) + 1 if row else 1

    def ticket_id(self, ref: int) -> str:
        row = self.first("secrets", ref=ref, kind="id")
        return row["value"] if row else ""

    def slips(self, *states: str) -> list[Slip]:
        """In the order of queueing."""
        table = "open_slips" if set(states) <= OPEN_SLIPS else "slips"
        return [Slip.of(row) for row in self.find(table, "slip", state=states)]

    def slip_of(self, ref: int) -> tuple[str, int, str | None]:
        """Of the slip with the number: the newest copy's state, how many copies there
        are, and what is wrong with the printer that the newest one waits for."""
        rows = self.find("slips", "copy DESC", ref=ref, kind="ticket")
        if not rows:
            return "none", 0, None
        return rows[0]["state"], len(rows), rows[0]["fault"]

    def state(self, since: str = "") -> State:
        """The replayed tables as they stand; tickets of business days ≥ `since`."""
        return {table: self._state_of(table, since) for table in KEYS}

    def _state_of(self, table: str, since: str) -> dict[tuple[Any, ...], Row]:
        rows = self.find(f"({SINCE[table]})" if table in SINCE else table)
        recent = [row for row in rows if row.pop("day", since) >= since]
        return {tuple(row[name] for name in KEYS[table]): row for row in recent}
