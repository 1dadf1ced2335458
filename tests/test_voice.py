"""Announcements: what is heard, in which order, how loud, and when only a chime."""

import random
import shutil
from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby
from pathlib import Path
from string import ascii_uppercase

import numpy as np
import pyloudnorm
import pytest

from display import voice as voice_module
from display.voice import Announcement, Voice
from display.voice_packs import SHIPPED
from display.voice_sound import RATE, samples_of, wav
from tests.office_of_tests import LONG
from tests.voice_steps import NOWHERE, heard, samples, tone, words
from ticketing.policy import Policy

POLICY = Policy()
A012 = Announcement("call", (("A012", 3),))
MERGED = Announcement("call", (("A012", 3), ("B004", 1), ("A013", 2)))
RESULTS = Announcement("ready", (("A012", 1), ("A015", 1), ("A017", 1)))
CALL = ["moi-so", "A", "0", "1", "2", "den-quay", "3"]
EACH = 400 if LONG else 26  # announcements measured for each voice


@pytest.fixture(scope="module")
def voice() -> Voice:
    return Voice(NOWHERE)


@pytest.fixture
def own(tmp_path: Path) -> Path:
    return tmp_path / "office-voice"


def spoken(voice: Voice, said: Announcement, policy: Policy = POLICY) -> bytes:
    finished = voice.say(said, policy)
    assert finished
    return finished.data


def ear(voice: Voice, said: Announcement, policy: Policy = POLICY) -> list[str | int]:
    return heard(spoken(voice, said, policy), voice.packs)


# --- what is said ----------------------------------------------------------------


def test_a_call_is_a_chime_and_the_same_sentence_twice(voice: Voice) -> None:
    found = ear(voice, A012)
    sentence = ["vi-south/moi-so", 110, "vi-south/A", 130, "vi-south/0", 40]
    assert found[:8] == ["chime/call", 300, *sentence]
    assert words(found, "vi-south") == CALL * 2
    assert found.count(2500) == 1
    assert found.count("chime/call") == 1


def test_a_recall_is_a_longer_chime_and_one_sentence(voice: Voice) -> None:
    found = ear(voice, replace(A012, recall=True))
    assert found[:2] == ["chime/recall", 300]
    assert words(found, "vi-south") == CALL
    clips = voice.packs.all()["chime"].clips
    assert 0.6 <= len(clips["call"]) / RATE <= 1.2 < len(clips["recall"]) / RATE


def test_several_calls_are_one_announcement_each_with_its_counter(voice: Voice) -> None:
    assert words(ear(voice, MERGED), "vi-south") == [
        *CALL,
        *["so", "B", "0", "0", "4", "den-quay", "1"],
        *["so", "A", "0", "1", "3", "den-quay", "2"],
    ]


def test_results_are_one_sentence_with_one_counter(voice: Voice) -> None:
    sentence = words(ear(voice, RESULTS), "vi-south")
    numbers = ["A", "0", "1", "2", "A", "0", "1", "5", "A", "0", "1", "7"]
    assert sentence == ["da-co-ket-qua", *numbers, "moi-den-quay", "1"] * 2


def test_a_long_list_of_results_is_said_once(voice: Voice) -> None:
    many = replace(RESULTS, calls=(*RESULTS.calls, ("A018", 1)))
    assert words(ear(voice, many), "vi-south").count("da-co-ket-qua") == 1


def test_a_foreigner_hears_the_call_in_english_after_the_vietnamese(
    voice: Voice,
) -> None:
    found = ear(voice, replace(A012, languages=("en",)))
    english = ["number", "A", "0", "1", "2", "to-counter", "3"]
    assert words(found, "en") == english * 2
    assert languages(found) == ["chime", "vi-south", "en", "vi-south", "en"]


def languages(found: list[str | int]) -> list[str]:
    """In the order in which they are heard."""
    heard = [str(clip).partition("/")[0] for clip in found if "/" in str(clip)]
    return [language for language, _clips in groupby(heard)]


def test_a_foreigner_among_five_is_the_only_one_called_in_english(voice: Voice) -> None:
    five = (*MERGED.calls, ("C005", 2), ("D006", 1))
    said = Announcement("call", five, languages=("vi", "en", "vi", "vi", "vi"))
    found = ear(voice, said)
    assert words(found, "en") == ["number", "B", "0", "0", "4", "to-counter", "1"]
    assert words(found, "vi-south").count("den-quay") == 5
    assert languages(found) == ["chime", "vi-south", "en"]


