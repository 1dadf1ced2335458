"""A slip as bytes: what was queued with the ticket, and what is known only now."""

from base64 import b64decode
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from printer.escpos_bytes import commands, length_mm
from printer.jobs import Known, word_of
from printer.slip import draw
from settings import Settings
from ticketing.slips import Slip
from ticketing.store import Store


@dataclass(frozen=True)
class Drawing:
    data: bytes
    word: bytes  # that the printer is to repeat
    digest: str
    millimetres: int  # of paper


def drawn(
    store: Store, settings: Settings, slip: Slip, width: int, known: Known
) -> Drawing:
    """KeyError, TypeError or ValueError when the payload is not one."""
    word = word_of(slip.slip, slip.attempts + 1)
    said = content(slip, settings)
    picture = draw(said, _url(store, settings, slip), width, _logo(store))
    data = commands(picture, word if known.acknowledges == "id" else None)
    return Drawing(data, word, sha256(data).hexdigest(), round(length_mm(picture)))


def content(slip: Slip, settings: Settings) -> dict[str, Any]:
    """A copy that comes by itself says the same again: it replaces nothing."""
    now = {"copy": 2 if slip.marked else 1, "reach": settings.reach}
    now["replaces"] = not slip.automatic and bool(slip.payload.get("replaces"))
    return {"kind": slip.kind} | slip.payload | now


def _url(store: Store, settings: Settings, slip: Slip) -> str | None:
    """The ticket's page; its secret is not in the payload."""
    if settings.reach == "none":
        return None
    return f"{settings.public_url}/t/{store.ticket_id(slip.ref)}"


def _logo(store: Store) -> bytes | None:
    kept = store.office().profile.get("slip", {}).get("logo")
    return b64decode(kept) if kept else None
