"""The steps of the ladder, each once for a case, and what the ledger says for the accountability file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from desk.domain.cases.case import FINISHED
from desk.domain.cases.ledger import Entry
from desk.domain.escalation.ladder import FileDecision, LadderStep, Taken
from storage.engine.database import Row
from storage.engine.named import moment, moment_or_none
from storage.engine.rows import Rows
from storage.engine.statements import filled
from storage.schema.casework import OWNED

_COLUMNS = (
    "case_id, step, taken_at, due_at, owner_id, superior_id, received_at, answered_at, decision, decided_by,"
    " struck_at"
)
# Solved is what the resident was answered; what came to another end is struck off too.
_OVER = ", ".join(f"'{state}'" for state in sorted(("resolved", *FINISHED)))

SQL_TAKE = """
INSERT INTO ladder_steps (case_id, step, taken_at, due_at, owner_id, superior_id)
VALUES (:case_id, :step, :taken_at, :due_at, :owner_id, :superior_id)
ON CONFLICT (case_id, step) DO NOTHING
RETURNING id
"""
SQL_RENEW = """
INSERT INTO ladder_steps (case_id, step, taken_at, due_at, owner_id, superior_id)
VALUES (:case_id, :step, :taken_at, :due_at, :owner_id, :superior_id)
ON CONFLICT (case_id, step) DO UPDATE SET taken_at = excluded.taken_at, owner_id = excluded.owner_id,
    superior_id = excluded.superior_id, received_at = NULL, struck_at = NULL
"""
SQL_TAKEN_IN = filled(
    "SELECT {columns} FROM ladder_steps WHERE case_id = :case_id ORDER BY id", columns=_COLUMNS
)
# What is set once stays: the second of two presses changes nothing.
SQL_RECEIVE = """
UPDATE ladder_steps SET received_at = :now WHERE case_id = :case_id AND step = :step AND received_at IS NULL
RETURNING id
"""
SQL_ANSWER = """
UPDATE ladder_steps SET answered_at = :now, received_at = COALESCE(received_at, :now)
WHERE case_id = :case_id AND step = :step
RETURNING id
"""
SQL_DECIDE = """
UPDATE ladder_steps SET decision = :decision, decided_by = :staff_id, answered_at = :now,
    received_at = COALESCE(received_at, :now)
