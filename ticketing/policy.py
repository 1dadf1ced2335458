"""What the office decides: rules and hours, changed at run time, every change kept.

Settings are of the machine (settings.py); policy is of the office. It is one JSON
row in the database; `data/policy.toml` holds the sample's.
"""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, fields, replace
from datetime import date, time
from typing import Any, Self

from ticketing.errors import Impossible

Sessions = tuple[tuple[str, str], ...]  # ("07:00", "11:30") in local time
Week = tuple[Sessions, ...]  # Monday first

LANGUAGES = ("vi", "en")
LANGUAGE = re.compile(r"[a-z]{2,3}")
MORNING = ("07:00", "11:30")
AFTERNOON = ("13:30", "17:00")
LARGEST = 100_000  # minutes, seconds, times: far beyond what an office can mean
CHOICES = {
    "language": LANGUAGES,
    "voice_accent": ("south", "north", "central"),
    "voice_numbers": ("digits", "whole"),
}
BOUNDS = {
    "voice_repeat": (1, 3),
    "voice_gap_ms": (0, 10_000),
    "voice_volume": (0, 100),
    "return_days": (1, 30),
}
DEFAULT_WEEK: Week = (*(((MORNING, AFTERNOON),) * 5), (MORNING,), ())


@dataclass(frozen=True)
class Policy:
    credit_appointment: int = 30  # minutes of head start
    credit_priority: int = 45  # minutes of head start
    recall_gap: int = 0  # seconds between a call and its recall
    recall_limit: int = 0  # calls of one visit; 0: no limit
    no_show_calls: int = 2  # the counter's page asks before fewer calls than this
    no_show_seconds: int = 60  # … or sooner after the first call
    auto_missed_seconds: int = 0  # after the last of these calls: missed; 0: never
    rejoin_minutes: int = 20  # in time: back near the front
    rejoin_behind: int = 2  # in time: behind this many
    rejoin_limit: int = 2
    delay_limit: int = 2
    undo_seconds: int = 10
    armed_seconds: int = 180  # a counter that takes the next arrival
    repeat_seconds: int = 3  # the same tap again shows the ticket just taken
    void_seconds: int = 15  # "Bấm nhầm? Hủy số này"
    return_days: int = 10  # working days for which a return slip is good, at most
    reprint_limit: int = 3  # copies of a slip, for visitors; 0: no limit
    roll_metres: int = 50  # of a new roll of slip paper
    paper_warn_metres: int = 5  # … left, when staff are warned
    slip_large: bool = False  # every slip in large print
    roll_mode: bool = False  # the kiosk is dead: pre-numbered paper, series X
    roll_most: int = 50  # numbers of the roll entered at once: more is a typo
    open_early_minutes: int = 30  # the kiosk gives numbers before the counters open
    stop_early_minutes: int = 0  # … and stops before they close
    language: str = "vi"
    languages: tuple[str, ...] = LANGUAGES  # of tickets: in these they may be called
    rating_seconds: int = 20  # without a touch: no answer
    number_pictures: bool = False  # each number with its picture, for who reads little
    voice_accent: str = "south"
    voice_numbers: str = "digits"  # A, không một hai; "whole": A, mười hai
    voice_repeat: int = 2  # times that a call is said
    voice_gap_ms: int = 2500  # … and the silence between
    voice_foreign: bool = True  # a call also in the ticket's own language
    voice_volume: int = 80  # per cent
    voice_quiet: Sessions = ()  # no sound then; the numbers change all the same
    week: Week = DEFAULT_WEEK
    closed_days: tuple[str, ...] = ()  # dates: closed although the calendar says open
    open_days: tuple[str, ...] = ()  # dates: open although the calendar says closed
    public_holidays: bool = True  # of Vietnam, by the calendar

    @classmethod
    def of(cls, values: Mapping[str, Any]) -> Self:
        """From JSON or TOML; every key and value is checked (Impossible)."""
        policy = cls()
        for key, value in values.items():
            policy = policy.having(key, value)
        return policy

    def having(self, key: str, value: Any) -> Self:
        """A changed copy; `value` as JSON gives it, or its text from a command."""
        if key not in {known.name for known in fields(self)}:
            raise Impossible(
                "body",
                what=(
                    f"“{key}” không phải là quy định",
                    f"“{key}” is no rule of the office",
                ),
            )
        return replace(self, **{key: _read(key, value, getattr(self, key))})

    def as_json(self) -> dict[str, Any]:
        return dict(json.loads(json.dumps(asdict(self))))


def _read(key: str, value: Any, today: Any) -> Any:
    if isinstance(value, str) and not isinstance(today, str):
        value = _parsed(key, value)
    if key in PARTS:
        return PARTS[key](value)
    if isinstance(today, tuple):
        return _dates(key, value)
    if not _may_be(key, value, today):
        raise _wrong(key, value)
    return value


def _may_be(key: str, value: Any, today: Any) -> bool:
    if key in CHOICES:
        return value in CHOICES[key]
    least, most = BOUNDS.get(key, (0, LARGEST))
    fits = type(value) is type(today)
    return fits and (not isinstance(value, int) or least <= value <= most)


def _parsed(key: str, text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        raise _wrong(key, text) from None


def _week(value: Any) -> Week:
    try:
        week = tuple(day_hours(day) for day in value)
    except (TypeError, ValueError):
        raise _wrong("week", value) from None
    if len(week) != 7:
        raise _wrong("week", value)
    return week


def _quiet(value: Any) -> Sessions:
    try:
        return day_hours(value)
    except (TypeError, ValueError):
        raise _wrong("voice_quiet", value) from None


def _languages(value: Any) -> tuple[str, ...]:
    """Vietnamese and English are always there; others by their ISO 639 codes."""
    codes = value if isinstance(value, list | tuple) else [None]
    if not all(isinstance(code, str) and LANGUAGE.fullmatch(code) for code in codes):
        raise _wrong("languages", value)
    return *LANGUAGES, *sorted({*codes} - {*LANGUAGES})


PARTS: dict[str, Callable[[Any], Any]] = {
    "week": _week,
    "voice_quiet": _quiet,
    "languages": _languages,
}


def day_hours(value: Any) -> Sessions:
    """Of one day, in order and apart (TypeError, ValueError)."""
    sessions = tuple((_hour(start), _hour(end)) for start, end in value)
    hours = sum(sessions, ())
    if [*hours] != sorted(set(hours)):
        raise ValueError(value)
    return sessions


def _hour(text: Any) -> str:
    clock = time.fromisoformat(text)
    if f"{clock:%H:%M}" != text:
        raise ValueError(text)
    return str(text)


def _dates(key: str, value: Any) -> tuple[str, ...]:
    try:
        return tuple(sorted({date.fromisoformat(day).isoformat() for day in value}))
    except (TypeError, ValueError):
        raise _wrong(key, value) from None


def _wrong(key: str, value: Any) -> Impossible:
    vi, en = _fitting(key)
    return Impossible(
        "body",
        what=(
            f"“{value}” không hợp với “{key}”{vi}",
            f"“{value}” does not fit “{key}”{en}",
        ),
    )


def _fitting(key: str) -> tuple[str, str]:
    """What would fit, where that can be said in a few words."""
    if key in CHOICES:
        words = ", ".join(CHOICES[key])
        return f"; xin chọn {words}", f"; choose {words}"
    if key in BOUNDS:
        least, most = BOUNDS[key]
        return f"; xin chọn từ {least} đến {most}", f"; choose {least} to {most}"
    if key == "voice_quiet":
        example = '[["11:30", "13:30"]]'
        return f"; ví dụ: {example}", f"; for example {example}"
    return "", ""
