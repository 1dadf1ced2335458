"""The entries of the terminal's lists: people who wait or stand aside, and lines."""

from dataclasses import dataclass

from ticketing.catalogue import Service, Words
from ticketing.tickets import Ticket

TOO_LONG = 30  # minutes in line: the head of office counts these


@dataclass(frozen=True)
class Person:
    """Somebody in one of the lists; `minutes` since they are in it."""

    ticket: Ticket
    matter: Words
    minutes: int
    passed: int = 0  # how many of this counter's line a call now would overtake


@dataclass(frozen=True)
class Line:
    service: Service
    waiting: int
    oldest: int | None  # minutes
    mine: bool
    served: bool  # some counter works for it
    known: bool  # this counter's officer has the skill

    @property
    def late(self) -> bool:
        return (self.oldest or 0) > TOO_LONG
