"""Bot API calls as plain data: a method name, parameters, and the raw result.

The library's own methods build objects that the hot path does not need; this goes through the same request
backend without them.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any, cast

import orjson
from telegram import InputFile
from telegram.error import NetworkError, TelegramError, TimedOut
from telegram.request import BaseRequest, RequestData

# The library is pinned to one version; this is the only thing used of its inside.
from telegram.request._requestparameter import RequestParameter

from bot.connecting.connectors import NotSent
from bot.connecting.errors import Lost, Refused
from desk.domain.talk.uploads import Upload

ROOT = "https://api.telegram.org"
PATIENCE = 15.0
_SLOWEST = 64 * 1024  # bytes in a second: what is slower than that will not end
_PROXY_REFUSES = 407
TOO_LARGE = 413
# What the library's own way says when the connection, or the tunnel through a proxy, was never made.
_NEVER_LEFT = ("httpx.Connect", "httpx.Proxy")


class Api:
    """One bot at one Bot API server."""

    def __init__(self, request: BaseRequest, token: str, root: str = ROOT) -> None:
        self._request = request
        self._base = f"{root.rstrip('/')}/bot{token}/"
        self._files = f"{root.rstrip('/')}/file/bot{token}/"
        self.bot_id = int(token.partition(":")[0])

    def __repr__(self) -> str:
        return f"Api(bot_id={self.bot_id})"

    async def call(
        self, method: str, parameters: Mapping[str, object] | None = None, patience: float = PATIENCE
    ) -> Any:
        """The result of one call; `patience` is how many seconds an answer may take.

        A value that is an Upload goes as a file, and has time of its own to get there. Raises Refused when
        Telegram says no, Lost when no answer came.
        """
        given = (parameters or {}).items()
        data = RequestData([_parameter(name, value) for name, value in given])
        size = sum(len(value.content) for _, value in given if isinstance(value, Upload))
        try:
            async with asyncio.timeout(2 * patience + size / _SLOWEST if size else None):
                code, payload = await self._request.do_request(
                    self._base + method, "POST", data, read_timeout=patience
                )
        except TimeoutError:
            raise Lost("TimedOut", unsure=True) from None
        except TelegramError as error:
            raise _lost(error) from None
        return _result(code, payload)

    async def download(self, file_path: str) -> bytes:
        """The content of a file that `getFile` named. Raises Refused or Lost as `call` does."""
        try:
            code, content = await self._request.do_request(f"{self._files}{file_path}", "GET")
        except TelegramError as error:
            raise _lost(error) from None
        if code != 200:
            raise Refused(code, "the file was not served")
        return content


def _parameter(name: str, value: object) -> RequestParameter:
    if isinstance(value, Upload):
        return RequestParameter(name, None, [InputFile(value.content, value.name)])
    return RequestParameter(name, value, None)


def _lost(error: TelegramError) -> Lost:
    never_left = isinstance(error, NotSent) or str(error).startswith(_NEVER_LEFT)
    kind = "TimedOut" if isinstance(error, TimedOut) else str(error)[:60]
    return Lost(kind if isinstance(error, NetworkError) else type(error).__name__, unsure=not never_left)


def _result(code: int, payload: bytes) -> Any:
    try:
        answer = cast("dict[str, Any]", orjson.loads(payload))
        if answer["ok"]:
            return answer["result"]
    except (ValueError, KeyError, TypeError):
        # A gateway's own page: Telegram itself did not see the request.
        if code >= 500 or code == TOO_LARGE:
            raise Refused(code, "no Bot API answer") from None
        if code == _PROXY_REFUSES:
            raise Lost("the proxy refused the login", unsure=False) from None
        raise Lost(f"unreadable answer {code}", unsure=True) from None
    more = answer.get("parameters") or {}
    raise Refused(
        int(answer.get("error_code", code)),
        str(answer.get("description", "")),
        int(more.get("retry_after", 0)),
        int(more.get("migrate_to_chat_id", 0)),
    )
