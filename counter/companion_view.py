"""What the strip shows, as words: pure, so that it is tested without a display."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from counter.companion_meaning import main_act
from counter.companion_words import say

if TYPE_CHECKING:
    from counter.companion_logic import Companion, Told
    from counter.companion_meaning import Question, Seen

PRESSES = ("next", "recall", "step")  # of the three keys
KEYS = ("F8", "F9", "F10")


@dataclass(frozen=True)
class View:
    """`pace` of the timer: "", good, late, twice. `tone` of the message: "", ask, note,
    stop. `on`: the buttons that can be pressed; `step` is the one that the third key
    presses."""

    title: str
    link: str
    linked: bool
    state: str
    number: str
    timer: str
    pace: str
    brief: str
    message: str
    tone: str
    main: str
    undo: str
    on: frozenset[str]
    step: str


class Viewer:
    def __init__(
        self, counter: int, language: str = "vi", keys: tuple[str, ...] = KEYS
    ) -> None:
        self._counter, self._language, self._keys = counter, language, keys
        # The key beside a button's words.
        self.shown = {press: keys[i] for i, press in enumerate(PRESSES)}
        self._warning = ""  # stands while nothing else is said

    def without_keys(self, word: str, facts: dict[str, object]) -> None:
        """Says why there are none, and names buttons instead."""
        self._warning = self.say(word, **facts)
        buttons = ("do-next", "do-no-show", "do-start")
        self._keys = tuple(self.say(button) for button in buttons)
        self.shown = dict.fromkeys(self.shown, "")

    def say(self, word: str, **facts: object) -> str:
        return say(self._language, word, **facts)

    def view(self, it: Companion, now: float, lost_at: str) -> View:
        seen, left = it.seen, int(it.undo_until - now + 0.999)
        message, tone = self._message(it, now)
        undo = self.say("do-undo")
        if left > 0:
            undo += " · " + self.say("seconds", n=left)
        return View(
            title=self._title(seen),
            link=self._link(it.connected, lost_at),
            linked=it.connected,
            state=self._state(seen),
            number=(seen.number if seen else "") or self.say("nobody"),
            timer=_timer(seen, now + it.ahead),
            pace=_pace(seen, now + it.ahead),
            brief=self._brief(seen),
            message=message,
            tone=tone,
            main=self._main(seen),
            undo=undo,
            on=_on(seen, left) if it.connected else frozenset(),
            step="finish" if seen and seen.status == "serving" else "start",
        )

    def _title(self, seen: Seen | None) -> str:
        named = seen.name.get(self._language, "") if seen else ""
        return named or self.say("counter", n=self._counter)

    def _link(self, connected: bool, lost_at: str) -> str:
        if connected:
            return self.say("connected")
        return self.say("lost-since", at=lost_at) if lost_at else self.say("connecting")

    def _state(self, seen: Seen | None) -> str:
        if seen is None:
            return ""
        if seen.status:
            return self.say(seen.status, times=seen.calls)
        if not seen.open:
            return self.say("closed")
        if seen.paused:
            return self.say("paused")
        return self.say("armed" if seen.armed else "idle")

    def _brief(self, seen: Seen | None) -> str:
        if seen is None:
            return ""
        if not seen.next:
            return self.say("empty")
        return self.say("next", number=seen.next[0], waiting=seen.waiting)

    def _main(self, seen: Seen | None) -> str:
        main = main_act(seen) if seen else "next"
        return self.say("do-next" if main == "ask" else f"do-{main}")

    def _message(self, it: Companion, now: float) -> tuple[str, str]:
        if asked := it.asked(now):
            return self._question(asked, it.seen), "ask"
        if now < it.told.until:
            return self._told(it.told), it.told.tone
        return self._warning, "note" if self._warning else ""

    def _question(self, asked: Question, seen: Seen | None) -> str:
        why = ""
        if seen and asked.why:
            limits = {"too-few": seen.fewest_calls, "too-soon": seen.shortest_wait}
            why = self.say(asked.why, n=int(limits[asked.why]))
        following, recall, step = self._keys
        return self.say(
            asked.words,
            number=asked.about[0],
            why=why,
            next=following,
            recall=recall,
            step=step,
        )

    def _told(self, told: Told) -> str:
        return told.sentence or self.say(told.word, **dict(told.facts))


def _timer(seen: Seen | None, office: float) -> str:
    """03:07; above an hour the minutes go on, as on the terminal."""
    if seen is None or not seen.status:
        return ""
    passed = max(0, int(office - seen.since))
    return f"{passed // 60:02}:{passed % 60:02}"


def _pace(seen: Seen | None, office: float) -> str:
    """Against a usual service, as on the terminal."""
    if seen is None or seen.status != "serving" or not seen.expected:
        return ""
    passed = office - seen.since
    if passed > 2 * seen.expected:
        return "twice"
    return "late" if passed > seen.expected else "good"


def _on(seen: Seen | None, undo_left: int) -> frozenset[str]:
    if seen is None:
        return frozenset()
    on = {"next"}
    if seen.status == "called":
        on |= {"recall", "start", "no-show", "finish"}
    if seen.status == "serving":
        on |= {"finish"}
    if undo_left > 0:
        on |= {"undo"}
    return frozenset(on)
