"""Printers at the other end of a line, and how one is made to tell the truth.

"Sent" is not "printed": with the paper out or the cover open a printer swallows 60 kB
without a word. So it is asked before, told to answer afterwards, and asked again.
"""

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress

from printer.errors import PrinterError, Stopping, words
from printer.jobs import Attempt, Job, Known
from printer.lines import Line
from printer.patience import Patience
from printer.status import OFFLINE, READY, Status, ask
from printer.talk import Talk

ANSWER = 1.0  # seconds in which a printer says how it is
ACK_PATIENCE = 10.0  # seconds from the last byte to the printer's word
LINGER = 1.0  # … for a printer without a word to hang up
PROBE_PATIENCE = 3.0
GLANCE = 1.0  # seconds between two questions while the slip comes out
SETTLE = 0.5  # … until all late words have come
QUIET = 0.05  # nothing may follow the one byte of GS r

INITIALISE = b"\x1b@"
IN_ORDER = b"\x1dr\x01"  # GS r 1: answered when all before it is done
BY_NAME = b"\x1d(H\x06\x0000"  # GS ( H fn 48: as above, with four letters of ours
NAMED, END = b"\x37\x22", b"\x00"  # around these letters in the answer
TEST_WORD = b"LUOT"
STOPS = ("paper", "cover", "error")  # no slip goes on by itself from these
ORDER_BITS = 0x90  # 0xx0xxxx in the answer to GS r
# Ends the picture of a job that broke off; a printer takes no notice of it otherwise.
PADDING = bytes(8 + 128 * 72)

Opener = Callable[[Patience], AbstractContextManager[Line]]
Heard = Callable[[bytearray], bool]

log = logging.getLogger(__name__)


class Speaking:
    """Opened anew for every slip and every question."""

    def __init__(self, opened: Opener, patience: Patience) -> None:
        self._opened, self._patience = opened, patience
        self._broken_off = True  # who knows what the process before us left there

    def look(self, known: Known) -> Status:
        """How it is; PrinterError when it cannot be reached."""
        with self._talk() as talk:
            return _state(talk, known)

    def meet(self) -> tuple[Known | None, Status]:
        """What it can do, as far as it is ready to show that."""
        with self._talk() as talk:
            if (status := ask(talk, ANSWER)).fault == "silent":
                status = ask(talk, ANSWER)
            if status.fault == "silent":
                return Known("none"), READY
            if status.fault:
                return None, status
            return self._ability(talk), status

    def print(self, job: Job, known: Known) -> Attempt:
        talk = None
        try:
            with self._talk() as talk:
                attempt = self._print(talk, job, known)
        except (PrinterError, Stopping) as fault:
            attempt = _broken_off(talk, fault)
        late = known.acknowledges == "order" and attempt.state == "unverified"
        self._broken_off |= attempt.state == "unknown" or late
        return attempt

    @contextmanager
    def _talk(self) -> Iterator[Talk]:
        try:
            with self._opened(self._patience) as line:
                talk = Talk(line, self._patience)
                talk.hush()
                yield talk
        except OSError as fault:
            raise PrinterError(words(fault)) from fault

    def _ability(self, talk: Talk) -> Known:
        """By trial, for no list of models is right. A printer that does not know the
        first way has letters in its buffer, which ESC @ throws away unprinted."""
        talk.say(PADDING + INITIALISE + BY_NAME + TEST_WORD)
        if _hears(talk, PROBE_PATIENCE, by_name(TEST_WORD)):
            return Known("full", "id")
        talk.words.clear()
        talk.say(INITIALISE + IN_ORDER)
        if _hears(talk, PROBE_PATIENCE, by_order):
            return Known("full", "order")
        return Known("status")

    def _print(self, talk: Talk, job: Job, known: Known) -> Attempt:
        status = _state(talk, known)
        if not status.fault and self._broken_off:
            status = self._clean(talk, known) or status
        if status.fault:
            return Attempt("blocked", status, f"the printer says: {status.fault}")
        talk.taken = job.begin()
        if not talk.taken:
            return Attempt("untaken", status)
        by_order_too = IN_ORDER if known.acknowledges == "order" else b""
        talk.say(job.data + by_order_too, is_slip=True)
        if known.ability != "full":
            talk.drain()
        job.sent()
        return _word(talk, job, known, status)

    def _clean(self, talk: Talk, known: Known) -> Status | None:
        """After a slip that broke off: its picture is ended, its late word awaited."""
        talk.say(PADDING + INITIALISE)
        if known.acknowledges == "order":
            talk.drain()
            talk.words.clear()
            talk.say(IN_ORDER)
            if not _hears(talk, ACK_PATIENCE, bool):
                return Status("silent")
            _hears(talk, SETTLE, _never)  # the first may have been the late one's
            talk.words.clear()
        self._broken_off = False
        return None