WHERE case_id = :case_id AND step = 'accountability' AND decision IS NULL
RETURNING id
"""
SQL_STRIKE = """
UPDATE ladder_steps SET struck_at = :now WHERE case_id = :case_id AND struck_at IS NULL RETURNING id
"""
SQL_OVER = filled(
    """
    SELECT DISTINCT s.case_id FROM ladder_steps s JOIN cases c ON c.id = s.case_id
    WHERE s.struck_at IS NULL AND c.state IN ({over}) ORDER BY s.case_id LIMIT :limit
    """,
    over=_OVER,
)
# A step that was taken says from when the next one may be; after the last there is none. What was struck off
# and opened again comes up each time: it is rare, and whoever climbs looks at every step.
SQL_STANDING_STILL = filled(
    """
    SELECT c.id FROM cases c WHERE {owned} AND c.due_at < :now AND NOT EXISTS (
        SELECT 1 FROM ladder_steps s WHERE s.case_id = c.id AND s.struck_at IS NULL
        AND (s.step = 'accountability' OR (s.step <> 'supervision' AND s.due_at > :now))
    )
    ORDER BY c.due_at, c.id LIMIT :limit
    """,
    owned=OWNED,
)
SQL_HISTORY = """
SELECT at, act, capacity, person_id, details FROM ledger
WHERE case_id = :case_id AND act <> 'view' ORDER BY position
"""
SQL_PRESSED = """
SELECT DISTINCT person_id FROM ledger WHERE case_id = :case_id AND act = 'supervise' AND person_id IS NOT NULL
ORDER BY person_id
"""


class LadderRows(Rows):
    """The ladder inside one transaction."""

    async def take(self, taken: Taken) -> bool:
        """Remember that a step was taken; False when it was taken before."""
        return await self._connection.fetch_one(SQL_TAKE, _values(taken)) is not None

    async def renew(self, taken: Taken) -> None:
        """As `take`, for a supervision: pressed again it is open again."""
        await self._connection.execute(SQL_RENEW, _values(taken))

    async def taken_in(self, case_id: int) -> Sequence[Taken]:
        """The steps of a case, in the order taken."""
        return [_taken(row) for row in await self._connection.fetch_all(SQL_TAKEN_IN, {"case_id": case_id})]

    async def receive(self, case_id: int, step: LadderStep) -> bool:
        """Sign for a step; False when somebody has, or it was never taken."""
        return await self._changed(SQL_RECEIVE, case_id, step=step)

    async def answer(self, case_id: int, step: LadderStep) -> bool:
        """What the step asked for was written; False when it was never taken."""
        return await self._changed(SQL_ANSWER, case_id, step=step)

    async def decide(self, case_id: int, decision: FileDecision, staff_id: int) -> bool:
        """A person's decision on the accountability file; False when there is one already, or no file."""
        return await self._changed(SQL_DECIDE, case_id, decision=decision, staff_id=staff_id)

    async def strike(self, case_id: int) -> bool:
        """Strike every step of a case off the list; False when nothing stood there."""
        return await self._changed(SQL_STRIKE, case_id)

    async def find_over(self, limit: int) -> Sequence[int]:
        """Cases on the list that were solved or came to another end meanwhile."""
        rows = await self._connection.fetch_all(SQL_OVER, {"limit": limit})
        return [row["case_id"] for row in rows]

    async def find_standing_still(self, limit: int) -> Sequence[int]:
        """Overdue cases of which no step says that the next one must wait, the longest overdue first."""
        rows = await self._connection.fetch_all(SQL_STANDING_STILL, {"now": self._now, "limit": limit})
        return [row["id"] for row in rows]

    async def history(self, case_id: int) -> Sequence[tuple[datetime, Entry]]:
        """What the ledger says was done in the case, looks left out; states and words are not read."""
        rows = await self._connection.fetch_all(SQL_HISTORY, {"case_id": case_id})
        return [(moment(row["at"]), _entry(case_id, row)) for row in rows]

    async def pressed_by(self, case_id: int) -> Sequence[int]:
        """The persons who pressed for speed from above."""
        rows = await self._connection.fetch_all(SQL_PRESSED, {"case_id": case_id})
        return [row["person_id"] for row in rows]

    async def _changed(self, sql: str, case_id: int, **values: object) -> bool:
        values |= {"case_id": case_id, "now": self._now}
        return bool(await self._connection.fetch_all(sql, values))


def _entry(case_id: int, row: Row) -> Entry:
    return Entry(case_id, row["act"], row["capacity"], row["person_id"], details=row["details"] or "")


def _values(taken: Taken) -> Mapping[str, object]:
    return {
        "case_id": taken.case_id,
        "step": taken.step,
        "taken_at": taken.taken_at,
        "due_at": taken.due_at,
        "owner_id": taken.owner_id,
        "superior_id": taken.superior_id,
    }


def _taken(row: Row) -> Taken:
    return Taken(
        case_id=row["case_id"],
        step=LadderStep(row["step"]),
        taken_at=moment(row["taken_at"]),
        due_at=moment_or_none(row["due_at"]),
        owner_id=row["owner_id"],
        superior_id=row["superior_id"],
        received_at=moment_or_none(row["received_at"]),
        answered_at=moment_or_none(row["answered_at"]),
        decision=FileDecision(row["decision"]) if row["decision"] else None,
        decided_by=row["decided_by"],
        struck_at=moment_or_none(row["struck_at"]),
    )
