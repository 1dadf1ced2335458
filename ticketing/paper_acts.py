"""Paper for a ticket: its slip, the list of papers to bring, "PHIẾU QUAY LẠI"."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from ticketing.acts import Act, Acts
from ticketing.catalogue import parsed
from ticketing.clock import stamp
from ticketing.errors import Conflict
from ticketing.events import What
from ticketing.hours import closing_time, local
from ticketing.journal import Row, canonical
from ticketing.line import where_to
from ticketing.outbox import GONE, WAITING
from ticketing.people import Actor
from ticketing.slips import OPEN_SLIPS, TOO_OLD, Matter, payload
from ticketing.tickets import Status, Ticket

KEPT_WORDS = ("large",)  # said once, by whoever asked
KEPT_OF_RETURN = (*KEPT_WORDS, "missing", "until", "counters", "day", "voucher")
# What such a slip is for: with other words it is no copy, it replaces the one before.
CONTENT = {
    "papers": ("procedure", "papers", "facts"),
    "return": ("missing", "until", "counters", "day", "voucher"),
}


class PaperActs(Acts):
    def queue_slip(
        self, act: Act, ticket: Ticket, kind: str = "ticket", **more: Any
    ) -> int:
        """Frozen now, printed by another process; tells which piece of paper it is.
        From the second of its kind on it carries a mark: of a copy, or, when it says
        something else, that it replaces the one before."""
        same = self.store.find("slips", "copy DESC", ref=ticket.ref)
        kept = [slip for slip in same if slip["kind"] == kind]
        more["large"] = bool(more.get("large")) or act.policy.slip_large
        more["pictured"] = act.policy.number_pictures
        said = payload(self._matter(ticket), kind, act.now, **more)
        if kept and _differs(parsed(kept[0]["payload"]), said):
            said["replaces"] = True
        row: Row = {
            "ref": ticket.ref,
            "copy": same[0]["copy"] + 1 if same else 1,
            "kind": kind,
            "marked": int(bool(kept)),
            "kiosk": act.by.name if act.by.role == "kiosk" else ticket.device,
            "state": "queued",
            "payload": canonical(said),
            "queued_at": stamp(act.now),
        }
        act.writing.add("slips", row)
        return int(row["copy"])

    def _matter(self, ticket: Ticket) -> Matter:
        waits = ticket.status is Status.WAITING
        line, ahead = ticket.service, self.ahead(ticket)
        return Matter(
            ticket,
            self.store.line_of(ticket),
            self.store.matter_of(ticket),
            self.store.office(),
            where_to(ticket, self.store.counters()),
            ahead if waits else None,
            self.forecast().wait(line, ahead) if waits else None,
            self.trial,
        )

    def queue_again(self, act: Act, ticket: Ticket, slip: Row) -> None:
        """What surely never came out: as it was, with the place that is true now."""
        row: Row = {"slip": slip["slip"], "state": "queued", "attempts": 0}
        row |= dict.fromkeys(("retry_at", "fault", "error"))
        if slip["kind"] == "ticket":
            matter, words = self._matter(ticket), own_words(slip)
            row["payload"] = canonical(payload(matter, "ticket", act.now, **words))
        act.writing.put("slips", row | {"queued_at": stamp(act.now)})

    def reprint(self, by: Actor, ref: int, kind: str = "ticket") -> Ticket:
        """Another copy, marked as one; a visitor may ask for a few. While the one
        before has yet to come, no other follows it."""
        with self.act(by) as act:
            ticket = self.todays(act, ref)
            if self._is_over(ticket, kind):
                raise ticket.cannot("reprint")
            last = self.store.first("slips", "copy DESC", ref=ref, kind=kind)
            if last and last["state"] in OPEN_SLIPS:
                if is_overdue(last, act.now):
                    self.queue_again(act, ticket, last)
                return ticket
            self._not_too_often(act, ticket, kind)
            if not self._may_print(ticket, kind, last):
                raise Conflict("nothing-to-reprint", number=ticket.number)
            copy = self.queue_slip(act, ticket, kind, **own_words(last))
            act.record(What.REPRINTED, {}, number=ticket.number, copy=copy)
            return ticket

    def _is_over(self, ticket: Ticket, kind: str) -> bool:
        """After the visit only the list of papers is of use, for the next one, and
        what invites to it."""
        if kind == "return" and ticket.return_until:
            return False
        served = ticket.status is Status.SERVED and kind != "papers"
        return served or ticket.status in GONE

    def _not_too_often(self, act: Act, ticket: Ticket, kind: str) -> None:
        asked = self.store.count("slips", ref=ticket.ref, kind=kind, automatic=0)
        limit = act.policy.reprint_limit
        if limit and asked >= limit and not act.by.at_least("officer"):
            raise Conflict("reprinted-enough", number=ticket.number, limit=limit)

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
        if (matter := self.store.matter_of(ticket)) is None:
            return False
        sample = bool(self.store.office().profile.get("sample"))
        return bool(matter.papers and (matter.verified_on or sample))

    def return_slip(self, by: Actor, number: str, missing: Sequence[str]) -> Ticket:
        """For somebody parked who fetches what is missing: the place is kept today."""
        with self.act(by) as act:
            ticket = self.store.ticket_by_number(act.day, number)
            if ticket.status is not Status.PARKED:
                raise ticket.cannot("give a return slip")
            self.queue_return_slip(act, ticket, missing)
            return ticket

    def queue_return_slip(
        self, act: Act, ticket: Ticket, missing: Sequence[str]
    ) -> None:
        end = closing_time(act.now, act.policy)
        until = f"{local(end):%H:%M}" if end else ""
        said = {"missing": list(missing), "until": until}
        at = [ticket.counter] if ticket.counter else []
        copy = self.queue_slip(act, ticket, "return", **said, counters=at)
        act.record(What.RETURN_SLIP, {}, number=ticket.number, copy=copy)


def is_overdue(slip: Row, now: datetime) -> bool:
    """It does not come by itself any more."""
    return slip["state"] in WAITING and slip["queued_at"] < stamp(now - TOO_OLD)


def own_words(row: Row | None) -> dict[str, Any]:
    """What the earlier paper of this kind said and this one must say again."""
    said = parsed(row["payload"]) if row else {}
    kept = KEPT_OF_RETURN if said.get("kind") == "return" else KEPT_WORDS
    return {name: said[name] for name in kept if name in said}


def _differs(before: Row, now: Row) -> bool:
    names = CONTENT.get(now["kind"], ())
    return any(before.get(name) != now.get(name) for name in names)
