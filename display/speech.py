"""What an announcement says: the names of clips, and pauses in milliseconds.

Clips are named by what they mean, so that an accent is data: the clip `linh` says
"linh" in the North and "lẻ" in the South. A language is added as a folder; one without
rules of its own for whole numbers is read digit by digit.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

Piece = str | int  # a clip's name, or milliseconds of silence
Style = str  # "digits" or "whole": policy voice_numbers

DIGIT, LETTER, PHRASE, NEXT = 40, 130, 110, 250  # ms after each
LETTERS = tuple("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
DIGITS = tuple("0123456789")
TEENS = tuple(str(number) for number in range(10, 20))
TENS = tuple(str(number) for number in range(20, 100, 10))


@dataclass(frozen=True)
class Reading:
    """How one language reads numbers in one office."""

    rules: str  # of whole numbers; "" where the language has none here
    style: Style

    def number(self, number: str) -> list[Piece]:
        """A012: the letter, a short pause, the rest."""
        return [number[0], LETTER, *self.count(number[1:])]

    def count(self, digits: str) -> list[Piece]:
        if self.style == "whole" and self.rules in RULES:
            return parted(RULES[self.rules](int(digits)), DIGIT)
        return parted(digits, DIGIT)

    def sentence(
        self, pattern: Sequence[str], numbers: Sequence[str], counter: int
    ) -> list[Piece]:
        """A pattern is clips, `{number}`, `{numbers}` and `{counter}`, in order."""
        whole = [self.number(number) for number in numbers]
        slots = {
            "{number}": whole[0],
            "{numbers}": chained(whole, NEXT),
            "{counter}": self.count(str(counter)),
        }
        return chained([slots.get(part, [part]) for part in pattern], PHRASE)


def parted(clips: Sequence[str], pause: int) -> list[Piece]:
    return chained([[clip] for clip in clips], pause)


def chained(phrases: Sequence[Sequence[Piece]], pause: int) -> list[Piece]:
    """All of them, with the pause between each two."""
    pieces = [piece for phrase in phrases for piece in (pause, *phrase)]
    return pieces[1:]


# --- whole numbers, 0 to 99,999 --------------------------------------------------

Words = list[str]


def vietnamese(number: int) -> Words:
    """1005: một nghìn không trăm linh năm; 1021: … không trăm hai mươi mốt."""
    thousands, rest = divmod(number, 1000)
    if not thousands:
        return _vi_hundreds(rest) if rest >= 100 else _vi_tens(rest)
    tail = _vi_hundreds(rest) if rest else []
    return [*vietnamese(thousands), "nghin", *tail]


def _vi_hundreds(number: int) -> Words:
    hundreds, rest = divmod(number, 100)
    zero = ["linh"] if 0 < rest < 10 else []
    return [str(hundreds), "tram", *zero, *(_vi_tens(rest) if rest else [])]


def _vi_tens(number: int) -> Words:
    tens, unit = divmod(number, 10)
    if not tens:
        return [str(unit)]
    head = ["10"] if tens == 1 else [str(tens), "muoi"]
    return head + ([_vi_unit(tens, unit)] if unit else [])


def _vi_unit(tens: int, unit: int) -> str:
    """After mười: lăm. After mươi: mốt, tư, lăm."""
    changed = {5: "lam"} if tens == 1 else {1: "mot", 4: "tu", 5: "lam"}
    return changed.get(unit, str(unit))


def english(number: int) -> Words:
    """1005: one thousand and five; 1,105: one thousand one hundred and five."""
    thousands, rest = divmod(number, 1000)
    head = [*english(thousands), "thousand"] if thousands else []
    if rest or not head:
        head += (["and"] if head and rest < 100 else []) + _en_hundreds(rest)
    return head


def _en_hundreds(number: int) -> Words:
    hundreds, rest = divmod(number, 100)
    if not hundreds:
        return _en_tens(rest)
    tail = ["and", *_en_tens(rest)] if rest else []
    return [str(hundreds), "hundred", *tail]


def _en_tens(number: int) -> Words:
    if number < 20:
        return [str(number)]
    tens, unit = divmod(number, 10)
    return [str(10 * tens), *([str(unit)] if unit else [])]


RULES: dict[str, Callable[[int], Words]] = {"vi": vietnamese, "en": english}

# Every clip that the rules may ask for, beside letters and digits.
WHOLE: dict[str, tuple[str, ...]] = {
    "vi": ("10", "muoi", "mot", "tu", "lam", "linh", "tram", "nghin"),
    "en": (*TEENS, *TENS, "hundred", "thousand", "and"),
}
