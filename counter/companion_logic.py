"""What the companion remembers of one counter: seen, pressed, asked, told. Pure: time
comes in, an order goes out.

A second press within a second is the same press; while nobody knows what became of one,
it is sent again with its own key. Nothing waits to be sent later: without the server a
press is refused. Times are seconds of one steady clock (time.monotonic).
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from counter.companion_meaning import Question, meant, rings, visit

if TYPE_CHECKING:
    from collections.abc import Callable

    from counter.companion_meaning import Order, Seen

SAME_PRESS = 1.0  # a second press so soon is a trembling finger or a key held down
# Other acts are for whom the strip shows: the server refuses them once it is another.
ANY_VISIT = ("opening", "undo")
SAME_TROUBLE = 10.0  # while nobody knows what became of the last one
ASKED = 10.0  # a question stands so long
TOLD = 8.0  # a refusal is shown so long
UNDO = 10.0  # the server's limit; it decides


@dataclass(frozen=True)
class Told:
    """A line in the strip: a word of ours with its facts, or the server's sentence."""

    word: str = ""
    sentence: str = ""
    tone: str = "stop"  # or "note"
    until: float = 0.0
    facts: tuple[tuple[str, Any], ...] = ()


class Companion:
    """Remembers what was seen, pressed and asked at one counter."""

    def __init__(self, key: Callable[[], str] = lambda: secrets.token_hex(16)) -> None:
        self._key = key
        self.seen: Seen | None = None
        self.connected = False
        self.barred = ""  # the server's sentence when it lets us see nothing
        self.ahead = 0.0  # what the office's clock is ahead of the steady one
        self.question: Question | None = None
        self.told = Told()
        self.undo_until = 0.0
        self._asked_until = 0.0
        self._press, self._pressed = "", float("-inf")
        self._order: Order | None = None  # of the last press
        self._under_way = self._unsure = False
        self._settled = float("-inf")  # when the last answer came

    # --- presses ----------------------------------------------------------

    def press(self, press: str, now: float) -> Order | None:
        """What to send now; None when nothing is."""
        patience = SAME_TROUBLE if self._unsure else SAME_PRESS
        same = press == self._press and now - self._pressed < patience
        self._press, self._pressed = press, now
        if not (self.connected and self.seen):
            self._shut_out(press, now)
            return None
        if same:
            return self._again()
        if self._under_way:
            self.told = Told("busy", tone="note", until=now + TOLD)
            return None
        return self._new(press, self.seen, now)

    def _shut_out(self, press: str, now: float) -> None:
        """Refused here and now, never kept to be sent later."""
        if self.connected and self.barred:
            self.told = Told(sentence=self.barred, until=now + TOLD)
        else:
            self._refuse("lost-call" if press == "next" else "lost-act", now)

    def _again(self) -> Order | None:
        """The same press: sent again, with its key, only if no answer came."""
        if not self._unsure:
            return None
        self._under_way, self._unsure = True, False
        return self._order

    def _new(self, press: str, seen: Seen, now: float) -> Order | None:
        asked = self.asked(now)
        found = asked.answers.get(press) if asked else None
        found = found or meant(press, seen, now + self.ahead)
        self.told, self.question, self._unsure = Told(), None, False
        if isinstance(found, Question):
            self.question, self._asked_until = found, now + ASKED
            self._order = None
            return None
        here = () if found.act in ANY_VISIT else (("here", seen.number),)
        self._order = replace(found, key=self._key(), body=(*found.body, *here))
        self._under_way = True
        return self._order

    def asked(self, now: float) -> Question | None:
        """The question that stands: it lapses, or its visit goes on without it."""
        question = self.question
        stands = question and self.seen and question.about == visit(self.seen)
        return question if stands and now < self._asked_until else None

    # --- what became of it ------------------------------------------------

    def answered(self, order: Order, seen: Seen, now: float) -> None:
        self._settle(now)
        self.seen, self.told = seen, Told()
        undoable = order.act not in ("undo", "opening")
        self.undo_until = now + UNDO if undoable else 0.0
        if order.act == "calls" and not seen.status:
            word = "none-armed" if seen.armed else "none"
            self.told = Told(word, tone="note", until=now + TOLD)

    def refused(self, sentence: str, now: float) -> None:
        """In the server's own words."""
        self._settle(now)
        self.told = Told(sentence=sentence, until=now + TOLD)

    def failed(self, status: int, now: float) -> None:
        self._settle(now)
        facts = (("status", status),)
        self.told = Told("failed", until=now + TOLD, facts=facts)

    def unheard(self, order: Order, unsure: bool, now: float) -> None:
        """No answer. Unsure: it may have arrived, so the next press keeps its key."""
        self._settle(now)
        self._unsure = unsure
        lost = "lost-call" if order.act == "calls" else "lost-act"
        self._refuse("unsure" if unsure else lost, now)

    def _settle(self, now: float) -> None:
        self._under_way, self._unsure, self._settled = False, False, now

    def _refuse(self, word: str, now: float) -> None:
        self.told = Told(word, until=now + TOLD)

    # --- news -------------------------------------------------------------

    def news(self, seen: Seen, asked_at: float, ahead: float) -> bool:
        """Whether to ring. What was asked before our own last act is old."""
        self.connected = True
        if self._under_way or asked_at < self._settled:
            return False
        before, self.seen, self.ahead = self.seen, seen, ahead
        return rings(before, seen)

    def silence(self) -> None:
        """The server is not heard: the last state stays, and acts are refused."""
        self.connected = False

    def bar(self, sentence: str, now: float) -> None:
        """The server lets us see nothing: a token that ended, no such counter."""
        self.connected, self.seen, self.barred = True, None, sentence
        self.told = Told(sentence=sentence, until=now + TOLD)
