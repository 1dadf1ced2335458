"""Every refusal as HTTP: problem+json for programs, a kind page for people."""

import logging
from typing import Any

from flask import Flask, Response, json, render_template, request
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from office.api.guard import Malformed, NotJson
from office.words import language
from ticketing.errors import (
    SENTENCES,
    Busy,
    Conflict,
    Impossible,
    NotAllowed,
    NotFound,
    NotSignedIn,
    TicketingError,
    TooMany,
)

log = logging.getLogger(__name__)

STATUSES: dict[type[TicketingError], tuple[int, str]] = {
    Malformed: (400, "Malformed"),
    NotSignedIn: (401, "Not signed in"),
    NotAllowed: (403, "Not allowed"),
    NotFound: (404, "Not found"),
    Conflict: (409, "Conflict"),
    NotJson: (415, "Unsupported media type"),
    Impossible: (422, "Impossible"),
    TooMany: (429, "Too many requests"),
    Busy: (503, "Busy"),
}
HEADERS = {
    401: {"WWW-Authenticate": "Bearer"},
    429: {"Retry-After": "60"},
    503: {"Retry-After": "5"},
}
# What the web server itself refuses, in our words.
CODES = {400: "unverified", 404: "unknown-page", 405: "method", 413: "too-large"}


def init_app(app: Flask) -> None:
    app.register_error_handler(TicketingError, _refused)
    app.register_error_handler(CSRFError, _unverified)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _failed)


def status_of(error: TicketingError) -> tuple[int, str]:
    """HTTP status and title of the nearest class that has one."""
    return next(STATUSES[kind] for kind in type(error).mro() if kind in STATUSES)


def _refused(error: TicketingError) -> Response:
    status, title = status_of(error)
    return answer(status, title, error.code, error.sentence(_spoken()))


def _unverified(error: CSRFError) -> Response:
    return answer(400, "Unverified", "unverified", _say("unverified"))


def _http(error: HTTPException) -> Response:
    status = error.code or 500
    if isinstance(error, RequestRedirect):  # routing's own redirects
        return Response(headers=error.get_headers(), status=status)
    code = CODES.get(status, "failed")
    response = answer(status, error.name, code, _say(code))
    for name, value in error.get_headers():
        if name == "Allow":
            response.headers[name] = value
    return response


def _failed(error: Exception) -> Response:
    """A fault of ours: logged whole, told kindly, nothing was changed."""
    log.exception("%s %s failed", request.method, request.path)
    return answer(500, "Failed", "failed", _say("failed"))


def answer(status: int, title: str, code: str, sentence: str) -> Response:
    if request.path.startswith("/api/"):
        problem: dict[str, Any] = {
            "type": f"/problems/{code}",
            "title": title,
            "status": status,
            "detail": sentence,
        }
        text = json.dumps(problem)
        response = Response(text, status, mimetype="application/problem+json")
    else:
        page = render_template("office/refused.html", message=sentence, status=status)
        response = Response(page, status)
    response.headers.update(HEADERS.get(status, {}))
    return response


def _say(code: str) -> str:
    vi, en = SENTENCES[code]
    return en if _spoken() == "en" else vi


def _spoken() -> str:
    """Programs say it by header, pages by their own choice."""
    if request.path.startswith("/api/"):
        return request.accept_languages.best_match(["vi", "en"], "vi")
    return language()
