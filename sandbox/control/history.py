"""What a person's page shows: messages, live events, files."""

import asyncio
import json
from collections.abc import AsyncIterator

from aiohttp import web

from sandbox.control.requests import chat_in, number_in
from sandbox.errors import ControlError
from sandbox.events import Event
from sandbox.messages import Record
from sandbox.people import Person
from sandbox.shapes import Json
from sandbox.world import World

_KEEP_ALIVE_SECONDS = 15
_SHOWN = ("image/", "audio/", "video/")
_DRAWING = "image/svg+xml"


class HistoryControl:
    """Reading a chat from the person's side."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._stopping = asyncio.Event()

    def add_to(self, app: web.Application) -> None:
        """Register the routes; open event streams end when the application shuts down."""
        app.router.add_get("/sandbox/chats/{person_id}/messages", self._messages)
        app.router.add_get("/sandbox/chats/{person_id}/events", self._events)
        app.router.add_get("/sandbox/files/{file_id}", self._file)
        app.on_shutdown.append(self._stop)

    async def _stop(self, _app: web.Application) -> None:
        self._stopping.set()

    async def _messages(self, request: web.Request) -> web.Response:
        chat = chat_in(self._world, request)
        after = number_in(request.query.get("after_event"), "after_event", 0)
        messages = [record.view() for record in self._world.messages.changed_after(chat.id, after)]
        state: Json = {"reply_keyboard": None, "blocked": False}
        if isinstance(chat, Person):
            mark_read(self._world, chat)
            state = {"reply_keyboard": chat.reply_keyboard, "blocked": chat.blocked}
        return web.json_response({"event": self._world.events.latest, "messages": messages, **state})

    async def _events(self, request: web.Request) -> web.StreamResponse:
        chat = chat_in(self._world, request)
        given = request.headers.get("Last-Event-ID") or request.query.get("after")
        after = number_in(given, "after", self._world.events.latest)
        response = web.StreamResponse(
            headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"}
        )
        await response.prepare(request)
        if isinstance(chat, Person):
            mark_read(self._world, chat)
        try:
            async for chunk in self._stream(chat.id, after):
                await response.write(chunk)
        except ConnectionResetError:
            pass  # The page was closed.
        return response

    async def _stream(self, chat_id: int, after: int) -> AsyncIterator[bytes]:
        """Missed events first, then live ones, and a comment now and then so that dead pages are noticed."""
        with self._world.events.listening(chat_id) as live:
            yield b": connected\n\n"
            for event in self._missed(chat_id, after):
                yield _sse(event)
            while not self._stopping.is_set():
                event_or_none = await self._next(live)
                yield _sse(event_or_none) if event_or_none else b": still here\n\n"

    async def _next(self, live: asyncio.Queue[Event]) -> Event | None:
        arriving = asyncio.ensure_future(live.get())
        stopping = asyncio.ensure_future(self._stopping.wait())
        try:
            await asyncio.wait(
                {arriving, stopping}, timeout=_KEEP_ALIVE_SECONDS, return_when=asyncio.FIRST_COMPLETED
            )
            return arriving.result() if arriving.done() else None
        finally:
            arriving.cancel()
            stopping.cancel()

    def _missed(self, chat_id: int, after: int) -> list[Event]:
        """Events after a number; those forgotten (a restart) are made up from the messages that changed."""
        if after >= self._world.events.floor(chat_id):
            return self._world.events.after(chat_id, after)
        changed = sorted(self._world.messages.changed_after(chat_id, after), key=lambda record: record.event)
        return [Event(record.event, _change(record)) for record in changed]

    async def _file(self, request: web.Request) -> web.Response:
        stored = self._world.files.find(request.match_info["file_id"])
        if stored is None:
            raise ControlError(404, "There is no such file.")
        mime = (stored.mime or "application/octet-stream").partition(";")[0]
        content = self._world.files.content(stored)
        return web.Response(body=content, content_type=mime, headers=_guarded(mime))


def _guarded(mime: str) -> dict[str, str]:
    """Only pictures and sounds open in a browser: a document, and a drawing as well, may hold a script."""
    headers = {"X-Content-Type-Options": "nosniff"}
    if not mime.startswith(_SHOWN) or mime == _DRAWING:
        headers["Content-Disposition"] = "attachment"
    return headers


def mark_read(world: World, person: Person) -> None:
    """The person has seen everything."""
    if person.unread:
        person.unread = 0
        world.people.save(person)


def _change(record: Record) -> Json:
    kind = "delete" if record.deleted else "edit" if record.edits else "message"
    return {"type": kind, "message": record.view()}


def _sse(event: Event) -> bytes:
    return f"id: {event.n}\ndata: {json.dumps(event.data)}\n\n".encode()
