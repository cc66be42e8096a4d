"""getUpdates: confirmation, waiting, and who has to give way."""

import asyncio
from collections.abc import Coroutine
from typing import Any

from sandbox.errors import ApiError, conflict
from sandbox.params import Call
from sandbox.shapes import Json
from sandbox.updates.updates import Pending
from sandbox.world import World

_LONGEST_WAIT = 50
_BUSY_SECONDS = 3.0
_GREEDY_SECONDS = 0.5
_BATCHING_SECONDS = 0.001
_OTHER_POLL = "terminated by other getUpdates request; make sure that only one bot instance is running"
_HOOKED = "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"


class Poller:
    """The one poll that waits, and what was asked before."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._waiting: asyncio.Future[ApiError | None] | None = None
        self._last_offset: int | None = None
        self._last_at = float("-inf")
        self._next_conflict_at = float("-inf")
        self._closed = False

    async def get_updates(self, call: Call) -> list[Json]:
        """The oldest unconfirmed updates; waits for the first one up to `timeout` seconds."""
        if self._world.webhooks.current.url:
            raise conflict(_HOOKED)
        remember_allowed(self._world, call)
        offset = call.integer("offset")
        timeout, limit = self._paced(call, offset)
        gone = self._world.updates.confirm(offset) if offset else []
        again = gone if gone and self._world.faults.redelivers("getUpdates") else []
        self._world.commit()
        found = [*again, *self._first(limit)][:limit]
        if not found and timeout:
            found = await self._wait(timeout, limit)
        return [one.body for one in found]

    def interrupt(self, reason: str) -> None:
        """Let the waiting poll, if there is one, end with a conflict."""
        if self._waiting and not self._waiting.done():
            self._waiting.set_result(conflict(reason))

    def close(self) -> None:
        """Let the waiting poll end empty: the sandbox stops."""
        self._closed = True
        if self._waiting and not self._waiting.done():
            self._waiting.set_result(None)

    def _first(self, limit: int) -> list[Pending]:
        return self._world.updates.first(limit, self._world.clock())

    def _paced(self, call: Call, offset: int) -> tuple[int, int]:
        """Timeout and limit; whoever asks the same again too soon is slowed and gets little."""
        timeout = call.between("timeout", 0, 0, _LONGEST_WAIT)
        limit = call.between("limit", 100, 1, 100)
        now = self._world.clock()
        since = now - self._last_at if offset == self._last_offset else _BUSY_SECONDS
        self._last_offset, self._last_at = offset, now
        if since < _BUSY_SECONDS:
            timeout = max(timeout, 3)
        return timeout, 1 if since < _GREEDY_SECONDS else limit

    async def _wait(self, timeout: int, limit: int) -> list[Pending]:  # noqa: ASYNC109 - the method's own word
        self.interrupt(_OTHER_POLL)
        interrupted: asyncio.Future[ApiError | None] = asyncio.get_running_loop().create_future()
        self._waiting = interrupted
        with self._world.updates.watching() as queued:
            await first_of(queued.wait(), interrupted, timeout)
        if not interrupted.done():
            # Telegram waits a moment too, so that an album comes in one answer.
            await asyncio.sleep(_BATCHING_SECONDS)
        if interrupted.done():
            await self._fail(interrupted.result())
            return []
        self._waiting = None
        return self._first(limit)

    async def _fail(self, refusal: ApiError | None) -> None:
        if refusal is None:
            return
        now = self._world.clock()
        if now < self._next_conflict_at and not self._closed:
            await asyncio.sleep(_BUSY_SECONDS)
        else:
            self._next_conflict_at = now + _BUSY_SECONDS
        raise refusal


async def first_of(
    coming: Coroutine[Any, Any, Any], other: asyncio.Future[Any], seconds: float | None
) -> None:
    """Wait until one of two things happens, or the seconds are over; `coming` does not outlive this."""
    task = asyncio.ensure_future(coming)
    both: set[asyncio.Future[Any]] = {task, other}
    try:
        await asyncio.wait(both, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
    finally:
        task.cancel()


def remember_allowed(world: World, call: Call) -> None:
    """Keep `allowed_updates` if it was given; what cannot be read counts as not given."""
    try:
        types = call.decoded("allowed_updates")
    except ValueError:
        return
    if isinstance(types, list):
        world.updates.allow([str(name) for name in types])
