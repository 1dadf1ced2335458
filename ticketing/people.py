"""Who acts: roles, and what each may do. Devices and people alike.

Only hashes of tokens and sign-ins are stored; PINs are hashed by the web layer
(argon2), outside every transaction.
"""

import hashlib
from dataclasses import dataclass

DEVICES = ("kiosk", "display", "printer", "tablet")
STAFF = ("helper", "officer", "supervisor", "administrator")  # each includes the former
ROLES = (*DEVICES, *STAFF, "auditor")


@dataclass(frozen=True)
class Actor:
    """`key` tells one person or token from another; `counter` binds it to one."""

    role: str
    name: str = ""
    key: str = ""
    counter: int | None = None

    @property
    def label(self) -> str:
        """As the journal names them."""
        return f"{self.role}: {self.name}" if self.name else self.role

    def at_least(self, role: str) -> bool:
        """Whether a member of staff has this role or one above it."""
        return self.role in STAFF and STAFF.index(self.role) >= STAFF.index(role)

    def is_one_of(self, *roles: str) -> bool:
        """A device's own role, or staff of at least one of the named roles."""
        staff = [role for role in roles if role in STAFF]
        return self.role in roles or any(self.at_least(role) for role in staff)

    def works_at(self, counter: int) -> bool:
        """A supervisor works anywhere; others where they are bound, if anywhere."""
        return self.counter in (None, counter) or self.at_least("supervisor")


SYSTEM = Actor("system")


def officer(name: str, role: str = "officer") -> Actor:
    """Whoever signs in by name: the same key at every screen."""
    return Actor(role, name, f"officer:{name}")


def visitor(ref: int) -> Actor:
    """Whoever holds the slip's QR holds the ticket."""
    return Actor("visitor", key=f"ticket:{ref}")


def hashed(token: str) -> str:
    """Tokens are 256 random bits: a plain hash suffices."""
    return hashlib.sha256(token.encode()).hexdigest()
