"""`bangfu init`: a county from two files."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from bot.cli.alone import alone
from bot.cli.place_of_work import clock, opened, sealed_transaction
from bot.county.area_file import UNSTATED, read_areas
from bot.county.guards import refuse_demo
from bot.county.set_up import Outcome, enter_areas, enter_staff
from bot.county.staff_file import StaffLine, read_staff
from bot.settings import Settings, load_settings
from desk.domain.areas import Areas
from places.areas import Alias, UnreadableAreas, read_aliases
from storage.aliases import AliasRows

_FILE = click.Path(path_type=Path)


@dataclass(frozen=True, slots=True)
class County:
    """What the files say, checked."""

    areas: Areas
    staff: Sequence[StaffLine]
    aliases: Sequence[Alias]


@click.command()
@click.option("--areas", "areas_file", required=True, type=_FILE, help="CSV of the divisions.")
@click.option(
    "--staff", "staff_file", required=True, type=_FILE, help="CSV of the officials and their posts."
)
@click.option("--aliases", "aliases_file", type=_FILE, help="CSV of former names of villages.")
@click.option("--county", help="12-digit code, when the areas hold several counties.")
@click.option("--edition", help="Edition of the codes, such as 2023-06-30.")
def init(
    areas_file: Path, staff_file: Path, aliases_file: Path | None, county: str | None, edition: str | None
) -> None:
    """Set up a county: divisions, officials, posts.

    Nothing is imported unless every row is right. The same files may be imported again: new posts begin,
    posts that are no longer listed end.
    """
    areas = read_areas(areas_file, county, edition)
    found = County(areas, read_staff(staff_file, areas), _aliases(aliases_file, areas))
    settings = load_settings()
    with alone(settings, making=True):
        outcome = asyncio.run(_enter(settings, found))
    click.echo(
        f"{areas.county.name}: {outcome.areas} areas, {outcome.officials} officials, "
        f"{outcome.posts_added} posts begun, {outcome.posts_ended} ended."
    )
    if outcome.edition == UNSTATED:
        click.echo("The edition of the codes is not stated: name it with --edition when you know it.")
    click.echo("Next: `bangfu check`, then `bangfu invite --all`.")


def _aliases(path: Path | None, areas: Areas) -> Sequence[Alias]:
    if path is None:
        return []
    try:
        return [alias for alias in read_aliases(path) if areas.get(alias.code) is not None]
    except UnreadableAreas as error:
        raise click.ClickException(str(error)) from error


async def _enter(settings: Settings, county: County) -> Outcome:
    async with opened(settings) as database, sealed_transaction(database, settings) as (connection, seal):
        now = clock()
        await refuse_demo(connection)
        await enter_areas(connection, county.areas, demo=False)
        await AliasRows(connection, now).import_former([(alias.name, alias.code) for alias in county.aliases])
        return await enter_staff(connection, seal, now, county.staff)
