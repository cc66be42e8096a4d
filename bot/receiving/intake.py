"""Raw updates become inbox rows before Telegram is told that we have them."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

import orjson

from storage.engine.database import Database
from storage.engine.seal import Seal
from storage.mail.inbox import Arrived, InboxRows

log = logging.getLogger(__name__)
_UNKNOWN_CHAT = 0


class Intake:
    """Stores a whole poll in one transaction. Nothing is parsed beyond its number and its chat."""

    def __init__(
        self,
        database: Database,
        seal: Seal,
        bot_id: int,
        now: Callable[[], datetime],
        wake: Callable[[], None],
    ) -> None:
        self._database = database
        self._seal = seal
        self._bot_id = bot_id
        self._now = now
        self._wake = wake

    async def store(self, updates: Sequence[Any]) -> int | None:
        """Keep these updates and return the highest number among them, if any has one.

        Raises StorageError; then nothing was kept and nothing may be confirmed.
        """
        arrived = [self._arrived(update) for update in updates if _number(update) is not None]
        if len(arrived) < len(updates):
            log.error("updates without number ignored count=%d", len(updates) - len(arrived))
        if not arrived:
            return None
        async with self._database.transaction() as connection:
            await InboxRows(connection, self._seal).store(arrived, self._now())
        self._wake()
        return max(update.update_id for update in arrived)

    def _arrived(self, update: Mapping[str, Any]) -> Arrived:
        return Arrived(self._bot_id, update["update_id"], chat_of(update), orjson.dumps(update))


def _number(update: object) -> int | None:
    number = update.get("update_id") if isinstance(update, dict) else None
    return number if isinstance(number, int) else None


def chat_of(update: Mapping[str, Any]) -> int:
    """The chat in which an update must keep its order; 0 when there is none to be found."""
    for kind, event in update.items():
        if kind != "update_id" and isinstance(event, dict):
            inner = event.get("message") if kind == "callback_query" else event
            chat = inner.get("chat") if isinstance(inner, dict) else None
            whose = chat or event.get("from")
            found = whose.get("id") if isinstance(whose, dict) else None
            return found if isinstance(found, int) else _UNKNOWN_CHAT
    return _UNKNOWN_CHAT
