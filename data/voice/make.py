"""Make every clip of data/voice again: `python data/voice/make.py [PACK …]`.

The words are in each pack's voice.toml; espeak-ng says them, as a program of its own
(Debian: apt install espeak-ng). Trimmed, 16 kHz, one level. The chime is computed here.
"""

import math
import subprocess
import sys
import tomllib
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent.parent))

from display.voice_level import CHIME, levelled  # noqa: E402
from display.voice_sound import (  # noqa: E402
    RATE,
    Sound,
    frames,
    resampled,
    samples_of,
    sound_of,
    wav,
)

AMPLITUDE = 80  # of espeak-ng: well below clipping
E5, C5, G5 = 659.26, 523.25, 783.99  # Hz
OVERTONES = ((1, 1.0), (2, 0.35), (3, 0.12))
# Notes as (Hz, start), and how long each rings: all in seconds.
CHIMES = {
    "call": (((E5, 0.0), (C5, 0.35)), 0.65),
    "recall": (((G5, 0.0), (E5, 0.4), (C5, 0.8)), 0.9),
}


def main(packs: list[str]) -> None:
    for folder in sorted(path.parent for path in HERE.glob("*/voice.toml")):
        if not packs or folder.name in packs:
            manifest = tomllib.loads((folder / "voice.toml").read_text("utf-8"))
            made = spoken(manifest) if "espeak" in manifest else chimes()
            write(folder, made)


def write(folder: Path, made: dict[str, Sound]) -> None:
    for old in folder.glob("*.wav"):
        old.unlink()
    for name, sound in made.items():
        (folder / f"{name}.wav").write_bytes(wav(samples_of(sound)))
    seconds = sum(map(len, made.values())) / RATE
    print(f"{folder.name}: {len(made)} clips, {seconds:.1f} s")


def spoken(manifest: dict[str, Any]) -> dict[str, Sound]:
    how = manifest["espeak"]
    words = manifest["clips"] | how.get("spelt", {})
    return {name: levelled(said(words[name], how)) for name in words}


def said(words: str, how: dict[str, Any]) -> Sound:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "said.wav"
        call = ["espeak-ng", "-v", how["voice"], "-s", str(how["speed"])]
        call += ["-a", str(AMPLITUDE), "-w", str(path), words]
        subprocess.run(call, check=True)
        rate, channels, samples = frames(path)
    return resampled(sound_of(samples, channels), rate)


def chimes() -> dict[str, Sound]:
    return {name: levelled(rung(*how), CHIME) for name, how in CHIMES.items()}


def rung(notes: tuple[tuple[float, float], ...], ring: float) -> Sound:
    """Struck tones that die away; each leaves the last one ringing."""
    sound = [0.0] * round((notes[-1][1] + ring) * RATE)
    for hertz, start in notes:
        first = round(start * RATE)
        for n in range(min(round(ring * RATE), len(sound) - first)):
            sound[first + n] += struck(hertz, n / RATE, ring)
    return sound


def struck(hertz: float, at: float, ring: float) -> float:
    swell = min(1.0, at / 0.008) * math.exp(-4.2 * at / ring)
    turn = 2 * math.pi * hertz * at
    return swell * sum(loud * math.sin(times * turn) for times, loud in OVERTONES)


if __name__ == "__main__":
    main(sys.argv[1:])
