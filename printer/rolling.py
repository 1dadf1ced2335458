"""A pre-numbered roll for the drawer: X001, X002, … for the day a kiosk dies."""

from collections.abc import Iterator
from threading import Event
from typing import Any

from printer.backends import Backend, open_backend
from printer.errors import PrinterError
from printer.escpos_bytes import commands
from printer.jobs import Job, Known, word_of
from printer.patience import Patience
from printer.sentences import on_attempt, on_status, told
from printer.slip import draw
from printer.status import Status
from settings import PrinterSetting, Settings, WrongSetting, printers_of
from ticketing.opening import WrongDatabase, open_store
from ticketing.tickets import ROLL, number_of

MOST = 500  # numbers at once: a roll of paper holds no more
WENT_OUT = ("printed", "unverified")


def print_roll(settings: Settings, count: int, first: int) -> int:
    """On the printer without a kiosk of its own, else the first. 0: all came out."""
    if not (1 <= count <= MOST and first >= 1):
        raise WrongSetting(f"roll: from 1 to {MOST} numbers, beginning at 1 or later.")
    printers = printers_of(settings.printer)
    one = next((each for each in printers if not each.kiosk), printers[0])
    backend = open_backend(one, settings.spool, Patience(Event()))
    said = list(_printed(backend, one, _office(settings), range(first, first + count)))
    print(told(one, said))
    return int(len(said) > 1)


def _office(settings: Settings) -> dict[str, Any]:
    if not settings.database.exists():
        raise WrongDatabase(f"There is no office at {settings.database} yet.")
    store = open_store(settings.database, settings.is_trial, any_kind=True)
    profile, language = store.office().profile, store.policy().language
    store.close()
    return {
        "kind": "roll",
        "office": profile.get("name", {}),
        "sample": bool(profile.get("sample")),
        "language": language,
        "languages": profile.get("slip", {}).get("languages", []),
    }


def _printed(
    backend: Backend, one: PrinterSetting, office: dict[str, Any], ordinals: range
) -> Iterator[str]:
    """One sentence when all came out; else what stopped it, and how to go on."""
    try:
        known, status = backend.meet()
    except PrinterError as fault:
        known, status = None, Status(fault.fault)
    if known is None:
        yield from ("No number was printed.", on_status(status))
        return
    for ordinal in ordinals:
        number = number_of(ROLL, ordinal)
        job = _job(office | {"number": number}, ordinal, one, known)
        attempt = backend.print(job, known)
        if attempt.state not in WENT_OUT:
            yield f"It stopped at {number}: look whether that one came out, and tear "
            yield f"it off if it is not whole. Go on with: roll COUNT --first {ordinal}"
            yield from on_attempt(attempt)[1:]
            return
    yield f"{number_of(ROLL, ordinals[0])} to {number_of(ROLL, ordinals[-1])} are out."


def _job(slip: dict[str, Any], ordinal: int, one: PrinterSetting, known: Known) -> Job:
    word = word_of(ordinal, 0)
    picture = draw(slip, None, one.width)
    data = commands(picture, word if known.acknowledges == "id" else None)
    return Job(slip["number"], data, word, begin=lambda: True, sent=lambda: None)
