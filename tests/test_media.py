"""What the lobby shows beside the calls: the commands, the files, and who may see."""

import json
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image

from settings import Settings
from tests.conftest import HEAD, Clock
from tests.media_steps import mp4, picture, webm
from ticketing.desk import Desk
from ticketing.media import Medium, folder_of
from ticketing.verify import verify

Run = Callable[..., Result]
MEDIA = "/display/media"
LAST_MONDAY = datetime(2026, 11, 30, 2, 0, tzinfo=UTC)


@pytest.fixture
def run(app: Flask) -> Run:
    """run("add", …), as typed."""
    runner = app.test_cli_runner()

    def command(*words: str | Path) -> Result:
        return runner.invoke(args=["media", *map(str, words)])

    return command


@pytest.fixture
def folder(settings: Settings) -> Path:
    return folder_of(settings.database)


def kept(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.glob("[!.]*"))


def done(result: Result) -> str:
    assert result.exit_code == 0, result.output
    return result.output


def refused(result: Result, word: str) -> None:
    """Exit 2, and one sentence that names what is wrong."""
    assert result.exit_code == 2, result.output
    [sentence] = [s for s in result.stderr.splitlines() if s.startswith("Error: ")]
    assert word in sentence, sentence
    assert "Traceback" not in result.output


def shown(client: FlaskClient, zone: str = "") -> str:
    return client.get(MEDIA, query_string={"zone": zone} if zone else {}).text


# --- pictures -------------------------------------------------------------


@pytest.mark.parametrize("suffix", ["png", "jpg", "webp"])
def test_a_picture_is_drawn_anew_so_that_it_fits_the_screen(
    run: Run, folder: Path, tmp_path: Path, suffix: str
) -> None:
    done(run("add", picture(tmp_path / f"large.{suffix}", (4000, 3000))))
    [name] = kept(folder)
    with Image.open(folder / name) as drawn:
        assert (drawn.format, drawn.size) == ("JPEG", (1440, 1080))


def test_a_picture_loses_what_the_camera_wrote_and_stands_upright(
    run: Run, folder: Path, tmp_path: Path
) -> None:
    exif = Image.Exif()
    exif[0x0112], exif[0x010E] = 6, "nha rieng"  # turned by a quarter; a description
    done(run("add", picture(tmp_path / "phone.jpg", (400, 300), exif=exif)))
    [name] = kept(folder)
    with Image.open(folder / name) as drawn:
        assert drawn.size == (300, 400)
        assert not drawn.getexif()
    assert b"nha rieng" not in (folder / name).read_bytes()


def test_a_see_through_picture_stands_on_white(
    run: Run, folder: Path, tmp_path: Path
) -> None:
    Image.new("LA", (40, 30), (0, 0)).save(tmp_path / "logo.png")
    done(run("add", tmp_path / "logo.png"))
    with Image.open(folder / kept(folder)[0]) as drawn:
        assert drawn.getpixel((20, 15)) == (255, 255, 255)


# --- videos ---------------------------------------------------------------

GOOD = {
    "MP4 with H.264": (mp4(b"avc1", b"mp4a"), "video/mp4"),
    "MP4 with parameters inside": (mp4(b"avc3"), "video/mp4"),
    "WebM": (webm(), "video/webm"),
    "WebM of a recorder": (webm(b"V_VP8", sized=False), "video/webm"),
}
BAD = {
    "HEVC": (mp4(b"hvc1", b"mp4a"), "hvc1"),
    "only sound": (mp4(), "no pictures"),
    "cut off": (mp4(b"avc1")[:-40], "not whole"),
    "Matroska": (webm(document=b"matroska"), "Matroska"),
    "Theora": (webm(b"V_THEORA"), "V_THEORA"),
    "WebM cut off": (webm()[:60], "not whole"),
    "AVI": (b"RIFF\0\0\0\0AVI LIST" + bytes(99), "neither"),
    "a letter": (b"Kinh gui Uy ban nhan dan", "neither"),
    "nothing": (b"", "neither"),
    "half a PNG": (b"\x89PNG\r\n\x1a\n" + bytes(20), "no whole picture"),
    "half a JPEG": (b"\xff\xd8\xff\xe0" + bytes(20), "no whole picture"),
}


@pytest.mark.parametrize("kind", GOOD)
def test_a_video_that_every_browser_plays_is_taken_as_it_is(
    run: Run, client: FlaskClient, folder: Path, tmp_path: Path, kind: str
) -> None:
    data, mimetype = GOOD[kind]
    source = tmp_path / "film"
    source.write_bytes(data)
    done(run("add", source, "--title", "Lễ hội"))
    [name] = kept(folder)
    answer = client.get(f"{MEDIA}/{name}", buffered=True)
    assert (answer.data, answer.mimetype) == (data, mimetype)


