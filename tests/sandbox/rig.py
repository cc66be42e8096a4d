"""A sandbox on a loopback port with its bot and people, for tests; every answer is held to the schema."""

import io
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
from aiohttp import web

from sandbox.profile import Bot
from sandbox.schema import problems_of_answer, problems_of_request, problems_of_update
from sandbox.server import create_app
from sandbox.shapes import Json
from sandbox.store import Store
from sandbox.world import World

TOKEN = "123456:a-token-of-the-sandbox"
BASE_TIME = 1_790_000_000.0
MEI = {"id": 1001, "first_name": "Mei", "last_name": "Li", "phone": "+8613800000001", "started": True}
BO = {"id": 1002, "first_name": "Bo", "username": "bo_of_the_hill", "started": True}
STRANGER = {"id": 1003, "first_name": "Qin"}


class Hands:
    """A clock that tests move."""

    def __init__(self) -> None:
        self.now = BASE_TIME

    def __call__(self) -> float:
        return self.now


class Rig:
    """The bot's side (`call`, `ok`, `refused`, `updates`) and the people's side (`control`, `look`)."""

    def __init__(self, world: World, clock: Hands, session: aiohttp.ClientSession, base: str) -> None:
        self.world = world
        self.clock = clock
        self.session = session
        self.base = base

    async def bare(self, method: str, **params: Any) -> tuple[aiohttp.ClientResponse, Json]:
        """A call whose parameters need not be right by the schema; its answer is."""
        async with self.session.post(f"{self.base}/bot{TOKEN}/{method}", json=params) as response:
            body = await response.json()
        assert problems_of_answer(method, body) == []
        return response, body

    async def raw(self, method: str, **params: Any) -> tuple[aiohttp.ClientResponse, Json]:
        response, body = await self.bare(method, **params)
        if body["ok"]:
            assert problems_of_request(method, params) == []
        return response, body

    async def call(self, method: str, **params: Any) -> Json:
        return (await self.raw(method, **params))[1]

    async def ok(self, method: str, **params: Any) -> Any:
        body = await self.call(method, **params)
        assert body["ok"], body
        return body["result"]

    async def upload(self, method: str, files: dict[str, bytes], **params: Any) -> Json:
        form = aiohttp.FormData({name: str(value) for name, value in params.items()})
        for name, content in files.items():
            form.add_field(name, io.BytesIO(content), filename=f"{name}.bin")
        async with self.session.post(f"{self.base}/bot{TOKEN}/{method}", data=form) as response:
            body: Json = await response.json()
        problems = problems_of_answer(method, body)
        assert problems + (problems_of_request(method, params, files) if body["ok"] else []) == []
        return body

    async def refused(self, method: str, **params: Any) -> tuple[int, str]:
        body = await self.call(method, **params)
        assert not body["ok"], body
        return body["error_code"], body["description"]

    async def updates(self, offset: int = 0, **params: Any) -> list[Json]:
        # Asking again at once would be slowed, as Telegram does it; here time has passed in between.
        self.clock.now += 5
        updates: list[Json] = await self.ok("getUpdates", offset=offset, **params)
        assert [problem for update in updates for problem in problems_of_update(update)] == []
        return updates

    async def control(self, path: str, **body: Any) -> Any:
        async with self.session.post(f"{self.base}/sandbox/{path}", json=body) as response:
            assert response.status == 200, await response.text()
            return await response.json()

    async def declined(self, path: str, **body: Any) -> int:
        async with self.session.post(f"{self.base}/sandbox/{path}", json=body) as response:
            return response.status

    async def look(self, path: str) -> Any:
        async with self.session.get(f"{self.base}/sandbox/{path}") as response:
            assert response.status == 200, await response.text()
            return await response.json()

    async def send(self, person: Json, **body: Any) -> list[Json]:
        messages: list[Json] = (await self.control(f"chats/{person['id']}/send", **body))["messages"]
        return messages

    async def say(self, person: Json, text: str, **more: Any) -> Json:
        """The bot sends text with the flood limits out of the way."""
        self.clock.now += 5
        message: Json = await self.ok("sendMessage", chat_id=person["id"], text=text, **more)
        return message


@asynccontextmanager
async def served(store: Store | None = None) -> AsyncIterator[Rig]:
    """A running sandbox with Mei and Bo, who have pressed Start, and Qin, who has not."""
    clock = Hands()
    world = World(Bot(TOKEN), store, clock=clock, seed=7)
    for person in (MEI, BO, STRANGER):
        world.people.add(person)
    runner = web.AppRunner(create_app(world), shutdown_timeout=0.5)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        async with aiohttp.ClientSession() as session:
            yield Rig(world, clock, session, f"http://127.0.0.1:{runner.addresses[0][1]}")
    finally:
        await runner.cleanup()


def button(text: str, data: str) -> Json:
    """An inline keyboard of one button."""
    return {"inline_keyboard": [[{"text": text, "callback_data": data}]]}
