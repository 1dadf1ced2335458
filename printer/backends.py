"""The boundary to the hardware: LUOT_PRINTER goes in, a way to send bytes comes out.

"Sent" is not "printed": a printer without paper swallows 60 kB without a word. Only
the virtual printer, whose picture is the paper, says "printed".
"""

import re
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Literal, Protocol

from escpos.printer import Serial, Usb

from printer.lines import Cups, Line, device_file, serial_port, socket_to, usb_device
from printer.virtual import Virtual
from settings import WrongSetting

State = Literal["printed", "unverified"]


class Backend(Protocol):
    def send(self, data: bytes, job: str) -> State:
        """Send one slip, or raise PrinterError."""


def open_backend(setting: str, spool: Path) -> Backend:
    """Understand LUOT_PRINTER (WrongSetting); nothing is opened before a slip."""
    if setting == "virtual":
        return Virtual(spool)
    kind, _, address = setting.partition(":")
    if kind in KINDS:
        shape, make = KINDS[kind]
        if found := re.fullmatch(shape, address):
            return make(**found.groupdict())
    raise WrongSetting(
        f"LUOT_PRINTER: “{setting}” is not a printer; it is virtual, "
        "network:HOST[:PORT], usb:VENDOR:PRODUCT, serial:/dev/DEVICE@BAUD, "
        "file:/dev/DEVICE or cups:QUEUE."
    )


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


HEX = "(?:0x)?[0-9a-fA-F]{4}"
KINDS: dict[str, tuple[str, Callable[..., Backend]]] = {
    "network": (r"(?P<host>\[[0-9a-fA-F:.]+\]|[\w.-]+)(:(?P<port>\d{1,5}))?", _network),
    "usb": (rf"(?P<vendor>{HEX}):(?P<product>{HEX})", _usb),
    "serial": (r"(?P<device>/\S+)@(?P<baud>\d{3,7})", _serial),
    "file": (r"(?P<device>/\S+)", _file),
    "cups": (r"(?P<queue>[^\s/#:-][^\s/#:]*)", Cups),
}
