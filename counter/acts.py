"""What an officer's forms ask of the desk. Fields are read here and nowhere else."""

from collections.abc import Callable

from flask import request

from office.current import desk
from office.forms import maybe, text, whole, wrong
from ticketing.desk import Transfer
from ticketing.errors import NotAllowed
from ticketing.hours import business_day
from ticketing.people import Actor
from ticketing.tickets import number_of

Act = Callable[[Actor, int], object]


def call(by: Actor, counter: int) -> object:
    """The next one, or the one that is named; the visit there ends first."""
    previous = _one_of("previous", "served", "no_show")
    if maybe("number"):
        return desk.call_number(by, counter, _number(counter), _reason(), previous)
    return desk.call_next(by, counter, previous, armed=bool(maybe("armed")))


def pause(by: Actor, counter: int) -> object:
    return desk.pause(by, counter, text("reason"))


def park(by: Actor, counter: int) -> object:
    return desk.park(by, counter, text("reason"))


def resume(by: Actor, counter: int) -> object:
    at_once = bool(maybe("call"))
    return desk.resume(by, counter, _number(counter), at_once, _reason())


def transfer(by: Actor, counter: int) -> object:
    to = Transfer(
        service=maybe("service"),
        counter=whole("counter") if maybe("counter") else None,
        place=_one_of("place", "arrival", "first", "last"),
        note=maybe("note") or "",
        reason=_reason(),
    )
    return desk.transfer(by, counter, to)


def walk_in(by: Actor, counter: int) -> object:
    previous = _one_of("previous", "served", "no_show")
    return desk.walk_in(by, counter, maybe("service"), _reason(), previous)


def ready(by: Actor, counter: int) -> object:
    return desk.ready(by, counter, _number(counter))


def rejoin(by: Actor, counter: int) -> object:
    return desk.rejoin(by, desk.find_today(_number(counter)).ref, counter)


def priority(by: Actor, counter: int) -> object:
    on = bool(maybe("on"))
    return desk.set_priority(by, _number(counter), on, _reason(), counter)


def services(by: Actor, counter: int) -> object:
    if not by.at_least("supervisor"):
        raise NotAllowed("not-allowed")
    return desk.set_services(by, counter, request.form.getlist("services"))


ACTS: dict[str, Act] = {
    "opening": lambda by, counter: desk.open_counter(by, counter),
    "closing": lambda by, counter: desk.close_counter(by, counter),
    "pause": pause,
    "calls": call,
    "recalls": lambda by, counter: desk.recall(by, counter),
    "starts": lambda by, counter: desk.start(by, counter),
    "finishes": lambda by, counter: desk.finish(by, counter),
    "no-shows": lambda by, counter: desk.no_show(by, counter),
    "put-backs": lambda by, counter: desk.put_back(by, counter),
    "undo": lambda by, counter: desk.undo(by, counter),
    "parkings": park,
    "resumptions": resume,
    "transfers": transfer,
    "walk-ins": walk_in,
    "ready": ready,
    "rejoins": rejoin,
    "priority": priority,
    "services": services,
}


def _reason() -> str | None:
    """In the officer's own words, else the one chosen from the list."""
    return maybe("other_reason") or maybe("reason")


def _one_of(name: str, *choices: str) -> str:
    """The first is meant when nothing is said."""
    value = maybe(name) or choices[0]
    if value not in choices:
        raise wrong(name, f"phải là {' / '.join(choices)}")
    return value


def _number(counter: int) -> str:
    """A012 from “a12”; on the number pad alone, “12” where only one is meant."""
    said = text("number", longest=12).replace(" ", "")
    return _without_letter(counter, said) if said.isdecimal() else spelled(said)


def spelled(said: str) -> str:
    """A012 from “a12”."""
    said = said.upper().replace(" ", "")
    if said[1:].isdecimal() and not said[0].isdecimal():
        return number_of(said[0], int(said[1:]))
    return said


def _without_letter(counter: int, said: str) -> str:
    day = business_day(desk.store.clock())
    lines = desk.store.counter(counter).services
    found = desk.store.tickets(
        business_day=day, ordinal=int(said), service=list(lines), limit=2
    )
    if len(found) != 1:
        raise wrong(said, "chưa rõ là số nào, xin ghi cả chữ cái")
    return found[0].number
