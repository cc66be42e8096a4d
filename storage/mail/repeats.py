"""Whether what may have arrived, or was given up, is still worth saying: the rows know."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from storage.engine.database import Connection
from storage.engine.statements import filled, listed, with_list

# Overtaken: its case ended since, or that chat has a newer card of it, or a later edit of the same message.
_OVERTAKEN: Final = """
    EXISTS (SELECT 1 FROM cases c WHERE c.id = outbox.case_id AND c.closed_at > outbox.created_at)
    OR card IS NOT NULL AND EXISTS (SELECT 1 FROM outbox n WHERE n.case_id = outbox.case_id
        AND n.card = outbox.card AND n.chat_id = outbox.chat_id AND n.id > outbox.id
        AND n.state IN ('waiting', 'sending', 'sent'))
    OR target_id IS NOT NULL AND EXISTS (SELECT 1 FROM outbox n WHERE n.target_id = outbox.target_id
        AND n.id > outbox.id AND n.state IN ('waiting', 'sending', 'sent'))
"""
SQL_DROP_OVERTAKEN: Mapping[str, str] = with_list(
    """
    UPDATE outbox SET state = 'dropped', error = 'overtaken'
    WHERE id IN {numbers} AND state = 'waiting' AND ({overtaken}) RETURNING id
    """,
    overtaken=_OVERTAKEN,
)
# What was said in one go is of one moment: a later part does not overtake an earlier one.
SQL_DROP_PAST_TALK = """
UPDATE outbox SET state = 'dropped', error = 'the conversation went on'
WHERE state = 'waiting' AND unsure AND talk AND chat_id = :chat_id AND id < :id
    AND created_at < (SELECT s.created_at FROM outbox s WHERE s.id = :id)
"""
# Receipts, cards and what else somebody must get.
_GIVEN_UP: Final = """
    state = 'failed' AND lane <= 2 AND NOT talk
    AND substr(key, 1, 9) <> 'operator:' AND length(arguments) > 0
"""
SQL_GIVEN_UP = filled(
    "SELECT count(*) AS n, min(not_before) AS oldest, max(not_before) AS newest FROM outbox WHERE {given_up}",
    given_up=_GIVEN_UP,
)
SQL_DROP_GIVEN_UP_OVERTAKEN = filled(
    "UPDATE outbox SET state = 'dropped' WHERE {given_up} AND ({overtaken})",
    given_up=_GIVEN_UP,
    overtaken=_OVERTAKEN,
)
SQL_SAY_AGAIN = filled(
    """
    UPDATE outbox SET state = 'waiting', not_before = :now, failures = 0, failing_since = NULL, error = NULL
    WHERE {given_up} RETURNING id
    """,
    given_up=_GIVEN_UP,
)
SQL_LEAVE = filled("UPDATE outbox SET state = 'dropped' WHERE {given_up} RETURNING id", given_up=_GIVEN_UP)


class Repeats:
    """The rows of the outbox that are said again, or no more, inside one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def drop_overtaken(self, ids: Sequence[int]) -> set[int]:
        """Drop those of these rows that are no longer true; which these were."""
        sql = SQL_DROP_OVERTAKEN[self._connection.dialect]
        return {row["id"] for row in await self._connection.fetch_all(sql, {"listed": listed(ids)})}

    async def drop_past_talk(self, arrived: Sequence[tuple[int, int]]) -> None:
        """What was said in these chats before, and may have arrived, belongs to a moment that is over.

        `arrived` are chats with the row that has just been read there.
        """
        values = [{"chat_id": chat_id, "id": row_id} for chat_id, row_id in arrived]
        await self._connection.execute_many(SQL_DROP_PAST_TALK, values)

    async def say_again(self, now: datetime) -> int:
        """Let everything that was given up and is still true wait for the sender; how many these are."""
        await self._connection.execute(SQL_DROP_GIVEN_UP_OVERTAKEN)
        return len(await self._connection.fetch_all(SQL_SAY_AGAIN, {"now": now}))

    async def leave(self) -> int:
        """Leave what was given up at that; how many these are."""
        return len(await self._connection.fetch_all(SQL_LEAVE))
