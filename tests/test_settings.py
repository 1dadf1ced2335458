"""Every knob of the machine; a wrong value is one sentence that names it."""

import re
import stat
from datetime import datetime
from pathlib import Path

import pytest

from settings import Settings, WrongSetting, kept_secret

WORKING = {"LUOT_TRIAL": "1"}


def test_a_trial_starts_without_any_setting() -> None:
    settings = Settings.from_env(WORKING)
    assert settings.database == Path("var/office.db")
    assert settings.bind == "127.0.0.1:8000"
    assert settings.public_url == "http://127.0.0.1:8000"
    assert (settings.reach, settings.printer) == ("public", "virtual")
    assert settings.is_trial


def test_the_public_address_follows_the_bind_unless_it_is_given() -> None:
    bound = {"LUOT_BIND": "[::1]:8123"}
    assert Settings.from_env(WORKING | bound).public_url == "http://[::1]:8123"
    given = bound | {"LUOT_PUBLIC_URL": "https://luot.example.vn/"}
    assert Settings.from_env(WORKING | given).public_url == "https://luot.example.vn"


def test_outside_trial_mode_an_office_needs_an_address_for_phones() -> None:
    given = {"LUOT_PUBLIC_URL": "http://192.168.1.5:8000"}
    assert not Settings.from_env(given).is_trial
    assert Settings.from_env({"LUOT_REACH": "none"}).reach == "none"
    for host in ("127.0.0.1:8000", "localhost", "[::1]"):
        with pytest.raises(WrongSetting, match="LUOT_PUBLIC_URL: no phone can open"):
            Settings.from_env({"LUOT_PUBLIC_URL": f"http://{host}"})


WRONG = [
    ("LUOT_BIND", "8000"),
    ("LUOT_BIND", ":8000"),
    ("LUOT_BIND", "127.0.0.1:port"),
    ("LUOT_BIND", "127.0.0.1:0"),
    ("LUOT_BIND", "127.0.0.1:65536"),
    ("LUOT_BIND", "127.0.0.1:²"),
    ("LUOT_PUBLIC_URL", "luot.example.vn"),
    ("LUOT_PUBLIC_URL", "ftp://luot.example.vn"),
    ("LUOT_PUBLIC_URL", "http://"),
    ("LUOT_PUBLIC_URL", "http://["),
    ("LUOT_PUBLIC_URL", "http://luot.example.vn:99999"),
    ("LUOT_PUBLIC_URL", ""),
    ("LUOT_REACH", "everywhere"),
    ("LUOT_REACH", ""),
    ("LUOT_TRIAL", "yes"),
    ("LUOT_TRIAL", ""),
    ("LUOT_CLOCK", "eight o'clock"),
    ("LUOT_CLOCK", "2026-11-23T08:00:00"),
    ("LUOT_DATABASE", ""),
]


@pytest.mark.parametrize(("name", "value"), WRONG)
def test_a_wrong_value_stops_the_start_with_one_sentence(name: str, value: str) -> None:
    with pytest.raises(WrongSetting) as wrong:
        Settings.from_env(WORKING | {name: value})
    sentence = str(wrong.value)
    assert sentence.startswith(f"{name}: ")
    assert re.fullmatch(r"[^\n]+\.", sentence)


def test_a_trial_stays_on_this_machine_unless_lan_is_said() -> None:
    with pytest.raises(WrongSetting, match=r"LUOT_TRIAL: .* LUOT_TRIAL=lan"):
        Settings.from_env({"LUOT_TRIAL": "1", "LUOT_BIND": "0.0.0.0:8000"})
    lan = Settings.from_env({"LUOT_TRIAL": "lan", "LUOT_BIND": "0.0.0.0:8000"})
    assert lan.is_trial


def test_only_a_trial_may_set_the_clock() -> None:
    clock = {"LUOT_CLOCK": "2026-11-23T08:00:00+07:00"}
    found = Settings.from_env(WORKING | clock).clock
    assert found == datetime.fromisoformat("2026-11-23T01:00:00+00:00")
    with pytest.raises(WrongSetting, match="LUOT_CLOCK: only trial mode"):
        Settings.from_env(clock | {"LUOT_REACH": "none"})


def test_the_secret_key_is_made_once_and_readable_by_its_owner_alone(
    tmp_path: Path,
) -> None:
    settings = Settings(database=tmp_path / "var" / "office.db")
    key = settings.secret_key({})
    assert settings.secret_key({}) == key
    assert len(key) >= 32
    [kept] = (tmp_path / "var").iterdir()
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600


def test_a_secret_key_that_is_given_leaves_no_file(tmp_path: Path) -> None:
    settings = Settings(database=tmp_path / "office.db")
    assert settings.secret_key({"LUOT_SECRET_KEY": "given"}) == "given"
    assert list(tmp_path.iterdir()) == []


def test_of_two_that_make_the_key_at_once_both_keep_the_first(tmp_path: Path) -> None:
    path = tmp_path / "office.key"
    path.write_text("the other was first")
    assert kept_secret(path) == "the other was first"
    assert list(tmp_path.iterdir()) == [path]
