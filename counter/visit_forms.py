"""Forms about the visit at the counter; each says which number its page shows there."""

from collections.abc import Callable

from counter import fields
from office.current import desk
from office.forms import maybe, text, whole
from office.visits import same_visit
from ticketing.desk import Transfer
from ticketing.errors import Conflict
from ticketing.people import Actor

Act = Callable[[Actor, int], object]


def call(by: Actor, counter: int) -> object:
    """The next one, or the one that is named; the visit there ends first."""
    previous = fields.one_of("previous", "served", "no_show")
    if maybe("number"):
        number = fields.number(counter)
        return desk.call_number(by, counter, number, fields.reason(), previous)
    return desk.call_next(by, counter, previous, armed=bool(maybe("armed")))


def walk_in(by: Actor, counter: int) -> object:
    previous = fields.previous(counter)
    return desk.walk_in(by, counter, maybe("service"), fields.reason(), previous)


def finish(by: Actor, counter: int) -> object:
    """Nothing need be said."""
    return desk.finish(
        by,
        counter,
        outcome=maybe("outcome", 60),
        dossiers=whole("dossiers") if maybe("dossiers") else None,
        dossier_numbers=fields.apart("dossier_numbers"),
        quiet=bool(maybe("quiet")),
    )


def park(by: Actor, counter: int) -> object:
    """Whoever fetches a paper gets a slip that says which, if the officer wishes."""
    reason = text("reason")
    slip = bool(maybe("slip")) and reason == "paper"
    return desk.park(by, counter, reason, fields.several("missing"), slip)


def ask_back(by: Actor, counter: int) -> object:
    days = whole("days") if maybe("days") else None
    return desk.ask_back(by, counter, fields.several("missing"), days)


def transfer(by: Actor, counter: int) -> object:
    """A line that was pressed wins over a counter that was only chosen."""
    service, there = maybe("service"), maybe("counter")
    if not (service or there):
        raise Conflict("where-to")
    to = Transfer(
        service=service,
        counter=None if service else whole("counter"),
        place=fields.one_of("place", "arrival", "first", "last"),
        note=maybe("note") or "",
        reason=fields.reason(),
    )
    return desk.transfer(by, counter, to)


def at_hand(act: Act) -> Act:
    def acted(by: Actor, counter: int) -> object:
        same_visit(counter, fields.seen())
        return act(by, counter)

    return acted


VISIT: dict[str, Act] = {
    name: at_hand(act)
    for name, act in {
        "calls": call,
        "walk-ins": walk_in,
        "recalls": lambda by, counter: desk.recall(by, counter),
        "starts": lambda by, counter: desk.start(by, counter),
        "finishes": finish,
        "no-shows": lambda by, counter: desk.no_show(by, counter),
        "put-backs": lambda by, counter: desk.put_back(by, counter),
        "drops": lambda by, counter: desk.drop(by, counter, fields.reason()),
        "notes": lambda by, counter: desk.note(by, counter, text("note")),
        "matters": lambda by, counter: desk.add_matter(by, counter, fields.procedure()),
        "parkings": park,
        "returns": ask_back,
        "transfers": transfer,
    }.items()
}
