"""The days after a story, on a moved clock: the product's own sender says what waits to be said again."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from bot.connecting.api import Api
from bot.connecting.request import AiohttpRequest
from bot.process.uptime import Clock
from bot.rules.listed_words import texts_of
from bot.rules.reading import load_rules
from bot.sending.delivery import Delivery
from bot.sending.pacing import UNLIMITED, Pacing
from bot.sending.render import Renderer
from bot.sending.sender import Sender, SenderTools
from bot.sending.verdicts import REPEATS, TWICE_A_DAY
from desk.domain.talk.messages import Lane
from storage.engine.database import Database
from storage.engine.opening import open_database
from storage.keys.key_file import load_seal
from tests.scenarios.stage import TOKEN, Stage

# Each pause once, and half a day more: a message that is lost again and again would still be there.
STEPS: Final = (*REPEATS[Lane.WAITING], *[TWICE_A_DAY] * 4)
_DUE = "SELECT count(*) AS n FROM outbox WHERE state = 'sending' OR state = 'waiting' AND not_before <= :now"


@dataclass
class Later:
    """A clock that is ahead by as much as the days that passed."""

    ahead: timedelta = timedelta(0)

    def now(self) -> datetime:
        return datetime.now(UTC) + self.ahead


async def days_pass(stage: Stage) -> None:
    """Let the sender run at each moment at which something may be said again, in place of the process."""
    later = Later()
    database = await open_database(stage.settings["BANGFU_DATABASE_URL"])
    try:
        async with sending(stage, database, later):
            for step in STEPS:
                later.ahead += step + timedelta(seconds=10)
                await settled(database, later)
    finally:
        await database.close()


@asynccontextmanager
async def sending(stage: Stage, database: Database, later: Later) -> AsyncIterator[None]:
    """A sender as the process has one, on this clock."""
    seal, clock = load_seal(Path(stage.settings["BANGFU_KEY_FILE"])), Clock(later.now)
    request = AiohttpRequest()
    await request.initialize()
    delivery = Delivery(Api(request, TOKEN, stage.address), Renderer(texts_of(load_rules("default"))), clock)
    sender = Sender(SenderTools(database, seal, delivery, Pacing(UNLIMITED, clock.steady()), clock))
    task = asyncio.create_task(sender.run())
    try:
        yield
    finally:
        sender.stop()
        await task
        await request.shutdown()


async def settled(database: Database, later: Later, within: float = 120.0) -> None:
    """Wait until nothing is due at that moment."""
    async with asyncio.timeout(within):
        while True:
            async with database.reading() as connection:
                row = await connection.fetch_one(_DUE, {"now": later.now()})
            if row is not None and not row["n"]:
                return
            await asyncio.sleep(0.1)
