"""Which actor a request comes from, and what it may see. Deny by default."""

from collections.abc import Callable
from typing import NoReturn

from flask import g, redirect, render_template, request, session, url_for
from werkzeug import Response

from office.current import desk, people
from ticketing.errors import NotAllowed, NotSignedIn
from ticketing.people import Actor

Guard = Callable[[], Response | tuple[str, int] | None]


def actor() -> Actor:
    """Who the guard of this request has found."""
    found: Actor | None = g.get("actor")
    if found is None:
        raise NotSignedIn("not-signed-in")
    return found


def bearer() -> Actor | None:
    """The owner of the request's token; a token that is not known is refused."""
    header = request.headers.get("Authorization", "")
    scheme, _, token = header.partition(" ")
    if not header:
        return None
    found = people.by_token(token.strip()) if scheme.lower() == "bearer" else None
    if found is None:
        raise NotSignedIn("not-signed-in")
    return found


def signed_in() -> Actor | None:
    key = session.get("sign_in")
    return people.by_sign_in(key) if key else None


def device(role: str) -> Guard:
    """For before_request: the paired device, or the sample device in trial mode."""

    def guard() -> tuple[str, int] | None:
        found = bearer() or _paired() or _sample(role)
        if found is None or found.role != role:
            return render_template("office/unpaired.html"), 403
        g.actor = found
        return None

    return guard


def _paired() -> Actor | None:
    token = session.get("device")
    return people.by_token(token) if token else None


def _sample(role: str) -> Actor | None:
    if not desk.trial:
        return None
    return Actor(role, f"{role} (mẫu)", f"trial:{role}")


def officer() -> Response | None:
    """For before_request: whoever is not signed in goes to the sign-in page."""
    found = signed_in()
    if found is None:
        return redirect(url_for("counter.enter"), code=303)
    if not found.at_least("officer"):
        refuse(found)
    g.actor = found
    return None


def refuse(by: Actor) -> NoReturn:
    """Not theirs to do; kept, for somebody known has tried it."""
    people.refuse(by.label, f"{request.method} {request.path}", "not-allowed")
    raise NotAllowed("not-allowed")


def sign_in(name: str, pin: str, counter: int | None = None) -> None:
    """A new session: what an earlier person left in it is gone."""
    key = people.sign_in(name, pin, counter)
    session.clear()
    session["sign_in"] = key


def sign_out() -> None:
    if key := session.pop("sign_in", None):
        people.sign_out(key)
