"""`bangfu sweep`: lists of objects that officials look at one by one."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime

import click

from bot.cli.alone import alone, bring_up_to_date
from bot.cli.desk_work import desk_work
from bot.cli.place_of_work import clock, opened, sealed_transaction
from bot.cli.sweep.export import export_sweep
from bot.cli.sweep.sample import sample_sweep
from bot.cli.sweep.take_in import import_sweep, register_sweep
from bot.settings import load_settings
from desk.actions.sweeps.spot_checks import agreements
from desk.domain.county.areas import Level
from desk.domain.handing_over.seats import area_at
from desk.domain.sweeps.samples import BEGINNING
from desk.domain.sweeps.sweep import Progress, Sweep, SweepAct, SweepState, together
from desk.ports.work import Work
from storage.sweeps.lists import SweepListRows


@click.group()
def sweep() -> None:
    """Sweeps: import a list, start it, see how far it is, draw a sample, export it."""


for _command in (import_sweep, register_sweep, sample_sweep, export_sweep):
    sweep.add_command(_command)


@sweep.command("list")
def list_sweeps() -> None:
    """List all sweeps with how far they are."""
    settings = load_settings()
    bring_up_to_date(settings)

    async def run() -> list[str]:
        async with opened(settings) as database, sealed_transaction(database, settings) as (connection, seal):
            every = await SweepListRows(connection, seal, clock()).everything()
        async with desk_work(settings) as work:
            return [f"{_head(one)}; {_figures(await _total(work, one))}" for one in every]

    for line in asyncio.run(run()) or ["There are no sweeps."]:
        click.echo(line)


@sweep.command("show")
@click.argument("sweep_id", type=int, metavar="ID")
def show_sweep(sweep_id: int) -> None:
    """Show how far the towns are, and how samples came out."""
    settings = load_settings()
    bring_up_to_date(settings)

    async def run() -> list[str]:
        async with desk_work(settings) as work:
            found = await work.sweeps.find(sweep_id)
            if found is None:
                raise click.ClickException("There is no such sweep.")
            return await _shown(work, found)

    for line in asyncio.run(run()):
        click.echo(line)


@sweep.command("start")
@click.argument("sweep_id", type=int, metavar="ID")
def start_sweep(sweep_id: int) -> None:
    """Let officials see the sweep and tick its objects."""
    _change(sweep_id, SweepAct.START, _started)


@sweep.command("end")
@click.argument("sweep_id", type=int, metavar="ID")
def end_sweep(sweep_id: int) -> None:
    """End the sweep: nothing of it is ticked any more."""
    _change(sweep_id, SweepAct.END, _ended)


def _started(one: Sweep, now: datetime) -> Sweep:
    if one.state is SweepState.RUNNING:
        raise click.ClickException("It is running already.")
    return replace(one, state=SweepState.RUNNING, started_at=one.started_at or now, ended_at=None)


def _ended(one: Sweep, now: datetime) -> Sweep:
    if one.state is not SweepState.RUNNING:
        raise click.ClickException("It is not running.")
    return replace(one, state=SweepState.ENDED, ended_at=now)


def _change(sweep_id: int, act: SweepAct, become: Callable[[Sweep, datetime], Sweep]) -> None:
    settings = load_settings()

    async def run() -> Sweep:
        async with opened(settings) as database, sealed_transaction(database, settings) as (connection, seal):
            rows = SweepListRows(connection, seal, clock())
            found = next((one for one in await rows.everything() if one.id == sweep_id), None)
            if found is None:
                raise click.ClickException("There is no such sweep.")
            if not await rows.numbers(sweep_id, BEGINNING, 1):
                raise click.ClickException("There is nothing in it yet.")
            after = become(found, clock())
            await rows.save(after)
            await rows.note(sweep_id, act)
            return after

    with alone(settings):
        click.echo(_head(asyncio.run(run())))


async def _total(work: Work, one: Sweep) -> Progress:
    return together((await work.sweeps.tallies(one.id)).values())


async def _shown(work: Work, one: Sweep) -> list[str]:
    tallies = await work.sweeps.tallies(one.id)
    samples = [
        f"  sample {sample.id}, seed {sample.seed}: {found.drawn} of {sample.population} drawn, "
        f"{found.agreed}/{found.checked} agreed"
        for sample, found in await agreements(work, one.id)
    ]
    return [_head(one), _figures(together(tallies.values())), *_towns(work, tallies), *samples]


def _head(one: Sweep) -> str:
    return f"{one.id}  {one.name}  {one.kind}  {one.state}  until {one.due_on}"


def _figures(progress: Progress) -> str:
    return (
        f"{progress.done}/{progress.total} done ({progress.percent}%): {progress.fine} fine, "
        f"{progress.problem} problems, {progress.missing} not found"
    )


def _towns(work: Work, tallies: Mapping[str, Progress]) -> Iterator[str]:
    towns: dict[str, Progress] = {}
    for code, progress in tallies.items():
        town = area_at(work.areas.line(code), Level.TOWN)
        name = code if town is None else town.name
        towns[name] = towns.get(name, Progress()) + progress
    for name, progress in sorted(towns.items(), key=lambda pair: (pair[1].percent, pair[0])):
        yield f"  {name}: {_figures(progress)}"
