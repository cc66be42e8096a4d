"""`bangfu staff`: what an operator does to the staff list. Two administrators need not agree here."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime

import click

from bot.cli.alone import alone, bring_up_to_date
from bot.cli.desk_work import desk_work, done, official
from bot.cli.invite import invite
from bot.cli.staff.take_in import import_staff
from bot.settings import load_settings
from desk.actions.staff.change import OPERATOR, carry_out
from desk.actions.staff.find import find_staff
from desk.actions.staff.leave import Absence, call_off, take_leave
from desk.domain.county.phones import masked
from desk.domain.people.people import Staff
from desk.domain.staff.staffing import StaffAct, StaffWish
from desk.ports.work import Work

_DAY = click.DateTime(["%Y-%m-%d"])


@click.group()
def staff() -> None:
    """The staff list: look, revoke, leave, hand over, invite, import."""


staff.add_command(invite)
staff.add_command(import_staff)


def _alone(act: Callable[[Work], Awaitable[object]]) -> None:
    """Do one thing in a transaction of its own while nobody else writes."""
    settings = load_settings()

    async def run() -> None:
        async with desk_work(settings) as work:
            done(await act(work))

    with alone(settings):
        asyncio.run(run())


@staff.command("list")
@click.argument("words", required=False)
def list_staff(words: str | None) -> None:
    """List everybody, or whoever is called WORDS or has these digits in their number."""
    settings = load_settings()
    bring_up_to_date(settings)

    async def run() -> list[str]:
        async with desk_work(settings) as work:
            found = await (work.staff.everybody() if words is None else find_staff(work, words))
            return [await _line(work, one) for one in found]

    for line in asyncio.run(run()):
        click.echo(line)


async def _line(work: Work, one: Staff) -> str:
    posts = await work.staff.posts_not_over(one.id)
    held = "; ".join(f"{post.role} {post.area_code} {post.department or ''}".strip() for post in posts)
    return f"{one.name}  {masked(one.phone)}  {_standing(one)}  {held or 'no post'}"


def _standing(one: Staff) -> str:
    if one.revoked:
        return "revoked"
    if one.user_id is None:
        return "not joined"
    return "on leave" if one.away else "joined" if one.reachable else "unreachable"


@staff.command()
@click.argument("phone")
def revoke(phone: str) -> None:
    """Take all authority from whoever has PHONE, at once."""
    _alone(lambda work: _wish(work, StaffAct.REVOKE, phone))
    click.echo("Revoked. Their open cases go to whoever answers now when the desk runs.")


@staff.command()
@click.argument("phone")
def restore(phone: str) -> None:
    """Put whoever has PHONE back on the list; they must be invited and join anew."""
    _alone(lambda work: _wish(work, StaffAct.RESTORE, phone))
    click.echo("Restored: now `bangfu invite`.")


@staff.command()
@click.argument("phone")
@click.argument("heir")
def handover(phone: str, heir: str) -> None:
    """Hand everything that PHONE holds over to whoever has the number HEIR."""
    _alone(lambda work: _wish(work, StaffAct.HAND_OVER, phone, heir))
    click.echo("Handed over. Open cases follow and residents are told when the desk runs.")


async def _wish(work: Work, act: StaffAct, phone: str, other: str | None = None) -> object:
    to_id = None if other is None else (await official(work, other)).id
    return await carry_out(work, OPERATOR, StaffWish(act, (await official(work, phone)).id, to_id=to_id))


@staff.command()
@click.argument("phone")
@click.option("--from", "from_on", type=_DAY, help="First day away, such as 2026-12-01.")
@click.option("--until", "until_on", type=_DAY, help="Last day away.")
@click.option("--deputy", help="Telephone number of whoever acts meanwhile.")
@click.option("--end", is_flag=True, help="End the leave that is on or comes next.")
def leave(
    phone: str, from_on: datetime | None, until_on: datetime | None, deputy: str | None, *, end: bool
) -> None:
    """Enter a leave for whoever has PHONE, or end it."""
    if end:
        _alone(lambda work: _end_leave(work, phone))
        click.echo("The leave has ended.")
        return
    if from_on is None or until_on is None:
        raise click.UsageError("Say --from and --until, or --end.")
    first, last = from_on.date(), until_on.date()

    async def enter(work: Work) -> object:
        deputy_id = None if deputy is None else (await official(work, deputy)).id
        return await take_leave(work, OPERATOR, await official(work, phone), Absence(first, last, deputy_id))

    _alone(enter)
    click.echo(f"On leave from {first} until {last}.")


async def _end_leave(work: Work, phone: str) -> object:
    one = await official(work, phone)
    leaves = await work.leaves.not_over(one.id)
    if not leaves:
        raise click.ClickException(f"{one.name} has no leave.")
    return await call_off(work, OPERATOR, one, leaves[0].id)
