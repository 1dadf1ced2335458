"""The look keeps its promises: contrast, letters, icons, vendored files, no inline."""

import re
from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
STATIC = ROOT / "office" / "static"
TEMPLATES = sorted(ROOT.glob("*/templates/**/*.html"))
SCRIPTS = sorted(ROOT.glob("*/static/*.js"))

SURFACES = ("surface", "surface-raised", "surface-quiet")
VOICES = ("text", "text-soft", "action", "good", "warn", "stop")
THEMES = ("light", "night", "contrast")


@cache
def tokens(theme: str) -> dict[str, str]:
    """Every custom property of a theme, later rules over earlier ones."""
    css = re.sub(r"/\*.*?\*/", "", (STATIC / "tokens.css").read_text(), flags=re.S)
    found: dict[str, str] = {}
    for selector, body in re.findall(r"([^{}]+)\{([^{}]*)\}", css):
        if ":root" in selector or f'[data-theme="{theme}"]' in selector:
            found.update(re.findall(r"--([\w-]+):\s*([^;]+);", body))
    return found


def colour(theme: str, name: str) -> str:
    value = tokens(theme)[name]
    link = re.fullmatch(r"var\(--([\w-]+)\)", value)
    return colour(theme, link[1]) if link else value


def luminance(hexadecimal: str) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    red, green, blue = (linear(int(hexadecimal[i : i + 2], 16)) for i in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def linear(byte: int) -> float:
    part = byte / 255
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)


def contrast(theme: str, one: str, other: str) -> float:
    pair = [luminance(colour(theme, name)) for name in (one, other)]
    return (max(pair) + 0.05) / (min(pair) + 0.05)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("ground", SURFACES)
@pytest.mark.parametrize("voice", VOICES)
def test_every_word_reads_seven_to_one_on_every_surface(
    theme: str, ground: str, voice: str
) -> None:
    assert contrast(theme, voice, ground) >= 7


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(
    ("words", "ground", "least"),
    [
        ("on-action", "action", 7),
        ("on-action", "action-pressed", 7),
        ("on-action", "action-hover", 4.5),
        ("on-turn", "turn", 10),
        ("text", "turn-tint", 7),
        ("text-soft", "turn-tint", 7),
        ("text-soft", "action-tint", 7),
        ("action", "action-tint", 7),
        ("warn", "warn-tint", 7),
        ("stop", "stop-tint", 7),
        ("text-faint", "surface", 4.5),
        ("text-faint", "surface-raised", 4.5),
        ("line-strong", "surface", 3),
        ("line-strong", "surface-raised", 3),
        ("focus", "surface", 7),
        ("focus", "focus-halo", 7),
        ("code-ink", "code-ground", 15),
        ("media-text", "media-ground", 20),
    ],
)
def test_words_edges_and_marks_stand_out_from_their_ground(
    theme: str, words: str, ground: str, least: float
) -> None:
    assert contrast(theme, words, ground) >= least


def test_high_contrast_is_black_and_white_at_twenty_one_to_one() -> None:
    assert contrast("contrast", "text", "surface") == pytest.approx(21)


def test_yellow_says_only_that_it_is_someones_turn() -> None:
    names = {n for n, v in tokens("light").items() if v == "var(--turmeric-4)"}
    assert names == {"turn"}


def test_titles_leave_room_for_stacked_marks() -> None:
    assert float(tokens("light")["leading-title"]) >= 1.4


def covered() -> Iterator[tuple[str, range]]:
    """Which file of the family serves which letters."""
    css = (STATIC / "tokens.css").read_text()
    for face in re.findall(r"@font-face \{(.*?)\}", css, re.S):
        (file,) = re.findall(r'url\("(.*?)"\)', face)
        (ranges,) = re.findall(r"unicode-range: (.*?);", face)
        for first, last in re.findall(r"U\+(\w+)(?:-(\w+))?", ranges):
            yield file, range(int(first, 16), int(last or first, 16) + 1)


@pytest.mark.parametrize("letter", "ẤỄỔỮỴợƯđĐắặỳA0–’₫")
def test_each_vietnamese_letter_is_served_by_exactly_one_font(letter: str) -> None:
    files = {file for file, letters in covered() if ord(letter) in letters}
    assert len(files) == 1
    assert (STATIC / files.pop()).read_bytes()[:4] == b"wOF2"


@pytest.mark.parametrize("folder", ["fonts", "vendor"])
def test_what_others_made_is_unchanged_and_named_with_its_licence(folder: str) -> None:
    readme = (STATIC / folder / "README.md").read_text()
    rows = re.findall(r"^\| `(.+?)` .*\| `(\w{64})` \|$", readme, re.M)
    files = {p.name: p for p in (STATIC / folder).iterdir() if p.name != "README.md"}
    assert dict(rows) == {
        name: sha256(path.read_bytes()).hexdigest() for name, path in files.items()
    }
    assert "OFL-1.1" in readme or "MIT" in readme


def sprite() -> list[str]:
    return re.findall(r'<symbol id="i-([\w-]+)"', (STATIC / "icons.svg").read_text())


def test_no_drawing_of_the_sprite_has_the_name_of_another() -> None:
    assert len(sprite()) == len(set(sprite())) > 90


def fits(name: str, drawn: str) -> bool:
    return drawn.startswith(name) if name.endswith("-") else drawn == name


@pytest.mark.parametrize("path", TEMPLATES + SCRIPTS, ids=lambda p: str(p.name))
def test_every_icon_that_a_page_shows_is_in_the_sprite(path: Path) -> None:
    source = path.read_text()
    used = re.findall(r"""\bicon\(\s*["']([\w-]+)["']""", source)
    used += re.findall(r"#i-([a-z0-9][\w-]*)", source)
    # "mat-" ~ level names a whole set
    assert [n for n in used if not any(fits(n, drawn) for drawn in sprite())] == []


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda p: str(p.name))
def test_no_page_carries_a_script_or_a_style_of_its_own(path: Path) -> None:
    source = re.sub(r"\{#.*?#\}", "", path.read_text(), flags=re.S)
    inline = r"<style|\sstyle=|\son[a-z]+=[\"']|javascript:|<script(?![^>]*\ssrc=)"
    assert re.findall(inline, source, re.I) == []
