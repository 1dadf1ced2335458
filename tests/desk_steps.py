"""The fixtures of the domain's tests: an office at work, and a clock that obeys."""

from pathlib import Path

import pytest

from tests.office_of_tests import Clock, working_desk
from ticketing.desk import Desk


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def desk(tmp_path: Path, clock: Clock) -> Desk:
    return working_desk(tmp_path, clock)
