"""Fields of forms and of JSON bodies, checked the same way (Impossible)."""

import re
import unicodedata
from collections.abc import Mapping
from typing import Any

from flask import request

from ticketing.errors import Impossible

LONGEST = 200  # characters of a word that a person types

# What is wrong with a field, in Vietnamese and in English.
TEXT = ("phải là chữ", "must be text")
MISSING = ("phải có", "must be given")
EMPTY = ("không được để trống", "must not be empty")
UNUSABLE = ("có ký tự không dùng được", "has characters that cannot be used")
NUMBER = ("phải là một số", "must be a number")
FLAG = ("phải là true hoặc false", "must be true or false")


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
        raise wrong(name, *NUMBER)
    return int(value)


def clean(value: Any, name: str, longest: int = LONGEST) -> str:
    """NFC on one line, no control characters, not empty, not too long."""
    if not isinstance(value, str):
        raise wrong(name, *TEXT)
    one_line = re.sub(r"[\t\r\n]+", " ", value)
    plain = unicodedata.normalize("NFC", one_line).strip()
    if not plain:
        raise wrong(name, *EMPTY)
    if len(plain) > longest:
        raise wrong(name, f"dài quá {longest} ký tự", f"is over {longest} characters")
    if any(unicodedata.category(letter) in ("Cc", "Cs") for letter in plain):
        raise wrong(name, *UNUSABLE)
    return plain


def wrong(name: str, vi: str, en: str = "") -> Impossible:
    return Impossible("body", what=(f"“{name}” {vi}", f"“{name}” {en or vi}"))


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

    def words(self, name: str, longest: int = LONGEST) -> str:
        """What a person may leave empty."""
        blank = str(self._fields.get(name, "")).strip() == ""
        return "" if blank else self.text(name, longest=longest)

    def one_of(self, name: str, *choices: str) -> str:
        """The first choice is the default."""
        value = self.text(name, choices[0])
        if value not in choices:
            listed = " / ".join(choices)
            raise wrong(name, f"phải là {listed}", f"must be {listed}")
        return value

    def flag(self, name: str, default: bool = False) -> bool:
        value = self._fields.get(name)
        if value is None:
            return default
        if not isinstance(value, bool):
            raise wrong(name, *FLAG)
        return value

    def needed_flag(self, name: str) -> bool:
        if not self.has(name):
            raise wrong(name, *FLAG)
        return self.flag(name)

    def whole(self, name: str, low: int, high: int) -> int:
        value = self._fields.get(name)
        if type(value) is not int or not low <= value <= high:
            vi = f"phải là số từ {low} đến {high}"
            raise wrong(name, vi, f"must be a number from {low} to {high}")
        return value

    def maybe_whole(self, name: str, low: int, high: int) -> int | None:
        return self.whole(name, low, high) if self.has(name) else None

    def several(self, name: str, most: int = 50) -> list[Any]:
        values = self._fields[name] if self.has(name) else []
        if not isinstance(values, list) or len(values) > most:
            vi = f"phải là danh sách không quá {most} mục"
            raise wrong(name, vi, f"must be a list of at most {most}")
        return values

    def texts(self, name: str, most: int = 50) -> list[str]:
        return [clean(value, name) for value in self.several(name, most)]
