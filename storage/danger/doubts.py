"""Doubts: whoever was asked whether somebody is in danger; whose they are and what was said is sealed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, replace
from datetime import datetime
from typing import Any, Final

import orjson

from desk.domain.danger.doubts import Doubt, DoubtAnswer
from storage.engine.database import Row, StorageError
from storage.engine.named import moment, stored
from storage.engine.rows import Rows

SQL_ADD = """
INSERT INTO doubts (asked_at, waits, version, details) VALUES (:asked_at, :waits, :version, :details)
RETURNING id
"""
_SELECT = "SELECT id, asked_at, version, details FROM doubts "
SQL_FIND = _SELECT + "WHERE id = :id"
SQL_WAITING = _SELECT + "WHERE waits AND asked_at <= :before ORDER BY id LIMIT :limit"
# Compare and set: whoever answers while the clock runs out is heard once.
SQL_SAVE = """
UPDATE doubts SET waits = :waits, version = :version, details = :details
WHERE id = :id AND version = :before
RETURNING version
"""
_COLUMNS: Final = {"id", "asked_at", "version"}
_SEALED: Final = tuple(field.name for field in fields(Doubt) if field.name not in _COLUMNS)


class DoubtRows(Rows):
    """Doubts inside one transaction."""

    async def add(self, doubt: Doubt) -> Doubt:
        """Store a new one (its id is ignored) and return it with its id."""
        row = await self._connection.fetch_one(SQL_ADD, self._values(doubt))
        if row is None:
            raise StorageError("The doubt was not stored.")
        return replace(doubt, id=int(row["id"]))

    async def find(self, doubt_id: int) -> Doubt | None:
        """The doubt of this row; None when it is long past."""
        row = await self._connection.fetch_one(SQL_FIND, {"id": doubt_id})
        return None if row is None else self._doubt(row)

    async def save(self, doubt: Doubt) -> bool:
        """Store if the row still has version `doubt.version - 1`; else False: somebody was first."""
        values = {**self._values(doubt), "id": doubt.id, "before": doubt.version - 1}
        return await self._connection.fetch_one(SQL_SAVE, values) is not None

    async def find_waiting(self, before: datetime, limit: int) -> Sequence[Doubt]:
        """Those asked until that moment that nobody has answered, the oldest first."""
        values = {"before": before, "limit": limit}
        return [self._doubt(row) for row in await self._connection.fetch_all(SQL_WAITING, values)]

    def _values(self, doubt: Doubt) -> dict[str, object]:
        details = {name: getattr(doubt, name) for name in _SEALED}
        return {
            "asked_at": doubt.asked_at,
            "waits": doubt.waits,
            "version": doubt.version,
            "details": self._seal.close(orjson.dumps(details), _place(stored(doubt.asked_at))),
        }

    def _doubt(self, row: Row) -> Doubt:
        opened: dict[str, Any] = orjson.loads(self._seal.open_bytes(row["details"], _place(row["asked_at"])))
        answer = opened.pop("answer")
        return Doubt(
            id=row["id"],
            asked_at=moment(row["asked_at"]),
            version=row["version"],
            answer=None if answer is None else DoubtAnswer(answer),
            **opened,
        )


def _place(asked_at: str) -> str:
    return f"doubts.details:{asked_at}"
