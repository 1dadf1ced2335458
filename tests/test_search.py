"""A procedure is found by whatever words people have for it."""

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import HEAD, ROOT, Clock
from ticketing.catalogue import Procedure, folded
from ticketing.desk import Desk
from ticketing.journal import canonical
from ticketing.loading import read_office
from ticketing.opening import open_store

SHOWN = 6  # on one page of the kiosk


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    store = open_store(tmp_path_factory.mktemp("search") / "office.db", trial=True)
    store.clock = Clock()
    desk = Desk(store, trial=True)
    desk.load(HEAD, read_office(ROOT / "data").rows)
    yield desk
    store.close()


def found(desk: Desk, words: str) -> list[str]:
    every = desk.store.procedures()
    return [one.name["vi"] for one in desk.store.search(every, words)]


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("đăng ký khai sinh", "Đăng ký khai sinh"),
        ("dang ky khai sinh", "Đăng ký khai sinh"),
        ("ĐĂNG KÝ  KẾT HÔN", "Đăng ký kết hôn"),
        ("1.001193", "Đăng ký khai sinh"),
        ("xntthn", "Cấp Giấy xác nhận tình trạng hôn nhân"),
        ("độc thân", "Cấp Giấy xác nhận tình trạng hôn nhân"),
        ("lấy vợ", "Đăng ký kết hôn"),
        ("cưới", "Đăng ký kết hôn"),
        ("con mới đẻ", "Đăng ký khai sinh"),
        ("sao y", "Chứng thực bản sao từ bản chính giấy tờ, văn bản"),
        ("mở tiệm", "Đăng ký thành lập hộ kinh doanh"),
        ("tam tru", "Đăng ký tạm trú"),
        ("tôi muốn làm giấy khai sinh cho con", "Đăng ký khai sinh"),
        ("birth", "Đăng ký khai sinh"),
        ("kahi sinh", "Đăng ký khai sinh"),
        ("khaisinh", "Đăng ký khai sinh"),
        ("khai sih", "Đăng ký khai sinh"),
        ("dk ket hon", "Đăng ký kết hôn"),
    ],
)
def test_the_first_that_is_shown_is_what_was_meant(
    desk: Desk, words: str, name: str
) -> None:
    assert found(desk, words)[0].startswith(name)


def slipped(words: list[str], chance: random.Random) -> str:
    """One letter left out, doubled, wrong, or two that changed places."""
    place = chance.choice([at for at, word in enumerate(words) if len(word) > 2])
    word = words[place]
    at = chance.randrange(len(word) - 1)
    ways = (
        word[:at] + word[at + 1 :],
        word[: at + 1] + word[at:],
        word[:at] + chance.choice("aeghinotuy") + word[at + 1 :],
        word[:at] + word[at + 1] + word[at] + word[at + 2 :],
    )
    return " ".join([*words[:place], chance.choice(ways), *words[place + 1 :]])


def beginning(one: Procedure) -> list[str]:
    return folded(one.name["vi"]).replace(",", " ").split()[:4]


def test_nearly_every_posted_procedure_is_on_the_first_page_after_one_slip(
    desk: Desk,
) -> None:
    chance, every = random.Random(158), desk.store.procedures()
    posted = [one for one in every if one.posted]
    missed = [
        (said, one.name["vi"])
        for one in posted
        for said in [slipped(beginning(one), chance) for _ in range(2)]
        if beginning(one)
        not in [beginning(other) for other in desk.store.search(every, said)[:SHOWN]]
    ]
    assert len(posted) >= 158
    assert len(missed) <= 0.03 * 2 * len(posted), missed


@pytest.mark.parametrize("words", ["hỗ trợ chi phí mai táng", "quyết định trợ cấp"])
def test_an_everyday_word_counts_only_whole(desk: Desk, words: str) -> None:
    """“hỗ trợ” holds the letters of “ở trọ”."""
    assert "tạm trú" not in " ".join(found(desk, words)[:SHOWN])
    assert folded(words.split()[0]) in folded(found(desk, words)[0])


@pytest.mark.parametrize("words", ["zzzzqqq", '"', "*", "a AND (", "NEAR(", "-", "'"])
def test_what_means_nothing_finds_nothing_and_is_no_fault(
    desk: Desk, words: str
) -> None:
    assert "zzz" not in words or found(desk, words) == []
    assert isinstance(found(desk, words), list)


def test_a_procedure_that_was_renamed_is_found_by_its_new_words_alone(
    tmp_path: Path,
) -> None:
    store = open_store(tmp_path / "office.db", trial=True)
    desk, rows = Desk(store, trial=True), read_office(ROOT / "data").rows
    desk.load(HEAD, rows)
    assert "Đăng ký khai sinh" in found(desk, "con mới đẻ")
    [first, *others] = rows["procedures"]
    sheet = {"vi": "Việc hoàn toàn mới", "en": "New"}
    kept = {"papers": [], "days": 1, "fee": None, "era": "both", "place": ""}
    new = kept | {"keywords": ["lạ lùng"], "verified_on": "", "confidence": ""}
    changed = first | {"sheet": canonical(new | {"name": sheet})}
    desk.load(HEAD, rows | {"procedures": [changed, *others]})
    assert found(desk, "lạ lùng") == ["Việc hoàn toàn mới"]
    assert "Việc hoàn toàn mới" not in found(desk, "con mới đẻ")
    store.close()
