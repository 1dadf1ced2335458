"""The boundary to the hardware: LUOT_PRINTER goes in, a way to send bytes comes out.

"Sent" is not "printed": a printer without paper swallows 60 kB without a word. Only
the virtual printer, whose picture is the paper, says "printed".
"""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Literal, Protocol

from escpos.printer import Serial, Usb

from printer.lines import Cups, Line, device_file, serial_port, socket_to, usb_device
from printer.virtual import Virtual
from settings import WrongSetting, printer_of

State = Literal["printed", "unverified"]


class Backend(Protocol):
    def send(self, data: bytes, job: str) -> State:
        """Send one slip, or raise PrinterError."""


def open_backend(setting: str, spool: Path) -> Backend:
    """Understand LUOT_PRINTER (WrongSetting); nothing is opened before a slip."""
    kind, parts = printer_of(setting)
    return Virtual(spool) if kind == "virtual" else KINDS[kind](**parts)


def _network(host: str, port: str | None) -> Backend:
    return Line(partial(socket_to, host.strip("[]"), _port(port)))


def _port(port: str | None) -> int:
    number = int(port or 9100)
    if not 0 < number < 65536:
        raise WrongSetting(f"LUOT_PRINTER: there is no port {number}.")
    return number


def _usb(vendor: str, product: str) -> Backend:
    if not Usb.is_usable():
        raise WrongSetting("LUOT_PRINTER: usb needs the package pyusb.")
    return Line(partial(usb_device, int(vendor, 16), int(product, 16)))


def _serial(device: str, baud: str) -> Backend:
    if not Serial.is_usable():
        raise WrongSetting("LUOT_PRINTER: serial needs the package pyserial.")
    return Line(partial(serial_port, device, int(baud)))


def _file(device: str) -> Backend:
    return Line(partial(device_file, device))


KINDS: dict[str, Callable[..., Backend]] = {
    "network": _network,
    "usb": _usb,
    "serial": _serial,
    "file": _file,
    "cups": Cups,
}
