"""Coming back on another day: the return slip, the voucher, and the number they give.

A slip is its old ticket: whoever brings its code (or number and letters) gets one new
ticket, with the head start of an appointment. A voucher also keeps the order in which
people waited when the day ended before their turn.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from ticketing.acts import Act
from ticketing.catalogue import Service
from ticketing.errors import Conflict, Impossible
from ticketing.events import What
from ticketing.hours import LOOK_AHEAD, business_day, local, next_opening, sessions
from ticketing.journal import Row
from ticketing.line import STEP, credit, service_order
from ticketing.people import Actor
from ticketing.policy import Policy
from ticketing.tickets import Status, Ticket
from ticketing.undo_acts import UndoActs

VOUCHER = "voucher"  # outcome of who could not be served before the end
ORDER = "place, ref"
CHANGED = ("ref", "status", "closed_at", "outcome", "return_until")


class ReturnActs(UndoActs):
    def ask_back(
        self,
        by: Actor,
        counter: int,
        missing: Sequence[str] = (),
        days: int | None = None,
    ) -> Ticket:
        """The visit ends for want of papers; its slip is good for so many working
        days (the policy's when nothing is said)."""
        with self.act(by, undo=counter) as act:
            ticket = self._there(by, counter)
            until = last_day(act.day, self._days(act, days), act.policy)
            done = replace(ticket.finish(act.now, "return"), return_until=until)
            facts = {"counter": counter, "return_until": until}
            saved = act.save(What.FINISHED, ticket, done, **facts)
            copy = self._queue_return(act, saved, list(missing), until="")
            act.record(What.RETURN_SLIP, {}, number=ticket.number, copy=copy)
            return saved

    def _days(self, act: Act, days: int | None) -> int:
        most = act.policy.return_days
        if days is None or 1 <= days <= most:
            return days or most
        raise Impossible(
            "body",
            what=(
                f"“days” phải từ 1 đến {most}",
                f"“days” must be from 1 to {most}",
            ),
        )

    def _queue_return(
        self, act: Act, ticket: Ticket, missing: list[str], until: str
    ) -> int:
        said: Row = {"day": ticket.return_until, "voucher": ticket.outcome == VOUCHER}
        said |= {"missing": missing, "until": until, "counters": []}
        return self.queue_slip(act, ticket, "return", **said)

    def give_vouchers(self, by: Actor, service: str | None = None) -> list[Ticket]:
        """To all who wait, of one line or of every one, and to who is parked without
        a result: the day ends before their turn, the next session begins with them."""
        with self.act(by) as act:
            lines = [self.store.service(service)] if service else self.store.services()
            start = next_opening(act.now, act.policy)
            if start is None:
                raise Conflict("no-session")
            day = business_day(start)
            left = [
                replace(one.expire(act.now), outcome=VOUCHER, return_until=day)
                for one in self._still_here(act, [line.code for line in lines])
            ]
            if left:
                self._expire(act, left)
            for ticket in left:
                self._queue_return(act, ticket, [], f"{local(start):%H:%M}")
            return left

    def _still_here(self, act: Act, lines: list[str]) -> list[Ticket]:
        parked: Row = {"status": Status.PARKED.value, "ready": 0, "service": lines}
        away = self.store.tickets(business_day=act.day, **parked)
        return sorted([*self.store.line(lines), *away], key=service_order)

    def _expire(self, act: Act, left: list[Ticket]) -> None:
        rows = [ticket.as_row() for ticket in left]
        changed = [{name: row[name] for name in CHANGED} for row in rows]
        numbers = [ticket.number for ticket in left]
        act.record(What.VOUCHERS, {"tickets": changed}, numbers=numbers)
        act.cancel_slips([ticket.ref for ticket in left])

    # --- and back again ---------------------------------------------------

    def came_back(self, ref: int) -> Ticket | None:
        """The ticket that this one's slip has given already."""
        found = self.store.find("come_backs", "ref DESC", 1, origin=ref)
        return Ticket.of(found[0]) if found else None

    def is_good(self, ticket: Ticket) -> bool:
        """Whether its slip may still be brought."""
        return bool(ticket.return_until and ticket.return_until >= self.today())

    def good_slips(self, number: str) -> list[Row]:
        """Old tickets of this number whose slips may still be brought, newest first."""
        known = self.store.find("to_return", "ref DESC", number=number)
        return [row for row in known if row["return_until"] >= self.today()]

    def come_back(self, by: Actor, ref: int) -> Ticket:
        """A slip gives one number: brought again, it shows the one that it gave."""
        with self.act(by) as act:
            if there := self.came_back(ref):
                return there
            old = self.store.ticket(ref)
            self._must_be_good(act, old)
            line = self._line_again(old)
            self._gives_numbers(act, line)
            ticket = self._new(
                act,
                line,
                **self._matters_of(old),
                priority=old.priority,
                language=old.language,
                dossiers=old.dossiers,
                purpose="return",
                appointment=True,
                origin=ref,
                place=self._place_kept(act, old),
            )
            self.queue_slip(act, ticket)
            return self.arrived(act, ticket)

    def _must_be_good(self, act: Act, old: Ticket) -> None:
        if old.return_until is None:
            raise Conflict("no-return-slip", number=old.number)
        if old.return_until < act.day:
            until = f"{date.fromisoformat(old.return_until):%d/%m/%Y}"
            raise Conflict("return-slip-over", number=old.number, until=until)

    def _line_again(self, old: Ticket) -> Service:
        """A line that the office has given up since: where its procedure is handled
        now."""
        lines = {line.code: line for line in self.store.services()}
        known = {one.ref: one.service for one in self.store.procedures()}
        matters = [known.get(one or 0) for one in (old.procedure, *old.matters)]
        for code in (old.service, *matters):
            if code in lines:
                return lines[code]
        raise Conflict("line-retired", number=old.number)

    def _matters_of(self, old: Ticket) -> dict[str, int | None | tuple[int, ...]]:
        """What is no longer in the list of procedures is asked anew at the counter."""
        known = {procedure.ref for procedure in self.store.procedures()}
        return {
            "procedure": old.procedure if old.procedure in known else None,
            "matters": tuple(one for one in old.matters if one in known),
        }

    def _place_kept(self, act: Act, old: Ticket) -> datetime:
        early = credit(act.policy, old.priority, appointment=True)
        if old.outcome != VOUCHER or old.closed_at is None:
            return act.now - early
        start = next_opening(old.closed_at, act.policy) or act.now
        same: Row = {"business_day": old.business_day, "outcome": VOUCHER}
        order = [row["ref"] for row in self.store.find("to_return", ORDER, **same)]
        rank: timedelta = STEP * order.index(old.ref)
        return start - credit(act.policy, appointment=True) + rank


def last_day(today: str, days: int, policy: Policy) -> str:
    """The last of so many working days after today; by the calendar where an office
    plans none."""
    first = date.fromisoformat(today)
    ahead = (first + timedelta(days=offset) for offset in range(1, LOOK_AHEAD + 1))
    works = [day for day in ahead if sessions(day, policy)][:days]
    return (works[-1] if works else first + timedelta(days=days)).isoformat()
