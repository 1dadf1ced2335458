"""Which papers a visitor should have at hand, and what they may choose from."""

from ticketing.catalogue import Procedure
from ticketing.desk import Desk
from ticketing.tickets import Ticket

COMMONEST = 5  # of a line: the first that the office posts
FOUND = 8


class Papers:
    def __init__(self, desk: Desk, ticket: Ticket, query: str) -> None:
        self.query = query
        self._store = desk.store
        self._ticket = ticket

    @property
    def procedure(self) -> Procedure | None:
        """The chosen one, even when the office has taken it from its list since."""
        for row in self._store.find("procedures", ref=self._ticket.procedure or 0):
            return Procedure.of(row)
        return None

    @property
    def sample(self) -> bool:
        return bool(self._store.office().profile.get("sample"))

    def may_be_told(self, procedure: Procedure) -> bool:
        """Papers, days and fee nobody has verified are for the officer to say."""
        return bool(procedure.verified_on) or self.sample

    @property
    def choices(self) -> list[Procedure]:
        """What this line handles: the commonest, or what the query finds."""
        rows = self._store.find(
            "procedures", "ref", service=self._ticket.service, active=1
        )
        here = [p for p in map(Procedure.of, rows) if not p.place]
        if self.query:
            return self._store.search(here, self.query)[:FOUND]
        return [procedure for procedure in here if procedure.posted][:COMMONEST]
