"""Commands refuse with one clear sentence and exit 2."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

import click

from ticketing.errors import TicketingError
from ticketing.loading import BadFile
from ticketing.people import Actor

BY = Actor("administrator", "command line", "cli")

F = TypeVar("F", bound=Callable[..., Any])


def clearly(command: F) -> F:
    """Refusals of the domain become one sentence and exit 2."""

    @wraps(command)
    def run(*args: Any, **kwargs: Any) -> Any:
        try:
            return command(*args, **kwargs)
        except (TicketingError, BadFile) as error:
            raise click.UsageError(str(error)) from error

    return run  # type: ignore[return-value]
