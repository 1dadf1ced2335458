"""An office's own recordings: what is taken, what is refused, and who wins."""

import random
import shutil
from pathlib import Path

import pytest
from flask import Flask

from display.voice_level import SPEECH, decibels, loudness, peak_of
from display.voice_packs import SHIPPED
from display.voice_sound import RATE, clip_of, sound_of
from display.voice_views import voice
from tests import voice_steps
from tests.voice_steps import Run, record, tone
from ticketing.desk import Desk

run, own = voice_steps.run, voice_steps.own  # fixtures


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """What the officer recorded."""
    made = tmp_path / "recorded"
    made.mkdir()
    return made


def taken(run: Run, folder: Path, pack: str = "vi-south") -> str:
    result = run("import", folder, "--pack", pack)
    assert result.exit_code == 0, result.output
    return result.output


def contents(folder: Path) -> dict[Path, bytes]:
    return {p: p.read_bytes() for p in folder.rglob("*.wav") if p.is_file()}


def refused(run: Run, folder: Path, *words: str, pack: str = "vi-south") -> None:
    """Exit 2, each word in the sentences, and nothing is in place."""
    before = contents(folder.parent)
    result = run("import", folder, "--pack", pack)
    assert result.exit_code == 2, result.output
    assert "Traceback" not in result.output
    assert "Nothing was imported." in result.stderr
    for word in words:
        assert word in result.stderr
    assert before == contents(folder.parent)


# --- what is taken ---------------------------------------------------------------


@pytest.mark.parametrize("rate", [16_000, 22_050, 24_000, 32_000, 44_100, 48_000])
@pytest.mark.parametrize("channels", [1, 2])
def test_a_recorders_usual_rates_come_in_at_ours(
    run: Run, folder: Path, own: Path, rate: int, channels: int
) -> None:
    record(folder / "2.wav", tone(0.5, rate, loud=0.05), rate, channels)
    assert "Imported for vi-south: 2." in taken(run, folder)
    sound = sound_of(clip_of(own / "vi-south" / "2.wav"))
    assert len(sound) / RATE == pytest.approx(0.5, abs=0.02)
    assert loudness(sound) == pytest.approx(SPEECH, abs=0.3)
    assert decibels(peak_of(sound)) < -1
    middle = sound[2000:6000]  # a quarter of a second
    rises = sum(a < 0 <= b for a, b in zip(middle, middle[1:], strict=False))
    assert rises == pytest.approx(440 / 4, abs=1)


def test_tones_that_our_rate_cannot_carry_do_not_come_back_as_others(
    run: Run, folder: Path, own: Path
) -> None:
    """11 kHz would be heard as 5 kHz."""
    low = tone(0.5, 44_100, 300, 0.1)
    high = tone(0.5, 44_100, 11_000, 0.1)
    both = [a + b for a, b in zip(low, high, strict=True)]
    record(folder / "1.wav", low, 44_100)
    record(folder / "2.wav", both, 44_100)
    taken(run, folder)
    one, two = (sound_of(clip_of(own / "vi-south" / f"{n}.wav")) for n in (1, 2))
    differences = [a - b for a, b in zip(one[800:7000], two[800:7000], strict=True)]
    assert decibels(peak_of(differences)) < -40


def test_silence_around_the_word_is_cut_away(run: Run, folder: Path, own: Path) -> None:
    silent = [0.0] * RATE
    record(folder / "2.wav", [*silent, *tone(0.5), *silent])
    taken(run, folder)
    clip = clip_of(own / "vi-south" / "2.wav")
    assert len(clip) / RATE == pytest.approx(0.5, abs=0.03)


def test_later_recordings_join_the_earlier_ones(
    run: Run, folder: Path, own: Path
) -> None:
    record(folder / "2.wav", tone(0.3))
    taken(run, folder)
    first = (own / "vi-south" / "2.wav").read_bytes()
    (folder / "2.wav").unlink()
    record(folder / "3.wav", tone(0.3, hertz=500))
    taken(run, folder)
    names = sorted(path.name for path in (own / "vi-south").iterdir())
    assert names == ["2.wav", "3.wav"]
    assert (own / "vi-south" / "2.wav").read_bytes() == first
    assert [path.name for path in own.iterdir()] == ["vi-south"]


def test_the_folders_own_name_says_which_voice_it_is(run: Run, folder: Path) -> None:
    named = folder.parent / "vi-north"
    named.mkdir()
    record(named / "2.wav", tone(0.3))
    result = run("import", named)
    assert result.exit_code == 0, result.output
    assert voice().packs.all()["vi-north"].owners["2"] == "office"


