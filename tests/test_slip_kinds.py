"""The other slips: papers to bring, coming back, large print, two languages, a roll."""

from typing import Any

import pytest
from pyzbar.pyzbar import decode as zbar

from printer.every_slip import LARGE, Page, paper
from printer.papers_slip import facts, items
from printer.raster import beside, font, huge, label, text, tick_box
from printer.return_slip import today_only
from printer.slip import KINDS, draw
from printer.words import WORDS, ahead_sentence, wait_sentence, where_sentence
from tests.test_slip import BIRTH, LONG_NAME, SLIP, URL, WIDTHS, same, shows

PAPERS = [f"Giấy tờ thứ {number}" for number in range(1, 9)]
LIST = SLIP | BIRTH | {"kind": "papers", "papers": PAPERS}
BACK = SLIP | {
    "kind": "return",
    "counters": [2],
    "missing": ["Giấy chứng sinh bản chính"],
    "until": "17:00",
    "queued_at": "2026-11-23T10:05:00+07:00",
}
ROLL = {"kind": "roll", "number": "X007", "office": SLIP["office"]}


NOT_IN_LINE = SLIP | {"ahead": None, "wait": None}  # missed, parked, called


@pytest.mark.parametrize("large", [False, True])
def test_a_slip_of_somebody_who_does_not_wait_says_nothing_of_a_place_or_a_wait(
    large: bool,
) -> None:
    on, words = paper(576, large), WORDS["vi"]
    silent = draw(NOT_IN_LINE | {"large": large}, URL)
    waits = draw(SLIP | {"large": large}, URL)
    for said in (
        wait_sentence(words, SLIP["wait"]),
        where_sentence(words, SLIP["counters"]),
    ):
        sentence = text(said, on.body, on.width, bold=True)
        assert shows(waits, sentence)
        assert not shows(silent, sentence)
    nobody = text(ahead_sentence(words, 0), on.body, on.width, bold=True)
    assert not shows(silent, nobody)
    assert shows(silent, huge("A012", on.width, on.width if large else on.number))


def page(slip: dict[str, Any], width: int = 576) -> Page:
    return Page.of(slip, width, None)


def test_a_slip_with_other_words_than_the_one_before_says_that_it_replaces_it() -> None:
    size, width = paper(576).title, paper(576).width
    replaces = label("THAY PHIẾU TRƯỚC", size, width)
    again = label("BẢN IN LẠI", size, width)
    for slip in (LIST, BACK):
        copy = draw(slip | {"copy": 2}, URL)
        other = draw(slip | {"copy": 2, "replaces": True}, URL)
        assert (shows(other, replaces), shows(other, again)) == (True, False)
        assert (shows(copy, replaces), shows(copy, again)) == (False, True)


