"""What a refused act still needs, asked at once and answered with one digit."""

from dataclasses import dataclass

from flask import request

from ticketing.errors import TicketingError

# Code of the refusal: the field that was missing, or not clear.
ASKED = {
    "reason-needed": "reason",
    "sent-away": "reason",
    "cancel-reason": "reason",
    "previous-needed": "previous",
    "which-number": "number",
}
# Code of the refusal: the page on which whoever opens a counter says yes or no.
AT_THE_DOOR = {
    "closed-day": "counter/closed_day.html",
    "clock-behind": "counter/clock_behind.html",
}
# Every drawing of a form has its own; other words were none.
OWN = {"csrf_token", "here", "key", "other_reason"}


@dataclass(frozen=True)
class Question:
    code: str  # of the refusal
    act: str
    field: str
    sentence: str
    answers: tuple[str, ...]  # none: the page knows the usual ones
    said: tuple[tuple[str, str], ...]  # the rest of the form, sent again


def question(error: TicketingError, sentence: str) -> Question | None:
    """None when there is nothing to ask, or no page to ask it on."""
    field, act = ASKED.get(error.code), (request.view_args or {}).get("act")
    if field is None or act is None:
        return None
    if field == "number" and len(request.form.getlist(field)) != 1:
        return None
    sent = request.form.items(multi=True)
    said = tuple((name, value) for name, value in sent if name not in OWN | {field})
    answers = tuple(error.facts.get("numbers", ()))
    return Question(error.code, act, field, sentence, answers, said)
