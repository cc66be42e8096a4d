"""One unit of work on the county's database, for commands that do what administrators do in the chat."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

import click

from bot.cli.place_of_work import clock, opened
from bot.county.guards import COUNTY_CODE
from bot.process.wiring import load_shared
from bot.rules.reading import load_rules
from bot.settings import Settings
from bot.words import Texts
from desk.actions.cases.door import Refusal
from desk.domain.people.people import Staff
from desk.ports.work import Work
from storage.engine.facts import get_fact
from storage.keys.key_file import open_seal
from storage.work import open_work


@asynccontextmanager
async def desk_work(settings: Settings) -> AsyncIterator[Work]:
    """A transaction of the desk at this moment. Raises click.ClickException when no county is set up."""
    async with desk_works(settings) as opened_work, opened_work() as work:
        yield work


@asynccontextmanager
async def desk_works(settings: Settings) -> AsyncIterator[Callable[[], AbstractAsyncContextManager[Work]]]:
    """As `desk_work`, for several transactions one after another."""
    async with opened(settings) as database:
        async with database.reading() as connection:
            if await get_fact(connection, COUNTY_CODE) is None:
                raise click.ClickException("No county is set up: run `bangfu init`.")
            seal = await open_seal(connection, settings.key_file)
        shared = await load_shared(database, seal, load_rules(settings.rules))

        @asynccontextmanager
        async def one() -> AsyncIterator[Work]:
            async with database.transaction() as connection:
                yield open_work(connection, clock(), shared)

        yield one


@asynccontextmanager
async def reading_work(settings: Settings) -> AsyncIterator[Work]:
    """As `desk_work`, for looking only: on a connection that cannot write, beside the running desk."""
    async with opened(settings) as database, database.reading() as connection:
        if await get_fact(connection, COUNTY_CODE) is None:
            raise click.ClickException("No county is set up: run `bangfu init`.")
        seal = await open_seal(connection, settings.key_file)
        shared = await load_shared(database, seal, load_rules(settings.rules))
        yield open_work(connection, clock(), shared)


async def official(work: Work, phone: str) -> Staff:
    """The official with this number. Raises click.ClickException."""
    staff = await work.staff.find_by_phone(phone)
    if staff is None:
        raise click.ClickException("Nobody on the staff list has this number.")
    return staff


def done(result: object) -> None:
    """Nothing to say about what went well. Raises click.ClickException with the sentence of a refusal."""
    if isinstance(result, Refusal):
        raise click.ClickException(Texts().label("en", result.template, result.arguments))
