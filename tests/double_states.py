"""The faults of the printer double, and what it says of them in Epson's bytes."""

from dataclasses import dataclass

NAMES = {65: b"_1.00\0", 66: b"_DOUBLE\0", 67: b"_TM-DOUBLE\0", 68: b"_000001\0"}
STOPS = ("paper-out", "cover-open", "cutter-error", "offline")
FAULTS = {
    "ok": "all is well",
    "near-end": "the roll is nearly at its end",
    "paper-out": "there is no paper",
    "cover-open": "the cover is open",
    "cutter-error": "the knife is jammed",
    "knife-jams": "the knife will jam at the next cut",
    "offline": "offline without a reason",
    "silent": "prints, but never answers",
    "never-reads": "takes connections, but reads nothing",
    "slow": "reads at the speed of a serial line",
    "cuts-line": "breaks the connection inside a job",
    "late-ack": "says late that a job is printed",
    "wrong-ack": "says of another job that it is printed",
    "no-ack": "never says that a job is printed",
    "garbage": "answers every question with noise",
    "refuses-second": "hangs up on a second client",
    "port-closed": "takes no connections",
}


@dataclass(frozen=True)
class Admitted:
    """What a printer knows of itself."""

    fault: str
    is_out: bool

    @property
    def is_stopped(self) -> bool:
        return self.is_out or self.fault in STOPS

    @property
    def is_open(self) -> bool:
        return self.fault == "cover-open"

    @property
    def is_jammed(self) -> bool:
        return self.fault == "cutter-error"

    def at_once(self, n: int) -> int:
        """DLE EOT n."""
        near = self.is_out or self.fault == "near-end"
        causes = 0x04 * self.is_open | 0x20 * self.is_out | 0x40 * self.is_jammed
        flags = {
            1: 0x08 * self.is_stopped,
            2: causes,
            3: 0x08 * self.is_jammed,
            4: 0x0C * near | 0x60 * self.is_out,
        }
        return 0x12 | flags[n]

    def paper(self) -> int:
        """GS r 1."""
        return 0x0F if self.is_out else 0x03 if self.fault == "near-end" else 0

    def automatic(self) -> bytes:
        """The four bytes of GS a."""
        first = 0x10 | 0x08 * self.is_stopped | 0x20 * self.is_open
        return bytes([first, 0x08 * self.is_jammed, self.paper(), 0x0F])
