"""The control endpoints of the sandbox, as its chat page uses them, and its clock."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import orjson
from telegram.request import BaseRequest, RequestData
from telegram.request._requestparameter import RequestParameter

Seen = Mapping[str, Any]


class PageRefused(Exception):
    """The sandbox did not take what somebody did; one sentence."""


class ChatPage:
    """Everybody's chats, at the address of the sandbox."""

    def __init__(self, request: BaseRequest, root: str) -> None:
        self._request = request
        self._root = f"{root}/sandbox"

    async def hold_clock(self, now: datetime) -> None:
        """What is said from now on carries this moment."""
        await self._do("POST", "/clock", {"at": now.timestamp()})

    async def release_clock(self) -> None:
        """The real time is back."""
        await self._do("DELETE", "/clock")

    async def limit(self, *, enforce: bool) -> None:
        """How often somebody may be written to is counted by the clock, which stands still meanwhile."""
        await self._do("POST", "/limits", {"enforce": enforce})

    async def chat(self, person: int, after: int) -> Seen:
        """What changed in somebody's chat after an event, and their large keyboard."""
        return await self._do("GET", f"/chats/{person}/messages?after_event={after}")

    async def act(self, person: int, what: str, body: Mapping[str, Any]) -> None:
        """Somebody sends, presses or opens something. Raises PageRefused."""
        await self._do("POST", f"/chats/{person}/{what}", body)

    async def _do(self, method: str, path: str, body: Mapping[str, Any] | None = None) -> Seen:
        data = None
        if body is not None:
            data = RequestData([RequestParameter(name, value, None) for name, value in body.items()])
        code, answer = await self._request.do_request(f"{self._root}{path}", method, data)
        read: dict[str, Any] = orjson.loads(answer)
        if code != 200:
            raise PageRefused(str(read.get("error", code)))
        return read
