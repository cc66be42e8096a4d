"""Emptying what somebody does not want kept."""

from __future__ import annotations

from storage.database import Connection

# A waiting row is still to be handled, and its words are needed for that.
SQL_FORGET = "UPDATE inbox SET body = NULL WHERE chat_id = :chat_id AND state <> 'waiting'"


class InboxWords:
    """The words of stored updates inside one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def forget(self, chat_id: int) -> None:
        """Empty the handled updates of this chat; that they came stays known."""
        await self._connection.execute(SQL_FORGET, {"chat_id": chat_id})
