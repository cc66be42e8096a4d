"""`bangfu sweep import` and `bangfu sweep register`: making a sweep, and bringing its list up to date."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Final, TypeVar

import click

from bot.cli.alone import alone, bring_up_to_date
from bot.cli.options import SHEET
from bot.cli.place_of_work import clock, heed_demo, opened, sealed_transaction
from bot.county.area_names import AreaNames
from bot.county.difference import Difference
from bot.county.guards import COUNTY_CODE
from bot.county.sweep_file import SweepFile, read_objects
from bot.county.sweep_import import SweepImporter
from bot.rules.reading import load_rules
from bot.settings import Settings, load_settings
from desk.domain.county.areas import Areas, Level
from desk.domain.households.household import HouseholdClass
from desk.domain.sweeps.sweep import OF_REGISTER, Listed, Sweep, SweepAct, SweepState
from desk.domain.worklists.queue import within
from storage.county.areas import load_areas
from storage.engine.database import Database
from storage.engine.facts import get_fact
from storage.engine.seal import Seal
from storage.sweeps.lists import SweepListRows

_SKIPPED: Final = 1  # exit code: everything else was done
_READ: Final = 500  # households of the register read at once
_DAY: Final = click.DateTime(["%Y-%m-%d"])
F = TypeVar("F", bound=Callable[..., object])


@dataclass(frozen=True, slots=True)
class SweepPlan:
    """What was said on the command line. `office` is empty for the county."""

    name: str
    due_on: date
    office: str
    apply: bool


def _planned(command: F) -> F:
    """The options that both commands have."""
    for option in (
        click.option("--apply", is_flag=True, help="Do it; without this it is only said what would change."),
        click.option("--office", default="", help="Area code of the desk whose sweep it is; the county's."),
        click.option("--due", type=_DAY, required=True, help="The last day, YYYY-MM-DD."),
        click.option("--name", required=True, help="What officials read; the same name updates the list."),
    ):
        command = option(command)
    return command


@click.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--kind", required=True, help="What its objects are: household, house, …")
@SHEET
@_planned
@click.pass_context
def import_sweep(
    context: click.Context, /, file: Path, kind: str, sheet: str, **said: str | datetime | bool
) -> None:
    """Bring the list of a sweep to what FILE (a spreadsheet or CSV, a line for each object) says.

    A bad line is named with the reason and left out; then the exit code is 1. What is ticked stays ticked,
    what is no longer listed or left empty is kept; «无» takes it away. Nothing is changed without --apply.
    """
    plan = _plan(said)
    settings = load_settings()
    with _place(settings, plan):
        skipped = asyncio.run(_import(settings, _SweepFile(file, _kind(settings, kind), sheet), plan))
    if skipped:
        context.exit(_SKIPPED)


@click.command("register")
@click.option(
    "--class",
    "classes",
    multiple=True,
    type=click.Choice([one.value for one in HouseholdClass]),
    help="Households of this class; of any, if it is not said.",
)
@click.option("--area", default="", help="Area code of a village or town; the whole county, if not said.")
@_planned
def register_sweep(classes: Sequence[str], area: str, **said: str | datetime | bool) -> None:
    """Make a sweep of the households of the register that are of a class and in an area."""
    plan = _plan(said)
    settings = load_settings()
    with _place(settings, plan):
        asyncio.run(_register(settings, classes, area, plan))


def _plan(said: dict[str, str | datetime | bool]) -> SweepPlan:
    due = said["due"]
    if not isinstance(due, datetime):
        raise click.ClickException("--due must be a day.")
    return SweepPlan(str(said["name"]).strip(), due.date(), str(said["office"]), bool(said["apply"]))


def _place(settings: Settings, plan: SweepPlan) -> AbstractContextManager[None]:
    """Alone when something is written."""
    if plan.apply:
        return alone(settings)
    bring_up_to_date(settings)
    return nullcontext()


def _kind(settings: Settings, kind: str) -> str:
    known = load_rules(settings.rules).sweep_kinds
    if kind not in known:
        raise click.UsageError(f"--kind must be one of {', '.join(known)}.")
    return kind


@dataclass(frozen=True, slots=True)
class _SweepFile:
    """The file of a list, and what its objects are."""

    file: Path
    kind: str
    sheet: str


async def _import(settings: Settings, given: _SweepFile, plan: SweepPlan) -> int:
    """How many lines were left out."""
    async with opened(settings) as database:
        areas = await _areas(settings, database)
        click.echo(f"Reading {given.file} …", err=True)
        read = await asyncio.to_thread(read_objects, given.file, AreaNames(areas), given.sheet)
        for problem in read.problems:
            click.echo(str(problem), err=True)
        await _bring_in(settings, database, plan, _New(given.kind, _office(areas, plan)), read)
    return read.skipped


async def _register(settings: Settings, classes: Sequence[str], area: str, plan: SweepPlan) -> None:
    async with opened(settings) as database:
        areas = await _areas(settings, database)
        codes = [one.code for one in within(areas, area or areas.county.code)]
        if not codes:
            raise click.ClickException("--area is not in the county.")
        async with sealed_transaction(database, settings) as (_, seal):
            pass
        found = await _households(database, seal, codes, classes)
        if not found:
            raise click.ClickException("There are no such households in the register.")
        read = SweepFile(found, (), {one.number for one in found}, len(found))
        await _bring_in(settings, database, plan, _New(OF_REGISTER, _office(areas, plan)), read)


async def _households(
    database: Database, seal: Seal, codes: Sequence[str], classes: Sequence[str]
) -> list[Listed]:
    found: list[Listed] = []
    after = 0
    while True:
        async with database.reading() as connection:
            some = await SweepListRows(connection, seal, clock()).of_register(codes, classes, after, _READ)
        found += [
            Listed(one.number, one.area_code, one.head.name, one.address, household_id=one.id) for one in some
        ]
        if len(some) < _READ:
            return found
        after = some[-1].id


@dataclass(frozen=True, slots=True)
class _New:
    """What a new sweep is, where there is none of that name."""

    kind: str
    office_code: str


async def _bring_in(
    settings: Settings, database: Database, plan: SweepPlan, new: _New, read: SweepFile
) -> None:
    async with sealed_transaction(database, settings) as (connection, seal):
        rows = SweepListRows(connection, seal, clock())
        known = await rows.named(plan.name)
        wanted = _wanted(known, plan, new)
        if plan.apply and known is None:
            wanted = replace(wanted, id=await rows.add(wanted))
        elif plan.apply and wanted != known:
            await rows.save(wanted)
    with click.progressbar(length=len(read.objects), label="Objects", file=sys.stderr) as bar:
        importer = SweepImporter(database, seal, clock(), not plan.apply, bar.update, read.unsaid)
        found = await importer.bring_in(wanted, read.objects, read.numbers)
    if plan.apply:
        async with sealed_transaction(database, settings) as (connection, seal):
            details = f"new:{found.new} changed:{len(found.changed)} left_out:{read.skipped}"
            await SweepListRows(connection, seal, clock()).note(wanted.id, SweepAct.IMPORT, details)
    for line in _explained(known, wanted, read, found):
        click.echo(line)
    click.echo(_what_next(wanted) if plan.apply else "Nothing was changed yet: --apply does it.")


def _wanted(known: Sweep | None, plan: SweepPlan, new: _New) -> Sweep:
    if known is None:
        return Sweep(0, plan.name, new.kind, new.office_code, plan.due_on)
    if known.kind != new.kind:
        raise click.ClickException(f"The sweep of this name is one of kind {known.kind}.")
    if known.state is SweepState.ENDED:
        raise click.ClickException("The sweep of this name has ended.")
    return replace(
        known, due_on=plan.due_on, office_code=new.office_code if plan.office else known.office_code
    )


async def _areas(settings: Settings, database: Database) -> Areas:
    async with database.reading() as connection:
        await heed_demo(connection, settings)
        if await get_fact(connection, COUNTY_CODE) is None:
            raise click.ClickException("No county is set up: run `bangfu init`.")
        return await load_areas(connection)


def _office(areas: Areas, plan: SweepPlan) -> str:
    area = areas.get(plan.office or areas.county.code)
    if area is None or area.level is Level.VILLAGE:
        raise click.ClickException("--office must be the code of the county or of one of its towns.")
    return area.code


def _explained(known: Sweep | None, wanted: Sweep, read: SweepFile, found: Difference) -> Iterator[str]:
    yield from found.lines()
    yield from read.not_read
    if known is not None and known.due_on != wanted.due_on:
        yield f"last day: {known.due_on} > {wanted.due_on}"
    yield f"{len(read.objects)} objects in {read.lines} lines: {found.sum(read.skipped)}"


def _what_next(wanted: Sweep) -> str:
    if wanted.state is SweepState.RUNNING:
        return f"Sweep {wanted.id} is running."
    return f"Sweep {wanted.id} is prepared; `bangfu sweep start {wanted.id}` begins it."
