"""The voice by address: what is to be said is in it, so that a page needs no sound.

/display/voice/call/A012-3.wav, …/call/A012-3en+B004-1.wav, …/ready/A012+A015-1.wav;
`en` is the language of A012's ticket, `?times=2` a recall. What the office decides is
not in the address, so a page asks each time; nothing is sent that it already has.

`Voice-Parts: 0:980, 1:4340, 0:8020` tells where the sentences begin: which of the
calls, counted from 0, and the milliseconds before it.
"""

import re
from collections.abc import Sequence
from typing import Literal

from flask import Blueprint, current_app, request
from werkzeug import Response

from display.voice import Announcement, Voice
from display.voice_packs import LANGUAGE, VIETNAMESE
from office import auth
from office.current import desk, settings
from ticketing.errors import NotFound

MOST = 12  # calls in one announcement
CALL = re.compile(f"([A-Z][0-9]{{3,5}})-([0-9]{{1,4}})({LANGUAGE.pattern})?")
NUMBER = re.compile("[A-Z][0-9]{3,5}")
TIMES = re.compile("[1-9][0-9]{0,3}")

bp = Blueprint("voice", __name__, url_prefix="/display/voice")
bp.before_request(auth.device("display"))


@bp.get("/call/<said>.wav")
def call(said: str) -> Response:
    found = [CALL.fullmatch(part) for part in said.split("+")]
    calls = [(match[1], int(match[2])) for match in found if match]
    if len(calls) != len(found):
        raise unknown()
    languages = [match[3] or VIETNAMESE for match in found if match]
    return _answer("call", calls, languages)


@bp.get("/ready/<said>.wav")
def ready(said: str) -> Response:
    numbers, _, counter = said.rpartition("-")
    listed = numbers.split("+")
    if not all(map(NUMBER.fullmatch, listed)) or not re.fullmatch(
        "[0-9]{1,4}", counter
    ):
        raise unknown()
    return _answer("ready", [(number, int(counter)) for number in listed])


def _answer(
    kind: Literal["call", "ready"],
    calls: list[tuple[str, int]],
    languages: Sequence[str] = (),
) -> Response:
    times = request.args.get("times", "1")
    known = {counter.counter for counter in desk.store.counters()}
    if len(calls) > MOST or not {counter for _number, counter in calls} <= known:
        raise unknown()
    if not TIMES.fullmatch(times):
        raise unknown()
    said = Announcement(kind, tuple(calls), int(times) > 1, tuple(languages))
    finished = voice().say(said, desk.store.policy())
    if finished is None:
        raise unknown()
    response = Response(finished.data, mimetype="audio/wav")
    response.set_etag(finished.etag)
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["Voice-Parts"] = ", ".join(f"{n}:{ms}" for n, ms in finished.parts)
    return response.make_conditional(
        request, accept_ranges=True, complete_length=len(finished.data)
    )


def unknown() -> NotFound:
    return NotFound("unknown-page")


def voice() -> Voice:
    """One for the app: its clips and its announcements stay in memory."""
    folder = settings.database.with_name(f"{settings.database.stem}-voice")
    kept: Voice = current_app.extensions.setdefault("voice", Voice(folder))
    return kept
