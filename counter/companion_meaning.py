"""What a press means at a counter as it was last seen. Pure.

The hot keys and the buttons give the same presses: `next` (F8), `recall` (F9), `step`
(F10: start, then finish), `start`, `finish`, `no-show`, `undo`. The server decides;
here is only what the terminal's page asks too: nobody who was called and never came is
silently "served", and a no-show so soon is asked once more.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Seen:
    """The counter as the server told it last; times as seconds since 1970."""

    open: bool
    paused: bool
    armed: bool
    number: str
    status: str  # called, serving, or "" with nobody there
    calls: int
    called_at: float
    since: float
    next: tuple[str, ...]
    waiting: int
    name: dict[str, str]
    fewest_calls: int = 0  # before these, or so soon, a no-show is asked once more
    shortest_wait: float = 0.0
    expected: float = 0.0  # seconds of a usual service


@dataclass(frozen=True)
class Order:
    """One POST to /counters/<n>/<act>; the same press keeps the same key."""

    act: str
    body: tuple[tuple[str, Any], ...] = ()
    key: str = ""


@dataclass(frozen=True)
class Question:
    """Asked in the strip; `answers` by press. It is about one visit, called so."""

    words: str
    why: str
    about: tuple[str, str]
    answers: dict[str, Order | Question]


CALL = (("previous", "served"), ("armed", True))
CALL_AFTER_NOBODY = (("previous", "no_show"), ("armed", True))
DISARM = (("previous", "served"),)


def meant(press: str, seen: Seen, office: float) -> Order | Question:
    """An order to send, or a question to ask first."""
    if press == "next":
        return _next(seen, office)
    if press == "no-show":
        return _no_show(seen, office)
    if press == "step":
        press = "finish" if seen.status == "serving" else "start"
    return Order(ACTS[press])


ACTS = {"recall": "recalls", "start": "starts", "finish": "finishes", "undo": "undo"}


def _next(seen: Seen, office: float) -> Order | Question:
    """What the page's one big button does."""
    main = main_act(seen)
    if main == "ask":
        return _was_served(seen, office)
    if main in ("open", "reopen"):
        return Order("opening")
    return Order("calls", DISARM if main == "disarm" else CALL)


def main_act(seen: Seen) -> str:
    """open, reopen, ask, disarm or next."""
    if not seen.open or seen.paused:
        return "reopen" if seen.open else "open"
    if seen.status == "called":
        return "ask"
    return "disarm" if seen.armed and not (seen.next or seen.status) else "next"


def _was_served(seen: Seen, office: float) -> Question:
    gone: Order | Question = Order("calls", CALL_AFTER_NOBODY)
    if why := too_early(seen, office):
        again = {"recall": gone, "no-show": gone}
        gone = Question("ask-skip-next", why, visit(seen), again)
    answers = {"next": Order("calls", CALL), "recall": gone, "no-show": gone}
    return Question("ask-served", "", visit(seen), answers)


def _no_show(seen: Seen, office: float) -> Order | Question:
    order = Order("no-shows")
    if seen.status == "called" and (why := too_early(seen, office)):
        return Question("ask-skip", why, visit(seen), {"no-show": order})
    return order


def too_early(seen: Seen, office: float) -> str:
    """Why a no-show is asked once more; empty when it is not."""
    if seen.calls < seen.fewest_calls:
        return "too-few"
    return "too-soon" if office - seen.called_at < seen.shortest_wait else ""


def visit(seen: Seen) -> tuple[str, str]:
    return seen.number, seen.status


def rings(before: Seen | None, now: Seen) -> bool:
    """Somebody came where nobody was waiting, or was called without a press."""
    if before is None or not now.open or now.paused:
        return False
    arrived = not before.next and bool(now.next)
    return arrived or (before.armed and not before.status and now.status == "called")
