"""Measures of households, one at a time; the register's import writes many."""

from __future__ import annotations

from datetime import date

from desk.domain.households.household import Household, Measure
from storage.engine.rows import Rows
from storage.households.rows import measure_values

SQL_ADD = """
INSERT INTO measures (household_id, risk, words, planned_on, done_on, planned_by, done_by, entered_at)
VALUES (:household_id, :risk, :words, :planned_on, :done_on, :planned_by, :done_by, :now)
RETURNING id
"""
SQL_FINISH = """
UPDATE measures SET done_on = :done_on, done_by = :staff_id
WHERE id = :id AND household_id = :household_id AND done_on IS NULL
RETURNING id
"""


class MeasureRows(Rows):
    """Measures inside one transaction."""

    async def add(self, household: Household, measure: Measure) -> int:
        """Enter it (its id is ignored) and return the row's id."""
        values = measure_values(measure, household.id, household.number, self._seal)
        return await self._add(SQL_ADD, {**values, "now": self._now})

    async def finish(self, measure_id: int, household_id: int, on: date, staff_id: int) -> bool:
        """It is done; False when it was already, or is another household's."""
        values = {
            "id": measure_id,
            "household_id": household_id,
            "done_on": on.isoformat(),
            "staff_id": staff_id,
        }
        return await self._connection.fetch_one(SQL_FINISH, values) is not None
