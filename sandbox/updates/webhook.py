"""Bringing updates to the bot's webhook: one at a time per chat, again after a growing pause."""

import asyncio
import contextlib
import json
import random
from functools import partial

import aiohttp

from sandbox.dispatch import Dispatcher, Dropped
from sandbox.params import Call
from sandbox.updates.updates import Pending
from sandbox.updates.webhook_settings import Webhook
from sandbox.world import World

_SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the name of a header
_ANSWER_SECONDS = 30
_LONGEST_RETRY_AFTER = 3600
_LONGEST_PAUSE = (60, 120)
_LOOK_AHEAD = 1000


class WebhookSender:
    """Delivers while a webhook is set; `first_pause` (seconds) doubles with every failure of an update."""

    def __init__(self, world: World, dispatcher: Dispatcher, first_pause: float = 1.0) -> None:
        self._world = world
        self._dispatcher = dispatcher
        self._first_pause = first_pause
        self._rng = random.Random(0)  # noqa: S311 - spreads pauses only
        self._busy: dict[int, asyncio.Task[None]] = {}
        self._calls: set[asyncio.Task[None]] = set()
        self._running: asyncio.Task[None] | None = None
        self._session: aiohttp.ClientSession | None = None

    async def start(self) -> None:
        """Begin to watch for updates to deliver."""
        self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=_ANSWER_SECONDS))
        self._running = asyncio.create_task(self._run(self._session))

    async def stop(self) -> None:
        """Leave off; what was not acknowledged stays queued."""
        tasks = [task for task in (self._running, *self._busy.values(), *self._calls) if task]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        if self._session:
            await self._session.close()

    async def _run(self, session: aiohttp.ClientSession) -> None:
        with self._world.updates.watching() as changed:
            while True:
                changed.clear()
                if self._world.webhooks.current.url:
                    self._begin_deliveries(session)
                await changed.wait()

    def _begin_deliveries(self, session: aiohttp.ClientSession) -> None:
        """Start a delivery for every chat that has something waiting, as far as connections go."""
        waiting = self._world.updates.first(_LOOK_AHEAD, self._world.clock())
        for pending in waiting:
            if len(self._busy) >= self._world.webhooks.current.max_connections:
                return
            if pending.lane not in self._busy:
                task = asyncio.create_task(self._deliver(session, pending))
                self._busy[pending.lane] = task
                task.add_done_callback(partial(self._free, pending.lane))

    def _free(self, lane: int, _done: asyncio.Task[None]) -> None:
        self._busy.pop(lane, None)
        self._world.updates.wake()

    async def _deliver(self, session: aiohttp.ClientSession, pending: Pending) -> None:
        """Try until it is acknowledged, too old, or the webhook is gone or another."""
        hook = self._world.webhooks.current
        pause = self._first_pause
        while hook is self._world.webhooks.current and pending.expires > self._world.clock():
            retry_after = await self._attempt(session, hook, pending)
            if retry_after is None:
                return
            await asyncio.sleep(max(pause, retry_after))
            pause = min(pause * 2, self._rng.uniform(*_LONGEST_PAUSE))

    async def _attempt(self, session: aiohttp.ClientSession, hook: Webhook, pending: Pending) -> float | None:
        """None if the update was acknowledged, else the pause in seconds the bot asked for (0: none)."""
        headers = {_SECRET_HEADER: hook.secret_token} if hook.secret_token else {}
        try:
            async with session.post(hook.url, json=pending.body, headers=headers) as answer:
                body = await answer.read()
                if 200 <= answer.status < 300:
                    self._acknowledged(pending, _call_in(answer, body))
                    return None
                self._note(f"Wrong response from the webhook: {answer.status} {answer.reason}")
                return _asked_pause(answer)
        except TimeoutError:
            self._note("Read timeout expired")
        except aiohttp.ClientError:
            self._note("Connection refused")
        return 0.0

    def _acknowledged(self, pending: Pending, call: Call | None) -> None:
        if not self._world.faults.redelivers("webhook"):
            self._world.updates.drop(pending.update_id)
            self._world.commit()
        if call:
            task = asyncio.create_task(self._carry_out(call))
            self._calls.add(task)
            task.add_done_callback(self._calls.discard)

    async def _carry_out(self, call: Call) -> None:
        # Nobody reads the result of a call made in a webhook's answer, not even whether it failed.
        with contextlib.suppress(Dropped):
            await self._dispatcher.answer(call)

    def _note(self, message: str) -> None:
        self._world.webhooks.note_error(message, self._world.now())
        self._world.commit()


def _call_in(answer: aiohttp.ClientResponse, body: bytes) -> Call | None:
    """The method call a webhook may put into its answer."""
    if answer.content_type != "application/json":
        return None
    try:
        given = json.loads(body)
    except ValueError:
        return None
    if not isinstance(given, dict) or not given.get("method"):
        return None
    return Call(str(given.pop("method")), given)


def _asked_pause(answer: aiohttp.ClientResponse) -> float:
    try:
        return min(float(answer.headers.get("Retry-After", 0)), _LONGEST_RETRY_AFTER)
    except ValueError:
        return 0.0
