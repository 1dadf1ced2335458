"""What is known of one printer, here and in the database."""

import logging
from dataclasses import dataclass, field

from printer.jobs import Attempt, Known
from printer.status import Status
from ticketing.outbox import note_printer
from ticketing.slips import Printer
from ticketing.store import Store

ASK_AGAIN = 600.0  # seconds until a printer without a word is asked for one again
DOUBT = 60.0  # … until one that used to answer is taken for another that cannot
MISSING = 3  # words in a row: another model may stand there

log = logging.getLogger(__name__)


@dataclass
class PrinterState:
    """Written when it changes: every write wakes the web process. `known` is what
    this process found out; what an earlier one did is only good for doubts."""

    store: Store
    printer: Printer  # as it was met at the start
    known: Known | None = field(init=False, default=None)
    fault: str | None = field(init=False)

    def __post_init__(self) -> None:
        self.fault = self.printer.fault
        self._answered = self.printer.ability in ("full", "status")
        self._silent_since = float("inf")
        self._missing = 0
        self._near_end = self.printer.near_end
        self._was_empty = self.fault == "paper"
        self._asked_at = float("-inf")

    @property
    def name(self) -> str:
        return self.printer.printer

    @property
    def is_worth_a_look(self) -> bool:
        """A printer without a word is asked nothing, but may be there again."""
        return bool(self.fault) or bool(self.known and self.known.ability != "none")

    def may_have_learnt(self, now: float) -> bool:
        """A printer that said nothing may have been busy, or is another one now."""
        says_nothing = bool(self.known and self.known.ability == "none")
        return says_nothing and now - self._asked_at >= ASK_AGAIN

    def doubts(self, known: Known, now: float) -> bool:
        """Whether a printer that used to answer and says nothing is only hung, or
        still starting: slips would go out unseen."""
        if known.ability != "none" or not self._answered:
            self._silent_since = float("inf")
            return False
        self._silent_since = min(self._silent_since, now)
        return now - self._silent_since < DOUBT

    def heard(self, attempt: Attempt) -> None:
        """A printer that ever and again keeps its word back is met anew."""
        if not self.known or self.known.ability != "full":
            return
        if attempt.state in ("printed", "unverified"):
            missed = attempt.state == "unverified"
            self._missing = self._missing + 1 if missed else 0
        if self._missing >= MISSING:
            self.known, self._missing = None, 0

    def learn(self, known: Known, now: float) -> None:
        self._asked_at = now
        self._answered = known.ability != "none"
        if known != self.known:
            log.info("%s: %s", self.name or "the printer", known)
            self.known = known
            facts = {"ability": known.ability, "acknowledges": known.acknowledges}
            note_printer(self.store, self.name, **facts)

    def note(self, status: Status) -> None:
        """A fault that ends after the paper had run out: a new roll is in."""
        near_end = status.near_end if status.raw else self._near_end
        if (status.fault, near_end) == (self.fault, self._near_end):
            return
        self._was_empty |= status.fault == "paper"
        facts: dict[str, object] = {"fault": status.fault, "near_end": int(near_end)}
        if self._was_empty and status.fault is None:
            self._was_empty, facts["used_mm"] = False, 0
        self.fault, self._near_end = status.fault, near_end
        note_printer(self.store, self.name, **facts)
