"""A person at their phone: what they do, and what they see."""

from __future__ import annotations

import asyncio
import html
import re
from collections.abc import Iterable
from typing import Any

import aiohttp

Json = dict[str, Any]
SEES_WITHIN_SECONDS = 20.0
LOOKS_EVERY_SECONDS = 0.05


class Puppet:
    """One private chat with the bot, held from the person's side.

    `sees` looks at what changed since the puppet's own last act: no old message passes for an answer.
    """

    def __init__(self, session: aiohttp.ClientSession, person_id: int, name: str) -> None:
        self.id = person_id
        self.name = name
        self.toast = ""  # what a pressed button answered
        self._session = session
        self._mark = 0

    async def says(self, text: str, *, replying_to: int | None = None) -> None:
        """Type a message."""
        answered = {} if replying_to is None else {"reply_to_message_id": replying_to}
        await self._send({"text": text, **answered})

    async def opens(self, payload: str = "") -> None:
        """Press Start, or open a deep link."""
        await self._act("start", {"payload": payload})

    async def sends_voice(self, duration: int = 3) -> None:
        """Speak."""
        await self._send({"kind": "voice", "sample": True, "duration": duration})

    async def sends_photo(self, caption: str = "") -> None:
        """Show one picture."""
        await self._send({"kind": "photo", "sample": True, "caption": caption})

    async def sends_album(self, pictures: int = 2) -> None:
        """Show several pictures at once."""
        await self._send({"kind": "album", "sample": pictures})

    async def sends_document(self) -> None:
        """Hand over a paper."""
        await self._send({"kind": "document", "sample": True})

    async def shares_contact(self) -> None:
        """Give the own phone number, as the button does."""
        await self._send({"kind": "contact", "own": True})

    async def shares_location(self, latitude: float, longitude: float) -> None:
        """Say where it is."""
        await self._send({"kind": "location", "latitude": latitude, "longitude": longitude})

    async def edits(self, message_id: int, text: str) -> None:
        """Correct an own message."""
        await self._act("edit", {"message_id": message_id, "text": text})

    async def blocks(self) -> None:
        """Want nothing more from the bot."""
        await self._act("block", {})

    async def unblocks(self) -> None:
        """Be open again."""
        await self._act("unblock", {})

    async def presses(self, label: str) -> str:
        """Press the newest button whose label contains this, inline or large; returns what popped up."""
        button, message_id = await self._until(self._find_button, label)
        if message_id is not None:
            return await self._press(message_id, button["callback_data"])
        if button.get("request_contact"):
            await self.shares_contact()
        else:
            await self.says(button["text"])
        return ""

    async def presses_again(self, message: Json, label: str) -> str:
        """Press a button as it was on a message seen earlier, though it may be gone by now."""
        button = next(button for button in _inline(message) if label in button["text"])
        return await self._press(message["message_id"], button["callback_data"])

    async def sees(self, *words: str) -> Json:
        """Wait for one message of the bot that contains all these words; returns it."""
        return await self._until(self._find_message, *words)

    async def sees_nothing_of(self, word: str) -> None:
        """Nothing that was ever shown in this chat contains this word."""
        found = [text for text in map(text_of, await self._messages(after=0)) if word in text]
        assert found == [], f"{self.name} sees {word!r} in: {found}"

    async def history(self) -> list[Json]:
        """Everything in the chat, oldest first; own messages have `out`."""
        return await self._messages(after=0)

    async def _send(self, body: Json) -> None:
        await self._act("send", body)

    async def _press(self, message_id: int, data: str) -> str:
        pressed = await self._act("press?wait=10", {"message_id": message_id, "data": data})
        self.toast = (pressed["answer"] or {}).get("text") or ""
        return self.toast

    async def _act(self, what: str, body: Json) -> Json:
        self._mark = (await self._chat(after=0))["event"]
        async with self._session.post(f"/sandbox/chats/{self.id}/{what}", json=body) as answer:
            assert answer.status == 200, f"{self.name} cannot {what}: {await answer.text()}"
            return dict(await answer.json())

    async def _chat(self, after: int) -> Json:
        async with self._session.get(
            f"/sandbox/chats/{self.id}/messages", params={"after_event": after}
        ) as answer:
            return dict(await answer.json())

    async def _messages(self, after: int) -> list[Json]:
        messages = (await self._chat(after))["messages"]
        return sorted(
            (message for message in messages if not message.get("deleted")),
            key=lambda message: message["message_id"],
        )

    async def _find_message(self, *words: str) -> Json | None:
        new = [message for message in await self._messages(self._mark) if not message.get("out")]
        return next(
            (message for message in reversed(new) if all(word in text_of(message) for word in words)), None
        )

    async def _find_button(self, label: str) -> tuple[Json, int | None] | None:
        fresh = _labelled(await self._messages(self._mark), label)
        chat = await self._chat(after=0)
        large = [
            (button if isinstance(button, dict) else {"text": button}, None)
            for row in (chat["reply_keyboard"] or {}).get("keyboard", [])
            for button in row
        ]
        fitting = [(button, none) for button, none in large if label in button["text"]]
        old = _labelled(await self._messages(after=0), label)
        return next(iter([*fresh, *fitting, *old]), None)

    async def _until(self, look: Any, *words: str) -> Any:
        try:
            async with asyncio.timeout(SEES_WITHIN_SECONDS):
                while (found := await look(*words)) is None:
                    await asyncio.sleep(LOOKS_EVERY_SECONDS)
        except TimeoutError:
            raise AssertionError(f"{self.name} waits for {words}; the chat:\n{await self._shown()}") from None
        return found

    async def _shown(self) -> str:
        """The last of the chat, for whoever reads the failure."""
        lines = []
        for message in (await self.history())[-12:]:
            labels = [button["text"] for button in _inline(message)]
            lines.append(f"{'→' if message.get('out') else '←'} {text_of(message)} {labels or ''}")
        return "\n".join(lines)


def text_of(message: Json) -> str:
    """The words of a message, as read on the screen."""
    return str(message.get("text") or message.get("caption") or "")


def plain(markup: str) -> str:
    """Telegram HTML as the words that are seen."""
    return html.unescape(re.sub(r"<[^>]+>", "", markup))


def _inline(message: Json) -> list[Json]:
    rows = (message.get("reply_markup") or {}).get("inline_keyboard", [])
    return [button for row in rows for button in row]


def _labelled(messages: Iterable[Json], label: str) -> list[tuple[Json, int | None]]:
    """Inline buttons with that label, on the newest message first."""
    return [
        (button, message["message_id"])
        for message in reversed(list(messages))
        if not message.get("out")
        for button in _inline(message)
        if label in button["text"]
    ]
