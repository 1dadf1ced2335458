"""Socket.IO for screens and staff: WebSocket only, news only, no commands."""

from typing import Any
from urllib.parse import urlsplit

from flask import Flask, session
from flask_socketio import SocketIO, emit, join_room

from office import auth
from office.current import desk, live, people
from office.live import Live, Snapshot
from ticketing.errors import NotSignedIn
from ticketing.people import Actor

LOBBY = "lobby"

socketio = SocketIO()


def init_app(app: Flask, news: Live) -> None:
    socketio.init_app(
        app,
        async_mode="gevent",
        transports=["websocket"],
        ping_interval=2,  # seconds; with the patience below a page is stale within 5
        ping_timeout=3,
        max_http_buffer_size=16_384,
        cors_allowed_origins=same_host,
    )
    news.on_snapshot.append(tell)
    news.on_act.append(tell_counters)


def same_host(origin: str | None, environ: dict[str, Any]) -> bool:
    """Pages of this office alone; what a proxy's headers claim does not count."""
    return origin is None or urlsplit(origin).netloc == environ.get("HTTP_HOST")


def tell(newest: Snapshot) -> None:
    """The same snapshot for every screen."""
    socketio.emit("snapshot", newest.data, to=LOBBY)


def tell_counters(seq: int) -> None:
    """Counters fetch their own fragment: it holds more than the wall shows."""
    for counter in desk.store.counters():
        socketio.emit("changed", {"seq": seq}, to=f"counter:{counter.counter}")


@socketio.on("connect")
def connect(auth: Any = None) -> None:
    """A program may bring its token in the handshake, as in a header."""
    token = auth.get("token") if isinstance(auth, dict) else None
    session["token"] = token if isinstance(token, str) else None


@socketio.on("watch")
def watch(room: Any = None) -> bool:
    """A page asks for the news of one room; the answer is whether it may."""
    if room == LOBBY and may_watch():
        join_room(LOBBY)
        emit("snapshot", live.current().data)
        return True
    by = known()
    counters = [f"counter:{counter.counter}" for counter in desk.store.counters()]
    if by and by.at_least("officer") and room in counters:
        join_room(room)
        return True
    return False


def may_watch() -> bool:
    """Anyone in trial mode; else a paired screen, a token or somebody signed in."""
    token = session.get("device")
    paired = token and people.by_token(token)
    return bool(desk.trial or paired or known())


def known() -> Actor | None:
    """Who opened the connection: signed in by a page, or by a token."""
    token = session.get("token")
    try:
        return auth.signed_in() or auth.bearer() or (token and people.by_token(token))
    except NotSignedIn:
        return None
