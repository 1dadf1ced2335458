""" "PHIẾU QUAY LẠI": for somebody who fetches a paper while the place is kept."""

from datetime import datetime

from printer.every_slip import Page, copy_mark, figures, marks
from printer.foot_of_slip import foot, phone
from printer.papers_slip import items
from printer.raster import Picture
from printer.words import Words


def come_back(page: Page, url: str | None) -> list[Picture]:
    return [
        *copy_mark(page),
        page.title(page.words["return_title"]),
        *marks(page),
        figures(page),
        promise(page),
        *missing(page),
        page.rule(),
        *phone(page, url),
        page.rule(),
        foot(page, "no_request", page.name("office")),
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
    slip = page.slip
    day = datetime.fromisoformat(slip.get("queued_at") or slip["issued_at"])
    until = slip.get("until")
    key = "kept_until" if until else "kept_today"
    return words[key].format(date=f"{day:%d/%m/%Y}", until=until)


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
