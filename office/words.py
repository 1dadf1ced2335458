"""How times, waits and names are said: filters and globals of every template."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import qrcode
from flask import Flask, current_app, g, request, url_for
from flask_babel import Babel, gettext
from qrcode.constants import ERROR_CORRECT_M
from qrcode.image.base import BaseImage

from office.current import desk
from ticketing.hours import local

LANGUAGES = ("vi", "en")
DAYS_VI = ("Hai", "Ba", "Tư", "Năm", "Sáu", "Bảy")


def language() -> str:
    """Of this page: what it was asked for, else the office's."""
    chosen = request.args.get("lang") or g.get("spoken") or "vi"
    return chosen if chosen in LANGUAGES else "vi"


def words(said: dict[str, str] | None, spoken: str | None = None) -> str:
    """In the page's language; Vietnamese where there is no other."""
    said = said or {}
    return said.get(spoken or language()) or said.get("vi", "")


def clock(moment: datetime | str | None) -> str:
    """09:14, by the clock on the office's wall."""
    if not moment:
        return ""
    if isinstance(moment, str):
        moment = datetime.fromisoformat(moment)
    return f"{local(moment):%H:%M}"


def day(moment: datetime) -> str:
    """Thứ Hai, 23/11; Monday, 23 November."""
    here = local(moment)
    if language() == "en":
        return f"{here:%A}, {here.day} {here:%B}"
    name = "Chủ Nhật" if here.weekday() == 6 else f"Thứ {DAYS_VI[here.weekday()]}"
    return f"{name}, {here:%d/%m}"


def minutes(wait: dict[str, int] | None) -> str:
    """15–20 phút; a range, never a promise."""
    if wait is None:
        return str(gettext("Chưa có quầy mở"))
    low, high = wait["low"] // 60, wait["high"] // 60
    if wait["likely"] == 0:
        return str(gettext("Không phải chờ"))
    if low == 0:
        return str(gettext("Dưới %(n)s phút", n=high))
    if low >= 120:  # so long a wait is said in whole hours
        hours = {"low": low // 60, "high": -(-high // 60)}
        return str(gettext("%(low)s–%(high)s giờ", **hours))
    return str(gettext("%(low)s–%(high)s phút", low=low, high=high))


def at_about(wait: dict[str, int]) -> str:
    """09:29–09:34: the range as times of day."""
    now = desk.store.clock()
    low, high = (now + timedelta(seconds=wait[end]) for end in ("low", "high"))
    return f"{clock(low)}–{clock(high)}"


def qr_path(text: str) -> tuple[str, int]:
    """The modules of a QR code (level M) as an SVG path, and how many there are."""
    code: qrcode.QRCode[BaseImage] = qrcode.QRCode(
        error_correction=ERROR_CORRECT_M, border=0
    )
    code.add_data(text)
    code.make(fit=True)
    matrix = code.get_matrix()
    runs = [
        f"M{x} {y}h1v1h-1z"
        for y, row in enumerate(matrix)
        for x, dark in enumerate(row)
        if dark
    ]
    return "".join(runs), len(matrix)


def static_url(owner: str | None, name: str) -> str:
    """An address that changes with the file, so that it may be kept for ever."""
    endpoint = f"{owner}.static" if owner else "static"
    folder = current_app.blueprints[owner].static_folder if owner else None
    path = Path(str(folder or current_app.static_folder)) / name
    return url_for(endpoint, filename=name, v=int(path.stat().st_mtime))


def init_app(app: Flask) -> None:
    Babel(
        app,
        default_locale="vi",
        default_translation_directories="office/translations",
        locale_selector=language,
    )
    tools: dict[str, Any] = {
        "words": words,
        "clock": clock,
        "day": day,
        "minutes": minutes,
        "at_about": at_about,
        "qr_path": qr_path,
        "static_url": static_url,
    }
    app.jinja_env.globals.update(tools)

    @app.context_processor
    def page() -> dict[str, Any]:
        office = desk.store.office()
        return {"trial": desk.trial, "office": office, "language": language()}
