"""Joined departments: who was asked for a part of a case, and whether it is done."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from desk.domain.cases.joint_parts import Helper
from storage.engine.database import Row
from storage.engine.named import moment, moment_or_none
from storage.engine.rows import Rows
from storage.engine.statements import filled
from storage.schema.casework import OWNED

_COLUMNS = "case_id, department, asked_at, due_at, told_staff_id, done_at"

SQL_JOIN = """
INSERT INTO case_helpers (case_id, department, told_staff_id, asked_at, due_at)
VALUES (:case_id, :department, :told_staff_id, :asked_at, :due_at)
ON CONFLICT (case_id, department) DO NOTHING
RETURNING id
"""
SQL_ASKED_IN = filled(
    "SELECT {columns} FROM case_helpers WHERE case_id = :case_id ORDER BY id", columns=_COLUMNS
)
# Of a case that is over nobody owes a part any more.
SQL_OPEN = filled(
    """
    SELECT {columns} FROM case_helpers
    WHERE done_at IS NULL AND case_id IN (SELECT id FROM cases WHERE {owned})
    ORDER BY due_at, id LIMIT :limit
    """,
    columns=_COLUMNS,
    owned=OWNED,
)
SQL_SAVE = """
UPDATE case_helpers SET told_staff_id = :told_staff_id, done_at = :done_at
WHERE case_id = :case_id AND department = :department
"""


class HelperRows(Rows):
    """Joined departments inside one transaction."""

    async def join(self, helper: Helper) -> bool:
        """Remember that a department was asked; False when it was asked before."""
        return await self._connection.fetch_one(SQL_JOIN, _values(helper)) is not None

    async def asked_in(self, case_id: int) -> Sequence[Helper]:
        """The departments of a case, done or not, in the order asked."""
        return [_helper(row) for row in await self._connection.fetch_all(SQL_ASKED_IN, {"case_id": case_id})]

    async def find_open(self, limit: int) -> Sequence[Helper]:
        """Whose part is still owed, nearest deadline first."""
        return [_helper(row) for row in await self._connection.fetch_all(SQL_OPEN, {"limit": limit})]

    async def save(self, helper: Helper) -> None:
        """Keep whom the card was sent to, and when the part was done."""
        await self._connection.execute(SQL_SAVE, _values(helper))


def _values(helper: Helper) -> dict[str, datetime | int | str | None]:
    return {
        "case_id": helper.case_id,
        "department": helper.department,
        "told_staff_id": helper.told_staff_id,
        "asked_at": helper.asked_at,
        "due_at": helper.due_at,
        "done_at": helper.done_at,
    }


def _helper(row: Row) -> Helper:
    return Helper(
        case_id=row["case_id"],
        department=row["department"],
        asked_at=moment(row["asked_at"]),
        due_at=moment(row["due_at"]),
        told_staff_id=row["told_staff_id"],
        done_at=moment_or_none(row["done_at"]),
    )
