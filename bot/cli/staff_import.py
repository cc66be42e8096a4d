"""`bangfu staff import`: the staff list from a CSV or a spreadsheet, with what it changes."""

from __future__ import annotations

import asyncio
from pathlib import Path

import click

from bot.cli.alone import alone, bring_up_to_date
from bot.cli.place_of_work import clock, opened, sealed_transaction
from bot.county.guards import COUNTY_CODE, refuse_demo
from bot.county.set_up import enter_staff
from bot.county.staff_file import read_staff
from bot.county.staff_plan import explain_plan, plan, revoked_lines
from bot.county.tables import BadRows
from bot.settings import Settings, load_settings
from bot.villages import spoken
from storage.areas import load_areas
from storage.facts import get_fact
from storage.ledger import LedgerRows
from storage.staff import StaffRows


@click.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="Only say what would change.")
def import_staff(file: Path, *, dry_run: bool) -> None:
    """Make the staff list what FILE (.csv or .xlsx) says, and print the difference.

    Nothing is changed unless every row is right. Posts that are no longer listed end.
    """
    settings = load_settings()
    if dry_run:
        bring_up_to_date(settings)
        lines = asyncio.run(_import(settings, file, dry_run=True))
    else:
        with alone(settings):
            lines = asyncio.run(_import(settings, file, dry_run=False))
    for line in lines:
        click.echo(line)
    click.echo(
        f"{len(lines)} changes; nothing was changed yet." if dry_run else f"{len(lines)} changes made."
    )


async def _import(settings: Settings, file: Path, *, dry_run: bool) -> list[str]:
    async with opened(settings) as database, sealed_transaction(database, settings) as (connection, seal):
        await refuse_demo(connection)
        if await get_fact(connection, COUNTY_CODE) is None:
            raise click.ClickException("No county is set up: run `bangfu init`.")
        areas, now = await load_areas(connection), clock()
        lines = read_staff(file, areas)
        rows = StaffRows(connection, seal, now)
        known = await rows.everybody()
        problems = [*revoked_lines(file, lines, known)]
        if problems:
            raise BadRows(problems)
        found = plan(lines, known, await rows.posts_in([area.code for area in areas]))
        if not dry_run:
            await enter_staff(connection, seal, now, lines, LedgerRows(connection, seal, now))
        return [*explain_plan(found, spoken(areas))]
