"""The printer double on a developer's desk: says what it does, obeys the keyboard."""

import argparse
import signal
import sys
from pathlib import Path

from tests.double_paper import Slip
from tests.double_states import FAULTS
from tests.printer_double import PrinterDouble

HELP = """Type a fault's name to bring it about, or
  paper [rows]  to load a new roll
  power         to switch it off and on
"""


class Aloud(PrinterDouble):
    def __init__(self, port: int, dots: int, folder: Path | None) -> None:
        super().__init__(port, dots)
        self._folder = folder

    def run(self) -> None:
        count, was_stopped = len(self.slips), self.state.is_stopped
        super().run()
        for number, slip in enumerate(self.slips[count:], count + 1):
            self._tell(number, slip)
        if self.state.is_stopped and not was_stopped:
            print(f"Stopped: {self._why()}.")

    def obey_at_once(self, command: bytes) -> bytes:
        reply = super().obey_at_once(command)
        print(
            f"Asked at once {command.hex(' ')}: {reply.hex(' ') or 'nothing to say'}."
        )
        return reply

    def do(self, words: str) -> None:
        match words.split():
            case ["paper"]:
                self.load_paper()
            case ["paper", rows] if rows.isdigit():
                self.load_paper(int(rows))
            case ["power"]:
                self.power_cycle()
            case [fault] if fault in FAULTS:
                self.fault = fault
            case _:
                print(HELP, "Faults: ", ", ".join(FAULTS), ".", sep="")
        print(f"Now: {self._why()}.")

    def _why(self) -> str:
        return "there is no paper" if self.state.is_out else FAULTS[self.fault]

    def _tell(self, number: int, slip: Slip) -> None:
        if self._folder and slip.picture.width:
            self._folder.mkdir(parents=True, exist_ok=True)
            slip.picture.save(self._folder / f"{number:04}.png")
        whole = "whole" if slip.complete else "NOT whole"
        print(f"Cut off slip {number}: {slip.rows} rows of paper, {whole}.")
        if slip.text:
            print(f"It printed letters, so it misread a command: {slip.text!r}")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.printer_double")
    parser.add_argument("--port", type=int, default=9100)
    parser.add_argument("--dots", type=int, default=576, help="384 on 58 mm paper")
    parser.add_argument("--fault", choices=list(FAULTS), default="ok")
    parser.add_argument("--lays", type=Path, metavar="DIR", help="for the slips as PNG")
    wanted = parser.parse_args()
    printer = Aloud(wanted.port, wanted.dots, wanted.lays)
    printer.fault = wanted.fault
    with printer:
        print(f"A printer stands at {printer.address}: {FAULTS[wanted.fault]}.")
        for line in sys.stdin:
            printer.do(line)
        signal.pause()  # nobody at the keyboard: until Ctrl-C
