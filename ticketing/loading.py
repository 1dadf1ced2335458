"""An office as files: `office.toml`, `policy.toml`, `procedures.csv` → rows.

Everything is checked before anything changes; a fault is one sentence that names
the file and the place (BadFile).
"""

import csv
import re
import tomllib
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ticketing.errors import TicketingError
from ticketing.journal import Row, canonical
from ticketing.letterhead import letterhead, wifi
from ticketing.policy import Policy, day_hours
from ticketing.tickets import ROLL

SERVICE_WORDS = ("name", "short", "examples", "icon", "minutes", "kind")
ONCE = {"services": ("code", "series"), "counters": ("counter",)}
APART = ("services", "counters", "officers")  # tables of their own; the rest is profile


class BadFile(Exception):
    """What is wrong with a file of the office, in one sentence."""


@dataclass(frozen=True)
class OfficeFiles:
    """Rows by table, in the order in which they must be written, and the people."""

    rows: dict[str, list[Row]]
    officers: list[Row]  # name, role, pin, and perhaps skills


def read_office(folder: Path) -> OfficeFiles:
    office = _toml(folder / "office.toml")
    rules = _toml(folder / "policy.toml")
    name = "office.toml"
    services = _checked(name, office, "services", _service)
    known = {row["code"] for row in services}
    counters = _checked(name, office, "counters", _counter)
    procedures = _procedures(folder / "procedures.csv")
    _once([row["ref"] for row in procedures], "procedures.csv: ref")
    for row in procedures:
        _known(row["service"], known, f"procedures.csv: procedure {row['ref']}")
    for item in office["counters"]:
        for code in item["services"]:
            _known(code, known, f"{name}: counter {item['counter']}")
    for position, person in enumerate(office.get("officers", []), 1):
        _check_skills(person, known, f"{name}: officers no. {position}")
    return OfficeFiles(
        {
            "office": [_profile(office, folder)],
            "policy": [_policy(rules)],
            "services": services,
            "counters": counters,
            "procedures": procedures,
        },
        list(office.get("officers", [])),
    )


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(_text(path))
    except ValueError as error:
        raise BadFile(f"{path.name}: {error}.") from error


def _text(path: Path) -> str:
    try:
        return unicodedata.normalize("NFC", path.read_text(encoding="utf8"))
    except OSError as error:
        raise BadFile(f"{path}: cannot be read ({error.strerror}).") from error
    except UnicodeDecodeError as error:
        raise BadFile(f"{path.name}: it is not UTF-8 ({error.reason}).") from error


def _checked(
    file: str, office: dict[str, Any], name: str, make: Callable[[int, Any], Row]
) -> list[Row]:
    rows = []
    for position, item in enumerate(office.get(name, []), 1):
        try:
            rows.append(make(position, item))
        except (KeyError, TypeError, ValueError) as error:
            raise BadFile(f"{file}: {name} no. {position}: {error!r}.") from error
    if not rows:
        raise BadFile(f"{file}: it names no {name}.")
    for key in ONCE[name]:
        _once([row[key] for row in rows], f"{file}: {name}: {key}")
    return rows


def _once(values: list[Any], where: str) -> None:
    twice = sorted({str(value) for value in values if values.count(value) > 1})
    if twice:
        raise BadFile(f"{where} {', '.join(twice)} is named twice.")


def _service(position: int, item: dict[str, Any]) -> Row:
    profile = {name: item[name] for name in SERVICE_WORDS}
    if float(profile["minutes"]) <= 0:
        raise ValueError("minutes must be above 0")
    if not re.fullmatch("[A-Z]", str(item["series"])):
        raise ValueError("series must be one letter from A to Z")
    if item["series"] == ROLL:
        raise ValueError(f"series {ROLL} is the paper roll's; choose another letter")
    return {
        "code": str(item["code"]),
        "series": str(item["series"]),
        "position": position,
        "active": 1,
        "profile": canonical(profile),
    }


def _counter(position: int, item: dict[str, Any]) -> Row:
    return {
        "counter": int(item["counter"]),
        "name": canonical(item["name"]),
        "zone": str(item.get("zone", "")),
        "services": canonical(item["services"]),
        "active": 1,
        "low": int(_flag(item.get("low", False))),
        "helps": _some(_among(item.get("helps", []), item["services"])),
        "breaks": _some(day_hours(item.get("breaks", []))),
    }


def _flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise TypeError("low must be true or false")
    return value


def _among(helps: list[str], services: list[str]) -> list[str]:
    """It helps at lines that it serves."""
    for code in helps:
        services.index(code)
    return helps


def _some(values: Sequence[Any]) -> str | None:
    return canonical(values) if values else None


def _profile(office: dict[str, Any], folder: Path) -> Row:
    profile = {name: value for name, value in office.items() if name not in APART}
    flat = profile | profile.pop("office", {})
    if "slip" in flat:
        flat["slip"] = _fit("slip", lambda: letterhead(flat["slip"], folder))
    if "wifi" in flat:
        flat["wifi"] = _fit("wifi", lambda: wifi(flat["wifi"]))
    notice = {"vi": "", "en": "", "until": ""}
    return {
        "one": 1,
        "profile": canonical(flat),
        "notice": canonical(notice),
        "paused": canonical({}),
    }


def _fit(name: str, check: Callable[[], Row]) -> Row:
    try:
        return check()
    except ValueError as error:
        raise BadFile(f"office.toml: [office.{name}]: {error}.") from error


def _policy(rules: dict[str, Any]) -> Row:
    try:
        policy = Policy.of(rules)
    except TicketingError as error:
        raise BadFile(f"policy.toml: {error}") from error
    return {"one": 1, "rules": canonical(policy.as_json())}


def _procedures(path: Path) -> list[Row]:
    rows = []
    for line, item in enumerate(csv.DictReader(_text(path).splitlines()), 2):
        try:
            rows.append(_procedure(item))
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            raise BadFile(f"{path.name}, line {line}: {error!r}.") from error
    return rows


def _procedure(item: dict[str, str]) -> Row:
    sheet = {
        "name": {"vi": item["name_vi"], "en": item["name_en"]},
        "days": _number(item["days"]),
        "fee": _number(item["fee"]),
        "papers": _list(item["papers_vi"]),
        "keywords": _list(item["keywords"]),
        "verified_on": item["verified_on"],
        "confidence": item["confidence"],
        "era": item["era"],
        "place": item["place_vi"],
    }
    return {
        "ref": int(item["ref"]),
        "code": item["code"],
        "field": item["field"],
        "service": item["service"],
        "posted": int(item["posted"]),
        "active": 1,
        "sheet": canonical(sheet),
    }


def _number(text: str) -> int | None:
    return int(text) if text else None


def _list(text: str) -> list[str]:
    return [part.strip() for part in text.split(";") if part.strip()]


def _check_skills(person: Any, known: set[str], where: str) -> None:
    try:
        skills = [str(code) for code in person.get("skills", [])]
    except (AttributeError, TypeError) as error:
        raise BadFile(f"{where}: {error!r}.") from error
    for code in skills:
        _known(code, known, where)


def _known(code: str, known: set[str], where: str) -> None:
    if code not in known:
        raise BadFile(f"{where}: there is no service “{code}”.")
