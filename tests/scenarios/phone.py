"""A phone for crowds: what happens in the chat arrives by itself, nothing is asked for twice."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from typing import Any

import aiohttp

Json = dict[str, Any]


class Phone:
    """One private chat, live. `next` gives what happened, in order."""

    def __init__(self, session: aiohttp.ClientSession, person_id: int) -> None:
        self.id = person_id
        self.on_act: Callable[[], None] = _nothing
        self.on_event: Callable[[Json], None] = _nothing
        self._session = session
        self._happened: asyncio.Queue[Json] = asyncio.Queue()
        self._listening: asyncio.Task[None] | None = None

    async def switch_on(self) -> None:
        """Listen from now on."""
        connected = asyncio.Event()
        self._listening = asyncio.create_task(self._listen(connected))
        await connected.wait()

    async def switch_off(self) -> None:
        """Listen no more."""
        if self._listening is not None:
            self._listening.cancel()
            await asyncio.gather(self._listening, return_exceptions=True)

    async def next(self, patience: float) -> Json | None:
        """The next event, or None when nothing happens for so many seconds."""
        try:
            async with asyncio.timeout(patience):
                return await self._happened.get()
        except TimeoutError:
            return None

    async def opens(self, payload: str = "") -> None:
        """Open the chat by a link."""
        await self._does("start", {"payload": payload})

    async def says(self, text: str) -> None:
        """Write."""
        await self._does("send", {"text": text})

    async def presses(self, message_id: int, data: str) -> None:
        """Press a button without waiting for what pops up."""
        await self._does("press", {"message_id": message_id, "data": data})

    async def shares_contact(self) -> None:
        """Give the own number."""
        await self._does("send", {"kind": "contact", "own": True})

    async def _does(self, what: str, body: Json) -> None:
        self.on_act()
        async with self._session.post(f"/sandbox/chats/{self.id}/{what}", json=body) as answer:
            assert answer.status == 200, f"{self.id} cannot {what}: {await answer.text()}"

    async def _listen(self, connected: asyncio.Event) -> None:
        forever = aiohttp.ClientTimeout(total=None)
        address = f"/sandbox/chats/{self.id}/events"
        async with self._session.get(address, timeout=forever) as stream:
            connected.set()
            async for line in stream.content:
                if line.startswith(b"data: "):
                    event = json.loads(line[6:])
                    self.on_event(event)
                    self._happened.put_nowait(event)


def _nothing(*_: object) -> None:
    """Nobody looks over the shoulder."""


def new_message(event: Json) -> Json | None:
    """The bot's message that this event brings, if it brings one."""
    if event["type"] != "message" or event["message"].get("out"):
        return None
    return dict(event["message"])


def codes(message: Json) -> list[str]:
    """What the buttons under a message carry."""
    rows = (message.get("reply_markup") or {}).get("inline_keyboard", [])
    return [str(button["callback_data"]) for row in rows for button in row]


def asks_contact(event: Json) -> bool:
    """Whether a large button to share the own number appeared."""
    rows = (event.get("reply_keyboard") or {}).get("keyboard", [])
    return any(isinstance(button, dict) and button.get("request_contact") for row in rows for button in row)
