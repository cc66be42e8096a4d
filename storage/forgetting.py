"""Emptying what somebody does not want kept, and what was kept long enough."""

from __future__ import annotations

import asyncio
from datetime import datetime
from typing import Final

from desk.domain.said import Said
from storage.database import Connection, Database
from storage.statements import listed, with_list

_AT_ONCE: Final = 500  # people's messages go between one chunk and the next

SQL_FORGET = (
    "UPDATE inbox SET body = NULL WHERE chat_id = :chat_id AND state <> 'waiting' AND body IS NOT NULL"
)
# What this transaction has just handled still counts as waiting; what came later is still to be handled,
# and its words are needed for that.
SQL_FORGET_HANDLED = """
UPDATE inbox SET body = NULL
WHERE chat_id = :chat_id AND state = 'waiting' AND bot_id = :bot_id AND update_id <= :update_id
"""
# A row that failed stays, and says why; its words go like those of the others.
SQL_PURGE_INBOX = """
UPDATE inbox SET body = NULL WHERE (bot_id, update_id) IN (
    SELECT bot_id, update_id FROM inbox
    WHERE state <> 'waiting' AND handled_at < :before AND body IS NOT NULL ORDER BY handled_at LIMIT :limit
) RETURNING update_id
"""
# What an old message said is never read again: whoever edits a card says all of it anew.
SQL_SPENT = """
SELECT id FROM outbox
WHERE id > :after AND state IN ('sent', 'failed', 'held', 'dropped')
    AND COALESCE(sent_at, not_before) < :before AND length(arguments) > 0
ORDER BY id LIMIT :limit
"""
SQL_EMPTY = with_list("UPDATE outbox SET arguments = :nothing WHERE id IN {numbers}")


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


async def purge_inbox(database: Database, before: datetime) -> None:
    """Empty updates that were handled before that moment, oldest first; the rows stay."""
    values = {"before": before, "limit": _AT_ONCE}
    emptied = _AT_ONCE
    while emptied == _AT_ONCE:
        async with database.transaction() as connection:
            emptied = len(await connection.fetch_all(SQL_PURGE_INBOX, values))
        await asyncio.sleep(0)


async def purge_outbox(database: Database, before: datetime) -> None:
    """Empty messages that left, or were given up, before that moment; the rows stay, with their keys.

    No index leads to them, so a reader looks: the writer is not kept from its work.
    """
    after = 0
    while ids := await _spent(database, after, before):
        async with database.transaction() as connection:
            values = {"listed": listed(ids), "nothing": b""}
            await connection.execute(SQL_EMPTY[database.dialect], values)
        after = ids[-1]


async def _spent(database: Database, after: int, before: datetime) -> list[int]:
    values = {"after": after, "before": before, "limit": _AT_ONCE}
    async with database.reading() as connection:
        return [row["id"] for row in await connection.fetch_all(SQL_SPENT, values)]
