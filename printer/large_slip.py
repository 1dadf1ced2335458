"""The visitor's slip in 20 pt, for eyes that read nothing smaller.

Left out, so that the rest can be large: office and unit, procedure and its papers (they
have a slip of their own), the second language, the office's own words and logo, kiosk
and 1022.
"""

from printer.every_slip import Page, copy_mark, figures, marks
from printer.foot_of_slip import foot, issued, phone
from printer.raster import Picture, label
from printer.words import ahead_sentence, wait_sentence, where_sentence


def large(page: Page, url: str | None) -> list[Picture]:
    words = page.words
    return [
        *copy_mark(page),
        *marks(page),
        page.body(words["yours_short"]),
        figures(page),
        *priority(page),
        page.body(page.name("service"), bold=True),
        *waiting(page),
        page.rule(),
        *phone(page, url),
        page.rule(),
        page.body(issued(page)),
        foot(page, "no_receipt"),
    ]


def priority(page: Page) -> list[Picture]:
    words = page.words["priority"]
    is_first = page.slip["priority"]
    return [label(words, page.on.body, page.on.width)] if is_first else []


def waiting(page: Page) -> list[Picture]:
    """Nothing to whoever does not wait."""
    slip, words = page.slip, page.words
    if slip["ahead"] is None:
        return []
    ahead = page.body(ahead_sentence(words, slip["ahead"]), bold=True)
    return [
        page.rule(),
        page.stack([ahead, page.body(words["honest_short"])]),
        page.body(wait_sentence(words, slip["wait"]), bold=True),
        page.body(where_sentence(words, slip["counters"]), bold=True),
    ]
