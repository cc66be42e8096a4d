"""Calls that inspectors make, and the lot that decides which call-backs those are."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from desk.domain.callbacks.calls import LOTS, CallEnd, InspectorCall
from desk.domain.cases.case import Rating
from storage.engine.database import Row
from storage.engine.named import moment, moment_or_none
from storage.engine.rows import Rows
from storage.engine.statements import filled

_COLUMNS = "case_id, round, drawn_at, due_at, called_at, staff_id, outcome"

SQL_DRAW = """
INSERT INTO calls (case_id, round, drawn_at, due_at) VALUES (:case_id, :round, :drawn_at, :due_at)
ON CONFLICT (case_id, round) DO NOTHING
"""
SQL_FIND = filled("SELECT {columns} FROM calls WHERE case_id = :case_id AND round = :round", columns=_COLUMNS)
SQL_OPEN = filled(
    "SELECT {columns} FROM calls WHERE called_at IS NULL ORDER BY due_at, id LIMIT :limit", columns=_COLUMNS
)
SQL_FINISH = """
UPDATE calls SET called_at = :called_at, staff_id = :staff_id, outcome = :outcome
WHERE case_id = :case_id AND round = :round AND called_at IS NULL
RETURNING id
"""


class CallRows(Rows):
    """Calls inside one transaction."""

    def lot(self, number: str, round_number: int) -> int:
        """The lot of a call-back, from 0 to 99: always the same, foretold by nobody without the key."""
        return int(self._seal.index(f"calls.lot:{number}:{round_number}"), 16) % LOTS

    async def draw(self, case_id: int, round_number: int, due_at: datetime) -> None:
        """Put a call on the list; drawing it twice is once."""
        values = {"case_id": case_id, "round": round_number, "drawn_at": self._now, "due_at": due_at}
        await self._connection.execute(SQL_DRAW, values)

    async def find(self, case_id: int, round_number: int) -> InspectorCall | None:
        """The call of this round, made or not."""
        row = await self._connection.fetch_one(SQL_FIND, {"case_id": case_id, "round": round_number})
        return None if row is None else _call(row)

    async def find_open(self, limit: int) -> Sequence[InspectorCall]:
        """Calls still to be made, nearest deadline first."""
        return [_call(row) for row in await self._connection.fetch_all(SQL_OPEN, {"limit": limit})]

    async def finish(
        self, case_id: int, round_number: int, outcome: CallEnd | Rating, staff_id: int | None = None
    ) -> bool:
        """Take a call off the list; False when it is not on it."""
        values = {
            "case_id": case_id,
            "round": round_number,
            "called_at": self._now,
            "staff_id": staff_id,
            "outcome": outcome.value,
        }
        return await self._connection.fetch_one(SQL_FINISH, values) is not None


def _call(row: Row) -> InspectorCall:
    return InspectorCall(
        case_id=row["case_id"],
        round=row["round"],
        drawn_at=moment(row["drawn_at"]),
        due_at=moment(row["due_at"]),
        called_at=moment_or_none(row["called_at"]),
        staff_id=row["staff_id"],
        outcome=_outcome(row["outcome"]),
    )


def _outcome(written: str | None) -> CallEnd | Rating | None:
    if written is None:
        return None
    return Rating(written) if written in set(Rating) else CallEnd(written)
