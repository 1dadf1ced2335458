"""A lobby's screen after twelve hours: as light as after the first."""

import io
import wave
from pathlib import Path

import pytest
from playwright.sync_api import CDPSession

from tests.browsing import chromium, needs_chromium
from tests.calling import Program
from tests.lobby_steps import Lobby, behind_a_network, call, supervisor
from tests.office_of_tests import only_long

pytestmark = [pytest.mark.browser, needs_chromium]

HOURS = 12
MOMENT = 3  # of what comes and goes by itself; a leak shows at every call
CALLS = 40  # an hour
HEAP = 400_000  # bytes that may be more: what the browser itself keeps of twelve hours

# Timers that are set and neither rang nor were cleared.
COUNT_TIMERS = """() => {
  const live = window.live = new Set()
  const { setTimeout, clearTimeout } = window
  window.setTimeout = (act, ms) => {
    const timer = setTimeout(() => { live.delete(timer); act() }, ms)
    live.add(timer)
    return timer
  }
  window.clearTimeout = (timer) => { live.delete(timer); clearTimeout(timer) }
}"""


def short_voice() -> bytes:
    """A twentieth of a second, so that a day of calls is said in a minute."""
    file = io.BytesIO()
    with wave.open(file, "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(16_000)
        out.writeframes(bytes(1600))
    return file.getvalue()


def pass_time(lobby: Lobby, head: Program, hours: int) -> None:
    """With its calls, each said to the end."""
    for _ in range(hours * CALLS):
        lobby.heard.clear()
        call(head, 1)
        lobby.wait_until_heard("ended")
        head.post("/counters/1/finishes")
        lobby.skip(60 * 60 * 1000 // CALLS)


def weight(lobby: Lobby, line: CDPSession) -> dict[str, int]:
    line.send("HeapProfiler.collectGarbage")
    line.send("HeapProfiler.collectGarbage")
    told = line.send("Performance.getMetrics")["metrics"]
    metrics = {one["name"]: one["value"] for one in told}
    return {
        "heap": int(metrics["JSHeapUsedSize"]),
        "nodes": int(metrics["Nodes"]),
        "listeners": int(metrics["JSEventListeners"]),
        "timers": int(lobby.page.evaluate("live.size")),
    }


@only_long
def test_twelve_hours_of_calls_leave_no_memory_timers_or_nodes_behind(
    tmp_path: Path,
) -> None:
    with behind_a_network(tmp_path) as (office, _), chromium() as browser:
        head = supervisor(office, 1)
        lobby = Lobby(browser, office)
        voice = short_voice()
        lobby.page.route(
            "**/display/voice/**",
            lambda route: route.fulfill(body=voice, content_type="audio/wav"),
        )
        lobby.own_clock()
        lobby.page.evaluate(COUNT_TIMERS)
        lobby.page.evaluate("console.warn = () => {}")  # the debugger keeps each error
        line = lobby.page.context.new_cdp_session(lobby.page)
        line.send("Performance.enable")

        pass_time(lobby, head, 2)
        early = weight(lobby, line)
        pass_time(lobby, head, HOURS - 2)
        late = weight(lobby, line)

        assert len(lobby.asked) == HOURS * CALLS
        assert late["heap"] - early["heap"] < HEAP, (early, late)
        board = 1000  # nodes: one may be on its way out while another is in
        assert late["nodes"] <= early["nodes"] + board, (early, late)
        assert late["listeners"] <= early["listeners"] + MOMENT, (early, late)
        assert late["timers"] <= early["timers"] + MOMENT, (early, late)
