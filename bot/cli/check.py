"""`bangfu check`: what is wrong with rules and posts, and who gets a case."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

import click

from bot.cli.alone import bring_up_to_date
from bot.cli.place_of_work import clock, opened
from bot.county.explained import explain_choice, explain_trouble
from bot.county.findings import findings
from bot.county.guards import COUNTY_CODE
from bot.rules import load_rules
from bot.settings import Settings, load_settings
from bot.wiring import load_shared
from desk.domain.areas import Area, Level
from desk.domain.cases import Hold, Trouble
from desk.domain.mentions import Decision
from desk.domain.people import Post
from desk.domain.routing import Organisation, accountable, superior
from desk.domain.rules import Rules
from storage.facts import get_fact
from storage.keys import unlock
from storage.staff import StaffRows
from storage.work import Shared


@dataclass(frozen=True, slots=True)
class _County:
    """A county at one moment."""

    shared: Shared
    posts: Sequence[Post]
    now: datetime


@click.command()
@click.option("--who", "village", help="Who gets a case of this village (name or 12-digit code)?")
@click.option("--trouble", type=click.Choice([trouble.value for trouble in Trouble]), help="With --who.")
def check(village: str | None, trouble: str | None) -> None:
    """Look for mistakes in rules, life of a case and posts; answer who gets a case.

    Warnings leave the exit code at 0; what would stop the start makes it 2.
    """
    settings = load_settings()
    rules = load_rules(settings.rules)
    bring_up_to_date(settings)
    county = asyncio.run(_read(settings, rules))
    if village is not None:
        for line in _who(county, village, trouble):
            click.echo(line)
        return
    click.echo(f"Rules {rules.preset}: in order.")
    click.echo("Life of a case: in order.")
    _report(county)


async def _read(settings: Settings, rules: Rules) -> _County:
    async with opened(settings) as database:
        async with database.reading() as connection:
            if await get_fact(connection, COUNTY_CODE) is None:
                raise click.ClickException(
                    "The rules are in order, but no county is set up: run `bangfu init`."
                )
            seal, now = await unlock(connection, settings.key_file), clock()
        shared = await load_shared(database, seal, rules)
        async with database.reading() as connection:
            posts = await StaffRows(connection, seal, now).posts_in([area.code for area in shared.areas])
    return _County(shared, posts, now)


def _report(county: _County) -> None:
    areas = county.shared.areas
    counted = {level: sum(area.level is level for area in areas) for level in Level}
    click.echo(
        f"{areas.county.name}: {counted[Level.TOWN]} towns, {counted[Level.VILLAGE]} villages, "
        f"edition {areas.edition}, {len(county.posts)} posts."
    )
    found = list(findings(areas, county.posts, county.now))
    for finding in found:
        click.echo(f"{'error' if finding.fatal else 'warning'}: {finding.sentence}")
    if any(finding.fatal for finding in found):
        raise click.ClickException("The desk cannot start with these posts.")


def _who(county: _County, village: str, trouble: str | None) -> Iterator[str]:
    areas, posts, now = county.shared.areas, county.posts, county.now
    area = _area(county, village)
    line = areas.line(area.code)
    organisation = Organisation(posts, line, now)
    choice = accountable(organisation, Hold(Level.VILLAGE))
    yield f"{areas.path(area.code)} ({area.code})"
    yield from explain_choice(choice, areas)
    above = superior(organisation, Hold(Level.VILLAGE))
    yield (
        f"Disputes are ruled by {above.staff.name} ({above.level})." if above else "Nobody stands above them."
    )
    if trouble is not None:
        yield from explain_trouble(Trouble(trouble), now, county.shared.rules)


def _area(county: _County, words: str) -> Area:
    areas = county.shared.areas
    exact = areas.get(words)
    if exact is not None:
        return exact
    mention = county.shared.places.recognise(words)
    if mention.decision is Decision.ACCEPT and (area := areas.get(mention.candidates[0].code)):
        return area
    offered = ", ".join(f"{guess.path} {guess.code}" for guess in mention.candidates[:3])
    if offered:
        raise click.ClickException(f"{words!r} may be {offered}: say it more closely or by its code.")
    raise click.ClickException(f"No village of {areas.county.name} is called {words!r}.")
