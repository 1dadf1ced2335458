"""What a slip looks like: the frozen payload goes in, one 1-bit picture comes out.

The whole slip is a picture because printers' code pages lose up to 120 of the 146
Vietnamese letters. The payload is the one queued with the ticket: a slip printed late
still says what was true when the number was taken.
"""

from collections.abc import Callable
from typing import Any
from unicodedata import normalize

from printer.every_slip import Page
from printer.large_slip import large
from printer.papers_slip import papers
from printer.raster import Picture, padded, stack
from printer.return_slip import come_back
from printer.roll_slip import roll
from printer.ticket_slip import ticket

FULL_WIDTH = 576  # 80 mm paper; 384 dots on 58 mm paper

KINDS: dict[str, Callable[[Page, str | None], list[Picture]]] = {
    "ticket": ticket,
    "large ticket": large,
    "papers": papers,
    "return": come_back,
    "roll": roll,
}


def draw(
    slip: dict[str, Any],
    url: str | None,
    width: int = FULL_WIDTH,
    logo: bytes | None = None,
) -> Picture:
    """Without a URL no QR and no word about phones. `logo` is a PNG.

    Large print is a slip of its own only for tickets; the others just grow.
    """
    page = Page.of(composed(slip), width, logo)
    kind = slip.get("kind", "ticket")
    is_large_ticket = kind == "ticket" and slip.get("large")
    parts = KINDS["large ticket" if is_large_ticket else kind](page, url)
    on = page.on
    return padded(stack(parts, on.width, on.gap), on.margin, on.gap)


def composed(value: Any) -> Any:
    """NFC all through: a decomposed name must not print other dots."""
    match value:
        case str():
            return normalize("NFC", value)
        case dict():
            return {key: composed(each) for key, each in value.items()}
        case list():
            return [composed(each) for each in value]
    return value
