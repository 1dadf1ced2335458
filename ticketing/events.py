"""What the journal says has happened, named in the past tense."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class What(StrEnum):
    ISSUED = "ticket issued"
    WISHED = "wishes kept"
    PROCEDURE_CHOSEN = "procedure chosen"
    CALLED = "ticket called"
    RECALLED = "ticket recalled"
    STARTED = "service started"
    NOTED = "note kept"
    MATTER_ADDED = "matter added"
    FINISHED = "service finished"
    MISSED = "no-show"
    REJOINED = "ticket rejoined"
    PARKED = "ticket parked"
    READY = "result ready"
    RESUMED = "ticket resumed"
    TRANSFERRED = "ticket transferred"
    PUT_BACK = "ticket put back"
    DROPPED = "ticket dropped"
    DELAYED = "ticket delayed"
    CANCELLED = "ticket cancelled"
    EXPIRED = "ticket expired"
    VOUCHERS = "vouchers given"
    PRIORITY = "priority changed"
    RATED = "visit rated"
    INDICATORS = "indicators answered"
    TALLIED = "tally changed"
    REPRINTED = "slip reprinted"
    RETURN_SLIP = "return slip given"
    PRINTER = "printer changed"
    PAPER_ROLL = "paper roll changed"
    ROLL = "roll mode changed"
    OPENED = "counter opened"
    CLOSED = "counter closed"
    PAUSED = "counter paused"
    ARMED = "counter armed"
    SERVICES = "counter services changed"
    DESK = "counter's desk changed"
    BREAKS = "counter breaks changed"
    HELP = "help asked for"
    GAP = "power cut reconciled"
    UNDONE = "act undone"
    NOTICE = "notice changed"
    ISSUING = "issuing changed"
    POLICY = "policy changed"
    LOADED = "office loaded"
    OFFICER = "officer changed"
    TOKEN = "token changed"
    MEDIA = "media changed"
    VOICE = "voice changed"
    CLOCK = "clock confirmed"
    DAY_OPENED = "day opened"
    DAY_CLOSED = "day closed"
    CHECKPOINT = "checkpoint"
    ERASED = "secret erased"


@dataclass(frozen=True)
class Event:
    """One row of the journal; `data` holds the facts and the changed rows."""

    seq: int
    at: str  # UTC, as it is hashed
    what: str
    by: str
    device: str
    data: dict[str, Any]
    hash: str
