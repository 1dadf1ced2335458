"""What a supervisor's forms ask of the desk, by the last word of their address."""

from collections.abc import Callable
from datetime import datetime, time

from flask import request

from counter import acts
from office.current import desk
from office.forms import maybe, text, whole, wrong
from ticketing.clock import stamp
from ticketing.hours import ZONE, local
from ticketing.people import Actor

Act = Callable[[Actor], object]


def opening(by: Actor) -> object:
    """For somebody; without a name whoever paused there goes on."""
    sure = {name: bool(maybe(name)) for name in ("working_day", "right_clock")}
    return desk.open_for(by, whole("counter"), maybe("officer"), **sure)


def closing(by: Actor) -> object:
    return acts.closing(by, whole("counter"))


def pause(by: Actor) -> object:
    return acts.pause(by, whole("counter"))


def move(by: Actor) -> object:
    return desk.move_officer(by, whole("counter"), whole("to"))


def services(by: Actor) -> object:
    chosen = request.form.getlist("services")
    second = [code for code in request.form.getlist("helps") if code in chosen]
    return desk.set_services(by, whole("counter"), chosen, second)


def breaks(by: Actor) -> object:
    """Every day; a row that was left or made empty is none."""
    form = request.form
    rows = zip(form.getlist("begun"), form.getlist("ended"), strict=False)
    hours = sorted([begun, ended] for begun, ended in rows if begun or ended)
    return desk.set_breaks(by, whole("counter"), hours)


def skills(by: Actor) -> object:
    return desk.set_skills(by, text("name"), request.form.getlist("skills"))


def notice(by: Actor) -> object:
    """Until a time of today; without one until it is taken down."""
    until = moment("until") if maybe("until") else None
    if until and until <= desk.store.clock():
        raise wrong("until", "phải sau lúc này", "must be later than now")
    ends = stamp(until) if until else ""
    return desk.set_notice(by, text("vi"), maybe("en") or "", ends)


def issuing(by: Actor) -> object:
    on = bool(maybe("on"))
    reason = "" if on else text("reason")
    return desk.set_issuing(by, on, maybe("service"), reason)


def moment(name: str, said: str | None = None) -> datetime:
    """17:00 on the office's wall, today."""
    try:
        at = time.fromisoformat(said or text(name, longest=8))
    except ValueError:
        raise wrong(
            name, "phải là giờ, ví dụ 09:08", "must be a time, as 09:08"
        ) from None
    return datetime.combine(local(desk.store.clock()).date(), at, ZONE)


ACTS: dict[str, Act] = {
    "openings": opening,
    "closings": closing,
    "pauses": pause,
    "moves": move,
    "services": services,
    "breaks": breaks,
    "low": lambda by: desk.set_low(by, whole("counter"), bool(maybe("on"))),
    "skills": skills,
    "lines": lambda by: desk.take_line(by, whole("counter"), text("service")),
    "lines-to": lambda by: desk.move_lines(by, whole("counter"), whole("to")),
    "helped": lambda by: desk.ask_help(by, whole("counter"), False),
    "notice": notice,
    "notice-off": lambda by: desk.set_notice(by, "", ""),
    "issuing": issuing,
    "vouchers": lambda by: desk.give_vouchers(by, maybe("service")),
}
