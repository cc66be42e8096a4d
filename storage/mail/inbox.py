"""The transactional inbox: updates received and not yet handled.

A row is stored before Telegram is told that we have it. It leaves `waiting` in the transaction that keeps
what it caused, so its effect happens once. What fails again and again is a dead letter: `failed`, and kept.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from storage.engine.database import Connection, Row
from storage.engine.seal import Seal
from storage.mail.inbox_states import InboxState

PER_CHAT = 16
# More than one time slice holds, and not much more: what is fetched in vain is fetched again.
MOST = 128
SQL_STORE = (
    "INSERT INTO inbox (bot_id, update_id, chat_id, state, received_at, body)"
    " VALUES (:bot_id, :update_id, :chat_id, 'waiting', :received_at, :body)"
    " ON CONFLICT (bot_id, update_id) DO NOTHING"
)

# SQLite has one pump. It walks round the chats that wait, some rows of each, so that a flood in one chat
# takes its turn like everybody else; the walk costs one index step per chat.
# PostgreSQL has several. A chat belongs to whoever holds the lock on its oldest row.
SQL_WAITING: Mapping[str, str] = {
    "sqlite": (
        "WITH RECURSIVE chats (chat_id, n) AS ("
        " SELECT min(chat_id), 1 FROM inbox"
        " WHERE state = 'waiting' AND bot_id = :bot_id AND chat_id > :after"
        " UNION ALL SELECT (SELECT min(w.chat_id) FROM inbox w"
        "  WHERE w.state = 'waiting' AND w.bot_id = :bot_id AND w.chat_id > chats.chat_id), n + 1"
        " FROM chats WHERE chat_id IS NOT NULL AND n < :chats)"
        " SELECT i.bot_id, i.update_id, i.chat_id, i.attempts, i.body"
        " FROM chats CROSS JOIN inbox i ON i.chat_id = chats.chat_id AND i.state = 'waiting'"
        " WHERE i.bot_id = :bot_id AND i.update_id IN (SELECT f.update_id FROM inbox f"
        "  WHERE f.chat_id = chats.chat_id AND f.state = 'waiting' AND f.bot_id = :bot_id"
        "  ORDER BY f.update_id LIMIT :per_chat)"
        " ORDER BY i.chat_id, i.update_id LIMIT :most"
    ),
    "postgresql": (
        "SELECT i.bot_id, i.update_id, i.chat_id, i.attempts, i.body FROM inbox i"
        " WHERE i.state = 'waiting' AND i.bot_id = :bot_id"
        " AND i.chat_id > :after AND NOT EXISTS (SELECT 1 FROM inbox e WHERE e.state = 'waiting'"
        "  AND e.bot_id = i.bot_id AND e.chat_id = i.chat_id AND e.update_id < i.update_id)"
        " ORDER BY i.chat_id LIMIT :chats FOR UPDATE SKIP LOCKED"
    ),
}
SQL_SETTLE = (
    "UPDATE inbox SET state = :state, handled_at = :handled_at, error = :error, attempts = :attempts"
    " WHERE bot_id = :bot_id AND update_id = :update_id"
)
SQL_COUNT_TRY = (
    "UPDATE inbox SET attempts = attempts + 1"
    " WHERE bot_id = :bot_id AND update_id = :update_id AND state = 'waiting' RETURNING attempts"
)
SQL_SUSPECT = (
    "UPDATE inbox SET attempts = 1 WHERE state = 'waiting' AND attempts = 0 AND bot_id = :bot_id"
    " AND received_at < :now"
)


@dataclass(frozen=True, slots=True)
class Arrived:
    """One update as it came: `body` is its JSON."""

    bot_id: int
    update_id: int
    chat_id: int
    body: bytes


@dataclass(frozen=True, slots=True)
class Waiting:
    """One update to be handled; `body` is still sealed. `attempts` counts tries that never came to an end."""

    bot_id: int
    update_id: int
    chat_id: int
    attempts: int
    body: bytes


@dataclass(frozen=True, slots=True)
class Settled:
    """What became of an update: done, failed, or waiting for a try alone."""

    row: Waiting
    state: InboxState
    error: str | None = None
    attempts: int = 0


class InboxRows:
    """The inbox within one transaction."""

    def __init__(self, connection: Connection, seal: Seal) -> None:
        self._connection = connection
        self._seal = seal

    async def store(self, updates: Sequence[Arrived], now: datetime) -> None:
        """Keep what is new; what is here already is left alone."""
        rows = [
            {
                "bot_id": update.bot_id,
                "update_id": update.update_id,
                "chat_id": update.chat_id,
                "received_at": now,
                "body": self._seal.close(update.body, _place(update.bot_id, update.update_id)),
            }
            for update in updates
        ]
        await self._connection.execute_many(SQL_STORE, rows)

    async def find_waiting(
        self, bot_id: int, after: int, chats: int, per_chat: int = PER_CHAT
    ) -> Sequence[Waiting]:
        """The oldest rows of the next chats behind `after`, in order within each chat."""
        sql = SQL_WAITING[self._connection.dialect]
        values: dict[str, int] = {"bot_id": bot_id, "after": after, "chats": chats}
        if self._connection.dialect == "sqlite":
            values |= {"per_chat": per_chat, "most": MOST}
        return [_waiting(row) for row in await self._connection.fetch_all(sql, values)]

    def read(self, row: Waiting) -> str:
        """The JSON of an update. Raises SealError."""
        return self._seal.open(row.body, _place(row.bot_id, row.update_id))

    async def settle(self, results: Sequence[Settled], now: datetime) -> None:
        """Write down what became of the rows of a batch."""
        await self._connection.execute_many(SQL_SETTLE, [_settled(result, now) for result in results])

    async def count_try(self, row: Waiting) -> int | None:
        """Count one more try and return how many there were; None when the row waits no longer."""
        values = {"bot_id": row.bot_id, "update_id": row.update_id}
        found = await self._connection.fetch_one(SQL_COUNT_TRY, values)
        return None if found is None else int(found["attempts"])

    async def suspect_left_overs(self, bot_id: int, now: datetime) -> None:
        """After a start: whatever waited may be what ended the last run, so it will be tried alone."""
        await self._connection.execute(SQL_SUSPECT, {"bot_id": bot_id, "now": now})


def _place(bot_id: int, update_id: int) -> str:
    return f"inbox.body:{bot_id}.{update_id}"


def _waiting(row: Row) -> Waiting:
    return Waiting(row["bot_id"], row["update_id"], row["chat_id"], row["attempts"], row["body"])


def _settled(result: Settled, now: datetime) -> dict[str, object]:
    return {
        "bot_id": result.row.bot_id,
        "update_id": result.row.update_id,
        "state": result.state.value,
        "error": result.error,
        "attempts": result.attempts,
        "handled_at": None if result.state is InboxState.WAITING else now,
    }
