"""Printers on USB: found by their numbers, borrowed from the kernel, and given back."""

from functools import partial
from pathlib import Path
from threading import Event

import pytest
import usb.core

from printer import talk
from printer.backends import Backend, open_backend
from printer.escpos_bytes import commands
from printer.jobs import Attempt, Job, Known
from printer.patience import Patience
from printer.slip import draw
from settings import printers_of
from tests.test_slip import SLIP, URL
from tests.usb_double import OUT, Setting, UsbPrinter

FULL = Known("full", "id")
JOB = commands(draw(SLIP, URL), b"name")


@pytest.fixture
def printer(monkeypatch: pytest.MonkeyPatch) -> UsbPrinter:
    bus = UsbPrinter()
    found = partial(usb.core.find, backend=bus)
    monkeypatch.setattr("printer.usb_line.usb.core.find", found)
    return bus


@pytest.fixture
def backend(tmp_path: Path) -> Backend:
    [setting] = printers_of("usb:04b8:0202")
    return open_backend(setting, tmp_path, Patience(Event()))


def printed(backend: Backend, known: Known = FULL) -> Attempt:
    return backend.print(Job("job", JOB, b"name", lambda: True, lambda: None), known)


def test_a_usb_printer_says_when_a_slip_is_printed(
    printer: UsbPrinter, backend: Backend
) -> None:
    assert backend.meet()[0] == FULL
    assert printed(backend).state == "printed"
    assert printer.engine.slips[0].shows(draw(SLIP, URL))


def test_the_kernel_gets_its_printer_back_after_every_slip(
    printer: UsbPrinter, backend: Backend
) -> None:
    printed(backend)
    assert (printer.kernel_has, printer.claimed) == ({1}, set())


def test_the_interface_that_can_answer_is_chosen(
    printer: UsbPrinter, backend: Backend
) -> None:
    backend.look(FULL)
    assert printer.chosen == [(1, 1)]


def test_a_first_answer_that_is_empty_is_not_taken_for_silence(
    printer: UsbPrinter, backend: Backend
) -> None:
    printer.empty_first = True
    assert printed(backend).state == "printed"


def test_a_usb_printer_without_paper_gets_nothing(
    printer: UsbPrinter, backend: Backend
) -> None:
    printer.engine._fault = "paper-out"
    attempt = printed(backend)
    assert attempt.status
    assert (attempt.state, attempt.status.fault) == ("blocked", "paper")


def test_a_usb_printer_that_can_only_listen_is_never_believed(
    printer: UsbPrinter, backend: Backend
) -> None:
    printer.settings = [Setting(0, 0, 255, (0x01,)), Setting(1, 0, 7, (OUT,))]
    known, _ = backend.meet()
    assert known == Known("none")
    assert printed(backend, known).state == "unverified"


def test_unplugged_and_plugged_in_again_it_prints_without_a_restart(
    printer: UsbPrinter, backend: Backend
) -> None:
    printer.is_plugged = False
    attempt = printed(backend)
    assert (attempt.state, attempt.error) == ("blocked", "no 04b8:0202 is plugged in")
    printer.is_plugged = True
    assert printed(backend).state == "printed"


def test_unplugged_while_the_word_is_awaited_the_slip_may_lie_there(
    printer: UsbPrinter, backend: Backend
) -> None:
    printer.engine._fault = "no-ack"

    def unplug() -> None:
        printer.is_plugged = False

    attempt = backend.print(Job("job", JOB, b"name", lambda: True, unplug), FULL)
    assert attempt.state == "unknown"


def test_a_usb_printer_that_takes_nothing_is_given_up(
    printer: UsbPrinter, backend: Backend, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(talk, "PATIENCE", 0.2)
    printer.is_stuck = True
    attempt = printed(backend)
    assert attempt.status
    assert (attempt.state, attempt.status.fault) == ("blocked", "silent")
    assert printer.kernel_has == {1}


def test_without_libusb_it_says_what_is_missing(
    backend: Backend, monkeypatch: pytest.MonkeyPatch
) -> None:
    def nothing(**_: object) -> None:
        raise usb.core.NoBackendError("No backend available")

    monkeypatch.setattr("printer.usb_line.usb.core.find", nothing)
    assert printed(backend).error == "libusb is missing (libusb-1.0-0)"
