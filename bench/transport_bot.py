"""Our transport as the process runs it, with a handler to choose.

`trivial` looks the person up, remembers them the first time, and replies: the least that a desk does.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

import uvloop

from bot.answers import Answerer
from bot.api import Api
from bot.batch import Desk, Handle
from bot.delivery import Delivery
from bot.intake import Intake
from bot.pacing import UNLIMITED, Pacing
from bot.polling import Poller
from bot.pump import Pump
from bot.render import Renderer
from bot.request import AiohttpRequest
from bot.sender import Post, Sender
from bot.words import Texts
from desk.domain.messages import Message
from desk.domain.said import Said
from handlers.turn import Answer
from storage.database import Connection, Database, open_database
from storage.migrate import migrate
from storage.outbox import OutboxRows
from storage.people import PeopleRows
from storage.seal import KEY_BYTES, Seal

Prepare = Callable[[Database, Seal], Awaitable[Handle]]


def now() -> datetime:
    return datetime.now(UTC)


async def trivial(_database: Database, seal: Seal) -> Handle:
    async def handle(connection: Connection, said: Said) -> Sequence[Answer]:
        moment = now()
        people = PeopleRows(connection, seal, moment)
        person = await people.find_by_user(said.user_id)
        if person is None:
            person = await people.add(said.user_id, said.name, said.language)
        key = f"answer:{said.user_id}:{said.update_id}:1"
        said_back = {"number": said.text}
        await OutboxRows(connection, seal, moment).say(
            Message(key, said.chat_id, "bench.echo", dict(said_back), language=person.language)
        )
        return []

    return handle


HANDLERS: dict[str, Prepare] = {"trivial": trivial}


def texts(folder: Path) -> Texts:
    """One text of the bench's own."""
    place = folder / "texts" / "zh_CN"
    place.mkdir(parents=True)
    (place / "bench.toml").write_text('echo = "Kept: {{ number }}"\n', encoding="utf-8")
    return Texts(folder / "texts")


async def run(root: str, token: str, folder: Path, handler: str) -> None:
    """The transport until it is told to end."""
    database = await open_database(os.environ.get("BENCH_DATABASE_URL") or f"sqlite:///{folder}/bench.db")
    seal = Seal({1: os.urandom(KEY_BYTES)}, 1, os.urandom(KEY_BYTES))
    request = AiohttpRequest()
    await request.initialize()
    api = Api(request, token, root)
    words = texts(folder)
    delivery = Delivery(api, Renderer(words), now)
    sender = Sender(Post(database, seal, delivery, Pacing(UNLIMITED, time.monotonic()), now))
    desk = Desk(api.bot_id, seal, await HANDLERS[handler](database, seal), now)
    pump = Pump(database, desk, Answerer(api, words).send, sender.wake)
    poller = Poller(api, Intake(database, seal, api.bot_id, now, pump.wake), now)
    parts = [asyncio.create_task(part.run()) for part in (poller, pump, sender)]
    ended = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, ended.set)
    await ended.wait()
    parts[0].cancel()
    pump.stop()
    sender.stop()
    await asyncio.wait(parts, timeout=5)
    await request.shutdown()
    await database.close()


def main() -> None:
    root, token, handler = sys.argv[1:4]
    with tempfile.TemporaryDirectory() as folder:
        migrate(os.environ.get("BENCH_DATABASE_URL") or f"sqlite:///{folder}/bench.db")
        uvloop.run(run(root, token, Path(folder), handler))


if __name__ == "__main__":
    main()
