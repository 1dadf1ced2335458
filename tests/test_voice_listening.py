"""Listening by machine: no clicks, words apart, and not too long, in every accent."""

from itertools import pairwise
from typing import TypeAlias

import numpy as np
import pyloudnorm
import pytest
from numpy.typing import NDArray

from display.voice import Announcement, Voice
from display.voice_sound import RATE
from tests.voice_steps import NOWHERE, heard, samples
from ticketing.policy import Policy

Waveform: TypeAlias = NDArray[np.float64]

CALLS = (("A012", 3), ("B105", 10), ("C999", 1), ("T007", 6), ("E555", 5))
RESULTS = Announcement("ready", (("A012", 1), ("A015", 1), ("A017", 1)))
ACCENTS = ("south", "north", "central")
CLICK = 10 ** (-30 / 20)  # of full scale, from one sample to the next: more is heard
AROUND = 2 * RATE // 1000  # samples on both sides of a join: 2 ms
SILENT = 10 ** (-60 / 20)  # of full scale
SHORTEST, LONGEST = 40, 250  # ms of silence between two words of one sentence


@pytest.fixture(scope="module")
def voice() -> Voice:
    return Voice(NOWHERE)


def said(voice: Voice, what: Announcement, accent: str) -> bytes:
    finished = voice.say(what, Policy(voice_accent=accent))
    assert finished
    return finished.data


def waveform(data: bytes) -> Waveform:
    return np.array(samples(data)) / 32768


def joins(data: bytes, voice: Voice) -> list[int]:
    """The first sample of every clip, and the one after its last."""
    place, found = 0, list[int]()
    packs = voice.packs.all()
    for piece in heard(data, voice.packs):
        if isinstance(piece, int):
            place += piece * RATE // 1000
            continue
        pack, name = piece.split("/")
        found += [place, place + len(packs[pack].clips[name])]
        place = found[-1]
    return found


def loudest(sound: Waveform) -> float:
    return float(np.abs(sound).max())


def oversampled(sound: Waveform) -> Waveform:
    """Four times as many samples: the sound as it is between ours."""
    return 4 * np.fft.irfft(np.fft.rfft(sound), 4 * len(sound))


def calls() -> list[Announcement]:
    single = [Announcement("call", (call,)) for call in CALLS]
    recall = Announcement("call", CALLS[:1], recall=True)
    foreign = Announcement("call", CALLS[:1], languages=("en",))
    return [*single, recall, foreign, Announcement("call", CALLS), RESULTS]


@pytest.mark.parametrize("accent", ACCENTS)
def test_no_join_clicks_and_every_clip_begins_and_ends_in_silence(
    voice: Voice, accent: str
) -> None:
    for what in calls():
        data = said(voice, what, accent)
        sound = np.pad(waveform(data), AROUND)
        for join in joins(data, voice):
            near = sound[join : join + 2 * AROUND]
            assert loudest(np.diff(near)) < CLICK, (what, join / RATE)
            assert abs(near[AROUND - 1]) < SILENT, (what, join / RATE)
            assert abs(near[AROUND]) < SILENT, (what, join / RATE)


@pytest.mark.parametrize("accent", ACCENTS)
def test_between_two_words_there_is_a_pause_and_never_a_hole(
    voice: Voice, accent: str
) -> None:
    policy = Policy()
    for what in calls():
        found = heard(said(voice, what, accent), voice.packs)
        pauses = [x for x in found[2:] if isinstance(x, int)]  # after the chime's
        between = [x for x in pauses if x not in (350, 600, policy.voice_gap_ms)]
        assert len(between) >= 6
        assert SHORTEST <= min(between) <= max(between) <= LONGEST, what
        clips = [isinstance(x, str) for x in found]
        assert (True, True) not in pairwise(clips), "two words run together"


@pytest.mark.parametrize("accent", ACCENTS)
def test_a_call_said_twice_is_six_to_nine_seconds_of_words(
    voice: Voice, accent: str
) -> None:
    """The chime comes before, and the silence that the office chose between."""
    policy = Policy()
    for call in CALLS:
        data = said(voice, Announcement("call", (call,)), accent)
        chime, before = joins(data, voice)[1], 300
        others = chime / RATE + (before + policy.voice_gap_ms) / 1000
        assert 6 <= len(samples(data)) / RATE - others <= 9, call


@pytest.mark.parametrize("accent", ACCENTS)
def test_a_call_as_a_whole_is_at_minus_sixteen_and_never_clips(
    voice: Voice, accent: str
) -> None:
    """Nor between its samples, where a sound card with another rate looks."""
    meter = pyloudnorm.Meter(RATE)
    for what in calls():
        sound = waveform(said(voice, what, accent))
        assert meter.integrated_loudness(sound) == pytest.approx(-16, abs=1), what
        assert 20 * np.log10(loudest(oversampled(sound))) < -1, what
