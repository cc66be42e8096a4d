"""After a restore: what a backup holds as unsent may have been said between the backup and now."""

from __future__ import annotations

from dataclasses import dataclass

from storage.engine.database import Connection

_SINCE = "restored from a backup: perhaps said since"
# Edits too: twice the same edit is one.
SQL_DOUBT = (
    "UPDATE outbox SET state = 'waiting', unsure = true, error = :error"
    " WHERE broadcast_id IS NULL AND state IN ('waiting', 'sending') RETURNING id"
)
SQL_HOLD = (
    "UPDATE outbox SET state = 'held', unsure = true, error = :error"
    " WHERE broadcast_id IS NOT NULL AND state IN ('parked', 'waiting', 'sending') RETURNING id"
)


@dataclass(frozen=True, slots=True)
class Doubted:
    """How many messages go again with a mark, and how many of broadcasts wait for a person."""

    marked: int
    held: int


async def doubt_unsent(connection: Connection) -> Doubted:
    """Count everything that had not left as perhaps said; of one of many a person decides."""
    marked = await connection.fetch_all(SQL_DOUBT, {"error": _SINCE})
    held = await connection.fetch_all(SQL_HOLD, {"error": _SINCE})
    return Doubted(len(marked), len(held))
