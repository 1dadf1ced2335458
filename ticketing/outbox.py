"""The printer's side of the outbox: what became of a slip, and how the printers are.

A print attempt is no act of the trade, so it leaves no row in the journal; that a
printer ran out of paper, or that a slip is given up, does: the staff must hear of it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from ticketing.clock import stamp
from ticketing.closing import OPEN
from ticketing.events import What
from ticketing.journal import Row
from ticketing.slips import Printer, Slip
from ticketing.store import Store, Writing
from ticketing.tickets import Status, Ticket

WAITING = ("queued", "blocked")
GONE = (Status.CANCELLED, Status.EXPIRED)  # tickets that want no paper any more …
UNSEEN = timedelta(seconds=30)  # the printer process gives a sign of life every ten
AT_ONCE = 100  # slips in one transaction: the issue of a number waits for its end
TOLD_AT_ONCE = 25  # … each with its row in the journal
MOST_AUTOMATIC = 2  # copies of one slip that nobody asked for


Serves = Callable[[str], bool]


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


def is_gone(ticket: Ticket) -> bool:
    """… unless they were given a voucher for the next session."""
    return ticket.status in GONE and ticket.return_until is None


def due(store: Store, serves: Serves) -> list[Slip]:
    """Slips to be printed, in the order of queueing; `serves` picks by kiosk."""
    return [slip for slip in store.slips(*WAITING) if serves(slip.kiosk)]


def on_their_way(store: Store, serves: Serves) -> list[Slip]:
    """What an earlier printer process left in the middle."""
    rows = store.find("open_slips", "slip", state=["sending", "sent"])
    return [Slip.of(row) for row in rows if serves(row["kiosk"])]


def take_slip(store: Store, slip: Slip, job: str = "", digest: str = "") -> bool:
    """Mark it as being sent; False when nobody wants it any more. `job` is what the
    printer must repeat, `digest` the hash of the bytes."""
    with store.write() as writing:
        now = store.first("slips", slip=slip.slip)
        if now is None or now["state"] not in WAITING:
            return False
        if is_gone(store.ticket(slip.ref)):
            writing.put("slips", {"slip": slip.slip, "state": "cancelled"})
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


def put_back(store: Store, slip: Slip, outcome: Outcome) -> None:
    """Taken, but nothing of it has left: it waits again, unless its number was given
    back meanwhile."""
    with store.write() as writing:
        if not store.find("slips", slip=slip.slip, state="sending"):
            return
        gone = is_gone(store.ticket(slip.ref))
        row: Row = {"state": "cancelled"} if gone else outcome.row(writing.now)
        writing.put("slips", {"slip": slip.slip} | row)


def block_all(store: Store, slips: list[Slip], outcome: Outcome) -> None:
    """Nothing goes to a printer that is not ready: all that wait for it say so. What
    was cancelled meanwhile stays so."""
    for first in range(0, len(slips), AT_ONCE):
        with store.write() as writing:
            for slip in slips[first : first + AT_ONCE]:
                _block(store, writing, slip, outcome)


def _block(store: Store, writing: Writing, slip: Slip, outcome: Outcome) -> None:
    now = store.first("slips", slip=slip.slip)
    if now is None or now["state"] not in WAITING:
        return
    said = (outcome.state, outcome.fault)
    if outcome.retry_at or (now["state"], now["fault"]) != said:
        writing.put("slips", {"slip": slip.slip} | outcome.row(writing.now))


def give_up(store: Store, slips: list[Slip], error: str) -> None:
    """Nobody prints them unasked any more, and the staff hear of it: those that wait
    have failed, those that were on their way may lie there."""
    for first in range(0, len(slips), TOLD_AT_ONCE):
        with store.write() as writing:
            for slip in slips[first : first + TOLD_AT_ONCE]:
                _give_up(store, writing, slip, error)


def _give_up(store: Store, writing: Writing, slip: Slip, error: str) -> None:
    now = store.first("open_slips", slip=slip.slip)
    if now is None:
        return
    state = "failed" if now["state"] in WAITING else "unknown"
    outcome = Outcome(state, now["fault"], error)
    writing.put("slips", {"slip": slip.slip} | outcome.row(writing.now))
    _tell(store, writing, slip, state)


def _tell(store: Store, writing: Writing, slip: Slip, state: str) -> None:
    said = {"slip": store.ticket(slip.ref).number, "state": state}
    writing.record(What.PRINTER, "printer", slip.kiosk, said)


def copy_slip(store: Store, slip: Slip) -> bool:
    """At least once: a slip that may or may not have come out is printed again, with
    its mark, as old as the first; False when that has been done often enough, or
    nobody waits for it any more."""
    with store.write() as writing:
        same = store.find("slips", "copy DESC", ref=slip.ref)
        kept = [row for row in same if row["kind"] == slip.kind]
        automatic = sum(row["automatic"] for row in kept)
        ticket = store.ticket(slip.ref)
        here = ticket.status in OPEN or bool(ticket.return_until)
        if kept[0]["slip"] != slip.slip or not here:
            return False
        if automatic >= MOST_AUTOMATIC:
            _tell(store, writing, slip, "unknown")
            return False
        names = ("ref", "kind", "kiosk", "payload", "queued_at")
        row = {name: kept[0][name] for name in names}
        row |= {"copy": same[0]["copy"] + 1, "marked": 1, "automatic": 1}
        writing.add("slips", row | {"state": "queued"})
        return True


def unprinted(store: Store, day: str) -> list[Row]:
    """Newest slips that are not on paper, of people who are still here."""
    here = list(OPEN)
    return store.find("unprinted_slips", "slip", business_day=day, status=here)


# --- the printers ---------------------------------------------------------


def printer(store: Store, name: str) -> Printer | None:
    row = store.first("printers", printer=name)
    return Printer.of(row) if row else None


def meet_printer(store: Store, name: str, address: str) -> Printer:
    """At the start: another address is another machine, of which nothing is known.
    `seen_at` is the machine's clock as it stands, even set back: whoever compares it
    with the clock sees a live process as one, and a dead one too."""
    with store.write() as writing:
        row = store.first("printers", printer=name)
        seen: Row = {"printer": name, "seen_at": stamp(store.clock())}
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


def keep_ability(store: Store, name: str, address: str, **ability: Any) -> bool:
    """Found out by `probe`, which is no sign that the printer process lives; False of
    a printer that it has not met."""
    with store.write() as writing:
        if not store.find("printers", printer=name, address=address):
            return False
        row = {"printer": name, "probed_at": stamp(writing.now)} | ability
        writing.put("printers", row)
        return True


def note_printer(store: Store, name: str, **facts: Any) -> None:
    """What is known of it now: ability, acknowledges, fault, near_end, used_mm. A
    fault that begins or ends is journalled, so that the counters hear of it."""
    with store.write() as writing:
        before = store.find("printers", printer=name)[0]
        row = {"printer": name} | facts | {"seen_at": stamp(store.clock())}
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
