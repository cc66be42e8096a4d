"""Emptying what somebody does not want kept, and what was kept long enough."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from desk.domain.talk.said import Said
from storage.engine.database import Database
from storage.engine.rows import Rows
from storage.engine.statements import listed, with_list

_A_PORTION: Final = 100
_AT_ONCE: Final = 500  # people's messages go between one chunk and the next

# In portions: whoever declines may have written thousands, and the pages of each are given back.
SQL_FORGET = """
UPDATE inbox SET body = NULL WHERE (bot_id, update_id) IN (
    SELECT bot_id, update_id FROM inbox
    WHERE chat_id = :chat_id AND state <> 'waiting' AND body IS NOT NULL LIMIT :limit
) RETURNING update_id
"""
# What this transaction has just handled still counts as waiting; what came later is still to be handled,
# and its words are needed for that.
SQL_FORGET_HANDLED = """
UPDATE inbox SET body = NULL
WHERE chat_id = :chat_id AND state = 'waiting' AND bot_id = :bot_id AND update_id <= :update_id
"""
# A row that failed stays, and says why; its words go like those of the others.
SQL_OLD_UPDATES = """
SELECT bot_id, update_id FROM inbox
WHERE state <> 'waiting' AND handled_at < :before AND body IS NOT NULL ORDER BY handled_at LIMIT :limit
"""
SQL_EMPTY_UPDATE = "UPDATE inbox SET body = NULL WHERE bot_id = :bot_id AND update_id = :update_id"
# What an old message said is never read again: whoever edits a card says all of it anew.
SQL_OLD_MESSAGES = """
SELECT id FROM outbox
WHERE id > :after AND state IN ('sent', 'failed', 'held', 'blocked', 'dropped')
    AND COALESCE(sent_at, not_before) < :before AND length(arguments) > 0
ORDER BY id LIMIT :limit
"""
SQL_EMPTY_MESSAGES = with_list("UPDATE outbox SET arguments = :nothing WHERE id IN {numbers}")

SQL_OLD_ALARMS = "SELECT id FROM alarms WHERE begun_at < :before ORDER BY begun_at LIMIT :limit"
SQL_DROP_ALARM = "DELETE FROM alarms WHERE id = :id"
SQL_OLD_DOUBTS = "SELECT id FROM doubts WHERE asked_at < :before ORDER BY asked_at LIMIT :limit"
SQL_DROP_DOUBT = "DELETE FROM doubts WHERE id = :id"


class InboxWords(Rows):
    """The words of stored updates inside one transaction."""

    async def forget(self, said: Said) -> None:
        """Empty the updates of this chat up to this one; that they came stays known."""
        await self.forget_chat(said.chat_id)
        values = {"chat_id": said.chat_id, "bot_id": said.bot_id, "update_id": said.update_id}
        await self._connection.execute(SQL_FORGET_HANDLED, values)

    async def forget_chat(self, chat_id: int) -> None:
        """Empty the updates of this chat that were handled; that they came stays known."""
        values = {"chat_id": chat_id, "limit": _A_PORTION}
        while await self._connection.fetch_all(SQL_FORGET, values):
            pass


async def purge_inbox(database: Database, before: datetime) -> None:
    """Empty updates that were handled before that moment, oldest first; the rows stay.

    A reader looks for them, so that the writer is not kept from its work.
    """
    while rows := await _read(database, SQL_OLD_UPDATES, {"before": before}):
        async with database.transaction() as connection:
            await connection.execute_many(SQL_EMPTY_UPDATE, rows)


async def purge_outbox(database: Database, before: datetime) -> None:
    """Empty messages that left, or were given up, before that moment; the rows stay, with their keys."""
    after = 0
    while rows := await _read(database, SQL_OLD_MESSAGES, {"before": before, "after": after}):
        ids = [row["id"] for row in rows]
        async with database.transaction() as connection:
            values = {"listed": listed(ids), "nothing": b""}
            await connection.execute(SQL_EMPTY_MESSAGES[database.dialect], values)
        after = ids[-1]


async def purge_alarms(database: Database, before: datetime) -> None:
    """Drop alarms that began, and doubts that were asked about, before that moment."""
    for old, drop in ((SQL_OLD_ALARMS, SQL_DROP_ALARM), (SQL_OLD_DOUBTS, SQL_DROP_DOUBT)):
        while rows := await _read(database, old, {"before": before}):
            async with database.transaction() as connection:
                await connection.execute_many(drop, rows)


async def _read(database: Database, sql: str, values: dict[str, object]) -> list[dict[str, Any]]:
    async with database.reading() as connection:
        return [dict(row) for row in await connection.fetch_all(sql, {**values, "limit": _AT_ONCE})]
