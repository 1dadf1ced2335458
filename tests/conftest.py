"""One sample office for the tests of pages and API, and a clock that obeys."""

import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient
from jinja2 import FileSystemBytecodeCache
from werkzeug.test import TestResponse

from app import create_app
from office import people as sign_ins
from office.people import HASHER, People
from settings import Settings
from ticketing.desk import Desk
from ticketing.loading import read_office
from ticketing.opening import open_store
from ticketing.people import Actor

ROOT = Path(__file__).parent.parent
MONDAY = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)  # 09:00 in the office
HEAD = Actor("administrator", "test", "test")


class Clock:
    def __init__(self, now: datetime = MONDAY) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def tick(self, **span: float) -> None:
        self.now += timedelta(**span)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The slow files first, so that no worker is left with one of them at the end."""
    slow = {item.path for item in items if item.get_closest_marker("browser")}
    items.sort(key=lambda item: item.path not in slow)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(database=tmp_path / "office.db", trial="1")


@pytest.fixture(scope="session", autouse=True)
def _quick_pins() -> None:
    """Real argon2, but not 174 ms a PIN; test_people fixes what the product uses."""
    quick = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    sign_ins.HASHER, sign_ins.NOBODY = quick, quick.hash("nobody")


@pytest.fixture
def as_shipped(monkeypatch: pytest.MonkeyPatch) -> None:
    """PINs hashed with the product's own cost."""
    monkeypatch.setattr(sign_ins, "HASHER", HASHER)


@pytest.fixture(scope="session")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample office's database, loaded once; each test works on a copy."""
    path = tmp_path_factory.mktemp("loaded") / "office.db"
    store = open_store(path, trial=True)
    store.clock = Clock()
    Desk(store, trial=True).load(HEAD, read_office(ROOT / "data").rows)
    store.close()
    return path


@pytest.fixture(scope="session")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> FileSystemBytecodeCache:
    """The pages, compiled once: it is most of what drawing the first one costs."""
    return FileSystemBytecodeCache(str(tmp_path_factory.mktemp("compiled")))


@pytest.fixture
def app(
    settings: Settings, clock: Clock, loaded: Path, compiled: FileSystemBytecodeCache
) -> Iterator[Flask]:
    shutil.copy(loaded, settings.database)
    app = create_app(settings)
    app.jinja_env.bytecode_cache = compiled
    app.config["WTF_CSRF_ENABLED"] = False  # its own tests turn it on
    desk: Desk = app.extensions["desk"]
    desk.store.clock = clock
    with app.app_context():
        yield app
    desk.store.close()


@pytest.fixture
def desk(app: Flask) -> Desk:
    found: Desk = app.extensions["desk"]
    return found


@pytest.fixture
def people(app: Flask) -> People:
    found: People = app.extensions["people"]
    return found


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


class Caller:
    """A program with a token: every call as the contract says."""

    def __init__(self, client: FlaskClient, token: str = "") -> None:
        self._client = client
        self.headers = {"Authorization": f"Bearer {token}"} if token else {}

    def get(self, path: str, **headers: str) -> TestResponse:
        return self._client.get(f"/api/v1{path}", headers=self.headers | headers)

    def post(self, path: str, body: object = None, **headers: str) -> TestResponse:
        return self._client.post(
            f"/api/v1{path}", json=body or {}, headers=self.headers | headers
        )


@pytest.fixture
def caller(client: FlaskClient, people: People) -> Callable[..., Caller]:
    """caller("officer", 1): somebody with a fresh token of that role."""

    def make(role: str = "", counter: int | None = None) -> Caller:
        token = people.create_token(HEAD, role, role, counter) if role else ""
        return Caller(client, token)

    return make
