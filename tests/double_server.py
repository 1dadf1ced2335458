"""The printer double's socket: clients, and the faults of the line."""

import asyncio
import socket
from contextlib import suppress
from dataclasses import dataclass, field
from struct import pack
from typing import Literal

from tests.double_commands import RealTime
from tests.double_engine import Engine

PIECE, SLOW_PIECE = 4096, 256
NOISE = b"\xff\x00\x81\x7f"
WITH_RESET = pack("ii", 1, 0)  # for SO_LINGER


@dataclass(eq=False)
class Client:
    """One connection."""

    line: socket.socket
    task: asyncio.Task[None] | None = None
    real_time: RealTime = field(default_factory=RealTime)
    taken: int = 0  # bytes since it connected, or since the last cut
    is_deaf: bool = False  # hung up politely: what still comes is not heard


class Server(Engine):
    """Status asked in real time goes to who asked, the rest to who connected last."""

    def __init__(self, port: int, dots: int) -> None:
        super().__init__(self._answer_last, dots)
        self.cut_after = 30_000
        self.cuts_with: Literal["RST", "FIN"] = "RST"
        self.rate = 11_500.0
        self.keeps_half_commands = False  # of a job whose connection broke
        self.received = self.connections = 0
        self._clients: list[Client] = []
        self._door = _bound(port)
        self._is_open = False
        self._loop = asyncio.new_event_loop()

    async def mind_the_door(self) -> None:
        """A closed port stays ours, so that it can be opened again."""
        if self._fault == "port-closed" and self._is_open:
            port = self._door.getsockname()[1]
            self._shut()
            self._door = _bound(port)
        elif self._fault != "port-closed" and not self._is_open:
            self._door.listen()
            self._loop.add_reader(self._door, self._greet)
            self._is_open = True

    def _shut(self) -> None:
        self._loop.remove_reader(self._door)
        self._door.close()
        self._is_open = False

    def _greet(self) -> None:
        """Not a task: one that is cancelled in time forgets whom it has let in."""
        with suppress(BlockingIOError):
            line, _ = self._door.accept()
            line.setblocking(False)
            self.connections += 1
            if self._clients and self._fault == "refuses-second":
                line.close()
                return
            self._clients.append(client := Client(line))
            client.task = self._loop.create_task(self._attend(client))
            client.task.add_done_callback(lambda _: self._let_go(client))

    async def _attend(self, client: Client) -> None:
        with suppress(OSError):
            while piece := await self._read(client):
                self._receive(client, piece)

    def _let_go(self, client: Client) -> None:
        self._clients.remove(client)
        client.line.close()
        self._miss(client)

    async def _read(self, client: Client) -> bytes:
        is_slow = self._fault == "slow"
        size = SLOW_PIECE if is_slow else PIECE
        piece = await self._loop.sock_recv(client.line, size)
        await asyncio.sleep(len(piece) / self.rate if is_slow else 0)
        while self._fault == "never-reads":
            await asyncio.sleep(0.02)
        return piece

    def _receive(self, client: Client, piece: bytes) -> None:
        if client.is_deaf:
            return
        if self._fault == "cuts-line":
            piece = piece[: max(self.cut_after - client.taken, 0)]
        cuts = self.cuts
        self.take(self._without_lost(client, piece))
        self.received += len(piece)
        client.taken = 0 if self.cuts != cuts else client.taken + len(piece)
        if self._fault == "cuts-line" and client.taken >= self.cut_after:
            self._hang_up(client)

    def _without_lost(self, client: Client, piece: bytes) -> bytes:
        """Real-time commands first: some of them clear what came before them."""
        start = 0
        for command, end in client.real_time.found(piece):
            losses = self.losses
            self._answer_to(client, self.obey_at_once(command))
            start = end if self.losses > losses else start
        return piece[start:]

    def _hang_up(self, client: Client) -> None:
        if self.cuts_with == "RST":
            _reset_on_close(client)
            raise ConnectionAbortedError
        client.line.shutdown(socket.SHUT_WR)
        client.is_deaf = True
        self._miss(client)

    def _miss(self, client: Client) -> None:
        if all(each.is_deaf for each in self._clients) and not self.keeps_half_commands:
            self.forget_half_a_command()

    def switch_off(self) -> None:
        self.clear()
        self._set_up()
        for client in self._clients:
            _reset_on_close(client)
            if client.task:
                client.task.cancel()

    def _answer_last(self, reply: bytes, delay: float) -> None:
        if delay:
            self._loop.call_later(delay, self._answer_last, reply, 0)
        elif hearing := [each for each in self._clients if not each.is_deaf]:
            self._answer_to(hearing[-1], reply)

    def _answer_to(self, client: Client, reply: bytes) -> None:
        if reply and self._fault != "silent":
            with suppress(OSError):  # who asked may be gone
                client.line.send(NOISE if self._fault == "garbage" else reply)

    async def end(self) -> None:
        self._shut()
        tasks = [client.task for client in self._clients if client.task]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def _bound(port: int) -> socket.socket:
    door = socket.socket()
    door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    door.bind(("127.0.0.1", port))
    door.setblocking(False)
    return door


def _reset_on_close(client: Client) -> None:
    client.line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, WITH_RESET)
