"""`bangfu households`: the register of households."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import click

from bot.cli.alone import alone, bring_up_to_date
from bot.cli.place_of_work import clock, opened, sealed_transaction
from bot.county.area_names import AreaNames
from bot.county.difference import Difference
from bot.county.guards import COUNTY_CODE, refuse_demo
from bot.county.household_file import Known, RegisterFile, read_households
from bot.county.household_import import Importer
from bot.settings import Settings, load_settings
from storage.areas import load_areas
from storage.database import Database
from storage.facts import get_fact
from storage.phones import comparable
from storage.seal import Seal
from storage.staff import StaffRows

_SKIPPED: Final = 1  # exit code: everything else was done


@click.group()
def households() -> None:
    """The register of households."""


@households.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="Only say what would change.")
@click.pass_context
def import_households(context: click.Context, /, file: Path, *, dry_run: bool) -> None:
    """Bring the register to what FILE (.csv or .xlsx, a line for each member) says; print the difference.

    A household with a bad line is left out whole, and its lines are named with the reason; all others are
    entered. Then the exit code is 1. Households that are no longer listed are named and kept.
    """
    settings = load_settings()
    if dry_run:
        bring_up_to_date(settings)
        skipped = asyncio.run(_import(settings, file, dry_run=True))
    else:
        with alone(settings):
            skipped = asyncio.run(_import(settings, file, dry_run=False))
    if skipped:
        context.exit(_SKIPPED)


async def _import(settings: Settings, file: Path, *, dry_run: bool) -> int:
    """How many households were left out."""
    async with opened(settings) as database:
        seal, known = await _known(database, settings)
        click.echo(f"Reading {file} …", err=True)
        read = await asyncio.to_thread(read_households, file, known)
        for problem in read.problems:
            click.echo(str(problem), err=True)
        with click.progressbar(length=len(read.households), label="Households", file=sys.stderr) as bar:
            importer = Importer(database, seal, clock(), dry_run, bar.update, read.unsaid)
            found = await importer.bring_in(read.households, read.numbers)
    for line in _explained(read, found, dry_run=dry_run):
        click.echo(line)
    return read.skipped


async def _known(database: Database, settings: Settings) -> tuple[Seal, Known]:
    async with database.reading() as connection:
        await refuse_demo(connection)
        if await get_fact(connection, COUNTY_CODE) is None:
            raise click.ClickException("No county is set up: run `bangfu init`.")
    async with sealed_transaction(database, settings) as (connection, seal):
        staff = await StaffRows(connection, seal, clock()).everybody()
        officers = {comparable(one.phone): one.id for one in staff if not one.revoked}
        return seal, Known(AreaNames(await load_areas(connection)), officers)


def _explained(read: RegisterFile, found: Difference, *, dry_run: bool) -> Iterator[str]:
    yield from found.lines()
    yield f"{len(read.households)} households in {read.lines} lines: {found.sum(read.skipped)}"
    if dry_run:
        yield "Nothing was changed yet."
