"""An announcement in two languages: the time to join its clips into one WAV file.

Each is a number that was not called before, so that none is kept from an earlier call.
"""

from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

from bench.figures import Figure
from display.voice import Announcement, Voice
from ticketing.policy import Policy

JOIN_MS = 5.0
WARM_UP, CALLS = 5, 60  # of each run


def figures(runs: int) -> dict[str, Figure]:
    """Beside 1: the limit is milliseconds, not a ratio."""
    joined = Figure("ms", JOIN_MS)
    with TemporaryDirectory() as folder:
        voice = Voice(Path(folder))
        for run in range(runs):
            times = [_join(voice, run, n) for n in range(WARM_UP + CALLS)]
            joined.add(median(times[WARM_UP:]), 1)
    return {"voice_join_ms": joined}


def _join(voice: Voice, run: int, n: int) -> float:
    said = Announcement("call", ((f"B{run:02}{n:03}", n % 9 + 1),), languages=("en",))
    start = perf_counter()
    voice.say(said, Policy())
    return 1000 * (perf_counter() - start)
