"""The double knows how long commands are, and skips those that it lacks."""

import socket
from contextlib import closing

import pytest

from tests import double_steps
from tests.double_commands import command_length
from tests.double_steps import ASK_FOR_ACK, ASKS, CUT, answer, connected
from tests.printer_double import PrinterDouble

line = double_steps.line  # a fixture
printer = double_steps.printer  # a fixture


@pytest.mark.parametrize(
    "command",
    [
        b"\x1b@",
        b"\x1bJ\x41",
        b"\x1bd\x41",
        b"\x1b2",
        b"\x1b3\x41",
        b"\x1bt\x41",
        b"\x1b!\x41",
        b"\x1ba\x41",
        b"\x1bp\x41AA",
        b"\x1b$AA",
        b"\x1b*\x00\x03\x00AAA",
        b"\x1b*\x21\x01\x00AAA",
        b"\x1bDAAA\x00",
        b"\x1cC\x41",
        b"\x1c2AAAAAA" + 68 * b"A",
        b"\x1d!\x41",
        b"\x1dLAA",
        b"\x1da\x00",
        b"\x1dr\x41",
        b"\x1dV\x41\x41",
        b"\x1dV\x00",
        b"\x1d(A\x03\x00AAA",
        b"\x1d(k\x03\x001AA",
        b"\x1d(Z\x00\x01" + 256 * b"A",
        b"\x1d8L\x03\x00\x00\x00AAA",
        b"\x1dk\x04AAA\x00",
        b"\x1dk\x45\x03AAA",
        b"\x1d*\x01\x02" + 16 * b"A",
        b"\x1dv0\x00\x02\x00\x03\x00AAAAAA",
        b"\x10\x04\x01",
        b"\x10\x05\x00",
        b"\x10\x14\x01\x00\x01",
        b"\x10\x14\x08\x01\x03\x14\x01\x06\x02\x08",
    ],
)
def test_a_command_is_taken_whole_once_its_last_byte_is_there(command: bytes) -> None:
    assert command_length(command + b"AAAA") == len(command)
    assert command_length(command[:-1]) is None


@pytest.mark.parametrize(
    ("unknown", "question"),
    [
        ("DLE EOT", ASKS[1]),
        ("GS r", b"\x1dr\x01"),
        ("GS ( H", ASK_FOR_ACK),
        ("GS a", b"\x1da\xff"),
        ("GS I", b"\x1dI\x43"),
    ],
)
def test_a_printer_that_lacks_a_command_skips_it_without_a_word(
    printer: PrinterDouble, line: socket.socket, unknown: str, question: bytes
) -> None:
    line.sendall(question)
    assert answer(line, 1) != b""
    with closing(connected(printer)) as again:
        printer.knows.remove(unknown)
        again.sendall(question)
        assert answer(again, 1, 0.2) == b""
    assert printer.garbage == 0


def test_a_feed_is_as_long_as_its_unit_says(
    printer: PrinterDouble, line: socket.socket
) -> None:
    line.sendall(b"\x1dP\xb4\x65\x1bJ\x0a\x1b@\x1bJ\x0a" + CUT)  # 1/101 inch, 1/203
    printer.wait_for(lambda: printer.cuts == 1)
    assert printer.slips[0].rows == 20 + 10
