"""The queue of updates: what is kept for the bot, for how long, and until it confirms."""

import asyncio
import random
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice, takewhile

from sandbox.counters import Counters
from sandbox.shapes import Json
from sandbox.store import Store

_KIND = "update"
_DAY = 86_400
_WEEK = 7 * _DAY
_RETENTION = {"callback_query": 150}
_FAR_FUTURE = 10

_TYPES = """
message edited_message channel_post edited_channel_post business_connection business_message
edited_business_message deleted_business_messages message_reaction message_reaction_count inline_query
chosen_inline_result callback_query shipping_query pre_checkout_query purchased_paid_media poll poll_answer
my_chat_member chat_member chat_join_request chat_boost removed_chat_boost
"""
UPDATE_TYPES = frozenset(_TYPES.split())
DEFAULT_TYPES = UPDATE_TYPES - {"chat_member", "message_reaction", "message_reaction_count"}


@dataclass
class Pending:
    """An update not yet confirmed; `lane` is the chat whose order must be kept, `expires` is Unix time."""

    body: Json
    lane: int
    expires: float

    @property
    def update_id(self) -> int:
        """The number the bot confirms by."""
        return int(self.body["update_id"])


class Updates:
    """Updates in the order they were caused, and the types the bot asked for last."""

    def __init__(self, store: Store, counters: Counters, rng: random.Random) -> None:
        self._store = store
        self._counters = counters
        self._rng = rng
        kept = sorted((Pending(**body) for body in store.load(_KIND).values()), key=lambda one: one.update_id)
        self._pending = {one.update_id: one for one in kept}
        self._earliest_end = min((one.expires for one in kept), default=float("inf"))
        self._allowed: list[str] | None = store.load("allowed").get("types", {}).get("list")
        self._waiting: set[asyncio.Event] = set()

    def __len__(self) -> int:
        return len(self._pending)

    @property
    def allowed(self) -> list[str] | None:
        """The remembered `allowed_updates`, None for the default set."""
        return self._allowed

    def allow(self, types: Iterable[str]) -> None:
        """Remember which types are queued from now on; an empty list is the default set again."""
        self._allowed = [name for name in types if name in UPDATE_TYPES] or None
        self._store.put("allowed", "types", {"list": self._allowed})

    def add(self, kind: str, body: Json, lane: int, now: float) -> None:
        """Queue an update unless the bot did not ask for its type."""
        if kind not in (self._allowed or DEFAULT_TYPES):
            return
        number = self._next_id(now)
        expires = now + _RETENTION.get(kind, _DAY)
        self._earliest_end = min(self._earliest_end, expires)
        self._pending[number] = Pending({"update_id": number, kind: body}, lane, expires)
        self._store.put(_KIND, number, vars(self._pending[number]))
        self.wake()

    def confirm(self, offset: int) -> list[Pending]:
        """Forget what lies below `offset`; gives what was forgotten.

        A negative offset keeps only the last -offset updates. One far beyond the newest is ignored.
        """
        if offset > self._counters.last("update") + 1 + _FAR_FUTURE:
            return []
        keep_from = self._counters.last("update") + 1 + offset if offset < 0 else offset
        gone = list(takewhile(lambda one: one.update_id < keep_from, self._pending.values()))
        for one in gone:
            self.drop(one.update_id)
        return gone

    def drop(self, update_id: int) -> None:
        """Forget one update: it was delivered, or is too old."""
        if self._pending.pop(update_id, None) is not None:
            self._store.drop(_KIND, update_id)

    def first(self, limit: int, now: float) -> list[Pending]:
        """The oldest updates that are still worth delivering."""
        self._expire(now)
        return list(islice(self._pending.values(), limit))

    def wake(self) -> None:
        """Let everybody who waits for updates look again."""
        for waiting in self._waiting:
            waiting.set()

    @contextmanager
    def watching(self) -> Iterator[asyncio.Event]:
        """An event that is set as soon as something is queued, from this moment on."""
        flag = asyncio.Event()
        self._waiting.add(flag)
        try:
            yield flag
        finally:
            self._waiting.discard(flag)

    def clear(self) -> None:
        """Forget everything queued (`drop_pending_updates`)."""
        for number in list(self._pending):
            self.drop(number)

    def _expire(self, now: float) -> None:
        if now < self._earliest_end:
            return
        for one in [one for one in self._pending.values() if one.expires <= now]:
            self.drop(one.update_id)
        self._earliest_end = min((one.expires for one in self._pending.values()), default=float("inf"))

    def _next_id(self, now: float) -> int:
        last_at = self._counters.last("update_at")
        self._counters.set("update_at", int(now))
        if now - last_at > _WEEK:
            # As the documentation says: after a week of silence the next identifier is chosen at random.
            ahead = self._rng.randrange(2, 10**8)
            return self._counters.set("update", self._counters.last("update") + ahead)
        return self._counters.next("update")
