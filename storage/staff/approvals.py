"""What one administrator asked for and a second one must agree to; whom it is about is sealed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import orjson

from desk.domain.staff.staffing import APPROVAL_DAYS, Approval, StaffAct, wish_from
from storage.engine.database import Row
from storage.engine.named import moment, stored
from storage.engine.rows import Rows

SQL_ASK = """
INSERT INTO approvals (wish, details, asked_by, asked_at) VALUES (:wish, :details, :asked_by, :now)
RETURNING id
"""
SQL_FIND = """
SELECT id, wish, details, asked_by, asked_at, ruled_by, granted FROM approvals
WHERE id = :id
"""
SQL_OPEN = """
SELECT id, wish, details, asked_by, asked_at, ruled_by, granted FROM approvals
WHERE ruled_at IS NULL AND asked_at > :since ORDER BY id
"""
# Compare and set: the second of two who rule finds it ruled.
SQL_RULE = """
UPDATE approvals SET ruled_by = :ruled_by, ruled_at = :now, granted = :granted
WHERE id = :id AND ruled_at IS NULL
RETURNING id
"""


class ApprovalRows(Rows):
    """Approvals inside one transaction."""

    async def ask(self, approval: Approval) -> int:
        """Enter what is asked for (its id is ignored) and return the row's id."""
        details = orjson.dumps(approval.wish.details()).decode()
        values = {
            "wish": approval.wish.act,
            "details": self._seal.close(details, _place(stored(self._now))),
            "asked_by": approval.asked_by,
            "now": self._now,
        }
        return await self._add(SQL_ASK, values)

    async def find(self, approval_id: int) -> Approval | None:
        """What was asked, ruled and lapsed included."""
        row = await self._connection.fetch_one(SQL_FIND, {"id": approval_id})
        return None if row is None else self._approval(row)

    async def open(self) -> Sequence[Approval]:
        """What waits for a second administrator and has not lapsed, oldest first."""
        since = self._now - timedelta(days=APPROVAL_DAYS)
        return [self._approval(row) for row in await self._connection.fetch_all(SQL_OPEN, {"since": since})]

    async def rule(self, approval_id: int, ruled_by: int, *, granted: bool) -> bool:
        """Keep what the second one said; False when somebody was first."""
        values = {"id": approval_id, "ruled_by": ruled_by, "granted": granted, "now": self._now}
        return await self._connection.fetch_one(SQL_RULE, values) is not None

    def _approval(self, row: Row) -> Approval:
        details = orjson.loads(self._seal.open(row["details"], _place(row["asked_at"])))
        return Approval(
            id=row["id"],
            wish=wish_from(StaffAct(row["wish"]), details),
            asked_by=row["asked_by"],
            asked_at=moment(row["asked_at"]),
            ruled_by=row["ruled_by"],
            granted=None if row["granted"] is None else bool(row["granted"]),
        )


def _place(asked_at: str) -> str:
    return f"approvals.details:{asked_at}"