def test_an_office_may_bring_its_own_chime(run: Run, folder: Path, own: Path) -> None:
    record(folder / "call.wav", tone(0.8))
    taken(run, folder, "chime")
    sound = sound_of(clip_of(own / "chime" / "call.wav"))
    assert loudness(sound) == pytest.approx(SPEECH - 3, abs=0.3)


def test_a_new_language_comes_with_its_own_words(run: Run, folder: Path) -> None:
    ours = (SHIPPED / "en" / "voice.toml").read_text("utf-8")
    theirs = ours.replace('language = "en"', 'language = "km"')
    (folder / "voice.toml").write_text(theirs, "utf-8")
    (folder / "LICENCE.txt").write_text("recorded by ourselves")
    record(folder / "2.wav", tone(0.3))
    taken(run, folder, "km")
    pack = voice().packs.of("km", "south")
    assert pack
    assert "2" not in pack.missing
    assert "3" in pack.missing


def test_what_a_power_cut_left_is_put_right_by_the_next_import(
    run: Run, folder: Path, own: Path
) -> None:
    """It went when the old folder was away and the new one not yet there."""
    record(folder / "2.wav", tone(0.3))
    taken(run, folder)
    (own / "vi-south").rename(own / ".vi-south.old")
    (own / ".vi-south.new").mkdir()
    record(folder / "3.wav", tone(0.3))
    (folder / "2.wav").unlink()
    taken(run, folder)
    names = sorted(path.name for path in (own / "vi-south").iterdir())
    assert names == ["2.wav", "3.wav"]


# --- what is refused ---------------------------------------------------------------


def clicks() -> list[float]:
    sound = [0.0] * RATE
    sound[2000] = sound[9000] = 0.99
    return sound


def test_every_recording_that_cannot_be_used_has_its_sentence(
    run: Run, folder: Path
) -> None:
    record(folder / "0.wav", tone(0.05))
    record(folder / "1.wav", tone(5.2))
    record(folder / "2.wav", [0.0] * RATE)
    record(folder / "3.wav", tone(0.5, 8000), 8000)
    record(folder / "4.wav", tone(0.5, 96_000), 96_000)
    record(folder / "5.wav", tone(0.5), width=1)
    record(folder / "6.wav", tone(0.3), channels=3)
    record(folder / "7.wav", clicks())
    (folder / "8.wav").write_bytes(b"RIFF....WAVE")
    (folder / "9.mp3").write_bytes(b"ID3")
    record(folder / "10.wav", tone(20))
    record(folder / "muoi-mot.wav", tone(0.5))
    (folder / "A.wav").mkdir()
    record(folder / "B.wav", tone(0.5))  # alone, it would be taken
    refused(
        run,
        folder,
        "0.wav is 0.05 seconds long, not 0.1 to 5.",
        "1.wav is 5.20 seconds long",
        "2.wav is silent.",
        "3.wav has 8000 samples a second, not 16000 to 48000.",
        "4.wav has 96000 samples a second",
        "5.wav has 8 bits, not 16.",
        "6.wav has 3 channels; one or two can be used.",
        "7.wav cannot be made loud enough",
        "8.wav is no WAV file with PCM sound, or not a whole one.",
        "9.mp3 is no recording: only files named *.wav can be imported.",
        "10.wav is 20.00 seconds long",
        "A.wav cannot be read",
        "muoi-mot.wav is not needed: the voice vi-south has no clip “muoi-mot”.",
    )


def test_one_bad_recording_among_good_ones_leaves_all_as_it_was(
    run: Run, folder: Path, own: Path
) -> None:
    record(folder / "2.wav", tone(0.3))
    taken(run, folder)
    record(folder / "2.wav", tone(0.3, hertz=700))
    record(folder / "3.wav", [0.0] * RATE)
    refused(run, folder, "3.wav is silent. Nothing was imported.")
    assert not (own / "vi-south" / "3.wav").exists()


