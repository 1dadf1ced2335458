"""A printer on a USB bus that pyusb believes in: it takes the place of libusb."""

import threading
import time
from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

import usb.backend
import usb.core

from tests.double_commands import RealTime
from tests.double_engine import Engine

VENDOR, PRODUCT = 0x04B8, 0x0202
OUT, IN = 0x03, 0x84  # of this model; others differ
BULK, PACKET = 2, 64


@dataclass
class Setting:
    """One way to use an interface."""

    number: int
    alternate: int
    kind: int  # 7 is a printer
    endpoints: tuple[int, ...]


@dataclass
class UsbPrinter(usb.backend.IBackend):  # type: ignore[misc]  # pyusb has no types
    settings: list[Setting] = field(
        default_factory=lambda: [
            Setting(0, 0, 255, (0x01,)),
            Setting(1, 0, 7, (OUT,)),
            Setting(1, 1, 7, (OUT, IN)),
        ]
    )
    is_plugged: bool = True
    is_stuck: bool = False  # takes nothing
    empty_first: bool = False  # an empty packet before each answer
    kernel_has: set[int] = field(default_factory=lambda: {1})
    claimed: set[int] = field(default_factory=set)
    chosen: list[tuple[int, int]] = field(default_factory=list)
    engine: Engine = field(init=False)

    def __post_init__(self) -> None:
        super().__init__()
        self.engine = Engine(lambda reply, _: self._answer(reply), 576)
        self._answers = bytearray()
        self._was_empty = False
        self._real_time = RealTime()
        self._lock = threading.Lock()

    def _answer(self, reply: bytes) -> None:
        self._answers += reply

    # --- what pyusb asks ---

    def enumerate_devices(self) -> Iterator[object]:
        yield from [self] if self.is_plugged else []

    def get_device_descriptor(self, device: Any) -> SimpleNamespace:
        numbers = dict.fromkeys(
            ("bDeviceClass", "bDeviceSubClass", "bDeviceProtocol", "iManufacturer"), 0
        )
        numbers |= dict.fromkeys(("iProduct", "iSerialNumber", "bcdDevice"), 0)
        return SimpleNamespace(
            **numbers,
            bLength=18,
            bDescriptorType=1,
            bcdUSB=0x200,
            bMaxPacketSize0=64,
            idVendor=VENDOR,
            idProduct=PRODUCT,
            bNumConfigurations=1,
            address=1,
            bus=1,
            port_number=1,
            port_numbers=(1,),
            speed=3,
        )

    def get_configuration_descriptor(self, device: Any, at: int) -> SimpleNamespace:
        numbers = {"bLength": 9, "bDescriptorType": 2, "wTotalLength": 0}
        return SimpleNamespace(
            **numbers,
            bNumInterfaces=len({each.number for each in self.settings}),
            bConfigurationValue=1,
            iConfiguration=0,
            bmAttributes=0xC0,
            bMaxPower=0,
            extra_descriptors=b"",
        )

    def get_interface_descriptor(
        self, device: Any, number: int, alternate: int, configuration: int
    ) -> SimpleNamespace:
        one = self._setting(number, alternate)
        return SimpleNamespace(
            bLength=9,
            bDescriptorType=4,
            bInterfaceNumber=number,
            bAlternateSetting=alternate,
            bNumEndpoints=len(one.endpoints),
            bInterfaceClass=one.kind,
            bInterfaceSubClass=1,
            bInterfaceProtocol=2,
            iInterface=0,
            extra_descriptors=b"",
        )

    def get_endpoint_descriptor(
        self, device: Any, at: int, number: int, alternate: int, configuration: int
    ) -> SimpleNamespace:
        return SimpleNamespace(
            bLength=7,
            bDescriptorType=5,
            bEndpointAddress=self._setting(number, alternate).endpoints[at],
            bmAttributes=BULK,
            wMaxPacketSize=PACKET,
            bInterval=0,
            bRefresh=0,
            bSynchAddress=0,
            extra_descriptors=b"",
        )

    def _setting(self, number: int, alternate: int) -> Setting:
        for each in self.settings:
            if (each.number, each.alternate) == (number, alternate):
                return each
        raise IndexError(number)

    def open_device(self, device: Any) -> object:
        return self

    def close_device(self, handle: Any) -> None:
        pass

    def get_configuration(self, handle: Any) -> int:
        return 1

    def claim_interface(self, handle: Any, number: int) -> None:
        if number in self.kernel_has:
            raise usb.core.USBError("Resource busy", -6, 16)
        self.claimed.add(number)

    def release_interface(self, handle: Any, number: int) -> None:
        self.claimed.discard(number)

    def set_interface_altsetting(self, handle: Any, number: int, to: int) -> None:
        self.chosen.append((number, to))

    def is_kernel_driver_active(self, handle: Any, number: int) -> bool:
        return number in self.kernel_has

    def detach_kernel_driver(self, handle: Any, number: int) -> None:
        self.kernel_has.remove(number)

    def attach_kernel_driver(self, handle: Any, number: int) -> None:
        self.kernel_has.add(number)

    def bulk_write(
        self, handle: Any, endpoint: int, number: int, data: Any, timeout: int
    ) -> int:
        self._must_be_usable(endpoint, OUT)
        if self.is_stuck:
            time.sleep(timeout / 1000)
            raise usb.core.USBTimeoutError("Operation timed out", -7, 110)
        for command, _ in self._real_time.found(bytes(data)):
            self._answer(self.engine.obey_at_once(command))
        self.engine.take(bytes(data))
        return len(data)

    def bulk_read(
        self, handle: Any, endpoint: int, number: int, room: Any, timeout: int
    ) -> int:
        self._must_be_usable(endpoint, IN)
        self._was_empty = self.empty_first and not self._was_empty
        if self._was_empty:
            return 0
        if not self._answers:
            time.sleep(timeout / 1000)
            raise usb.core.USBTimeoutError("Operation timed out", -7, 110)
        found = self._answers[: len(room)]
        room[: len(found)] = array("B", found)
        del self._answers[: len(found)]
        return len(found)

    def _must_be_usable(self, endpoint: int, right: int) -> None:
        if not self.is_plugged:
            raise usb.core.USBError("No such device", -4, 19)
        assert endpoint == right
        assert self.claimed == {1}
