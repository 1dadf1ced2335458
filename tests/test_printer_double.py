"""The printer double prints, and admits its state, as a printer does."""

import socket
import time

import pytest
from PIL import Image

from tests import double_steps
from tests.double_steps import (
    ACK,
    ASK_FOR_ACK,
    ASKS,
    CUT,
    DRAWN,
    JOB,
    SIXTEEN_ROWS,
    answer,
    asked,
)
from tests.printer_double import PrinterDouble

line = double_steps.line  # a fixture
printer = double_steps.printer  # a fixture


def test_our_slip_comes_out_with_every_dot_and_not_one_letter(
    printer: PrinterDouble, line: socket.socket
) -> None:
    line.sendall(JOB)
    printer.wait_for(lambda: printer.received == len(JOB))
    [slip] = printer.slips
    assert slip.shows(DRAWN)
    assert slip.complete
    assert (slip.text, printer.garbage, printer.cuts) == ("", 0, 1)
    assert slip.rows >= slip.picture.height > 0


def test_a_slip_does_not_show_what_differs_in_one_dot(
    printer: PrinterDouble, line: socket.socket
) -> None:
    line.sendall(JOB)
    printer.wait_for(lambda: printer.cuts == 1)
    other = DRAWN.copy()
    other.putpixel((288, 100), 255 - int(str(DRAWN.getpixel((288, 100)))))
    assert not printer.slips[0].shows(other)
    assert not printer.slips[0].shows(Image.new("1", DRAWN.size, 255))


def test_commands_torn_into_single_bytes_mean_the_same(
    printer: PrinterDouble, line: socket.socket
) -> None:
    for byte in b"\x1b@" + SIXTEEN_ROWS + b"\x1bJ\x05\x1bd\x01" + CUT + ASK_FOR_ACK:
        line.sendall(bytes([byte]))
        time.sleep(0.001)
    assert answer(line, 7) == ACK
    assert (printer.slips[0].rows, printer.garbage) == (16 + 5 + 34, 0)


def test_a_picture_of_double_size_takes_four_times_the_paper(
    printer: PrinterDouble, line: socket.socket
) -> None:
    line.sendall(b"\x1dv0\x03\x01\x00\x02\x00\xa0\x00" + CUT)
    printer.wait_for(lambda: printer.cuts == 1)
    slip = printer.slips[0]
    assert (slip.rows, slip.picture.size) == (4, (576, 4))
    assert [slip.picture.getpixel((x, 0)) for x in range(7)] == [
        0,
        0,
        255,
        255,
        0,
        0,
        255,
    ]


def test_a_misread_command_is_printed_as_letters_and_counted(
    printer: PrinterDouble, line: socket.socket
) -> None:
    line.sendall(b"\x1b@A012\n" + SIXTEEN_ROWS[:3] + b"\x00\x02\x00\x01\x00ab" + CUT)
    printer.wait_for(lambda: printer.cuts == 1)
    assert (printer.garbage, printer.slips[0].text) == (4, "A012\n")


# --- answers ---


@pytest.mark.parametrize(
    ("fault", "statuses", "paper"),
    [
        ("ok", "12 12 12 12", 0x00),
        ("near-end", "12 12 12 1e", 0x03),
        ("paper-out", "1a 32 12 7e", None),
        ("cover-open", "1a 16 12 12", None),
        ("cutter-error", "1a 52 1a 12", None),
        ("offline", "1a 12 12 12", None),
    ],
)
def test_every_state_is_admitted_in_epsons_bits(
    printer: PrinterDouble,
    line: socket.socket,
    fault: str,
    statuses: str,
    paper: int | None,
) -> None:
    printer.fault = fault
    assert asked(line) == bytes.fromhex(statuses)
    line.sendall(JOB + b"\x1dr\x01")
    told = answer(line, 1, 5 if paper is not None else 0.2)
    assert told == (b"" if paper is None else bytes([paper]))
    assert printer.cuts == (paper is not None)


def test_a_printer_that_was_stopped_prints_its_buffer_when_it_is_well(
    printer: PrinterDouble, line: socket.socket
) -> None:
    printer.fault = "cover-open"
    line.sendall(JOB + ASK_FOR_ACK)
    printer.wait_for(lambda: printer.received == len(JOB + ASK_FOR_ACK))
    assert (printer.cuts, printer.loose.size) == (0, (0, 0))
    printer.fault = "ok"
    assert answer(line, 7) == ACK
    assert printer.slips[0].shows(DRAWN)


def test_the_state_is_told_at_once_even_from_inside_a_picture(
    printer: PrinterDouble, line: socket.socket
) -> None:
    picture = SIXTEEN_ROWS[:8] + ASKS[1] + 29 * b"\xaa"
    line.sendall(picture[:9])  # the command in two pieces
    time.sleep(0.02)
    line.sendall(picture[9:20])
    assert answer(line, 1) == b"\x12"
    assert printer.loose.size == (0, 0)  # the picture is not whole yet
    line.sendall(picture[20:] + CUT)
    printer.wait_for(lambda: printer.cuts == 1)
    assert (printer.slips[0].rows, printer.garbage) == (16, 0)


def test_the_state_is_told_before_what_waits_in_the_buffer(
    printer: PrinterDouble, line: socket.socket
) -> None:
    line.sendall(b"\x1dr\x01" + ASKS[1])
    assert answer(line, 2) == b"\x12\x00"


def test_a_clearing_command_loses_what_is_not_on_paper(
    printer: PrinterDouble, line: socket.socket
) -> None:
    printer.fault = "offline"
    line.sendall(JOB + b"\x10\x14\x08\x01\x03\x14\x01\x06\x02\x08" + SIXTEEN_ROWS + CUT)
    assert answer(line, 3) == b"\x37\x25\x00"
    printer.fault = "ok"
    printer.wait_for(lambda: printer.cuts == 1)
    assert printer.slips[0].rows == 16


def test_the_job_behind_a_jammed_knife_is_cleared_by_recovery(
    printer: PrinterDouble, line: socket.socket
) -> None:
    printer.fault = "knife-jams"
    line.sendall(JOB + ASK_FOR_ACK)
    printer.wait_for(lambda: printer.fault == "cutter-error")
    assert (answer(line, 1, 0.1), printer.cuts) == (b"", 0)
    line.sendall(b"\x10\x05\x02" + ASKS[3])
    assert answer(line, 1) == b"\x1a"
    printer.fault = "ok"
    line.sendall(CUT)
    printer.wait_for(lambda: printer.cuts == 1)
    assert not printer.slips[0].complete


def test_changes_are_told_unasked_once_that_is_wanted(
    printer: PrinterDouble, line: socket.socket
) -> None:
    line.sendall(b"\x1da\xff")
    assert answer(line, 4) == b"\x10\x00\x00\x0f"
    printer.fault = "cover-open"
    assert answer(line, 4) == b"\x38\x00\x00\x0f"
    printer.fault = "paper-out"
    assert answer(line, 4) == b"\x18\x00\x0f\x0f"
    printer.fault = "ok"
    assert answer(line, 4) == b"\x10\x00\x00\x0f"
    line.sendall(b"\x1da\x00\x1dr\x01")
    assert answer(line, 1) == b"\x00"
    printer.fault = "offline"
    assert answer(line, 1, 0.1) == b""


def test_the_name_of_the_model_ends_with_a_nul(
    line: socket.socket,
) -> None:
    line.sendall(b"\x1dI\x43")
    assert answer(line, 11) == b"_TM-DOUBLE\x00"
