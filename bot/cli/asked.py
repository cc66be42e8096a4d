"""A county at one moment, as commands ask about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import click

from bot.cli.place_of_work import clock, opened
from bot.county.guards import COUNTY_CODE
from bot.process.wiring import load_shared
from bot.settings import Settings
from desk.domain.county.areas import Area
from desk.domain.county.mentions import MentionVerdict
from desk.domain.county.rules import Rules
from desk.domain.people.people import Post
from storage.engine.facts import get_fact
from storage.keys.key_file import open_seal
from storage.staff.staff import StaffRows
from storage.work import Shared


@dataclass(frozen=True, slots=True)
class County:
    """Divisions, rules and posts as they are now."""

    shared: Shared
    posts: Sequence[Post]
    now: datetime


async def read_county(settings: Settings, rules: Rules) -> County:
    """The county of the database. Raises click.ClickException when none is set up."""
    async with opened(settings) as database:
        async with database.reading() as connection:
            if await get_fact(connection, COUNTY_CODE) is None:
                raise click.ClickException(
                    "The rules are in order, but no county is set up: run `bangfu init`."
                )
            seal, now = await open_seal(connection, settings.key_file), clock()
        shared = await load_shared(database, seal, rules)
        async with database.reading() as connection:
            posts = await StaffRows(connection, seal, now).posts_in([area.code for area in shared.areas])
    return County(shared, posts, now)


def area_named(county: County, words: str) -> Area:
    """The place that an operator names. Raises click.ClickException when it is none, or may be several."""
    areas = county.shared.areas
    exact = areas.get(words)
    if exact is not None:
        return exact
    mention = county.shared.places.recognise(words)
    if mention.decision is MentionVerdict.ACCEPT and (area := areas.get(mention.candidates[0].code)):
        return area
    offered = ", ".join(f"{guess.path} {guess.code}" for guess in mention.candidates[:3])
    if offered:
        raise click.ClickException(f"{words!r} may be {offered}: say it more closely or by its code.")
    raise click.ClickException(f"No village of {areas.county.name} is called {words!r}.")
