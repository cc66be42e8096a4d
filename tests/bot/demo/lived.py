"""A demo county that has lived its thirty days, in a real sandbox over HTTP, and people who go on asking."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from aiohttp import web

from bot.connecting.api import Api
from bot.connecting.request import new_request
from bot.demo import load_demo, sandbox_cast
from bot.demo.cast import players
from bot.demo.past import PastPlace, begins_at, lived_county
from bot.demo.past.chat_page import ChatPage
from bot.demo.past.moved_clock import MovedClock
from bot.demo.past.people import People
from bot.demo.past.post import Post
from bot.process.sandbox import TOKEN, USERNAME
from bot.process.wiring import Foundation, equip, load_villages
from bot.rules.listed_words import texts_of
from bot.sending.answers import Answerer
from bot.villages import spoken
from hearing.own import listener_of
from sandbox.profile import Bot
from sandbox.server import create_app
from sandbox.world import World
from storage.engine.database import Database
from storage.engine.seal import Seal
from storage.work import Shared
from tests.deskside import library, rules

Step = Mapping[str, Any]


@dataclass(slots=True)
class Lived:
    """The county on day 30. `missed` is what somebody of the diary could not do."""

    database: Database
    page: ChatPage
    people: People
    post: Post
    missed: Sequence[str]

    async def asks(self, who: int, *steps: Step) -> str:
        """Somebody does this now; what the desk says to it."""
        before = await self._number(who)
        for step in steps:
            await self.people.do(who, step)
            await self.post.come_in()
            await self.post.go_out()
        return "\n".join(text for number, text in await self._said(who) if number > before)

    async def chat(self, who: int) -> list[tuple[Any, ...]]:
        """Their whole chat: when, whose words, which buttons."""
        shown = (await self.page.chat(who, 0))["messages"]
        return [
            (one["date"], bool(one.get("out")), _words(one), *_labels(one))
            for one in sorted(shown, key=lambda one: one["message_id"])
        ]

    async def buttons(self, who: int) -> set[str]:
        """Everything that they may press, below messages and below the field for writing."""
        seen = await self.page.chat(who, 0)
        large = [button for row in (seen["reply_keyboard"] or {}).get("keyboard", ()) for button in row]
        return {label for one in seen["messages"] for label in _labels(one)} | {
            one["text"] if isinstance(one, dict) else one for one in large
        }

    async def count(self, sql: str) -> int:
        """One number of the database."""
        async with self.database.reading() as connection:
            row = await connection.fetch_one(sql)
        assert row is not None
        return int(row["n"])

    async def _said(self, who: int) -> list[tuple[int, str]]:
        shown = (await self.page.chat(who, 0))["messages"]
        return [(one["message_id"], _words(one)) for one in shown if not one.get("out")]

    async def _number(self, who: int) -> int:
        return max((number for number, _ in await self._said(who)), default=0)


@asynccontextmanager
async def lived(database: Database, seal: Seal, now: datetime, folder: Path) -> AsyncIterator[Lived]:
    """Set the demo up and let it live until now."""
    await load_demo(database, seal, now, rules().invitation_days, begins=begins_at(now, rules().zone))
    async with _sandbox() as root, new_request("aiohttp") as request:
        foundation, shared = await _foundation(database, seal, Api(request, TOKEN, root))
        missed = await lived_county(PastPlace(foundation, shared, root, folder), now)
        page = ChatPage(request, root)
        await page.hold_clock(now)
        await page.limit(enforce=False)
        equipment = equip(foundation, shared, MovedClock(now))
        post = Post(foundation.api, equipment, Answerer(foundation.api, foundation.texts))
        yield Lived(database, page, People(page), post, missed)


async def _foundation(database: Database, seal: Seal, api: Api) -> tuple[Foundation, Shared]:
    villages, texts = await load_villages(database), texts_of(rules())
    texts.name_bot(USERNAME)
    areas, heard = spoken(villages.areas), listener_of(None)
    shared = Shared(rules(), areas, villages, seal, library(), hearing=heard)
    return Foundation(database, seal, rules(), texts, api), shared


@asynccontextmanager
async def _sandbox() -> AsyncIterator[str]:
    world = World(Bot(TOKEN, USERNAME, "帮扶"), seed=7)
    for person in sandbox_cast(lived=True):
        world.people.add(person)
    runner = web.AppRunner(create_app(world), shutdown_timeout=0.5)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


async def chats(county: Lived) -> dict[int, list[tuple[Any, ...]]]:
    """Everybody's chats."""
    return {player.id: await county.chat(player.id) for player in players()}


def _words(message: Mapping[str, Any]) -> str:
    return str(message.get("text") or message.get("caption") or "")


def _labels(message: Mapping[str, Any]) -> Sequence[str]:
    rows = (message.get("reply_markup") or {}).get("inline_keyboard", ())
    return [button["text"] for row in rows for button in row]
