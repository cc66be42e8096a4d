"""A Bot API that only counts: hands out updates and takes replies, as cheaply as it can.

`POST /go` lets the updates out, all at once or at `--rate` a second; `GET /stats` tells how far it is.
"""

from __future__ import annotations

import argparse
import asyncio
import time
from typing import Any

import orjson
from aiohttp import web

from bench.loads import MOMENT, Echo, Load, Stories

LOAD = web.AppKey("load", Load)
STARTED = web.AppKey("started", list[str])
_ME = b'{"ok":true,"result":{"id":4711,"is_bot":true,"first_name":"b","username":"bench_bot"}}'
_YES = b'{"ok":true,"result":true}'
_MESSAGE = b'{"ok":true,"result":{"message_id":%d,"date":%d,"text":"x","chat":{"id":%d,"type":"private"}}}'


async def _parameters(request: web.Request) -> dict[str, Any]:
    body = await request.read()
    if request.content_type == "application/json":
        return dict(orjson.loads(body)) if body else {}
    return dict(await request.post())


async def _updates(load: Load, given: dict[str, Any]) -> bytes:
    """The next page; looks again every two milliseconds, as a real server gathers updates."""
    offset, limit = int(given.get("offset", 0)), int(given.get("limit", 100))
    end = time.monotonic() + float(given.get("timeout", 0))
    page = load.page(offset, limit)
    while not page and time.monotonic() < end:
        await asyncio.sleep(0.002)
        page = load.page(offset, limit)
    return b'{"ok":true,"result":[' + b",".join(page) + b"]}"


async def answer(request: web.Request) -> web.Response:
    load = request.app[LOAD]
    method = request.match_info["method"]
    given = await _parameters(request)
    request.app[STARTED].append(method)
    if method == "getUpdates":
        payload = await _updates(load, given)
    elif method == "getMe":
        payload = _ME
    elif method.startswith(("send", "edit")):
        load.took(method, given)
        payload = _MESSAGE % (load.messages, MOMENT, int(given["chat_id"]))
    else:
        load.took(method, given)
        payload = _YES
    return web.Response(body=payload, content_type="application/json")


async def go(request: web.Request) -> web.Response:
    request.app[STARTED].clear()
    request.app[LOAD].begin()
    return web.Response()


async def stats(request: web.Request) -> web.Response:
    load = request.app[LOAD]
    return web.json_response(
        {
            "done": bool(load.ended),
            "updates": load.wanted,
            "messages": load.messages,
            "calls": load.calls,
            "seconds": (load.ended or time.monotonic()) - load.began,
            "requests": len(request.app[STARTED]),
        }
    )


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--load", choices=("echo", "stories"), default="echo")
    parser.add_argument("--updates", type=int, default=3000)
    parser.add_argument("--chats", type=int, default=300)
    parser.add_argument("--rate", type=float, default=0.0)
    given = parser.parse_args()
    app = web.Application()
    stories = given.load == "stories"
    app[LOAD] = (
        Stories(given.updates, given.rate) if stories else Echo(given.updates, given.chats, given.rate)
    )
    app[STARTED] = []
    app.router.add_post("/go", go)
    app.router.add_get("/stats", stats)
    app.router.add_route("*", "/bot{token}/{method}", answer)
    web.run_app(app, host="127.0.0.1", port=given.port, print=None, access_log=None)


if __name__ == "__main__":
    main()
