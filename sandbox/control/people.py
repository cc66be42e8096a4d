"""GET /sandbox/bot, GET and POST /sandbox/people."""

from aiohttp import web

from sandbox.control.requests import body_in
from sandbox.people import Person
from sandbox.shapes import Json
from sandbox.world import World


class PeopleControl:
    """Who is there."""

    def __init__(self, world: World) -> None:
        self._world = world

    def add_to(self, app: web.Application) -> None:
        """Register the routes."""
        app.router.add_get("/sandbox/bot", self._bot)
        app.router.add_get("/sandbox/people", self._list)
        app.router.add_post("/sandbox/people", self._add)

    async def _bot(self, _request: web.Request) -> web.Response:
        bot = self._world.bot
        return web.json_response({"id": bot.id, "username": bot.username, "first_name": bot.first_name})

    async def _list(self, _request: web.Request) -> web.Response:
        return web.json_response([self._summary(person) for person in self._world.people])

    async def _add(self, request: web.Request) -> web.Response:
        return web.json_response(self._summary(self._world.people.add(await body_in(request))))

    def _summary(self, person: Person) -> Json:
        state = {"blocked": person.blocked, "deactivated": person.deactivated, "unread": person.unread}
        return {**person.as_cast(), **state, "last": self._last(person)}

    def _last(self, person: Person) -> Json | None:
        record = self._world.messages.last(person.id)
        return {"text": summary_text(record.body), "date": record.body["date"]} if record else None


def summary_text(body: Json) -> str:
    """A message in one line: its words, or the kind of thing it is in brackets."""
    words = body.get("text") or body.get("caption")
    kinds = ("photo", "voice", "document", "video", "audio", "video_note", "sticker", "location", "contact")
    return words or next((f"[{kind}]" for kind in kinds if kind in body), "")
