"""A Bot API that only counts: hands out text updates and takes replies, as cheaply as it can.

`POST /go` lets the updates out, all at once or at `--rate` a second; `GET /stats` tells how far it is.
"""

from __future__ import annotations

import argparse
import asyncio
import time
from typing import Any

import orjson
from aiohttp import web

_PERSON = {"type": "private", "first_name": "Song"}
_PIECES = ("The roof leaks over the bed.", "It began with the storm on Sunday.", "My mother sleeps there.")


class Stub:
    """Updates not yet confirmed and replies taken."""

    def __init__(self, updates: int, chats: int, rate: float) -> None:
        self.bodies = [orjson.dumps(_update(number, chats)) for number in range(1, updates + 1)]
        self.rate = rate
        self.began = 0.0
        self.ended = 0.0
        self.replies = 0
        self.wanted = updates
        self.requests = 0

    def out(self) -> int:
        """How many updates may be seen by now."""
        if not self.began:
            return 0
        return self.wanted if not self.rate else int((time.monotonic() - self.began) * self.rate)

    async def updates(self, offset: int, limit: int, patience: float) -> bytes:
        """The next page; looks again every two milliseconds, as a real server gathers updates."""
        first = max(offset, 1) - 1
        end = time.monotonic() + patience
        while self.out() <= first and time.monotonic() < end:  # noqa: ASYNC110 - the clock decides
            await asyncio.sleep(0.002)
        page = self.bodies[first : min(first + limit, self.out())]
        return b'{"ok":true,"result":[' + b",".join(page) + b"]}"

    def reply(self, chat_id: str) -> bytes:
        """Count one reply."""
        self.replies += 1
        if self.replies >= self.wanted:
            self.ended = self.ended or time.monotonic()
        return (
            b'{"ok":true,"result":{"message_id":%d,"date":1795300000,"text":"x","chat":{"id":%s,"type":"private"}}}'
            % (self.replies, chat_id.encode())
        )


def _update(number: int, chats: int) -> dict[str, Any]:
    chat = 1000 + number % chats
    return {
        "update_id": number,
        "message": {
            "message_id": number,
            "date": 1795300000,
            "chat": {"id": chat, **_PERSON},
            "from": {"id": chat, "is_bot": False, "first_name": "Song", "language_code": "zh-hans"},
            "text": _PIECES[number % len(_PIECES)],
        },
    }


async def _parameters(request: web.Request) -> dict[str, Any]:
    body = await request.read()
    if request.content_type == "application/json":
        return dict(orjson.loads(body)) if body else {}
    return dict(await request.post())


async def answer(request: web.Request) -> web.Response:
    stub: Stub = request.app["stub"]
    method = request.match_info["method"]
    parameters = await _parameters(request)
    stub.requests += 1
    if method == "getUpdates":
        offset, limit = int(parameters.get("offset", 0)), int(parameters.get("limit", 100))
        payload = await stub.updates(offset, limit, float(parameters.get("timeout", 0)))
    elif method.startswith("send"):
        payload = stub.reply(str(parameters["chat_id"]))
    elif method == "getMe":
        payload = b'{"ok":true,"result":{"id":4711,"is_bot":true,"first_name":"b","username":"bench_bot"}}'
    else:
        payload = b'{"ok":true,"result":true}'
    return web.Response(body=payload, content_type="application/json")


async def go(request: web.Request) -> web.Response:
    request.app["stub"].began = time.monotonic()
    return web.Response()


async def stats(request: web.Request) -> web.Response:
    stub: Stub = request.app["stub"]
    seconds = (stub.ended or time.monotonic()) - stub.began
    return web.json_response(
        {
            "done": bool(stub.ended),
            "replies": stub.replies,
            "seconds": seconds,
            "requests": stub.requests,
        }
    )


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--updates", type=int, default=3000)
    parser.add_argument("--chats", type=int, default=300)
    parser.add_argument("--rate", type=float, default=0.0)
    given = parser.parse_args()
    app = web.Application()
    app["stub"] = Stub(given.updates, given.chats, given.rate)
    app.router.add_post("/go", go)
    app.router.add_get("/stats", stats)
    app.router.add_route("*", "/bot{token}/{method}", answer)
    web.run_app(app, host="127.0.0.1", port=given.port, print=None, access_log=None)


if __name__ == "__main__":
    main()
