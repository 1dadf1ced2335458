"""The office's own pages: the way-finder, health, the virtual printer's slips."""

from datetime import datetime
from pathlib import Path
from typing import Any

from flask import Blueprint, Response, render_template, send_from_directory, url_for
from flask_babel import gettext as _

from office.current import desk, settings
from office.words import words
from ticketing.errors import NotFound
from ticketing.hours import local

bp = Blueprint("office", __name__, template_folder="templates")
SHOWN = 60  # slips


@bp.get("/")
def wayfinder() -> str:
    screens = [
        ("kiosk.start", _("Máy lấy số"), _("Màn hình cảm ứng ở cửa ra vào")),
        ("display.lobby", _("Bảng gọi số"), _("Màn hình lớn ở phòng chờ")),
        ("counter.enter", _("Quầy"), _("Cán bộ đăng nhập và gọi số")),
        ("counter.floor.show", _("Điều phối quầy"), _("Người phụ trách xem mọi quầy")),
    ]
    listed = [(url_for(name), title, hint) for name, title, hint in screens]
    listed += [
        (
            url_for("display.counter.show", counter=counter.counter),
            _("Bảng ở quầy – %(counter)s", counter=words(counter.name)),
            _("Màn hình nhỏ phía trên bàn"),
        )
        for counter in desk.store.counters()
    ]
    listed += [
        (
            url_for("counter.rating.show", counter=counter.counter),
            _("Đánh giá – %(counter)s", counter=words(counter.name)),
            _("Màn hình hướng về phía công dân"),
        )
        for counter in desk.store.counters()
    ]
    if desk.trial:
        url = url_for(".slips")
        listed.append((url, _("Máy in ảo"), _("Các phiếu đã in")))
    return render_template("office/wayfinder.html", screens=listed)


@bp.get("/healthz")
def healthz() -> Response:
    """The process answers."""
    return Response("ok\n", mimetype="text/plain")


@bp.get("/readyz")
def readyz() -> Response:
    """… and has an office to serve."""
    ready = bool(desk.store.services())
    text = "ready\n" if ready else "no office is loaded\n"
    return Response(text, 200 if ready else 503, mimetype="text/plain")


@bp.get("/printer/")
def slips() -> str:
    _only_in_trial()
    rows = desk.store.find("slips", "slip DESC", SHOWN)
    pictures = {path.name[:6]: path.name for path in settings.spool.glob("*.png")}
    shown = [
        _slip(row, pictures[f"{row['slip']:06}"])
        for row in rows
        if f"{row['slip']:06}" in pictures
    ]
    return render_template("office/slips.html", slips=shown)


def _slip(row: dict[str, Any], picture: str) -> dict[str, Any]:
    """A slip and the picture that the virtual printer decoded from its bytes."""
    return {
        "url": url_for(".slip_picture", name=picture),
        "number": desk.store.ticket(row["ref"]).number,
        "copy": row["copy"],
        "at": local(datetime.fromisoformat(row["queued_at"])),
        "state": row["state"],
    }


@bp.get("/printer/<name>")
def slip_picture(name: str) -> Response:
    _only_in_trial()
    return send_from_directory(Path(settings.spool).absolute(), name)


def _only_in_trial() -> None:
    if not desk.trial:
        raise NotFound("unknown-page")
