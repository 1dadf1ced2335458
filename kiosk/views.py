"""The start screen, and the procedures with what they need."""

from typing import Any

from flask import render_template, request, url_for

from kiosk import own, tickets
from kiosk.finding import fields, shelf, whole_number
from kiosk.frame import bp
from kiosk.lines import closing, is_closed, line_of, lines, out_of_hours
from kiosk.paper import no_paper
from office.current import desk

__all__ = ["bp", "own", "tickets"]


@bp.get("/")
def start() -> str:
    """One tap to a number; outside the hours, when there will be numbers again."""
    if is_closed():
        return render_template("kiosk/closed.html", **closing())
    return render_template("kiosk/start.html", **choosing())


@bp.get("/choices")
def choices() -> str:
    """The part of the start page that changes by itself."""
    if is_closed():
        return render_template("kiosk/_closed.html", **closing())
    return render_template("kiosk/_choices.html", **choosing())


def choosing(priority: bool = False) -> dict[str, Any]:
    return {
        "lines": lines(priority),
        "priority": priority,
        "no_paper": no_paper(),
    }


@bp.get("/priority")
def priority() -> str:
    """Who may ask for it, and the lines again; nobody stores the reason."""
    if is_closed():
        return render_template("kiosk/closed.html", **closing())
    return render_template("kiosk/priority.html", **choosing(priority=True))


@bp.get("/procedures")
def procedures() -> str:
    asked, every = request.args, desk.store.procedures()
    query, field = asked.get("q", "").strip()[:80], asked.get("field", "")
    within = [one for one in every if field in ("", one.field)]
    return render_template(
        "kiosk/procedures.html",
        shelf=shelf(within, query, whole_number(asked.get("start"))),
        fields=fields(every),
        query=query,
        field=field,
        line_names={service.code: service.name for service in desk.store.services()},
    )


@bp.get("/procedures/<ref>")
def sheet(ref: str) -> str:
    procedure = desk.store.procedure(ref)
    line = line_of(desk.store.service(procedure.service))
    return render_template(
        "kiosk/sheet.html",
        procedure=procedure,
        line=line,
        closed=is_closed(),
        roll=not out_of_hours(),
        back=url_for(".procedures", field=procedure.field),
    )
