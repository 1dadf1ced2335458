"""Media beside the calls in a real browser: in turn, silent, still during a call."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from display.media_files import Files
from tests.browsing import chromium, needs_chromium, open_page, wait_for_state
from tests.lobby_steps import call, supervisor
from tests.media_steps import RECORD, picture
from tests.office_of_tests import HEAD, only_long, open_desk
from tests.real_server import Office, running
from ticketing.desk import Desk
from ticketing.media import Medium, folder_of

pytestmark = [pytest.mark.browser, needs_chromium]

# How the film that is shown does; nothing when there is none.
FILM = """() => {
  const film = document.querySelector(".medium video")
  return film && { time: film.currentTime, muted: film.muted, paused: film.paused }
}"""
# How far the words stick out of their zone: above, below, and to the side.
OUTSIDE = """(words) => {
  const zone = words.closest("[data-media]").getBoundingClientRect()
  const { top, bottom } = words.getBoundingClientRect()
  return [zone.top - top, bottom - zone.bottom, words.scrollWidth - words.clientWidth]
}"""
A_CALL = 15_000  # ms until the panel is calm again, and the voice silent


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with running(tmp_path_factory.mktemp("media")) as office:
        office.flask("policy", "set", "voice_repeat", "1")  # short, for the tests
        yield office


@pytest.fixture
def office(built: Office) -> Iterator[Office]:
    """With an empty list before and after."""
    yield built
    with closing(open_desk(built.folder / "office.db").store) as store:
        desk = Desk(store)
        for medium in desk.media():
            desk.remove_medium(HEAD, medium.media)


@pytest.fixture(scope="module")
def film(browser: Browser, built: Office, tmp_path_factory: Any) -> Path:
    path: Path = tmp_path_factory.mktemp("film") / "film.webm"
    page = open_page(browser, f"{built.url}/healthz")
    path.write_bytes(bytes(page.evaluate(RECORD)))
    return path


def lobby(browser: Browser, office: Office) -> Page:
    return open_page(browser, f"{office.url}/display/", 1920, 1080)


def add(office: Office, kind: str, file: Path | None = None, **more: Any) -> None:
    """title="…", text="…", in Vietnamese; the command does the same."""
    for name in more.keys() & {"title", "text"}:
        more[name] = {"vi": more[name], "en": ""}
    with closing(open_desk(office.folder / "office.db").store) as store:
        if file:
            files = Files(folder_of(store.path))
            with files.alone():
                kind, more["digest"] = files.lay(file)
        Desk(store).add_medium(HEAD, Medium(kind, **more))


@only_long
def test_with_nothing_to_show_the_calls_have_the_whole_board(
    browser: Browser, office: Office
) -> None:
    page = lobby(browser, office)
    page.wait_for_load_state("networkidle")
    expect(page.locator("[data-media]")).to_be_hidden()
    assert "board--media" not in (page.locator("body").get_attribute("class") or "")


@only_long
def test_a_picture_and_a_notice_take_turns_beside_the_calls(
    browser: Browser, office: Office, tmp_path: Path
) -> None:
    image_file = picture(tmp_path / "a.png")
    add(office, "picture", image_file, title="Núi Bà Đen", seconds=3)
    add(office, "notice", text="Chi trả trợ cấp", seconds=3)
    page = lobby(browser, office)
    image = page.get_by_role("img", name="Núi Bà Đen")
    expect(image).to_be_visible()
    assert image.evaluate("(image) => image.naturalWidth") == 640
    expect(page.get_by_text("Chi trả trợ cấp")).to_be_visible()
    expect(image).to_be_visible()
    assert page.locator(".media > *").count() == 1


def test_a_call_holds_a_film_still_and_silent_until_the_panel_is_calm(
    browser: Browser, office: Office, film: Path
) -> None:
    add(office, "video", film)
    page = lobby(browser, office)
    page.wait_for_function(f"() => ({FILM})()?.time > 0.2")
    assert page.evaluate(FILM)["muted"] is True
    head = supervisor(office, 1, 2)
    call(head, 1)
    wait_for_state(page, "call")
    held = page.evaluate(FILM)
    page.evaluate("document.querySelector('.medium').dataset.mine = 1")
    other = call(head, 2)
    page.locator(f".called li:has-text('{other}')").wait_for(state="attached")
    assert page.evaluate(FILM) == held | {"paused": True}
    expect(page.locator(".medium[data-mine]")).to_be_visible()  # not begun anew
    page.wait_for_function(f"() => ({FILM})()?.paused === false", timeout=2 * A_CALL)


@only_long
def test_a_film_that_no_longer_plays_is_passed_over(
    browser: Browser, office: Office, film: Path
) -> None:
    add(office, "video", film)
    [kept] = (office.folder / "office-media").glob("*.webm")
    kept.write_bytes(film.read_bytes()[:200] + bytes(500))
    add(office, "notice", text="Còn đây")
    page = lobby(browser, office)
    expect(page.get_by_text("Còn đây")).to_be_visible()


@only_long
def test_no_words_of_a_long_notice_or_of_the_posting_are_cut_off(
    browser: Browser, office: Office
) -> None:
    words = "Xin mang theo bản chính giấy tờ và căn cước công dân. " * 5
    add(office, "notice", text=words[:240], title=words[:60], seconds=3)
    add(office, "posting", seconds=3)
    for size in ((1920, 1080), (3840, 2160), (1080, 1920)):
        page = open_page(browser, f"{office.url}/display/", *size)
        for kind in ("notice", "posting"):
            shown = page.locator(f".medium--{kind} .medium__words")
            shown.wait_for()
            assert max(shown.evaluate(OUTSIDE)) <= 1, (size, kind)
