"""Days on which officials are away. A leave that is called off ends at once and never takes effect."""

from __future__ import annotations

from collections.abc import Sequence

from desk.domain.people.people import Leave
from storage.engine.rows import Rows
from storage.staff.rows import leave_of

SQL_ADD = """
INSERT INTO leaves (staff_id, deputy_id, from_at, until_at, asked_at)
VALUES (:staff_id, :deputy_id, :from_at, :until_at, :now)
RETURNING id
"""
SQL_NOT_OVER = """
SELECT id, staff_id, deputy_id, from_at, until_at FROM leaves
WHERE staff_id = :staff_id AND until_at > :now AND until_at > from_at ORDER BY from_at, id
"""
SQL_FIND = "SELECT id, staff_id, deputy_id, from_at, until_at FROM leaves WHERE id = :id"
SQL_CUT = """
UPDATE leaves SET until_at = CASE WHEN from_at > :now THEN from_at ELSE :now END
WHERE id = :id AND until_at > :now
"""


class LeaveRows(Rows):
    """Leaves inside one transaction."""

    async def add(self, leave: Leave) -> int:
        """Enter a leave (its id is ignored) and return the row's id."""
        values = {
            "staff_id": leave.staff_id,
            "deputy_id": leave.deputy_id,
            "from_at": leave.from_at,
            "until_at": leave.until_at,
            "now": self._now,
        }
        return await self._add(SQL_ADD, values)

    async def not_over(self, staff_id: int) -> Sequence[Leave]:
        """The ongoing leave of an official and those to come, the nearest first."""
        values = {"staff_id": staff_id, "now": self._now}
        return [leave_of(row) for row in await self._connection.fetch_all(SQL_NOT_OVER, values)]

    async def find(self, leave_id: int) -> Leave | None:
        """The leave of this row, over or not."""
        row = await self._connection.fetch_one(SQL_FIND, {"id": leave_id})
        return None if row is None else leave_of(row)

    async def cut(self, leave_id: int) -> None:
        """End a leave now; one that has not begun never begins."""
        await self._connection.execute(SQL_CUT, {"id": leave_id, "now": self._now})
