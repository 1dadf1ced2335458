"""A ticket and its life, from the kiosk to the end of the visit.

MOVES is the whole of it. Tickets never change: every move returns a new ticket, or
raises Conflict. Templates ask `ticket.may("recall")`.
"""

import json
from dataclasses import dataclass, field, fields, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Self

from ticketing.clock import stamp
from ticketing.errors import Conflict


class Status(StrEnum):
    WAITING = "waiting"
    CALLED = "called"
    SERVING = "serving"
    PARKED = "parked"
    MISSED = "missed"
    SERVED = "served"
    CANCELLED = "cancelled"
    EXPIRED = "expired"


W, C, S, P, M = (
    Status.WAITING,
    Status.CALLED,
    Status.SERVING,
    Status.PARKED,
    Status.MISSED,
)

# move: (from any of these, to this)
MOVES: dict[str, tuple[frozenset[Status], Status]] = {
    "call": (frozenset({W, M, P}), C),
    "recall": (frozenset({C}), C),
    "start": (frozenset({C}), S),
    "finish": (frozenset({C, S}), Status.SERVED),
    "hand_out": (frozenset({P}), Status.SERVED),  # only what is ready
    "no_show": (frozenset({C}), M),
    "rejoin": (frozenset({M, Status.SERVED}), W),  # served: only without a start
    "park": (frozenset({C, S}), P),
    "ready": (frozenset({P}), P),
    "resume": (frozenset({P}), W),
    "transfer": (frozenset({C, S, W}), W),
    "put_back": (frozenset({C}), W),
    "drop": (frozenset({C, S}), W),
    "reopen": (frozenset({Status.SERVED}), S),
    "delay": (frozenset({W, C}), W),
    "cancel": (frozenset({W, C, M, P}), Status.CANCELLED),
    "expire": (frozenset({W, M, P}), Status.EXPIRED),
    "settle": (frozenset({W, C, S, P, M}), Status.SERVED),  # while the power was gone
    "leave": (frozenset({W, C, S, P, M}), Status.CANCELLED),  # … from the dark
}

STATUS_WORDS = {
    "waiting": "đang chờ",
    "called": "đang được mời",
    "serving": "đang được phục vụ",
    "parked": "đang để sau",
    "missed": "đã quá lượt",
    "served": "đã phục vụ xong",
    "cancelled": "đã hủy",
    "expired": "đã hết hạn",
}

MOVE_WORDS = {
    "call": "gọi",
    "recall": "gọi lại",
    "start": "bắt đầu",
    "finish": "hoàn thành",
    "hand_out": "trao kết quả",
    "no_show": "ghi vắng mặt",
    "rejoin": "vào lại hàng",
    "park": "để sau",
    "ready": "báo đã có kết quả",
    "resume": "mời vào lại",
    "transfer": "chuyển",
    "put_back": "trả về hàng",
    "drop": "để quầy khác phục vụ",
    "reopen": "mở lại",
    "delay": "lùi chỗ",
    "cancel": "hủy",
    "expire": "hết hạn",
    "settle": "ghi đã phục vụ lúc mất điện",
    "leave": "ghi đã về lúc mất điện",
    "change the wishes": "đổi mong muốn",
    "choose a procedure": "chọn thủ tục",
    "change the priority": "đổi ưu tiên",
    "reprint": "in lại phiếu",
    "give a return slip": "in phiếu quay lại",
}

# What a visit at a counter leaves behind when the ticket goes back to its line.
NO_VISIT: dict[str, Any] = {
    "counter": None,
    "calls": 0,
    "call_seq": None,
    "called_at": None,
    "recalled_at": None,
    "started_at": None,
    "closed_at": None,
    "ready": False,
    "officer": None,
    "quiet": False,
}


