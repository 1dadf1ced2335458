"""The printer's side of the outbox: what became of a slip, and how the printers are.

A print attempt is no act of the trade, so it leaves no row in the journal; that a
printer ran out of paper does, for the staff must hear of it.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ticketing.clock import stamp
from ticketing.closing import OPEN
from ticketing.events import What
from ticketing.journal import Row
from ticketing.slips import Printer, Slip
from ticketing.store import Store, Writing

WAITING = ("queued", "blocked")
MOST_AUTOMATIC = 2  # copies of one slip that nobody asked for


@dataclass(frozen=True)
class Outcome:
    """Of one attempt. `answers`: the printer's last words, as hex, for whoever asks."""

    state: str
    fault: str | None = None
    error: str | None = None
    retry_at: datetime | None = None
    answers: str | None = None
    used_mm: int = 0  # of the roll

    def row(self, now: datetime) -> Row:
        retry = self.retry_at and stamp(self.retry_at)
        said: Row = {"state": self.state, "fault": self.fault, "error": self.error}
        return said | {
            "retry_at": retry,
            "answers": self.answers,
            "marked_at": stamp(now),
        }


def due(store: Store, serves: Any) -> list[Slip]:
    """Slips to be printed, in the order of queueing; `serves` picks by kiosk."""
    return [slip for slip in store.slips(*WAITING) if serves(slip.kiosk)]


def on_their_way(store: Store, serves: Any) -> list[Slip]:
    """What an earlier printer process left in the middle."""
    return [slip for slip in store.slips("sending", "sent") if serves(slip.kiosk)]


def take_slip(store: Store, slip: Slip, job: str = "", digest: str = "") -> bool:
    """Mark it as being sent; False when somebody cancelled it meanwhile. `job` is what
    the printer must repeat, `digest` the hash of the bytes."""
    with store.write() as writing:
        now = store.first("slips", slip=slip.slip)
        if now is None or now["state"] not in WAITING:
            return False
        row: Row = {"slip": slip.slip, "state": "sending", "job": job}
        row |= {"attempts": now["attempts"] + 1, "digest": digest}
        writing.put("slips", row | {"marked_at": stamp(writing.now)})
        return True


def mark_slip(store: Store, slip: Slip, outcome: Outcome, printer: str = "") -> None:
    """The result of an attempt; what it used of the paper is counted with it."""
    with store.write() as writing:
        writing.put("slips", {"slip": slip.slip} | outcome.row(writing.now))
        if outcome.used_mm:
            _use(store, writing, printer, outcome.used_mm)


def _use(store: Store, writing: Writing, printer: str, millimetres: int) -> None:
    if row := store.first("printers", printer=printer):
        used = row["used_mm"] + millimetres
        writing.put("printers", {"printer": printer, "used_mm": used})


def block_all(store: Store, slips: list[Slip], outcome: Outcome) -> None:
    """Nothing goes to a printer that is not ready: all that wait for it say so. What
    was cancelled meanwhile stays so."""
    said = (outcome.state, outcome.fault)
    with store.write() as writing:
        for slip in slips:
            now = store.first("slips", slip=slip.slip)
            if now is None or now["state"] not in WAITING:
                continue
            if outcome.retry_at or (now["state"], now["fault"]) != said:
                writing.put("slips", {"slip": slip.slip} | outcome.row(writing.now))


def copy_slip(store: Store, slip: Slip) -> bool:
    """At least once: a slip that may or may not have come out is printed again, with
    its mark, as old as the first; False when that has been done often enough, or
    nobody waits for it any more."""
    with store.write() as writing:
        same = store.find("slips", "copy DESC", ref=slip.ref)
        kept = [row for row in same if row["kind"] == slip.kind]
        automatic = sum(row["automatic"] for row in kept)
        if kept[0]["slip"] != slip.slip or automatic >= MOST_AUTOMATIC:
            return False
        if store.ticket(slip.ref).status not in OPEN:
            return False
        names = ("ref", "kind", "kiosk", "payload", "queued_at")
        row = {name: kept[0][name] for name in names}
        row |= {"copy": same[0]["copy"] + 1, "marked": 1, "automatic": 1}
        writing.add("slips", row | {"state": "queued"})
        return True


# --- the printers ---------------------------------------------------------


def printer(store: Store, name: str) -> Printer | None:
    row = store.first("printers", printer=name)
    return Printer.of(row) if row else None


def meet_printer(store: Store, name: str, address: str) -> Printer:
    """At the start: another address is another machine, of which nothing is known."""
    with store.write() as writing:
        row = store.first("printers", printer=name)
        seen: Row = {"printer": name, "seen_at": stamp(writing.now)}
        if row is None or row["address"] != address:
            fresh = dict.fromkeys(("ability", "acknowledges", "fault", "probed_at"))
            seen |= fresh | {"address": address, "since": stamp(writing.now)}
            seen |= {"near_end": 0, "used_mm": 0}
        writing.put("printers", seen)
        return Printer.of(store.find("printers", printer=name)[0])


def forget_printers(store: Store, kept: list[str]) -> None:
    """Those that the settings name no more."""
    with store.write() as writing:
        for row in store.find("printers"):
            if row["printer"] not in kept and row["address"]:
                writing.put("printers", {"printer": row["printer"], "address": ""})


def note_printer(store: Store, name: str, **facts: Any) -> None:
    """What is known of it now: ability, acknowledges, fault, near_end, used_mm. A
    fault that begins or ends is journalled, so that the counters hear of it."""
    with store.write() as writing:
        before = store.find("printers", printer=name)[0]
        row = {"printer": name} | facts | {"seen_at": stamp(writing.now)}
        if "ability" in facts:
            row["probed_at"] = stamp(writing.now)
        told = {key: facts[key] for key in ("fault", "near_end") if key in facts}
        changed = any(before[key] != fact for key, fact in told.items())
        if before["fault"] != facts.get("fault", before["fault"]):
            row["since"] = stamp(writing.now)
        writing.put("printers", row)
        if changed:
            said = {"printer": name} | told
            writing.record(What.PRINTER, "printer", name, said)
