"""The lines to real printers. None of them may wait for ever for a printer.

A printer that is off or without paper stops taking bytes: every line gives up after
PATIENCE seconds without progress, and says whether some bytes had left by then.
"""

import os
import select
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from functools import partial
from typing import Any, Literal

from escpos.exceptions import Error as EscposError
from escpos.printer import Serial, Usb

from printer.errors import PrinterError

PATIENCE = 5.0
LINGER = 1.0
PIECE = 4096

Write = Callable[[bytes], int]


class Line:
    """Send through whatever `connect` opens: it yields a write that says how much."""

    def __init__(self, connect: Callable[[], AbstractContextManager[Write]]) -> None:
        self._connect = connect

    def send(self, data: bytes, job: str) -> Literal["unverified"]:
        sent = 0
        try:
            with self._connect() as write:
                while sent < len(data):
                    sent += write(data[sent : sent + PIECE])
        except (OSError, EscposError) as fault:
            raise PrinterError(_words(fault), began=sent > 0) from fault
        return "unverified"


def _words(fault: Exception) -> str:
    return " ".join(str(fault).split()) or type(fault).__name__


@contextmanager
def socket_to(host: str, port: int) -> Iterator[Write]:
    with socket.create_connection((host, port), PATIENCE) as line:
        yield line.send
        line.shutdown(socket.SHUT_WR)
        line.settimeout(LINGER)
        with suppress(TimeoutError):  # many printers never hang up
            while line.recv(PIECE):  # a connection that was reset is an error
                pass


@contextmanager
def device_file(path: str) -> Iterator[Write]:
    """Never creates the file: an unplugged printer is a fault, not a new file."""
    device = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_NONBLOCK)
    try:
        yield partial(_write_when_ready, device)
        _wait_until_ready(device)  # else usblp drops what is still under way
    finally:
        os.close(device)


def _write_when_ready(device: int, piece: bytes) -> int:
    _wait_until_ready(device)
    return os.write(device, piece)


def _wait_until_ready(device: int) -> None:
    if not select.select([], [device], [], PATIENCE)[1]:
        raise TimeoutError(f"the printer took nothing for {PATIENCE:.0f} s")


@contextmanager
def usb_device(vendor: int, product: int) -> Iterator[Write]:
    printer = Usb(vendor, product, timeout=int(PATIENCE * 1000))
    try:
        printer.open()
    except ValueError as fault:  # what pyusb says without libusb
        raise PrinterError(_words(fault)) from fault
    try:
        yield partial(_write_whole, printer)
    finally:
        printer.close()


@contextmanager
def serial_port(path: str, baud: int) -> Iterator[Write]:
    printer = Serial(path, baud)
    printer.open()
    port, seconds = printer.device, PATIENCE + 10 * PIECE / baud
    port.write_timeout = seconds
    try:
        yield partial(_write_whole, printer)
        _wait_until_drained(port, seconds)
    except BaseException:
        port.reset_output_buffer()  # else close() waits for a printer that is off
        raise
    finally:
        printer.close()


def _write_whole(printer: Any, piece: bytes) -> int:
    """These libraries do not say how much had left when they gave up."""
    try:
        printer._raw(piece)
    except OSError as fault:
        raise PrinterError(_words(fault), began=True) from fault
    return len(piece)


def _wait_until_drained(port: Any, seconds: float) -> None:
    patience = time.monotonic() + seconds
    while port.out_waiting:
        if time.monotonic() > patience:
            raise TimeoutError("the printer stopped taking bytes")
        time.sleep(0.02)


class Cups:
    """Hand the job to a raw CUPS queue; what becomes of it only CUPS knows."""

    def __init__(self, queue: str) -> None:
        self._queue = queue

    def send(self, data: bytes, job: str) -> Literal["unverified"]:
        command = ["lp", "-d", self._queue, "-t", job, "-o", "raw"]
        try:
            done = subprocess.run(
                command, input=data, capture_output=True, timeout=PATIENCE
            )
        except subprocess.TimeoutExpired as fault:
            raise PrinterError("lp did not answer", began=True) from fault
        except OSError as fault:
            raise PrinterError(_words(fault)) from fault
        if done.returncode:
            raise PrinterError(done.stderr.decode(errors="replace").strip())
        return "unverified"
