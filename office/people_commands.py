"""`flask officer …` and `flask token …`: who may act in this office."""

import secrets

import click
from flask.cli import AppGroup

from office.clearly import BY, clearly
from office.current import desk, people
from office.forms import clean
from office.people import PIN_DIGITS, check_pin
from ticketing.people import ROLES, STAFF

PEOPLE = (*STAFF, "auditor")

officer = AppGroup("officer", help="People who serve: add, give a PIN, end.")
token = AppGroup("token", help="Access for programs and devices.")


def new_pin() -> str:
    return f"{secrets.randbelow(10**PIN_DIGITS):0{PIN_DIGITS}}"


@officer.command("add")
@click.argument("name")
@click.option("--role", type=click.Choice(PEOPLE), default="officer")
@click.option("--pin", help="Six digits; made up and printed when left out.")
@clearly
def officer_add(name: str, role: str, pin: str | None) -> None:
    """Add somebody, or change their role."""
    name = clean(name, "NAME")
    if pin:
        check_pin(pin)
    desk.set_officer(BY, name, role)
    _give_pin(name, pin)


@officer.command("pin")
@click.argument("name")
@click.option("--pin", help="Six digits; made up and printed when left out.")
@clearly
def officer_pin(name: str, pin: str | None) -> None:
    """Give somebody a new PIN."""
    _give_pin(name, pin)


def _give_pin(name: str, pin: str | None) -> None:
    chosen = pin or new_pin()
    people.set_pin(name, chosen)
    click.echo(f"{name}: PIN changed" if pin else f"{name}: PIN {chosen}")


@officer.command("skills")
@click.argument("name")
@click.argument("codes", nargs=-1, metavar="[CODE]…")
@click.option("--all", "every", is_flag=True, help="Whatever the counter serves.")
@clearly
def officer_skills(name: str, codes: tuple[str, ...], every: bool) -> None:
    """The services that somebody knows: a counter calls no others while they are
    there. Without CODE: what is written down."""
    if codes and every:
        raise click.UsageError("Give services, or --all, not both.")
    known = people.skills(name)
    if codes or every:
        known = desk.set_skills(BY, name, codes)
    click.echo(f"{name}: {', '.join(known) or 'whatever the counter serves'}")


@officer.command("end")
@click.argument("name")
@clearly
def officer_end(name: str) -> None:
    """Somebody leaves: their sign-ins end at once."""
    desk.end_officer(BY, name)
    click.echo(f"{name}: ended")


@token.command("create")
@click.option("--role", type=click.Choice(ROLES), required=True)
@click.option("--counter", type=click.IntRange(1, 9999), help="Bind it to a counter.")
@click.option("--name", default="", help="Whose it is, for the journal.")
@click.option("--officer", help="It acts for this person, beside their own page.")
@clearly
def token_create(
    role: str, counter: int | None, name: str, officer: str | None
) -> None:
    """Make a token and print it alone: it is shown only once."""
    known = clean(name, "--name") if name else ""
    click.echo(people.create_token(BY, role, known, counter, officer))
