"""`bangfu simulate`: a year of a whole city on a moved clock."""

from __future__ import annotations

import asyncio
import json
import os
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from random import Random
from time import perf_counter
from typing import Final

import click

from bot.simulation.city import found_city, register_households
from bot.simulation.figures import costs_of, figures_of
from bot.simulation.plan import YearPlan, plans
from bot.simulation.year import YearUnderWay
from bot.tables import BadRows
from storage.engine.database import Database
from storage.engine.migrate import migrate
from storage.engine.opening import open_database
from storage.engine.seal import KEY_BYTES, Seal

_MEGABYTE: Final = 2**20


@dataclass(frozen=True, slots=True)
class _Wish:
    """What is to be simulated."""

    plan: YearPlan
    year: int
    seed: int
    areas: Path | None


@click.command()
@click.option("--preset", type=click.Choice(sorted(plans())), default="baicheng", show_default=True)
@click.option("--year", type=click.IntRange(2024, 2100), default=2026, show_default=True)
@click.option(
    "--areas", type=click.Path(path_type=Path), help="Take the villages from this list of divisions."
)
@click.option("--households", type=click.IntRange(1), help="Fewer households, everything in proportion.")
@click.option("--seed", type=int, default=2026, show_default=True)
def simulate(*, preset: str, year: int, areas: Path | None, households: int | None, seed: int) -> None:
    """Play a year through the real desk and its timetable, on a database of its own; print its figures.

    Nobody is written to: messages are counted where they would be sent.
    """
    plan = plans()[preset]
    wish = _Wish(plan if households is None else plan.smaller(households), year, seed, areas)
    with tempfile.TemporaryDirectory(prefix="bangfu-year-") as folder:
        path = Path(folder) / "year.db"
        url = f"sqlite:///{path}"
        migrate(url)
        found = {**asyncio.run(_simulate(url, wish)), "database_megabytes": path.stat().st_size // _MEGABYTE}
    click.echo(json.dumps(found, ensure_ascii=False, indent=1))


async def _simulate(url: str, wish: _Wish) -> Mapping[str, object]:
    began = perf_counter()
    database = await open_database(url)
    try:
        year = await _prepared(database, wish)
        days = (date(wish.year + 1, 1, 1) - date(wish.year, 1, 1)).days
        with click.progressbar(length=days, label=str(wish.year), file=sys.stderr) as bar:
            await year.run(partial(bar.update, 1))
        figures = await figures_of(database, year)
    finally:
        await database.close()
    return {**figures, **costs_of(year, perf_counter() - began)}


async def _prepared(database: Database, wish: _Wish) -> YearUnderWay:
    """The city on the eve of the year. Raises click.ClickException when the list cannot be read."""
    seal = Seal({1: os.urandom(KEY_BYTES)}, 1, os.urandom(KEY_BYTES))
    eve = datetime(wish.year, 1, 1, tzinfo=UTC) - timedelta(hours=12)
    random = Random(wish.seed)  # noqa: S311 - a year that can be played again, and no secret
    try:
        city = await found_city(database, seal, wish.plan, eve, wish.areas)
    except BadRows as error:
        raise click.ClickException("\n".join(map(str, error.problems))) from error
    plan = wish.plan.model_copy(update={"villages": len(city.villages)})
    click.echo(f"{plan.villages} villages, {plan.monitors} monitors, {plan.households} households", err=True)
    await register_households(database, city, plan, eve, random)
    return YearUnderWay(database, city, plan, wish.year, random)
