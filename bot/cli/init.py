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
from bot.county.former_names import FormerNames, read_former_names
from bot.county.guards import refuse_demo
from bot.county.set_up import ImportOutcome, enter_areas, enter_staff
from bot.county.staff_file import StaffFile, read_staff
from bot.settings import Settings, load_settings
from desk.domain.county.areas import Areas
from storage.county.aliases import AliasRows

_FILE = click.Path(path_type=Path)
_Which = tuple[str | None, str | None]  # the county, and the edition of the codes


@dataclass(frozen=True, slots=True)
class CountyFiles:
    """What the files say, checked. `former` are old names of villages, with the code they are found under."""

    areas: Areas
    staff: StaffFile
    former: Sequence[tuple[str, str]]
    not_read: Sequence[str]


@click.command()
@click.option("--areas", "areas_file", required=True, type=_FILE, help="A table of the divisions.")
@click.option(
    "--staff", "staff_file", required=True, type=_FILE, help="A table of the officials and their posts."
)
@click.option("--aliases", "aliases_file", type=_FILE, help="A table of former names of villages.")
@click.option("--county", help="12-digit code, when the areas hold several counties.")
@click.option("--edition", help="Edition of the codes, such as 2023-06-30.")
def init(
    areas_file: Path, staff_file: Path, aliases_file: Path | None, county: str | None, edition: str | None
) -> None:
    """Set up a county: divisions, officials, posts.

    The files are spreadsheets or CSV. Nothing is imported unless every row is right. The same files may be
    imported again: new posts begin, and those end that the list gives to others.
    """
    found = _read(areas_file, staff_file, aliases_file, (county, edition))
    areas, settings = found.areas, load_settings()
    with alone(settings, making=True):
        outcome = asyncio.run(_enter(settings, found))
    for line in found.not_read:
        click.echo(line)
    click.echo(
        f"{areas.county.name}: {outcome.areas} areas, {outcome.officials} officials, "
        f"{outcome.posts_added} posts begun, {outcome.posts_ended} ended."
    )
    if outcome.edition == UNSTATED:
        click.echo("The edition of the codes is not stated: name it with --edition when you know it.")
    click.echo("Next: `bangfu check`, then `bangfu invite --all`.")


def _read(areas_file: Path, staff_file: Path, aliases_file: Path | None, which: _Which) -> CountyFiles:
    """Everything that the files say. Raises BadRows."""
    listed = read_areas(areas_file, *which)
    staff = read_staff(staff_file, listed.areas)
    former = read_former_names(aliases_file, listed.areas) if aliases_file else FormerNames(())
    not_read = [
        f"{file.name}: {one}"
        for file, some in (
            (areas_file, listed.not_read),
            (staff_file, staff.not_read),
            (aliases_file or staff_file, former.not_read),
        )
        for one in some
    ]
    return CountyFiles(listed.areas, staff, former.names, not_read)


async def _enter(settings: Settings, county: CountyFiles) -> ImportOutcome:
    async with opened(settings) as database, sealed_transaction(database, settings) as (connection, seal):
        now = clock()
        await refuse_demo(connection)
        await enter_areas(connection, county.areas, demo=False)
        await AliasRows(connection, seal, now).import_former(county.former)
        return await enter_staff(connection, seal, now, county.staff)
