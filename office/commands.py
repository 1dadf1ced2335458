"""`flask --app app …`: what the head of office and the installer do by hand.

Bad input ends with one clear sentence and exit 2; nothing is left half done.
"""

import base64
import json
import sqlite3
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

import click
from flask import Flask
from flask.cli import AppGroup

from office.clearly import BY, clearly
from office.current import desk, people, settings
from office.forms import clean
from office.people import check_pin
from office.people_commands import PEOPLE, new_pin, officer, token
from ticketing.errors import TicketingError
from ticketing.letterhead import WORDS, picture_size
from ticketing.loading import BadFile, OfficeFiles, read_office
from ticketing.opening import WrongDatabase, mark
from ticketing.verify import verify

SAMPLE = Path(__file__).parent.parent / "data"
PROBLEMS_SHOWN = 20
ADDRESSES = (
    ("/", "all screens"),
    ("/kiosk/", "take a ticket"),
    ("/display/", "the lobby's board"),
    ("/counter/", "sign in at a counter"),
    ("/printer/", "what the virtual printer printed"),
)

office = AppGroup("office", help="The office's database and its data.")
policy = AppGroup("policy", help="What the office decides: rules and hours.")
day = AppGroup("day", help="The business day.")


def init_app(app: Flask) -> None:
    for group in (office, policy, officer, token, day):
        app.cli.add_command(group)
    app.cli.add_command(verify_command)


@office.command("init")
@click.option("--sample", is_flag=True, help="Load the sample office too.")
@clearly
def office_init(sample: bool) -> None:
    """Make the database; in trial mode with the sample office. Safe to repeat."""
    _mark()
    if (sample or desk.trial) and not desk.store.services():
        _load(read_office(SAMPLE))
    click.echo(f"Database: {settings.database}")
    if desk.trial:
        files = read_office(SAMPLE)
        _keep_trial_pins(files)
        for path, what in ADDRESSES:
            click.echo(f"  http://{settings.bind}{path:<10} {what}")
        for name, role, pin in _trial_pins(files):
            click.echo(f"  PIN {pin}  {role:<14} {name}")


def _mark() -> None:
    """A new database learns what it is for: a trial, or a real office."""
    if settings.is_trial or desk.store.meta("trial") is None:
        try:
            mark(desk.store, settings.is_trial, settings.clock)
        except WrongDatabase as error:
            raise click.UsageError(str(error)) from error
    desk.trial = desk.store.meta("trial") == "1"


@office.command("load")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@clearly
def office_load(folder: Path) -> None:
    """Load an office from a folder: office.toml, policy.toml, procedures.csv."""
    files = read_office(folder)
    if desk.store.meta("trial") is None:
        _mark()
    _load(files)
    _show()


def _load(files: OfficeFiles) -> None:
    """Officers get PINs of their own in trial mode; else `officer pin` gives them."""
    _check_officers(files)
    try:
        with desk.store.write():
            desk.load(BY, files.rows)
            for person in files.officers:
                desk.set_officer(BY, person["name"], person["role"])
                if "skills" in person:
                    desk.set_skills(BY, person["name"], person["skills"])
    except sqlite3.IntegrityError as error:
        raise BadFile(f"The office contradicts what is loaded: {error}.") from error
    if desk.trial:
        with desk.store.write() as writing:
            writing.put("meta", {"key": "pins", "value": ""})
        _keep_trial_pins(files)


def _keep_trial_pins(files: OfficeFiles) -> None:
    """Loopback and network have PINs of their own kind: a change sets them anew."""
    kind = _trial_kind()
    if desk.store.meta("pins") == kind:
        return
    for name, _, pin in _trial_pins(files):
        people.set_pin(name, pin)
    with desk.store.write() as writing:
        writing.put("meta", {"key": "pins", "value": kind})


def _trial_kind() -> str:
    """Of this start; a command without LUOT_TRIAL keeps what the database has."""
    return settings.trial if settings.is_trial else desk.store.meta("pins") or "1"


