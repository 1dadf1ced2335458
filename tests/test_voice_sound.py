"""Sound as numbers: loudness as the standard measures it, a limiter, odd files."""

import io
import random
import wave
from array import array
from pathlib import Path

import numpy as np
import pyloudnorm
import pytest
from hypothesis import given
from hypothesis import strategies as st

from display.voice_level import PEAK, levelled, limited, loudness, peak_of, trimmed
from display.voice_sound import RATE, NoSound, frames, samples_of, sound_of, wav
from tests.office_of_tests import EFFORT
from tests.voice_steps import tone

WHOLE = wav(samples_of(tone(0.02)))


@pytest.mark.parametrize("hertz", [100, 440, 1000, 3000, 7000])
@pytest.mark.parametrize("loud", [0.02, 0.2, 0.9])
def test_loudness_is_what_the_standards_meter_shows(hertz: float, loud: float) -> None:
    sound = tone(2, hertz=hertz, loud=loud)
    meter = pyloudnorm.Meter(RATE)
    shown = meter.integrated_loudness(np.array(sound))
    assert loudness(sound) == pytest.approx(shown, abs=0.1)


def test_silence_is_as_soft_as_can_be_and_stays_silence() -> None:
    assert loudness([0.0] * RATE) == loudness([]) == -70
    assert levelled([0.0] * RATE) == []


@EFFORT
@given(st.lists(st.floats(-8, 8), max_size=400))
def test_no_sound_comes_out_of_the_limiter_too_high(sound: list[float]) -> None:
    assert peak_of(limited(sound)) <= PEAK * (1 + 1e-9)
    assert len(limited(sound)) == len(sound)


def test_a_sound_that_is_soft_enough_passes_the_limiter_unchanged() -> None:
    sound = tone(0.1, loud=0.5)
    assert limited(sound) == sound


def test_a_soft_and_a_loud_word_come_out_equally_loud() -> None:
    rng = random.Random(7)
    noise = [rng.uniform(-1, 1) for _ in range(RATE // 2)]
    for loud in (0.003, 0.1, 1.0):
        assert loudness(levelled([loud * x for x in noise])) == pytest.approx(
            -14.9, 0.3
        )


def test_a_word_keeps_its_beginning_and_its_end() -> None:
    word = tone(0.3)
    assert abs(len(trimmed([*[0.0] * 900, *word, *[0.0] * 900])) - len(word)) < 300


def test_samples_survive_the_journey_through_a_file(tmp_path: Path) -> None:
    samples = array("h", [0, 1, -1, 32767, -32768])
    (tmp_path / "a.wav").write_bytes(wav(samples))
    assert frames(tmp_path / "a.wav") == (RATE, 1, samples)
    assert samples_of(sound_of(samples)) == samples


def test_two_channels_become_their_mean() -> None:
    assert sound_of(array("h", [16384, 0, -16384, -16384]), 2) == [0.25, -0.5]


@EFFORT
@given(data=st.data())
def test_a_file_that_is_damaged_anywhere_is_sound_or_a_clear_refusal(
    data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    place = data.draw(st.integers(0, 45))
    damaged = bytearray(WHOLE)
    damaged[place] = data.draw(st.integers(0, 255))
    path = tmp_path_factory.getbasetemp() / "damaged.wav"
    path.write_bytes(damaged[: data.draw(st.integers(0, len(damaged)))])
    try:
        rate, channels, samples = frames(path)
    except NoSound as refusal:
        assert str(refusal).startswith(("is no WAV", "has "))
    else:
        assert rate >= 0
        assert channels >= 1
        assert len(samples) % channels == 0


def test_what_we_write_is_what_every_player_reads() -> None:
    with wave.open(io.BytesIO(WHOLE)) as file:
        assert file.getparams()[:4] == (1, 2, RATE, 320)
