"""`bangfu visits`: how many of the visits that were due were made. Only reads, also while the desk runs."""

from __future__ import annotations

import asyncio
import csv
import io
import json
from collections.abc import Iterator, Sequence
from datetime import datetime

import click

from bot.cli.alone import bring_up_to_date
from bot.cli.place_of_work import clock, opened
from bot.cli.visits.figures import ROW_COLUMNS, VisitFigures, as_json, as_lines, as_rows, as_table, row_cells
from bot.county.guards import COUNTY_CODE
from bot.county.sweep_export import harmless
from bot.settings import Settings, load_settings
from desk.domain.visits.duties import Window
from desk.domain.visits.rates import WindowRow, month_of
from storage.county.areas import load_areas
from storage.engine.facts import get_fact
from storage.keys.key_file import open_seal
from storage.staff.staff import StaffRows
from storage.visits.rates import VisitRateRows


@click.group()
def visits() -> None:
    """Visits to households: figures."""


def _month(_context: click.Context, _option: click.Parameter, said: str) -> Window:
    try:
        moment = datetime.strptime(f"{said}-01 +0000", "%Y-%m-%d %z")
    except ValueError as error:
        raise click.BadParameter("it is written as 2026-11.") from error
    return month_of(moment.year, moment.month)


@visits.command()
@click.option("--month", required=True, callback=_month, help="As 2026-11: of windows that end in it.")
@click.option("--area", default="", help="The code of a town or village; else the whole county.")
@click.option("--rows", is_flag=True, help="Each window with its household, names masked.")
@click.option("--json", "form", flag_value="json", help="For programs.")
@click.option("--csv", "form", flag_value="csv", help="For spreadsheets.")
def rates(*, month: Window, area: str, rows: bool, form: str | None) -> None:
    """Print visits made of visits due (走访到位率) by duty, town, village and official, and households
    visited of households to be visited (走访覆盖率), each with what was counted over what.
    """
    settings = load_settings()
    bring_up_to_date(settings)
    figures, windows = asyncio.run(_read(settings, area, month, with_windows=rows))
    click.echo(_said(figures, windows, form) if windows is None else _listed(figures, windows, form))


async def _read(
    settings: Settings, area: str, month: Window, *, with_windows: bool
) -> tuple[VisitFigures, Sequence[WindowRow] | None]:
    async with opened(settings) as database, database.reading() as connection:
        county = await get_fact(connection, COUNTY_CODE)
        if county is None:
            raise click.ClickException("No county is set up: run `bangfu init`.")
        seal = await open_seal(connection, settings.key_file)
        areas = await load_areas(connection)
        here = areas.get(area or county)
        if here is None:
            raise click.ClickException(f"There is no area {area}.")
        rows = VisitRateRows(connection, seal, [one.code for one in areas.within(here.code)], month)
        staff = {one.id: one.name for one in await StaffRows(connection, seal, clock()).everybody()}
        figures = VisitFigures(month, here, areas, staff, await rows.tallies(), await rows.cover())
        return figures, await rows.windows() if with_windows else None


def _said(figures: VisitFigures, _windows: None, form: str | None) -> str:
    if form == "json":
        return json.dumps(as_json(figures), ensure_ascii=False, indent=2)
    return _csv(as_table(figures)) if form == "csv" else "\n".join(as_lines(figures))


def _listed(figures: VisitFigures, windows: Sequence[WindowRow], form: str | None) -> str:
    if form == "json":
        return json.dumps(as_rows(figures, windows), ensure_ascii=False, indent=2)
    lines = [ROW_COLUMNS, *(row_cells(figures, one) for one in windows)]
    return _csv(lines) if form == "csv" else "\n".join("  ".join(cells) for cells in lines)


def _csv(lines: Sequence[Sequence[str]]) -> str:
    """Cells are never run: spreadsheets take some first signs for a formula."""
    return "\n".join(_encoded(lines))


def _encoded(lines: Sequence[Sequence[str]]) -> Iterator[str]:
    for cells in lines:
        line = io.StringIO()
        csv.writer(line, lineterminator="").writerow([harmless(cell) for cell in cells])
        yield line.getvalue()
