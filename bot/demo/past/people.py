"""Steps of the diary, done by people on the chat page: they type, press what they see, send things."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from bot.demo.past.chat_page import ChatPage, Seen

Button = tuple[Mapping[str, Any], int]
_LARGE: Final = 0  # in place of a message's number: a button below the field for writing
_SENT: Final[Mapping[str, Callable[[Any], Mapping[str, Any]]]] = {
    "types": lambda text: {"text": text},
    "photo": lambda caption: {"kind": "photo", "sample": True, "caption": caption},
    "voice": lambda seconds: {"kind": "voice", "sample": True, "duration": seconds},
    "contact": lambda _: {"kind": "contact", "own": True},
    "location": lambda place: {"kind": "location", "latitude": place[0], "longitude": place[1]},
}


class NoSuchButton(Exception):
    """Somebody looks for a button that they were not shown."""


class People:
    """Everybody at their phones. Of two buttons of one name they mean the one that they were shown last."""

    def __init__(self, page: ChatPage) -> None:
        self._page = page
        # By person: the newest event before they last did something.
        self._marks: dict[int, int] = defaultdict(int)

    async def do(self, person: int, step: Mapping[str, Any]) -> None:
        """One step. Raises NoSuchButton, PageRefused."""
        [(verb, value)] = [(name, value) for name, value in step.items() if name != "on"]
        if verb == "presses":
            await self._press(person, value, step.get("on", ""))
        elif verb == "starts":
            await self._act(person, "start", {"payload": value})
        else:
            await self._act(person, "send", _SENT[verb](value))

    async def _press(self, person: int, label: str, on: str) -> None:
        button, message_id = await self._find(person, label, on)
        if message_id != _LARGE:
            pressed = {"message_id": message_id, "data": button["callback_data"]}
            await self._act(person, "press", pressed)
        elif button.get("request_contact"):
            await self._act(person, "send", _SENT["contact"](True))
        else:
            await self._act(person, "send", {"text": button["text"]})

    async def _find(self, person: int, label: str, on: str) -> Button:
        """On what is new, else below the field, else on what is older; `on` names words beside it."""
        new = await self._page.chat(person, self._marks[person])
        everything = await self._page.chat(person, 0)
        large = () if on else _large(new)
        for button, message_id in (*_inline(new, on), *large, *_inline(everything, on)):
            if label in button["text"]:
                return button, message_id
        raise NoSuchButton(f"{person} sees no button {label!r} {on}".rstrip())

    async def _act(self, person: int, what: str, body: Mapping[str, Any]) -> None:
        self._marks[person] = (await self._page.chat(person, self._marks[person]))["event"]
        await self._page.act(person, what, body)


def _inline(seen: Seen, on: str) -> Iterable[Button]:
    """Buttons below the bot's messages that hold these words, the newest message first."""
    shown = [one for one in seen["messages"] if not one.get("out") and not one.get("deleted")]
    for message in sorted(shown, key=lambda one: -one["message_id"]):
        if on in f"{message.get('text', '')}{message.get('caption', '')}":
            for row in (message.get("reply_markup") or {}).get("inline_keyboard", ()):
                yield from ((button, message["message_id"]) for button in row)


def _large(seen: Seen) -> Iterable[Button]:
    for row in (seen["reply_keyboard"] or {}).get("keyboard", ()):
        yield from ((button if isinstance(button, dict) else {"text": button}, _LARGE) for button in row)
