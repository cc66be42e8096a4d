"""`bangfu sweep sample`: drawing what inspectors look at again, and drawing it anew to compare."""

from __future__ import annotations

import asyncio
import secrets

import click

from bot.cli.alone import alone, bring_up_to_date
from bot.cli.desk_work import desk_works
from bot.cli.place_of_work import clock
from bot.settings import Settings, load_settings
from desk.actions.staff.change import OPERATOR
from desk.actions.sweeps.spot_checks import enter_sample
from desk.domain.sweeps.samples import Sample
from desk.domain.sweeps.sweep import SweepState
from schedules.ticks.sweeps import draw, look_at_all

_LONGEST_SEED = 64


@click.command("sample")
@click.argument("sweep_id", type=int, metavar="ID")
@click.option("--size", type=click.IntRange(1, 10_000), help="How many objects.")
@click.option("--seed", default="", help="A word of your own, at most 64 characters; otherwise by chance.")
@click.option("--verify", type=int, metavar="SAMPLE", help="Draw this sample again and compare.")
def sample_sweep(sweep_id: int, size: int | None, seed: str, verify: int | None) -> None:
    """Draw a sample of what is ticked for the inspectors; its seed is kept, so it can be drawn again."""
    settings = load_settings()
    if verify is not None:
        bring_up_to_date(settings)
        click.echo(asyncio.run(_verify(settings, sweep_id, verify)))
        return
    if size is None or len(seed) > _LONGEST_SEED:
        raise click.UsageError("--size is needed, and --seed has at most 64 characters.")
    wanted = Sample(0, sweep_id, seed or secrets.token_hex(16), size, clock())
    with alone(settings):
        click.echo(asyncio.run(_draw(settings, wanted)))


async def _draw(settings: Settings, wanted: Sample) -> str:
    async with desk_works(settings) as open_work:
        async with open_work() as work:
            sweep = await work.sweeps.find(wanted.sweep_id)
            if sweep is None or sweep.state is SweepState.PREPARED:
                raise click.ClickException("There is no such sweep, or it has not begun.")
            sample = await enter_sample(work, wanted, OPERATOR.capacity)
        await draw(open_work, sample)
        async with open_work() as work:
            kept = await work.sweeps.samples.find(sample.id)
    population = 0 if kept is None else kept.population
    size = min(sample.size, population)
    return f"Sample {sample.id}: {size} of {population} ticked objects, seed {sample.seed}."


async def _verify(settings: Settings, sweep_id: int, sample_id: int) -> str:
    async with desk_works(settings) as open_work:
        async with open_work() as work:
            sample = await work.sweeps.samples.find(sample_id)
            kept = await work.sweeps.samples.drawn(sample_id)
        if sample is None or sample.sweep_id != sweep_id or not sample.drawn:
            raise click.ClickException("There is no such sample.")
        drawing = await look_at_all(open_work, sample)
    if [lot.object_id for lot in drawing.drawn()] != list(kept) or drawing.population != sample.population:
        raise click.ClickException("Drawn again it comes out otherwise.")
    return f"Sample {sample.id} comes out the same: {len(kept)} of {sample.population}, seed {sample.seed}."
