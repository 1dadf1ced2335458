"""How long ESC/POS commands are, as a printer must know to find the next one.

Written from the manuals and shared with nothing of the product: what the product means
and what a printer understands are to be two opinions.
"""

import re
from struct import unpack_from

DLE, ESC, FS, GS = 0x10, 0x1B, 0x1C, 0x1D
FEEDING_CUTS = b"ABabgh"  # GS V m n; the others are GS V m
REAL_TIME = re.compile(
    rb"\x10(?:\x04[\x01-\x04]|\x05[\x00-\x02]|\x14\x08\x01\x03\x14\x01\x06\x02\x08)",
    re.DOTALL,
)
LONGEST_REAL_TIME = 10

# Whole lengths of the commands whose length is fixed.
FIXED = {
    ESC: dict.fromkeys(b"@2SLim\x0c", 2)
    | dict.fromkeys(b"3Jde !-EGMRTVUart{=?%K\x06", 3)
    | dict.fromkeys(b"$\\c", 4)
    | {ord("p"): 5, ord("W"): 10},
    FS: dict.fromkeys(b"&.", 2)
    | dict.fromkeys(b"!-CW", 3)
    | dict.fromkeys(b"Sp", 4)
    | {ord("2"): 76},
    GS: {ord(":"): 2}
    | dict.fromkeys(b"!BHIabfhwrET/", 3)
    | dict.fromkeys(b"LPW\\$", 4)
    | {ord("^"): 5},
    DLE: {0x04: 3, 0x05: 3},
}
DLE_DC4 = {1: 5, 2: 5, 7: 4, 8: 10}


def command_length(data: bytes | bytearray) -> int | None:
    """Of the command at the start; None while its length or its end is not there yet.

    Text and single control bytes count 1, an unknown command 2, as on real printers:
    what follows it is printed.
    """
    length = _announced(data)
    return length if length is not None and length <= len(data) else None


def _announced(data: bytes | bytearray) -> int | None:
    if data[0] not in FIXED:
        return 1
    if len(data) < 2:
        return None
    if fixed := FIXED[data[0]].get(data[1]):
        return fixed
    try:
        return _counted(data)
    except IndexError:
        return None


def _counted(data: bytes | bytearray) -> int:
    """Of a command that says its own length; IndexError while that is still to come."""
    first, name = data[0], data[1]
    if name == ord("("):
        return 5 + _word(data, 3)
    if first == GS:
        return _counted_gs(data, chr(name))
    if first == ESC and name == ord("*"):
        return 5 + _word(data, 3) * (3 if data[2] > 1 else 1)
    if first == ESC and name == ord("D"):
        return _ended(data, 2)
    if first == DLE and name == 0x14:
        return DLE_DC4.get(data[2], 3)
    return 2


def _counted_gs(data: bytes | bytearray, name: str) -> int:
    match name:
        case "V":
            return 4 if data[2] in FEEDING_CUTS else 3
        case "v":
            return 8 + _word(data, 4) * _word(data, 6)
        case "8":
            return 7 + _word(data, 3) + (_word(data, 5) << 16)
        case "k":
            return _ended(data, 3) if data[2] < 7 else 4 + data[3]
        case "*":
            return 4 + data[2] * data[3] * 8
    return 2


def _word(data: bytes | bytearray, at: int) -> int:
    if len(data) < at + 2:
        raise IndexError
    low_first: int = unpack_from("<H", data, at)[0]
    return low_first


def _ended(data: bytes | bytearray, start: int) -> int:
    """Up to its NUL."""
    end = data.find(b"\0", start)
    if end < 0:
        raise IndexError
    return end + 1


def whole_commands(data: bytes | bytearray) -> list[int]:
    """Where each whole command starts, and last of all where they end."""
    starts = [0]
    rest = bytes(data)
    while rest and (length := command_length(rest)):
        starts.append(starts[-1] + length)
        rest = rest[length:]
    return starts


class RealTime:
    """Finds the commands that a printer obeys on reception, wherever they stand.

    A printer looks for them before it looks at anything else, even inside pictures.
    The bytes stay in the data: there they are skipped, or are dots of a picture.
    """

    def __init__(self) -> None:
        self._tail = b""

    def found(self, piece: bytes) -> list[tuple[bytes, int]]:
        """Each with its end in this piece; it may have begun in one before."""
        data, before = self._tail + piece, len(self._tail)
        matches = list(REAL_TIME.finditer(data))
        end = matches[-1].end() if matches else 0
        self._tail = data[max(end, len(data) - LONGEST_REAL_TIME + 1) :]
        return [(match.group(), match.end() - before) for match in matches]
