"""The long form behind the one touch: the official indicators, each may be left out."""

from dataclasses import dataclass
from typing import Any

from flask import request

from office.forms import NUMBER, wrong
from ticketing.catalogue import Words
from ticketing.desk import Desk
from ticketing.ratings import form_open, indicators
from ticketing.tickets import Ticket


@dataclass(frozen=True)
class Question:
    code: str
    name: Words
    answers: list[dict[str, Any]]  # points and name

    @property
    def field(self) -> str:
        """Of the form: other fields of that name may be there."""
        return f"indicator-{self.code}"


class LongForm:
    """What the page asks of one visit, as long as it may be answered."""

    def __init__(self, desk: Desk, ticket: Ticket) -> None:
        profile = desk.store.office().profile
        self.open = form_open(desk.store, ticket, desk.store.clock())
        self.questions = [
            Question(one["code"], one["name"], one["answers"])
            for one in indicators(profile)
        ]

    def answers(self) -> dict[str, int]:
        """Of the form that was sent: points by code, what was left out left out."""
        given = {one.code: request.form.get(one.field) for one in self.questions}
        return {code: _points(text) for code, text in given.items() if text}


def _points(text: str) -> int:
    if not (text.isdecimal() and len(text) < 3):
        raise wrong("answer", *NUMBER)
    return int(text)
