"""The Bot API over HTTP: /bot<token>/<method> and /file/bot<token>/<path>."""

import re

from aiohttp import web

from sandbox.dispatch import Dispatcher, Dropped
from sandbox.errors import ApiError, bad_request
from sandbox.params import read_call
from sandbox.shapes import Json
from sandbox.world import World

_TOKEN = re.compile(r"([1-9]\d{0,16}):[^/]{1,70}")
_MAX_BOT_ID = 2**54


class BotApi:
    """The handlers of the bot's side."""

    def __init__(self, world: World, dispatcher: Dispatcher) -> None:
        self._world = world
        self._dispatcher = dispatcher

    def add_to(self, app: web.Application) -> None:
        """Register the routes."""
        app.router.add_route("*", "/bot{token:[^/]+}/{method}", self._call)
        app.router.add_get("/file/bot{token:[^/]+}/{path:.+}", self._download)

    async def _call(self, request: web.Request) -> web.Response:
        refusal = token_refusal(self._world, request.match_info["token"])
        if refusal:
            return respond(refusal.as_body())
        try:
            call = await read_call(request, request.match_info["method"])
        except web.HTTPRequestEntityTooLarge:
            return respond(ApiError(413, "Request Entity Too Large").as_body())
        except ValueError:
            return respond(bad_request("can't parse request body").as_body())
        try:
            return respond(await self._dispatcher.answer(call))
        except Dropped:
            if request.transport:
                request.transport.abort()
            return web.Response()

    async def _download(self, request: web.Request) -> web.Response:
        refusal = token_refusal(self._world, request.match_info["token"])
        if refusal:
            return respond(refusal.as_body())
        stored = self._world.files.at_path(request.match_info["path"])
        if stored is None:
            return respond(ApiError(404, "Not Found").as_body())
        return web.Response(body=self._world.files.content(stored), content_type="application/octet-stream")


def respond(body: Json) -> web.Response:
    """An answer of the Bot API: the status repeats the error code, the header the pause."""
    pause = body.get("parameters", {}).get("retry_after")
    headers = {"Retry-After": str(pause)} if pause else None
    return web.json_response(body, status=body.get("error_code", 200), headers=headers)


def token_refusal(world: World, token: str) -> ApiError | None:
    """Why a token is not accepted, or None."""
    shape = _TOKEN.fullmatch(token)
    if not shape or len(token) > 80 or int(shape.group(1)) > _MAX_BOT_ID:
        return ApiError(401, "Unauthorized: invalid token specified")
    return None if token == world.bot.token else ApiError(401, "Unauthorized")
