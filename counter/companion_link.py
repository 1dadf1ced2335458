"""How the companion speaks the officers' API.

Straight to the server: never through a proxy of the machine, and no redirect carries
the token elsewhere.
"""

from __future__ import annotations

import http.client
import json
import time
import urllib.error
import urllib.request
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any

from counter.companion_meaning import Seen

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from counter.companion_logic import Companion
    from counter.companion_meaning import Order

    Heard = Callable[[Companion], bool | None]  # True: ring

PATIENCE = 3.0  # seconds for an answer: a lost server is told within five
BEAT = 20.0  # seconds: the stream gives a sign of life every 15
HALF_A_DAY = 12 * 3600.0
SAME_CLOCK = 3.0  # seconds by which two readings of one clock may differ


class Refused(Exception):
    """The server said no, in a sentence for a person."""


class Failed(Exception):
    """The server answered, but not as the API does; args: the HTTP status."""


class Unheard(Exception):
    """No answer. args: whether the request may have arrived all the same."""


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: Any, **__: Any) -> None:
        return None


class Link:
    def __init__(self, server: str, token: str, counter: int, language: str) -> None:
        self._api, self._counter = f"{server.rstrip('/')}/api/v1", counter
        self._headers = {"Accept-Language": language}
        self._bearer = {"Authorization": f"Bearer {token}"}
        direct = urllib.request.ProxyHandler({})
        self._opener = urllib.request.build_opener(direct, _NoRedirect)
        self._snapshot: dict[str, Any] = {}
        self._etag = ""
        self._drift = 0.0

    def do(self, order: Order) -> Seen:
        """Send it, and see the counter as it stands after."""
        path, body = f"/counters/{self._counter}/{order.act}", dict(order.body)
        headers = {"Idempotency-Key": order.key, "Content-Type": "application/json"}
        headers.update(self._bearer)
        _, answer = self._ask(path, json.dumps(body).encode(), headers)
        return self._seen(json.loads(answer)["counter"])

    def look(self) -> tuple[Seen, float]:
        """The counter, and what the office's clock is ahead of time.monotonic()."""
        ahead = self._look_around()
        _, answer = self._ask(f"/counters/{self._counter}", None, self._bearer)
        return self._seen(json.loads(answer)), ahead

    def listen(self, on_change: Callable[[], None]) -> None:
        """Until the stream ends; raises Unheard."""
        try:
            with self._open("/snapshot/stream", None, {}, BEAT) as stream:
                for line in stream:
                    if line.startswith(b"data:"):
                        on_change()
        except (OSError, http.client.HTTPException) as error:
            raise Unheard(False) from error

    def _seen(self, said: dict[str, Any]) -> Seen:
        lines = self._snapshot.get("lines", [])
        mine = [line for line in lines if line["service"] in said["services"]]
        return seen(said, sum(line["waiting"] for line in mine))

    def _look_around(self) -> float:
        """The public snapshot, asked for only when it is another one."""
        known = {"If-None-Match": self._etag} if self._etag else {}
        try:
            headers, answer = self._ask("/snapshot", None, known)
        except _Unchanged as unchanged:
            headers = unchanged.args[0]
        else:
            first, self._etag = not self._etag, headers.get("ETag", "")
            self._snapshot = json.loads(answer)
            at = datetime.fromisoformat(self._snapshot["at"]).timestamp()
            self._drift = drift(at, _date(headers), first)
        return _date(headers) + self._drift - time.monotonic()

    def _ask(
        self, path: str, body: bytes | None, headers: dict[str, str]
    ) -> tuple[Mapping[str, str], bytes]:
        try:
            with self._open(path, body, headers, PATIENCE) as response:
                return response.headers, response.read()
        except urllib.error.HTTPError as error:
            raise _told(error) from error
        except urllib.error.URLError as error:  # not even sent
            raise Unheard(False) from error
        except (OSError, http.client.HTTPException) as error:
            raise Unheard(True) from error

    def _open(
        self, path: str, body: bytes | None, headers: dict[str, str], patience: float
    ) -> Any:
        sent = {**self._headers, **headers}
        request = urllib.request.Request(self._api + path, body, sent)
        return self._opener.open(request, timeout=patience)


class _Unchanged(Exception):
    """304; args: the headers."""


def _told(error: urllib.error.HTTPError) -> Exception:
    if error.code == http.client.NOT_MODIFIED:
        return _Unchanged(error.headers)
    try:
        return Refused(str(json.loads(error.read())["detail"]))
    except (ValueError, KeyError, TypeError, OSError):
        return Failed(error.code)


def _date(headers: Mapping[str, str]) -> float:
    """The server's clock, as every answer says it; else this machine's own."""
    said = headers.get("Date")
    return parsedate_to_datetime(said).timestamp() if said else time.time()


def drift(at: float, date: float, first: bool) -> float:
    """By how much the office's clock (a snapshot's `at`) differs from the machine's
    that serves it: only in trial mode. The first snapshot may be an old one."""
    if first:
        return 0.0 if 0 <= date - at < HALF_A_DAY else at - date
    return at - date if abs(at - date) > SAME_CLOCK else 0.0


def seen(said: dict[str, Any], waiting: int) -> Seen:
    """From `GET /counters/<n>`."""
    there = said["ticket"] or {}
    called_at = _moment(there.get("called_at"))
    patience = said["no_show"] or {"calls": 0, "seconds": 0}
    return Seen(
        open=said["open"],
        paused=said["paused"],
        armed=said["armed"],
        number=there.get("number", ""),
        status=there.get("status", ""),
        calls=there.get("calls", 0),
        called_at=called_at,
        since=_moment(there.get("started_at")) or called_at,
        next=tuple(said["next"]),
        waiting=max(waiting, len(said["next"])),
        name=said["name"],
        fewest_calls=patience["calls"],
        shortest_wait=patience["seconds"],
        expected=said["expected"] or 0,
    )


def _moment(said: str | None) -> float:
    return datetime.fromisoformat(said).timestamp() if said else 0.0
