"""When paper does not come: the slips that never came out, and the printers."""

from datetime import datetime

from ticketing.acts import Act
from ticketing.catalogue import parsed
from ticketing.closing import OPEN
from ticketing.errors import NotFound
from ticketing.events import What
from ticketing.journal import Row
from ticketing.outbox import WAITING, unprinted
from ticketing.paper_acts import PaperActs, is_overdue, own_words
from ticketing.people import Actor
from ticketing.slips import Printer
from ticketing.tickets import Status, Ticket


class OutageActs(PaperActs):
    # --- what never came out ----------------------------------------------

    def unprinted(self, day: str | None = None) -> list[Row]:
        """Newest slips that are not on paper and do not come by themselves any more,
        of people who are still here."""
        day, now = day or self.today(), self.store.now()
        lost = unprinted(self.store, day)
        overdue = [row for row in self._waiting() if is_overdue(row, now)]
        if not overdue:
            return lost
        here: Row = {"business_day": day, "status": list(OPEN)}
        here["ref"] = [row["ref"] for row in overdue]
        people = {row["ref"] for row in self.store.find("tickets", **here)}
        lost += [row for row in overdue if row["ref"] in people]
        return sorted(lost, key=lambda row: int(row["slip"]))

    def _waiting(self) -> list[Row]:
        """Those that wait for their printer: the newest of each kind."""
        rows = self.store.find("open_slips", "copy", state=list(WAITING))
        newest = {(row["ref"], row["kind"]): row for row in rows}
        return list(newest.values())

    def slips_to_come(self) -> int:
        """How many come by themselves once the printer is ready."""
        now = self.store.now()
        return sum(not is_overdue(row, now) for row in self._waiting())

    def print_unprinted(self, by: Actor) -> list[str]:
        """ "In lại các phiếu chưa in": what may lie there already comes as a marked
        copy; what surely never came out is sent again. Their numbers."""
        with self.act(by) as act:
            told = [self._print(act, row) for row in self.unprinted(act.day)]
            numbers = list(dict.fromkeys(told))  # several slips may be of one person
            if numbers:
                act.record(What.REPRINTED, {}, numbers=numbers)
            return numbers

    def _print(self, act: Act, row: Row) -> str:
        ticket = self.store.ticket(row["ref"])
        if row["state"] == "unknown":
            self.queue_slip(act, ticket, row["kind"], **own_words(row))
        else:
            self.queue_again(act, ticket, row)
        return ticket.number

    def bring_back_paper(self, act: Act, ticket: Ticket) -> None:
        """The ticket was given back, and now it was not: its paper is wanted again, but
        none that promises another day, or a place to somebody who is not parked."""
        for row in self.store.find("slips", ref=ticket.ref, state="cancelled"):
            day = parsed(row["payload"]).get("day")
            promised = ticket.return_until if day else ticket.status is Status.PARKED
            if promised or row["kind"] != "return":
                self.queue_again(act, ticket, row)

    # --- the printers -----------------------------------------------------

    def printers(self) -> list[Printer]:
        """Those that the settings name, the office's own first."""
        rows = self.store.find("printers", "printer")
        return [Printer.of(row) for row in rows if row["address"]]

    def printer_of(self, kiosk: str) -> Printer | None:
        """Its own one, else the office's, else the one that never was."""
        known = {printer.printer: printer for printer in self.printers()}
        return known.get(kiosk) or known.get("") or self.printer_missing()

    def printer_missing(self) -> Printer | None:
        """Slips wait, and no printer process has ever met a printer for them: it was
        last seen, so to say, when the first of them was queued."""
        known = {printer.printer for printer in self.printers()}
        if "" in known:
            return None
        most = -1 if known else 1
        rows = self.store.find("open_slips", "queued_at", most, state="queued")
        for row in rows:
            if row["kiosk"] not in known:
                return _never_met(datetime.fromisoformat(row["queued_at"]))
        return None

    def new_roll(self, by: Actor, printer: str) -> Printer:
        """Somebody has put in a full roll: the count of its paper starts again."""
        with self.act(by) as act:
            if printer not in {known.printer for known in self.printers()}:
                raise NotFound("unknown-printer", key=printer[:40])
            act.writing.put("printers", {"printer": printer, "used_mm": 0})
            act.record(What.PAPER_ROLL, {}, printer=printer)
            return Printer.of(self.store.find("printers", printer=printer)[0])


def _never_met(since: datetime) -> Printer:
    nothing: Row = dict.fromkeys(("ability", "acknowledges", "fault"))
    return Printer(
        "", "", **nothing, near_end=False, used_mm=0, since=since, seen_at=since
    )
