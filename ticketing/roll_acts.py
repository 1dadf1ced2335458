"""Paper numbers of a pre-numbered roll, while the kiosk is dead: series X.

Staff tear X001, X002, … off a roll that was printed beforehand; they are told to the
machine by hand, in order, so the series has no gap. A number of the roll belongs to
the service that it is handed out for. A business day begins with a fresh stack: X001.
"""

import re
from dataclasses import replace

from ticketing.acts import Act
from ticketing.catalogue import Service
from ticketing.errors import Conflict, Impossible
from ticketing.events import What
from ticketing.journal import canonical
from ticketing.people import Actor
from ticketing.policy import Policy
from ticketing.tickets import ROLL, Ticket, number_of
from ticketing.visitor_acts import VisitorActs

FRESH = number_of(ROLL, 0)  # nothing is torn off yet


class RollActs(VisitorActs):
    def set_roll_mode(self, by: Actor, on: bool, reason: str) -> Policy:
        """While it is on, the kiosk gives no numbers; people at desks still do."""
        with self.act(by) as act:
            if on != act.policy.roll_mode:
                rules = canonical(replace(act.policy, roll_mode=on).as_json())
                changes = {"policy": [{"one": 1, "rules": rules}]}
                act.record(What.ROLL, changes, on=on, reason=reason or None)
            return self.store.policy()

    def _gives_numbers(self, act: Act, service: Service) -> None:
        if act.policy.roll_mode and act.by.role == "kiosk":
            raise Conflict("roll-mode")
        super()._gives_numbers(act, service)

    def last_on_roll(self, day: str | None = None) -> str:
        """The number that was entered last; X000 on a fresh stack."""
        last = self.store.next_ordinal(day or self.today(), ROLL) - 1
        return number_of(ROLL, last)

    def hand_out(self, by: Actor, service: str, upto: str | int) -> list[Ticket]:
        """Everything torn off after the last one, up to this one, for one service.
        The paper is in people's hands already, so there are no slips."""
        with self.act(by) as act:
            if not self._roll_is_out(act.day):
                raise Conflict("roll-off")
            line = self.store.service(service)
            self._gives_numbers(act, line)
            torn = self._enter(act, line, place_on_roll(upto))
            return [self.arrived(act, ticket) for ticket in torn]

    def is_torn(self, number: str, day: str | None = None) -> bool:
        """Whether somebody may hold this number of the roll unknown to the machine."""
        place = int(number[1:]) if re.fullmatch(f"{ROLL}[0-9]{{3,6}}", number) else 0
        new = place >= self.store.next_ordinal(day or self.today(), ROLL)
        known = number_of(ROLL, place) == number
        return known and new and self._roll_is_out(day or self.today())

    def _roll_is_out(self, day: str) -> bool:
        """Also after it was switched off: numbers of today are still in people's
        hands."""
        return self.store.policy().roll_mode or self.last_on_roll(day) != FRESH

    def enter_called(self, act: Act, line: Service, number: str) -> Ticket:
        """For the counter that calls it: all up to it were handed out, for the roll is
        torn in order. An undo of the call leaves them in line: `entering` has none."""
        entering = Act(self.store, act.writing, act.by, None)
        *earlier, called = self._enter(entering, line, place_on_roll(number))
        for ticket in earlier:
            self.arrived(entering, ticket)
        return called

    def _enter(self, act: Act, line: Service, upto: int) -> list[Ticket]:
        """At most `roll_most` at once: more is a slip of the finger."""
        first, most = self.store.next_ordinal(act.day, ROLL), act.policy.roll_most
        last = self.last_on_roll(act.day)
        if upto < first:
            raise Conflict("roll-behind", last=last)
        if upto - first >= most:
            wanted = number_of(ROLL, upto)
            raise Conflict("roll-ahead", number=wanted, last=last, most=most)
        wishes = {"priority": False, "language": act.policy.language, "dossiers": 1}
        wishes |= {"purpose": "roll", "procedure": None}
        roll = replace(line, series=ROLL)
        return [self._new(act, roll, **wishes) for _ in range(first, upto + 1)]


def place_on_roll(said: str | int) -> int:
    """35, "35", "x35" and "X035" are one place on the roll (Impossible: none)."""
    found = re.fullmatch(f"{ROLL}?0*([1-9][0-9]{{0,5}})", str(said).strip().upper())
    if found is None:
        raise Impossible(
            "body",
            what=(
                "“upto” phải là số trên cuộn giấy, như X035",
                "“upto” must be a number of the roll, such as X035",
            ),
        )
    return int(found[1])
