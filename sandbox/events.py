"""What happened in a chat, numbered, for the page that shows it live."""

import asyncio
from collections import defaultdict, deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sandbox.counters import Counters
from sandbox.shapes import Json

_KEPT_PER_CHAT = 1000


@dataclass(frozen=True)
class Event:
    """One thing to show: its number in the whole world and what the page gets."""

    n: int
    data: Json


class Events:
    """The latest events of every chat and those who listen to them."""

    def __init__(self, counters: Counters) -> None:
        self._counters = counters
        self._floor = counters.last("event")
        self._kept: dict[int, deque[Event]] = defaultdict(lambda: deque(maxlen=_KEPT_PER_CHAT))
        self._listeners: dict[int, set[asyncio.Queue[Event]]] = defaultdict(set)

    @property
    def latest(self) -> int:
        """Number of the event published last."""
        return self._counters.last("event")

    def publish(self, chat_id: int, kind: str, fields: Json) -> int:
        """Tell everybody who watches the chat; gives the event's number."""
        event = Event(self._counters.next("event"), {"type": kind, **fields})
        self._kept[chat_id].append(event)
        for listener in self._listeners.get(chat_id, ()):
            listener.put_nowait(event)
        return event.n

    def floor(self, chat_id: int) -> int:
        """Events up to this number are no longer kept for the chat."""
        kept = self._kept.get(chat_id)
        return kept[0].n - 1 if kept and len(kept) == _KEPT_PER_CHAT else self._floor

    def after(self, chat_id: int, n: int) -> list[Event]:
        """Kept events of a chat with a number above `n`."""
        return [event for event in self._kept.get(chat_id, ()) if event.n > n]

    def is_watched(self, chat_id: int) -> bool:
        """Whether somebody has the chat open just now."""
        return bool(self._listeners.get(chat_id))

    @contextmanager
    def listening(self, chat_id: int) -> Iterator[asyncio.Queue[Event]]:
        """A queue of the chat's events from now on."""
        queue: asyncio.Queue[Event] = asyncio.Queue()
        self._listeners[chat_id].add(queue)
        try:
            yield queue
        finally:
            self._listeners[chat_id].discard(queue)
