"""What an officer's forms ask of the desk, by the last word of their address."""

from collections.abc import Callable

from flask import request

from counter import fields
from counter.visit_forms import VISIT
from office.current import desk
from office.forms import maybe, text, whole
from office.words import words
from ticketing.errors import Conflict, NotAllowed
from ticketing.floor import left_alone
from ticketing.people import Actor

Act = Callable[[Actor, int], object]


def opening(by: Actor, counter: int) -> object:
    return desk.open_counter(by, counter, working_day=bool(maybe("working_day")))


def closing(by: Actor, counter: int) -> object:
    if desk.store.ticket_at(counter) is None:  # else the desk itself refuses
        nobody_is_left_alone(counter)
    return desk.close_counter(by, counter)


def pause(by: Actor, counter: int) -> object:
    nobody_is_left_alone(counter)
    return desk.pause(by, counter, text("reason"))


def nobody_is_left_alone(counter: int) -> None:
    """The last counter of a line: a second press says so."""
    left = left_alone(desk.store, counter, desk.store.clock())
    if left and not maybe("sure"):
        names = [desk.store.service(code).short for code in left]
        raise Conflict(
            "last-counter",
            line=tuple(
                ", ".join(words(name, spoken) for name in names)
                for spoken in ("vi", "en")
            ),
        )


def resume(by: Actor, counter: int) -> object:
    at_once = bool(maybe("call"))
    return desk.resume(by, counter, fields.number(counter), at_once, fields.reason())


def ready(by: Actor, counter: int) -> object:
    """One, or all that were ticked or scanned."""
    said = [*fields.several("number"), *fields.apart("scanned")]
    numbers = [fields.meant(counter, one) for one in said] or [text("number")]
    return desk.ready(by, counter, *numbers)


def hand_over(by: Actor, counter: int) -> object:
    return desk.hand_over(by, counter, fields.number(counter))


def rejoin(by: Actor, counter: int) -> object:
    return desk.rejoin(by, desk.find_today(fields.number(counter)).ref, counter)


def priority(by: Actor, counter: int) -> object:
    on, number = bool(maybe("on")), fields.number(counter)
    return desk.set_priority(by, number, on, fields.reason(), counter)


def services(by: Actor, counter: int) -> object:
    _supervises(by)
    chosen = request.form.getlist("services")
    second = [code for code in request.form.getlist("helps") if code in chosen]
    return desk.set_services(by, counter, chosen, second)


def lines_from(by: Actor, counter: int) -> object:
    """What a counter that does not work would serve comes here for today."""
    _supervises(by)
    return desk.move_lines(by, whole("away"), counter)


def _supervises(by: Actor) -> None:
    if not by.at_least("supervisor"):
        raise NotAllowed("not-allowed")


ACTS: dict[str, Act] = {
    "opening": opening,
    "closing": closing,
    "pause": pause,
    "undo": lambda by, counter: desk.undo(by, counter),
    "resumptions": resume,
    "ready": ready,
    "handouts": hand_over,
    "rejoins": rejoin,
    "priority": priority,
    "services": services,
    "lines": lambda by, counter: desk.take_line(by, counter, text("service")),
    "lines-from": lines_from,
    "quick-questions": lambda by, counter: desk.tally(by, counter, "quick"),
    "help-calls": lambda by, counter: desk.ask_help(by, counter, bool(maybe("on"))),
    **VISIT,
}
