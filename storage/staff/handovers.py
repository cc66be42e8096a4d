"""Who has handed over to whom, until everything that was theirs by name has followed."""

from __future__ import annotations

from desk.domain.staff.staffing import Handover
from storage.engine.rows import Rows

SQL_NOTE = "INSERT INTO handovers (giver_id, heir_id) VALUES (:giver_id, :heir_id)"
SQL_FIRST = "SELECT id, giver_id, heir_id FROM handovers ORDER BY id LIMIT 1"
SQL_END = "DELETE FROM handovers WHERE id = :id"


class HandoverRows(Rows):
    """Handovers inside one transaction."""

    async def note(self, giver_id: int, heir_id: int) -> None:
        """What the giver has by name goes to the heir, after what was handed over before."""
        await self._connection.execute(SQL_NOTE, {"giver_id": giver_id, "heir_id": heir_id})

    async def first(self) -> Handover | None:
        """The oldest that has not been followed to its end."""
        row = await self._connection.fetch_one(SQL_FIRST)
        return None if row is None else Handover(row["id"], row["giver_id"], row["heir_id"])

    async def end(self, handover: Handover) -> None:
        """All of it has followed."""
        await self._connection.execute(SQL_END, {"id": handover.id})