def _check_officers(files: OfficeFiles) -> None:
    """Before anything changes: each needs a name, a role, and a PIN for the trial."""
    for position, person in enumerate(files.officers, 1):
        try:
            clean(person["name"], "name")
            check_pin(str(person["pin"]))
            PEOPLE.index(person["role"])
        except (KeyError, TypeError, ValueError, TicketingError) as error:
            where = f"office.toml: officers no. {position}"
            raise BadFile(f"{where}: {error}.") from error


def _trial_pins(files: OfficeFiles) -> list[tuple[str, str, str]]:
    """Name, role, PIN: the sample's on loopback; random ones, kept, elsewhere."""
    known = [(p["name"], p["role"], str(p["pin"])) for p in files.officers]
    if _trial_kind() != "lan":
        return known
    path = settings.database.with_suffix(".pins")
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(json.dumps({name: new_pin() for name, _, _ in known}))
    kept = json.loads(path.read_text())
    return [(name, role, kept[name]) for name, role, _ in known if name in kept]


@office.command("show")
def office_show() -> None:
    """What is loaded, in a few lines."""
    _show()


def _show() -> None:
    profile = desk.store.office().profile
    if not profile:
        raise click.UsageError("No office is loaded: see `office load DIR`.")
    procedures = desk.store.procedures()
    posted = sum(procedure.posted for procedure in procedures)
    click.echo(profile["name"]["vi"])
    click.echo(f"  {len(procedures)} procedures, {posted} of them posted")
    for service in desk.store.services():
        click.echo(f"  {service.series}  {service.code:<14} {service.name['vi']}")
    for counter in desk.store.counters():
        click.echo(f"  counter {counter.counter}: {', '.join(counter.services)}")
    _show_slip(profile)


def _show_slip(profile: dict[str, Any]) -> None:
    """What is the office's own on its slips."""
    slip = profile.get("slip", {})
    own = [words for name in WORDS if (words := slip.get(name, {}).get("vi"))]
    if logo := slip.get("logo"):
        width, height = picture_size(base64.b64decode(logo))
        own.append(f"logo {width} × {height} dots")
    languages = ", ".join(slip.get("languages", ["vi"]))
    click.echo(f"  slip in {languages}: {'; '.join(own) or 'nothing of its own'}")
    if name := profile.get("wifi", {}).get("name"):
        click.echo(f"  Wi-Fi: {name}")


@policy.command("show")
def policy_show() -> None:
    """Every rule and its value."""
    for key, value in asdict(desk.store.policy()).items():
        click.echo(f"{key} = {json.dumps(value, ensure_ascii=False)}")


@policy.command("set")
@click.argument("key")
@click.argument("value")
@clearly
def policy_set(key: str, value: str) -> None:
    """Change one rule; the change is journalled."""
    changed = desk.set_policy(BY, key, value)
    said = json.dumps(getattr(changed, key), ensure_ascii=False)
    click.echo(f"{key} = {said}")


@day.command("close")
@click.argument("business_day", required=False, metavar="[DATE]")
@clearly
def day_close(business_day: str | None) -> None:
    """Close the business day, today's or DATE (2026-11-23), and set a checkpoint."""
    if business_day:
        try:
            business_day = date.fromisoformat(business_day).isoformat()
        except ValueError:
            raise click.UsageError(f"“{business_day}” is not a date.") from None
    wanted = business_day or desk.today()
    if not desk.store.find("days", business_day=wanted, closed_at=None):
        click.echo(f"{wanted} is not open: there is nothing to close.")
        return
    left = desk.close_day(BY, wanted)
    click.echo(f"Closed; {left} tickets were still open.")


@click.command("verify")
@click.option("--all", "everything", is_flag=True, help="From the first row on.")
def verify_command(everything: bool) -> None:
    """Check the database, the hash chain, and that the journal replays to the state."""
    report = verify(desk.store, everything)
    for problem in report.problems[:PROBLEMS_SHOWN]:
        click.echo(problem)
    if report.problems:
        click.echo(f"{len(report.problems)} problems in {report.rows} rows.")
        raise SystemExit(1)
    erased = f", {report.erased} secrets erased" if report.erased else ""
    click.echo(f"All is well: {report.rows} rows{erased}.")
