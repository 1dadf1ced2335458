"""The voice by address: who may hear it, what is refused, what is sent only once."""

from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app import create_app
from display.voice_views import voice
from settings import Settings
from tests.conftest import HEAD
from tests.voice_steps import heard, words
from ticketing.desk import Desk

CALL = "/display/voice/call/A012-3.wav"
MERGED = "/display/voice/call/A012-3+B004-1.wav"
FOREIGN = "/display/voice/call/A012-3+B004-1en+A013-2.wav"
READY = "/display/voice/ready/A012+A015-1.wav"


@pytest.fixture
def real(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """An office that is not in trial mode: a stranger is a stranger."""
    folder = tmp_path_factory.mktemp("real")
    app = create_app(Settings(database=folder / "office.db", reach="none"))
    yield app
    app.extensions["desk"].store.close()


def ear(client: FlaskClient, address: str) -> list[str | int]:
    answer = client.get(address)
    assert answer.status_code == 200, address
    assert answer.content_type == "audio/wav"
    return heard(answer.data, voice().packs)


def test_the_address_says_who_goes_where(client: FlaskClient) -> None:
    sentence = words(ear(client, CALL), "vi-south")
    assert sentence == ["moi-so", "A", "0", "1", "2", "den-quay", "3"] * 2


def test_several_calls_and_results_have_their_addresses(client: FlaskClient) -> None:
    merged = words(ear(client, MERGED), "vi-south")
    assert merged[7:] == ["so", "B", "0", "0", "4", "den-quay", "1"]
    assert words(ear(client, READY), "vi-south")[0] == "da-co-ket-qua"


def test_a_second_call_is_a_recall(client: FlaskClient) -> None:
    assert ear(client, f"{CALL}?times=1")[0] == "chime/call"
    for times in (2, 3, 40):
        found = ear(client, f"{CALL}?times={times}")
        assert found[0] == "chime/recall"
        assert found.count("vi-south/moi-so") == 1


def test_the_tickets_language_is_heard_too(client: FlaskClient) -> None:
    english = ear(client, "/display/voice/call/A012-3en.wav?times=1")
    assert words(english, "en")[0] == "number"
    assert words(ear(client, CALL), "en") == []


def test_of_several_calls_only_the_foreigners_is_heard_in_english(
    client: FlaskClient,
) -> None:
    found = ear(client, FOREIGN)
    assert words(found, "en") == ["number", "B", "0", "0", "4", "to-counter", "1"]
    assert found.count("vi-south/den-quay") == 3


def test_a_screen_may_ask_where_each_call_begins(client: FlaskClient) -> None:
    answer = client.head(FOREIGN)
    assert (answer.status_code, answer.data) == (200, b"")
    parts = [part.split(":") for part in answer.headers["Voice-Parts"].split(", ")]
    assert [place for place, _ms in parts] == ["0", "1", "2", "1"]
    times = [int(ms) for _place, ms in parts]
    assert times == sorted(set(times))
    assert times[0] > 500, "the chime comes before"


@pytest.mark.parametrize(
    "address",
    [
        "call/A012-99.wav",
        "call/A012.wav",
        "call/A12-3.wav",
        "call/A123456-3.wav",
        "call/a012-3.wav",
        "call/Đ012-3.wav",
        "call/A٠١٢-3.wav",
        "call/A012-3.mp3",
        "call/A012-3+.wav",
        "call/../A012-3.wav",
        "call/" + "+".join(["A012-3"] * 13) + ".wav",
        "call/A012-3.wav?times=0",
        "call/A012-3.wav?times=x",
        "call/A012-3e.wav",
        "call/A012-3engl.wav",
        "call/A012-3EN.wav",
        "call/A012-en3.wav",
        "ready/A012.wav",
        "ready/-1.wav",
        "ready/A012-99.wav",
        "ready/" + "+".join(["A012"] * 13) + "-1.wav",
        "other/A012-3.wav",
    ],
)
def test_an_address_that_cannot_be_meant_is_not_found(
    client: FlaskClient, address: str
) -> None:
    assert client.get(f"/display/voice/{address}").status_code == 404


def test_twelve_calls_at_once_are_still_said(client: FlaskClient) -> None:
    address = "+".join(f"A0{n}-{n % 3 + 1}" for n in range(10, 22))
    found = ear(client, f"/display/voice/call/{address}.wav")
    assert found.count("vi-south/den-quay") == 12


def test_a_screen_that_has_the_sound_is_sent_nothing(client: FlaskClient) -> None:
    first = client.get(CALL)
    again = client.get(CALL, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert first.headers["Cache-Control"] == "private, no-cache"


def test_what_the_office_decides_is_heard_at_the_next_call(
    client: FlaskClient, desk: Desk
) -> None:
    first = client.get(CALL)
    desk.set_policy(HEAD, "voice_accent", "north")
    again = client.get(CALL, headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 200
    assert words(heard(again.data, voice().packs), "vi-north")[0] == "moi-so"


def test_a_player_may_ask_for_a_part_of_the_sound(client: FlaskClient) -> None:
    whole = client.get(CALL)
    part = client.get(CALL, headers={"Range": "bytes=44-1043"})
    assert (part.status_code, part.data) == (206, whole.data[44:1044])


def test_a_stranger_hears_nothing(real: Flask) -> None:
    assert real.test_client().get(CALL).status_code == 403
