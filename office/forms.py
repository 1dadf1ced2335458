"""Fields of forms and of JSON bodies, checked the same way (Impossible)."""

import unicodedata
from collections.abc import Mapping
from typing import Any

from flask import request

from ticketing.errors import Impossible

LONGEST = 200  # characters of a word that a person types


def text(name: str, longest: int = LONGEST) -> str:
    """A form's field that must be there."""
    return clean(request.form.get(name), name, longest)


def maybe(name: str, longest: int = LONGEST) -> str | None:
    """A form's field that may be missing or empty."""
    value = request.form.get(name)
    return clean(value, name, longest) if value else None


def whole(name: str) -> int:
    """A form's number, not negative."""
    value = request.form.get(name, "")
    if not (value.isdecimal() and len(value) < 10):
        raise wrong(name, "phải là một số")
    return int(value)


def clean(value: Any, name: str, longest: int = LONGEST) -> str:
    """NFC, no control characters, not empty, not too long."""
    if not isinstance(value, str):
        raise wrong(name, "phải là chữ")
    plain = unicodedata.normalize("NFC", value).strip()
    if not plain:
        raise wrong(name, "không được để trống")
    if len(plain) > longest:
        raise wrong(name, f"dài quá {longest} ký tự")
    if any(unicodedata.category(letter) in ("Cc", "Cs") for letter in plain):
        raise wrong(name, "có ký tự không dùng được")
    return plain


def wrong(name: str, why: str) -> Impossible:
    return Impossible("body", what=f"“{name}” {why}")


class Body:
    """A JSON object: each reader gives its default when the field is missing."""

    def __init__(self, fields: Mapping[str, Any]) -> None:
        self._fields = fields

    def has(self, name: str) -> bool:
        return self._fields.get(name) is not None

    def is_whole(self, name: str) -> bool:
        return type(self._fields.get(name)) is int

    def text(self, name: str, default: str = "", longest: int = LONGEST) -> str:
        return clean(self._fields[name], name, longest) if self.has(name) else default

    def needed(self, name: str, longest: int = LONGEST) -> str:
        return clean(self._fields.get(name), name, longest)

    def one_of(self, name: str, *choices: str) -> str:
        """The first choice is the default."""
        value = self.text(name, choices[0])
        if value not in choices:
            raise wrong(name, f"phải là {' / '.join(choices)}")
        return value

    def flag(self, name: str, default: bool = False) -> bool:
        value = self._fields.get(name)
        if value is None:
            return default
        if not isinstance(value, bool):
            raise wrong(name, "phải là true hoặc false")
        return value

    def whole(self, name: str, low: int, high: int) -> int:
        value = self._fields.get(name)
        if type(value) is not int or not low <= value <= high:
            raise wrong(name, f"phải là số từ {low} đến {high}")
        return value

    def maybe_whole(self, name: str, low: int, high: int) -> int | None:
        return self.whole(name, low, high) if self.has(name) else None

    def texts(self, name: str, most: int = 50) -> list[str]:
        values = self._fields.get(name) or []
        if not isinstance(values, list) or len(values) > most:
            raise wrong(name, f"phải là danh sách không quá {most} mục")
        return [clean(value, name) for value in values]

    def wholes(self, name: str, most: int = 50) -> list[int]:
        values = self._fields.get(name) or []
        if not isinstance(values, list) or len(values) > most:
            raise wrong(name, f"phải là danh sách không quá {most} mục")
        return [Body({name: value}).whole(name, 0, 10**9) for value in values]