def test_a_recording_that_was_cut_short_is_refused(run: Run, folder: Path) -> None:
    record(folder / "2.wav", tone(0.5))
    data = (folder / "2.wav").read_bytes()
    for length in (0, 11, 30, 46, len(data) // 2, len(data) - 2):
        (folder / "2.wav").write_bytes(data[:length])
        refused(run, folder, "2.wav")


@pytest.mark.parametrize(
    ("pack", "word"),
    [
        ("vi-west", "There is no voice “vi-west”; there is chime, en, vi-central"),
        ("../vi-south", "cannot be a voice's name"),
    ],
)
def test_a_voice_that_we_do_not_know_is_refused(
    run: Run, folder: Path, pack: str, word: str
) -> None:
    record(folder / "2.wav", tone(0.3))
    refused(run, folder, word, pack=pack)


def test_an_empty_folder_is_refused(run: Run, folder: Path) -> None:
    refused(run, folder, "holds no recordings")


def test_a_folder_that_is_not_there_is_refused(run: Run, tmp_path: Path) -> None:
    result = run("import", tmp_path / "nowhere")
    assert result.exit_code == 2
    assert "does not exist" in result.stderr


@pytest.mark.parametrize(
    ("old", "new", "word"),
    [
        ('language = "en"', 'language = "English"', "language must be its code"),
        ('rules = "en"', 'rules = "fr"', "rules must be empty or one of vi, en"),
        ('"{number}", "to', '"to', "call must be a list with {counter} and {number}"),
        ('call = ["number"', 'call = ["dear"', "[clips] does not name dear"),
        ('7 = "seven"\n', "", "[clips] does not name 7"),
        ('7 = "seven"', '"../7" = "seven"', "“../7” cannot be the name of a clip"),
        ('7 = "seven"', "7 = 7", "[clips] must be words"),
        ("[clips]", "[klips]", "the table [clips] is missing"),
        ("[clips]", "[clips", "voice.toml: "),
    ],
)
def test_words_that_cannot_be_spoken_are_refused(
    run: Run, folder: Path, old: str, new: str, word: str
) -> None:
    ours = (SHIPPED / "en" / "voice.toml").read_text("utf-8")
    assert old in ours
    (folder / "voice.toml").write_text(ours.replace(old, new, 1), "utf-8")
    record(folder / "2.wav", tone(0.3))
    refused(run, folder, word, pack="en")


# --- voice check -------------------------------------------------------------------


def test_the_check_finds_nothing_wrong_with_what_is_shipped(run: Run) -> None:
    result = run("check")
    assert result.exit_code == 0, result.output
    assert result.output.splitlines()[-1] == "Spoken now: en: en, vi: vi-south."


def test_the_check_says_whose_clips_win(run: Run, folder: Path) -> None:
    record(folder / "2.wav", tone(0.3))
    taken(run, folder)
    lines = run("check", "--each").output.splitlines()
    [line] = [line for line in lines if line.startswith("vi-south")]
    assert line.endswith("1 of the office, 48 shipped")
    [clip] = [line for line in lines if line.startswith("  2 ") and "office" in line]
    assert clip.endswith("hai")


def test_the_check_follows_the_accent_that_the_office_chose(
    run: Run, app: Flask, desk: Desk
) -> None:
    app.test_cli_runner().invoke(args=["policy", "set", "voice_accent", "north"])
    assert "vi: vi-north" in run("check").output


def test_the_check_tells_what_is_missing_wrong_or_unused(run: Run, own: Path) -> None:
    shutil.copytree(SHIPPED / "en", own / "km")
    text = (own / "km" / "voice.toml").read_text("utf-8")
    (own / "km" / "voice.toml").write_text(
        text.replace('language = "en"', 'language = "km"'), "utf-8"
    )
    (own / "km" / "7.wav").unlink()
    record(own / "km" / "8.wav", tone(0.5, loud=0.999))
    record(own / "km" / "9.wav", tone(0.5, 48_000), 48_000)
    record(own / "km" / "dear.wav", tone(0.5))
    result = run("check")
    assert result.exit_code == 1
    for sentence in (
        "km: without 7, 9 such calls only ring.",
        "km: 8 is at -3.7 LUFS, not -14.9.",
        "km: 8 has a peak at -0.0 dB.",
        "km/9.wav, office, cannot be played.",
        "km/dear.wav, office, cannot be played.",
    ):
        assert sentence in result.output


@pytest.mark.parametrize("times", [1.5, 4])
def test_a_clipped_recording_is_refused_and_nothing_is_imported(
    run: Run, folder: Path, times: float
) -> None:
    loud = [max(-1.0, min(1.0, times * x)) for x in tone(0.5, loud=1.0)]
    record(folder / "2.wav", loud)
    refused(run, folder, "2.wav was recorded too loud: its peaks are cut off.")


def test_noise_at_full_scale_is_no_voice(run: Run, folder: Path) -> None:
    noise = random.Random(1)
    record(folder / "2.wav", [noise.uniform(-1, 1) for _ in range(RATE)])
    refused(run, folder, "2.wav was recorded too loud")
