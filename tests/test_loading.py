"""The sample office loads whole; a fault in its files is one sentence."""

import base64
import json
import shutil
import struct
import zlib
from pathlib import Path
from typing import Any

import pytest

from tests.office_of_tests import HEAD, is_whole, open_desk
from ticketing.desk import Desk
from ticketing.letterhead import picture_size
from ticketing.loading import BadFile, read_office

DATA = Path(__file__).parent.parent / "data"
FILES = ("office.toml", "policy.toml", "procedures.csv")

SERVICES = {
    "chung-thuc": "A",
    "ho-tich": "B",
    "lao-dong": "C",
    "dat-dai": "D",
    "noi-vu": "E",
    "nhan-ket-qua": "T",
    "huong-dan": "R",
}
COUNTERS = {1: "AB", 2: "AB", 3: "CER", 4: "DA", 5: "EC", 6: "TR"}


@pytest.fixture
def sample(tmp_path: Path) -> Desk:
    desk = open_desk(tmp_path / "office.db")
    desk.load(HEAD, read_office(DATA).rows)
    return desk


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The sample office's files, to be spoilt."""
    for name in FILES:
        shutil.copy(DATA / name, tmp_path)
    return tmp_path


def test_the_sample_office_has_its_seven_lines_in_order(sample: Desk) -> None:
    found = {service.code: service.series for service in sample.store.services()}
    assert list(found.items()) == list(SERVICES.items())


def test_the_sample_offices_six_counters_serve_what_was_agreed(sample: Desk) -> None:
    found = {
        counter.counter: "".join(SERVICES[code] for code in counter.services)
        for counter in sample.store.counters()
    }
    assert found == COUNTERS


def test_the_sample_policy_lets_checks_run_freely(sample: Desk) -> None:
    policy = sample.store.policy()
    assert (policy.recall_gap, policy.recall_limit) == (0, 0)
    assert (policy.credit_priority, policy.credit_appointment) == (45, 30)


def test_every_procedure_of_the_sample_belongs_to_one_of_its_lines(
    sample: Desk,
) -> None:
    found = sample.store.procedures()
    assert (
        len([one for one in found if one.posted and one.field != "quoc-phong"]) >= 158
    )
    assert {one.service for one in found} <= set(SERVICES)
    assert len({one.ref for one in found}) == len(found)


def test_the_office_says_that_it_is_a_sample(sample: Desk) -> None:
    profile = sample.store.office().profile
    assert profile["sample"]
    assert "dữ liệu mẫu" in profile["name"]["vi"]


def test_loading_twice_changes_nothing_but_the_journal(sample: Desk) -> None:
    before = sample.store.state()
    sample.load(HEAD, read_office(DATA).rows)
    after = sample.store.state()
    for table in ("services", "procedures", "policy", "office"):
        assert after[table] == before[table]
    assert is_whole(sample)


def spoil(folder: Path, name: str, old: str, new: str) -> None:
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


FAULTS = [
    ("office.toml", 'code = "ho-tich"', 'code = "ho-tich-2"', "ho-tich"),
    ("office.toml", 'series = "B"', 'series = "A"', "series A is named twice"),
    ("office.toml", 'series = "B"', 'series = "BB"', "one letter from A to Z"),
    ("office.toml", 'series = "B"', 'series = "X"', "X is the paper roll's"),
    ("office.toml", "minutes = 6", "minutes = 0", "minutes must be above 0"),
    ("office.toml", "minutes = 6", "", "minutes"),
    ("office.toml", "counter = 2", "counter = 1", "counter 1 is named twice"),
    ("office.toml", "counter = 2", 'counter = "two"', "counters no. 2"),
    ("office.toml", "[office]", "[office", "office.toml"),
    ("office.toml", "header = {", "heading = {", "there is no “heading”"),
    ("office.toml", 'header = { vi = ""', 'header = { km = ""', "words in vi and en"),
    ("office.toml", 'header = { vi = ""', "header = { vi = 7", "header must be text"),
    ("office.toml", 'languages = ["vi"]', 'languages = ["km"]', "list of vi, en"),
    ("office.toml", 'languages = ["vi"]', "languages = []", "list of vi, en"),
    ("office.toml", 'languages = ["vi"]', 'languages = "vi"', "list of vi, en"),
    ("office.toml", 'languages = ["vi"]', 'logo = "../a.png"', "beside office.toml"),
    ("office.toml", 'languages = ["vi"]', 'logo = "a.png"', "a.png cannot be read"),
    ("office.toml", 'name = "Một cửa (mẫu)"', "name = 7", "[office.wifi]"),
    ("office.toml", 'name = "Một cửa', 'name = "' + "Một" * 9, "at most 32 bytes"),
    ("office.toml", 'name = "Một cửa', 'pin = "', "a table with a name"),
    ("policy.toml", "recall_gap = 0", "recall_gap = -1", "recall_gap"),
    ("policy.toml", "recall_gap", "recall_gup", "recall_gup"),
    ("policy.toml", '"07:00"', '"7:00"', "week"),
    ("procedures.csv", "\n2,", "\n1,", "ref 1 is named twice"),
    ("procedures.csv", "\n2,", "\nzwei,", "line 3"),
    ("procedures.csv", ",name_vi,", ",name,", "name_vi"),
    ("procedures.csv", "\n2,", "\n9999\n2,", "line 3"),
]