@pytest.mark.parametrize("kind", BAD)
def test_what_no_browser_plays_is_refused_and_leaves_nothing(
    run: Run, desk: Desk, folder: Path, tmp_path: Path, kind: str
) -> None:
    data, word = BAD[kind]
    source = tmp_path / "film.mp4"
    source.write_bytes(data)
    refused(run("add", source), word)
    assert kept(folder) == []
    assert desk.media() == []


def test_a_video_over_two_hundred_megabytes_is_refused(
    run: Run, folder: Path, tmp_path: Path
) -> None:
    source = tmp_path / "long.mp4"
    source.write_bytes(mp4(b"avc1"))
    with source.open("r+b") as file:
        file.truncate(200 * 1024**2 + 1)
    refused(run("add", source), "200 MB")
    assert kept(folder) == []


def test_a_picture_of_a_billion_pixels_is_refused_before_it_is_drawn(
    run: Run, folder: Path, tmp_path: Path
) -> None:
    Image.new("1", (30_000, 9_000)).save(tmp_path / "bomb.png")
    refused(run("add", tmp_path / "bomb.png"), "too many pixels")
    Image.new("1", (9_000, 9_000)).save(tmp_path / "large.png")
    refused(run("add", tmp_path / "large.png"), "too many pixels")
    assert kept(folder) == []


@pytest.mark.parametrize("command", ["add", "list", "remove"])
def test_every_command_of_the_media_explains_itself(run: Run, command: str) -> None:
    told = done(run(command, "--help"))
    assert f"media {command}" in told
    assert len(told.splitlines()) > 3, "what it is for, too"


# --- the list -------------------------------------------------------------


def test_media_have_their_numbers_in_the_order_in_which_they_came(
    run: Run, tmp_path: Path
) -> None:
    assert "Nothing" in done(run("list"))
    done(run("add", picture(tmp_path / "a.png"), "--title", "Núi Bà Đen"))
    done(run("add", "--notice", "Chi trả trợ cấp", "--until", "2026-11-30"))
    done(run("add", "--posting", "--seconds", "30"))
    first, second, third = done(run("list")).splitlines()
    assert first.split() == ["1", "picture", "12", "s", "Núi", "Bà", "Đen"]
    assert "… – 2026-11-30  Chi trả trợ cấp" in second
    assert third.split() == ["3", "posting", "30", "s"]


def test_a_picture_shown_twice_is_one_file_until_the_last_one_is_removed(
    run: Run, folder: Path, tmp_path: Path
) -> None:
    for _ in range(2):
        done(run("add", picture(tmp_path / "a.png")))
    assert len(kept(folder)) == 1
    assert "Removed" in done(run("remove", "1"))
    assert len(kept(folder)) == 1
    done(run("remove", "2"))
    assert kept(folder) == []
    refused(run("remove", "2"), "no medium number 2")


def test_a_number_is_never_given_again(run: Run) -> None:
    done(run("add", "--notice", "Một"))
    done(run("remove", "1"))
    done(run("add", "--notice", "Hai"))
    assert done(run("list")).split()[0] == "2"


def test_what_a_power_cut_left_in_the_folder_is_cleared_away(
    run: Run, folder: Path, tmp_path: Path
) -> None:
    folder.mkdir()
    (folder / "new.mp4.part").write_bytes(b"half")
    (folder / f"{'0' * 64}.jpg").write_bytes(b"no row names it")
    (folder / "README.txt").write_text("somebody's own")
    done(run("add", picture(tmp_path / "a.png")))
    [name, own] = kept(folder)
    assert own == "README.txt"
    assert len(name) == 68


def test_a_file_that_has_gone_is_said_and_the_others_are_shown(
    run: Run, client: FlaskClient, folder: Path, tmp_path: Path
) -> None:
    done(run("add", picture(tmp_path / "a.png"), "--title", "Mất"))
    done(run("add", "--notice", "Còn đây"))
    (folder / kept(folder)[0]).unlink()
    assert "its file is missing" in done(run("list"))
    assert "Mất" not in shown(client)
    assert "Còn đây" in shown(client)