@WIDTHS
@pytest.mark.parametrize("language", ["vi", "en"])
def test_that_it_replaces_another_fits_on_every_paper_also_in_large_print(
    width: int, language: str
) -> None:
    """Whole words, none of them cut."""
    on = paper(width, large=True)
    said = WORDS[language]["replaces"]
    longest = max(font(on.title, bold=True).getlength(word) for word in said.split())
    assert longest <= on.width - 2 * (on.title // 3)


# --- papers to bring ----------------------------------------------------------


@WIDTHS
def test_every_paper_has_its_line_in_20_points_and_a_box_to_tick(width: int) -> None:
    slip = draw(LIST, URL, width)
    room = paper(width).width
    box = tick_box(LARGE)

    for name in PAPERS:
        words = text(name, LARGE, room - box.width - LARGE // 3)
        assert shows(slip, beside(box, words, room))


@WIDTHS
def test_the_list_is_for_a_number_and_a_procedure_in_full(width: int) -> None:
    on, slip = paper(width), draw(LIST, URL, width)

    assert shows(slip, text("Số\xa0A012", on.title, on.width, bold=True))
    assert shows(slip, text(LONG_NAME["vi"], on.body, on.width, bold=True))
    assert shows(slip, text("GIẤY TỜ CẦN MANG", on.title, on.width, bold=True))


def test_papers_that_nobody_has_verified_are_not_listed() -> None:
    unsure = LIST | {"papers_verified": False}
    ask = text("Giấy tờ cần có: xin hỏi cán bộ tại quầy", 28, 544)

    assert shows(draw(unsure, URL), ask)
    assert not shows(draw(LIST, URL), ask)
    assert draw(unsure, URL).height < draw(LIST, URL).height / 2
    sample = draw(unsure | {"sample": True}, URL)
    assert shows(sample, text("DỮ LIỆU MẪU", 23, 544, bold=True))
    assert sample.height > draw(LIST, URL).height


@pytest.mark.parametrize(
    ("known", "sentences"),
    [
        ({}, []),
        ({"days": 3}, ["Thời hạn giải quyết: 3 ngày làm việc"]),
        ({"fee": 50000}, ["Lệ phí: 50.000 đồng"]),
        ({"days": 0, "fee": 0}, ["Trả kết quả trong ngày", "Không thu lệ phí"]),
    ],
)
def test_days_and_fee_are_said_only_as_far_as_they_are_known(
    known: dict[str, int], sentences: list[str]
) -> None:
    slip = draw(LIST | {"facts": known}, URL)

    assert bool(facts(page(LIST | {"facts": known}))) is bool(sentences)
    for sentence in sentences:
        assert shows(slip, text(sentence, 28, 544, bold=True))


@pytest.mark.parametrize("kind", ["papers", "return"])
def test_a_copy_of_any_slip_for_a_ticket_is_marked_as_one(kind: str) -> None:
    slip = BACK | BIRTH | {"kind": kind}

    assert same(draw(slip | {"copy": 1}, URL), draw(slip, URL))
    assert draw(slip | {"copy": 2}, URL).height > draw(slip, URL).height + 40


# --- coming back --------------------------------------------------------------


@WIDTHS
def test_the_return_slip_names_counter_number_day_and_what_is_missing(
    width: int,
) -> None:
    on, slip = paper(width), draw(BACK, URL, width)
    promise = "Hôm nay Ông/Bà quay lại quầy\xa02, số\xa0A012 vẫn được giữ"

    assert shows(slip, huge("A012", on.width, on.number))
    assert shows(slip, text(promise, on.body, on.width, bold=True))
    assert shows(slip, items(page(BACK, width), BACK["missing"])[0])
    if width == 576:
        assert [each.data.decode() for each in zbar(slip.convert("L"))] == [URL]


@pytest.mark.parametrize(
    ("until", "sentence"),
    [
        ("17:00", "Chỉ trong hôm nay, 23/11/2026, đến 17:00"),
        ("", "Chỉ trong hôm nay, 23/11/2026"),
    ],
)
def test_found_in_a_pocket_tomorrow_the_return_slip_shows_its_day(
    until: str, sentence: str
) -> None:
    back = page(BACK | {"until": until})

    assert today_only(back, back.words) == sentence


def test_a_return_slip_without_a_counter_or_a_day_of_its_own_still_draws() -> None:
    bare = {key: BACK[key] for key in SLIP} | {"kind": "return", "counters": []}

    kept = "Hôm nay Ông/Bà quay lại, số\xa0A012 vẫn được giữ"
    assert shows(draw(bare, URL), text(kept, 28, 544, bold=True))


def test_the_reason_is_printed_when_the_officer_gave_one() -> None:
    slip = draw(BACK | {"reason": "bản sao chưa công chứng"}, URL)

    assert shows(slip, text("Lý do: bản sao chưa công chứng", 28, 544))


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [
        ("papers", "Phiếu này không thay Giấy tiếp nhận hồ sơ và hẹn trả kết quả"),
        ("return", "Phiếu này không thay Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ"),
    ],
)
def test_no_slip_passes_for_an_official_paper(kind: str, sentence: str) -> None:
    assert shows(draw(BACK | BIRTH | {"kind": kind}, URL), text(sentence, 23, 544))


# --- a roll ---------------------------------------------------------------------


@WIDTHS
def test_a_number_of_the_roll_has_neither_qr_nor_day(width: int) -> None:
    on, slip = paper(width), draw(ROLL, URL, width)
    words = "Máy lấy số đang nghỉ. Xin giữ số này, chờ nghe gọi."

    assert same(slip, draw(ROLL | {"issued_at": SLIP["issued_at"]}, None, width))
    assert zbar(slip.convert("L")) == []
    assert shows(slip, huge("X007", on.width, on.number))
    assert shows(slip, text(words, on.title, on.width, bold=True))


def test_an_unknown_kind_of_slip_is_an_error_and_not_a_wrong_slip() -> None:
    with pytest.raises(KeyError):
        draw(SLIP | {"kind": "receipt"}, URL)
    assert set(KINDS) >= {"ticket", "papers", "return", "roll"}