def by_name(word: bytes) -> Heard:
    return lambda words: NAMED + word + END in words


def by_order(words: bytearray) -> bool:
    """One byte alone: among noise it would prove nothing."""
    return len(words) == 1 and not words[0] & ORDER_BITS


def _never(words: bytearray) -> bool:
    return False


def _state(talk: Talk, known: Known) -> Status:
    return READY if known.ability == "none" else ask(talk, ANSWER)


def _word(talk: Talk, job: Job, known: Known, before: Status) -> Attempt:
    """What has become of a slip that was sent whole."""
    if known.ability == "none":
        talk.end(LINGER)  # a line that is reset meanwhile is a fault
        return Attempt("unverified", before)
    if known.ability == "status":
        return _by_status(ask(talk, ACK_PATIENCE))
    is_word = by_name(job.word) if known.acknowledges == "id" else by_order
    if _hears(talk, ACK_PATIENCE, is_word, glancing=True):
        return Attempt("printed", before)
    if talk.words:
        log.warning("%s: answered %s", job.name, talk.words[:40].hex(" "))
    return _by_status(ask(talk, ANSWER))


def _by_status(status: Status) -> Attempt:
    """A printer that fell silent may not have read it yet: the line is broken off, so
    that what it has not read does not come out later, among another slip's bytes."""
    if status.fault == "silent":
        raise PrinterError("no word that it is printed, and no answer", "silent")
    if status.fault:
        error = f"no word that it is printed; the printer says: {status.fault}"
        return Attempt("unknown", status, error)
    return Attempt("unverified", status)


def _hears(talk: Talk, seconds: float, is_word: Heard, glancing: bool = False) -> bool:
    """True as soon as the printer gives its word; False when it does not in time, or
    says meanwhile that it cannot."""
    glance = time.monotonic() + GLANCE
    for spell in talk.spells(seconds):
        talk.listen(spell)
        if is_word(talk.words):
            return is_word is not by_order or _alone(talk)
        if glancing and time.monotonic() > glance and not talk.unanswered:
            glance += GLANCE
            talk.question(1)
        if glancing and talk.has_said(OFFLINE) and ask(talk, ANSWER).fault in STOPS:
            return is_word(talk.words)
    return False


def _alone(talk: Talk) -> bool:
    """Nothing followed the one byte; a printer that hangs up adds nothing."""
    with suppress(OSError):
        talk.listen(QUIET)
    return by_order(talk.words)


def _broken_off(talk: Talk | None, fault: PrinterError | Stopping) -> Attempt:
    """The line failed, or we are to end: how far had the slip come?"""
    status, error = None, "the printer process was asked to end"
    if isinstance(fault, PrinterError):
        status, error = Status(fault.fault), str(fault)
    if talk and talk.began:
        return Attempt("unknown", status, error)
    if status or (talk and talk.taken):
        return Attempt("blocked", status, error)
    return Attempt("untaken", None)
