"""Mutes: whose alarms make no sound, and who decided so; the reason is sealed."""

from __future__ import annotations

from datetime import datetime

from desk.domain.danger.mutes import Mute
from storage.engine.database import Connection, Row
from storage.engine.named import moment, moment_or_none, stored
from storage.engine.rows import Rows

SQL_ASK = """
INSERT INTO mutes (person_id, asked_by, asked_at, reason) VALUES (:person_id, :asked_by, :now, :reason)
RETURNING id
"""
_SELECT = (
    "SELECT id, person_id, asked_by, asked_at, reason, ruled_by, granted, until_at, ended_at FROM mutes "
)
SQL_FIND = _SELECT + "WHERE id = :id"
SQL_NEWEST = _SELECT + "WHERE person_id = :person_id ORDER BY id DESC LIMIT 1"
# Compare and set: the second of two who rule finds it ruled.
SQL_RULE = """
UPDATE mutes SET ruled_by = :ruled_by, ruled_at = :now, granted = :granted, until_at = :until
WHERE id = :id AND ruled_at IS NULL
RETURNING id
"""
SQL_END = (
    "UPDATE mutes SET ended_by = :staff_id, ended_at = :now WHERE id = :id AND ended_at IS NULL RETURNING id"
)
SQL_MUTED = "SELECT count(DISTINCT person_id) AS n FROM mutes WHERE until_at > :now AND ended_at IS NULL"


class MuteRows(Rows):
    """Mutes inside one transaction."""

    async def ask(self, mute: Mute) -> int:
        """Enter what is asked for (its id is ignored) and return the row's id."""
        values = {
            "person_id": mute.person_id,
            "asked_by": mute.asked_by,
            "now": self._now,
            "reason": self._seal.close(mute.reason, _place(mute.person_id, stored(self._now))),
        }
        return await self._add(SQL_ASK, values)

    async def find(self, mute_id: int) -> Mute | None:
        """The mute of this row, whatever became of it."""
        return self._one(await self._connection.fetch_one(SQL_FIND, {"id": mute_id}))

    async def newest(self, person_id: int) -> Mute | None:
        """What was last asked for about that person, whatever became of it."""
        return self._one(await self._connection.fetch_one(SQL_NEWEST, {"person_id": person_id}))

    async def rule(self, mute: Mute) -> bool:
        """Keep what the county said; False when somebody was first."""
        values = {
            "id": mute.id,
            "ruled_by": mute.ruled_by,
            "granted": mute.granted,
            "until": mute.until,
            "now": self._now,
        }
        return await self._connection.fetch_one(SQL_RULE, values) is not None

    async def end(self, mute_id: int, staff_id: int) -> bool:
        """End it now; False when it was ended before."""
        values = {"id": mute_id, "staff_id": staff_id, "now": self._now}
        return await self._connection.fetch_one(SQL_END, values) is not None

    def _one(self, row: Row | None) -> Mute | None:
        if row is None:
            return None
        return Mute(
            id=row["id"],
            person_id=row["person_id"],
            asked_by=row["asked_by"],
            asked_at=moment(row["asked_at"]),
            reason=self._seal.open(row["reason"], _place(row["person_id"], row["asked_at"])),
            ruled_by=row["ruled_by"],
            granted=None if row["granted"] is None else bool(row["granted"]),
            until=moment_or_none(row["until_at"]),
            ended_at=moment_or_none(row["ended_at"]),
        )


def _place(person_id: int, asked_at: str) -> str:
    return f"mutes.reason:{person_id}:{asked_at}"


async def muted_people(connection: Connection, now: datetime) -> int:
    """How many people's alarms make no sound now."""
    row = await connection.fetch_one(SQL_MUTED, {"now": now})
    return 0 if row is None else int(row["n"])