@pytest.mark.parametrize(
    ("words", "named"),
    [
        ((), "one of FILE"),
        (("--notice", "Một", "--posting"), "one of FILE"),
        (("/nowhere.png",), "/nowhere.png"),
        (("/",), "directory"),
        (("--notice", "  "), "empty"),
        (("--notice", "x" * 241), "240"),
        (("--notice", "Một", "--title", "x" * 61), "60"),
        (("--notice", "Một", "--seconds", "2"), "3 to 3600"),
        (("--notice", "Một", "--seconds", "soon"), "soon"),
        (("--notice", "Một", "--from", "23/11/2026"), "23/11/2026"),
        (("--notice", "Một", "--until", "2026-02-30"), "2026-02-30"),
        (
            ("--notice", "Một", "--from", "2026-11-24", "--until", "2026-11-23"),
            "before the first",
        ),
        (("--notice", "Một", "--zone", "B"), "zone “B”"),
    ],
)
def test_a_mistake_is_one_sentence_and_nothing_is_shown(
    run: Run, desk: Desk, words: tuple[str, ...], named: str
) -> None:
    refused(run("add", *words), named)
    assert desk.media() == []


def test_a_refused_picture_leaves_no_file_behind(
    run: Run, folder: Path, tmp_path: Path
) -> None:
    refused(run("add", picture(tmp_path / "a.png"), "--zone", "B"), "zone “B”")
    assert kept(folder) == []


def test_every_change_of_the_media_is_in_the_journal(
    run: Run, desk: Desk, tmp_path: Path
) -> None:
    done(run("add", picture(tmp_path / "a.png"), "--title", "Núi"))
    done(run("remove", "1"))
    told = [
        event.data for event in desk.store.events() if event.what == "media changed"
    ]
    row = told[0]["changes"]["media"][0]
    assert json.loads(row["title"])["vi"] == "Núi"
    assert len(row["digest"]) == 64
    assert told[1]["changes"]["media"] == [{"media": 1, "active": 0}]
    assert verify(desk.store, everything=True).problems == []


# --- on the screen --------------------------------------------------------


@pytest.fixture
def halls(desk: Desk) -> Iterator[None]:
    """Counter 1 is in hall A, counter 2 in hall B."""
    rows = [{"counter": 1, "zone": "A"}, {"counter": 2, "zone": "B"}]
    with desk.store.write() as writing:
        writing.record("office loaded", "test", "test", {"changes": {"counters": rows}})
    yield


def test_a_hall_shows_its_own_and_what_is_for_all(
    halls: None, desk: Desk, client: FlaskClient
) -> None:
    for zone in ("A", "B", ""):
        words = {"vi": f"Khu [{zone}]", "en": ""}
        desk.add_medium(HEAD, Medium("notice", text=words, zone=zone))
    assert ["Khu [A]" in shown(client, "A"), "Khu [B]" in shown(client, "A")] == [
        True,
        False,
    ]
    assert "Khu []" in shown(client, "B")
    assert all(f"Khu [{zone}]" in shown(client) for zone in ("A", "B", ""))


def test_a_notice_is_shown_from_its_first_day_to_its_last_one(
    run: Run, client: FlaskClient, clock: Clock
) -> None:
    days = ("--from", "2026-11-24", "--until", "2026-11-30")
    done(run("add", "--notice", "Tiêm chủng", *days))
    assert "Tiêm chủng" not in shown(client)
    clock.tick(days=1)
    assert "Tiêm chủng" in shown(client)
    clock.now = LAST_MONDAY
    assert "Tiêm chủng" in shown(client)
    clock.tick(days=1)
    assert "Tiêm chủng" not in shown(client)
    assert "(over)" in done(run("list"))


def test_with_nothing_to_show_the_list_is_empty(client: FlaskClient) -> None:
    assert shown(client).strip() == ""


def test_a_notice_speaks_the_language_of_the_page(
    run: Run, client: FlaskClient
) -> None:
    done(run("add", "--notice", "Nghỉ lễ", "--notice-en", "Holiday"))
    assert "Nghỉ lễ" in shown(client)
    assert "Holiday" in client.get(f"{MEDIA}?lang=en").text


def test_words_of_a_notice_are_words_and_never_markup(
    run: Run, client: FlaskClient
) -> None:
    done(run("add", "--notice", "<script>alert(1)</script>"))
    assert "<script>" not in shown(client)


def test_screens_that_ask_again_get_the_list_only_when_it_changed(
    run: Run, client: FlaskClient
) -> None:
    first = client.get(MEDIA)
    asked = {"If-None-Match": first.headers["ETag"]}
    assert client.get(MEDIA, headers=asked).status_code == 304
    done(run("add", "--notice", "Mới"))
    assert client.get(MEDIA, headers=asked).status_code == 200


