"""Who serves what, and where: lines that move, skills, breaks, calls for help."""

from collections.abc import Sequence
from typing import Any

from ticketing.absent_acts import AbsentActs
from ticketing.acts import Act
from ticketing.catalogue import Counter
from ticketing.clock import stamp
from ticketing.errors import Conflict, Impossible, NotFound
from ticketing.events import What
from ticketing.journal import Row, canonical
from ticketing.people import Actor
from ticketing.policy import day_hours

MOST_BREAKS = 10  # a day


class FloorActs(AbsentActs):
    # --- whose line it is -------------------------------------------------

    def set_services(
        self,
        by: Actor,
        counter: int,
        services: Sequence[str],
        helps: Sequence[str] | None = None,
    ) -> Counter:
        """In the order of preference; `helps` are those of them that it calls only
        while nobody waits for the rest. What it had taken over is named again, or
        given back."""
        with self.act(by, undo=counter) as act:
            there = self.store.counter(counter)
            codes = self._lines(services)
            second = self._lines(helps) if helps is not None else list(there.helps)
            if helps and not set(second) <= set(codes):
                raise Impossible(
                    "body",
                    what=(
                        "“helps” phải nằm trong “services”",
                        "“helps” must be among “services”",
                    ),
                )
            kept = [code for code in second if code in codes]
            act.set_counter(
                What.SERVICES,
                counter,
                services=canonical(codes),
                helps=canonical(kept) if kept else None,
                taken=None,
            )
            self.serve_armed(act)
            return self.store.counter(counter)

    def _lines(self, services: Sequence[str]) -> list[str]:
        return [self.store.service(code).code for code in dict.fromkeys(services)]

    def take_line(self, by: Actor, counter: int, service: str) -> Counter:
        """ "Nhận luôn Hộ tịch hôm nay": a line at which nobody works, until the day's
        end, by somebody who knows it."""
        with self.act(by, undo=counter) as act:
            here = self._working(by, counter)
            line = self.store.service(service)
            if line.code in here.serves:
                return here
            for other in self.store.counters():
                if other.works and line.code in other.serves:
                    name = _pair(line.name)
                    raise Conflict("line-attended", line=name, counter=other.counter)
            self._take(act, here, [line.code], unattended=True)
            return self.store.counter(counter)

    def move_lines(self, by: Actor, counter: int, to: int) -> Counter:
        """What a counter that does not work would serve is served at `to` today."""
        with self.act(by, undo=to) as act:
            away = self.store.counter(counter)
            if away.works:
                raise Conflict("counter-works", counter=counter)
            if not away.services:
                raise Conflict("no-lines", counter=counter)
            there = self._working(by, to)
            known = [c for c in away.services if not there.skills or c in there.skills]
            self._take(act, there, known or away.services, moved_from=counter)
            self._free_transferred(act, counter)
            return self.store.counter(to)

    def _take(
        self, act: Act, here: Counter, services: Sequence[str], **facts: Any
    ) -> None:
        """Its own lines stay as they are: tomorrow all is as before."""
        for code in services:
            if here.skills and code not in here.skills:
                name = _pair(self.store.service(code).name)
                raise Conflict("not-skilled", officer=here.officer, line=name)
        new = [code for code in services if code not in here.services]
        row = {"counter": here.counter, "taken": canonical([*here.taken, *new])}
        said = facts | {"counter": here.counter, "services": list(services)}
        act.record(What.SERVICES, {"counters": [row]}, **said)
        self.serve_armed(act)

    # --- the counter and its officer --------------------------------------

    def set_low(self, by: Actor, counter: int, low: bool) -> Counter:
        """A desk for who sits in a wheelchair."""
        with self.act(by, undo=counter) as act:
            self.store.counter(counter)
            act.set_counter(What.DESK, counter, low=int(low))
            self.serve_armed(act)
            return self.store.counter(counter)

    def set_breaks(self, by: Actor, counter: int, breaks: Any) -> Counter:
        """[["09:30", "09:45"]]: every day, in order and apart."""
        try:
            hours = day_hours(breaks)
        except (TypeError, ValueError):
            hours = None
        if hours is None or len(hours) > MOST_BREAKS:
            raise _no_breaks()
        with self.act(by, undo=counter) as act:
            self.store.counter(counter)
            kept = canonical(hours) if hours else None
            act.set_counter(What.BREAKS, counter, breaks=kept)
            return self.store.counter(counter)

    def set_skills(self, by: Actor, name: str, skills: Sequence[str]) -> list[str]:
        """The lines that somebody knows; none: nothing is written down, so all."""
        with self.act(by) as act:
            if self.store.first("officers", name=name, active=1) is None:
                raise NotFound("unknown-officer", key=name[:40])
            codes = self._lines(skills)
            row: Row = {"name": name, "skills": canonical(codes) if codes else None}
            act.record(What.OFFICER, {"officers": [row]})
            act.moved_counters = True
            self.serve_armed(act)
            return codes

    def tally(self, by: Actor, counter: int, kind: str = "quick") -> int:
        """ "Cho hỏi chút": counted, and the visit there goes on. How many today."""
        with self.act(by, undo=counter) as act:
            self._open(by, counter)
            act.tally(counter, kind)
            key: Row = {"business_day": act.day, "counter": counter, "kind": kind}
            return int(self.store.find("tallies", **key)[0]["count"])

    def ask_help(self, by: Actor, counter: int, on: bool = True) -> Counter:
        """Silently: supervisor and neighbours see it, the visitor does not."""
        with self.act(by, undo=counter) as act:
            there = self._open(by, counter)
            if on != (there.help_at is not None):
                help_at = stamp(act.now) if on else None
                act.set_counter(What.HELP, counter, help_at=help_at)
            return self.store.counter(counter)


def _pair(words: dict[str, str]) -> tuple[str, str]:
    return words["vi"], words.get("en", words["vi"])


def _no_breaks() -> Impossible:
    example = '[["09:30", "09:45"]]'
    return Impossible(
        "body",
        what=(
            f"giờ nghỉ phải đủ đầu và cuối, không chồng nhau (“breaks”: {example})",
            f"breaks need a start and an end, and stand apart (“breaks”: {example})",
        ),
    )
