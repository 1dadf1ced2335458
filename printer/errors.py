"""What can go wrong between the bytes and the paper."""


class PrinterError(Exception):
    """The line to the printer failed. `fault`: off (not to be reached), silent (takes
    or says nothing), offline or error, as the slips and the screens name it."""

    def __init__(self, message: str, fault: str = "off") -> None:
        super().__init__(message)
        self.fault = fault


class Stopping(Exception):
    """The process was asked to end while it waited for a printer."""


def words(fault: Exception) -> str:
    """One line for the log and for whoever asks."""
    said = getattr(fault, "strerror", None) or str(fault)
    return " ".join(str(said).split()) or type(fault).__name__