def test_a_player_gets_the_part_of_a_video_that_it_asks_for(
    run: Run, client: FlaskClient, folder: Path, tmp_path: Path
) -> None:
    data = mp4(b"avc1", padding=5000)
    (tmp_path / "film.mp4").write_bytes(data)
    done(run("add", tmp_path / "film.mp4"))
    url = f"{MEDIA}/{kept(folder)[0]}"
    whole = client.get(url, buffered=True)
    assert whole.headers["Accept-Ranges"] == "bytes"
    assert "immutable" in whole.headers["Cache-Control"]
    assert whole.headers["X-Content-Type-Options"] == "nosniff"
    part = client.get(url, headers={"Range": "bytes=100-199"}, buffered=True)
    assert (part.status_code, part.data) == (206, data[100:200])
    assert part.headers["Content-Range"] == f"bytes 100-199/{len(data)}"
    beyond = client.get(url, headers={"Range": f"bytes={len(data)}-"}, buffered=True)
    assert beyond.status_code == 416
    known = client.get(
        url, headers={"If-None-Match": whole.headers["ETag"]}, buffered=True
    )
    assert known.status_code == 304


@pytest.mark.parametrize(
    "name", ["..%2foffice.db", "new.mp4.part", f"{'0' * 64}.jpg", ".lock", "x.jpg"]
)
def test_only_what_the_list_names_is_served(
    run: Run, client: FlaskClient, folder: Path, tmp_path: Path, name: str
) -> None:
    done(run("add", picture(tmp_path / "a.png")))
    (folder / f"{'0' * 64}.jpg").write_bytes(b"not named")
    assert client.get(f"{MEDIA}/{name}").status_code == 404


def test_a_removed_picture_is_served_no_more(
    run: Run, client: FlaskClient, folder: Path, tmp_path: Path
) -> None:
    done(run("add", picture(tmp_path / "a.png")))
    [name] = kept(folder)
    done(run("remove", "1"))
    assert client.get(f"{MEDIA}/{name}").status_code == 404


def test_a_screen_that_is_not_paired_sees_nothing(
    desk: Desk, client: FlaskClient
) -> None:
    desk.trial = False
    assert client.get(MEDIA).status_code == 403
    assert client.get(f"{MEDIA}/{'0' * 64}.jpg").status_code == 403


def test_the_page_may_load_media_from_the_office_and_from_nowhere_else(
    client: FlaskClient,
) -> None:
    policy = client.get("/display/").headers["Content-Security-Policy"]
    rules = dict(rule.split(" ", 1) for rule in policy.split("; "))
    assert rules["default-src"] == "'self'"
    assert rules.get("media-src", "'self'") == "'self'"
    assert rules["img-src"] == "'self' data:"


# --- the posting of the procedures ----------------------------------------


def test_the_posting_names_every_posted_procedure_of_this_office(
    run: Run, desk: Desk, client: FlaskClient
) -> None:
    done(run("add", "--posting"))
    page = client.get(MEDIA).text
    posted = [p for p in desk.store.procedures() if p.posted and not p.place]
    assert len(posted) > 150
    assert page.count("<li>") == len(posted)
    assert page.count('data-medium="1"') == page.count("<template") > len(posted) // 4


def test_the_posting_says_that_it_is_a_sample_and_asserts_no_fee(
    run: Run, client: FlaskClient
) -> None:
    done(run("add", "--posting"))
    page = shown(client)
    assert page.count("dữ liệu mẫu") == page.count("<template")
    assert "Lệ phí: hỏi cán bộ tại quầy" in page
    assert not re.search(r"\d đồng|không thu", page)


def test_a_real_office_posts_only_what_somebody_has_verified(
    run: Run, desk: Desk, client: FlaskClient
) -> None:
    profile = desk.store.office().profile | {"sample": False}
    row = desk.store.find("procedures", ref=1)[0]
    sheet = json.loads(row["sheet"]) | {"verified_on": "2026-11-01", "fee": 8000}
    changes = {
        "office": [{"one": 1, "profile": json.dumps(profile)}],
        "procedures": [{"ref": 1, "sheet": json.dumps(sheet)}],
    }
    with desk.store.write() as writing:
        writing.record("office loaded", "test", "test", {"changes": changes})
    done(run("add", "--posting"))
    page = shown(client)
    assert "dữ liệu mẫu" not in page
    assert page.count("8.000 đồng") == 1
    assert page.count("Trong ngày") == 1
    others = page.count("<li>") - 1
    assert page.count("Thời hạn: hỏi cán bộ tại quầy") == others
