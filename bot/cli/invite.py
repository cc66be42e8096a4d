"""`bangfu invite`: one-time links for officials, as lines or as pages to be handed out."""

from __future__ import annotations

import asyncio
import secrets
import sys
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import click

from bot.cli.alone import alone_or_beside
from bot.cli.bot_name import bot_name
from bot.cli.desk_work import desk_works, official
from bot.invitations.link import JOIN, link
from bot.invitations.page import Writer
from bot.rules.listed_words import texts_of
from bot.settings import Settings, load_settings
from desk.actions.staff.change import OPERATOR, county_posts, invitation_ends
from desk.actions.staff.change import invite as store
from desk.actions.staff.text import post_words
from desk.domain.people.people import Post, Staff
from desk.domain.talk.messages import Json
from desk.ports.work import Work
from storage.engine.whole_file import whole

Works = Callable[[], AbstractAsyncContextManager[Work]]
_TOKEN_BYTES: Final = 16  # 128 bits
_PORTION: Final = 50  # in one transaction: a desk that runs meanwhile does not wait for all of them


@dataclass(frozen=True, slots=True)
class _Wish:
    """What was asked for at the terminal."""

    phone: str | None
    username: str | None
    out: Path | None
    language: str


@dataclass(frozen=True, slots=True)
class _Invitation:
    """One that is made but not stored yet: until then its link opens nothing, and the older ones work."""

    staff: Staff
    posts: Sequence[Mapping[str, Json]]
    token: str
    link: str


@click.command()
@click.argument("phone", required=False)
@click.option("--all", "everybody", is_flag=True, help="Everybody on the list who has not joined.")
@click.option("--bot", "username", help="Name of the bot, when Telegram cannot be asked.")
@click.option("--out", type=click.Path(path_type=Path), help="Pages to print: a new .pdf or .xlsx.")
@click.option("--language", type=click.Choice(["zh_CN", "en"]), default="zh_CN", show_default=True)
def invite(phone: str | None, everybody: bool, username: str | None, out: Path | None, language: str) -> None:
    """Print a one-time link for PHONE, or for everybody who has not joined. The desk may run meanwhile.

    A new link ends the older ones. Hand it to its official alone: the first who opens it, and shares the
    number that stands on the list, is that official.
    """
    if (phone is None) != everybody:
        raise click.UsageError("Name a telephone number, or say --all.")
    if out is not None and out.suffix.lower() not in (".pdf", ".xlsx"):
        raise click.UsageError("The file of --out must end in .pdf or .xlsx.")
    settings = load_settings()
    with alone_or_beside(settings):
        asyncio.run(_invite(settings, _Wish(phone, username, out, language)))


async def _invite(settings: Settings, wish: _Wish) -> None:
    async with desk_works(settings) as works:
        name = await bot_name(settings, wish.username)
        async with works() as work:
            made = await _made(work, wish.phone, name)
            rules, ends_at = work.rules, invitation_ends(work)
        if wish.out is None:
            await _store(works, made)
        else:
            writer = Writer(texts_of(rules), wish.language, ends_at)
            with whole(wish.out) as part:
                _print(part, wish.out.suffix.lower(), writer, made)
                await _store(works, made)  # the file is there whole, and gets its name after that
    _report(wish.out, made, rules.invitation_days)


async def _made(work: Work, phone: str | None, bot: str) -> Sequence[_Invitation]:
    """New invitations for everybody who has not joined, or for one. Raises click.ClickException."""
    held: dict[int, list[Post]] = defaultdict(list)
    found: dict[int, Staff] = {}
    for post in await county_posts(work):
        for staff in filter(None, (post.holder, post.stand_in)):
            held[staff.id].append(post)
            found[staff.id] = staff
    chosen = [await _one(work, phone)] if phone else [one for one in found.values() if _may_join(one)]
    return [_new(work, staff, held[staff.id], bot) for staff in chosen]


def _may_join(staff: Staff) -> bool:
    return staff.user_id is None and not staff.revoked


async def _one(work: Work, phone: str) -> Staff:
    staff = await official(work, phone)
    if staff.revoked:
        raise click.ClickException(f"{staff.name} was taken off the staff list.")
    if staff.user_id is not None:
        raise click.ClickException(f"{staff.name} has joined already.")
    return staff


def _new(work: Work, staff: Staff, posts: Sequence[Post], bot: str) -> _Invitation:
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    words = [post_words(work, post) for post in posts]
    return _Invitation(staff, words, token, link(bot, f"{JOIN}{token}"))


def _print(part: Path, kind: str, writer: Writer, made: Sequence[_Invitation]) -> None:
    from bot.invitations.printing import PRINTERS  # noqa: PLC0415 - its libraries take half a second

    with click.progressbar(made, label="Pages", file=sys.stderr) as bar:
        pages = (writer.page(one.staff.name, one.posts, one.link) for one in bar)
        PRINTERS[kind](part, writer.words("file_title"), pages)


async def _store(works: Works, made: Sequence[_Invitation]) -> None:
    """Let these links work and the older ones end. Who has joined since, or was taken off, is left out."""
    for first in range(0, len(made), _PORTION):
        async with works() as work:
            for one in made[first : first + _PORTION]:
                await store(work, OPERATOR, one.staff.id, one.token)


def _report(out: Path | None, made: Sequence[_Invitation], days: int) -> None:
    if out is None:
        for one in made:
            click.echo(f"{one.staff.name}  {one.link}")
        click.echo(f"Each link works once, for {days} days.", err=True)
    else:
        click.echo(f"{len(made)} invitations in {out}, each valid for {days} days.")
        click.echo("They are keys: only you can read the file. Remove it when it is printed.", err=True)
