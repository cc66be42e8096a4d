"""Calls without which the desk cannot begin: repeated as long as waiting helps."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Mapping
from typing import Any, TypeVar

from bot.connecting.api import Api
from bot.connecting.backoff import Backoff
from bot.connecting.errors import Lost, Refused, TokenRefused

_UNKNOWN_TOKEN = frozenset({401, 404})
Result = TypeVar("Result")


class Patient:
    """One bot at a Bot API that may be away, busy, or behind a network that comes and goes.

    `unreached` is called with the reason when the first try of a row finds nobody.
    """

    def __init__(self, api: Api, backoff: Backoff, unreached: Callable[[str], None] = lambda _: None) -> None:
        self._api = api
        self._backoff = backoff
        self._unreached = unreached

    async def call(
        self,
        method: str,
        parameters: Mapping[str, object] | None = None,
        *,
        for_good: Callable[[Refused], bool] = lambda _: False,
    ) -> Any:
        """The result, however long it takes.

        Raises TokenRefused, and the Refused of which `for_good` says that no waiting will change it.
        """
        while True:
            try:
                result = await self._api.call(method, parameters)
            except Refused as refused:
                if refused.code in _UNKNOWN_TOKEN:
                    raise TokenRefused from None
                if for_good(refused):
                    raise
                await self._endure(str(refused), refused.retry_after)
            except Lost as lost:
                if self._backoff.failures == 0:
                    self._unreached(str(lost))
                await self._endure(str(lost))
            else:
                self._backoff.clear()
                return result

    async def _endure(self, reason: str, asked: int = 0) -> None:
        self._backoff.note(reason)
        await asyncio.sleep(max(asked, self._backoff.pause))


async def unless(stopping: asyncio.Event, wanted: Coroutine[Any, Any, Result]) -> Result | None:
    """What is waited for; None when the desk is to stop before, and then the waiting is given up at once."""
    work = asyncio.create_task(wanted)
    halt = asyncio.create_task(stopping.wait())
    try:
        await asyncio.wait({work, halt}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        halt.cancel()
        if not work.done():
            work.cancel()
            await asyncio.wait({work})
    return None if work.cancelled() else work.result()
