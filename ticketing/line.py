"""The waiting line: who is next, and where somebody comes back into it.

The service discipline is a time credit (research: bounded overtaking, a total
order): `place` = time of issue − credit of the class, and a counter calls the
smallest `(place, ref)` among the tickets that it can serve.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from ticketing.catalogue import Counter
from ticketing.policy import Policy
from ticketing.tickets import Ticket

INSTANT = timedelta(microseconds=1)
STEP = timedelta(milliseconds=1)  # leaves room for others to come between
SLOWER = 3  # times
FETCHING = 180  # seconds
Key = tuple[datetime, int]


def service_order(ticket: Ticket) -> Key:
    """The one order of the office."""
    return ticket.place, ticket.ref


def credit(
    policy: Policy, priority: bool = False, appointment: bool = False
) -> timedelta:
    """Minutes of head start: the larger of the classes that apply."""
    minutes = max(
        policy.credit_priority * priority, policy.credit_appointment * appointment
    )
    return timedelta(minutes=minutes)


def own_credit(policy: Policy, ticket: Ticket) -> timedelta:
    return credit(policy, ticket.priority, ticket.appointment)


@dataclass(frozen=True)
class Patience:
    """What comes before a no-show: calls, and seconds since the first of them."""

    calls: int
    seconds: int
    locked: bool  # until then only a supervisor may record it

    def lasts(self, ticket: Ticket, now: datetime) -> int:
        """Seconds that the office still waits for somebody who was called."""
        since = ticket.called_at or now
        return max(0, round(self.seconds - (now - since).total_seconds()))


def patience(policy: Policy, wishes: Collection[str] = ()) -> Patience:
    """Whoever walks slowly gets three times as long; whoever is to be fetched from
    their seat, three minutes at least."""
    seconds = policy.no_show_seconds * (SLOWER if "access" in wishes else 1)
    fetched = "escort" in wishes
    return Patience(
        policy.no_show_calls, max(seconds, FETCHING) if fetched else seconds, fetched
    )


def gives_up(
    ticket: Ticket, now: datetime, policy: Policy, wishes: Collection[str] = ()
) -> bool:
    """Whether somebody called, who never came, is missed by itself."""
    called = ticket.recalled_at or ticket.called_at
    if not policy.auto_missed_seconds or ticket.calls < policy.no_show_calls:
        return False
    rule = replace(policy, no_show_seconds=policy.auto_missed_seconds)
    waited = now - (called or now)
    return waited >= timedelta(seconds=patience(rule, wishes).seconds)


def may_serve(counter: int, services: Iterable[str], ticket: Ticket) -> bool:
    """A transfer to a counter waits for that one; else the service decides."""
    if ticket.only_counter is not None:
        return ticket.only_counter == counter
    return ticket.service in services


def callers(ticket: Ticket, low: bool, counters: Iterable[Counter]) -> list[int]:
    """Which of these may call it. An officer who sent it away, or a desk that is not
    low, is left out only while another one of them may: nobody waits for nobody."""
    able = [each for each in counters if may_serve(each.counter, each.serves, ticket)]
    able = [each for each in able if each.officer not in ticket.not_officer] or able
    fit = [each for each in able if each.low] if low else []
    return [each.counter for each in fit or able]


def where_to(ticket: Ticket, counters: Iterable[Counter]) -> list[int]:
    """The counter that called it, or that it waits for; else those of its line, open
    ones if any are."""
    if one := ticket.counter or ticket.only_counter:
        return [one]
    theirs = [each for each in counters if ticket.service in each.serves]
    return [c.counter for c in theirs if c.works] or [c.counter for c in theirs]


def next_in_line(waiting: Iterable[Ticket], helps: Sequence[str] = ()) -> Ticket | None:
    """A counter takes the lines where it only `helps` while nobody waits elsewhere."""

    def order(ticket: Ticket) -> tuple[bool, Key]:
        second = ticket.service in helps and ticket.only_counter is None
        return second, service_order(ticket)

    return min(waiting, key=order, default=None)


def overtaken(ticket: Ticket, waiting: Iterable[Ticket], key: Key | None = None) -> int:
    """How many of the others are passed when `ticket` is taken out of turn.

    Without `key` it goes to a counter now: whoever stands before it is passed. With
    `key` it moves to that place: whoever stands between is passed.
    """
    old = service_order(ticket)
    new = key or (datetime.min.replace(tzinfo=old[0].tzinfo), 0)
    others = (service_order(other) for other in waiting if other.ref != ticket.ref)
    return sum(new < other < old for other in others)


def unraised(policy: Policy, ticket: Ticket) -> Ticket:
    """Where it would stand without the priority that an officer gave it: in another
    line nobody has been counted yet for that."""
    if not ticket.raised:
        return ticket
    usual = own_credit(policy, replace(ticket, priority=False))
    return replace(ticket, place=ticket.place + own_credit(policy, ticket) - usual)


def first_place(line: Sequence[Ticket]) -> datetime | None:
    """Before everyone in `line` (given in order)."""
    return line[0].place - INSTANT if line else None


def place_behind(line: Sequence[Ticket], index: int) -> datetime:
    """Just behind `line[index]`, and before whoever stands there now: half way when
    they are closer than a step. Nothing is finer than a microsecond."""
    place = line[index].place
    if index + 1 == len(line):
        return place + STEP
    half = (line[index + 1].place - place) / 2
    return place + max(INSTANT, min(STEP, half))


def rejoin_place(
    ticket: Ticket, line: Sequence[Ticket], now: datetime, policy: Policy
) -> datetime:
    """First time and in time: behind the second in line; else at the end by credit."""
    late = now - own_credit(policy, ticket)
    missed_at = ticket.missed_at or ticket.closed_at
    in_time = missed_at is not None and now - missed_at <= timedelta(
        minutes=policy.rejoin_minutes
    )
    if ticket.rejoins or not in_time:
        return max(late, ticket.place)
    behind = min(policy.rejoin_behind, len(line)) - 1
    place = place_behind(line, behind) if behind >= 0 else ticket.place
    return max(place, ticket.place)
