"""Updates brought to the bot."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from aiohttp import web

from sandbox.schema import problems_of_update
from sandbox.shapes import Json
from tests.sandbox.rig import BO, MEI, Rig

HOOKED = "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"


@dataclass
class Hook:
    """A bot that listens; `answers` are given first, then 200."""

    url: str = ""
    answers: list[web.Response] = field(default_factory=list)
    got: list[Json] = field(default_factory=list)
    secrets: list[str | None] = field(default_factory=list)
    arrived: asyncio.Queue[Json] = field(default_factory=asyncio.Queue)

    async def receive(self, request: web.Request) -> web.Response:
        update = await request.json()
        assert problems_of_update(update) == []
        self.got.append(update)
        self.secrets.append(request.headers.get("X-Telegram-Bot-Api-Secret-Token"))
        self.arrived.put_nowait(update)
        return self.answers.pop(0) if self.answers else web.Response()

    async def next(self) -> Json:
        return await asyncio.wait_for(self.arrived.get(), 10)


@pytest.fixture
async def hook() -> AsyncIterator[Hook]:
    listening = Hook()
    app = web.Application()
    app.router.add_post("/hook", listening.receive)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    listening.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    yield listening
    await runner.cleanup()


async def pending(rig: Rig, count: int) -> Json:
    """The webhook's state once `count` updates wait."""
    while True:
        info: Json = await rig.ok("getWebhookInfo")
        if info["pending_update_count"] == count:
            return info
        await asyncio.sleep(0.01)


async def test_updates_come_with_the_secret_and_are_gone_once_acknowledged(rig: Rig, hook: Hook) -> None:
    body = await rig.call("setWebhook", url=hook.url, secret_token="s-3_cret")

    await rig.send(MEI, text="hello")
    update = await hook.next()

    info = await pending(rig, 0)
    assert body["description"] == "Webhook was set"
    assert update["message"]["text"] == "hello"
    assert hook.secrets == ["s-3_cret"]
    assert info["url"] == hook.url


async def test_a_refused_update_comes_again_and_holds_back_only_its_own_chat(rig: Rig, hook: Hook) -> None:
    hook.answers.append(web.Response(status=500))
    await rig.ok("setWebhook", url=hook.url)

    await rig.send(MEI, text="first")
    await hook.next()
    await rig.send(MEI, text="second")
    await rig.send(BO, text="other")
    texts = [(await hook.next())["message"]["text"] for _ in range(3)]

    info = await pending(rig, 0)
    assert texts == ["other", "first", "second"]
    assert info["last_error_message"] == "Wrong response from the webhook: 500 Internal Server Error"


async def test_a_call_in_the_answer_is_carried_out(rig: Rig, hook: Hook) -> None:
    reply: dict[str, Any] = {"method": "sendMessage", "chat_id": 1001, "text": "Hello, Mei."}
    hook.answers.append(web.json_response(reply))
    await rig.ok("setWebhook", url=hook.url)

    await rig.send(MEI, text="hello")
    await hook.next()
    while not (calls := await rig.look("calls?method=sendMessage")):
        await asyncio.sleep(0.01)

    assert [(call["ok"], call["params"]["text"]) for call in calls] == [(True, "Hello, Mei.")]


async def test_an_acknowledged_update_can_be_delivered_again(rig: Rig, hook: Hook) -> None:
    await rig.control("faults", method="webhook", fault="redeliver", times=1)
    await rig.ok("setWebhook", url=hook.url)

    await rig.send(MEI, text="twice")
    first, second = await hook.next(), await hook.next()

    await pending(rig, 0)
    assert first == second


async def test_polling_and_webhook_exclude_each_other(rig: Rig, hook: Hook) -> None:
    poll = asyncio.create_task(rig.refused("getUpdates", timeout=50))
    await asyncio.sleep(0.05)

    await rig.ok("setWebhook", url=hook.url)
    ended = await asyncio.wait_for(poll, 5)
    refused = await rig.refused("getUpdates")
    deleted = await rig.call("deleteWebhook")
    again = await rig.call("deleteWebhook")

    assert ended == (409, "Conflict: terminated by setWebhook request")
    assert refused == (409, f"Conflict: {HOOKED}")
    assert [deleted["description"], again["description"]] == [
        "Webhook was deleted",
        "Webhook is already deleted",
    ]


async def test_a_wrong_webhook_is_refused(rig: Rig, hook: Hook) -> None:
    refusals = [
        await rig.refused("setWebhook", url="ftp://127.0.0.1/x"),
        await rig.refused("setWebhook", url=hook.url, secret_token="x" * 257),
        await rig.refused("setWebhook", url=hook.url, secret_token="a b"),
    ]
    await rig.ok("setWebhook", url=hook.url)
    too_soon = await rig.call("setWebhook", url=hook.url)
    rig.clock.now += 2
    again = await rig.call("setWebhook", url=hook.url)

    assert refusals == [
        (400, "Bad Request: invalid webhook URL specified"),
        (400, "Bad Request: secret token is too long"),
        (400, "Bad Request: secret token contains unallowed characters"),
    ]
    assert too_soon["parameters"] == {"retry_after": 1}
    assert again["description"] == "Webhook is already set"


async def test_waiting_updates_can_be_dropped(rig: Rig) -> None:
    await rig.send(MEI, text="old")

    await rig.ok("deleteWebhook", drop_pending_updates=True)

    assert await rig.ok("getUpdates", timeout=0) == []
