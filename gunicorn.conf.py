"""How the web process runs: one gevent worker, one office.

`gunicorn -c gunicorn.conf.py 'app:create_app()'`. More workers would need sticky
sessions and another lock; one serves an office many times over.
"""

import sys
from typing import Any

from settings import Settings, WrongSetting
from ticketing.opening import WrongDatabase, open_store

try:
    _settings = Settings.from_env()
except WrongSetting as error:
    sys.exit(f"{error}")

bind = _settings.bind
worker_class = "gevent"
workers = 1
worker_connections = 4000  # phones and screens keep theirs open
keepalive = 75  # seconds
timeout = 60  # seconds without a sign of life from the worker
graceful_timeout = 5  # open sockets would hold it for the whole time
no_control_socket = True  # else one is opened in the home folder
accesslog = None
errorlog = "-"
loglevel = "warning"


def on_starting(server: Any) -> None:
    """A database of another kind stops the start with one sentence."""
    try:
        open_store(_settings.database, _settings.is_trial, _settings.clock).close()
    except WrongDatabase as error:
        sys.exit(f"{error}")


def post_worker_init(worker: Any) -> None:
    """After the fork: background greenlets belong to the worker."""
    from app import start_background

    start_background(worker.wsgi)
