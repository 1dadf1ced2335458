"""The slip that a visitor takes: number, people ahead, wait, where to sit, papers."""

from printer.every_slip import Page, figures, head
from printer.foot_of_slip import foot, issued, phone
from printer.papers_slip import heading, shown
from printer.raster import Picture, beside, blank, dots, label, stack, text
from printer.words import ahead_sentence, wait_sentence, where_sentence

MOST_DOTS = 9  # then the figure alone
MOST_PAPERS = 5


def ticket(page: Page, url: str | None) -> list[Picture]:
    return [
        *head(page),
        page.rule(),
        number(page),
        *waiting(page),
        *papers(page),
        page.rule(),
        *phone(page, url, issued(page), page.slip["kiosk"]),
        page.rule(),
        foot(page, "no_receipt"),
    ]


def number(page: Page) -> Picture:
    slip, on = page.slip, page.on
    names = [page.title(page.name("service"))]
    if slip["procedure"]:
        names.append(text(page.name("procedure"), on.body, on.width, most=3))
    names = [yours(page), figures(page), stack(names, on.width)]
    return stack(names, on.width, on.gap)


def yours(page: Page) -> Picture:
    if not page.slip["priority"]:
        return page.both(lambda words: words["yours"], bold=False)
    mark = label(page.words["priority"], page.on.body, page.on.width)
    line = page.both(lambda words: words["yours"], bold=False, less=mark.width)
    return beside(line, mark, page.on.width)


def waiting(page: Page) -> list[Picture]:
    """How many are ahead, how long, and where to sit meanwhile; nothing of this to
    whoever does not wait."""
    slip, ahead = page.slip, page.slip["ahead"]
    if ahead is None:
        return []
    row = [dots(ahead, page.on.small, page.on.width), blank(1, 4)]
    many = [
        *(row if ahead <= MOST_DOTS else []),
        page.both(lambda words: ahead_sentence(words, ahead)),
        page.small(page.words["honest"]),
    ]
    lines = [
        page.stack(many),
        page.both(lambda words: wait_sentence(words, slip["wait"])),
        page.both(lambda words: where_sentence(words, slip["counters"])),
    ]
    return [page.rule(), page.sentences(lines)]


def papers(page: Page) -> list[Picture]:
    if not page.slip["procedure"]:
        return []
    if not (known := shown(page)):
        return [page.rule(), page.small(page.words["ask_papers"])]
    lines = [page.small(heading(page), bold=True)]
    lines += [listed(page, each) for each in known[:MOST_PAPERS]]
    if (more := len(known) - MOST_PAPERS) > 0:
        lines.append(listed(page, page.words["more_papers"].format(more=more)))
    return [page.rule(), stack(lines, page.on.width)]


def listed(page: Page, words: str) -> Picture:
    size, width = page.on.small, page.on.width
    item = text(words, size, width - size, most=1)  # in full on the slip of papers
    return beside(text("–", size, size), item, width)
