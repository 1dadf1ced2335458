"""The slip's content, frozen in the ticket's transaction and printed by another
process; a broken printer never costs a ticket."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self

from ticketing.catalogue import Counter, Office, Procedure, Service
from ticketing.estimates import Wait
from ticketing.hours import local
from ticketing.tickets import Ticket

OPEN_SLIPS = {"queued", "sending", "blocked"}
CODE_LETTERS = "ACEHKMNPRTUVXY"  # none that is mistaken for another


@dataclass(frozen=True)
class Slip:
    """One copy on its way to paper; states as in the contract."""

    slip: int
    ref: int
    copy: int
    state: str
    payload: dict[str, Any]
    queued_at: datetime
    attempts: int
    retry_at: datetime | None
    error: str | None

    @classmethod
    def of(cls, row: dict[str, Any]) -> Self:
        retry = row["retry_at"]
        return cls(
            **{name: row[name] for name in ("slip", "ref", "copy", "state")},
            payload=json.loads(row["payload"]),
            queued_at=datetime.fromisoformat(row["queued_at"]),
            attempts=row["attempts"],
            retry_at=retry and datetime.fromisoformat(retry),
            error=row["error"],
        )


def check_code(ticket_id: str) -> str:
    """Four letters to type beside the number; they follow from the secret id."""
    digest = hashlib.sha256(f"code:{ticket_id}".encode()).digest()
    return "".join(CODE_LETTERS[byte % len(CODE_LETTERS)] for byte in digest[:4])


def payload(
    ticket: Ticket,
    service: Service,
    procedure: Procedure | None,
    office: Office,
    counters: Sequence[Counter],
    ahead: int,
    wait: Wait | None,
    trial: bool,
) -> dict[str, Any]:
    """All that the slip says, but the secret id, which is looked up at printing."""
    unit = office.profile
    return {
        "number": ticket.number,
        "office": unit.get("name", {}),
        "unit": unit.get("unit", {}),
        "hotline": unit.get("hotline", ""),
        "sample": bool(unit.get("sample")),
        "trial": trial,
        "service": service.name,
        "procedure": procedure and procedure.name,
        "papers": list(procedure.papers) if procedure else [],
        "papers_verified": bool(procedure and procedure.verified_on),
        "ahead": ahead,
        "wait": wait and wait.as_json(),
        "counters": [counter.counter for counter in counters],
        "priority": ticket.priority,
        "language": ticket.language,
        "issued_at": local(ticket.issued_at).isoformat(timespec="seconds"),
        "kiosk": ticket.device,
        "code": check_code(ticket.id),
    }
