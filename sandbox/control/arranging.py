"""What tests arrange: the clock, faults, limits, the log of calls."""

from aiohttp import web

from sandbox.control.requests import body_in, number_in, wanted
from sandbox.world import World


class ArrangingControl:
    """Making trouble, and looking at what the bot made of it."""

    def __init__(self, world: World) -> None:
        self._world = world

    def add_to(self, app: web.Application) -> None:
        """Register the routes."""
        app.router.add_post("/sandbox/clock", self._hold_clock)
        app.router.add_delete("/sandbox/clock", self._release_clock)
        app.router.add_post("/sandbox/faults", self._add_fault)
        app.router.add_get("/sandbox/faults", self._list_faults)
        app.router.add_delete("/sandbox/faults", self._clear_faults)
        app.router.add_post("/sandbox/faults/seed", self._seed)
        app.router.add_post("/sandbox/limits", self._limits)
        app.router.add_get("/sandbox/calls", self._calls)

    async def _hold_clock(self, request: web.Request) -> web.Response:
        self._world.clock.hold(wanted(await body_in(request), "at", int | float))
        return web.json_response({"at": self._world.clock()})

    async def _release_clock(self, _request: web.Request) -> web.Response:
        self._world.clock.release()
        return web.json_response({"at": self._world.clock()})

    async def _add_fault(self, request: web.Request) -> web.Response:
        return web.json_response({"id": self._world.faults.add(await body_in(request)).id})

    async def _list_faults(self, _request: web.Request) -> web.Response:
        return web.json_response(self._world.faults.listed())

    async def _clear_faults(self, _request: web.Request) -> web.Response:
        self._world.faults.clear()
        return web.json_response({})

    async def _seed(self, request: web.Request) -> web.Response:
        seed = wanted(await body_in(request), "seed", int)
        self._world.faults.seed(seed)
        return web.json_response({"seed": seed})

    async def _limits(self, request: web.Request) -> web.Response:
        return web.json_response(self._world.limits.change(await body_in(request)))

    async def _calls(self, request: web.Request) -> web.Response:
        after = number_in(request.query.get("after"), "after", 0)
        return web.json_response(self._world.calls.after(after, request.query.get("method", "")))
