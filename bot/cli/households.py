"""`bangfu households`: the register of households."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Iterator, Set
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import click

from bot.cli.alone import alone, bring_up_to_date
from bot.cli.options import SHEET
from bot.cli.place_of_work import clock, heed_demo, opened, sealed_transaction
from bot.county.area_names import AreaNames
from bot.county.difference import Difference
from bot.county.guards import COUNTY_CODE
from bot.county.household_file import CLEARABLE, COLUMNS, RegisterFile, read_households
from bot.county.household_flaws import Known
from bot.county.household_import import Importer
from bot.settings import Settings, load_settings
from bot.tables import known_columns
from storage.county.areas import load_areas
from storage.engine.database import Database
from storage.engine.facts import get_fact
from storage.engine.seal import Seal
from storage.people.phones import comparable
from storage.staff.staff import StaffRows

_SKIPPED: Final = 1  # exit code: everything else was done


@click.group()
def households() -> None:
    """The register of households."""


@households.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="Only say what would change.")
@click.option(
    "--clear",
    multiple=True,
    type=click.Choice(CLEARABLE),
    help="Let an empty cell of this field empty it in the register; members: who is not listed goes.",
)
@SHEET
@click.pass_context
def import_households(
    context: click.Context, /, file: Path, sheet: str, *, dry_run: bool, clear: tuple[str, ...]
) -> None:
    """Bring the register to what FILE says (a spreadsheet or CSV, a line for each member); print the changes.

    A household with a bad line is left out whole, and its lines are named with the reason; all others are
    entered. Then the exit code is 1. What the file does not say stays as it is: households and members no
    longer listed, fields without a column, empty cells. The word «无» takes away, and so does --clear.
    Nobody stops being monitored because a list does not say so.
    """
    settings = load_settings()
    given = _RegisterFile(file, sheet, frozenset(clear), dry_run)
    if dry_run:
        bring_up_to_date(settings)
        skipped = asyncio.run(_import(settings, given))
    else:
        with alone(settings):
            skipped = asyncio.run(_import(settings, given))
    if skipped:
        context.exit(_SKIPPED)


@households.command("columns")
def list_columns() -> None:
    """Print what the columns of a register may be called, and which of them are kept."""
    for ours, kept, aliases in known_columns(COLUMNS.table):
        needed = "needed" if ours in COLUMNS.required else "kept" if kept else "not kept"
        click.echo(f"{ours:<18} {needed:<9} {'  '.join(one for one in aliases if one != ours)}".rstrip())


@dataclass(frozen=True, slots=True)
class _RegisterFile:
    """The file of a register, and what was said of it on the command line."""

    file: Path
    sheet: str
    clear: Set[str]
    dry_run: bool


async def _import(settings: Settings, given: _RegisterFile) -> int:
    """How many households were left out."""
    async with opened(settings) as database:
        seal, known = await _known(database, settings)
        click.echo(f"Reading {given.file} …", err=True)
        read = await asyncio.to_thread(read_households, given.file, known, given.clear, given.sheet)
        for problem in (*read.problems, *read.warnings):
            click.echo(str(problem), err=True)
        with click.progressbar(length=len(read.households), label="Households", file=sys.stderr) as bar:
            importer = Importer(database, seal, clock(), given.dry_run, bar.update)
            found = await importer.bring_in(read.households, read.numbers)
    for line in _explained(read, found, dry_run=given.dry_run):
        click.echo(line)
    return read.skipped


async def _known(database: Database, settings: Settings) -> tuple[Seal, Known]:
    async with database.reading() as connection:
        await heed_demo(connection, settings)
        if await get_fact(connection, COUNTY_CODE) is None:
            raise click.ClickException("No county is set up: run `bangfu init`.")
    async with sealed_transaction(database, settings) as (connection, seal):
        staff = await StaffRows(connection, seal, clock()).everybody()
        officers = {comparable(one.phone): one.id for one in staff if not one.revoked}
        return seal, Known(AreaNames(await load_areas(connection)), officers)


def _explained(read: RegisterFile, found: Difference, *, dry_run: bool) -> Iterator[str]:
    yield from found.lines()
    yield from read.not_read
    yield f"{len(read.households)} households in {read.lines} lines: {found.sum(read.skipped)}"
    if dry_run:
        yield "Nothing was changed yet."
