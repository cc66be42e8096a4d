"""The sender's place in a simulation: messages are taken, counted, and go nowhere."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from storage.engine.database import Database

SQL_TAKE: Final = """
UPDATE outbox SET state = 'sent', message_id = id, sent_at = :now, arguments = :nothing
WHERE state = 'waiting' AND not_before <= :now RETURNING template, chat_id
"""


@dataclass(slots=True)
class Postman:
    """Counts by text key; `most_a_day` is the most that one person got on one day."""

    database: Database
    taken: Counter[str] = field(default_factory=Counter)
    most_a_day: int = 0
    _today: Counter[int] = field(default_factory=Counter)

    async def collect(self, now: datetime) -> None:
        """Take everything that may go by now."""
        async with self.database.transaction() as connection:
            rows = await connection.fetch_all(SQL_TAKE, {"now": now, "nothing": b""})
        for row in rows:
            self.taken[row["template"]] += 1
            self._today[row["chat_id"]] += 1

    def end_day(self) -> None:
        """Begin to count for each person anew."""
        self.most_a_day = max(self.most_a_day, max(self._today.values(), default=0))
        self._today.clear()
