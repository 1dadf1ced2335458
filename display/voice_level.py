"""How loud a clip is, and how all clips come to one level.

Loudness is that of ITU-R BS.1770 (K-weighted), without its gate: a clip has no pauses
to leave out.
"""

import math
from collections import deque
from collections.abc import Sequence
from itertools import accumulate, islice

from display.voice_sound import RATE, Sound

SPEECH = -14.9  # LUFS of a clip; with its pauses a whole call comes to -16
CHIME = SPEECH - 3.0  # under the speech
PEAK = 10 ** (-2 / 20)  # -2 dB; -1 dB is the most that is allowed
SILENCE = -70.0  # LUFS
QUIET = 10 ** (-42 / 20)  # of the clip's own peak: less is before or after the word
EDGE = 80  # samples (5 ms) over which a clip fades in and out
LOOK = 48  # samples (3 ms) that the limiter looks ahead and behind
ROUNDS = 6  # of levelling: limiting makes softer, so it is repeated


def loudness(sound: Sound) -> float:
    """LUFS."""
    heard = _filtered(_filtered(sound, *_shelf()), *_high_pass())
    power = sum(x * x for x in heard) / max(len(heard), 1)
    return max(-0.691 + 10 * math.log10(power), SILENCE) if power else SILENCE


def peak_of(sound: Sound) -> float:
    return max(map(abs, sound), default=0.0)


def decibels(ratio: float) -> float:
    return 20 * math.log10(max(ratio, 1e-5))


def _filtered(sound: Sound, b: Sequence[float], a: Sequence[float]) -> Sound:
    """A biquad, direct form II transposed; a[0] is 1."""
    b0, b1, b2 = b
    a1, a2 = a
    one = two = 0.0
    out = []
    for x in sound:
        y = b0 * x + one
        one = b1 * x - a1 * y + two
        two = b2 * x - a2 * y
        out.append(y)
    return out


def _shelf() -> tuple[list[float], list[float]]:
    """What the head adds: 4 dB above 1.5 kHz."""
    gain, turn = 10 ** (4 / 40), 2 * math.pi * 1500 / RATE
    slope = math.sqrt(gain) * math.sin(turn) * math.sqrt(2)
    cos, up, down = math.cos(turn), gain + 1, gain - 1
    b = [
        gain * (up + down * cos + slope),
        -2 * gain * (down + up * cos),
        gain * (up + down * cos - slope),
    ]
    a = [2 * (down - up * cos), up - down * cos - slope]
    return _scaled(b, a, up - down * cos + slope)


def _high_pass() -> tuple[list[float], list[float]]:
    """What the ear leaves out: below 38 Hz."""
    turn = 2 * math.pi * 38 / RATE
    cos, width = math.cos(turn), math.sin(turn)
    b = [(1 + cos) / 2, -(1 + cos), (1 + cos) / 2]
    return _scaled(b, [-2 * cos, 1 - width], 1 + width)


def _scaled(b: Sound, a: Sound, by: float) -> tuple[Sound, Sound]:
    return [x / by for x in b], [x / by for x in a]


# --- the same level -------------------------------------------------------------


def levelled(sound: Sound, target: float = SPEECH) -> Sound:
    """Without the silence around it, at `target` LUFS as far as the limiter lets it."""
    sound = trimmed(sound)
    for _ in range(ROUNDS):
        gain = 10 ** ((target - loudness(sound)) / 20)
        sound = limited([gain * x for x in sound])
    return sound


def trimmed(sound: Sound) -> Sound:
    floor = QUIET * peak_of(sound)
    loud = [place for place, x in enumerate(sound) if abs(x) > floor]
    if not loud:
        return []
    kept = sound[max(loud[0] - EDGE, 0) : loud[-1] + 2 * EDGE]
    last = len(kept) - 1
    return [x * min(1, n / EDGE, (last - n) / EDGE) for n, x in enumerate(kept)]


def limited(sound: Sound) -> Sound:
    """No peak above PEAK; the gain moves smoothly, over 3 ms either way."""
    needed = [min(1.0, PEAK / abs(x)) if x else 1.0 for x in sound]
    if min(needed, default=1.0) == 1.0:
        return sound
    least = _lowest(needed)
    around = [*least[:1] * LOOK, *least, *least[-1:] * LOOK]
    sums = [0.0, *accumulate(around)]
    width = 2 * LOOK + 1
    wide = zip(sound, sums, sums[width:], strict=False)
    return [x * (high - low) / width for x, low, high in wide]


def _lowest(values: Sound) -> Sound:
    """Of each value and those within LOOK on both sides."""
    around = [*values, *[1.0] * LOOK]
    waiting: deque[int] = deque()
    out = []
    for place, value in enumerate(around):
        while waiting and around[waiting[-1]] >= value:
            waiting.pop()
        waiting.append(place)
        if waiting[0] < place - 2 * LOOK:
            waiting.popleft()
        out.append(around[waiting[0]])
    return list(islice(out, LOOK, None))
