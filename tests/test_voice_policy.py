"""What the office decides about its voice, and what it cannot mean."""

from typing import Any

import pytest

from ticketing.errors import Impossible
from ticketing.policy import Policy


def test_an_office_that_decides_nothing_speaks_southern_and_digit_by_digit() -> None:
    policy = Policy()
    assert (policy.voice_accent, policy.voice_numbers) == ("south", "digits")
    assert (policy.voice_repeat, policy.voice_gap_ms) == (2, 2500)
    assert (policy.voice_volume, policy.voice_quiet) == (80, ())
    assert policy.voice_foreign


@pytest.mark.parametrize(
    ("key", "text", "value"),
    [
        ("voice_accent", "north", "north"),
        ("voice_numbers", "whole", "whole"),
        ("voice_repeat", "1", 1),
        ("voice_gap_ms", "4000", 4000),
        ("voice_volume", "0", 0),
        ("voice_volume", "100", 100),
        ("voice_foreign", "false", False),
        ("voice_quiet", "[]", ()),
        ("voice_quiet", '[["11:30","13:30"]]', (("11:30", "13:30"),)),
        (
            "voice_quiet",
            '[["06:00","07:00"],["11:30","13:30"]]',
            (("06:00", "07:00"), ("11:30", "13:30")),
        ),
    ],
)
def test_a_command_sets_each_rule_of_the_voice(key: str, text: str, value: Any) -> None:
    policy = Policy().having(key, text)
    assert getattr(policy, key) == value
    assert Policy.of(policy.as_json()) == policy


@pytest.mark.parametrize(
    ("key", "value", "vi", "en"),
    [
        ("voice_accent", "west", "xin chọn south, north, central", "choose south"),
        ("voice_accent", 7, "xin chọn south", "choose south"),
        ("voice_numbers", "words", "xin chọn digits, whole", "choose digits, whole"),
        ("voice_repeat", 0, "xin chọn từ 1 đến 3", "choose 1 to 3"),
        ("voice_repeat", 4, "xin chọn từ 1 đến 3", "choose 1 to 3"),
        ("voice_repeat", True, "xin chọn từ 1 đến 3", "choose 1 to 3"),
        ("voice_gap_ms", 10_001, "từ 0 đến 10000", "choose 0 to 10000"),
        ("voice_gap_ms", 2.5, "từ 0 đến 10000", "choose 0 to 10000"),
        ("voice_volume", 101, "xin chọn từ 0 đến 100", "choose 0 to 100"),
        ("voice_volume", -1, "xin chọn từ 0 đến 100", "choose 0 to 100"),
        ("voice_volume", "loud", "không hợp", "does not fit"),
        ("voice_foreign", 1, "không hợp", "does not fit"),
        ("voice_quiet", [["13:30", "11:30"]], "ví dụ", 'example [["11:30", "13:30"]]'),
        ("voice_quiet", [["11:30", "13:30"], ["13:00", "14:00"]], "ví dụ", "example"),
        ("voice_quiet", ["11:30", "13:30"], "ví dụ", "example"),
        ("voice_quiet", [["11:30"]], "ví dụ", "example"),
        ("voice_quiet", [["9:00", "10:00"]], "ví dụ", "example"),
        ("voice_quiet", 5, "ví dụ", "example"),
        ("voice_quiet", None, "ví dụ", "example"),
    ],
)
def test_a_rule_that_cannot_be_meant_is_refused_with_what_fits(
    key: str, value: Any, vi: str, en: str
) -> None:
    with pytest.raises(Impossible) as refusal:
        Policy().having(key, value)
    for language, words in (("vi", vi), ("en", en)):
        sentence = refusal.value.sentence(language)
        assert key in sentence
        assert words in sentence
