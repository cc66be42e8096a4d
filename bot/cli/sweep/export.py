"""`bangfu sweep export`: the list of a sweep with what was found."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from typing import Final

import click

from bot.cli.alone import alone
from bot.cli.place_of_work import clock, opened, sealed_transaction
from bot.county.sweep_export import SHEET, Exporter, Write, table_at
from bot.rules.listed_words import texts_of
from bot.rules.reading import load_rules
from bot.settings import Settings, load_settings
from desk.domain.sweeps.samples import BEGINNING
from desk.domain.sweeps.sweep import SweepAct
from storage.county.areas import load_areas
from storage.engine.database import Database
from storage.engine.seal import Seal
from storage.staff.staff import StaffRows
from storage.sweeps.lists import SweepListRows

_AT_ONCE: Final = 1000


@click.command("export")
@click.argument("sweep_id", type=int, metavar="ID")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--language", type=click.Choice(["zh_CN", "en"]), default="zh_CN", show_default=True)
def export_sweep(sweep_id: int, file: Path, language: str) -> None:
    """Write the objects and what was found to FILE (.csv or .xlsx), which must not exist.

    Names and addresses stand open in it, so the ledger notes that it was made.
    """
    if file.suffix.lower() not in (".csv", SHEET):
        raise click.UsageError("FILE must end in .csv or .xlsx.")
    if file.exists():
        raise click.UsageError("FILE exists already.")
    settings = load_settings()
    with alone(settings):
        click.echo(f"{asyncio.run(_export(settings, sweep_id, file, language))} objects in {file}.")


async def _export(settings: Settings, sweep_id: int, file: Path, language: str) -> int:
    async with opened(settings) as database:
        async with sealed_transaction(database, settings) as (connection, seal):
            rows = SweepListRows(connection, seal, clock())
            if not any(one.id == sweep_id for one in await rows.everything()):
                raise click.ClickException("There is no such sweep.")
            await rows.note(sweep_id, SweepAct.EXPORT)
            staff = await StaffRows(connection, seal, clock()).everybody()
            names = {one.id: one.name for one in staff}
            rules = load_rules(settings.rules)
            exporter = Exporter(await load_areas(connection), texts_of(rules), language, names, rules.zone)
        with table_at(file) as write:
            write(exporter.header())
            return await _lines(database, seal, sweep_id, exporter, write)


async def _lines(database: Database, seal: Seal, sweep_id: int, exporter: Exporter, write: Write) -> int:
    """Write every object; returns how many."""
    async with database.reading() as connection:
        rows = SweepListRows(connection, seal, clock())
        checked, count, after = await rows.checked(sweep_id), 0, BEGINNING
        with click.progressbar(length=await rows.count(sweep_id), label="Objects", file=sys.stderr) as bar:
            while some := await rows.exported(sweep_id, after, _AT_ONCE):
                for one, case_number in some:
                    write(exporter.line(one, case_number, agreed=checked.get(one.id)))
                last = some[-1][0]
                count, after = count + len(some), (last.listed.area_code, last.id)
                bar.update(len(some))
    return count
