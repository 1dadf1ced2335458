"""What the journal tells of unusual acts: people passed, somebody given up early, a
line taken over. An act that was taken back is not held against anybody: the rows of
one act share their moment, so an undo tells which rows it took back.
"""

import json
from collections.abc import Sequence

from ticketing.events import What
from ticketing.journal import Row
from ticketing.reads import Reads


def unusual(store: Reads, days: Sequence[str]) -> list[Row]:
    """Rows of the journal, `data` read, without what was taken back."""
    rows = store.find("unusual", "seq", business_day=list(days))
    undone = {row["undone_at"] for row in rows}
    kept = [row for row in rows if row["at"] not in undone]
    told = [row | {"data": json.loads(row["data"])} for row in kept]
    return [row for row in told if row["what"] != What.UNDONE]


def officer_of(by: str) -> str:
    """The journal says "officer: Lan"."""
    return by.partition(": ")[2] or by
