"""The desk, the live channel and the settings of the running app, for every view."""

from typing import TYPE_CHECKING, Any

from flask import current_app
from werkzeug.local import LocalProxy

from ticketing.desk import Desk

if TYPE_CHECKING:
    from office.live import Live
    from office.people import People


def _extension(name: str) -> Any:
    return LocalProxy(lambda: current_app.extensions[name])


desk: Desk = _extension("desk")
live: "Live" = _extension("live")
people: "People" = _extension("people")
settings: Any = _extension("luot_settings")
