"""What was unusual today, as the journal tells it: one sentence each."""

from dataclasses import dataclass
from datetime import datetime

from ticketing.events import What
from ticketing.journal import Row
from ticketing.reads import Reads
from ticketing.unusual import officer_of, unusual

OVERTOOK = {
    What.TRANSFERRED: "transferred",
    What.PRIORITY: "priority",
    What.DROPPED: "dropped",
}


@dataclass(frozen=True)
class Story:
    """An unusual act: `kind` has its sentence in the template."""

    kind: str
    at: datetime
    counter: int | None
    who: str
    said: Row


def stories(store: Reads, day: str) -> list[Story]:
    """The newest first."""
    return [_story(row) for row in reversed(unusual(store, [day]))]


def _story(row: Row) -> Story:
    said = row["data"]
    at = datetime.fromisoformat(row["at"])
    who = officer_of(row["by"])
    return Story(_kind(row), at, said.get("counter"), who, said)


def _kind(row: Row) -> str:
    said = row["data"]
    for kind in ("unattended", "early", "working_day"):
        if said.get(kind):
            return kind
    return OVERTOOK.get(row["what"], "called")
