"""The slip's content, frozen in the ticket's transaction and printed by another
process; a broken printer never costs a ticket."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Self

from ticketing.catalogue import Office, Procedure, Service
from ticketing.estimates import Wait
from ticketing.hours import local
from ticketing.tickets import Ticket

OPEN_SLIPS = {"queued", "sending", "sent", "blocked"}
CODE_LETTERS = "ACEHKMNPRTUVXY"  # none that is mistaken for another

FAULTS = ("paper", "cover", "error", "offline", "off", "silent")
# printed only after the printer's own word; unverified: it has no such word
LYING_THERE = ("printed", "unverified")
TOO_OLD = timedelta(seconds=120)  # the visitor has gone with the number on the screen


@dataclass(frozen=True)
class Slip:
    """One piece of paper on its way; states as in the contract. `marked`: it says
    "BẢN IN LẠI"; `automatic`: nobody asked for it; `kiosk`: whose printer."""

    slip: int
    ref: int
    copy: int
    kind: str  # ticket, papers, return
    marked: bool
    automatic: bool
    kiosk: str
    state: str
    payload: dict[str, Any]
    queued_at: datetime
    attempts: int
    retry_at: datetime | None
    fault: str | None
    error: str | None

    @classmethod
    def of(cls, row: dict[str, Any]) -> Self:
        retry = row["retry_at"]
        same = ("slip", "ref", "copy", "kind", "kiosk", "state", "attempts")
        return cls(
            **{name: row[name] for name in (*same, "fault", "error")},
            marked=bool(row["marked"]),
            automatic=bool(row["automatic"]),
            payload=json.loads(row["payload"]),
            queued_at=datetime.fromisoformat(row["queued_at"]),
            retry_at=retry and datetime.fromisoformat(retry),
        )


@dataclass(frozen=True)
class Printer:
    """What the printer process last knew of it. `printer` is the kiosk whose own it
    is; empty: it serves all that have none. `fault` None: ready, or never asked."""

    printer: str
    address: str
    ability: str | None  # full, status, none; None: not asked yet
    acknowledges: str | None  # id (GS ( H), order (GS r), None
    fault: str | None
    near_end: bool  # its own sensor
    used_mm: int  # of the roll
    since: datetime  # this fault, or its end
    seen_at: datetime  # the printer process was here

    @classmethod
    def of(cls, row: dict[str, Any]) -> Self:
        same = ("printer", "address", "ability", "acknowledges", "fault", "used_mm")
        return cls(
            **{name: row[name] for name in same},
            near_end=bool(row["near_end"]),
            since=datetime.fromisoformat(row["since"]),
            seen_at=datetime.fromisoformat(row["seen_at"]),
        )


def check_code(ticket_id: str) -> str:
    """Four letters to type beside the number; they follow from the secret id."""
    digest = hashlib.sha256(f"code:{ticket_id}".encode()).digest()
    return "".join(CODE_LETTERS[byte % len(CODE_LETTERS)] for byte in digest[:4])


@dataclass(frozen=True)
class Matter:
    """What a slip is about, as it stood when the slip was queued."""

    ticket: Ticket
    service: Service
    procedure: Procedure | None
    office: Office
    counters: Sequence[int]
    ahead: int | None  # None: it does not wait, so the slip says nothing of a place
    wait: Wait | None
    trial: bool


def payload(matter: Matter, kind: str, now: datetime, **more: Any) -> dict[str, Any]:
    """All that the slip says, but the secret id, which is looked up at printing.

    `more` is what one kind alone says: large, missing, until, replaces.
    """
    ticket, procedure = matter.ticket, matter.procedure
    return {
        "kind": kind,
        "number": ticket.number,
        **_of_office(matter.office, matter.trial),
        "service": matter.service.name,
        "procedure": procedure and procedure.name,
        "papers": list(procedure.papers) if procedure else [],
        "papers_verified": bool(procedure and procedure.verified_on),
        "facts": _facts(procedure),
        "ahead": matter.ahead,
        "wait": matter.wait and matter.wait.as_json(),
        "counters": list(matter.counters),
        "priority": ticket.priority,
        "language": ticket.language,
        "issued_at": local(ticket.issued_at).isoformat(timespec="seconds"),
        "queued_at": local(now).isoformat(timespec="seconds"),
        "kiosk": ticket.device,
        "code": check_code(ticket.id),
        **more,
    }


def _of_office(office: Office, trial: bool) -> dict[str, Any]:
    """`slip` in the office's profile: its own header, footer and languages."""
    unit, own = office.profile, office.profile.get("slip", {})
    return {
        "office": unit.get("name", {}),
        "unit": unit.get("unit", {}),
        "hotline": unit.get("hotline", ""),
        "sample": bool(unit.get("sample")),
        "trial": trial,
        "header": own.get("header", {}),
        "footer": own.get("footer", {}),
        "languages": own.get("languages", []),
        "wifi": unit.get("wifi", {}).get("name", ""),
    }


def _facts(procedure: Procedure | None) -> dict[str, int]:
    """Working days and đồng, where somebody has verified them."""
    if procedure is None or not procedure.verified_on:
        return {}
    known = {"days": procedure.days, "fee": procedure.fee}
    return {name: fact for name, fact in known.items() if fact is not None}
