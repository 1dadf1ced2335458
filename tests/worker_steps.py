"""The fixtures of the printing worker's tests: an office, and a clock that obeys."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.printer_steps import Clock, loaded
from ticketing.desk import Desk
from ticketing.store import Store


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(tmp_path: Path, clock: Clock) -> Iterator[Store]:
    store = Store(tmp_path / "office.db", clock)
    yield store
    store.close()


@pytest.fixture
def desk(store: Store) -> Desk:
    return loaded(store)
