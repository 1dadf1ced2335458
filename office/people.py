"""Who is asking: tokens of programs and devices, names and PINs of officers.

Tokens and sign-ins are read on every request, so that both can be ended. PINs are
hashed with argon2 in the thread pool: inline it would freeze the hub for 174 ms.
"""

import json
import secrets
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TypeVar

import gevent
from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

from ticketing.clock import stamp
from ticketing.desk import Desk
from ticketing.errors import Conflict, Impossible, NotFound, TooMany
from ticketing.journal import Row
from ticketing.people import ROLES, Actor, hashed, officer

T = TypeVar("T")

HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
TRIES = 5  # wrong codes in a row
LOCK = timedelta(minutes=5)
PIN_DIGITS = 6
# Verified when the name is unknown, so that both answers take the same time.
NOBODY = HASHER.hash("nobody")


class People:
    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._store = desk.store

    # --- tokens -----------------------------------------------------------

    def create_token(
        self,
        by: Actor,
        role: str,
        name: str = "",
        counter: int | None = None,
        officer: str | None = None,
    ) -> str:
        """The token itself is shown once; only its hash is kept. With `officer` it
        acts for that person, who holds a counter with page and program alike."""
        if role not in ROLES:
            raise Impossible(
                "body",
                what=(f"không có vai trò “{role}”", f"there is no role “{role}”"),
            )
        token = secrets.token_urlsafe(32)
        self._desk.add_token(by, hashed(token), role, name, counter, officer)
        return token

    def by_token(self, token: str) -> Actor | None:
        row = self._store.first("tokens", hash=hashed(token))
        if row is None or row["ended_at"]:
            return None
        if row["officer"]:
            return self._acting_for(row)
        key = f"token:{row['hash'][:12]}"
        return Actor(row["role"], row["name"], key, row["counter"])

    def _acting_for(self, token: Row) -> Actor | None:
        """It may no more than the person may, and ends with them."""
        person = self._store.first("officers", name=token["officer"], active=1)
        if person is None or not Actor(person["role"]).at_least(token["role"]):
            return None
        name = person["name"]
        return Actor(token["role"], name, f"officer:{name}", token["counter"])

    # --- officers ---------------------------------------------------------

    def skills(self, name: str) -> list[str]:
        """The services that somebody knows; none: nothing is written down."""
        row = self._store.first("officers", name=name, active=1)
        if row is None:
            raise NotFound("unknown-officer", key=name[:40])
        return list(json.loads(row["skills"] or "[]"))

    def set_pin(self, name: str, pin: str) -> None:
        check_pin(pin)
        digest = _in_thread(HASHER.hash, pin)
        with self._store.write() as writing:
            if self._store.first("officers", name=name, active=1) is None:
                raise NotFound("unknown-officer", key=name[:40])
            row = {"name": name, "pin": digest, "failures": 0, "locked_until": None}
            writing.put("pins", row)

    def sign_in(self, name: str, pin: str, counter: int | None) -> str:
        """The key of the new sign-in; a wrong name and a wrong PIN sound the same."""
        now = self._store.clock()
        row = self._store.first("pins", name=name) or {}
        known = self._store.first("officers", name=name, active=1)
        self._not_locked(row.get("locked_until"), now)
        right = _in_thread(_matches, row.get("pin", NOBODY), pin)
        if not (right and known):
            self._failed(name, now)
            raise Conflict("wrong-pin")
        key = secrets.token_urlsafe(32)
        with self._store.write() as writing:
            writing.put("pins", {"name": name, "failures": 0, "locked_until": None})
            sign_in = {"hash": hashed(key), "name": name, "counter": counter}
            writing.add("sign_ins", sign_in | {"at": stamp(now)})
        return key

    def _not_locked(self, until: str | None, now: datetime) -> None:
        if until and datetime.fromisoformat(until) > now:
            left = datetime.fromisoformat(until) - now
            raise TooMany("locked-out", minutes=left.seconds // 60 + 1)

    def _failed(self, name: str, now: datetime) -> None:
        with self._store.write() as writing:
            row = self._store.first("pins", name=name)
            if row is None:
                return
            failures = row["failures"] + 1
            changed = {"name": name, "failures": failures % TRIES}
            if failures >= TRIES:
                changed["locked_until"] = stamp(now + LOCK)
                self.refuse(f"officer: {name}", "sign in", "locked-out")
            writing.put("pins", changed)

    def by_sign_in(self, key: str) -> Actor | None:
        row = self._store.first("sign_ins", hash=hashed(key))
        if row is None or row["ended_at"]:
            return None
        known = self._store.first("officers", name=row["name"], active=1)
        return officer(row["name"], known["role"]) if known else None

    def sign_out(self, key: str) -> None:
        now = stamp(self._store.clock())
        with self._store.write() as writing:
            if self._store.first("sign_ins", hash=hashed(key)):
                writing.put("sign_ins", {"hash": hashed(key), "ended_at": now})

    # --- refusals ---------------------------------------------------------

    def refuse(self, who: str, what: str, why: str) -> None:
        """Kept beside the journal, not in it."""
        row = {"at": stamp(self._store.clock()), "who": who, "what": what, "why": why}
        with self._store.write() as writing:
            writing.add("refusals", row)


def check_pin(pin: str) -> None:
    """Raises Impossible."""
    if not (pin.isdecimal() and len(pin) == PIN_DIGITS):
        raise Impossible(
            "body", what=("mã số riêng gồm 6 chữ số", "a PIN has 6 digits")
        )


def _matches(digest: str, pin: str) -> bool:
    try:
        return HASHER.verify(digest, pin)
    except (Argon2Error, InvalidHashError):
        return False


def _in_thread(work: Callable[..., T], *args: object) -> T:
    result: T = gevent.get_hub().threadpool.apply(work, args)
    return result
