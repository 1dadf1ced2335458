"""A printer on USB, without the kernel's own driver, which it gets back afterwards.

Never a reset: it would throw away what the printer still holds. Which endpoint is
which is read from the device, for it differs from model to model.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from escpos.printer.usb import usb  # pyusb, as python-escpos brings it

from printer.errors import PrinterError
from printer.lines import IDLE

PRINTER_CLASS = 7


class UsbLine:
    """Bulk transfers both ways; some printers have only the way out."""

    def __init__(self, outward: Any, inward: Any) -> None:
        self._outward, self._inward = outward, inward

    def write(self, piece: bytes, seconds: float) -> int:
        with suppress(usb.core.USBTimeoutError):
            return int(self._outward.write(piece, _milliseconds(seconds)))
        return 0

    def read(self, seconds: float) -> bytes:
        if self._inward is None:
            time.sleep(seconds)
            return b""
        with suppress(usb.core.USBTimeoutError):
            size = self._inward.wMaxPacketSize
            if found := bytes(self._inward.read(size, _milliseconds(seconds))):
                return found
        time.sleep(min(IDLE, seconds))  # the first answer may be an empty packet
        return b""

    def unsent(self) -> int:
        return 0  # a transfer is over when the printer has taken it

    def end(self) -> bool:
        return False


def _milliseconds(seconds: float) -> int:
    return max(1, int(seconds * 1000))  # 0 would be for ever


@contextmanager
def usb_device(vendor: int, product: int) -> Iterator[UsbLine]:
    device = _found(vendor, product)
    interface = _printer_interface(device)
    number = interface.bInterfaceNumber
    borrowed = _take_from_kernel(device, number)
    try:
        usb.util.claim_interface(device, number)
        if interface.bAlternateSetting:
            interface.set_altsetting()
        yield UsbLine(_endpoint(interface, True), _endpoint(interface, False))
    finally:
        with suppress(usb.core.USBError):  # unplugged meanwhile
            usb.util.release_interface(device, number)
            if borrowed:
                device.attach_kernel_driver(number)
        usb.util.dispose_resources(device)


def _found(vendor: int, product: int) -> Any:
    try:
        device = usb.core.find(idVendor=vendor, idProduct=product)
    except usb.core.NoBackendError as fault:
        raise PrinterError("libusb is missing (libusb-1.0-0)") from fault
    if device is None:
        raise PrinterError(f"no {vendor:04x}:{product:04x} is plugged in")
    return device


def _printer_interface(device: Any) -> Any:
    """Of the printer class; one that can also be read from, where there is a choice."""
    try:
        configuration = device.get_active_configuration()
    except usb.core.USBError:  # fresh from the plug
        device.set_configuration()
        configuration = device.get_active_configuration()
    usable = [each for each in configuration if _endpoint(each, True)]
    if not usable:
        raise PrinterError("this USB device takes no print data")
    return max(usable, key=_fitness)


def _fitness(interface: Any) -> tuple[bool, bool, int]:
    is_printer = interface.bInterfaceClass == PRINTER_CLASS
    answers = _endpoint(interface, False) is not None
    return is_printer, answers, -interface.bAlternateSetting


def _endpoint(interface: Any, outward: bool) -> Any:
    """The bulk endpoint of that direction, or None."""
    wanted = usb.util.ENDPOINT_OUT if outward else usb.util.ENDPOINT_IN
    for endpoint in interface:
        kind = usb.util.endpoint_type(endpoint.bmAttributes)
        way = usb.util.endpoint_direction(endpoint.bEndpointAddress)
        if (kind, way) == (usb.util.ENDPOINT_TYPE_BULK, wanted):
            return endpoint
    return None


def _take_from_kernel(device: Any, number: int) -> bool:
    """True if usblp had it."""
    with suppress(NotImplementedError):
        if device.is_kernel_driver_active(number):
            device.detach_kernel_driver(number)
            return True
    return False
