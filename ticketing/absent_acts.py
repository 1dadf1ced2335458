"""Who was called and does not come: what they need, and when the office gives up."""

from collections.abc import Sequence

from ticketing.acts import Act
from ticketing.closing import OPEN
from ticketing.events import What
from ticketing.journal import Row
from ticketing.line import gives_up
from ticketing.people import SYSTEM, Actor
from ticketing.tickets import Status, Ticket
from ticketing.visit_acts import VisitActs
from ticketing.visitor_acts import WISHES, no_wish


class AbsentActs(VisitActs):
    def set_wishes(self, by: Actor, number: str, wishes: Sequence[str]) -> Ticket:
        """What somebody needs, seen at the counter or said to a helper. The old words
        are erased: a secret never changes."""
        unknown = [wish for wish in wishes if wish not in WISHES]
        if unknown:
            raise no_wish(unknown[0])
        with self.act(by) as act:
            ticket = self.store.ticket_by_number(act.day, number)
            if ticket.status not in OPEN:
                raise ticket.cannot("change the wishes")
            if set(wishes) != self.store.wishes(ticket.ref):
                self._change_wishes(act, ticket, wishes)
                self.serve_armed(act)
            return self.store.ticket(ticket.ref)

    def _change_wishes(self, act: Act, ticket: Ticket, wishes: Sequence[str]) -> None:
        erased = self.store.find("kept_wishes", ref=ticket.ref)
        for row in erased:
            act.writing.put("secrets", row | {"value": "", "salt": ""})
        kind, words = f"wishes-{act.writing.next_seq}", " ".join(sorted(set(wishes)))
        facts: Row = {"ref": ticket.ref, "erased": [row["kind"] for row in erased]}
        if words:
            facts["sealed"] = act.keep_secret(ticket.ref, kind, words)
        act.record(What.WISHED, {}, **facts)

    def miss_absent(self) -> None:
        """From time to time: whoever was called often enough and never came is missed
        by itself, if the office wants it so. The officer may take it back."""
        for row in self.store.find("at_counters", status=Status.CALLED.value):
            if self._is_absent(Ticket.of(row)):
                with self.act(SYSTEM, undo=row["counter"]) as act:
                    ticket = self.store.ticket(row["ref"])
                    if self._is_absent(ticket):  # nobody was quicker
                        facts = {"counter": ticket.counter, "auto": True}
                        missed = ticket.no_show(act.now)
                        act.save(What.MISSED, ticket, missed, **facts)

    def _is_absent(self, ticket: Ticket) -> bool:
        policy = self.store.policy()
        if not policy.auto_missed_seconds or ticket.status is not Status.CALLED:
            return False
        wishes = self.store.wishes(ticket.ref)
        return gives_up(ticket, self.store.now(), policy, wishes)
