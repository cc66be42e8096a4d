"""`bangfu invite`: one-time links for officials."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import click

from bot.cli.alone import alone
from bot.cli.place_of_work import clock, opened, sealed_transaction
from bot.connecting.errors import Lost, Refused
from bot.connecting.proxy import way
from bot.connecting.reach import telegram
from bot.county.guards import COUNTY_CODE, DEMO
from bot.county.invitations import Inviter, link
from bot.process.lock import AlreadyRunning
from bot.process.sandbox import USERNAME
from bot.rules.reading import load_rules
from bot.settings import Settings, load_settings
from desk.domain.people.people import Staff
from storage.county.areas import load_areas
from storage.engine.facts import get_fact
from storage.staff.staff import StaffRows


@click.command()
@click.argument("phone", required=False)
@click.option("--all", "everybody", is_flag=True, help="Everybody on the list who has not joined.")
@click.option("--bot", "username", help="Name of the bot, when Telegram cannot be asked.")
def invite(phone: str | None, everybody: bool, username: str | None) -> None:
    """Print a one-time link for PHONE, or for everybody who has not joined.

    A new link ends the older ones. Hand it to its official alone: the first who opens it, and shares the
    number that stands on the list, is that official.
    """
    if (phone is None) != everybody:
        raise click.UsageError("Name a telephone number, or say --all.")
    settings = load_settings()
    hours = load_rules(settings.rules).invitation_hours
    try:
        with alone(settings):
            lines = asyncio.run(_invite(settings, phone, username, hours))
    except AlreadyRunning as error:
        raise click.ClickException("The bot is running: stop it first.") from error
    for line in lines:
        click.echo(line)
    click.echo(f"Each link works once, for {hours} hours.", err=True)


async def _invite(settings: Settings, phone: str | None, username: str | None, hours: int) -> list[str]:
    async with opened(settings) as database:
        async with database.reading() as connection:
            if await get_fact(connection, COUNTY_CODE) is None:
                raise click.ClickException("No county is set up: run `bangfu init`.")
            demo = await get_fact(connection, DEMO) == "yes"
        name = username or (USERNAME if demo else await _asked(settings))
        async with sealed_transaction(database, settings) as (connection, seal):
            now = clock()
            rows = StaffRows(connection, seal, now)
            areas = await load_areas(connection)
            chosen = await _chosen(rows, phone, [area.code for area in areas])
            inviter = Inviter(rows, now, hours)
            return [f"{staff.name}  {link(name, await inviter.invite(staff))}" for staff in chosen]


async def _chosen(rows: StaffRows, phone: str | None, codes: Sequence[str]) -> list[Staff]:
    if phone is None:
        posts = await rows.posts_in(codes)
        holders = {staff.id: staff for post in posts for staff in (post.holder, post.stand_in) if staff}
        return [staff for staff in holders.values() if staff.user_id is None and not staff.revoked]
    staff = await rows.find_by_phone(phone)
    if staff is None:
        raise click.ClickException("Nobody on the staff list has this number.")
    if staff.revoked:
        raise click.ClickException(f"{staff.name} was taken off the staff list.")
    if staff.user_id is not None:
        raise click.ClickException(f"{staff.name} has joined already.")
    return [staff]


async def _asked(settings: Settings) -> str:
    """The bot's name, from Telegram."""
    if not settings.live:
        raise click.ClickException("Set BANGFU_BOT_TOKEN, or name the bot with --bot.")
    try:
        async with telegram(settings) as api:
            return str((await api.call("getMe"))["username"])
    except Refused as error:
        raise click.ClickException(
            "Telegram does not know this bot token: check BANGFU_BOT_TOKEN."
        ) from error
    except Lost as error:
        raise click.ClickException(
            f"Telegram cannot be reached {way(settings.proxy_to_telegram)}: name the bot with --bot."
        ) from error
