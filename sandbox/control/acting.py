"""What a person does in a chat: send, press, edit, start, block, unblock."""

from aiohttp import web

from sandbox import acts
from sandbox.control.requests import body_in, form_in, person_in, wanted
from sandbox.errors import ControlError
from sandbox.shapes import Json
from sandbox.world import World

_LONGEST_WAIT = 60.0


class ActingControl:
    """Doing something as a person; every answer comes after the update is queued and kept."""

    def __init__(self, world: World) -> None:
        self._world = world

    def add_to(self, app: web.Application) -> None:
        """Register the routes."""
        for name in ("send", "press", "edit", "move", "start", "block", "unblock", "deactivate"):
            app.router.add_post("/sandbox/chats/{person_id}/" + name, getattr(self, "_" + name))

    async def _send(self, request: web.Request) -> web.Response:
        person = person_in(self._world, request)
        sent = acts.send(self._world, person, await form_in(request))
        return web.json_response({"messages": sent})

    async def _press(self, request: web.Request) -> web.Response:
        person = person_in(self._world, request)
        body = await body_in(request)
        message_id, data = wanted(body, "message_id", int), wanted(body, "data", str)
        chat = acts.chat_of(self._world, person, body.get("chat_id"))
        query = acts.press(self._world, person, chat, message_id, data)
        answer: Json = {"callback_query_id": query.id}
        if "wait" in request.query:
            self._world.commit()
            answer["answer"] = await self._world.queries.answered(query, _seconds(request.query["wait"]))
        return web.json_response(answer)

    async def _edit(self, request: web.Request) -> web.Response:
        person = person_in(self._world, request)
        body = await body_in(request)
        message = acts.edit(self._world, person, wanted(body, "message_id", int), wanted(body, "text", str))
        return web.json_response({"message": message})

    async def _move(self, request: web.Request) -> web.Response:
        person = person_in(self._world, request)
        body = await body_in(request)
        latitude, longitude = (float(wanted(body, name, int | float)) for name in ("latitude", "longitude"))
        message = acts.move(self._world, person, wanted(body, "message_id", int), latitude, longitude)
        return web.json_response({"message": message})

    async def _start(self, request: web.Request) -> web.Response:
        person = person_in(self._world, request)
        payload = (await body_in(request)).get("payload") or ""
        return web.json_response({"messages": [acts.start(self._world, person, str(payload))]})

    async def _block(self, request: web.Request) -> web.Response:
        return self._set_blocked(request, blocked=True)

    async def _unblock(self, request: web.Request) -> web.Response:
        return self._set_blocked(request, blocked=False)

    def _set_blocked(self, request: web.Request, *, blocked: bool) -> web.Response:
        person = person_in(self._world, request)
        acts.set_blocked(self._world, person, blocked=blocked)
        return web.json_response({"blocked": person.blocked})

    async def _deactivate(self, request: web.Request) -> web.Response:
        person = person_in(self._world, request)
        person.deactivated = True
        self._world.people.save(person)
        return web.json_response({"deactivated": True})


def _seconds(text: str) -> float:
    try:
        return min(float(text), _LONGEST_WAIT)
    except ValueError:
        raise ControlError(400, "wait must be a number of seconds.") from None
