"""What befalls the double's line, and the double by hand."""

import os
import socket
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest
from PIL import Image

from tests import double_steps
from tests.double_states import FAULTS
from tests.double_steps import (
    ACK,
    ASK_FOR_ACK,
    ASKS,
    CUT,
    DRAWN,
    JOB,
    SIXTEEN_ROWS,
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


@pytest.mark.parametrize("how", ["RST", "FIN"])
def test_a_line_that_breaks_leaves_half_a_slip_on_the_paper(
    printer: PrinterDouble, line: socket.socket, how: str
) -> None:
    printer.fault, printer.cut_after = "cuts-line", 20_000
    printer.cuts_with = "RST" if how == "RST" else "FIN"
    line.sendall(JOB[:25_000])
    assert hung_up(line)
    assert printer.received == 20_000
    assert 0 < printer.loose.height < DRAWN.height

    printer.fault = "ok"
    with closing(connected(printer)) as again:
        again.sendall(JOB + ASK_FOR_ACK)
        assert answer(again, 7) == ACK
    assert printer.slips[0].shows(DRAWN)  # below the first one's half
    assert printer.slips[0].rows > DRAWN.height + 100
    assert printer.garbage == 0


def test_a_printer_that_keeps_half_a_command_takes_the_next_job_for_its_rest(
    printer: PrinterDouble,
) -> None:
    printer.keeps_half_commands = True
    with closing(connected(printer)) as first:
        first.sendall(SIXTEEN_ROWS[:20])
    printer.wait_for(lambda: printer.received == 20)
    with closing(connected(printer)) as second:
        second.sendall(CUT + 17 * b"\0" + CUT)
        printer.wait_for(lambda: printer.cuts == 1)
    assert printer.slips[0].rows == 16


def test_a_printer_that_never_reads_swallows_a_slip_and_stays_white(
    printer: PrinterDouble, line: socket.socket
) -> None:
    printer.fault = "never-reads"
    line.sendall(JOB + ASKS[1])
    assert answer(line, 1, 0.2) == b""
    assert (printer.received, printer.cuts, printer.connections) == (0, 0, 1)
    printer.fault = "ok"
    assert answer(line, 1) == b"\x12"
    printer.wait_for(lambda: printer.cuts == 1)
    assert printer.slips[0].shows(DRAWN)


def test_a_slow_printer_takes_its_time_for_every_byte(
    printer: PrinterDouble, line: socket.socket
) -> None:
    printer.fault, printer.rate = "slow", 10 * len(JOB)
    began = time.monotonic()
    line.sendall(JOB + ASK_FOR_ACK)
    assert answer(line, 7) == ACK
    assert time.monotonic() - began > 0.09


def test_a_second_client_is_hung_up_on_while_the_first_is_there(
    printer: PrinterDouble, line: socket.socket
) -> None:
    printer.fault = "refuses-second"
    assert asked(line) == WELL
    with closing(connected(printer)) as second:
        assert hung_up(second)
    assert asked(line) == WELL
    assert printer.connections == 2


def test_a_closed_port_refuses_and_opens_again_under_the_same_number(
    printer: PrinterDouble,
) -> None:
    address = printer.address
    printer.fault = "port-closed"
    with pytest.raises(ConnectionRefusedError):
        connected(printer)
    printer.fault = "ok"
    assert printer.address == address
    with closing(connected(printer)) as line:
        assert asked(line) == WELL


def test_a_fault_that_no_printer_has_is_refused(printer: PrinterDouble) -> None:
    with pytest.raises(ValueError, match="none of ok, near-end"):
        printer.fault = "on-fire"
    with pytest.raises(AssertionError, match=r"not within 0.05 s .*ok, 0 bytes"):
        printer.wait_for(lambda: printer.cuts == 1, 0.05)


# --- by hand ---


def test_by_hand_it_says_in_sentences_what_it_does(tmp_path: Path) -> None:
    program = subprocess.Popen(
        [sys.executable, "-m", "tests.printer_double", "--port", "0"]
        + ["--fault", "cover-open", "--lays", str(tmp_path / "paper")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        bufsize=1,
        env=os.environ | {"PYTHONUNBUFFERED": "1"},
    )
    assert program.stdin
    assert program.stdout
    with program:
        first = program.stdout.readline()
        port = int(first.partition("127.0.0.1:")[2].partition(":")[0])
        with closing(socket.create_connection(("127.0.0.1", port), 5)) as line:
            line.sendall(ASKS[2] + JOB)
            assert answer(line, 1) == b"\x16"
            program.stdin.write("ok\n")
            said = [program.stdout.readline() for _ in range(3)]
        program.terminate()
    assert first.endswith(": the cover is open.\n")
    assert "Asked at once 10 04 02: 16.\n" in said
    assert "Now: all is well.\n" in said
    assert any("Cut off slip 1:" in line and "whole" in line for line in said)
    with Image.open(tmp_path / "paper" / "0001.png") as picture:
        assert same(picture, DRAWN)


def test_every_fault_is_told_in_words() -> None:
    assert all(FAULTS.values())
    assert len(set(FAULTS.values())) == len(FAULTS)
