"""`flask --app app media …`: what the lobby's screen shows beside the calls."""

from dataclasses import replace
from pathlib import Path

import click
from flask.cli import AppGroup

from display.media_files import Files
from office.clearly import BY, clearly
from office.current import desk, settings
from office.forms import clean
from ticketing.hours import business_day
from ticketing.media import MOST_TEXT, MOST_TITLE, Medium, folder_of

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
WAYS = "Give one of FILE, --notice and --posting."

media = AppGroup("media", help="What the lobby's screen shows beside the calls.")


@media.command("add")
@click.argument("file", type=FILE, required=False, metavar="[FILE]")
@click.option("--notice", metavar="TEXT", help="A notice instead of a file.")
@click.option("--notice-en", metavar="TEXT", default="", help="… and in English.")
@click.option("--posting", is_flag=True, help="The procedures, from the catalogue.")
@click.option(
    "--title", metavar="TEXT", default="", help="Above the notice or picture."
)
@click.option("--title-en", metavar="TEXT", default="", help="… and in English.")
@click.option("--seconds", type=int, default=0, help="How long each time; 3 to 3600.")
@click.option("--zone", default="", help="Only in this hall; else in all.")
@click.option("--from", "first_day", default="", help="First day: 2026-11-23.")
@click.option("--until", "last_day", default="", help="Last day, itself included.")
@clearly
def media_add(
    file: Path | None,
    notice: str | None,
    notice_en: str,
    posting: bool,
    title: str,
    title_en: str,
    **where: str | int,
) -> None:
    """Show a picture (PNG, JPEG, WebP), a video (MP4 with H.264, WebM; 200 MB), a
    notice, or the posting of the procedures."""
    if (file is not None) + (notice is not None) + posting != 1:
        raise click.UsageError(WAYS)
    medium = Medium(
        kind="posting" if posting else "notice",
        title=_words("--title", title, title_en, MOST_TITLE),
        text=_words("--notice", notice or "", notice_en, MOST_TEXT),
        **where,  # type: ignore[arg-type]
    )
    added = _add_file(medium, file) if file else desk.add_medium(BY, medium)
    click.echo(_line(added))


def _words(option: str, vi: str, en: str, longest: int) -> dict[str, str]:
    said = {"vi": vi, "en": en}
    return {k: clean(v, option, longest) if v else "" for k, v in said.items()}


def _add_file(medium: Medium, source: Path) -> Medium:
    """The file first, then the row that names it; a refusal leaves neither."""
    files = _files()
    with files.alone():
        try:
            kind, digest = files.lay(source)
            return desk.add_medium(BY, replace(medium, kind=kind, digest=digest))
        finally:
            _sweep(files)


@media.command("list")
def media_list() -> None:
    """All that is shown or will be, in its order."""
    listed = desk.media()
    for medium in listed:
        click.echo(_line(medium))
    if not listed:
        click.echo("Nothing is shown beside the calls; see `media add`.")


@media.command("remove")
@click.argument("number", type=click.IntRange(1), metavar="N")
@clearly
def media_remove(number: int) -> None:
    """Show number N of `media list` no more; its file is deleted."""
    files = _files()
    with files.alone():
        removed = desk.remove_medium(BY, number)
        _sweep(files)
    click.echo(f"Removed: {_line(removed)}")


def _files() -> Files:
    return Files(folder_of(settings.database))


def _sweep(files: Files) -> None:
    files.sweep({medium.digest for medium in desk.media()})


def _line(medium: Medium) -> str:
    """3  picture   12 s  2026-11-01 – 2026-11-30  zone B  Title"""
    parts = [f"{medium.media:>3}  {medium.kind:<8} {medium.seconds:>4} s"]
    if medium.first_day or medium.last_day:
        parts.append(f"{medium.first_day or '…'} – {medium.last_day or '…'}")
    if medium.zone:
        parts.append(f"zone {medium.zone}")
    parts += [medium.title["vi"] or medium.text["vi"], *_faults(medium)]
    return "  ".join(part for part in parts if part)


def _faults(medium: Medium) -> list[str]:
    faults = []
    if medium.is_over(business_day(desk.store.clock())):
        faults.append("(over)")
    if medium.digest and _files().path(medium.kind, medium.digest) is None:
        faults.append("(its file is missing)")
    return faults
