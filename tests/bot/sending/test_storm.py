"""A storm: the real sandbox with faults at every call, and the process killed in between."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from bot.words import Texts
from sandbox.server import create_app
from sandbox.world import open_world
from storage.engine.database import Database
from tests.bot.post_office import Moved, PostOffice, opened
from tests.bot.scripted import TOKEN, Telegram

PEOPLE = range(1001, 1013)
PIECES = 6
ALL_HANDLED = f"SELECT count(*) AS n FROM inbox WHERE state = 'done' HAVING count(*) = {len(PEOPLE) * PIECES}"
ALL_SENT = "SELECT 1 AS yes WHERE NOT EXISTS (SELECT 1 FROM outbox WHERE state IN ('waiting', 'sending'))"
FAULTS: tuple[dict[str, Any], ...] = (
    {"method": "sendMessage", "fault": "429", "chance": 0.03, "retry_after": 1},
    {"method": "*", "fault": "500", "chance": 0.03},
    {"method": "*", "fault": "drop_before", "chance": 0.03},
    {"method": "*", "fault": "drop_after", "chance": 0.03},
)


@pytest.fixture
async def sandbox() -> AsyncIterator[str]:
    """A sandbox with people in it."""
    cast = [{"id": number, "first_name": f"户{number}", "started": True} for number in (*PEOPLE, 9001)]
    world = open_world(TOKEN, cast=cast, seed=7)
    runner = web.AppRunner(create_app(world), shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    await runner.cleanup()
    world.store.close()


async def test_nothing_is_lost_in_a_storm_and_every_double_is_marked(
    database: Database, sandbox: str, texts: Texts
) -> None:
    async with aiohttp.ClientSession(sandbox) as people:
        await people.post("/sandbox/limits", json={"enforce": False})
        for fault in FAULTS:
            await people.post("/sandbox/faults", json=fault)

        speaking = asyncio.create_task(speak(people))
        for _ in range(4):
            async with opened(database, Telegram(root=sandbox), texts) as office:
                office.start()
                await asyncio.sleep(0.3)
                await office.kill()
        await speaking
        moved = Moved()
        async with opened(database, Telegram(root=sandbox), texts, clock=moved.clock()) as office:
            office.start()
            await office.until(ALL_HANDLED, 60)
            await until_all_is_sent(office, moved)
            doubtful = await office.rows("SELECT key FROM outbox WHERE unsure")
        async with people.get("/sandbox/calls", params={"method": "sendMessage"}) as answer:
            calls = await answer.json()

    said = [call["params"]["text"] for call in calls if call["ok"]]
    arrived = Counter(text.partition("\n")[0] for text in said if ":" in text.partition("\n")[0])
    wanted = {f"{person}:{piece}" for person in PEOPLE for piece in range(PIECES)}
    doubled = {text for text, times in arrived.items() if times > 1}
    unmarked = Counter(text for text in said if text in wanted)
    assert wanted - set(arrived) == set()
    assert len(doubled) <= len(doubtful)
    assert {text for text, times in unmarked.items() if times > 1} == set()


async def until_all_is_sent(office: PostOffice, moved: Moved) -> None:
    """Let time pass until nothing waits to be repeated any more."""
    for _ in range(100):
        try:
            await office.until(ALL_SENT, 2)
        except TimeoutError:
            moved.pass_by(timedelta(hours=12))
        else:
            return
    raise AssertionError("something is repeated for ever")


async def speak(people: aiohttp.ClientSession) -> None:
    """Everybody tells their story in pieces, at the same time."""
    for piece in range(PIECES):
        for person in PEOPLE:
            words = {"text": f"{person}:{piece}"}
            async with people.post(f"/sandbox/chats/{person}/send", json=words) as answer:
                assert answer.status == 200
        await asyncio.sleep(0.15)
