"""The benchmark's arithmetic: what it calls p99, a ratio, and within a limit."""

import time

import pytest

from bench import board
from bench.figures import Figure, p99
from bench.rush import Pace
from bench.wire import framed
from tests.browsing import chromium, needs_chromium


def measured(limit: float | None, at_least: bool = False) -> Figure:
    """Runs on a machine that was busy once: 300 of 1000, 90 of 250, 400 of 1000."""
    figure = Figure("/s", limit, at_least)
    for value, base in ((300.0, 1000.0), (90.0, 250.0), (400.0, 1000.0)):
        figure.add(value, base)
    return figure


def test_p99_is_a_time_that_one_visitor_really_waited() -> None:
    assert p99([float(n) for n in range(1, 1001)]) == 990
    assert p99([3.0, 1.0, 2.0]) == 3


def test_a_ratio_compares_within_a_run_and_takes_the_middle_one() -> None:
    figure = measured(None)
    assert figure.value == 300
    assert figure.ratio == pytest.approx(0.36)


@pytest.mark.parametrize(
    ("limit", "at_least", "verdict"),
    [
        (0.35, True, "OK"),
        (0.37, True, "under"),
        (0.37, False, "OK"),
        (0.35, False, "over"),
        (None, False, ""),
    ],
)
def test_a_limit_is_a_floor_for_speeds_and_a_ceiling_for_times(
    limit: float | None, at_least: bool, verdict: str
) -> None:
    assert measured(limit, at_least).verdict == verdict


def test_the_written_figure_tells_every_run() -> None:
    assert measured(0.35, at_least=True).as_json() == {
        "value": 300,
        "limit": 0.35,
        "ratio": 0.36,
        "runs": [300, 90, 400],
    }


def test_slices_of_a_run_are_one_pace() -> None:
    pace = Pace.of([Pace(1.0, (0.1, 0.2)), Pace(3.0, (0.3, 0.4, 0.5, 0.6))])
    assert pace.per_second == pytest.approx(1.5)
    assert pace.p99_ms == pytest.approx(600)


def test_bare_sockets_send_as_many_bytes_as_the_office_does() -> None:
    assert framed(b"a" * 5000) == b"\x81\x7e\x13\x88" + b"a" * 5000
    assert framed(b"3", masked=True) == b"\x81\x81\x00\x00\x00\x003"


def test_the_board_is_compared_with_its_limits_over_the_calls_of_all_runs(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    runs = iter(([30.0] * 99, [30.0] * 99, [45.0, 300.0]))
    monkeypatch.setattr(board, "CHROMIUM", "chromium")
    monkeypatch.setattr(board, "measured", lambda _calls: next(runs))
    told = board.figures(3, 99)
    assert (told["press_to_board"].value, told["press_to_board"].ratio) == (30, 0.5)
    assert told["press_to_board_p99"].ratio == pytest.approx(0.2)
    assert told["press_to_board_p99"].verdict == "OK"


def test_without_a_browser_the_benchmark_says_that_the_board_was_left_out(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(board, "CHROMIUM", None)
    assert board.figures(1, 1) == {}
    assert "LEFT OUT" in capsys.readouterr().out


BOARD = """<main data-board-at>
  <ol><li class="call"><b class="number">A001</b><b class="number">1</b></li>
  <li class="call" hidden><b class="number">A002</b><b class="number">1</b></li></ol>
</main>"""
TURN = (
    "for (const call of document.querySelectorAll('.call')) call.hidden = !call.hidden"
)


@needs_chromium
def test_a_number_is_on_the_board_when_it_is_large_not_when_it_is_in_the_page() -> None:
    with chromium() as browser:
        page = browser.new_page()
        page.set_content(BOARD)
        page.evaluate(board.WATCH)
        assert page.evaluate(board.PAINTED, "A002") is None
        before = 1000 * time.time()
        page.evaluate(TURN)
        assert before < board.painted(page, "A002") < 1000 * time.time() + 1
