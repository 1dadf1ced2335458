"""From an officer's press to the frame in which the lobby's board shows the number.

A real Chromium is one of twenty displays; the others do what its page does with the
network: they hear each snapshot and ask for the board. The officer's client, all
displays and the office share one machine. The limits are milliseconds: they mean a
machine that does nothing else meanwhile.
"""

import shutil
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from multiprocessing import get_context
from multiprocessing.synchronize import Event
from statistics import median

import gevent
from playwright.sync_api import Page, ViewportSize, sync_playwright

from bench.fanout import DISPLAYS, REST, WARM_UP
from bench.figures import Figure, p99
from bench.measures import COUNTER, LINE, SERIES, SPARE, act, issue, openings
from bench.rush import rush
from bench.server import Office, serving
from bench.wire import PATIENCE, Address, Display, Refused, Wire, get

CHROMIUM = shutil.which("chromium")
FLAGS = ("--no-sandbox", "--autoplay-policy=no-user-gesture-required")
SCREEN: ViewportSize = {"width": 1920, "height": 1080}
MEDIAN, P99 = 60.0, 150.0  # ms, the limits
NO_SHOW = {"previous": "no_show"}  # else a call waits until the one before was seen
BOARD = get("/display/board")

# rAF comes before a frame is laid out and painted, a message from it after that.
WATCH = """() => {
  const main = document.querySelector("[data-board-at]")
  const painted = window.painted = new Map()

  function stamp(number) {
    const frame = new MessageChannel()
    frame.port1.onmessage = () => {
      painted.set(number, performance.timeOrigin + performance.now())
    }
    frame.port2.postMessage(null)
  }

  function look() {
    const shown = main.querySelectorAll(".call:not([hidden]) > .number:first-child")
    for (const { textContent: number } of shown) {
      if (painted.has(number)) continue
      painted.set(number, null)
      requestAnimationFrame(() => stamp(number))
    }
  }

  const what = { subtree: true, childList: true, attributeFilter: ["hidden"] }
  new MutationObserver(look).observe(main, what)
}"""
PAINTED = "(number) => window.painted.get(number)"


def figures(runs: int, calls: int) -> dict[str, Figure]:
    """Beside the limits themselves, over the calls of all runs: p99 needs many."""
    if not CHROMIUM:
        print("LEFT OUT: from a press to the board, for chromium is missing.")
        return {}
    took = [late for _ in range(runs) for late in measured(calls)]
    middle, latest = Figure("ms", 1.0), Figure("ms", 1.0)
    middle.add(median(took), MEDIAN)
    latest.add(p99(took), P99)
    return {"press_to_board": middle, "press_to_board_p99": latest}


def measured(calls: int) -> list[float]:
    """ms of each call of one run, on a fresh office."""
    presses = WARM_UP + calls
    with serving() as office:
        waiting = [issue(office, LINE) for _ in range(presses + SPARE)]
        rush(office.address, [*openings(office), waiting])
        numbers = [f"{SERIES}{number:03}" for number in range(1, presses + 1)]
        with others(office.address), lobby(office.address) as page:
            return pressed(office, page, numbers)[WARM_UP:]


def pressed(office: Office, page: Page, numbers: Sequence[str]) -> list[float]:
    """`calls` calls the next of `numbers`, who all do not come."""
    call = act(office, COUNTER, "calls", **NO_SHOW)
    took = []
    with Wire(office.address) as officer:
        for number in numbers:
            start = time.time()
            officer.ask(call)
            time.sleep(REST)  # the page is not asked before it is done
            took.append(painted(page, number) - 1000 * start)
    return took


def painted(page: Page, number: str) -> float:
    """ms since 1970."""
    shown = page.wait_for_function(PAINTED, arg=number, timeout=1000 * PATIENCE)
    return float(shown.json_value())


@contextmanager
def lobby(address: Address) -> Iterator[Page]:
    """The page itself, watched from within."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        page = browser.new_page(viewport=SCREEN)
        page.goto("http://{}:{}/display/".format(*address))
        page.evaluate(WATCH)
        yield page
        browser.close()


# --- the other displays ---------------------------------------------------------


@contextmanager
def others(address: Address) -> Iterator[None]:
    """In a process of their own: they listen while this one waits for the page."""
    fresh = get_context("spawn")
    ready = fresh.Event()
    process = fresh.Process(target=_listen, args=(address, ready), daemon=True)
    process.start()
    try:
        if not ready.wait(PATIENCE):
            raise Refused("the other displays have no snapshot")
        yield
        if not process.is_alive():
            raise Refused("a display was lost")
    finally:
        process.terminate()
        process.join()


def _listen(address: Address, ready: Event) -> None:
    """A process's whole life; the first display that fails ends it."""
    displays = [Display(address) for _ in range(DISPLAYS - 1)]
    for display in displays:
        display.watch()
        display.message()
    ready.set()
    listeners = [gevent.spawn(_look, display, address) for display in displays]
    gevent.joinall(listeners, raise_error=True)


def _look(display: Display, address: Address) -> None:
    with Wire(address) as line:
        while True:
            display.message()
            line.ask(BOARD)
