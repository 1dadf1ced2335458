"""The pictures that numbers carry: which one, in words, on screens and on paper."""

import json
import subprocess
import sys
from pathlib import Path
from unicodedata import is_normalized

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as some
from PIL import Image

from printer.slip import draw
from tests.conftest import HEAD
from ticketing.desk import Desk
from ticketing.number_pictures import PICTURES, picture_of, pictures
from ticketing.people import Actor
from ticketing.tickets import Ticket, number_of

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
ordinals = some.integers(1, 20_000)
KIOSK = Actor("kiosk", "test", "test")


def test_there_are_twenty_four_pictures_with_a_name_in_both_languages() -> None:
    told = pictures()
    assert len(told) == 24
    for names in (
        {picture.code for picture in told},
        {picture.name["vi"] for picture in told},
        {picture.name["en"] for picture in told},
        {picture.d for picture in told},
    ):
        assert len(names) == 24
    assert all(is_normalized("NFC", picture.name["vi"]) for picture in told)


@pytest.mark.parametrize(
    ("number", "vi"),
    [
        ("A001", "Hoa sen"),
        ("A012", "Xe đạp"),
        ("A025", "Hoa sen"),
        ("B001", "Mặt trăng"),
    ],
)
def test_a_number_has_the_same_picture_on_every_machine_for_ever(
    number: str, vi: str
) -> None:
    assert picture_of(number).name["vi"] == vi


@given(some.sampled_from(LETTERS), ordinals)
def test_twenty_four_people_one_after_the_other_have_all_the_pictures(
    series: str, first: int
) -> None:
    line = [number_of(series, ordinal) for ordinal in range(first, first + 24)]
    assert len({picture_of(number).code for number in line}) == 24


@given(ordinals, some.integers(0, len(LETTERS) - 2))
def test_the_same_ordinal_of_the_next_series_has_another_picture(
    ordinal: int, letter: int
) -> None:
    here, next_one = LETTERS[letter], LETTERS[letter + 1]
    assert picture_of(number_of(here, ordinal)) != picture_of(
        number_of(next_one, ordinal)
    )


def test_the_series_of_the_sample_office_begin_with_different_pictures(
    desk: Desk,
) -> None:
    firsts = [picture_of(f"{each.series}001").code for each in desk.store.services()]
    assert len(set(firsts)) == len(firsts) == 7


# --- on the screens -------------------------------------------------------


@pytest.fixture
def called(desk: Desk) -> Ticket:
    """B001 of an office that wants the pictures: the moon."""
    desk.set_policy(HEAD, "number_pictures", True)
    desk.open_counter(HEAD, 1)
    desk.set_services(HEAD, 1, ["ho-tich"])
    return desk.issue(KIOSK, "ho-tich")


def test_an_office_has_no_pictures_until_it_wants_them(
    desk: Desk, client: FlaskClient
) -> None:
    ticket = desk.issue(KIOSK, "ho-tich")
    assert not desk.store.policy().number_pictures
    assert "Mặt trăng" not in client.get(f"/t/{ticket.id}").text
    assert "Mặt trăng" not in client.get(f"/kiosk/tickets/{ticket.id}").text


def test_a_visitor_sees_the_same_picture_on_kiosk_phone_and_board(
    desk: Desk, client: FlaskClient, called: Ticket
) -> None:
    pages = [f"/t/{called.id}", f"/kiosk/tickets/{called.id}"]
    assert all("<span>Mặt trăng</span>" in client.get(page).text for page in pages)
    desk.call_next(HEAD, 1)
    assert "<span>Mặt trăng</span>" in client.get(f"/t/{called.id}").text
    board = client.get("/display/board").text
    assert "<span>Mặt trăng</span>" in board, "large"
    assert 'aria-label="Mặt trăng"' in board, "and in the row, where a name has no room"


def test_the_picture_is_named_in_the_language_of_the_page(
    client: FlaskClient, called: Ticket
) -> None:
    assert "<span>Moon</span>" in client.get(f"/t/{called.id}?lang=en").text


# --- on paper -------------------------------------------------------------


def test_the_pictures_on_paper_are_those_of_the_screens(tmp_path: Path) -> None:
    subprocess.run([sys.executable, PICTURES / "make.py", tmp_path], check=True)
    for picture in pictures():
        with (
            Image.open(picture.dots) as kept,
            Image.open(tmp_path / picture.dots.name) as drawn,
        ):
            assert (kept.mode, kept.size) == ("1", (160, 160))
            assert kept.tobytes() == drawn.tobytes(), picture.code


def test_no_picture_is_cut_off_at_its_edge_or_an_empty_square() -> None:
    for picture in pictures():
        with Image.open(picture.dots) as paper:
            ink = paper.convert("L").point(lambda grey: 255 - grey)
        left, top, right, bottom = ink.getbbox() or (0, 0, 0, 0)
        assert min(left, top, 160 - right, 160 - bottom) >= 2, picture.code
        assert max(right - left, bottom - top) > 120, picture.code


def test_any_two_pictures_differ_in_a_good_part_of_their_ink() -> None:
    inks = {}
    for picture in pictures():
        with Image.open(picture.dots) as paper:
            small = paper.convert("L").resize((40, 40), Image.Resampling.BOX)
        inks[picture.code] = {n for n, grey in enumerate(small.tobytes()) if grey < 128}
    for one, ink in inks.items():
        for other, its in inks.items():
            shared = len(ink & its) / len(ink | its)
            assert one == other or shared < 0.5, (one, other, shared)


def test_all_the_pictures_for_paper_are_small_and_no_other_lies_there() -> None:
    lying = {path.name for path in PICTURES.glob("*.png")}
    assert lying == {picture.dots.name for picture in pictures()}
    assert sum(picture.dots.stat().st_size for picture in pictures()) < 30_000


def test_the_path_data_is_only_what_the_printers_pen_understands() -> None:
    for picture in pictures():
        assert set(filter(str.isalpha, picture.d)) <= set("MmLlHhVvCcSsAaz"), (
            picture.code
        )


def test_the_slip_carries_the_picture_only_where_the_office_uses_them(
    desk: Desk,
) -> None:
    plain = desk.issue(HEAD, "chung-thuc")
    desk.set_policy(HEAD, "number_pictures", True)
    pictured = desk.issue(HEAD, "chung-thuc")
    rows = desk.store.find("slips", "slip", ref=[plain.ref, pictured.ref])
    without, carrying = (json.loads(row["payload"]) for row in rows)

    assert (without["pictured"], carrying["pictured"]) == (False, True)
    slip = draw(carrying, None)
    with Image.open(picture_of(pictured.number).dots) as paper:
        drawing = paper.convert("1")
    assert any(
        slip.crop((16, top, 176, top + 160)).tobytes() == drawing.tobytes()
        for top in range(slip.height - 160)
    )
    assert draw(carrying | {"pictured": False}, None).height < slip.height
