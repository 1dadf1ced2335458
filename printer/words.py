"""The words of a slip, by language: one file each in data/slip/."""

import tomllib
from math import ceil
from pathlib import Path
from typing import Any
from unicodedata import normalize

Words = dict[str, str]

FOLDER = Path(__file__).parent.parent / "data" / "slip"
HOME = "vi"  # what another language leaves out, and languages without a file


def load(folder: Path = FOLDER) -> dict[str, Words]:
    """NFC, as the names are: a file saved decomposed must not print other dots."""
    own = {
        path.stem: tomllib.loads(normalize("NFC", path.read_text(encoding="utf-8")))
        for path in sorted(folder.glob("*.toml"))
    }
    return {language: own[HOME] | words for language, words in own.items()}


WORDS = load()


def language_of(slip: dict[str, Any]) -> str:
    language = slip.get("language", HOME)
    return language if language in WORDS else HOME


def words_for(slip: dict[str, Any]) -> Words:
    return WORDS[language_of(slip)]


def second_words(slip: dict[str, Any]) -> Words | None:
    """Of the office's first language that is not the slip's own."""
    others = [each for each in slip.get("languages", []) if each in WORDS]
    return next((WORDS[each] for each in others if each != language_of(slip)), None)


def in_language(slip: dict[str, Any], names: dict[str, str]) -> str:
    return names.get(slip.get("language", HOME)) or names.get(HOME, "")


def wait_sentence(words: Words, wait: dict[str, int] | None) -> str:
    """Seconds, rounded outward to whole five minutes as on screen and phone."""
    if wait is None:
        return words["no_range"]
    low, high = wait["low"] // 300 * 5, max(ceil(wait["high"] / 300) * 5, 5)
    key = "within" if low == 0 else "about" if low == high else "range"
    return words[key].format(low=low, high=high)


def ahead_sentence(words: Words, ahead: int) -> str:
    return words["ahead" if ahead else "next"].format(ahead=ahead)


def where_sentence(words: Words, counters: list[int]) -> str:
    place = ["no_counters", "counter", "counters"][min(len(counters), 2)]
    return words[place].format(counters=", ".join(map(str, counters)))
