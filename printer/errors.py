"""What can go wrong between the bytes and the paper."""


class PrinterError(Exception):
    """The slip did not get through. `began`: some of it may be on paper already."""

    def __init__(self, message: str, began: bool = False) -> None:
        super().__init__(message)
        self.began = began
