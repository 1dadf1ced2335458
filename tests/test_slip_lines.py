"""How words become lines on narrow paper."""

from printer.every_slip import LARGE, paper
from printer.raster import balanced, clipped, font, text
from tests.test_slip import LONG_NAME, WIDTHS, same


@WIDTHS
def test_every_word_of_a_wrapped_name_is_on_the_slip(width: int) -> None:
    room = paper(width).width
    lines = balanced(LONG_NAME["vi"], font(36, bold=True), room)

    assert " ".join(lines) == LONG_NAME["vi"]
    assert max(font(36, bold=True).getlength(line) for line in lines) <= room


def test_a_word_wider_than_the_paper_goes_on_in_the_next_line() -> None:
    lines = balanced("W" * 60, font(36), 200)

    assert "".join(lines) == "W" * 60
    assert len(lines) > 1


def test_a_text_that_was_cut_short_says_so_and_stays_inside() -> None:
    whole = text("một hai ba bốn năm sáu bảy tám chín", 28, 150)
    cut = text("một hai ba bốn năm sáu bảy tám chín", 28, 150, most=2)

    assert cut.height < whole.height
    assert cut.height == text("một", 28, 150).height * 2
    assert same(cut.crop((0, 0, 150, 38)), whole.crop((0, 0, 150, 38)))


def test_a_text_is_cut_short_after_a_whole_word() -> None:
    face = font(28)
    room = int(face.getlength("Giấy chứng nhận kết"))

    assert clipped("Giấy chứng nhận kết hôn", face, room) == "Giấy chứng nhận…"
    assert clipped("W" * 30, face, room).endswith("W…")


@WIDTHS
def test_no_word_is_broken_that_fits_the_paper(width: int) -> None:
    face = font(LARGE, bold=True)
    room = paper(width, large=True).width
    for sentence in ("SAMPLE DATA", "Expected wait 15–20\xa0minutes"):
        words = sentence.replace("\xa0", " ").split()
        lines = balanced(sentence, face, room)

        assert " ".join(lines).replace("\xa0", " ").split() == words


def test_a_long_word_goes_on_after_its_slash() -> None:
    lines = balanced("(CCCD/thẻ căn cước/hộ chiếu)", font(56), 210)

    assert lines[0] == "(CCCD/"
    assert "cước/" in lines
