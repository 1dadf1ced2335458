"""What the office may decide, and what it cannot mean."""

import tomllib
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

from tests.office_of_tests import HEAD, Clock, last, new_desk, open_desk
from ticketing.errors import Impossible
from ticketing.policy import Policy

FULL = [["07:00", "11:30"]]


def test_a_policy_survives_its_journey_through_json() -> None:
    policy = Policy(credit_priority=60, closed_days=("2026-12-24",))
    assert Policy.of(policy.as_json()) == policy


def test_what_is_not_named_keeps_its_default() -> None:
    assert Policy.of({"credit_priority": 60}) == Policy(credit_priority=60)


@pytest.mark.parametrize(
    ("key", "text", "value"),
    [
        ("credit_priority", "60", 60),
        ("public_holidays", "false", False),
        ("closed_days", '["2026-12-24", "2026-12-24"]', ("2026-12-24",)),
        ("language", "en", "en"),
        ("week", '[[["08:00","12:00"]],[],[],[],[],[],[]]', ((("08:00", "12:00"),),)),
    ],
)
def test_a_command_gives_its_value_as_text(key: str, text: str, value: Any) -> None:
    found = getattr(Policy().having(key, text), key)
    assert (found[:1] if key == "week" else found) == value


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("no_such_rule", 1),
        ("credit_priority", -1),
        ("credit_priority", True),
        ("credit_priority", 1.5),
        ("credit_priority", "many"),
        ("credit_priority", "null"),
        ("undo_seconds", 10**15),
        ("public_holidays", 1),
        ("language", 7),
        ("closed_days", ["24/12/2026"]),
        ("closed_days", "2026-12-24"),
        ("open_days", 5),
        ("week", [FULL] * 6),
        ("week", [[["11:30", "07:00"]]] * 7),
        ("week", [[["07:00", "11:30"], ["11:00", "17:00"]]] * 7),
        ("week", [[["07:00"]]] * 7),
        ("week", [[["7:00", "11:30"]]] * 7),
        ("week", [[["+7:00", "11:30"]]] * 7),
        ("week", [[[" 7:00", "11:30"]]] * 7),
        ("week", [[["07:00", "24:00"]]] * 7),
        ("week", None),
        ("languages", None),
        ("languages", "km"),
        ("languages", ["Khmer"]),
        ("languages", [["km"]]),
    ],
)
def test_a_value_that_cannot_be_meant_is_refused(key: str, value: Any) -> None:
    with pytest.raises(Impossible) as refusal:
        Policy().having(key, value)
    assert key in refusal.value.sentence("vi")


SAMPLE = (Path(__file__).parent.parent / "data" / "policy.toml").read_text("utf-8")
RULES = {rule.name for rule in fields(Policy)}
EXAMPLES = {name for name in RULES if name.startswith(("voice_", "roll_"))}


def test_the_sample_office_names_only_rules_that_exist_and_may_be_so() -> None:
    named = tomllib.loads(SAMPLE)
    assert named.keys() <= RULES
    assert Policy().as_json() | named == Policy.of(named).as_json()


@pytest.mark.parametrize("rule", sorted(EXAMPLES | {"number_pictures"}))
def test_the_sample_office_explains_what_an_office_often_changes(rule: str) -> None:
    [line] = [line for line in SAMPLE.splitlines() if line.startswith(f"{rule} = ")]
    value, _, why = line.partition("  # ")
    assert why
    assert tomllib.loads(value)[rule] == Policy().as_json()[rule]


def test_a_change_is_journalled_and_holds_for_every_process(tmp_path: Path) -> None:
    desk = new_desk(tmp_path)
    other = open_desk(tmp_path / "office.db", Clock())
    assert other.store.policy().delay_limit == 2

    desk.set_policy(HEAD, "delay_limit", "5")

    assert other.store.policy().delay_limit == 5
    assert last(desk, "policy changed")["key"] == "delay_limit"


def test_a_refused_change_leaves_the_policy_alone(tmp_path: Path) -> None:
    desk = new_desk(tmp_path)
    before = desk.store.last_seq()
    with pytest.raises(Impossible):
        desk.set_policy(HEAD, "delay_limit", "-5")
    assert desk.store.policy().delay_limit == 2
    assert desk.store.last_seq() == before
