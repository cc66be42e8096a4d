"""Updates by webhook: stored before Telegram gets its 200."""

from __future__ import annotations

import hmac
import logging
from dataclasses import dataclass
from urllib.parse import urlsplit

import orjson
from aiohttp import web

from bot.connecting.api import Api
from bot.connecting.backoff import Backoff
from bot.connecting.errors import CannotStart, Refused, named
from bot.connecting.patience import Patient
from bot.receiving.intake import Intake
from bot.receiving.polling import KINDS
from storage.engine.reasons import reason_of
from storage.engine.trouble import passes

log = logging.getLogger(__name__)
_HEADER = "X-Telegram-Bot-Api-Secret-Token"
_LARGEST_BODY = 1024 * 1024
_CONNECTIONS = 40


@dataclass(frozen=True, slots=True)
class Gate:
    """Where Telegram calls us. `url` ends in a path that nobody can guess; `secret` comes in every call."""

    url: str
    secret: str
    port: int
    host: str = "127.0.0.1"  # a proxy with the certificate stands in front


def _is_final(refused: Refused) -> bool:
    """Too many calls and a server in trouble pass; an address that Telegram does not want stays as it is."""
    return refused.code < 500 and refused.code != 429


class WebhookServer:
    """Answers 200 for what is stored, 403 to strangers, 400 to what is no update, 500 to be called again."""

    def __init__(self, api: Api, intake: Intake, gate: Gate) -> None:
        self._api = api
        self._intake = intake
        self._gate = gate
        self._storage = Backoff(log, "storing updates")
        self._runner: web.AppRunner | None = None

    async def start(self) -> int:
        """Listen, tell Telegram as soon as it listens too, and return the port.

        Raises CannotStart when the port is taken or Telegram refuses the address for good, and TokenRefused.
        """
        port = await self._listen()
        await self._announce()
        return port

    async def _listen(self) -> int:
        app = web.Application(client_max_size=_LARGEST_BODY)
        app.router.add_post(urlsplit(self._gate.url).path or "/", self._receive)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=3)
        await self._runner.setup()
        host, port = self._gate.host, self._gate.port
        try:
            await web.TCPSite(self._runner, host, port).start()
        except OSError as error:
            raise CannotStart(
                f"Cannot listen on {host}:{port} for Telegram ({reason_of(error)}): "
                "end what listens there, or name another port in BANGFU_WEBHOOK_PORT."
            ) from error
        return int(self._runner.addresses[0][1])

    async def _announce(self) -> None:
        webhook = {
            "url": self._gate.url,
            "secret_token": self._gate.secret,
            "allowed_updates": list(KINDS),
            "max_connections": _CONNECTIONS,
        }
        telegram = Patient(self._api, Backoff(log, "setWebhook"))
        try:
            await telegram.call("setWebhook", webhook, for_good=_is_final)
        except Refused as refused:
            raise CannotStart(
                f"Telegram does not take the webhook ({refused.description}): check BANGFU_WEBHOOK_URL, "
                "or leave it out to have the updates fetched."
            ) from None

    async def stop(self) -> None:
        """Finish the calls in hand. Telegram keeps what comes until we are back."""
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    async def _receive(self, request: web.Request) -> web.Response:
        given = request.headers.get(_HEADER, "")
        if not hmac.compare_digest(given.encode(), self._gate.secret.encode()):
            return web.Response(status=403)
        try:
            update = orjson.loads(await request.read())
        except ValueError:
            return web.Response(status=400)
        return web.Response(status=await self._store(update))

    async def _store(self, update: object) -> int:
        try:
            stored = await self._intake.store([update])
        except Exception as error:
            if not passes(error):
                raise  # aiohttp answers 500 and logs where
            self._storage.note(named(error))
            return 500
        self._storage.clear()
        return 200 if stored is not None else 400
