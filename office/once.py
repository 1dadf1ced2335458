"""A press counts once: an act and the answer to its key, in one transaction.

A repeat within a day gets the same answer without acting again; a refusal frees
the key, for nothing was stored.
"""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask import redirect, request
from werkzeug import Response

from office.current import desk
from ticketing.clock import stamp
from ticketing.errors import Conflict, Impossible
from ticketing.people import Actor

LONGEST_KEY = 64
MEMORY = timedelta(hours=24)


@dataclass(frozen=True)
class Answer:
    """`location` names what was made (201)."""

    content: Any
    status: int = 200
    location: str = ""
    replayed: bool = False


def once(by: Actor, key: str, body: str, act: Callable[[], Answer]) -> Answer:
    """Act, or repeat the answer that this key had. Without a key: just act."""
    if len(key) > LONGEST_KEY:
        raise Impossible(
            "body",
            what=(
                "“Idempotency-Key” dài quá 64 ký tự",
                "“Idempotency-Key” is longer than 64 characters",
            ),
        )
    desk.catch_up()  # before the transaction: a refusal must not undo it
    if not key:
        with desk.store.write():
            return act()
    name = {"actor": by.key, "path": f"{request.method} {request.path}", "key": key}
    digest = hashlib.sha256(body.encode()).hexdigest()
    with desk.store.write() as writing:
        kept = desk.store.first("idempotency", **name)
        if kept and _fresh(kept["at"], writing.now):
            if kept["body"] != digest:
                raise Conflict("key-reused")
            content, location = json.loads(kept["answer"])
            return Answer(content, kept["status"], location, replayed=True)
        answer = act()
        kept = {"body": digest, "status": answer.status, "at": stamp(writing.now)}
        text = json.dumps([answer.content, answer.location], ensure_ascii=False)
        writing.put("idempotency", name | kept | {"answer": text})
    return answer


def _fresh(at: str, now: datetime) -> bool:
    return now - datetime.fromisoformat(at) < MEMORY


def posted(by: Actor, act: Callable[[], str]) -> Response:
    """For forms: `act` gives the page to go to; a repeated key goes there again."""
    key = request.form.get("key", "")
    fields = [(k, v) for k, v in request.form.items(multi=True) if k not in UNSAID]
    body = json.dumps(sorted(fields), ensure_ascii=False)
    answer = once(by, key, body, lambda: Answer(None, 201, act()))
    return redirect(answer.location, code=303)


UNSAID = {"key", "csrf_token"}
