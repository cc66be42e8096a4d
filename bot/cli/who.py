"""`bangfu who`: who gets a case of a village, step by step, and by when what must be done."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import click

from bot.cli.alone import bring_up_to_date
from bot.cli.asked import County, area_named, read_county
from bot.county.explained import explain_choice, explain_deadlines, explain_route
from bot.rules.reading import load_rules
from bot.settings import load_settings
from desk.domain.cases.case import OUTSIDE, Hold, Kind
from desk.domain.county.areas import Area
from desk.domain.county.lists import OTHER
from desk.domain.handing_over.routes import first_hold
from desk.domain.handing_over.routing import Organisation, accountable, superior

_KINDS = click.Choice([kind.value for kind in Kind])


@click.command()
@click.argument("village")
@click.argument("kind", type=_KINDS, default=Kind.HARDSHIP.value)
@click.option("--trouble", default=OTHER, help="What it is about.")
def who(village: str, kind: str, trouble: str) -> None:
    """Explain who gets a case of this KIND from VILLAGE (a name or a 12-digit code)."""
    settings = load_settings()
    rules = load_rules(settings.rules)
    if trouble not in rules.troubles:
        raise click.UsageError(f"--trouble must be one of {', '.join(rules.troubles)}.")
    bring_up_to_date(settings)
    county = asyncio.run(read_county(settings, rules))
    area = area_named(county, village)
    for line in _explained(county, area, Kind(kind), trouble):
        click.echo(line)


def _explained(county: County, area: Area, kind: Kind, trouble: str) -> Iterator[str]:
    rules, areas = county.shared.rules, county.shared.areas
    hold = first_hold(rules, kind, trouble, area.level)
    yield f"{areas.path(area.code)} ({area.code})"
    yield explain_route(rules, kind, trouble, hold)
    yield from _way(county, area, hold)
    if kind is Kind.COMPLAINT:
        yield "About an official it goes outside the line, past whoever it is about:"
        yield from _way(county, area, OUTSIDE)
    yield from explain_deadlines(kind, county.now, rules)


def _way(county: County, area: Area, hold: Hold) -> Iterator[str]:
    areas = county.shared.areas
    organisation = Organisation(county.posts, areas.line(area.code), county.now)
    yield from explain_choice(accountable(organisation, hold), areas)
    above = superior(organisation, hold)
    yield (
        f"Disputes are ruled by {above.staff.name} ({above.level})." if above else "Nobody stands above them."
    )
