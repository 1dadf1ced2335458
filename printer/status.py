"""What a printer says of itself in answer to DLE EOT 1 to 4.

python-escpos asks only 1 and 4, and calls a printer with an open cover ready.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from printer.talk import FIXED_BITS, Talk

NEXT = 0.5  # seconds for a further answer, once it has given one
OFFLINE = 0x08  # in the answer to DLE EOT 1

# number of the question, bits, fault; the first that fits is the one to be told
CAUSES = (
    (2, 0x04, "cover"),
    (2, 0x20, "paper"),
    (4, 0x60, "paper"),
    (2, 0x40, "error"),
    (3, 0x68, "error"),  # knife, unrecoverable, too hot
    (1, OFFLINE, "offline"),
)
NEAR_END = 0x0C  # in the answer to DLE EOT 4


@dataclass(frozen=True)
class Status:
    """`fault` None: ready. `raw`: the four answers, if it gave any."""

    fault: str | None = None
    near_end: bool = False
    raw: bytes = b""


READY = Status()
SILENT = Status("silent")


def status_of(answers: Sequence[int]) -> Status:
    faults = (name for n, bits, name in CAUSES if answers[n - 1] & bits)
    near_end = bool(answers[3] & NEAR_END)
    return Status(next(faults, None), near_end, bytes(answers))


def ask(talk: Talk, seconds: float) -> Status:
    """A printer that answers the first question is listened to at all; a further one
    that it does not know says nothing of a fault."""
    talk.forget_answers()
    answers: list[int] = []
    for number in (1, 2, 3, 4):
        talk.question(number)
        answer = talk.answer(NEXT if answers else seconds)
        if answer is None and not answers:
            return SILENT
        answers.append(FIXED_BITS if answer is None else answer)
    return status_of(answers)
