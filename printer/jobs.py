"""One slip for the printer, and what became of it."""

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256

from printer.status import Status

# No letter that a printer's answer could be mistaken for a status byte with.
LETTERS = "013457890ABCDEFGHIJKLMNOPQSTUWXYabcdefghijklmnopqstuwxy"


@dataclass(frozen=True)
class Known:
    """What a printer can do: full (it says what is printed), status (only how it
    is), none. `acknowledges`: id (GS ( H), order (GS r after the slip)."""

    ability: str
    acknowledges: str | None = None


@dataclass(frozen=True)
class Job:
    """`begin` is asked before the first byte leaves: False when the slip is not wanted
    any more. `sent` is told when the last one has left."""

    name: str
    data: bytes
    word: bytes  # four letters that the printer repeats
    begin: Callable[[], bool]
    sent: Callable[[], None]


@dataclass(frozen=True)
class Attempt:
    """`state`: printed, unverified, unknown, blocked (nothing has left), untaken (not
    wanted any more). `status` None: nothing new is known of the printer."""

    state: str
    status: Status | None
    error: str | None = None


def word_of(slip: int, attempt: int) -> bytes:
    """The printer's name for this attempt at this slip."""
    digest = sha256(f"{slip}.{attempt}".encode()).digest()
    return "".join(LETTERS[byte % len(LETTERS)] for byte in digest[:4]).encode()
