"""What a slip looks like: the frozen payload goes in, one 1-bit picture comes out.

The whole slip is a picture because printers' code pages lose up to 120 of the 146
Vietnamese letters. The payload is the one queued with the ticket: a slip printed late
still says what was true when the number was taken.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from unicodedata import normalize

from printer.raster import (
    Picture,
    beside,
    blank,
    dots,
    huge,
    label,
    padded,
    qr,
    rule,
    stack,
    text,
)
from printer.words import Words, in_language, wait_sentence, words_for

FULL_WIDTH = 576  # 80 mm paper; 384 dots on 58 mm paper
MOST_DOTS = 12
MOST_PAPERS = 5


@dataclass(frozen=True)
class Paper:
    """Room and sizes on one width of paper."""

    width: int  # between the margins
    margin: int
    module: int  # of the QR
    body: int
    small: int
    title: int
    gap: int

    @property
    def number(self) -> int:
        return self.width * 2 // 5  # four figures fill the line, five still fit


def paper(width: int) -> Paper:
    if width >= 512:
        return Paper(width - 32, 16, 6, body=28, small=23, title=36, gap=18)
    return Paper(width - 16, 8, 5, body=24, small=20, title=28, gap=14)


def draw(slip: dict[str, Any], url: str | None, width: int = FULL_WIDTH) -> Picture:
    """Without a URL no QR and no word about phones."""
    slip = composed(slip)
    words, on = words_for(slip), paper(width)
    parts = [
        head(slip, words, on),
        rule(on.width),
        number(slip, words, on),
        rule(on.width),
        waiting(slip, words, on),
        *papers(slip, words, on),
        phone(slip, words, on, url),
        foot(slip, words, on),
    ]
    return padded(stack(parts, on.width, on.gap), on.margin, on.gap)


def composed(value: Any) -> Any:
    """NFC all through: a decomposed name must not print other dots."""
    match value:
        case str():
            return normalize("NFC", value)
        case dict():
            return {key: composed(each) for key, each in value.items()}
        case list():
            return [composed(each) for each in value]
    return value


def head(slip: dict[str, Any], words: Words, on: Paper) -> Picture:
    office, unit = (in_language(slip, slip[key]) for key in ("office", "unit"))
    marks = [words[key] for key in ("test", "sample", "trial") if slip.get(key)]
    lines = [
        text(office, on.body, on.width, bold=True),
        text(unit, on.small, on.width),
    ]
    if marks:
        lines.append(text(" · ".join(marks), on.small, on.width, bold=True))
    if slip.get("copy", 1) > 1:
        lines.insert(0, label(words["copy"], on.title, on.width))
    return stack(lines, on.width, gap=2)


def number(slip: dict[str, Any], words: Words, on: Paper) -> Picture:
    line = text(words["yours"], on.body, on.width)
    if slip["priority"]:
        mark = label(words["priority"], on.body, on.width)
        room = on.width - mark.width
        line = beside(text(words["yours"], on.body, room), mark, on.width)
    names = [text(in_language(slip, slip["service"]), on.title, on.width, bold=True)]
    if slip["procedure"]:
        procedure = in_language(slip, slip["procedure"])
        names.append(text(procedure, on.body, on.width, most=3))
    figures = huge(slip["number"], on.width, on.number)
    return stack([line, figures, stack(names, on.width)], on.width, on.gap)


def waiting(slip: dict[str, Any], words: Words, on: Paper) -> Picture:
    """How many are ahead, how long, and where to sit meanwhile."""
    ahead, counters = slip["ahead"], ", ".join(map(str, slip["counters"]))
    count = words["ahead"] if ahead else words["next"]
    place = ["no_counters", "counter", "counters"][min(len(slip["counters"]), 2)]
    lines = [
        text(count.format(ahead=ahead), on.body, on.width, bold=True),
        text(words["honest"], on.small, on.width),
        text(wait_sentence(words, slip["wait"]), on.body, on.width, bold=True),
        text(words[place].format(counters=counters), on.body, on.width, bold=True),
    ]
    if ahead <= MOST_DOTS:
        row = dots(ahead, on.small, on.width)
        lines.insert(0, stack([row, blank(1, 4)], on.width))
    return stack(lines, on.width, gap=2)


def papers(slip: dict[str, Any], words: Words, on: Paper) -> list[Picture]:
    """Only what somebody has verified, or what says that it is a sample."""
    if not slip["procedure"]:
        return []
    known = slip["papers"] if slip["papers_verified"] or slip["sample"] else []
    if not known:
        return [rule(on.width), text(words["ask_papers"], on.small, on.width)]
    heading = words["papers" if slip["papers_verified"] else "sample_papers"]
    lines = [text(heading, on.small, on.width, bold=True)]
    lines += [listed(each, on) for each in known[:MOST_PAPERS]]
    if more := len(known) - MOST_PAPERS:
        lines += [listed(words["more_papers"].format(more=more), on)] * (more > 0)
    return [rule(on.width), stack(lines, on.width)]


def listed(words: str, on: Paper) -> Picture:
    room = on.width - on.small
    item = text(words, on.small, room, most=2)
    return beside(text("–", on.small, on.small), item, on.width)


def phone(slip: dict[str, Any], words: Words, on: Paper, url: str | None) -> Picture:
    """The check code, beside the QR and its sentence if there is one."""
    code = [
        text(words["code"], on.small, on.width),
        text(slip["code"], on.title, on.width, bold=True),
    ]
    if url is None:
        return stack([rule(on.width), *code, rule(on.width)], on.width, on.gap // 2)
    square = qr(url, on.module)
    says = ["join", "scan"] if slip.get("reach") == "wifi" else ["scan"]
    room = on.width - square.width
    lines = [text(words[key], on.small, room) for key in says]
    air = blank(1, on.gap)
    block = beside(stack([air, *lines, air, *code, air], room), square, on.width)
    return stack([rule(on.width), block, rule(on.width)], on.width)


def foot(slip: dict[str, Any], words: Words, on: Paper) -> Picture:
    issued = datetime.fromisoformat(slip["issued_at"])
    taken = words["issued"].format(time=f"{issued:%H:%M}", date=f"{issued:%d/%m/%Y}")
    hotline = slip["hotline"] and words["hotline"].format(hotline=slip["hotline"])
    lines = [taken, slip["kiosk"], words["no_receipt"], hotline]
    pictures = [text(line, on.small, on.width) for line in lines if line]
    return stack(pictures, on.width, gap=2)
