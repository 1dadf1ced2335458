"""The lower part of a slip: QR and check code, and what the slip is not."""

from datetime import datetime

from printer.every_slip import Page
from printer.raster import QUIET_MODULES, Picture, beside, blank, font, qr, stack, text


def phone(page: Page, url: str | None, *below: str) -> list[Picture]:
    """The check code, with the QR and its sentence if there is one; `below` stands
    where there is room for it."""
    below = tuple(filter(None, below))
    if url is None:
        return [page.stack([code(page, page.on.width), *map(page.small, below)])]
    square = qr(url, page.on.module)
    if page.on.is_large:
        return large_phone(page, square)
    room = page.on.width - square.width
    air, fits = blank(1, page.on.gap // 2), room >= square.width
    lines = [text(each, page.on.small, room) for each in scan_sentences(page)]
    lines += [air, code(page, room), air]
    lines += [text(each, page.on.small, room) for each in below if fits]
    top = blank(1, QUIET_MODULES * page.on.module)  # as high as the first dots beside
    block = beside(stack([top, *lines], room), square, page.on.width)
    return [page.stack([block, *(page.small(each) for each in below if not fits)])]


def large_phone(page: Page, square: Picture) -> list[Picture]:
    """In words that fit beside a QR; on narrow paper above it."""
    width = page.on.width
    room = width - square.width
    said = scan_sentences(page)
    if room < square.width:
        return [*map(page.body, said), square, code(page, width)]
    says = stack([text(each, page.on.body, room) for each in said], room)
    return [beside(says, square, width), code(page, width)]


def code(page: Page, room: int) -> Picture:
    """Four letters and their name, in one line if that is wide enough."""
    on, name, letters = page.on, page.words["code"], page.slip["code"]
    word = font(on.small).getlength(name) + on.small // 2
    shown = text(letters, on.title, room, bold=True)
    if word + font(on.title, bold=True).getlength(letters) > room:
        return stack([text(name, on.small, room), shown], room)
    line = stack([blank(1, on.title - on.small), text(name, on.small, room)], room)
    line.paste(shown.crop((0, 0, room - round(word), shown.height)), (round(word), 0))
    return line


def scan_sentences(page: Page) -> list[str]:
    """How to get there; a Wi-Fi without Internet must be joined first."""
    words, wifi = page.words, page.slip.get("wifi")
    scan = words["scan_short" if page.on.is_large else "scan"]
    if page.slip.get("reach") != "wifi":
        return [scan]
    return [words["join_named"].format(wifi=wifi)] if wifi else [words["join"], scan]


def issued(page: Page) -> str:
    at = datetime.fromisoformat(page.slip["issued_at"])
    said = page.words["issued_short" if page.on.is_large else "issued"]
    return said.format(time=f"{at:%H:%M}", date=f"{at:%d/%m/%Y}")


def foot(page: Page, is_no: str, *first: str) -> Picture:
    """Which official paper this slip does not replace (in both languages), 1022, and
    the office's own words. Large print says the first of these alone."""
    if page.on.is_large:
        return page.body(page.words[is_no])
    hotline = page.slip.get("hotline")
    lines = [
        *first,
        *(words[is_no] for words in (page.words, page.second) if words),
        hotline and page.words["hotline"].format(hotline=hotline),
        page.name("footer"),
    ]
    return page.stack([page.small(line) for line in lines if line])
