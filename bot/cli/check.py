"""`bangfu check`: what is wrong with rules and posts."""

from __future__ import annotations

import asyncio

import click

from bot.cli.alone import bring_up_to_date
from bot.cli.asked import County, read_county
from bot.county.findings import findings
from bot.rules.reading import load_rules
from bot.settings import load_settings
from desk.domain.county.areas import Level


@click.command()
def check() -> None:
    """Look for mistakes in rules, life of a case and posts; `bangfu who` answers who gets a case.

    Warnings leave the exit code at 0; what would stop the start makes it 2.
    """
    settings = load_settings()
    rules = load_rules(settings.rules)
    bring_up_to_date(settings)
    county = asyncio.run(read_county(settings, rules))
    click.echo(f"Rules {rules.preset}: in order.")
    click.echo("Life of a case: in order.")
    _report(county)


def _report(county: County) -> None:
    areas = county.shared.areas
    counted = {level: sum(area.level is level for area in areas) for level in Level}
    click.echo(
        f"{areas.county.name}: {counted[Level.TOWN]} towns, {counted[Level.VILLAGE]} villages, "
        f"edition {areas.edition}, {len(county.posts)} posts."
    )
    found = list(findings(areas, county.posts, county.now, county.shared.rules))
    for finding in found:
        click.echo(f"{'error' if finding.fatal else 'warning'}: {finding.sentence}")
    if any(finding.fatal for finding in found):
        raise click.ClickException("The desk cannot start with these posts.")
