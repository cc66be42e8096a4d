"""Alarms; whose they are and what was said is sealed, and a keyed digest finds them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, replace
from datetime import datetime
from typing import Any

import orjson

from desk.domain.danger.alarms import Alarm, AlarmCard
from storage.engine.database import Row, StorageError
from storage.engine.named import moment, stored
from storage.engine.rows import Rows

SQL_ADD = """
INSERT INTO alarms (whose, begun_at, climbs, version, details)
VALUES (:whose, :begun_at, :climbs, :version, :details)
RETURNING id
"""
_SELECT = "SELECT id, whose, begun_at, climbs, version, details FROM alarms "
SQL_FIND = _SELECT + "WHERE id = :id"
SQL_NEWEST = _SELECT + "WHERE whose = :whose ORDER BY id DESC LIMIT 1"
# Compare and set: of two officials who answer at once the first one calls.
SQL_SAVE = """
UPDATE alarms SET climbs = :climbs, version = :version, details = :details
WHERE id = :id AND version = :before
RETURNING version
"""
SQL_WAITING = _SELECT + "WHERE climbs AND begun_at <= :before ORDER BY id LIMIT :limit"
_IN_COLUMNS = {"id", "begun_at", "climbs", "version", "heard_at", "cards"}
_IN_DETAILS = tuple(field.name for field in fields(Alarm) if field.name not in _IN_COLUMNS)


class AlarmRows(Rows):
    """Alarms inside one transaction."""

    async def add(self, alarm: Alarm) -> Alarm:
        """Store a new one (its id is ignored) and return it with its id."""
        row = await self._connection.fetch_one(SQL_ADD, self._values(alarm))
        if row is None:
            raise StorageError("The alarm was not stored.")
        return replace(alarm, id=int(row["id"]))

    async def find(self, alarm_id: int) -> Alarm | None:
        """The alarm of this row; None when it is long past."""
        return self._one(await self._connection.fetch_one(SQL_FIND, {"id": alarm_id}))

    async def newest(self, person_id: int, scope: str) -> Alarm | None:
        """The last alarm of that person in that circle, answered or not."""
        values = {"whose": self._whose(person_id, scope)}
        return self._one(await self._connection.fetch_one(SQL_NEWEST, values))

    async def save(self, alarm: Alarm) -> bool:
        """Store if the row still has version `alarm.version - 1`; else False: somebody was first."""
        values = {**self._values(alarm), "id": alarm.id, "before": alarm.version - 1}
        return await self._connection.fetch_one(SQL_SAVE, values) is not None

    async def find_waiting(self, before: datetime, limit: int) -> Sequence[Alarm]:
        """Alarms begun until that moment that still climb, the oldest first."""
        values = {"before": before, "limit": limit}
        return [self._alarm(row) for row in await self._connection.fetch_all(SQL_WAITING, values)]

    def _values(self, alarm: Alarm) -> dict[str, object]:
        whose = self._whose(alarm.person_id, alarm.scope)
        details = {
            **{name: getattr(alarm, name) for name in _IN_DETAILS},
            "heard_at": alarm.heard_at.isoformat(),
            "cards": [
                {field.name: getattr(card, field.name) for field in fields(card)} for card in alarm.cards
            ],
        }
        return {
            "whose": whose,
            "begun_at": alarm.begun_at,
            "climbs": alarm.climbs,
            "version": alarm.version,
            "details": self._seal.close(orjson.dumps(details), _place(whose, stored(alarm.begun_at))),
        }

    def _whose(self, person_id: int, scope: str) -> str:
        return self._seal.index(f"alarms.whose:{person_id}:{scope}")

    def _one(self, row: Row | None) -> Alarm | None:
        return None if row is None else self._alarm(row)

    def _alarm(self, row: Row) -> Alarm:
        opened: dict[str, Any] = orjson.loads(
            self._seal.open_bytes(row["details"], _place(row["whose"], row["begun_at"]))
        )
        return Alarm(
            **{
                **opened,
                "id": row["id"],
                "begun_at": moment(row["begun_at"]),
                "heard_at": datetime.fromisoformat(opened["heard_at"]),
                "climbs": bool(row["climbs"]),
                "kinds": tuple(opened.get("kinds", ())),
                "climbed": tuple(opened["climbed"]),
                "cards": tuple(AlarmCard(**card) for card in opened["cards"]),
                "version": row["version"],
            }
        )


def _place(whose: str, begun_at: str) -> str:
    return f"alarms.details:{whose}:{begun_at}"
