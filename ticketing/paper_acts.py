"""Paper for a ticket: its slip, the list of papers to bring, "PHIẾU QUAY LẠI"."""

from collections.abc import Sequence
from typing import Any

from ticketing.acts import OPEN, Act, Acts
from ticketing.catalogue import parsed
from ticketing.clock import stamp
from ticketing.errors import Conflict, NotFound
from ticketing.events import What
from ticketing.hours import closing_time, local
from ticketing.journal import Row, canonical
from ticketing.people import Actor
from ticketing.slips import Matter, Printer, payload
from ticketing.tickets import Status, Ticket

GONE = (Status.CANCELLED, Status.EXPIRED)
KEPT_WORDS = ("large",)  # said once, by whoever asked
KEPT_OF_RETURN = (*KEPT_WORDS, "missing", "until", "counters")


class PaperActs(Acts):
    def queue_slip(
        self, act: Act, ticket: Ticket, kind: str = "ticket", **more: Any
    ) -> int:
        """Frozen now, printed by another process; tells which piece of paper it is.
        From the second of its kind on it carries the mark of a copy."""
        same = self.store.find("slips", "copy DESC", ref=ticket.ref)
        kept = [slip for slip in same if slip["kind"] == kind]
        more["large"] = bool(more.get("large")) or act.policy.slip_large
        row: Row = {
            "ref": ticket.ref,
            "copy": same[0]["copy"] + 1 if same else 1,
            "kind": kind,
            "marked": int(bool(kept)),
            "kiosk": act.by.name if act.by.role == "kiosk" else ticket.device,
            "state": "queued",
            "payload": canonical(payload(self._matter(ticket), kind, act.now, **more)),
            "queued_at": stamp(act.now),
        }
        act.writing.add("slips", row)
        return int(row["copy"])

    def _matter(self, ticket: Ticket) -> Matter:
        ahead = self.ahead(ticket)
        line = ticket.service
        counters = self.store.counters()
        return Matter(
            ticket,
            self.store.service(line),
            self.store.procedure(ticket.procedure) if ticket.procedure else None,
            self.store.office(),
            [each.counter for each in counters if line in each.services],
            ahead,
            self.forecast().wait(line, ahead),
            self.trial,
        )

    def reprint(self, by: Actor, ref: int, kind: str = "ticket") -> Ticket:
        """Another copy, marked as one; a visitor may ask for a few."""
        with self.act(by) as act:
            ticket = self.todays(act, ref)
            asked = self.store.count("slips", ref=ref, kind=kind, automatic=0)
            limit = act.policy.reprint_limit
            if limit and asked >= limit and not by.at_least("officer"):
                raise Conflict("reprinted-enough", number=ticket.number, limit=limit)
            if ticket.status in GONE:
                raise ticket.cannot("reprint")
            last = self.store.first("slips", "copy DESC", ref=ref, kind=kind)
            if not self._may_print(ticket, kind, last):
                raise Conflict("nothing-to-reprint", number=ticket.number)
            copy = self.queue_slip(act, ticket, kind, **_own_words(last))
            act.record(What.REPRINTED, {}, number=ticket.number, copy=copy)
            return ticket

    def _may_print(self, ticket: Ticket, kind: str, last: Row | None) -> bool:
        if kind == "papers":
            return self._lists_papers(ticket)
        return kind == "ticket" or last is not None

    def queue_papers(self, act: Act, ticket: Ticket) -> None:
        """The list of papers as a second slip, where there is one that may be shown;
        another choice prints another list, as often as a visitor may reprint."""
        asked = self.store.count("slips", ref=ticket.ref, kind="papers", automatic=0)
        limit = act.policy.reprint_limit
        if self._lists_papers(ticket) and not (limit and asked >= limit):
            self.queue_slip(act, ticket, "papers")

    def _lists_papers(self, ticket: Ticket) -> bool:
        """Whether somebody has verified the list; a sample office shows its own."""
        if ticket.procedure is None:
            return False
        matter = self.store.procedure(ticket.procedure)
        sample = bool(self.store.office().profile.get("sample"))
        return bool(matter.papers and (matter.verified_on or sample))

    def return_slip(self, by: Actor, number: str, missing: Sequence[str]) -> Ticket:
        """For somebody parked who fetches what is missing: the place is kept today."""
        with self.act(by) as act:
            ticket = self.store.ticket_by_number(act.day, number)
            if ticket.status is not Status.PARKED:
                raise ticket.cannot("give a return slip")
            end = closing_time(act.now, act.policy)
            until = f"{local(end):%H:%M}" if end else ""
            said = {"missing": list(missing), "until": until}
            at = [ticket.counter] if ticket.counter else []
            copy = self.queue_slip(act, ticket, "return", **said, counters=at)
            act.record(What.RETURN_SLIP, {}, number=ticket.number, copy=copy)
            return ticket

    # --- what never came out ----------------------------------------------

    def unprinted(self, day: str | None = None) -> list[Row]:
        """Newest slips that are not on paper, of people who are still here."""
        day = day or self.today()
        here = list(OPEN)
        return self.store.find("unprinted_slips", "slip", business_day=day, status=here)

    def print_unprinted(self, by: Actor) -> list[str]:
        """ "In lại các phiếu chưa in": what may lie there already comes as a marked
        copy; what surely never came out is sent again as it was. Their numbers."""
        with self.act(by) as act:
            rows = self.unprinted(act.day)
            for row in rows:
                self._again(act, row)
            told = [self.store.ticket(row["ref"]).number for row in rows]
            numbers = list(dict.fromkeys(told))  # several slips may be of one person
            if numbers:
                act.record(What.REPRINTED, {}, numbers=numbers)
            return numbers

    def _again(self, act: Act, row: Row) -> None:
        if row["state"] == "unknown":
            said = _own_words(row)
            self.queue_slip(act, self.store.ticket(row["ref"]), row["kind"], **said)
            return
        fresh: Row = {"state": "queued", "attempts": 0, "queued_at": stamp(act.now)}
        nothing = dict.fromkeys(("retry_at", "fault", "error"))
        act.writing.put("slips", {"slip": row["slip"]} | fresh | nothing)

    # --- the printers -----------------------------------------------------

    def printers(self) -> list[Printer]:
        """Those that the settings name, the office's own first."""
        rows = self.store.find("printers", "printer")
        return [Printer.of(row) for row in rows if row["address"]]

    def printer_of(self, kiosk: str) -> Printer | None:
        """Its own one, else the office's."""
        known = {printer.printer: printer for printer in self.printers()}
        return known.get(kiosk) or known.get("")

    def new_roll(self, by: Actor, printer: str) -> Printer:
        """Somebody has put in a full roll: the count of its paper starts again."""
        with self.act(by) as act:
            if printer not in {known.printer for known in self.printers()}:
                raise NotFound("unknown-printer", key=printer[:40])
            act.writing.put("printers", {"printer": printer, "used_mm": 0})
            act.record(What.PAPER_ROLL, {}, printer=printer)
            return Printer.of(self.store.find("printers", printer=printer)[0])


def _own_words(row: Row | None) -> dict[str, Any]:
    """What the earlier paper of this kind said and this one must say again."""
    said = parsed(row["payload"]) if row else {}
    kept = KEPT_OF_RETURN if said.get("kind") == "return" else KEPT_WORDS
    return {name: said[name] for name in kept if name in said}
