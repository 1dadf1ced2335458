"""The boundary to the hardware: LUOT_PRINTER goes in, a printer comes out."""

from functools import partial
from pathlib import Path
from typing import Protocol

from printer.cups import Cups
from printer.errors import PrinterError
from printer.jobs import Attempt, Job, Known
from printer.lines import device_file, serial_port, socket_to
from printer.patience import Patience
from printer.speaking import Opener, Speaking
from printer.status import READY, Status
from printer.usb_line import usb_device
from printer.virtual import Virtual
from settings import DEFAULT_PORT, PrinterSetting


class Backend(Protocol):
    """Nothing is opened before it is asked something; Stopping ends every wait."""

    def look(self, known: Known) -> Status:
        """How it is now; PrinterError when it cannot be reached."""

    def meet(self) -> tuple[Known | None, Status]:
        """What it can do; None while its state does not let it show that."""

    def print(self, job: Job, known: Known) -> Attempt:
        """One slip; every fault is told in the answer."""


def open_backend(setting: PrinterSetting, spool: Path, patience: Patience) -> Backend:
    match setting.kind:
        case "virtual":
            return Drawn(Virtual(spool))
        case "cups":
            return Cups(setting.parts["queue"], patience)
        case _:
            return Speaking(_opener(setting), patience)


def _opener(setting: PrinterSetting) -> Opener:
    parts = setting.parts
    match setting.kind:
        case "network":
            host, port = parts["host"].strip("[]"), int(parts.get("port", DEFAULT_PORT))
            return partial(socket_to, host, port)
        case "usb":
            vendor, product = int(parts["vendor"], 16), int(parts["product"], 16)
            return lambda _: usb_device(vendor, product)
        case "serial":
            device, baud = parts["device"], int(parts["baud"])
            return lambda _: serial_port(device, baud, setting.flow)
        case _:
            return lambda _: device_file(parts["device"])


class Drawn:
    """The virtual printer, whose picture is the paper: it is never out of it."""

    def __init__(self, virtual: Virtual) -> None:
        self._virtual = virtual

    def look(self, known: Known) -> Status:
        return READY

    def meet(self) -> tuple[Known | None, Status]:
        return Known("full"), READY

    def print(self, job: Job, known: Known) -> Attempt:
        if not job.begin():
            return Attempt("untaken", READY)
        try:
            self._virtual.send(job.data, job.name)
        except PrinterError as fault:
            return Attempt("blocked", Status("error"), str(fault))
        return Attempt("printed", READY)