@pytest.mark.parametrize(("name", "old", "new", "said"), FAULTS)
def test_a_fault_in_a_file_is_one_sentence_that_names_it(
    folder: Path, name: str, old: str, new: str, said: str
) -> None:
    spoil(folder, name, old, new)
    with pytest.raises(BadFile) as fault:
        read_office(folder)
    sentence = str(fault.value)
    assert said in sentence
    assert "\n" not in sentence


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_is_missing_or_no_text_is_named(folder: Path, name: str) -> None:
    (folder / name).write_bytes(b"\xff\xfe\x00")
    with pytest.raises(BadFile, match=name):
        read_office(folder)
    (folder / name).unlink()
    with pytest.raises(BadFile, match=f"{name}: cannot be read"):
        read_office(folder)


# --- what is the office's own on its slips -----------------------------------


def png(width: int, height: int, padding: int = 0) -> bytes:
    """A black picture; `padding` makes its file as large as wished."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        check = struct.pack(">I", zlib.crc32(kind + data))
        return struct.pack(">I", len(data)) + kind + data + check

    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    dots = zlib.compress((b"\0" + bytes(-(-width // 8))) * height)
    body = chunk(b"IDAT", dots) + chunk(b"tEXt", b"a" * padding)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + body + chunk(b"IEND", b"")


def with_logo(folder: Path, data: bytes) -> Path:
    spoil(folder, "office.toml", 'languages = ["vi"]', 'logo = "logo.png"')
    (folder / "logo.png").write_bytes(data)
    return folder


def profile(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(read_office(folder).rows["office"][0]["profile"])
    return found


def test_the_words_on_the_slips_are_loaded_and_unsaid_ones_stay_empty(
    folder: Path,
) -> None:
    spoil(folder, "office.toml", 'header = { vi = "", en = "" }', "")
    slip = profile(folder)["slip"]
    assert slip["header"] == {"vi": "", "en": ""}
    assert slip["footer"]["vi"].startswith("Phiếu mẫu")
    assert (slip["languages"], "logo" in slip) == (["vi"], False)


def test_the_logo_is_kept_with_the_office_and_needs_its_file_no_more(
    folder: Path,
) -> None:
    picture = png(240, 80)
    slip = profile(with_logo(folder, picture))["slip"]
    assert base64.b64decode(slip["logo"]) == picture
    assert picture_size(picture) == (240, 80)


LOGOS = {
    "a text": (b"logo", "is no PNG picture"),
    "a JPEG": (b"\xff\xd8\xff\xe0" + bytes(99), "is no PNG picture"),
    "nothing": (b"", "is no PNG picture"),
    "half a file": (png(240, 80)[:60], "not a whole one"),
    "a header that was changed": (
        png(240, 80).replace(struct.pack(">I", 240), struct.pack(">I", 241), 1),
        "not a whole one",
    ),
    "no width": (png(0, 80), "1 to 2000 dots"),
    "a poster": (png(2001, 8), "1 to 2000 dots"),
    "a photograph": (png(240, 80, 64 * 1024), "larger than 64 kB"),
}


@pytest.mark.parametrize("what", LOGOS)
def test_a_logo_that_no_printer_could_draw_is_refused_in_one_sentence(
    folder: Path, what: str
) -> None:
    data, said = LOGOS[what]
    with pytest.raises(BadFile, match=said) as fault:
        read_office(with_logo(folder, data))
    assert "[office.slip]: logo logo.png" in str(fault.value)


def test_an_office_without_words_of_its_own_loads_as_before(folder: Path) -> None:
    text = (folder / "office.toml").read_text(encoding="utf-8")
    start, end = text.index("[office.slip]"), text.index("# A field only groups")
    path = folder / "office.toml"
    path.write_text(text[:start] + text[end:], encoding="utf-8")
    assert not {"slip", "wifi"} & profile(folder).keys()
