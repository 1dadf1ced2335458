"""What the double does when something is wrong: acknowledgements, paper, the line."""

import socket
from contextlib import closing

import pytest

from tests import double_steps
from tests.double_steps import (
    ACK,
    ASK_FOR_ACK,
    ASKS,
    DRAWN,
    JOB,
    WELL,
    answer,
    asked,
    connected,
    hung_up,
)
from tests.printer_double import PrinterDouble
from tests.test_slip import same

line = double_steps.line  # a fixture
printer = double_steps.printer  # a fixture


def test_the_acknowledgement_comes_after_the_paper_with_its_own_id(
    printer: PrinterDouble, line: socket.socket
) -> None:
    line.sendall(JOB + ASK_FOR_ACK)
    assert answer(line, 7) == ACK
    assert printer.cuts == 1


@pytest.mark.parametrize("fault", ["no-ack", "silent", "wrong-ack", "garbage"])
def test_a_slip_is_printed_though_its_acknowledgement_is_not_there(
    printer: PrinterDouble, line: socket.socket, fault: str
) -> None:
    printer.fault = fault
    line.sendall(JOB + ASK_FOR_ACK)
    told = answer(line, 7, 0.3)
    assert told != ACK
    assert told[:2] == (b"\x37\x22" if fault == "wrong-ack" else told[:2])
    assert bool(told) == (fault in ("wrong-ack", "garbage"))
    assert printer.slips[0].shows(DRAWN)


def test_a_silent_printer_tells_no_state_and_a_garbling_one_no_state_we_know(
    printer: PrinterDouble, line: socket.socket
) -> None:
    printer.fault = "silent"
    line.sendall(ASKS[1])
    assert answer(line, 1, 0.1) == b""
    printer.fault = "garbage"
    line.sendall(ASKS[1])
    assert not any(byte & 0x93 == 0x12 for byte in answer(line, 4))


def test_a_late_acknowledgement_is_late_but_true(
    printer: PrinterDouble, line: socket.socket
) -> None:
    printer.fault, printer.ack_delay = "late-ack", 0.3
    line.sendall(JOB + ASK_FOR_ACK)
    printer.wait_for(lambda: printer.cuts == 1)
    assert answer(line, 7, 0.1) == b""
    assert answer(line, 7) == ACK


# --- paper that runs out ---


def test_a_slip_on_which_the_paper_runs_out_goes_on_with_the_next_roll(
    printer: PrinterDouble, line: socket.socket
) -> None:
    printer.paper_rows = 500  # ends inside a picture, not between two
    line.sendall(JOB + ASK_FOR_ACK)
    printer.wait_for(lambda: printer.paper_rows == 0)
    assert asked(line) == bytes.fromhex("1a 32 12 7e")
    assert (answer(line, 1, 0.1), printer.cuts) == (b"", 0)
    half = printer.loose
    assert same(half, DRAWN.crop((0, 0, DRAWN.width, half.height)))

    printer.load_paper()
    assert answer(line, 7) == ACK
    assert asked(line) == WELL
    assert not printer.slips[0].complete
    assert printer.torn[0].rows == 500
    assert 500 + printer.slips[0].rows >= DRAWN.height
    assert not printer.slips[0].shows(DRAWN)


def test_an_interrupted_slip_prints_even_after_its_sender_has_gone(
    printer: PrinterDouble,
) -> None:
    printer.paper_rows = 500
    with closing(connected(printer)) as first:
        first.sendall(JOB + ASK_FOR_ACK)
        printer.wait_for(lambda: printer.received == len(JOB + ASK_FOR_ACK))
    with closing(connected(printer)) as second:
        assert asked(second) == bytes.fromhex("1a 32 12 7e")
        printer.load_paper(5000)
        assert answer(second, 7) == ACK  # another's, and late: a trap for who asks
    assert printer.cuts == 1
    assert 0 < (printer.paper_rows or 0) < 5000


def test_an_interrupted_slip_is_given_up_for_a_job_that_initialises(
    printer: PrinterDouble, line: socket.socket
) -> None:
    printer.paper_rows = 500
    line.sendall(JOB + JOB)
    printer.wait_for(lambda: printer.received == 2 * len(JOB))
    printer.load_paper()
    assert printer.cuts == 1
    assert printer.slips[0].shows(DRAWN)
    assert printer.slips[0].complete


def test_a_power_cycle_forgets_the_job_and_drops_the_client(
    printer: PrinterDouble, line: socket.socket
) -> None:
    printer.paper_rows = 500
    line.sendall(JOB)
    printer.wait_for(lambda: printer.paper_rows == 0)
    printer.power_cycle()
    assert hung_up(line)
    printer.load_paper()
    assert (printer.cuts, len(printer.torn)) == (0, 1)
    with closing(connected(printer)) as again:
        again.sendall(JOB + ASK_FOR_ACK)
        assert answer(again, 7) == ACK
    assert printer.slips[0].shows(DRAWN)
