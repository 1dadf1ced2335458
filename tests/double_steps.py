"""A printer double, a bare socket to it, and what is said over it."""

import socket
from collections.abc import Iterator
from contextlib import closing

import pytest

from printer.escpos_bytes import commands
from printer.slip import draw
from tests.printer_double import PrinterDouble
from tests.test_slip import SLIP, URL

DRAWN = draw(SLIP, URL)
JOB = commands(DRAWN)
ASKS = {n: bytes([0x10, 0x04, n]) for n in (1, 2, 3, 4)}
ASK_FOR_ACK = b"\x1d(H\x06\x00\x30\x30A012"
ACK = b"\x37\x22A012\x00"
SIXTEEN_ROWS = b"\x1dv0\x00\x02\x00\x10\x00" + 32 * b"\xaa"
CUT = b"\x1dV\x00"
WELL = b"\x12\x12\x12\x12"


@pytest.fixture
def printer() -> Iterator[PrinterDouble]:
    with PrinterDouble() as printer:
        yield printer


def connected(printer: PrinterDouble) -> socket.socket:
    port = int(printer.address.rpartition(":")[2])
    line = socket.create_connection(("127.0.0.1", port), 5)
    line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return line


@pytest.fixture
def line(printer: PrinterDouble) -> Iterator[socket.socket]:
    with closing(connected(printer)) as line:
        yield line


def answer(line: socket.socket, length: int, seconds: float = 5) -> bytes:
    """So many bytes; fewer if the printer says no more or hangs up."""
    line.settimeout(seconds)
    got = b""
    try:
        while len(got) < length and (more := line.recv(length - len(got))):
            got += more
    except TimeoutError:
        pass
    return got


def asked(line: socket.socket) -> bytes:
    line.sendall(b"".join(ASKS.values()))
    return answer(line, 4)


def hung_up(line: socket.socket) -> bool:
    line.settimeout(5)
    try:
        return line.recv(1) == b""
    except ConnectionError:
        return True
