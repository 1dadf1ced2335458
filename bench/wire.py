"""HTTP, server-sent events and WebSocket as bytes on a gevent socket.

A client's library would take more of the shared cores than the server that is
measured; this one looks for no more than where an answer ends.
"""

import json
from typing import Any, Self

from gevent import socket

Address = tuple[str, int]
PATIENCE = 20.0  # seconds for any one answer
END = b"\r\n\r\n"
TEXT = 0x81  # a WebSocket frame: one whole text
PING, PONG = b"2", b"3"  # of Engine.IO


class Refused(Exception):
    """Not the answer that was asked for; nothing is measured with it."""


class Wire:
    def __init__(self, address: Address) -> None:
        self._socket = socket.create_connection(address, PATIENCE)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._read = b""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._socket.close()

    def send(self, data: bytes) -> None:
        self._socket.sendall(data)

    def until(self, mark: bytes) -> bytes:
        while (found := self._read.find(mark)) < 0:
            self._more()
        return self._take(found + len(mark))

    def exactly(self, count: int) -> bytes:
        while len(self._read) < count:
            self._more()
        return self._take(count)

    def _more(self) -> None:
        data = self._socket.recv(65536)
        if not data:
            raise Refused("the server hung up")
        self._read += data

    def _take(self, count: int) -> bytes:
        taken, self._read = self._read[:count], self._read[count:]
        return taken

    def head(self, request: bytes, status: bytes) -> bytes:
        """Send, and read no further than the answer's head."""
        self.send(request)
        head = self.until(END)
        if head[9:12] not in status.split():
            raise Refused(f"{request[:60]!r}: {head!r} {self._read[:300]!r}")
        return head

    def ask(self, request: bytes) -> bytes:
        """One request and its whole answer, on a connection that stays open."""
        head = self.head(request, b"200 201").lower()
        length = head.split(b"content-length:", 1)[1].split(b"\r", 1)[0]
        return self.exactly(int(length))


def get(path: str, *headers: str) -> bytes:
    lines = (f"GET {path} HTTP/1.1", "Host: office", *headers, "", "")
    return "\r\n".join(lines).encode()


def post(path: str, body: Any, *headers: str) -> bytes:
    data = json.dumps(body).encode()
    lines = (
        f"POST {path} HTTP/1.1",
        "Host: office",
        "Content-Type: application/json",
        f"Content-Length: {len(data)}",
        *headers,
    )
    return "\r\n".join(lines).encode() + END + data


def framed(text: bytes, masked: bool = False) -> bytes:
    """One WebSocket text; clients must mask, and a mask of zeros is one."""
    mask = 0x80 * masked
    if len(text) < 126:
        head = bytes((TEXT, mask | len(text)))
    else:
        head = bytes((TEXT, mask | 126)) + len(text).to_bytes(2)
    return head + bytes(4) * masked + text


def chunked(text: bytes) -> bytes:
    return b"%x\r\n%b\r\n" % (len(text), text)


class Display(Wire):
    """A lobby's screen: Socket.IO's frames, its pings answered."""

    def watch(self) -> None:
        upgrade = get(
            "/socket.io/?EIO=4&transport=websocket",
            "Connection: Upgrade",
            "Upgrade: websocket",
            "Sec-WebSocket-Version: 13",
            "Sec-WebSocket-Key: bHVvdC1sdW90LWx1b3QtMQ==",
        )
        self.head(upgrade, b"101")
        self.message()  # Engine.IO's open
        self.send(framed(b"40", masked=True))
        self.message()  # Socket.IO's connect
        self.send(framed(b'42["watch","lobby"]', masked=True))

    def message(self) -> bytes:
        while (text := self._text()) == PING:
            self.send(framed(PONG, masked=True))
        return text

    def _text(self) -> bytes:
        kind, length = self.exactly(2)
        if kind != TEXT:
            raise Refused(f"a WebSocket frame of kind {kind:#x}")
        if length == 126:
            length = int.from_bytes(self.exactly(2))
        elif length == 127:
            length = int.from_bytes(self.exactly(8))
        return self.exactly(length)


class Phone(Wire):
    """A visitor's phone: an event stream in chunks."""

    def watch(self) -> None:
        self.head(get("/api/v1/snapshot/stream"), b"200")

    def message(self) -> bytes:
        length = int(self.until(b"\r\n"), 16)
        return self.exactly(length + 2)
