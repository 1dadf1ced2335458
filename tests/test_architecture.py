"""The rules of the house: who may import whom, how long things are, where SQL lives."""

import ast
import re
import string
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from ticketing import errors
from ticketing.errors import SENTENCES

ROOT = Path(__file__).parent.parent

DEVICES = ("kiosk", "display", "counter", "phone")
FLASK = {"flask", "flask_babel", "werkzeug", "markupsafe", "jinja2"}
WEB = FLASK | {"flask_socketio", "flask_wtf", "flask_limiter", "gevent", "limits"}
MAY_IMPORT = {
    "ticketing": {"sqlite_utils", "holidays", "numpy", "rapidfuzz"},
    "printer": {"ticketing", "settings", "escpos", "qrcode", "PIL"},
    "office": WEB | {"ticketing", "settings", "argon2", "qrcode", "click"},
    **dict.fromkeys(DEVICES, FLASK | {"ticketing", "office"}),
    "display": FLASK | {"ticketing", "office", "click", "PIL"},
}
PACKAGES = tuple(MAY_IMPORT)
ONLY_IN = {
    "sqlite_utils": {"store.py", "schema.py"},
    "holidays": {"hours.py"},
    "numpy": {"estimates.py", "planner.py"},
    "rapidfuzz": {"catalogue.py"},
}
SPEAKS_SQL = {"ticketing/store.py", "ticketing/schema.py"}
SQL = re.compile(
    r"\s*(SELECT\s.+\sFROM|INSERT\s+(OR\s+\w+\s+)?INTO|REPLACE\s+INTO|UPDATE\s\w+\sSET"
    r"|DELETE\s+FROM|CREATE\s+(TABLE|VIEW|TRIGGER|INDEX|UNIQUE)|PRAGMA\s"
    r"|BEGIN\s+IMMEDIATE|ALTER\s+TABLE|DROP\s+\w+)",
    re.DOTALL,
)
LONGEST_FUNCTION, LONGEST_FILE = 40, 300  # lines


def files(*packages: str) -> list[Path]:
    """Of the product; without names, of all of it."""
    inside = [p for name in packages or PACKAGES for p in (ROOT / name).rglob("*.py")]
    return sorted([*inside, *([] if packages else ROOT.glob("*.py"))])


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def place(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def imported(path: Path) -> Iterator[str]:
    """First names of what a module imports."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{place(path)} imports relatively"
            yield str(node.module).partition(".")[0]
        elif isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)


@pytest.mark.parametrize("package", PACKAGES)
def test_every_package_of_the_house_is_there_and_says_what_it_is(package: str) -> None:
    assert ast.get_docstring(tree(ROOT / package / "__init__.py"))


@pytest.mark.parametrize("package", PACKAGES)
def test_a_package_imports_only_what_its_place_allows(package: str) -> None:
    allowed = MAY_IMPORT[package] | {package} | sys.stdlib_module_names
    strangers = {
        (place(path), name)
        for path in files(package)
        for name in imported(path)
        if name not in allowed
    }
    assert strangers == set()


@pytest.mark.parametrize("library", ONLY_IN)
def test_a_library_of_the_domain_stays_in_its_own_modules(library: str) -> None:
    users = {path.name for path in files("ticketing") if library in imported(path)}
    assert users <= ONLY_IN[library]


def test_only_the_servers_and_tests_know_the_app() -> None:
    users = {place(path) for path in files() if "app" in imported(path)}
    assert users <= {"gunicorn.conf.py"}


def test_settings_and_the_domain_know_nothing_of_the_web() -> None:
    for path in (ROOT / "settings.py", *files("ticketing", "printer")):
        assert not WEB & set(imported(path)), place(path)


def test_only_the_store_and_its_schema_speak_sql() -> None:
    speakers = {
        place(path)
        for path in files()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
        if SQL.match(node.value)
    }
    assert speakers == SPEAKS_SQL


def test_the_domain_reads_no_clock_but_the_one_it_is_handed() -> None:
    reads = re.compile(r"\b(datetime\.now|utcnow|date\.today|time\.time)\(")
    readers = {
        path.name
        for path in files("ticketing")
        if reads.search(path.read_text(encoding="utf-8"))
    }
    assert readers == {"clock.py"}


def test_no_function_is_longer_than_a_page() -> None:
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    long = [
        f"{place(path)}: {node.name}"
        for path in files()
        for node in ast.walk(tree(path))
        if isinstance(node, kinds)
        if (node.end_lineno or 0) - node.lineno + 1 > LONGEST_FUNCTION
    ]
    assert long == []


def test_no_file_is_too_long_to_be_read_at_once() -> None:
    long = {
        place(path): lines
        for path in files()
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > LONGEST_FILE
    }
    assert long == {}


def test_every_module_says_what_it_is_for() -> None:
    silent = [place(path) for path in files() if not ast.get_docstring(tree(path))]
    assert silent == []


def test_the_readme_names_every_variable_of_the_settings() -> None:
    known = set(re.findall(r"LUOT_[A-Z_]*[A-Z]", (ROOT / "settings.py").read_text()))
    told = set(re.findall(r"LUOT_[A-Z_]*[A-Z]", (ROOT / "README.md").read_text()))
    assert known - told == set()


# --- refusals ----------------------------------------------------------------

REFUSALS = {
    name
    for name, thing in vars(errors).items()
    if isinstance(thing, type) and issubclass(thing, errors.TicketingError)
}


def refusals() -> Iterator[tuple[str, str, set[str]]]:
    """Where, code and facts of every refusal that the product raises."""
    for path in files():
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                code = node.args[0] if node.args else None
                if node.func.id in REFUSALS and isinstance(code, ast.Constant):
                    facts = {str(keyword.arg) for keyword in node.keywords}
                    yield f"{place(path)}:{node.lineno}", str(code.value), facts


def placeholders(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}


def test_every_refusal_has_its_sentence_and_all_its_facts() -> None:
    found = list(refusals())
    assert len(found) > 40
    for where, code, facts in found:
        assert code in SENTENCES, where
        for sentence in SENTENCES[code]:
            assert placeholders(sentence) <= facts, (where, sentence)


def test_every_sentence_is_whole_in_vietnamese_and_in_english() -> None:
    for code, (vi, en) in SENTENCES.items():
        assert vi.endswith((".", "!")), code
        assert en.endswith((".", "!")), code
