"""The whole transport on a real database and the scripted Bot API, wired as the process wires it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from time import monotonic
from typing import Any

from bot.connecting.api import Api
from bot.connecting.request import AiohttpRequest
from bot.process.uptime import Clock
from bot.receiving.batch import Desk, Handle
from bot.receiving.intake import Intake
from bot.receiving.polling import Poller
from bot.receiving.pump import Pump
from bot.sending.answers import Answerer
from bot.sending.delivery import Delivery
from bot.sending.pacing import UNLIMITED, Budgets, Pacing
from bot.sending.render import Renderer
from bot.sending.sender import Sender, SenderTools
from bot.sending.settling import Hooks
from bot.words import Texts
from desk.domain.talk.messages import Message
from desk.domain.talk.said import Said
from handlers.talk.turn import Answer
from storage.engine.database import Connection, Database
from storage.engine.seal import Seal
from storage.mail.outbox import OutboxRows
from tests.bot.scripted import TOKEN, Telegram

SEAL = Seal({1: b"k" * 32}, 1, b"i" * 32)
OPERATOR = 9001


def now() -> datetime:
    return datetime.now(UTC)


@dataclass
class Moved:
    """The clocks of a test: time passes, and is put forward by as much as the test says."""

    wall: timedelta = timedelta(0)
    steady: float = 0.0

    def pass_by(self, time: timedelta) -> None:
        """So much time passes, as the running process sees it."""
        self.wall += time
        self.steady += time.total_seconds()

    def stand_still(self, time: timedelta) -> None:
        """So much time passes while nothing runs."""
        self.wall += time

    def clock(self) -> Clock:
        """The clock of a process that starts now."""
        return Clock(lambda: now() + self.wall, lambda: monotonic() + self.steady)


@dataclass
class PostOffice:
    """Everything between Telegram and a handler."""

    database: Database
    telegram: Telegram
    texts: Texts
    handle: Handle
    request: AiohttpRequest
    budgets: Budgets = UNLIMITED
    patience: float = 5.0
    hooks: Hooks = field(default_factory=Hooks)
    clock: Clock = field(default_factory=lambda: Clock(now))
    seal: Seal = SEAL
    tasks: list[asyncio.Task[Any]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.api = Api(self.request, TOKEN, self.telegram.root)
        delivery = Delivery(self.api, Renderer(self.texts), self.clock)
        pacing = Pacing(self.budgets, self.clock.steady())
        post = SenderTools(self.database, self.seal, delivery, pacing, self.clock, self.hooks, OPERATOR)
        self.sender = Sender(post)
        self.answerer = Answerer(self.api, self.texts)
        desk = Desk(self.api.bot_id, SEAL, self.handle, now, OPERATOR, patience=self.patience, slice=5.0)
        self.pump = Pump(self.database, desk, self.answerer.send, self.sender.wake)
        self.intake = Intake(self.database, SEAL, self.api.bot_id, now, self.pump.wake)
        self.poller = Poller(self.api, self.intake, now, long_poll=0)

    def start(self, *parts: str) -> None:
        for part in parts or ("poller", "pump", "sender"):
            self.tasks.append(asyncio.create_task(getattr(self, part).run()))

    async def stop(self) -> None:
        """As the process stops: no new updates, the batch in hand, what is on its way."""
        for task in self.tasks:
            if task.get_coro().__qualname__.startswith("Poller"):
                task.cancel()
        self.pump.stop()
        self.sender.stop()
        await asyncio.wait(self.tasks, timeout=5) if self.tasks else None
        await self.kill()

    async def kill(self) -> None:
        """End everything at once, as a kill does."""
        for task in [*self.tasks, *self.sender._flying.values()]:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
        await self.answerer.close(0)
        self.tasks.clear()

    async def say(self, *messages: Message) -> None:
        """Put messages in the outbox, as an action does."""
        async with self.database.transaction() as connection:
            await OutboxRows(connection, SEAL, self.clock.now()).say_all(messages)
        self.sender.wake()

    async def rows(self, sql: str) -> list[dict[str, Any]]:
        async with self.database.reading() as connection:
            return [dict(row) for row in await connection.fetch_all(sql)]

    async def until(self, sql: str, seconds: float = 60) -> None:
        """Wait until this query finds something."""
        async with asyncio.timeout(seconds):
            while not await self.rows(sql):
                await asyncio.sleep(0.01)


async def echo(connection: Connection, said: Said) -> Sequence[Answer]:
    """Repeat what was said, and answer presses."""
    key = f"echo:{said.update_id}"
    outbox = OutboxRows(connection, SEAL, now())
    await outbox.say(Message(key, said.chat_id, "test.echo", {"text": said.text or said.data}))
    return [Answer(said.query_id)] if said.query_id else []


@asynccontextmanager
async def opened(
    database: Database, telegram: Telegram, texts: Texts, handle: Handle = echo, **more: Any
) -> AsyncIterator[PostOffice]:
    """A post office that is stopped in the end, whatever happens."""
    request = AiohttpRequest()
    await request.initialize()
    office = PostOffice(database, telegram, texts, handle, request, **more)
    try:
        yield office
    finally:
        await office.stop()
        await request.shutdown()
