"""The pre-numbered roll: printed beforehand, torn off when the kiosk is dead."""

from pathlib import Path

import pytest

from printer.rolling import print_roll
from printer.slip import draw
from settings import Settings, WrongSetting
from tests.printer_double import PrinterDouble
from tests.printer_steps import ROOT
from ticketing.desk import Desk
from ticketing.loading import read_office
from ticketing.opening import WrongDatabase
from ticketing.people import SYSTEM
from ticketing.store import Store

OFFICE = "Ủy ban nhân dân phường Long Thành Trung (dữ liệu mẫu)"


@pytest.fixture
def database(tmp_path: Path) -> Path:
    store = Store(tmp_path / "office.db")
    Desk(store, trial=True).load(SYSTEM, read_office(ROOT / "data").rows)
    store.close()
    return tmp_path / "office.db"


def setting(database: Path, printer: PrinterDouble) -> Settings:
    return Settings(database=database, printer=printer.address, trial="1")


def test_a_roll_comes_out_number_after_number_each_acknowledged(
    database: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with PrinterDouble() as printer:
        assert print_roll(setting(database, printer), 3, 999) == 0

        name = {"vi": OFFICE, "en": ""}
        slip = {"kind": "roll", "office": name, "sample": True, "language": "vi"}
        for paper, number in zip(
            printer.slips, ("X999", "X1000", "X1001"), strict=True
        ):
            assert paper.shows(draw(slip | {"number": number}, None))
    assert "X999 to X1001 are out" in capsys.readouterr().out


def test_a_roll_that_stops_says_where_to_go_on(
    database: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with PrinterDouble() as printer:
        printer.paper_rows = 1500
        assert print_roll(setting(database, printer), 9, 1) == 1

        out = capsys.readouterr().out
        came = len(printer.slips)
        assert 1 <= came < 9
        assert f"It stopped at X{came + 1:03}" in out
        assert f"--first {came + 1}" in out


def test_without_paper_no_number_of_the_roll_is_sent(
    database: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with PrinterDouble() as printer:
        printer.fault = "paper-out"
        assert print_roll(setting(database, printer), 3, 1) == 1
        assert printer.slips == []
    assert "no paper in it" in capsys.readouterr().out


@pytest.mark.parametrize(("count", "first"), [(0, 1), (501, 1), (3, 0)])
def test_a_roll_that_cannot_be_meant_is_refused(
    database: Path, count: int, first: int
) -> None:
    with pytest.raises(WrongSetting, match="from 1 to 500"):
        print_roll(Settings(database=database), count, first)


def test_a_roll_belongs_to_an_office(tmp_path: Path) -> None:
    with pytest.raises(WrongDatabase, match="no office"):
        print_roll(Settings(database=tmp_path / "none.db"), 3, 1)
