"""A conversation with a printer over one open line: what we say, what it answers.

Two kinds of answers come mixed: status bytes, which are known by their fixed bits, and
everything else (the word that a slip is printed, noise).
"""

from collections import deque
from collections.abc import Iterator
from contextlib import suppress

from printer.errors import PrinterError
from printer.lines import PIECE, HungUp, Line
from printer.patience import Patience

PATIENCE = 5.0  # seconds in which a printer must take something
QUESTION = b"\x10\x04"  # DLE EOT n: answered at once, whatever the printer does
FIXED, FIXED_BITS = 0x93, 0x12  # 0xx1xx10
POLL = 0.005


class Talk:
    def __init__(self, line: Line, patience: Patience) -> None:
        self._line = line
        self._patience = patience
        self._answers: deque[int] = deque()
        self.words = bytearray()  # all that is no status
        self.unanswered = 0  # questions
        self.taken = False  # the slip is being sent,
        self.began = False  # and some of it has left

    def spells(self, seconds: float) -> Iterator[float]:
        return self._patience.spells(seconds)

    def say(self, data: bytes, is_slip: bool = False) -> None:
        """All of it, or PrinterError, or OSError."""
        sent = 0
        while sent < len(data):
            sent += self._push(data[sent : sent + PIECE])
            self.began |= is_slip

    def _push(self, piece: bytes) -> int:
        for spell in self.spells(PATIENCE):
            if taken := self._line.write(piece, spell):
                return taken
        raise PrinterError(f"the printer took nothing for {PATIENCE:.0f} s", "silent")

    def drain(self) -> None:
        """Until all has left our side; PrinterError when that does not go on."""
        left = self._line.unsent()
        while left:
            before = left
            for spell in self.spells(PATIENCE):
                self.listen(min(spell, POLL))
                if (left := self._line.unsent()) < before:
                    break
            else:
                raise PrinterError("the printer stopped taking bytes", "silent")

    def end(self, seconds: float) -> None:
        """Wait until the printer has hung up too; many never do."""
        if self._line.end():
            with suppress(HungUp):
                for spell in self.spells(seconds):
                    self.listen(spell)

    def listen(self, seconds: float) -> None:
        for byte in self._line.read(seconds):
            if byte & FIXED == FIXED_BITS:
                self._answers.append(byte)
                self.unanswered = max(0, self.unanswered - 1)
            else:
                self.words.append(byte)

    def question(self, number: int) -> None:
        self.say(QUESTION + bytes([number]))
        self.unanswered += 1

    def answer(self, seconds: float) -> int | None:
        """The next status byte; None when none comes in time."""
        for spell in self.spells(seconds):
            if self._answers:
                break
            self.listen(spell)
        return self._answers.popleft() if self._answers else None

    def has_said(self, bits: int) -> bool:
        """In an answer that came by the way."""
        said = any(answer & bits for answer in self._answers)
        self._answers.clear()
        return said

    def forget_answers(self) -> None:
        """Those to older questions."""
        while self.unanswered and self.answer(PATIENCE / 5) is not None:
            pass
        self.unanswered = 0
        self._answers.clear()

    def hush(self) -> None:
        """What an earlier job left unread is not about this one."""
        for _ in range(100):  # a printer that talks without end is not listened to
            seen = len(self.words) + len(self._answers)
            self.listen(0)
            if len(self.words) + len(self._answers) == seen:
                break
        self.words.clear()
        self._answers.clear()
