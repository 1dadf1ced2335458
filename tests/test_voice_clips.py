"""The clips that we ship: all there, small, in one shape, and made by their script."""

import runpy
import shutil
import subprocess
import tomllib
import unicodedata
from pathlib import Path
from typing import Any

import pytest

from display.voice_level import CHIME, SPEECH, decibels, loudness, peak_of
from display.voice_packs import SHIPPED, manifest_of
from display.voice_sound import clip_of, samples_of, sound_of

PACKS = ("chime", "en", "vi-central", "vi-north", "vi-south")
LARGEST = 3_000_000  # bytes, all of data/voice
NEAR = 64  # of 32,768: two machines' sines may differ in the last places
MADE_BY = "1.51"  # of espeak-ng


def espeak() -> str:
    found = shutil.which("espeak-ng")
    if not found:
        return "no espeak-ng"
    told = subprocess.run([found, "--version"], capture_output=True, text=True)
    return told.stdout


@pytest.fixture(scope="module")
def script() -> dict[str, Any]:
    return runpy.run_path(str(SHIPPED / "make.py"))


def test_all_voices_together_are_small_enough_to_ship() -> None:
    sizes = [path.stat().st_size for path in SHIPPED.rglob("*") if path.is_file()]
    assert sum(sizes) <= LARGEST


@pytest.mark.parametrize("pack", PACKS)
def test_a_voice_has_every_clip_that_it_names_and_no_other(pack: str) -> None:
    named = manifest_of(SHIPPED / pack / "voice.toml")["clips"]
    assert {path.stem for path in (SHIPPED / pack).glob("*.wav")} == set(named)
    assert "\n".join(named.values()) == unicodedata.normalize(
        "NFC", "\n".join(named.values())
    )


@pytest.mark.parametrize("pack", PACKS)
def test_every_clip_is_level_and_without_clipping(pack: str) -> None:
    target = CHIME if pack == "chime" else SPEECH
    for path in (SHIPPED / pack).glob("*.wav"):
        sound = sound_of(clip_of(path))
        assert loudness(sound) == pytest.approx(target, abs=1.2), path
        assert decibels(peak_of(sound)) < -1, path
        assert len(sound) > 0.1 * 16_000, path


@pytest.mark.parametrize("pack", PACKS)
def test_a_voice_says_where_it_comes_from_and_what_one_may_do(pack: str) -> None:
    manifest = tomllib.loads((SHIPPED / pack / "voice.toml").read_text("utf-8"))
    assert manifest["source"]
    assert manifest["licence"]


def test_the_chimes_are_those_that_the_script_computes(script: dict[str, Any]) -> None:
    for name, sound in script["chimes"]().items():
        shipped = clip_of(SHIPPED / "chime" / f"{name}.wav")
        assert same(samples_of(sound), shipped), name


@pytest.mark.parametrize("pack", PACKS[1:])
def test_the_script_makes_the_same_clips_again(
    pack: str, script: dict[str, Any]
) -> None:
    if MADE_BY not in espeak():
        pytest.skip(f"espeak-ng {MADE_BY} is not here")
    manifest = tomllib.loads((SHIPPED / pack / "voice.toml").read_text("utf-8"))
    few = dict(list(manifest["clips"].items())[:6]) | {"J": manifest["clips"]["J"]}
    spelt = manifest["espeak"].get("spelt", {})
    how = manifest["espeak"] | {"spelt": {k: v for k, v in spelt.items() if k in few}}
    made = script["spoken"]({"clips": few, "espeak": how})
    assert made.keys() == few.keys()
    for name, sound in made.items():
        shipped = clip_of(SHIPPED / pack / f"{name}.wav")
        assert same(samples_of(sound), shipped), name


def same(one: "Any", other: "Any") -> bool:
    near = all(abs(a - b) <= NEAR for a, b in zip(one, other, strict=False))
    return near and len(one) == len(other)


def test_the_script_needs_nothing_but_the_program_and_python() -> None:
    text = Path(SHIPPED / "make.py").read_text("utf-8")
    imported = {line.split()[1] for line in text.splitlines() if "import" in line[:7]}
    assert imported == {"math", "subprocess", "sys", "tomllib"}
