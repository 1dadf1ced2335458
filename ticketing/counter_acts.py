"""What an officer does with the visit at a counter: start, park, transfer, resume."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from ticketing.acts import Act
from ticketing.calling_acts import CallingActs, why
from ticketing.errors import Conflict, Impossible
from ticketing.events import What
from ticketing.line import first_place, may_serve, overtaken, own_credit, unraised
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

    def no_show(self, by: Actor, counter: int) -> Ticket:
        with self.act(by, undo=counter) as act:
            ticket = self._there(by, counter)
            return self._missed(act, ticket, counter)

    def put_back(self, by: Actor, counter: int) -> Ticket:
        """The call was a mistake: the old place, and the board withdraws it."""
        with self.act(by, undo=counter) as act:
            ticket = self._there(by, counter)
            back = ticket.back_to_line("put_back")
            saved = act.save(What.PUT_BACK, ticket, back, counter=counter)
            return self.arrived(act, saved)

    def park(
        self,
        by: Actor,
        counter: int,
        reason: str,
        missing: Sequence[str] | None = None,
        slip: bool = False,
    ) -> Ticket:
        """With `slip` the paper that says what is missing, and that the place is kept:
        one act, so that its undo takes both back."""
        with self.act(by, undo=counter) as act:
            ticket = self._there(by, counter)
            parked = ticket.park(reason)
            saved = act.save(What.PARKED, ticket, parked, counter=counter)
            if slip:
                self.queue_return_slip(act, saved, missing or ())
            return saved

    def ready(self, by: Actor, counter: int, number: str, *more: str) -> Ticket:
        """The results of these parked ones lie at the counter."""
        with self.act(by, undo=counter) as act:
            self._open(by, counter)
            for said in dict.fromkeys((number, *more)):
                ticket = self.store.ticket_by_number(act.day, said)
                kept = act.save(
                    What.READY, ticket, ticket.mark_ready(), counter=counter
                )
            return kept

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
            return self.take(act, here, ticket, reason)

    def transfer(self, by: Actor, counter: int, to: Transfer) -> Ticket:
        """The ticket there goes to another line or counter; number and arrival stay."""
        with self.act(by, undo=counter) as act:
            ticket = self._there(by, counter)
            service, only = self._way(ticket, to)
            line = self.store.line([service])
            place = self._transfer_place(act, ticket, line, to)
            passed = self.passed(act, ticket, service, place)
            moved = ticket.back_to_line("transfer", only_counter=only, place=place)
            if service != ticket.service:
                moved = self.for_line(moved, service, ticket.matters)
            facts = {"counter": counter, "overtook": passed, **why(passed, to.reason)}
            if to.note:
                facts |= {"ref": ticket.ref, "sealed": keep_note(act, ticket, to.note)}
            saved = act.save(What.TRANSFERRED, ticket, moved, **facts)
            return self.arrived(act, saved)

    def for_line(self, ticket: Ticket, service: str, matters: Sequence[int]) -> Ticket:
        """In another line: for the first of these procedures that belongs there, and
        there whoever sent it away may serve it."""
        known = {one.ref: one.service for one in self.store.procedures()}
        here = next((one for one in matters if known.get(one) == service), None)
        rest = tuple(one for one in matters if one != here)
        anew = replace(ticket, service=service, procedure=here, matters=rest)
        return replace(anew, not_officer=())

    def passed(self, act: Act, ticket: Ticket, service: str, place: datetime) -> int:
        """How many of that line it passes there; in a line of its own, those whom
        priority passed are counted already."""
        same = service == ticket.service
        before = ticket if same else unraised(act.policy, ticket)
        return overtaken(before, self.store.line([service]), (place, ticket.ref))

    def _way(self, ticket: Ticket, to: Transfer) -> tuple[str, int | None]:
        """The line, and the counter that alone shall call: not one that is closed,
        for it would call nobody."""
        if to.counter is None:
            return self._line_named(to.service), None
        there = self.store.counter(to.counter)
        if not there.open and not there.services:
            raise Conflict("counter-closed", counter=to.counter)
        only = to.counter if there.open else None
        if ticket.service in there.services or not there.services:
            return ticket.service, only
        return there.services[0], only

    def _line_named(self, service: str | None) -> str:
        if not service:
            raise Impossible(
                "body",
                what=(
                    "cần “service” hoặc “counter”",
                    "“service” or “counter” is needed",
                ),
            )
        return self.store.service(service).code

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


def keep_note(act: Act, ticket: Ticket, note: str) -> dict[str, str]:
    """Among the secrets, under the journal's row that follows."""
    return act.keep_secret(ticket.ref, f"note-{act.writing.next_seq}", note)
