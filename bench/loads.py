"""Who writes to the bot: people who say one thing each, or residents who live through a whole report.

`Echo` hands out one text after another. `Stories` plays residents and officials by the buttons they are
shown. One story is eight updates, all of one case:

- a free message, then two more pieces of the story: a text, and a photo or a voice
- four presses: it is mine, the trouble, no danger, send
- the official's press on the card: accepted

The desk answers with about twelve messages and edits, and with five notices on the pressed buttons.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import orjson

PIECES = tuple(Path(__file__).with_name("pieces.txt").read_text(encoding="utf-8").splitlines())
MOMENT = 1795300000
RESIDENT = 100_000
UPDATES_IN_STORY = 8
# What a resident presses when it is offered; each belongs to another question.
_WISHES = frozenset({"mine", "housing", "no", "send"})
_LAST_WISH = "send"
_TOLD_AFTER_SEND = 2  # the receipt, and that the official has taken it up


class Load:
    """Updates not yet confirmed. `rate` is how many a second may be seen, or 0 for all at once."""

    def __init__(self, updates: int, rate: float) -> None:
        self.wanted = updates
        self.rate = rate
        self.began = 0.0
        self.ended = 0.0
        self.messages = 0
        self.calls = 0
        self._seen: list[bytes] = []

    def begin(self) -> None:
        """Let the updates out."""
        self.began = time.monotonic()

    def page(self, offset: int, limit: int) -> list[bytes]:
        """What a poll gets now."""
        self._release()
        first = max(offset, 1) - 1
        return self._seen[first : first + limit]

    def took(self, method: str, given: Mapping[str, Any]) -> None:
        """Somebody received something."""
        self.calls += 1
        if method.startswith(("send", "edit")):
            self.messages += 1
        if method.startswith("send"):
            self._received(given)

    def _release(self) -> None:
        if not self.began:
            return
        allowed = int((time.monotonic() - self.began) * self.rate) if self.rate else self.wanted
        while len(self._seen) < min(allowed, self.wanted):
            event = self._next()
            if event is None:
                return
            self._seen.append(orjson.dumps({"update_id": len(self._seen) + 1, **event}))

    def _received(self, given: Mapping[str, Any]) -> None:
        raise NotImplementedError

    def _next(self) -> dict[str, Any] | None:
        raise NotImplementedError

    def _end(self) -> None:
        self.ended = self.ended or time.monotonic()


class Echo(Load):
    """Texts, in turn from each chat; over when each is answered."""

    def __init__(self, updates: int, chats: int, rate: float) -> None:
        super().__init__(updates, rate)
        self._chats = chats

    def _received(self, _given: Mapping[str, Any]) -> None:
        if self.messages >= self.wanted:
            self._end()

    def _next(self) -> dict[str, Any]:
        number = len(self._seen)
        return said(RESIDENT + number % self._chats, number + 1, {"text": PIECES[number % len(PIECES)]})


class Stories(Load):
    """Residents who report and officials who accept; over when every resident knows who comes."""

    def __init__(self, updates: int, rate: float) -> None:
        stories = updates // UPDATES_IN_STORY
        super().__init__(stories * UPDATES_IN_STORY, rate)
        self._waiting = deque(range(RESIDENT, RESIDENT + stories))
        self._due: deque[dict[str, Any]] = deque()
        self._sent: dict[int, int] = {}
        self._open = stories

    def _received(self, given: Mapping[str, Any]) -> None:
        chat = int(given["chat_id"])
        for code in _codes(given):
            if _wanted(code, chat):
                self._due.append(pressed(chat, self.messages, code))
                if code.endswith(f":{_LAST_WISH}"):
                    self._sent[chat] = 0
                return
        if chat in self._sent:
            self._told(chat)

    def _told(self, chat: int) -> None:
        self._sent[chat] += 1
        if self._sent[chat] == _TOLD_AFTER_SEND:
            self._open -= 1
            if not self._open:
                self._end()

    def _next(self) -> dict[str, Any] | None:
        """An answer that somebody has ready goes before a new story."""
        if not self._due and self._waiting:
            chat = self._waiting.popleft()
            self._due += [said(chat, number, piece) for number, piece in enumerate(_story(chat), start=1)]
        return self._due.popleft() if self._due else None


def _wanted(code: str, chat: int) -> bool:
    family, _, rest = code.partition(":")
    choice = rest.rpartition(":")[2]
    return (family == "k" and choice == "accept") or (
        family == "f" and chat >= RESIDENT and choice in _WISHES
    )


def _codes(given: Mapping[str, Any]) -> list[str]:
    markup = given.get("reply_markup") or {}
    markup = orjson.loads(markup) if isinstance(markup, str) else markup
    return [button["callback_data"] for row in markup.get("inline_keyboard", ()) for button in row]


def _story(chat: int) -> tuple[dict[str, Any], ...]:
    file = {"file_id": f"bench-file-{chat}", "file_unique_id": f"bench-{chat}", "file_size": 91000}
    size = {"width": 1280, "height": 960}
    shown = {"photo": [{**file, **size}]} if chat % 2 else {"voice": {**file, "duration": 9}}
    return {"text": PIECES[0]}, {"text": PIECES[1]}, shown


def said(chat: int, number: int, content: Mapping[str, Any]) -> dict[str, Any]:
    """A message from a person to the bot, without its update number."""
    return {"message": {**_message(chat, number), "from": _person(chat), **content}}


def pressed(chat: int, number: int, code: str) -> dict[str, Any]:
    """A press on a button of a message that the bot sent."""
    bot = {"id": 4711, "is_bot": True, "first_name": "b", "username": "bench_bot"}
    message = {**_message(chat, number), "from": bot, "text": PIECES[0]}
    query = {"id": f"{chat}-{number}", "chat_instance": "1", "data": code}
    return {"callback_query": {**query, "from": _person(chat), "message": message}}


def _message(chat: int, number: int) -> dict[str, Any]:
    where = {"id": chat, "type": "private", "first_name": "Song"}
    return {"message_id": number, "date": MOMENT, "chat": where}


def _person(chat: int) -> dict[str, Any]:
    return {"id": chat, "is_bot": False, "first_name": "Song", "language_code": "zh-hans"}
