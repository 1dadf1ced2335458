"""Others' opinions: npos on our bytes, receiptio on the double of a printer.

npos draws pictures but no feeds, and stacks what it finds; so tests/tools/npos.mjs has
it decode every picture by itself, and `npos` below sets them where the feeds say. Not
one line of ours tells it what a picture is.
"""

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image
from pyzbar.pyzbar import decode as zbar

from printer.escpos_bytes import commands
from printer.slip import draw
from tests.double_engine import LINE_ROWS, Engine
from tests.printer_double import PrinterDouble
from tests.test_slip import SLIP, URL, same

TOOLS = Path(__file__).parent / "tools"
WIDTHS = pytest.mark.parametrize("width", [576, 384])
DARK = {"0": 255, "1": 0}


def tool(name: str, *arguments: str, data: bytes = b"") -> bytes:
    """What it prints; skipped where it is not installed, but never in CI."""
    node = shutil.which("node")
    if not node or not (TOOLS / "node_modules" / name / "package.json").exists():
        missing = f"{name} is not installed: make setup needs npm for it"
        if os.environ.get("CI") == "true":
            pytest.fail(missing)
        pytest.skip(missing)
    program = [node, str(TOOLS / f"{name}.mjs"), *arguments]
    done = subprocess.run(program, input=data, capture_output=True, timeout=30)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout


def npos(data: bytes, width: int) -> Image.Image:
    """The slip as npos sees it, up to the last row of its last picture."""
    found = [json.loads(line) for line in tool("npos", data=data).splitlines()]
    paper = Image.new("1", (width, 8000), 255)
    row = bottom = 0
    for part in found:
        if rows := part.get("rows"):
            paper.paste(band(rows), (0, row))
            row = bottom = row + len(rows)
        row += part.get("feed", 0) + LINE_ROWS * part.get("lines", 0)
    assert found[-1] == {"cut": True} or "silent" in found[-1]
    return paper.crop((0, 0, width, bottom))


def band(rows: list[str]) -> Image.Image:
    dots = Image.new("1", (len(rows[0]), len(rows)))
    dots.putdata([DARK[dot] for row in rows for dot in row])
    return dots


# --- npos ------------------------------------------------------------------------


@WIDTHS
def test_npos_reads_from_our_bytes_the_picture_that_we_drew(width: int) -> None:
    drawn = draw(SLIP, URL, width)
    assert same(npos(commands(drawn), width), drawn)


@WIDTHS
def test_npos_understands_the_question_for_an_acknowledgement(width: int) -> None:
    drawn = draw(SLIP, URL, width)
    assert same(npos(commands(drawn, b"A012"), width), drawn)


@WIDTHS
def test_two_readers_find_the_exact_address_in_what_npos_sees(width: int) -> None:
    seen = npos(commands(draw(SLIP, URL, width)), width).convert("L")
    assert [code.data.decode() for code in zbar(seen)] == [URL]
    assert [code.text for code in zxingcpp.read_barcodes(seen)] == [URL]


def test_npos_and_the_double_see_the_same_dots() -> None:
    drawn = draw(SLIP, URL)
    engine = Engine(answer=lambda *_: None, dots=576)
    engine.take(commands(drawn))
    assert same(engine.slips[0].picture, npos(commands(drawn), 576))


# --- receiptio -------------------------------------------------------------------


@pytest.fixture
def printer() -> Iterator[PrinterDouble]:
    with PrinterDouble() as printer:
        yield printer


def receiptio(
    printer: PrinterDouble, *options: str, slip: bytes = b"", hurry: int = 1
) -> str:
    port = printer.address.rpartition(":")[2]
    return tool("receiptio", port, str(hurry), *options, data=slip).decode().strip()


@pytest.mark.parametrize(
    ("fault", "verdict"),
    [
        ("ok", "online"),
        ("near-end", "online"),  # it knows no near end
        ("paper-out", "paperempty"),
        ("cover-open", "coveropen"),
        ("cutter-error", "error"),
        ("port-closed", "disconnect"),
    ],
)
def test_receiptio_says_of_the_double_what_is_wrong_with_it(
    printer: PrinterDouble, fault: str, verdict: str
) -> None:
    printer.fault = fault
    assert receiptio(printer, "-q") == verdict


@pytest.mark.parametrize("fault", ["silent", "never-reads", "offline"])
def test_receiptio_calls_a_printer_without_answers_offline(
    printer: PrinterDouble, fault: str
) -> None:
    """It would wait 12 s; offline, the double answers real-time commands alone."""
    printer.fault = fault
    assert receiptio(printer, hurry=10) == "offline"


@pytest.mark.parametrize("language", ["escpos", "generic", "epson"])
def test_receiptio_prints_on_the_double_and_believes_its_answer(
    printer: PrinterDouble, language: str
) -> None:
    slip = b"Phieu so A012"
    options = ["-p", language, "-l", "en", "-c", "32"]
    assert receiptio(printer, *options, slip=slip) == "success"
    assert printer.slips[0].text.strip() == "Phieu so A012"


def test_receiptio_finds_out_by_itself_what_the_double_speaks(
    printer: PrinterDouble,
) -> None:
    assert receiptio(printer, "-l", "en", slip=b"A012") == "success"
    assert (printer.cuts, printer.slips[0].text.strip()) == (1, "A012")


def test_receiptio_stops_believing_when_the_paper_runs_out(
    printer: PrinterDouble,
) -> None:
    printer.paper_rows = 20
    assert receiptio(printer, "-l", "en", slip=b"A012") == "paperempty"
    assert printer.cuts == 0


# --- where they come from --------------------------------------------------------


def test_the_lock_pins_every_package_by_its_hash_and_names_no_place() -> None:
    packages = json.loads((TOOLS / "package-lock.json").read_text())["packages"]
    needed = {path: each for path, each in packages.items() if path}
    assert len(needed) > 10
    for path, package in needed.items():
        assert package["integrity"].startswith("sha512-"), path
        assert "resolved" not in package, path
