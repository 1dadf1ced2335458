"""One module and one sheet for a page, put together from its parts when asked for.

A television's first view must not cost twenty requests, and there is no build step. A
part keeps a scope of its own; it imports and exports by name, one import a statement.
"""

import re
from pathlib import Path

from flask import Blueprint, current_app, request
from werkzeug import Response

IMPORT = re.compile(r'^import \{([^}]*)\} from "([^"]+)"\n', re.M)
EXPORT = re.compile(r"^export ((?:async )?(?:function|const|class) (\w+))", re.M)
VENDOR = "/static/vendor/"
FOLDER = Path(__file__).with_name("static")

bp = Blueprint("joined", __name__)


@bp.get("/page/<any(display, counter):name>.js")
def module(name: str) -> Response:
    own = Path(str(current_app.static_folder))
    return asset(joined(FOLDER / f"{name}.js", own), "text/javascript")


def asset(text: str, kind: str) -> Response:
    """Asked for each time a page is opened, sent when it has changed."""
    response = Response(text, mimetype=kind, headers={"Cache-Control": "no-cache"})
    response.add_etag()
    return response.make_conditional(request)


def joined(entry: Path, office: Path) -> str:
    """`entry` after all that it imports; only what others made is left to import."""
    parts: dict[Path, str] = {}
    foreign: dict[str, None] = {}

    def add(path: Path) -> None:
        if path in parts:
            return
        source = path.read_text(encoding="utf-8")
        for names, address in IMPORT.findall(source):
            if address.startswith(VENDOR):
                foreign[f'import {{{names}}} from "{address}"'] = None
            else:
                add(_file(address, path, office))
        parts[path] = _scope(path, source)

    add(entry)
    return "\n".join([*foreign, *parts.values()])


def _scope(path: Path, source: str) -> str:
    def bound(found: re.Match[str]) -> str:
        names, address = found[1].replace(" as ", ": "), found[2]
        foreign = address.startswith(VENDOR)
        return "" if foreign else f"const {{{names}}} = ${Path(address).stem}\n"

    names = ", ".join(name for _, name in EXPORT.findall(source))
    body = EXPORT.sub(r"\1", IMPORT.sub(bound, source))
    return f"const ${path.stem} = (() => {{\n{body}\nreturn {{ {names} }}\n}})()\n"


def _file(address: str, importer: Path, office: Path) -> Path:
    if address.startswith("/static/"):
        return office / address.removeprefix("/static/")
    return (importer.parent / address).resolve()
