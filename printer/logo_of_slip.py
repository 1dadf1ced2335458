"""The office's logo, from a PNG to dots."""

import io
import logging
from functools import lru_cache

from PIL import Image

from printer.raster import Picture

MOST_PIXELS = 4_000_000  # more than any logo; a small file may claim millions

log = logging.getLogger(__name__)


@lru_cache(maxsize=4)
def logo(png: bytes, width: int, height: int) -> Picture | None:
    """Within this room and without grey: dots that are scattered fade and smear. One
    that cannot be read is left out: a slip is worth more than its ornament."""
    try:
        with Image.open(io.BytesIO(png), formats=["PNG"]) as drawn:
            if drawn.width * drawn.height > MOST_PIXELS:
                raise ValueError(f"{drawn.width} × {drawn.height} pixels")
            colours = drawn.convert("RGBA")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as fault:
        log.warning("the logo is left out: %s", fault)
        return None
    paper = Image.new("RGBA", colours.size, "white")
    grey = Image.alpha_composite(paper, colours).convert("L")
    grey.thumbnail((width, height), Image.Resampling.LANCZOS)
    return grey.convert("1", dither=Image.Dither.NONE)
