"""Emptying what somebody does not want kept, and what was kept long enough."""

from __future__ import annotations

from datetime import datetime

from desk.domain.said import Said
from storage.database import Connection

SQL_FORGET = (
    "UPDATE inbox SET body = NULL WHERE chat_id = :chat_id AND state <> 'waiting' AND body IS NOT NULL"
)
# What this transaction has just handled still counts as waiting; what came later is still to be handled,
# and its words are needed for that.
SQL_FORGET_HANDLED = """
UPDATE inbox SET body = NULL
WHERE chat_id = :chat_id AND state = 'waiting' AND bot_id = :bot_id AND update_id <= :update_id
"""
SQL_PURGE = """
UPDATE inbox SET body = NULL WHERE (bot_id, update_id) IN (
    SELECT bot_id, update_id FROM inbox
    WHERE state = 'done' AND handled_at < :before AND body IS NOT NULL ORDER BY handled_at LIMIT :limit
) RETURNING update_id
"""


class InboxWords:
    """The words of stored updates inside one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def forget(self, said: Said) -> None:
        """Empty the updates of this chat up to this one; that they came stays known."""
        values = {"chat_id": said.chat_id}
        await self._connection.execute(SQL_FORGET, values)
        values |= {"bot_id": said.bot_id, "update_id": said.update_id}
        await self._connection.execute(SQL_FORGET_HANDLED, values)

    async def purge(self, before: datetime, limit: int) -> int:
        """Empty updates handled before that moment, oldest first; returns how many. Failed ones stay."""
        rows = await self._connection.fetch_all(SQL_PURGE, {"before": before, "limit": limit})
        return len(rows)
