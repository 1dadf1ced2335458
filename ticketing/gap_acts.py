""" "Đối chiếu sau mất điện": the paper list is told to the machine.

Who was served or left in the dark is ticked; all others stay where they were. The
gap is out of every figure: nobody waited for the office then, and no service that
lasted through it teaches anything.
"""

from collections.abc import Sequence
from datetime import datetime

from ticketing.acts import Act
from ticketing.clock import stamp
from ticketing.errors import Conflict, Impossible
from ticketing.events import What
from ticketing.floor_acts import FloorActs
from ticketing.gaps import Gap, gaps, was_there
from ticketing.hours import business_day, local
from ticketing.journal import Row
from ticketing.people import Actor
from ticketing.tickets import Ticket


class GapActs(FloorActs):
    def reconcile(
        self,
        by: Actor,
        gap: Gap,
        served: Sequence[str] = (),
        left: Sequence[str] = (),
    ) -> list[Ticket]:
        """Again with the same times: more numbers of the same gap. Gives those that
        were ticked, as they now stand."""
        with self.act(by) as act:
            _check_times(act, gap)
            if twice := set(served) & set(left):
                raise _both_ways(min(twice))
            here = [self._in_the_dark(act, number, gap[0]) for number in served]
            gone = [self._in_the_dark(act, number, gap[0]) for number in left]
            self._keep(act, gap, list(served), list(left))
            ended = [(ticket, ticket.settle(_end(ticket, gap))) for ticket in here]
            done = [act.save(What.FINISHED, *pair, gap=True) for pair in ended]
            ended = [(ticket, ticket.leave(_end(ticket, gap))) for ticket in gone]
            done += [act.save(What.CANCELLED, *pair, reason="left") for pair in ended]
            self.serve_armed(act)
            return done

    def _in_the_dark(self, act: Act, number: str, begun: datetime) -> Ticket:
        ticket = self.store.ticket_by_number(act.day, number)
        if not ticket.may("settle"):
            raise ticket.cannot("settle")
        if not was_there(ticket, begun):
            raise Conflict("not-in-gap", number=ticket.number)
        return ticket

    def _keep(self, act: Act, gap: Gap, served: list[str], left: list[str]) -> None:
        """One row for each gap: they lie apart."""
        known = gaps(self.store)
        changes = {}
        if gap not in known:
            for begun, ended in known:
                if begun < gap[1] and gap[0] < ended:
                    at, until = _wall(begun), _wall(ended)
                    raise Conflict("gap-known", begun=at, ended=until)
            row: Row = {"gap": len(known) + 1}
            row |= {"begun_at": stamp(gap[0]), "ended_at": stamp(gap[1])}
            changes = {"gaps": [row]}
        act.record(What.GAP, changes, served=served, left=left)
        act.moved_counters = True


def _end(ticket: Ticket, gap: Gap) -> datetime:
    """When the gap began; a number of the roll is known only since it was entered."""
    return max(gap[0], ticket.issued_at)


def _check_times(act: Act, gap: Gap) -> None:
    begun, ended = gap
    if begun < ended <= act.now and business_day(begun) == act.day:
        return
    raise Impossible(
        "body",
        what=(
            "giờ mất điện phải trong hôm nay, từ trước đến sau, không sau lúc này",
            "the power cut must lie in today, begin before it ends, and be over",
        ),
    )


def _both_ways(number: str) -> Impossible:
    return Impossible(
        "body",
        what=(
            f"số {number} không thể vừa được phục vụ vừa đã về",
            f"number {number} cannot have been served and have left",
        ),
    )


def _wall(moment: datetime) -> str:
    return f"{local(moment):%H:%M}"
