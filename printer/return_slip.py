""" "PHIẾU QUAY LẠI": for somebody who fetches a paper, today or on another day, and for
whoever was still waiting when the day ended."""

from datetime import date, datetime
from typing import Any

from printer.every_slip import LARGE, Page, copy_mark, figures, marks
from printer.foot_of_slip import foot, phone
from printer.papers_slip import items
from printer.raster import Picture, text
from printer.words import Words


def come_back(page: Page, url: str | None) -> list[Picture]:
    voucher = bool(page.slip.get("voucher"))
    title = page.words["voucher_title" if voucher else "return_title"]
    return [
        *copy_mark(page),
        page.title(title),
        *marks(page),
        figures(page),
        another_day(page, url) if page.slip.get("day") else promise(page),
        *missing(page),
        page.rule(),
        *phone(page, url),
        page.rule(),
        foot(page, "no_receipt" if voucher else "no_request", page.name("office")),
    ]


def promise(page: Page) -> Picture:
    at = ", ".join(map(str, page.slip.get("counters", [])))
    facts = {"number": page.slip["number"], "counters": at}
    key = "kept_counter" if at else "kept"
    lines = [
        page.both(lambda words: words[key].format(**facts)),
        page.body(today_only(page, page.words)),
    ]
    return page.sentences(lines)


def today_only(page: Page, words: Words) -> str:
    """With its date: found in a pocket tomorrow it must not look valid."""
    until = page.slip.get("until")
    key = "kept_until" if until else "kept_today"
    return words[key].format(date=queued_on(page), until=until)


def queued_on(page: Page) -> str:
    slip = page.slip
    day = datetime.fromisoformat(slip.get("queued_at") or slip["issued_at"])
    return f"{day:%d/%m/%Y}"


def another_day(page: Page, url: str | None) -> Picture:
    """Until when in large type, and how it gives a number; without a QR by number,
    letters and day."""
    slip = page.slip
    facts: dict[str, Any] = {"date": f"{date.fromisoformat(slip['day']):%d/%m/%Y}"}
    facts |= {name: slip.get(name, "") for name in ("until", "number", "code")}
    day = "voucher_day" if slip.get("voucher") else "return_day"
    how = "return_how" if url else "return_how_typed"
    said = text(page.words[day].format(**facts), LARGE, page.on.width, bold=True)
    lines = [said, page.both(lambda words: words[how].format(**facts), bold=False)]
    if page.second:
        lines[1:1] = [page.small(page.second[day].format(**facts))]
    if slip.get("voucher"):
        lines.insert(0, page.both(lambda words: words["voucher_sorry"]))
    if url is None:
        of = facts | {"date": queued_on(page)}
        lines.append(page.title(page.words["return_of"].format(**of)))
    return page.sentences(lines)


def missing(page: Page) -> list[Picture]:
    slip, words = page.slip, page.words
    lines = []
    if names := slip.get("missing"):
        lines += [
            page.rule(),
            page.body(words["missing"], bold=True),
            *items(page, names),
        ]
    if reason := slip.get("reason"):
        lines.append(page.body(words["reason"].format(reason=reason)))
    return lines
