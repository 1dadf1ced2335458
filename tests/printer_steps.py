"""What the tests of the printing do again and again."""

from pathlib import Path

from ticketing.desk import Desk
from ticketing.people import Actor
from ticketing.store import Store
from ticketing.tickets import Ticket

ROOT = Path(__file__).parent.parent
EVERY = ("queued", "sending", "printed", "unverified", "blocked", "unknown", "failed")
KIOSK = Actor("kiosk", "Ki-ốt 1")


def take(desk: Desk, tickets: int = 1) -> list[Ticket]:
    return [desk.issue(KIOSK, "chung-thuc") for _ in range(tickets)]


def states(store: Store) -> list[str]:
    return [slip.state for slip in store.slips(*EVERY)]
