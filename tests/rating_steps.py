"""What the tests of the screen that faces the visitor do again and again."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.conftest import Clock
from tests.counter_steps import do, take
from ticketing.desk import Desk

Serve = Callable[[], None]


@pytest.fixture
def serve(officer: FlaskClient, desk: Desk, clock: Clock) -> Serve:
    """A whole visit at counter 1; then the question has been read."""

    def visit() -> None:
        take(desk)
        do(officer, "calls")
        do(officer, "starts")
        do(officer, "finishes")
        clock.tick(seconds=2)

    return visit


def answer(client: FlaskClient, **form: object) -> TestResponse:
    return client.post("/counter/1/rating", data=form, follow_redirects=True)
