"""What a visitor thought of the visit: four levels, reasons only for the low ones."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Self

from ticketing.errors import Conflict, Impossible
from ticketing.hours import business_day, days_after
from ticketing.tickets import Status, Ticket

LEVELS = range(1, 5)  # not satisfied, neutral, satisfied, very satisfied
LOW_LEVELS = (1, 2)  # asked for reasons
LONGEST_COMMENT = 200


@dataclass(frozen=True)
class Rating:
    ref: int
    level: int
    reasons: tuple[str, ...]
    channel: str  # phone, tablet
    rated_at: datetime

    @classmethod
    def of(
        cls,
        ticket: Ticket,
        level: int,
        reasons: Sequence[str],
        channel: str,
        at: datetime,
    ) -> Self:
        """Once, after it was served, until the end of the next day."""
        if level not in LEVELS:
            raise Impossible(
                "body",
                what=("mức đánh giá là từ 1 đến 4", "a rating is a level from 1 to 4"),
            )
        if reasons and level not in LOW_LEVELS:
            raise Impossible(
                "body",
                what=(
                    "chỉ mức 1 và 2 mới kèm lý do",
                    "only levels 1 and 2 have reasons",
                ),
            )
        if ticket.status is not Status.SERVED:
            raise Conflict("not-served", number=ticket.number)
        if ticket.rated:
            raise Conflict("rated", number=ticket.number)
        if business_day(at) > days_after(ticket.business_day, 1):
            raise Conflict("rating-over", number=ticket.number)
        return cls(ticket.ref, level, tuple(dict.fromkeys(reasons)), channel, at)
