"""The sound of an arrival: two soft notes, made here, so that no file is needed."""

from __future__ import annotations

import array
import io
import math
import shutil
import subprocess
import sys
import tempfile
import threading
import wave
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

RATE = 22050
NOTES = ((659.3, 0.16), (880.0, 0.34))  # E5, A5: Hz and seconds
LOUDNESS = 0.25  # beside somebody who is talking
PLAYERS = ("paplay", "pw-play", "aplay")  # PulseAudio, PipeWire, ALSA
PATIENCE = 5.0  # seconds: a sound server that hangs holds nobody up


def chime() -> bytes:
    """A WAV file; each note fades, so that nothing clicks."""
    samples = array.array("h")
    for pitch, seconds in NOTES:
        count = int(RATE * seconds)
        for i in range(count):
            fade = min(1.0, i / 200) * (1 - i / count) ** 2
            turn = math.sin(2 * math.pi * pitch * i / RATE)
            samples.append(int(32767 * LOUDNESS * fade * turn))
    if sys.byteorder == "big":
        samples.byteswap()
    file = io.BytesIO()
    with wave.open(file, "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(RATE)
        out.writeframes(samples.tobytes())
    return file.getvalue()


def ring(bell: Callable[[], None]) -> None:
    """Never waits; `bell`, called from another thread, where no player plays."""
    threading.Thread(target=_ring, args=(bell,), daemon=True).start()


def _ring(bell: Callable[[], None]) -> None:
    if sys.platform == "win32":
        import winsound

        winsound.PlaySound(chime(), winsound.SND_MEMORY)
    elif not _played():
        bell()


def _played() -> bool:
    """By the first player that this machine has."""
    player = next(filter(None, map(shutil.which, PLAYERS)), None)
    if player is None:
        return False
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "chime.wav"
        file.write_bytes(chime())
        try:
            done = subprocess.run(
                [player, str(file)], capture_output=True, timeout=PATIENCE
            )
        except (OSError, subprocess.TimeoutExpired):
            return False
    return done.returncode == 0
