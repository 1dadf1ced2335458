"""Every act of the officers' API has its form on the terminal, and a way on the number
pad to it; what has none is listed here, with why."""

import json
import re
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from tests import counter_steps
from tests.conftest import Clock
from tests.counter_steps import do, page, take
from ticketing.desk import Desk

# The fixtures of these pages.
officers = counter_steps.officers
sign_in = counter_steps.sign_in
officer = counter_steps.officer

ROOT = Path(__file__).parent.parent
KEYS = (ROOT / "counter/static/keys.js").read_text()
REACH = (ROOT / "counter/static/reach.js").read_text()


@dataclass(frozen=True)
class Way:
    """The form that acts, the key that presses it or opens its sheet, and what is
    pressed there: a digit's line, or the sheet's own button."""

    act: str
    key: str
    digit: int | None = None


# Of the API's paths, after /counters/{counter}/ or /numbers/{number}/.
WAYS = {
    "opening": Way("opening", "next"),
    "closing": Way("closing", "pause", 6),
    "pause": Way("pause", "pause", 2),
    "calls": Way("calls", "next"),
    "calls {number}": Way("calls", "call-number"),
    "recalls": Way("recalls", "recall"),
    "starts": Way("starts", "start"),
    "finishes": Way("finishes", "finish"),
    "finishes {outcome}": Way("finishes", "finish-with", 1),
    "no-shows": Way("no-shows", "no-show"),
    "put-backs": Way("put-backs", "back"),
    "parkings": Way("parkings", "park", 1),
    "returns": Way("returns", "park", 5),
    "resumptions": Way("rejoins", "call-number", 1),
    "resumptions {call}": Way("calls", "back", 1),
    "transfers": Way("transfers", "transfer", 1),
    "undo": Way("undo", "undo"),
    "walk-ins": Way("walk-ins", "walk-in", 1),
    "rejoin": Way("rejoins", "call-number", 1),
    "priority": Way("priority", "call-number", 2),
    "priority {off}": Way("priority", "call-number", 3),
    "tickets/{number}/priority": Way("priority", "call-number", 2),
    "tickets/{number}/cancellation": Way("cancellation", "call-number", 4),
    "tickets/{number}/ready": Way("ready", "ready", 1),
    "notes": Way("notes", "note"),
    "matters": Way("matters", "matter", 1),
    "handouts": Way("handouts", "hand-out", 1),
    "handouts {number}": Way("handouts", "hand-out"),
    "drops": Way("drops", "drop", 1),
    "quick-questions": Way("quick-questions", "quick"),
    "help": Way("help-calls", "call-help"),
    "help {over}": Way("help-calls", "helped"),
}
SUPERVISOR = "a supervisor's ticks, on the terminal by Tab and on the floor's page"
WITHOUT = {
    "services": SUPERVISOR,
    "lines-to": SUPERVISOR,
    "low": SUPERVISOR,
    "breaks": SUPERVISOR,
    "lines": "stands in the news only while a line lacks a counter: Tab, or a press",
    "rating": "the visitor's, at the screen that faces them",
    "wishes": "a helper's, on the calling list",
    "reprints": "at the printer, on the page of paper",
    "tickets/{number}/return-slip": "comes with parking, when the box is ticked",
}


def api_acts() -> set[str]:
    """What may be sent to a counter, or about a number."""
    document = json.loads((ROOT / "office/api/openapi.json").read_text())
    of = re.compile(r"/(?:counters/\{counter\}|numbers/\{number\})/(.+)")
    posts = [path for path, item in document["paths"].items() if "post" in item]
    return {found[1] for path in posts if (found := of.fullmatch(path))}


@pytest.fixture
def drawn(officer: FlaskClient, desk: Desk, clock: Clock) -> list[str]:
    """The terminal in every state in which something can be pressed."""
    take(desk, 6)
    pages = [page(officer)]
    do(officer, "calls")
    do(officer, "no-shows")
    for reason in ("signature", "result"):
        do(officer, "calls")
        do(officer, "parkings", reason=reason)
    do(officer, "ready", number="A003")
    pages.append(do(officer, "help-calls", on="1"))
    do(officer, "calls")
    do(officer, "recalls")
    clock.tick(seconds=90)
    pages += [page(officer), do(officer, "starts"), do(officer, "finishes")]
    return [*pages, do(officer, "closing", sure="1")]


def sheet_of(text: str, key: str) -> str | None:
    """What a key presses or opens, up to the end of its form."""
    at = text.find(f'data-key="{key}"')
    if at < 0:
        return None
    begins = max(text.rfind("<form", 0, at), text.rfind("<details", 0, at))
    button = text[text.rfind("<", 0, at) : text.index(">", at)]
    if "formaction" in button:
        return button
    return text[begins : text.index("</form>", at)]


def leads(text: str, way: Way) -> bool:
    sheet = sheet_of(text, way.key)
    if sheet is None or "disabled>" in sheet.partition("data-key")[2][:40]:
        return False
    if way.digit is None:
        return f'/1/{way.act}"' in sheet
    lines = re.findall(r"<(?:button|label)[^>]*data-choice[^>]*>", sheet)
    if len(lines) < way.digit:
        return False
    line = lines[way.digit - 1]
    own = re.search(r'formaction="[^"]*/1/([\w-]+)"', line)
    acts = re.search(r'action="[^"]*/1/([\w-]+)"', sheet)
    return (own or acts or [""])[1] == way.act


def on_the_pad(key: str) -> bool:
    """A key of its own, Enter, the held ×, or a digit of the rarer acts."""
    own = set(re.findall(r'Numpad\w+: "([a-z-]+)"', KEYS))
    rarer = {"note", "matter", "finish-with", "drop", "ready", "hand-out", "quick"}
    return key in own | rarer | {"call-help"} or f"[data-key={key}]" in REACH


def test_every_act_of_the_api_has_a_way_or_a_reason_for_none() -> None:
    ways = {name.partition(" {")[0] for name in WAYS}
    assert api_acts() == ways | WITHOUT.keys()
    assert not ways & WITHOUT.keys()


def test_the_terminal_has_a_form_and_the_number_pad_a_way_for_every_act(
    drawn: list[str],
) -> None:
    ways = WAYS.items()
    formless = [name for name, way in ways if not any(leads(p, way) for p in drawn)]
    assert formless == []
    assert [name for name, way in ways if not on_the_pad(way.key)] == []


def test_the_rarer_acts_are_numbered_in_the_order_that_the_help_tells(
    drawn: list[str],
) -> None:
    told = dict(re.findall(r"<kbd>([A-Z])</kbd></td><td><kbd>\. (\d)</kbd>", drawn[0]))
    row = drawn[0][drawn[0].index("more__all") :]
    row = row[: row.index("data-live")]
    letters = re.findall(r'class="act"[^>]*>.*?<kbd>([A-Z])</kbd>', row)[:7]
    assert told == {letter: str(n) for n, letter in enumerate([*letters, "C"], 1)}
    assert "<kbd>. 9</kbd>" in drawn[0]
