"""`flask --app app voice …`: which voices speak, and an office's own recordings."""

from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

import click
from flask.cli import AppGroup

from display.voice_import import imported
from display.voice_level import CHIME, SPEECH, decibels, loudness, peak_of
from display.voice_packs import Pack, Packs
from display.voice_place import Problems, removed
from display.voice_sound import RATE, Clip, sound_of
from display.voice_views import voice as spoken
from office.clearly import BY, clearly
from office.current import desk

OFF = 2.0  # dB that a clip may be louder or softer than the others
LOUDEST = -1.0  # dB: the highest peak
LINE = "{:<12} {:<9} {:>6} {:>12} {:>15} {:>7}  {}"
HEAD = LINE.format("voice", "language", "clips", "seconds", "LUFS", "peak", "whose")
CLIP = "  {:<16} {:<8} {:>5.2f} s {:>6.1f} LUFS {:>6.1f} dB  {}"

voice = AppGroup("voice", help="What the lobby's loudspeaker says.")


@voice.command("import")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--pack", help="The voice; the folder's own name when left out.")
@clearly
def voice_import(folder: Path, pack: str | None) -> None:
    """Take an office's own recordings: WAV, 16-bit, 16–48 kHz, 0.1–5 seconds each.

    The file 0.wav is the clip 0, and so on; `voice check --each` lists all. A folder
    with a voice.toml may bring a new language.
    """
    name = pack or folder.resolve().name
    try:
        with imported(folder, name, spoken().packs) as clips:
            desk.set_voice(BY, name, clips, "imported")
    except Problems as problems:
        refuse(problems, "Nothing was imported.")
    click.echo(f"Imported for {name}: {', '.join(clips)}.")


@voice.command("remove")
@click.argument("pack")
@clearly
def voice_remove(pack: str) -> None:
    """Delete the office's own recordings for PACK; what is shipped speaks again."""
    try:
        with removed(spoken().packs.roots["office"], pack) as clips:
            desk.set_voice(BY, pack, clips, "removed")
    except Problems as problems:
        refuse(problems, "Nothing was removed.")
    click.echo(f"Removed from {pack}: {', '.join(clips) or 'its words alone'}.")


def refuse(problems: Problems, left: str) -> NoReturn:
    """The last sentence stands where every command's refusal does."""
    *others, last = problems.sentences
    for sentence in others:
        click.echo(sentence, err=True)
    raise click.UsageError(f"{last} {left}")


@voice.command("check")
@click.option("--each", is_flag=True, help="List every clip.")
@click.pass_context
def voice_check(context: click.Context, each: bool) -> None:
    """Say which voices there are, whose clips win, and what is wrong (exit 1)."""
    packs, wrong = spoken().packs, []
    click.echo(HEAD)
    for pack in packs.all().values():
        measured = {name: Measured.of(clip) for name, clip in pack.clips.items()}
        click.echo(summary(pack, list(measured.values())))
        if each:
            _list(pack, measured)
        wrong += list(faults(pack, measured))
    wrong += unused(packs)
    click.echo(in_use(packs))
    for sentence in wrong:
        click.echo(sentence)
    context.exit(1 if wrong else 0)


class Measured:
    def __init__(self, seconds: float, lufs: float, peak: float) -> None:
        self.seconds = seconds
        self.lufs = lufs
        self.peak = peak

    @classmethod
    def of(cls, clip: Clip) -> "Measured":
        sound = sound_of(clip)
        peak = decibels(peak_of(sound))
        return cls(len(sound) / RATE, loudness(sound), peak)


def summary(pack: Pack, clips: list[Measured]) -> str:
    seconds, lufs = [c.seconds for c in clips], [c.lufs for c in clips]
    own = list(pack.owners.values()).count("office")
    return LINE.format(
        pack.name,
        pack.language or "–",
        f"{len(clips)}/{len(pack.words)}",
        f"{min(seconds, default=0):.2f}–{max(seconds, default=0):.2f}",
        f"{min(lufs, default=0):.1f} … {max(lufs, default=0):.1f}",
        f"{max((c.peak for c in clips), default=0):.1f}",
        f"{own} of the office, {len(clips) - own} shipped",
    )


def _list(pack: Pack, measured: dict[str, Measured]) -> None:
    for name, words in pack.words.items():
        if clip := measured.get(name):
            values = (clip.seconds, clip.lufs, clip.peak)
            click.echo(CLIP.format(name, pack.owners[name], *values, words))
        else:
            click.echo(f"  {name:<16} missing  {words}")


def faults(pack: Pack, measured: dict[str, Measured]) -> Iterator[str]:
    if pack.missing:
        yield f"{pack.name}: without {', '.join(pack.missing)} such calls only ring."
    level = SPEECH if pack.language else CHIME
    for name, clip in measured.items():
        if abs(clip.lufs - level) > OFF:
            yield f"{pack.name}: {name} is at {clip.lufs:.1f} LUFS, not {level:.1f}."
        if clip.peak > LOUDEST:
            yield f"{pack.name}: {name} has a peak at {clip.peak:.1f} dB."


def unused(packs: Packs) -> list[str]:
    """What lies in the folders, and is not played: the log says why."""
    return [
        f"{path.parent.name}/{path.name}, {owner}, cannot be played."
        for owner, root in packs.roots.items()
        for path in sorted(root.glob("*/*.wav"))
        if owner not in _owners(path, packs)
    ]


def _owners(path: Path, packs: Packs) -> set[str]:
    """Whose file is played under this name; ours may rest behind the office's."""
    pack = packs.named(path.parent.name)
    owner = pack and pack.owners.get(path.stem)
    return {owner, "shipped"} if owner else set()


def in_use(packs: Packs) -> str:
    accent = desk.store.policy().voice_accent
    languages = sorted({pack.language for pack in packs.all().values()} - {""})
    found = [(language, packs.of(language, accent)) for language in languages]
    told = [f"{language}: {pack.name}" for language, pack in found if pack]
    return f"Spoken now: {', '.join(told)}."
