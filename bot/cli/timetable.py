"""`bangfu timetable`: everything that happens by itself, when it last did, and when it does next."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final, NamedTuple

import click

from bot.cli.doctor.remarks import length, on_step
from bot.cli.place_of_work import clock, opened, require_file
from bot.rules.reading import load_rules
from bot.settings import Settings, load_settings
from desk.domain.county.rules import Rules
from schedules.moments import next_run
from schedules.pulse import TickTrouble, is_going, last_sign, trouble_with
from schedules.tick import Tick
from schedules.timetable import TIMETABLE
from storage.engine.database import StorageError
from storage.engine.migration_step import migration_step
from storage.mail.heartbeats import LastRun, load_heartbeats

_CLOCK: Final = "%Y-%m-%d %H:%M"


class TimetableLine(NamedTuple):
    """One row of what is printed."""

    tick: str = "TICK"
    every: str = "EVERY"
    last: str = "LAST RAN"
    how: str = "HOW"
    follows: str = "NEXT"
    does: str = "WHAT IT DOES"


@click.command()
def timetable() -> None:
    """Show what happens by itself: what, how often, when last and how, when next. Only reads.

    Times are the county's. What acts at certain hours only is shown with its next such hour.
    """
    settings = load_settings()
    rules = load_rules(settings.rules)
    beats, now = asyncio.run(_beats(settings)), clock()
    lines = [TimetableLine(), *(_line(tick, beats, rules, now) for tick in TIMETABLE)]
    for line in _aligned(lines):
        click.echo(line)
    click.echo(f"\n{_state(beats, now)}")


async def _beats(settings: Settings) -> Mapping[str, LastRun]:
    require_file(settings)
    async with opened(settings) as database, database.reading() as connection:
        step = on_step(await migration_step(connection))
        if not step.fine:
            raise StorageError(step.sentence)
        return await load_heartbeats(connection)


def _line(tick: Tick, beats: Mapping[str, LastRun], rules: Rules, now: datetime) -> TimetableLine:
    beat = beats.get(tick.name)
    every = length(timedelta(seconds=tick.every_seconds))
    going = is_going(beats, now)
    follows = _next(tick, beat, rules, now) if going else _at_the_start(tick, beat, rules, now)
    if beat is None:
        return TimetableLine(tick.name, every, "never", "", follows, tick.does)
    stalled = going and trouble_with(tick, beat, now) is TickTrouble.STALLED
    how = TickTrouble.STALLED.value if stalled else beat.outcome
    return TimetableLine(tick.name, every, _shown(beat.at, rules), how, follows, tick.does)


def _next(tick: Tick, beat: LastRun | None, rules: Rules, now: datetime) -> str:
    """Of a desk at work; a tick may run right now, or be late."""
    if beat is None:
        return "now"
    moment = next_run(tick.acts, tick.every_seconds, beat.at, rules)
    return _shown(moment, rules) if moment >= now else "now"


def _at_the_start(tick: Tick, beat: LastRun | None, rules: Rules, now: datetime) -> str:
    """Of a desk that is not at work: whatever is due is done as soon as it is started."""
    moment = tick.acts(now, None if beat is None else beat.at, rules)
    return "at the start" if moment <= now else _shown(moment, rules)


def _shown(moment: datetime, rules: Rules) -> str:
    return f"{moment.astimezone(rules.zone):{_CLOCK}}"


def _aligned(lines: Sequence[TimetableLine]) -> Sequence[str]:
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    return ["  ".join(map(str.ljust, line, widths)).rstrip() for line in lines]


def _state(beats: Mapping[str, LastRun], now: datetime) -> str:
    newest = last_sign(beats)
    if newest is None:
        return "The desk has never run on this database."
    ago = f"its last tick was {length(now - newest)} ago."
    if is_going(beats, now):
        return f"The desk runs; {ago}"
    return f"The desk does not run: {ago} What is due is done at the start."
