"""The floor of every fan-out: bare gevent sockets that know no office.

A listener asks once and is written to for ever; a press says what to write to all of
them, in the order in which they came. No state, no disk, no JSON but the press's own.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from multiprocessing import get_context
from multiprocessing.connection import Connection

import gevent
from gevent import socket
from gevent.server import StreamServer

from bench.wire import END, Address, chunked, framed

SWITCHED = b"HTTP/1.1 101 Switching Protocols" + END
STREAMING = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked" + END
DONE = b"HTTP/1.1 200 OK\r\nContent-Length: 2" + END + b"{}"


class BareServer:
    def __init__(self) -> None:
        self._displays: set[socket.socket] = set()
        self._everyone: list[socket.socket] = []

    def serve(self, client: socket.socket, _: object) -> None:
        client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        with suppress(OSError):  # a client that leaves ends its own greenlet only
            while request := client.recv(65536):
                self._answer(client, request)

    def _answer(self, client: socket.socket, request: bytes) -> None:
        if request.startswith(b"POST"):
            self._tell(**json.loads(request.split(END, 1)[1]))
            client.sendall(DONE)
        elif b"websocket" in request:
            self._displays.add(client)
            self._everyone.append(client)
            client.sendall(SWITCHED + framed(b"0{}") + framed(b"40{}"))
        elif b"/snapshot/stream" in request:
            self._everyone.append(client)
            client.sendall(STREAMING)

    def _tell(self, news: str, sizes: dict[str, int]) -> None:
        """The same bytes for all of a kind: `news`, filled up to the real size."""
        frame = framed(news.encode().ljust(sizes["display"]))
        chunk = chunked(news.encode().ljust(sizes["phone"]))
        for client in self._everyone:
            client.sendall(frame if client in self._displays else chunk)


@contextmanager
def bare_server() -> Iterator[Address]:
    """In a process of its own, as the office is."""
    fresh = get_context("spawn")
    ours, theirs = fresh.Pipe(duplex=False)
    process = fresh.Process(target=_serve, args=(theirs,), daemon=True)
    process.start()
    theirs.close()
    try:
        yield "127.0.0.1", ours.recv()
    finally:
        process.terminate()
        process.join()


def _serve(told: Connection) -> None:
    """A process's whole life: say the port, then serve until ended."""
    server = StreamServer(("127.0.0.1", 0), BareServer().serve)
    server.start()
    told.send(server.server_port)
    gevent.get_hub().join()
