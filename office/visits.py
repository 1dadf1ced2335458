"""What was meant for one visit never touches another."""

from office.current import desk
from ticketing.errors import Conflict


def same_visit(counter: int, seen: str | None) -> None:
    """Somebody else may stand there by now: an armed counter called, or a supervisor
    did. `seen`: the number that was shown there, "" for nobody, None: not said. Inside
    the act's transaction."""
    there = desk.store.ticket_at(counter)
    if there and seen is not None and seen != there.number:
        raise Conflict("visit-changed", number=there.number)
