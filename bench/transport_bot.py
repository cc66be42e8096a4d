"""Our bot as the process runs it, with a handler to choose.

`desk` is the real desk in the demo county. `trivial` looks the person up and replies: the least that a desk
does, to tell the cost of the transport from that of the work.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import Protocol

import uvloop

from bench.county import settle_county
from bot.connecting.api import Api
from bot.connecting.request import AiohttpRequest
from bot.process.uptime import Clock
from bot.process.wiring import Foundation, assemble, now
from bot.receiving.batch import Desk
from bot.receiving.intake import Intake
from bot.receiving.polling import Poller
from bot.receiving.pump import Pump
from bot.rules.listed_words import texts_of
from bot.rules.reading import load_rules
from bot.sending.answers import Answerer
from bot.sending.delivery import Delivery
from bot.sending.pacing import UNLIMITED, Pacing
from bot.sending.render import Renderer
from bot.sending.sender import Sender, SenderTools
from bot.words import Texts
from desk.domain.talk.messages import Message
from desk.domain.talk.said import Said
from handlers.talk.turn import Answer
from storage.engine.database import Connection, Database
from storage.engine.migrate import migrate
from storage.engine.opening import open_database
from storage.engine.seal import KEY_BYTES, Seal
from storage.mail.outbox import OutboxRows
from storage.people.people import PeopleRows


class Running(Protocol):
    """What of the process the bench starts and stops."""

    intake: Intake
    pump: Pump
    sender: Sender


class Trivial:
    """The transport with a handler of three statements."""

    def __init__(self, given: Foundation, folder: Path) -> None:
        database, seal, api = given.database, given.seal, given.api
        words = _texts(folder)
        clock = Clock(now)
        delivery = Delivery(api, Renderer(words), clock)
        self.sender = Sender(
            SenderTools(database, seal, delivery, Pacing(given.budgets, time.monotonic()), clock)
        )
        desk = Desk(api.bot_id, seal, self._handle, now)
        self.pump = Pump(database, desk, Answerer(api, words).send, self.sender.wake)
        self.intake = Intake(database, seal, api.bot_id, now, self.pump.wake)
        self._seal = seal

    async def _handle(self, connection: Connection, said: Said) -> Sequence[Answer]:
        moment = now()
        people = PeopleRows(connection, self._seal, moment)
        person = await people.find_by_user(said.user_id)
        if person is None:
            person = await people.add(said.user_id, said.name, said.language)
        key = f"answer:{said.user_id}:{said.update_id}:1"
        reply = Message(key, said.chat_id, "bench.echo", {"number": said.text}, language=person.language)
        await OutboxRows(connection, self._seal, moment).say(reply)
        return []


def _texts(folder: Path) -> Texts:
    """One text of the bench's own."""
    place = folder / "texts" / "zh_CN"
    place.mkdir(parents=True)
    (place / "bench.toml").write_text('echo = "Kept: {{ number }}"\n', encoding="utf-8")
    return Texts(folder / "texts")


async def trivial(given: Foundation, folder: Path, _updates: int) -> Running:
    return Trivial(given, folder)


async def desk(given: Foundation, _folder: Path, updates: int) -> Running:
    await settle_county(given.database, given.seal, given.rules, now(), updates)
    return await assemble(given)


HANDLERS: dict[str, Callable[[Foundation, Path, int], Awaitable[Running]]] = {
    "trivial": trivial,
    "desk": desk,
}


async def run(root: str, token: str, handler: str, updates: int) -> None:
    """The bot until it is told to end."""
    ended = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, ended.set)
    with tempfile.TemporaryDirectory() as folder:
        url = os.environ.get("BENCH_DATABASE_URL") or f"sqlite:///{folder}/bench.db"
        await asyncio.to_thread(migrate, url)
        database = await open_database(url)
        request = AiohttpRequest()
        await request.initialize()
        given = _foundation(database, Api(request, token, root))
        running = await HANDLERS[handler](given, Path(folder), updates)
        await _serve(running, Poller(given.api, running.intake, now), ended)
        await request.shutdown()
        await database.close()


def _foundation(database: Database, api: Api) -> Foundation:
    seal = Seal({1: os.urandom(KEY_BYTES)}, 1, os.urandom(KEY_BYTES))
    return Foundation(
        database, seal, load_rules("default"), texts_of(load_rules("default")), api, budgets=UNLIMITED
    )


async def _serve(running: Running, poller: Poller, ended: asyncio.Event) -> None:
    parts = [asyncio.create_task(part.run()) for part in (poller, running.pump, running.sender)]
    parts.append(asyncio.create_task(ended.wait()))
    done, _ = await asyncio.wait(parts, return_when=asyncio.FIRST_COMPLETED)
    parts[0].cancel()
    running.pump.stop()
    running.sender.stop()
    await asyncio.wait(parts[:3], timeout=5)
    for part in done:
        part.result()


def main() -> None:
    root, token, handler, updates = sys.argv[1:5]
    loop = asyncio if os.environ.get("BENCH_LOOP") == "asyncio" else uvloop
    loop.run(run(root, token, handler, int(updates)))


if __name__ == "__main__":
    main()
