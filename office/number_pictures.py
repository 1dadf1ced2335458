"""The picture beside a number, on every screen, once the office wants them."""

from flask import Flask

from office.current import desk
from ticketing.number_pictures import Picture, picture_of


def carried_by(number: str) -> Picture | None:
    """None: policy number_pictures is off."""
    return picture_of(number) if desk.store.policy().number_pictures else None


def init_app(app: Flask) -> None:
    app.jinja_env.globals["carried_by"] = carried_by
