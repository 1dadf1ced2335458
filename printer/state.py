"""What is known of one printer, here and in the database."""

from dataclasses import dataclass, field

from printer.jobs import Known
from printer.status import Status
from ticketing.outbox import note_printer
from ticketing.slips import Printer
from ticketing.store import Store

ASK_AGAIN = 600.0  # seconds until a printer without a word is asked for one again


@dataclass
class PrinterState:
    """Written when it changes: every write wakes the web process."""

    store: Store
    printer: Printer  # as it was met at the start
    known: Known | None = field(init=False, default=None)
    fault: str | None = field(init=False)

    def __post_init__(self) -> None:
        self.fault = self.printer.fault
        if self.printer.ability:
            self.known = Known(self.printer.ability, self.printer.acknowledges)
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

    def learn(self, known: Known, now: float) -> None:
        self._asked_at = now
        if known != self.known:
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
