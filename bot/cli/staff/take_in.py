"""`bangfu staff import`: the staff list from a CSV or a spreadsheet, with what it changes."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from pathlib import Path

import click

from bot.cli.alone import alone, bring_up_to_date
from bot.cli.options import SHEET
from bot.cli.place_of_work import clock, heed_demo, opened, sealed_transaction
from bot.county.guards import COUNTY_CODE
from bot.county.set_up import enter_staff
from bot.county.staff_file import read_staff
from bot.county.staff_plan import explain_plan, explain_unlisted, plan, revoked_lines
from bot.settings import Settings, load_settings
from bot.tables import BadRows
from bot.villages import spoken
from storage.county.areas import load_areas
from storage.engine.facts import get_fact
from storage.ledger.ledger import LedgerRows
from storage.staff.staff import StaffRows


@click.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="Only say what would change.")
@click.option("--end-unlisted", is_flag=True, help="End posts of which the list does not speak at all.")
@SHEET
def import_staff(file: Path, sheet: str, *, dry_run: bool, end_unlisted: bool) -> None:
    """Make the posts of FILE (a spreadsheet or CSV) what it says, and print the difference.

    Nothing is changed unless every row is right. Of a post that is listed the list says who holds it. Posts
    of which it does not speak stay, and an empty cell leaves a stand-in; «无» takes it away.
    """
    settings = load_settings()
    given = _StaffFile(file, sheet, dry_run, end_unlisted)
    if dry_run:
        bring_up_to_date(settings)
        changes, kept = asyncio.run(_import(settings, given))
    else:
        with alone(settings):
            changes, kept = asyncio.run(_import(settings, given))
    for line in (*changes, *kept):
        click.echo(line)
    click.echo(
        f"{len(changes)} changes; nothing was changed yet." if dry_run else f"{len(changes)} changes made."
    )


@dataclass(frozen=True, slots=True)
class _StaffFile:
    """The file of a list, and what was said of it on the command line."""

    file: Path
    sheet: str
    dry_run: bool
    end_unlisted: bool


async def _import(settings: Settings, given: _StaffFile) -> tuple[list[str], list[str]]:
    """What changes, and what is kept or not read."""
    async with opened(settings) as database, sealed_transaction(database, settings) as (connection, seal):
        await heed_demo(connection, settings)
        if await get_fact(connection, COUNTY_CODE) is None:
            raise click.ClickException("No county is set up: run `bangfu init`.")
        areas, now = await load_areas(connection), clock()
        read = replace(read_staff(given.file, areas, given.sheet), whole=given.end_unlisted)
        rows = StaffRows(connection, seal, now)
        known = await rows.everybody()
        problems = [*revoked_lines(given.file, read.lines, known)]
        if problems:
            raise BadRows(problems)
        found = plan(read, known, await rows.posts_in([area.code for area in areas]))
        if not given.dry_run:
            await enter_staff(connection, seal, now, read, LedgerRows(connection, seal, now))
        named = spoken(areas)
        return [*explain_plan(found, named)], [*explain_unlisted(found, named), *read.not_read]
