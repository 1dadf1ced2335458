"""Limits against guessing: misses on ids are counted, hits never are, so that one
guesser does not lock out the office's shared address."""

from flask import current_app, request
from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter

from ticketing.errors import TooMany

MISSES = RateLimitItemPerMinute(60)
STREAMS_AN_ADDRESS = 2000  # never below 1,000


class Limits:
    def __init__(self) -> None:
        self._misses = FixedWindowRateLimiter(MemoryStorage())
        self._streams: dict[str, int] = {}

    def miss(self, address: str) -> None:
        """Raises TooMany once an address has guessed too often."""
        if not self._misses.hit(MISSES, address):
            raise TooMany("too-many")

    def enter(self, address: str) -> None:
        """One more open stream of this address."""
        if self._streams.get(address, 0) >= STREAMS_AN_ADDRESS:
            raise TooMany("too-many")
        self._streams[address] = self._streams.get(address, 0) + 1

    def leave(self, address: str) -> None:
        self._streams[address] -= 1
        if not self._streams[address]:
            del self._streams[address]


def miss() -> None:
    """A guess that hit nothing."""
    current_app.extensions["limits"].miss(request.remote_addr or "")
