"""What the printer really does with a piece of paper, for the pages of the kiosk."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from office.auth import actor
from office.current import desk
from office.printers import trouble
from ticketing.slips import LYING_THERE, Printer

PATIENCE = timedelta(seconds=8)  # for a printer that says nothing
QUEUE = 60  # slips: what has more before it is too old before its turn comes
AT_IT = ("sending", "sent")
UNPRINTED = ("unknown", "failed")


@dataclass(frozen=True)
class Paper:
    """`state`: printing, waiting (for those before it), printed, unverified (the
    printer gives no word), unknown (the line broke), failed, late, none (no slip),
    away, or one of the printer's faults. `told`: some counter has it on its screen.
    `again`: another copy may help now. `before`: how many are printed first."""

    state: str
    told: bool = False
    again: bool = False
    before: int = 0

    @property
    def missing(self) -> bool:
        """Nothing to wait for: the number on the screen is what the visitor has."""
        return self.state not in ("printing", "waiting", *LYING_THERE)


def paper(ref: int, kind: str = "ticket") -> Paper:
    """Of the newest slip of this kind."""
    row = desk.store.first("slips", "copy DESC", ref=ref, kind=kind)
    if row is None or row["state"] == "cancelled":
        return Paper("none")
    if row["state"] in LYING_THERE:
        return Paper(row["state"], again=row["state"] == "unverified")
    printer = desk.printer_of(row["kiosk"])
    if printer and (wrong := trouble(printer)):
        return Paper(wrong, told=staff_look())
    if row["state"] in UNPRINTED:
        return Paper(row["state"], told=staff_look(), again=True)
    return _on_its_way(row, printer)


def _on_its_way(row: dict[str, Any], printer: Printer | None) -> Paper:
    """A printer that is there and at it is waited for as long as it takes."""
    if row["state"] == "blocked":
        return Paper(row["fault"] or "late")
    waited = desk.store.now() - datetime.fromisoformat(row["queued_at"])
    if waited < PATIENCE or row["state"] in AT_IT:
        return Paper("printing")
    before = _before(row["slip"], printer) if printer and printer.ability else 0
    return Paper("waiting", before=before) if before else Paper("late")


def _before(slip: int, printer: Printer) -> int:
    """How many the same printer has to print first."""
    near = list(range(slip - QUEUE, slip))
    rows = desk.store.find("open_slips", slip=near)
    theirs = {kiosk: desk.printer_of(kiosk) for kiosk in {r["kiosk"] for r in rows}}
    return sum(theirs[row["kiosk"]] == printer for row in rows)


def staff_look() -> bool:
    """What is wrong with paper stands on the terminal of every counter at work."""
    return any(counter.works for counter in desk.store.counters())


def no_paper() -> str | None:
    """Why numbers of this kiosk come without paper now: said before anybody taps."""
    printer = desk.printer_of(actor().name)
    return trouble(printer) if printer else None
