"""`bangfu hearing`: what was misheard, a county's own sentences, and how good the listener is."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import click
import orjson

from bot.cli.desk_work import reading_work
from bot.settings import load_settings
from desk.domain.talk.heard import DangerLevel, HearingCount, SpeechAct
from hearing.measuring import Figures, measure
from hearing.model import DANGERS, KINDS
from hearing.own import keep, listener_of, nameless
from hearing.sentences import Mislabelled, read_file

_FILE: Final = click.Path(path_type=Path, exists=True, dir_okay=False)


@click.group()
def hearing() -> None:
    """What free words are heard as: danger, a question, a complaint, and whose trouble."""


@hearing.command()
def misses() -> None:
    """Count what was heard and what people then said that it was; no words are kept."""
    counts = asyncio.run(_counts())
    for count in counts:
        click.echo(f"{count.month}  heard: {count.heard}  meant: {count.meant}  {count.times}")
    if not counts:
        click.echo("Nobody was asked back yet.")


@hearing.command()
@click.argument("text")
@click.option("--act", "act", type=click.Choice([act.value for act in SpeechAct]), required=True)
@click.option("--danger", "d", type=click.Choice([level.value for level in DangerLevel]), default="none")
@click.option("--kind", "dk", type=click.Choice(["", *DANGERS]), default="", help="Which danger.")
@click.option("--about", "k", type=click.Choice(KINDS), multiple=True, help="Which trouble; may be repeated.")
@click.option("--official", "o", is_flag=True, help="It accuses somebody in office.")
def accept(text: str, **labels: Any) -> None:
    """Add a sentence to the county's own: TEXT is heard so from the next start on.

    Names of officials and long numbers are taken out; take out the names of others yourself.
    """
    folder = load_settings().data_dir
    plain = nameless(text, asyncio.run(_names()))
    try:
        keep(folder, {"t": plain, **labels})
    except Mislabelled as error:
        raise click.ClickException(f"Not kept: {error}.") from error
    heard = listener_of(folder).hear(plain)
    click.echo(f"kept: {plain}")
    click.echo(f"heard from the next start on as: {heard.act}, danger {heard.level}")


@hearing.command("eval")
@click.argument("file", type=_FILE)
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def evaluate(file: Path, *, as_json: bool) -> None:
    """Hear every sentence of FILE (JSON lines with labels) and print how many were heard rightly."""
    try:
        figures = measure(listener_of(load_settings().data_dir), list(read_file(file)))
    except Mislabelled as error:
        raise click.ClickException(f"{error}.") from error
    if as_json:
        click.echo(orjson.dumps(figures.as_json()).decode())
        return
    for line in _lines(figures):
        click.echo(line)


def _lines(figures: Figures) -> list[str]:
    shares = [f"{name:<44}{share}" for name, share in figures.shares.items() if share.of]
    acts = [f"{act:<12}{dict(heard)}" for act, heard in figures.acts.items()]
    worst = [
        f"{slip.meant} heard as {slip.heard} ({slip.sure}): {slip.text}  [{slip.span}]"
        for slip in figures.worst
    ]
    return [*shares, "", *acts, "", *worst]


async def _counts() -> Sequence[HearingCount]:
    async with reading_work(load_settings()) as work:
        return await work.hearing_counts.all()


async def _names() -> Sequence[str]:
    async with reading_work(load_settings()) as work:
        return [staff.name for staff in await work.staff.everybody()]
