"""The lines to real printers. They are opened for one slip or one question, so that a
printer that was unplugged or switched off needs no restart of ours.

No call here waits longer than it is told to.
"""

import errno
import fcntl
import os
import select
import socket
import stat
import struct
import termios
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Protocol

from escpos.printer.serial import serial  # pyserial, as python-escpos brings it

from printer.errors import PrinterError
from printer.patience import Patience

CONNECT = 3.0  # seconds
PIECE = 4096
IDLE = 0.01  # pause after an empty answer: some devices give one at once, for ever
WITH_RESET = struct.pack("ii", 1, 0)  # for SO_LINGER
NO_READING = (errno.EACCES, errno.EPERM, errno.EROFS)


class HungUp(ConnectionError):
    """Politely; a line that was reset is a ConnectionResetError."""


class Line(Protocol):
    """Raises OSError once the printer cannot be reached any more."""

    def write(self, piece: bytes, seconds: float) -> int:
        """How much of it was taken within the seconds."""

    def read(self, seconds: float) -> bytes:
        """What came within the seconds; it may be nothing."""

    def unsent(self) -> int:
        """Bytes, or 1 for some, that wait on this side of the line."""

    def end(self) -> bool:
        """Nothing more comes from us. True: a printer that has read all may show it
        by hanging up."""


class Descriptor:
    """A socket, a serial line or a device file, opened without blocking.

    `ends`: an empty read means that the other side has gone.
    """

    def __init__(self, number: int, reads: bool = True, ends: bool = True) -> None:
        self._number, self._reads, self._ends = number, reads, ends

    def write(self, piece: bytes, seconds: float) -> int:
        if not self._is_ready(seconds):
            return 0
        with suppress(BlockingIOError):
            return os.write(self._number, piece)
        return 0

    def _is_ready(self, seconds: float) -> bool:
        return bool(select.select([], [self._number], [], seconds)[1])

    def read(self, seconds: float) -> bytes:
        if not self._reads:
            time.sleep(seconds)
            return b""
        if not select.select([self._number], [], [], seconds)[0]:
            return b""
        if not (found := self._read()):
            time.sleep(min(IDLE, seconds))
        return found

    def _read(self) -> bytes:
        try:
            found = os.read(self._number, PIECE)
        except BlockingIOError:
            return b""
        except OSError as fault:
            if fault.errno != errno.EINVAL:
                raise
            self._reads = False  # usblp on a printer that can only listen
            return b""
        if not found and self._ends:
            raise HungUp("the printer hung up")
        return found

    def unsent(self) -> int:
        """Of a socket: what the printer has not confirmed as received."""
        try:
            left = fcntl.ioctl(self._number, termios.TIOCOUTQ, b"\0" * 4)
        except OSError:  # usblp knows only whether it is ready for more
            return 0 if self._is_ready(0) else 1
        return int(struct.unpack("i", left)[0])

    def end(self) -> bool:
        return False


class Connection(Descriptor):
    def __init__(self, line: socket.socket) -> None:
        super().__init__(line.fileno())
        self._line = line

    def end(self) -> bool:
        self._line.shutdown(socket.SHUT_WR)
        return True


@contextmanager
def socket_to(host: str, port: int, patience: Patience) -> Iterator[Line]:
    with _connected(host, port, patience) as line:
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        try:
            yield Connection(line)
        except BaseException:  # what has not left must not arrive later
            line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, WITH_RESET)
            raise
        with suppress(OSError):
            line.shutdown(socket.SHUT_WR)


def _connected(host: str, port: int, patience: Patience) -> socket.socket:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as fault:
        raise PrinterError(f"there is no host {host}") from fault
    family, kind, protocol, _, address = found[0]
    line = socket.socket(family, kind, protocol)
    line.setblocking(False)
    try:
        line.connect_ex(address)
        _wait_until_connected(line, patience)
    except BaseException:
        line.close()
        raise
    return line


def _wait_until_connected(line: socket.socket, patience: Patience) -> None:
    for spell in patience.spells(CONNECT):
        if select.select([], [line], [], spell)[1]:
            if refused := line.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR):
                raise OSError(refused, os.strerror(refused))
            return
    raise TimeoutError("the printer does not answer the call")


@contextmanager
def device_file(path: str) -> Iterator[Line]:
    """Never creates the file: an unplugged printer is a fault, not a new file."""
    device, reads = _opened(path)
    try:
        reads = reads and stat.S_ISCHR(os.fstat(device).st_mode)
        yield Descriptor(device, reads, ends=False)
    finally:
        os.close(device)


def _opened(path: str) -> tuple[int, bool]:
    """Write-only, where reading is not allowed."""
    how = os.O_APPEND | os.O_NONBLOCK | os.O_NOCTTY
    try:
        return os.open(path, os.O_RDWR | how), True
    except OSError as fault:
        if fault.errno not in NO_READING:
            raise
        return os.open(path, os.O_WRONLY | how), False


@contextmanager
def serial_port(path: str, baud: int, flow: str) -> Iterator[Line]:
    """`flow`: rtscts, xonxoff or noflow."""
    port = _opened_port(path, baud, flow)
    try:
        yield Descriptor(port.fileno())
    finally:
        with suppress(OSError, termios.error):  # else close() waits for the printer
            port.reset_output_buffer()
        port.close()


def _opened_port(path: str, baud: int, flow: str) -> serial.Serial:
    """Some ports have not every speed; pyserial says so in its own ways."""
    flows = {name: flow == name for name in ("rtscts", "xonxoff")}
    try:
        return serial.Serial(
            path, baud, timeout=0, write_timeout=0, exclusive=True, **flows
        )
    except (ValueError, termios.error) as fault:
        raise PrinterError(f"{path} cannot be set to {baud} baud: {fault}") from fault
