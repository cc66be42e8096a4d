"""The sandbox as one aiohttp application: Bot API, control endpoints, chat page."""

import sqlite3
import sys
from collections.abc import AsyncIterator, Awaitable, Callable

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

from sandbox.botapi import BotApi, respond
from sandbox.control.acting import ActingControl
from sandbox.control.arranging import ArrangingControl
from sandbox.control.groups import GroupsControl
from sandbox.control.history import HistoryControl
from sandbox.control.people import PeopleControl
from sandbox.dispatch import Dispatcher
from sandbox.errors import ApiError, ControlError
from sandbox.page_files import add_page
from sandbox.store import StateError
from sandbox.updates.webhook import WebhookSender
from sandbox.world import World

_MAX_BODY = 64 * 1024 * 1024


def create_app(world: World) -> web.Application:
    """The application over a world; closing the application keeps the world's state but not its file."""
    app = web.Application(client_max_size=_MAX_BODY, middlewares=[_keeping(world)])
    dispatcher = Dispatcher(world)
    BotApi(world, dispatcher).add_to(app)
    for control in (PeopleControl, HistoryControl, ActingControl, ArrangingControl, GroupsControl):
        control(world).add_to(app)
    add_page(app)
    app.cleanup_ctx.append(_delivering(WebhookSender(world, dispatcher)))
    app.router.add_route("*", "/{path:.*}", _not_found)
    app.on_shutdown.append(_closing(dispatcher))
    return app


def _keeping(world: World) -> Middleware:
    @web.middleware
    async def keep(request: web.Request, handler: Handler) -> web.StreamResponse:
        """Whoever gets an answer may rely on it: what a request changed is kept before it is answered.

        While the disk is full that is not so, which is said; what changed is kept as soon as there is room.
        """
        try:
            return await handler(request)
        except ControlError as error:
            return web.json_response({"error": error.sentence}, status=error.status)
        except sqlite3.Error as error:
            return respond(ApiError(500, f"Internal Server Error: {error}").as_body())
        finally:
            trouble.note(_trouble_of(world))

    trouble = _Trouble()
    return keep


class _Trouble:
    """What is wrong with the disk, said once when it begins and once when it is over."""

    def __init__(self) -> None:
        self._said = ""

    def note(self, sentence: str) -> None:
        if sentence != self._said:
            sys.stderr.write(f"{sentence or 'The state file is written again.'}\n")
        self._said = sentence


def _trouble_of(world: World) -> str:
    try:
        world.commit()
    except StateError as error:
        return str(error)
    return ""


async def _not_found(_request: web.Request) -> web.Response:
    return respond(ApiError(404, "Not Found").as_body())


def _delivering(sender: WebhookSender) -> Callable[[web.Application], AsyncIterator[None]]:
    async def deliver(_app: web.Application) -> AsyncIterator[None]:
        await sender.start()
        yield
        await sender.stop()

    return deliver


def _closing(dispatcher: Dispatcher) -> Callable[[web.Application], Awaitable[None]]:
    async def close(_app: web.Application) -> None:
        dispatcher.poller.close()

    return close
