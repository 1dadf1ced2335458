"""Lessons of other queue systems about who cannot see the screen; what they are:
test_lessons_of_peers.py.
"""

import re

import pytest
from flask.testing import FlaskClient

from tests import counter_steps, rating_steps
from tests.conftest import Clock
from tests.counter_steps import COPIES, do, page, take
from tests.kiosk_steps import tap, ticket_at
from tests.rating_steps import Serve
from ticketing.desk import Desk

# The fixtures of these pages.
officers = counter_steps.officers
sign_in = counter_steps.sign_in
officer = counter_steps.officer
serve = rating_steps.serve

NAMELESS = re.compile(  # what is hidden gets its words when it is shown
    r"<(button|a)\b(?![^>]*(?:aria-label|aria-hidden| hidden))[^>]*>"
    r"((?:\s|<svg.*?</svg>|<[^>]*>)*)</\1>",
    re.S,
)


def is_heard(shown: str, tells: str) -> bool:
    """It has a language and a title, tells its changes, and names what it offers; the
    reading order is the page's own."""
    assert '<html lang="vi"' in shown
    assert re.search(r"<title>[^<]+</title>", shown)
    assert tells in shown
    assert not NAMELESS.search(shown)
    return not re.search(r'<(?!body|main|div)\w+[^>]*tabindex="[1-9]', shown)


@pytest.mark.parametrize(
    ("path", "tells"),
    [
        ("/kiosk/", 'role="status"'),
        ("{taken}", 'aria-live="assertive"'),
        ("/display/", 'aria-live="assertive"'),
        ("/display/counter/1", 'aria-live="polite"'),
        ("/t/{id}", 'aria-live="polite"'),
        ("/counter/1/rating", 'role="status"'),
    ],
)
def test_a_screen_reader_hears_the_change_and_every_button_has_a_name(
    client: FlaskClient, officer: FlaskClient, desk: Desk, path: str, tells: str
) -> None:
    """Group 29: nobody asked the others for it, and everybody needs it; the whole of
    it is measured by axe-core."""
    taken = tap(client, service=COPIES)
    ticket = ticket_at(desk, taken)
    assert is_heard(page(client, path.format(taken=taken, id=ticket.id)), tells)


@pytest.mark.parametrize(
    "acts", [[], ["calls"], ["calls", "starts"], ["pause"], ["closing"]], ids=str
)
def test_the_officers_terminal_is_heard_in_each_of_its_states(
    officer: FlaskClient, desk: Desk, acts: list[str]
) -> None:
    """Group 29: who is there is told by name whenever it changes, and the officer's
    buttons are more than drawings."""
    take(desk, 2)
    for act in acts:
        do(officer, act, reason="Họp", sure="1")
    text = page(officer)
    assert is_heard(text, 'role="status" data-said')
    assert len(re.findall(r"<button\b", text)) > 10


def test_each_face_of_the_rating_screen_has_its_word(
    client: FlaskClient, serve: Serve, clock: Clock
) -> None:
    """Group 29: a drawing of a face says nothing to who does not see it."""
    serve()
    text = page(client, "/counter/1/rating")
    assert is_heard(text, 'role="status"')
    faces = re.findall(r'<button class="face.*?</button>', text, re.S)
    words = [re.sub(r"<[^>]*>|\s+", " ", face).strip() for face in faces]
    assert words == ["Rất hài lòng", "Hài lòng", "Bình thường", "Không hài lòng"]
