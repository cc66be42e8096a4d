"""`bangfu ledger`: is the record whole?"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

import click

from bot.cli.alone import bring_up_to_date
from bot.cli.place_of_work import clock, opened
from bot.rules.reading import load_rules
from bot.settings import Settings, load_settings
from storage.keys.key_file import open_seal
from storage.ledger.ledger import LedgerRows
from storage.ledger.ledger_days import LedgerDayRows

SQL_CHAINS = "SELECT chain, count(*) AS entries FROM ledger GROUP BY chain ORDER BY chain"
SQL_CLOSED = "SELECT count(*) AS days FROM ledger_days"


@dataclass(frozen=True, slots=True)
class _Verdict:
    """What was looked at, and where it is broken: a sentence a finding."""

    chains: int
    entries: int
    days: int
    broken: tuple[str, ...]


@click.group()
def ledger() -> None:
    """The append-only record of every act."""


@ledger.command()
def verify() -> None:
    """Check every chain of entries and every closed day; exit code 1 when something was changed or cut off.

    May run beside the bot. Erased words are in order; changed ones are not.
    """
    settings = load_settings()
    bring_up_to_date(settings)
    found = asyncio.run(_verify(settings))
    for sentence in found.broken:
        click.echo(sentence)
    click.echo(f"{found.entries} entries in {found.chains} chains, {found.days} closed days.")
    if found.broken:
        raise click.exceptions.Exit(1)
    click.echo("Everything is as it was written.")


async def _verify(settings: Settings) -> _Verdict:
    zone = load_rules(settings.rules).zone
    async with opened(settings) as database, database.reading() as connection:
        rows = LedgerRows(connection, await open_seal(connection, settings.key_file), clock())
        broken = []
        chains = await connection.fetch_all(SQL_CHAINS)
        for chain in chains:
            position = await rows.verify_chain(chain["chain"])
            if position is not None:
                broken.append(f"Chain {chain['chain']}: entry {position} is not as it was written.")
        day = await rows.beside(LedgerDayRows).verify(zone)
        if day is not None:
            broken.append(f"Day {day}: its entries are not those of the evening it was closed.")
        closed = await connection.fetch_one(SQL_CLOSED)
    entries = sum(chain["entries"] for chain in chains)
    return _Verdict(len(chains), entries, closed["days"] if closed else 0, tuple(broken))
