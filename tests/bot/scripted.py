"""A Bot API that does what a test tells it, over real HTTP on the loopback."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

TOKEN = "4711:AAbangfu-test-token-0123456789abcdefgh"
ME = {"id": 4711, "is_bot": True, "first_name": "帮扶", "username": "bangfu_bot"}
Script = Callable[[dict[str, Any]], "web.Response | Drop | None"]


@dataclass(frozen=True)
class Drop:
    """Close the connection without an answer; `after` means that the message did arrive."""

    after: bool


@dataclass
class Telegram:
    """Updates to fetch, calls received, and a list of surprises per method."""

    root: str = ""
    updates: list[dict[str, Any]] = field(default_factory=list)
    calls: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    surprises: dict[str, list[Script]] = field(default_factory=lambda: defaultdict(list))
    confirmed: int = 0
    changed: asyncio.Event = field(default_factory=asyncio.Event)
    next_id: int = 100
    held: set[str] = field(default_factory=set)  # methods that are answered after `release`
    release: asyncio.Event = field(default_factory=asyncio.Event)
    waiting: int = 0

    def said(self, *methods: str) -> list[dict[str, Any]]:
        """The parameters of calls that were carried out, in order."""
        return [parameters for method, parameters in self.calls if method in methods]

    def texts(self) -> list[str]:
        return [parameters["text"] for parameters in self.said("sendMessage")]

    def surprise(self, method: str, *scripts: Script) -> None:
        self.surprises[method].extend(scripts)

    async def until(self, ready: Callable[[], bool], seconds: float = 60) -> None:
        """Wait until something happened here, or fail the test."""
        async with asyncio.timeout(seconds):
            while not ready():
                await asyncio.sleep(0.005)

    async def answer(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        parameters = await _parameters(request)
        if request.match_info["token"] != TOKEN:
            return refused(401, "Unauthorized")
        if method in self.held:
            self.waiting += 1
            await self.release.wait()
        if self.surprises[method]:
            outcome = self.surprises[method].pop(0)(parameters)
            if isinstance(outcome, Drop):
                if outcome.after:
                    self._carry_out(method, parameters)
                assert request.transport is not None
                request.transport.close()
                return web.Response()
            if outcome is not None:
                return outcome
        if method == "getUpdates":
            return ok(await self._updates(parameters))
        return ok(self._carry_out(method, parameters))

    def _carry_out(self, method: str, parameters: dict[str, Any]) -> Any:
        self.calls.append((method, parameters))
        if method == "getMe":
            return ME
        if not method.startswith("send"):
            return True
        self.next_id += 1
        chat = {"id": int(parameters["chat_id"]), "type": "private"}
        return {"message_id": self.next_id, "chat": chat, "date": 0}

    async def _updates(self, parameters: dict[str, Any]) -> list[dict[str, Any]]:
        offset = parameters.get("offset", 0)
        self.confirmed = max(self.confirmed, offset - 1)
        self.updates = [update for update in self.updates if update["update_id"] >= offset]
        if not self.updates:
            await asyncio.sleep(0.02)
        return self.updates[: parameters.get("limit", 100)]


async def _parameters(request: web.Request) -> dict[str, Any]:
    """JSON as our backend sends it, a form as the library's does; files as their bytes."""
    if request.content_type == "application/json":
        return dict(await request.json())
    form = await request.post()
    return {
        name: part.file.read() if isinstance(part, web.FileField) else part for name, part in form.items()
    }


def ok(result: Any) -> web.Response:
    return web.json_response({"ok": True, "result": result})


def refused(code: int, description: str, **parameters: int) -> web.Response:
    body = {"ok": False, "error_code": code, "description": description, "parameters": parameters}
    return web.json_response(body, status=code)


def flooded(seconds: int) -> Script:
    return lambda _: refused(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)


def refusing(code: int, description: str, **parameters: int) -> Script:
    return lambda _: refused(code, description, **parameters)


def dropping(*, after: bool) -> Script:
    return lambda _: Drop(after)


@asynccontextmanager
async def served() -> AsyncIterator[Telegram]:
    """A running server."""
    telegram = Telegram()
    app = web.Application(client_max_size=64 * 1024 * 1024)
    app.router.add_route("*", "/bot{token}/{method}", telegram.answer)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = runner.addresses[0][1]
    telegram.root = f"http://127.0.0.1:{port}"
    try:
        yield telegram
    finally:
        await runner.cleanup()


def text_update(update_id: int, text: str, user: int = 1001) -> dict[str, Any]:
    return {
        "update_id": update_id,
        "message": {
            "message_id": update_id,
            "date": 1_795_300_000,
            "chat": {"id": user, "type": "private", "first_name": "宋爱英"},
            "from": {"id": user, "is_bot": False, "first_name": "宋爱英", "language_code": "zh-hans"},
            "text": text,
        },
    }


def press_update(update_id: int, data: str, user: int = 1001) -> dict[str, Any]:
    message = text_update(update_id, "card", user)["message"]
    sender = message["from"]
    query = {"id": f"q{update_id}", "from": sender, "chat_instance": "1", "data": data, "message": message}
    return {"update_id": update_id, "callback_query": query}
