"""Who may call, what they sent, and the answer once: in the contract's order.

401 no or bad token, 403 not your role or counter, 404 unknown, 400 malformed, 413,
415, 422 well-formed but impossible, 409 the ticket's state or the office forbids it.
"""

import json
from collections.abc import Callable
from typing import Any

from flask import Response, jsonify, request

from office import auth
from office.current import desk
from office.forms import Body
from office.once import Answer, once
from ticketing.errors import NotSignedIn, TicketingError
from ticketing.journal import canonical
from ticketing.people import Actor


class Malformed(TicketingError):
    """Not a JSON object at all (400)."""


class NotJson(TicketingError):
    """Another media type (415)."""


def allowed(*roles: str) -> Actor:
    """The token's owner, who must have one of these roles."""
    by = auth.bearer()
    if by is None:
        raise NotSignedIn("not-signed-in")
    if not by.is_one_of(*roles):
        auth.refuse(by)
    return by


def allowed_at(counter: int, *roles: str) -> Actor:
    """… and who must be bound to this counter, or to none."""
    by = allowed(*(roles or ("officer",)))
    if not by.works_at(counter):
        auth.refuse(by)
    desk.store.counter(counter)
    return by


def body() -> Body:
    """The request's JSON object; an empty body is an empty object."""
    raw = request.get_data(cache=True)
    if not raw:
        return Body({})
    if not request.is_json:
        raise NotJson("not-json")
    try:
        fields = json.loads(raw)
    except (ValueError, RecursionError):
        raise Malformed("json") from None
    if not isinstance(fields, dict):
        raise Malformed("json")
    return Body(fields)


def answered(by: Actor, act: Callable[[], Answer]) -> Response:
    """Act once per Idempotency-Key, and say whether it was a replay."""
    key = request.headers.get("Idempotency-Key", "")
    answer = once(by, key, _meant(), act)
    response = jsonify(answer.content)
    response.status_code = answer.status
    if answer.location:
        response.headers["Location"] = answer.location
    if answer.replayed:
        response.headers["Idempotent-Replay"] = "true"
    return response


def plain(content: Any) -> Response:
    return jsonify(content)


def _meant() -> str:
    """The body's meaning: spaces and the order of its fields are not another body."""
    raw = request.get_data(cache=True)
    return canonical(json.loads(raw)) if raw else ""
