"""Socket.IO for screens and staff: WebSocket only, news only, no commands."""

from flask import Flask, session
from flask_socketio import SocketIO, emit, join_room

from office import auth
from office.current import desk, live, people
from office.live import Live, Snapshot

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
    )
    news.listeners.append(tell)


def tell(newest: Snapshot) -> None:
    """The same snapshot for every screen; counters fetch their own fragment."""
    socketio.emit("snapshot", newest.data, to=LOBBY)
    for counter in desk.store.counters():
        socketio.emit(
            "changed", {"n": newest.data["n"]}, to=f"counter:{counter.counter}"
        )


@socketio.on("watch")
def watch(room: str) -> bool:
    """A page asks for the news of one room; the answer is whether it may."""
    if room == LOBBY and may_watch():
        join_room(LOBBY)
        emit("snapshot", live.current().data)
        return True
    if isinstance(room, str) and room.startswith("counter:") and auth.signed_in():
        join_room(room)
        return True
    return False


def may_watch() -> bool:
    """Anyone in trial mode; else a paired screen or somebody signed in."""
    token = session.get("device")
    paired = token and people.by_token(token)
    return bool(desk.trial or paired or auth.signed_in())
