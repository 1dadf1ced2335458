"""Sound as plain numbers: WAV files, and another sampling rate.

Everything is 16-bit mono at 16 kHz once it is inside.
"""

import io
import math
import sys
import wave
from array import array
from collections.abc import Iterable
from operator import mul
from pathlib import Path
from typing import TypeAlias

RATE = 16_000
FULL = 32_768
ZEROS = 12  # zero crossings of the resampling filter on each side

Clip: TypeAlias = "array[int]"  # typecode "h"
Sound = list[float]  # -1 to 1


class NoSound(ValueError):
    """Why a file cannot be used, in a few words that follow its name."""


# --- files ----------------------------------------------------------------------


def wav(samples: Clip) -> bytes:
    file = io.BytesIO()
    with wave.open(file, "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(RATE)
        out.writeframes(_little(samples).tobytes())
    return file.getvalue()


def clip_of(path: Path) -> Clip:
    """A clip as it is shipped or imported (NoSound)."""
    rate, channels, samples = frames(path)
    if (rate, channels) != (RATE, 1):
        raise NoSound(f"is not mono at {RATE} Hz")
    return samples


def frames(path: Path) -> tuple[int, int, Clip]:
    """Rate, channels and samples of a 16-bit PCM file (NoSound)."""
    try:
        with wave.open(str(path), "rb") as file:
            if file.getsampwidth() != 2:
                raise NoSound(f"has {8 * file.getsampwidth()} bits, not 16")
            channels, count = file.getnchannels(), file.getnframes()
            data = file.readframes(count)
            if len(data) != 2 * channels * count:
                raise EOFError
            return file.getframerate(), channels, _little(array("h", data))
    except (wave.Error, EOFError, RuntimeError) as error:  # wave's own, without words
        raise NoSound("is no WAV file with PCM sound, or not a whole one") from error
    except OSError as error:
        raise NoSound(f"cannot be read ({error.strerror})") from error


def _little(samples: Clip) -> Clip:
    """WAV is little-endian."""
    if sys.byteorder == "big":
        samples = samples[:]
        samples.byteswap()
    return samples


def sound_of(samples: Clip, channels: int = 1) -> Sound:
    """Several channels become their mean."""
    scale = 1 / (FULL * channels)
    parts = [samples[channel::channels] for channel in range(channels)]
    return [scale * sum(together) for together in zip(*parts, strict=False)]


def samples_of(sound: Iterable[float]) -> Clip:
    return array("h", (max(-FULL, min(FULL - 1, round(x * FULL))) for x in sound))


# --- another rate ---------------------------------------------------------------


def resampled(sound: Sound, rate: int) -> Sound:
    """From `rate` to ours by a windowed sinc, one set of weights for each phase."""
    step = math.gcd(rate, RATE)
    up, down = RATE // step, rate // step
    if up == down:
        return sound
    reach = math.ceil(ZEROS * max(1.0, down / up))
    weights = [_phase(phase / up, reach, min(1.0, up / down)) for phase in range(up)]
    pad = [0.0] * reach
    padded = pad + sound + pad
    places = (divmod(n * down, up) for n in range(len(sound) * up // down))
    return [
        sum(map(mul, weights[phase], padded[start + 1 : start + 1 + 2 * reach]))
        for start, phase in places
    ]


def _phase(shift: float, reach: int, cut: float) -> Sound:
    """Weights of the samples around a place `shift` after one of them."""
    width = reach + 1
    around = [place - shift for place in range(1 - reach, reach + 1)]
    raw = [_sinc(cut * x) * math.cos(math.pi * x / (2 * width)) ** 2 for x in around]
    total = sum(raw)
    return [weight / total for weight in raw]


def _sinc(x: float) -> float:
    return math.sin(math.pi * x) / (math.pi * x) if x else 1.0
