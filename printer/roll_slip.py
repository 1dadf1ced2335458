"""One number of a paper roll, printed beforehand for a day without the machine."""

from printer.every_slip import Page, figures, marks
from printer.raster import Picture


def roll(page: Page, url: str | None) -> list[Picture]:
    """No date and no QR: nobody knows yet on which day it is handed out."""
    second = [page.small(page.second["roll"])] if page.second else []
    return [
        page.body(page.name("office"), bold=True),
        *marks(page),
        page.rule(),
        figures(page),
        page.rule(),
        page.stack([page.title(page.words["roll"]), *second]),
    ]
