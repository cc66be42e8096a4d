"""Carrying out one call of the bot: method, faults, log."""

import asyncio
from typing import Any

from sandbox.errors import ApiError, too_many_requests
from sandbox.faults import Drawn, FaultKind
from sandbox.methods.table import METHODS, POLLING, method_name
from sandbox.methods.webhooks import Described
from sandbox.params import Call
from sandbox.shapes import Json
from sandbox.updates.polling import Poller
from sandbox.world import World


class Dropped(Exception):
    """The connection is to be closed without an answer."""


class Dispatcher:
    """Runs calls against a world; holds the bot's waiting poll."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.poller = Poller(world)
        world.webhooks.listeners.append(lambda: self.poller.interrupt("terminated by setWebhook request"))

    async def answer(self, call: Call) -> Json:
        """The body that answers a call. Dropped if a fault says so, before or after carrying it out."""
        name = method_name(call.method)
        if name is None:
            return self._unknown(call)
        drawn = self.world.faults.draw(name)
        await asyncio.sleep(drawn.latency)
        failed = _failed_before(drawn)
        body = failed or await self._carried_out(name, call)
        self._log(name, call, body, drawn)
        if drawn.kind == FaultKind.HANG and drawn.failure:
            await asyncio.sleep(drawn.failure.seconds)
        if drawn.kind in (FaultKind.DROP_BEFORE, FaultKind.DROP_AFTER):
            raise Dropped
        return body

    def _unknown(self, call: Call) -> Json:
        body = ApiError(404, "Not Found: method not found").as_body()
        self._log(call.method, call, body, Drawn())
        return body

    async def _carried_out(self, name: str, call: Call) -> Json:
        try:
            result: Any = await self._result(name, call)
        except ApiError as refusal:
            return refusal.as_body()
        finally:
            self.world.commit()
        if isinstance(result, Described):
            return {"ok": True, "result": result.result, "description": result.description}
        return {"ok": True, "result": result}

    async def _result(self, name: str, call: Call) -> Any:
        if name == POLLING:
            return await self.poller.get_updates(call)
        return METHODS[name](self.world, call)

    def _log(self, name: str, call: Call, body: Json, drawn: Drawn) -> None:
        files = {part: upload.name for part, upload in call.uploads.items()}
        self.world.calls.add(name, {**call.params, **files}, body, self.world.clock(), drawn.kind)


def _failed_before(drawn: Drawn) -> Json | None:
    """The answer of a fault that keeps the method from being carried out."""
    match drawn.kind:
        case FaultKind.FLOOD if drawn.failure:
            return too_many_requests(drawn.failure.retry_after).as_body()
        case FaultKind.SERVER_ERROR:
            return ApiError(500, "Internal Server Error").as_body()
        case FaultKind.DROP_BEFORE:
            return ApiError(500, "dropped before it was carried out").as_body()
    return None