def test_two_foreigners_are_called_each_in_their_own_language(
    voice: Voice, own: Path
) -> None:
    khmer(own)
    said = replace(MERGED, languages=("km", "en", "km"))
    found = ear(Voice(own), said)
    assert languages(found) == ["chime", "vi-south", "km", "en"]
    assert words(found, "km") == [
        *["number", "A", "0", "1", "2", "to-counter", "3"],
        *["number", "A", "0", "1", "3", "to-counter", "2"],
    ]


def test_it_is_known_where_in_the_sound_each_call_begins(voice: Voice) -> None:
    said = replace(MERGED, languages=("vi", "en", "vi"))
    finished = voice.say(said, POLICY)
    assert finished
    assert [place for place, _ms in finished.parts] == [0, 1, 2, 1]
    sound = samples(finished.data)
    tails = [wav(sound[ms * RATE // 1000 :]) for _place, ms in finished.parts]
    first = [heard(tail, voice.packs) for tail in tails]
    begins = [next(str(clip) for clip in found if "/" in str(clip)) for found in first]
    assert begins == ["vi-south/moi-so", "vi-south/so", "vi-south/so", "en/number"]


def test_a_language_without_a_voice_is_called_in_vietnamese(voice: Voice) -> None:
    assert spoken(voice, replace(A012, languages=("km",))) == spoken(voice, A012)


# --- what the office decides -------------------------------------------------------


@pytest.mark.parametrize("accent", ["south", "north", "central"])
def test_the_office_chooses_the_accent(voice: Voice, accent: str) -> None:
    found = ear(voice, A012, Policy(voice_accent=accent))
    assert words(found, f"vi-{accent}") == CALL * 2


def test_the_office_may_have_numbers_read_whole(voice: Voice) -> None:
    said = Announcement("call", (("A025", 12),))
    found = ear(voice, said, Policy(voice_numbers="whole"))
    sentence = ["moi-so", "A", "2", "muoi", "lam", "den-quay", "10", "2"]
    assert words(found, "vi-south") == sentence * 2


def test_the_office_chooses_how_often_and_how_long_the_pause_is(voice: Voice) -> None:
    thrice = ear(voice, A012, Policy(voice_repeat=3, voice_gap_ms=1700))
    assert words(thrice, "vi-south") == CALL * 3
    assert thrice.count(1700) == 2
    once = ear(voice, A012, Policy(voice_repeat=1))
    assert words(once, "vi-south") == CALL


def test_the_office_may_do_without_foreign_languages(voice: Voice) -> None:
    policy = Policy(voice_foreign=False)
    found = ear(voice, replace(A012, languages=("en",)), policy)
    assert words(found, "en") == []


# --- how loud ----------------------------------------------------------------------


def some(rng: random.Random) -> Iterator[Announcement]:
    """Calls, recalls, several calls and results, with every letter and digit."""
    for place in range(EACH):
        letter = ascii_uppercase[place % 26]
        first = (
            f"{letter}{rng.choice((rng.randrange(1000), 4321)):03}",
            place % 12 + 1,
        )
        more = (f"{rng.choice(ascii_uppercase)}{rng.randrange(1000):03}", first[1])
        yield Announcement("call", (first,), recall=place % 3 == 0)
        yield Announcement("call", (first, more, more), languages=("en",) * 3)
        yield Announcement("ready", (first, more))


@pytest.mark.parametrize("accent", ["south", "north", "central"])
@pytest.mark.parametrize("style", ["digits", "whole"])
def test_every_announcement_is_as_loud_as_broadcast_and_never_clips(
    voice: Voice, accent: str, style: str
) -> None:
    meter = pyloudnorm.Meter(RATE)
    policy = Policy(voice_accent=accent, voice_numbers=style)
    for said in some(random.Random(accent + style)):
        sound = np.array(samples(spoken(voice, said, policy))) / 32768
        assert meter.integrated_loudness(sound) == pytest.approx(-16, abs=1), said
        assert 20 * np.log10(np.abs(sound).max()) < -1, said


def test_english_alone_is_as_loud_as_vietnamese(voice: Voice) -> None:
    meter = pyloudnorm.Meter(RATE)
    pack = voice.packs.all()["en"]
    spaced = [x for clip in pack.clips.values() for x in (*clip, *[0] * 800)]
    sound = np.array(spaced) / 32768
    assert meter.integrated_loudness(sound) == pytest.approx(-16, abs=1)


def test_the_chime_is_three_decibels_under_the_speech(voice: Voice) -> None:
    meter = pyloudnorm.Meter(RATE)
    packs = voice.packs.all()
    speech = np.concatenate([np.array(c) for c in packs["vi-south"].clips.values()])
    for chime in packs["chime"].clips.values():
        over = meter.integrated_loudness(speech / 32768)
        under = meter.integrated_loudness(np.array(chime) / 32768)
        assert over - under == pytest.approx(3, abs=1)


# --- when something is missing ------------------------------------------------------


@pytest.fixture
def shipped(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SHIPPED, tmp_path / "shipped"))


def test_a_missing_clip_leaves_the_chime_and_a_line_in_the_log(
    shipped: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (shipped / "vi-south" / "2.wav").unlink()
    voice = Voice(NOWHERE, shipped)
    assert ear(voice, A012) == ["chime/call"]
    assert "vi-south lacks 2" in caplog.text
    other = Announcement("call", (("A013", 3),))
    assert words(ear(voice, other), "vi-south")[:4] == ["moi-so", "A", "0", "1"]


def test_a_broken_clip_is_a_missing_one(
    shipped: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (shipped / "vi-south" / "2.wav").write_bytes(b"RIFF")
    assert ear(Voice(NOWHERE, shipped), A012) == ["chime/call"]
    assert "is no WAV file" in caplog.text


def test_without_a_chime_the_words_are_said_all_the_same(shipped: Path) -> None:
    shutil.rmtree(shipped / "chime")
    found = ear(Voice(NOWHERE, shipped), A012)
    assert found[0] == "vi-south/moi-so"


def test_without_any_clip_there_is_no_sound_to_play(tmp_path: Path) -> None:
    assert Voice(NOWHERE, tmp_path).say(A012, POLICY) is None


# --- the office's own recordings -----------------------------------------------------


def put(folder: Path, name: str, hertz: float = 300.0) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    sound = samples_of(tone(0.4, hertz=hertz))
    (folder / f"{name}.wav").write_bytes(wav(sound))


def test_the_offices_recording_wins_and_the_rest_stays_ours(own: Path) -> None:
    put(own / "vi-south", "2")
    voice = Voice(own)
    pack = voice.packs.all()["vi-south"]
    assert pack.clips["2"] == samples_of(tone(0.4, hertz=300))
    assert words(ear(voice, A012), "vi-south") == CALL * 2
    assert (pack.owners["2"], pack.owners["1"]) == ("office", "shipped")


def test_a_new_recording_is_heard_without_a_restart(own: Path) -> None:
    voice = Voice(own)
    before = spoken(voice, A012)
    put(own / "vi-south", "2")
    assert spoken(voice, A012) != before


def test_a_recording_that_cannot_be_played_leaves_ours(own: Path) -> None:
    put(own / "vi-south", "3")
    (own / "vi-south" / "2.wav").write_bytes(b"nothing")
    assert words(ear(Voice(own), A012), "vi-south") == CALL * 2


def khmer(own: Path) -> None:
    """Recordings enough for A012, A013 and counters 2 and 3."""
    ours = (SHIPPED / "en" / "voice.toml").read_text("utf-8")
    (own / "km").mkdir(parents=True)
    theirs = ours.replace('language = "en"', 'language = "km"')
    (own / "km" / "voice.toml").write_text(theirs, "utf-8")
    for place, name in enumerate(["number", "A", "0", "1", "2", "to-counter", "3"]):
        put(own / "km", name, hertz=300 + 20 * place)


def test_a_new_language_is_a_folder_of_the_office(own: Path) -> None:
    khmer(own)
    voice = Voice(own)
    found = ear(voice, replace(A012, languages=("km",)))
    assert words(found, "km")[:4] == ["number", "A", "0", "1"]
    assert words(found, "vi-south") == CALL * 2


# --- kept in memory -------------------------------------------------------------------


def test_the_same_call_is_joined_once_for_twenty_screens(voice: Voice) -> None:
    assert voice.say(A012, POLICY) is voice.say(A012, POLICY)


def test_what_is_kept_has_a_bound_and_the_oldest_goes_first(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    voice = Voice(NOWHERE)
    size = len(spoken(voice, A012))
    monkeypatch.setattr(voice_module, "KEPT", int(3.5 * size))
    first = voice.say(A012, POLICY)
    for number in range(20, 29):
        voice.say(Announcement("call", ((f"A0{number}", 3),)), POLICY)
        voice.say(A012, POLICY)
    assert voice.say(A012, POLICY) is first
    kept = [len(finished.data) for finished in voice._kept.values()]
    assert sum(kept) == voice._bytes <= 3.5 * size
