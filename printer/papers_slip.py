""" "GIẤY TỜ CẦN MANG": every paper of the procedure, with a box to tick at home."""

from printer.every_slip import LARGE, Page, copy_mark, marks
from printer.foot_of_slip import foot
from printer.raster import Picture, beside, stack, text, tick_box


def papers(page: Page, url: str | None) -> list[Picture]:
    return [
        *copy_mark(page),
        page.title(page.words["papers_title"]),
        page.stack(for_what(page)),
        page.rule(),
        *(items(page, shown(page)) or [page.body(page.words["ask_papers"])]),
        *facts(page),
        page.rule(),
        foot(page, "no_receipt", page.name("office")),
    ]


def shown(page: Page) -> list[str]:
    """Only what somebody has verified, or what says that it is a sample."""
    may = page.slip.get("papers_verified") or page.slip.get("sample")
    return list(page.slip.get("papers", [])) if may else []


def heading(page: Page) -> str:
    verified = page.slip.get("papers_verified")
    return page.words["papers" if verified else "sample_papers"]


def for_what(page: Page) -> list[Picture]:
    number = page.words["number"].format(number=page.slip["number"])
    lines = [page.title(number)]
    if procedure := page.name("procedure"):
        lines.append(page.body(procedure, bold=True))
    return [*lines, *marks(page)]


def items(page: Page, names: list[str]) -> list[Picture]:
    """In 20 pt, with an empty box each: gathered at home, by whoever helps."""
    width = page.on.width
    box = tick_box(LARGE)
    room = width - box.width - LARGE // 3
    return [beside(box, text(name, LARGE, room), width) for name in names]


def facts(page: Page) -> list[Picture]:
    """Working days and đồng, as far as they are known; 0 is an answer."""
    words, known = page.words, page.slip.get("facts") or {}
    lines = []
    if (days := known.get("days")) is not None:
        lines.append(words["days"].format(days=days) if days else words["same_day"])
    if (fee := known.get("fee")) is not None:
        amount = f"{fee:,}".replace(",", words["thousands"])
        lines.append(words["fee"].format(fee=amount) if fee else words["no_fee"])
    said = [page.body(line, bold=True) for line in lines]
    return [page.rule(), stack(said, page.on.width)] if said else []
