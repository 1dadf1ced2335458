"""Where everything meets: settings → store → desk → blueprints → sockets.

The only module that knows all. `create_app` starts nothing; the server calls
`start_background` in its worker (gunicorn.conf.py).
"""

import os
from collections.abc import Callable

import click
import gevent
from flask import Flask
from flask_wtf.csrf import CSRFProtect

from counter.views import bp as counter
from display.commands import voice
from display.media_commands import media
from display.media_views import bp as media_pages
from display.views import bp as display
from display.voice_views import bp as speech
from kiosk.views import bp as kiosk
from office import (
    commands,
    headers,
    number_pictures,
    pages,
    refusals,
    sockets,
    words,
)
from office.api import counters, floor, paper, public, ratings, spec, staff, visit
from office.limits import Limits
from office.live import Live
from office.people import People
from phone.views import bp as phone
from settings import Settings, WrongSetting
from ticketing.desk import Desk
from ticketing.opening import WrongDatabase, open_store

LARGEST_BODY = 64 * 1024  # bytes
TICK = 20.0  # seconds between two looks at the day's end
AGAIN = 1.0  # second before work that failed goes on
API = (
    counters,
    floor,
    paper,
    public,
    ratings,
    spec,
    staff,
    visit,
)  # importing them puts their calls on one blueprint


def create_app(settings: Settings | None = None) -> Flask:
    """The web application, wired. Under `flask` commands a wrong setting is one
    sentence and exit 2."""
    try:
        return _wired(settings)
    except (WrongSetting, WrongDatabase) as error:
        if in_command():
            raise click.UsageError(str(error)) from error
        raise


def in_command() -> bool:
    return os.environ.get("FLASK_RUN_FROM_CLI") == "true"


def _wired(settings: Settings | None) -> Flask:
    settings = settings or Settings.from_env(serving=not in_command())
    store = open_store(
        settings.database,
        trial=settings.is_trial,
        start=settings.clock,
        web=not in_command(),
        any_kind=in_command(),
    )
    desk = Desk(store, trial=store.meta("trial") == "1")
    live = Live(desk)
    store.on_commit.append(live.committed)

    app = Flask(
        __name__, template_folder="office/templates", static_folder="office/static"
    )
    app.config.from_mapping(
        SECRET_KEY=settings.secret_key(),
        SESSION_COOKIE_NAME="luot",
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SECURE=settings.public_url.startswith("https:"),
        WTF_CSRF_TIME_LIMIT=None,  # a kiosk's page stays open all day
        WTF_CSRF_SSL_STRICT=False,
        MAX_CONTENT_LENGTH=LARGEST_BODY,
        BABEL_DEFAULT_LOCALE="vi",
    )
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    app.extensions |= {
        "desk": desk,
        "live": live,
        "people": People(desk),
        "limits": Limits(),
        "luot_settings": settings,
    }
    _register(app)
    sockets.init_app(app, live)
    return app


def _register(app: Flask) -> None:
    csrf = CSRFProtect(app)
    csrf.exempt(public.bp)
    screens = (kiosk, display, speech, media_pages, counter, phone)
    for blueprint in (pages.bp, *screens, public.bp):
        app.register_blueprint(blueprint)
    for part in (words, number_pictures, headers, refusals, commands):
        part.init_app(app)
    for group in (voice, media):
        app.cli.add_command(group)


def start_background(app: Flask) -> None:
    """In the server's worker, once: news of commits, and the end of the day."""
    live: Live = app.extensions["live"]
    desk: Desk = app.extensions["desk"]
    for work, pause in (
        (live.notice_commits, AGAIN),
        (live.publish, AGAIN),
        (desk.end_of_day, TICK),
    ):
        gevent.spawn(_forever, app, work, pause)


def _forever(app: Flask, work: Callable[[], None], pause: float) -> None:
    """A fault now must not end this work for ever: it is logged, and tried again."""
    while True:
        try:
            with app.app_context():
                work()
        except Exception:
            app.logger.exception("%s failed; it is tried again", work.__name__)
        gevent.sleep(pause)
