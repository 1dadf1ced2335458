"""The office's drawings, one by one: a phone fetches only those that its page shows."""

import re
from functools import lru_cache
from pathlib import Path

from flask import current_app
from markupsafe import Markup

SYMBOL = re.compile(r'<symbol id="i-([\w-]+)"[^>]*>(.*?)</symbol>', re.DOTALL)


def drawing(name: str) -> Markup:
    """The inside of an <svg> on the grid of 24 units."""
    return _all(Path(str(current_app.static_folder)) / "icons.svg")[name]


@lru_cache(maxsize=1)
def _all(sprite: Path) -> dict[str, Markup]:
    text = sprite.read_text(encoding="utf-8")
    return {name: Markup(inside) for name, inside in SYMBOL.findall(text)}
