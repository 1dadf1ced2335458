"""What the supervisor's page shows of the floor. It reads, and decides nothing."""

from datetime import datetime, timedelta
from functools import cached_property

from counter.floor_people import officers
from counter.floor_rows import Line, Seat, knows
from counter.floor_stories import Story, stories
from ticketing.catalogue import Counter, Words
from ticketing.clock import stamp
from ticketing.desk import Desk
from ticketing.floor import AtCounter, InLine, floor, left_alone
from ticketing.hours import (
    business_day,
    coming_sessions,
    gives_numbers,
    is_day_off,
    local,
    next_opening,
)
from ticketing.right_clock import SetBack, set_back

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)


class FloorView:
    def __init__(self, desk: Desk) -> None:
        self.desk, self.store = desk, desk.store
        self.now = desk.store.clock()
        self.policy = desk.store.policy()
        self.standing = floor(self.store, self.now)
        self.services = {one.code: one for one in self.store.services()}
        self.counters = {one.counter: one for one in self.store.counters()}

    @property
    def room(self) -> str:
        """Any counter's room hears of every act; without counters the lobby's."""
        return f"counter:{min(self.counters)}" if self.counters else "lobby"

    # --- the lines ----------------------------------------------------------

    @property
    def waiting(self) -> int:
        return sum(line.waiting for line in self.standing.lines)

    @cached_property
    def lines(self) -> list[Line]:
        return [self._line(line) for line in self.standing.lines]

    def _line(self, line: InLine) -> Line:
        could = [one for one in self._working if knows(one, [line.service])]
        since = self._minutes(line.oldest)
        missing = could if line.unattended else []
        return Line(line, self.services[line.service].short, since, tuple(missing))

    @property
    def unattended(self) -> list[Line]:
        return [line for line in self.lines if line.line.unattended]

    @property
    def takeable(self) -> list[Line]:
        """People wait there, nobody works for them, and somebody could."""
        return [line for line in self.unattended if line.could]

    @property
    def hopeless(self) -> list[Line]:
        """… and no counter that works could: another one is to be opened."""
        return [line for line in self.unattended if not line.could]

    @property
    def unserved(self) -> list[str]:
        """Lines that still give numbers, with nobody in them and no counter at work;
        none outside the hours."""
        if not gives_numbers(self.now, self.policy):
            return []
        empty = [one for one in self.standing.lines if not one.counters]
        empty = [one for one in empty if not (one.unattended or self._stopped(one))]
        return [one.service for one in empty]

    def _stopped(self, line: InLine) -> bool:
        return not self.paused.keys().isdisjoint({"", line.service})

    @property
    def _working(self) -> list[Counter]:
        return [one for one in self.counters.values() if one.works]

    # --- the counters -------------------------------------------------------

    @cached_property
    def seats(self) -> list[Seat]:
        return [self._seat(at) for at in self.standing.counters]

    def _seat(self, at: AtCounter) -> Seat:
        here = self.counters[at.counter]
        codes = left_alone(self.store, here.counter, self.now)
        alone = [line for line in self.lines if line.line.service in codes]
        away = [] if here.works or not here.services else self._working
        takers = [one for one in away if knows(one, here.services)]
        minutes = self._minutes(at.since)
        return Seat(here, at, minutes, tuple(alone), tuple(takers))

    @property
    def asking_help(self) -> list[Seat]:
        """Whoever asked first stands first."""
        asking = [seat for seat in self.seats if seat.at.help_at]
        return sorted(asking, key=lambda seat: str(seat.at.help_at))

    @property
    def free_places(self) -> list[Counter]:
        return [one for one in self.counters.values() if not one.open]

    @cached_property
    def free_officers(self) -> list[str]:
        """Who may sit at a counter and sits at none."""
        seated = {one.officer for one in self.counters.values() if one.open}
        return [name for name in self.officers if name not in seated]

    @cached_property
    def officers(self) -> dict[str, list[str]]:
        return officers(self.store)

    # --- the office -------------------------------------------------------

    @property
    def day_off(self) -> bool:
        return not self.desk.trial and is_day_off(self.now, self.policy)

    @cached_property
    def set_back(self) -> SetBack | None:
        return set_back(self.store)

    @property
    def ends(self) -> datetime | None:
        """When this session ends; None outside the hours."""
        for start, end in coming_sessions(self.now, self.policy):
            return end if start <= self.now else None
        return None

    @property
    def ending(self) -> bool:
        """Within the last hour, and after it."""
        return self.ends is None or self.ends - self.now < HOUR

    @property
    def next_start(self) -> datetime | None:
        return next_opening(self.now, self.policy)

    @property
    def next_is_today(self) -> bool:
        start = self.next_start
        return start is not None and local(start).date() == local(self.now).date()

    @property
    def notice(self) -> Words:
        return self.store.office().notice_at(stamp(self.now))

    @property
    def notice_until(self) -> str:
        return self.store.office().notice.get("until", "")

    @property
    def paused(self) -> dict[str, str]:
        """Lines ("" for all) for which no numbers are given, and why."""
        return self.store.office().paused

    # --- what was unusual today ---------------------------------------------

    @cached_property
    def stories(self) -> list[Story]:
        return stories(self.store, business_day(self.now))

    @property
    def tallied(self) -> list[AtCounter]:
        counters = self.standing.counters
        return [c for c in counters if c.quick or c.quiet or c.dropped or c.noise]

    def _minutes(self, since: datetime | None) -> int | None:
        return None if since is None else max(0, (self.now - since) // MINUTE)
