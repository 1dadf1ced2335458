"""The return slip for another day and the voucher, as they look on paper."""

from typing import Any

import pytest
from PIL import Image
from pyzbar.pyzbar import decode as zbar

from printer.every_slip import LARGE, paper
from printer.papers_slip import items
from printer.raster import huge, text
from printer.slip import draw
from tests.test_slip import URL, WIDTHS, shows
from tests.test_slip_kinds import BACK, page

LATER = BACK | {"day": "2026-12-05", "until": "", "counters": []}
VOUCHER = LATER | {
    "day": "2026-11-25",
    "until": "07:00",
    "voucher": True,
    "missing": [],
}
NO_REQUEST = "Phiếu này không thay Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ"
NO_RECEIPT = "Phiếu này không thay Giấy tiếp nhận hồ sơ và hẹn trả kết quả"


def says(slip: Image.Image, words: str, size: int, width: int, bold: bool) -> bool:
    return shows(slip, text(words, size, width, bold=bold))


@WIDTHS
def test_the_slip_says_until_when_and_what_is_missing_in_large_type(width: int) -> None:
    on, slip = paper(width), draw(LATER, URL, width)
    until = "Mời Ông/Bà quay lại chậm nhất ngày 05/12/2026"
    assert says(slip, until, LARGE, on.width, True)
    assert shows(slip, huge("A012", on.width, on.number))
    assert shows(slip, items(page(LATER, width), LATER["missing"])[0])
    assert says(slip, NO_REQUEST, on.small, on.width, False)


def test_its_code_is_the_old_ticket_and_without_phones_there_is_none() -> None:
    with_code, without = draw(LATER, URL), draw(LATER, None)
    assert [each.data.decode() for each in zbar(with_code.convert("L"))] == [URL]
    assert zbar(without.convert("L")) == []
    said = f"Số\xa0A012 · {LATER['code']} · ngày\xa023/11/2026"
    on = paper(576)
    assert says(without, said, on.title, on.width, True)
    assert not says(with_code, said, on.title, on.width, True)


def test_a_slip_for_another_day_promises_nothing_for_today() -> None:
    on, slip = paper(576), draw(LATER, URL)
    for today in ("Chỉ trong hôm nay, 23/11/2026", "Hôm nay Ông/Bà quay lại"):
        assert not says(slip, today, on.body, on.width, False)


def test_a_voucher_asks_pardon_and_names_the_session() -> None:
    on, slip = paper(576), draw(VOUCHER, URL)
    assert says(slip, "PHIẾU ƯU TIÊN PHIÊN SAU", on.title, on.width, True)
    sorry = "Phiên này chưa kịp phục vụ, mong Ông/Bà thông cảm"
    assert says(slip, sorry, on.body, on.width, True)
    day = "Mời Ông/Bà đến từ 07:00 ngày 25/11/2026, trong ngày đó thứ tự vẫn được giữ"
    assert says(slip, day, LARGE, on.width, True)
    assert says(slip, NO_RECEIPT, on.small, on.width, False)
    assert not says(slip, NO_REQUEST, on.small, on.width, False)


@pytest.mark.parametrize("slip", [LATER, VOUCHER])
@pytest.mark.parametrize("more", [{"large": True}, {"languages": ["vi", "en"]}])
@WIDTHS
def test_on_every_paper_the_day_stands_whole_on_one_line(
    slip: dict[str, Any], more: dict[str, Any], width: int
) -> None:
    on = paper(width, bool(more.get("large")))
    day = "05/12/2026" if slip is LATER else "25/11/2026"
    assert text(day, LARGE, on.width, bold=True).height < 2 * LARGE
    assert draw(slip | more, URL, width).width == width
