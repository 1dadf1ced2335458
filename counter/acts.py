"""What an officer's forms ask of the desk, by the last word of their address."""

from collections.abc import Callable

from flask import request

from counter import fields
from counter.visit_forms import VISIT
from office.current import desk
from office.forms import maybe, text, whole
from office.words import words
from ticketing.errors import Conflict, Impossible, NotAllowed
from ticketing.floor import left_alone
from ticketing.people import Actor
from ticketing.tickets import Status

Act = Callable[[Actor, int], object]


def opening(by: Actor, counter: int) -> object:
    sure = {name: bool(maybe(name)) for name in ("working_day", "right_clock")}
    return desk.open_counter(by, counter, **sure)


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
    """A line that was pressed wins over what still stands in the field."""
    said = fields.several("number") or [text("number")]
    return desk.hand_over(by, counter, fields.meant(counter, said[-1]))


def rejoin(by: Actor, counter: int) -> object:
    """Into the line again, whatever took them out; who is parked keeps their place."""
    ticket = desk.find_today(fields.number(counter))
    if ticket.status is Status.PARKED:
        return desk.resume(by, counter, ticket.number)
    return desk.rejoin(by, ticket.ref, counter)


def priority(by: Actor, counter: int) -> object:
    on, ticket = bool(maybe("on")), desk.find_today(fields.number(counter))
    if ticket.priority is on:
        raise Conflict("has-priority" if on else "no-priority", number=ticket.number)
    return desk.set_priority(by, ticket.number, on, fields.reason(), counter)


def cancel(by: Actor, counter: int) -> object:
    """Why is always said: asked once it is clear whom it concerns."""
    ticket, reason = desk.find_today(fields.number(counter)), fields.reason()
    if not ticket.may("cancel"):
        raise ticket.cannot("cancel")
    if reason is None:
        raise Impossible("cancel-reason", number=ticket.number)
    return desk.cancel(by, ticket.ref, reason, counter)


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
    "touches": lambda by, counter: desk.touch(by, counter),
    "resumptions": resume,
    "ready": ready,
    "handouts": hand_over,
    "rejoins": rejoin,
    "priority": priority,
    "cancellation": cancel,
    "services": services,
    "lines": lambda by, counter: desk.take_line(by, counter, text("service")),
    "lines-from": lines_from,
    "quick-questions": lambda by, counter: desk.tally(by, counter, "quick"),
    "help-calls": lambda by, counter: desk.ask_help(by, counter, bool(maybe("on"))),
    **VISIT,
}
