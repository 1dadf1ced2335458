"""What is inside the printer double: a buffer, a head, a knife, and what it admits.

It knows no sockets. Commands are obeyed in the order of the buffer, but for those that
a printer obeys on reception; status bytes are those of Epson's manuals.
"""

from collections import deque
from collections.abc import Callable

from tests.double_commands import command_length, whole_commands
from tests.double_paper import Roll, Slip, raster_rows
from tests.double_states import NAMES, Admitted

HEAD_DPI, LINE_ROWS = 203, 34
INITIALISE = b"\x1b@"


class Engine:
    """Takes bytes, burns rows, and answers through whoever has the line."""

    def __init__(self, answer: Callable[[bytes, float], None], dots: int) -> None:
        self._answer = answer  # after so many seconds
        self.knows = {"DLE EOT", "GS r", "GS ( H", "GS a", "GS I"}
        self.ack_delay = 3.0
        self.slips: list[Slip] = []
        self.torn: list[Slip] = []  # where the paper ran out inside a slip
        self.garbage = self.losses = 0
        self._fault = "ok"
        self._paper_rows: int | None = None
        self._buffer = bytearray()
        self._rows: deque[bytes] = deque()  # of the command that is being printed
        self._roll = Roll(dots)
        self._set_up()

    def _set_up(self) -> None:
        self._spacing, self._unit = LINE_ROWS, 1.0
        self._told: bytes | None = None  # the automatic status, where it is wanted

    # --- what it admits ---

    @property
    def state(self) -> Admitted:
        is_out = self._fault == "paper-out" or self._paper_rows == 0
        return Admitted(self._fault, is_out)

    @property
    def cuts(self) -> int:
        return len(self.slips)

    def admit(self) -> None:
        """Says by itself what has changed, if that is wanted."""
        if self._told is not None and self._told != (new := self.state.automatic()):
            self._told = new
            self._answer(new, 0)

    # --- what goes in ---

    def take(self, data: bytes) -> None:
        self._buffer += data
        self.run()

    def obey_at_once(self, command: bytes) -> bytes:
        """DLE EOT n, DLE ENQ n, DLE DC4 8: the reply."""
        if command[1] == 0x04:
            status = bytes([self.state.at_once(command[2])])
            return status if "DLE EOT" in self.knows else b""
        if command[1] == 0x14:
            self.clear()
            return b"\x37\x25\x00"
        if command[2] == 2 and self.state.is_jammed:
            self.clear()
        return b""

    def clear(self) -> None:
        """Whatever is not on paper yet is lost."""
        self.losses += 1
        self._buffer.clear()
        self._rows.clear()
        self._roll.line = ""
        self._roll.broken |= bool(self._roll.rows)

    def forget_half_a_command(self) -> None:
        end = whole_commands(self._buffer)[-1]
        self._roll.broken |= end < len(self._buffer)
        del self._buffer[end:]

    def change_paper(self, rows: int | None) -> None:
        """The interrupted job goes on, unless ESC @ stands behind it in the buffer."""
        if self.state.is_out and self._roll.rows:
            self._roll.broken = True
            self.torn.append(self._roll.tear_off())
            self._roll.broken = True  # the rest of it is only half a slip as well
        for start in whole_commands(self._buffer):
            if self._buffer.startswith(INITIALISE, start):
                self._rows.clear()
                del self._buffer[:start]
                break
        self._paper_rows = rows
        if self._fault in ("paper-out", "cover-open", "near-end"):
            self._fault = "ok"

    # --- what comes out ---

    def run(self) -> None:
        """Goes on until the buffer is empty, or paper, cover or knife stop it."""
        while not self.state.is_stopped and (self._rows or self._next()):
            if self._rows:
                self._burn()
        self.admit()

    def _next(self) -> bool:
        length = command_length(self._buffer) if self._buffer else None
        if length is None:
            return False
        command = bytes(self._buffer[:length])
        del self._buffer[:length]
        if act := ACTS.get(command[:2]):
            act(self, command)
        elif length == 1:
            self._letter(command)
        return True

    def _burn(self) -> None:
        self._roll.burn(self._rows.popleft())
        if self._paper_rows is not None:
            self._paper_rows -= 1

    def _letter(self, letter: bytes) -> None:
        """What should have been part of a command, or a line feed."""
        self.garbage += letter >= b" "
        self._rows.extend(self._roll.typed(letter, self._spacing))

    def _initialise(self, command: bytes) -> None:
        self._set_up()
        self._roll.line, self._roll.broken = "", False

    def _space(self, command: bytes) -> None:
        self._spacing = command[2] if len(command) == 3 else LINE_ROWS

    def _measure(self, command: bytes) -> None:
        """GS P x y: the unit of ESC J is 1/y inch."""
        self._unit = HEAD_DPI / (command[3] or HEAD_DPI)

    def _feed(self, command: bytes) -> None:
        self._rows.extend([b""] * round(self._unit * command[2]))

    def _feed_lines(self, command: bytes) -> None:
        self._rows.extend([b""] * self._spacing * command[2])

    def _raster(self, command: bytes) -> None:
        self._rows.extend(raster_rows(command))

    def _cut(self, command: bytes) -> None:
        if self._fault == "knife-jams":
            self._fault = "cutter-error"
            self._buffer[:0] = command
            return
        self._roll.feed(command[3] if len(command) == 4 else 0)
        self.slips.append(self._roll.tear_off())

    def _block(self, command: bytes) -> None:
        """GS ( H 6 0 48 48 d1…d4: say so when all before it is on paper."""
        is_asked = command[2:6] == b"H\x06\x00\x30" and "GS ( H" in self.knows
        if not is_asked or self._fault == "no-ack":
            return
        last = command[10] ^ (self._fault == "wrong-ack")
        delay = self.ack_delay if self._fault == "late-ack" else 0
        self._answer(b"\x37\x22" + command[7:10] + bytes([last, 0]), delay)

    def _automatic(self, command: bytes) -> None:
        if "GS a" in self.knows:
            self._told = b"" if command[2] else None
            self.admit()

    def _report(self, command: bytes) -> None:
        if "GS r" in self.knows and command[2] in b"\x01\x0212":
            self._answer(bytes([self.state.paper() if command[2] % 2 else 0]), 0)

    def _identify(self, command: bytes) -> None:
        if "GS I" in self.knows:
            self._answer(NAMES.get(command[2], b"\x20"), 0)


ACTS: dict[bytes, Callable[[Engine, bytes], None]] = {
    INITIALISE: Engine._initialise,
    b"\x1b2": Engine._space,
    b"\x1b3": Engine._space,
    b"\x1bJ": Engine._feed,
    b"\x1bd": Engine._feed_lines,
    b"\x1bi": Engine._cut,
    b"\x1bm": Engine._cut,
    b"\x1dP": Engine._measure,
    b"\x1dV": Engine._cut,
    b"\x1dv": Engine._raster,
    b"\x1d(": Engine._block,
    b"\x1da": Engine._automatic,
    b"\x1dr": Engine._report,
    b"\x1dI": Engine._identify,
}