@dataclass(frozen=True, kw_only=True)
class Ticket:
    """Times are aware UTC; `place` orders the line (see line.py)."""

    ref: int
    business_day: str
    series: str
    ordinal: int
    number: str  # A012: what people read and hear
    service: str
    place: datetime
    issued_at: datetime
    procedure: int | None = None
    status: Status = Status.WAITING
    priority: bool = False
    language: str = "vi"
    dossiers: int = 1
    purpose: str | None = None
    device: str = ""
    only_counter: int | None = None  # transferred to this counter alone
    counter: int | None = None
    calls: int = 0  # within this visit
    call_seq: int | None = None  # journal row of the first call of this visit
    first_called_at: datetime | None = None
    called_at: datetime | None = None  # of this visit
    recalled_at: datetime | None = None
    started_at: datetime | None = None
    missed_at: datetime | None = None
    closed_at: datetime | None = None
    parked_for: str | None = None
    ready: bool = False  # parked, and the result lies at the counter
    rejoins: int = 0
    delays: int = 0
    outcome: str | None = None  # of the visit, or why it was cancelled
    appointment: bool = False  # comes with a return slip: its own head start
    not_officer: tuple[str, ...] = ()  # who shall not serve it
    matters: tuple[int, ...] = ()  # further procedures of this visit
    origin: int | None = None  # ref of the ticket whose return slip brought it
    return_until: str | None = None  # last day on which its return slip is good
    officer: str | None = None  # whose counter called it
    quiet: bool = False  # the counter's screen does not ask how it was
    raised: bool = False  # an officer gave the priority, after the issue
    rated: bool = False
    seq: int = 0  # journal row of the last change
    id: str = field(default="", compare=False, repr=False)  # secret, in the QR

    @classmethod
    def of(cls, row: dict[str, Any]) -> Self:
        """From a row of the database; `as_row` is the way back."""
        known = {name: row[name] for name in FIELDS if name in row}
        for name in MOMENTS:
            if known.get(name):
                known[name] = datetime.fromisoformat(known[name])
        for name in FLAGS:
            known[name] = bool(known[name])
        for name in LISTS:
            known[name] = tuple(json.loads(known.get(name) or "[]"))
        return cls(**known | {"status": Status(row["status"])})

    def as_row(self) -> dict[str, Any]:
        row = {name: getattr(self, name) for name in FIELDS if name not in APART}
        for name in MOMENTS:
            row[name] = row[name] and stamp(row[name])
        for name in FLAGS:
            row[name] = int(row[name])
        for name in LISTS:
            row[name] = json.dumps(row[name], ensure_ascii=False) if row[name] else None
        return row | {"status": self.status.value}

    def may(self, move: str) -> bool:
        sources, _ = MOVES[move]
        if move == "rejoin" and self.status is Status.SERVED:
            return self._came_to_nothing
        if move == "hand_out" and not self.ready:
            return False
        if move == "reopen" and self.rated:
            return False
        return self.status in sources

    @property
    def _came_to_nothing(self) -> bool:
        """Served by a slip of the finger, for all that is known: never started, no
        result, no slip for another day."""
        given = self.ready or self.return_until or self.rated
        return self.started_at is None and not given

    def move(self, move: str, **changes: Any) -> Self:
        """The one door: `move` must be in MOVES and possible from here."""
        if not self.may(move):
            raise self.cannot(move)
        _, target = MOVES[move]
        return replace(self, status=target, **changes)

    def cannot(self, move: str) -> Conflict:
        return Conflict(
            "move",
            number=self.number,
            status=STATUS_WORDS[self.status],
            action=MOVE_WORDS[move],
            status_en=self.status.value,
            action_en=move.replace("_", " "),
        )

    def call(self, counter: int, at: datetime, seq: int) -> Self:
        """A new visit at a counter: what an earlier one left is forgotten."""
        visit = NO_VISIT | {"counter": counter, "calls": 1, "call_seq": seq}
        first = self.first_called_at or at
        return self.move("call", **visit | {"called_at": at, "first_called_at": first})

    def recall(self, at: datetime) -> Self:
        return self.move("recall", calls=self.calls + 1, recalled_at=at)

    def start(self, at: datetime) -> Self:
        return self.move("start", started_at=at)

    def finish(
        self, at: datetime, outcome: str | None = None, quiet: bool = False
    ) -> Self:
        """Without a start no service time is learnt: started_at stays empty."""
        return self.move("finish", closed_at=at, outcome=outcome, quiet=quiet)

    def hand_out(self, counter: int, at: datetime) -> Self:
        """The result that lay ready. `ready` stays: so the wait for it is never taken
        for a service."""
        return self.move("hand_out", counter=counter, closed_at=at)

    def no_show(self, at: datetime) -> Self:
        return self.move("no_show", missed_at=at)

    def park(self, reason: str) -> Self:
        return self.move("park", parked_for=reason, ready=False)

    def mark_ready(self) -> Self:
        return self.move("ready", ready=True)

    def back_to_line(self, move: str, **changes: Any) -> Self:
        """resume, put_back, transfer, delay, rejoin: the visit is over, the line on."""
        return self.move(move, **NO_VISIT | changes)

    def reopen(self) -> Self:
        return self.move("reopen", closed_at=None, outcome=None, quiet=False)

    def cancel(self, at: datetime, reason: str) -> Self:
        return self.move("cancel", closed_at=at, outcome=reason)

    def expire(self, at: datetime) -> Self:
        return self.move("expire", closed_at=at)

    def settle(self, at: datetime) -> Self:
        """Served in the dark, nobody knows how long: no start, nothing is learnt."""
        known = {"closed_at": at, "started_at": None, "ready": False}
        return self.move("settle", **known, outcome="gap")

    def leave(self, at: datetime) -> Self:
        return self.move("leave", closed_at=at, outcome="left")

    @property
    def waiting_time(self) -> timedelta | None:
        """From the issue to the first call."""
        return self.first_called_at - self.issued_at if self.first_called_at else None

    @property
    def service_time(self) -> timedelta | None:
        """From the start to the end of the service."""
        if self.started_at and self.closed_at:
            return self.closed_at - self.started_at
        return None

    @property
    def sojourn_time(self) -> timedelta | None:
        """The whole stay: from the kiosk to the end of the visit."""
        return self.closed_at - self.issued_at if self.closed_at else None


FIELDS = tuple(known.name for known in fields(Ticket))
MOMENTS = ("place", *(name for name in FIELDS if name.endswith("_at")))
FLAGS = ("priority", "ready", "rated", "appointment", "quiet", "raised")
LISTS = ("matters", "not_officer")  # JSON; none is NULL
APART = ("id", "seq")  # the secret, and what the journal stamps
ROLL = "X"  # series of the pre-numbered paper roll; no service has it


def number_of(series: str, ordinal: int) -> str:
    """A012; after 999 comes 1000, shown whole."""
    return f"{series}{ordinal:03}"
