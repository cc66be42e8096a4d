"""Counting cases where they lie. What stands outside the line is never counted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from desk.domain.county.areas import Level
from desk.domain.escalation.ladder import CLIMBING
from desk.domain.worklists.counts import OverdueGroup, Scope, Totals
from storage.engine.database import Row
from storage.engine.rows import Rows
from storage.engine.statements import filled, listed, with_list
from storage.schema.casework import OWNED

# `awaiting_material`: the clock stands still, so nothing is overdue.
_COUNTED = "NOT c.outside AND c.area_code IN {listed} AND (:department = '' OR c.department = :department)"
_OVERDUE = filled(
    "{counted} AND c.{owned} AND c.state <> 'awaiting_material' AND c.due_at < :now",
    counted=_COUNTED,
    owned=OWNED,
)
_RANK = " ".join(f"WHEN '{step}' THEN {number}" for number, step in enumerate(CLIMBING, start=1))

SQL_OPEN = with_list(
    """
    SELECT count(*) AS open,
        sum(CASE WHEN c.due_at < :now AND c.state <> 'awaiting_material' THEN 1 ELSE 0 END) AS overdue,
        sum(CASE WHEN c.due_at >= :now AND c.due_at < :midnight THEN 1 ELSE 0 END) AS due_today,
        sum(CASE WHEN c.danger THEN 1 ELSE 0 END) AS danger,
        sum(CASE WHEN c.supervised_at IS NULL THEN 0 ELSE 1 END) AS supervised
    FROM cases c WHERE {counted} AND c.{owned}
    """.replace("{counted}", _COUNTED),
    owned=OWNED,
)
SQL_SINCE = with_list(
    """
    SELECT sum(CASE WHEN c.submitted_at >= :since THEN 1 ELSE 0 END) AS new,
        sum(CASE WHEN c.resolved_at >= :since THEN 1 ELSE 0 END) AS solved,
        sum(CASE WHEN c.state = 'closed' AND c.closed_at >= :since THEN 1 ELSE 0 END) AS closed
    FROM cases c WHERE {counted}
        AND (c.submitted_at >= :since OR c.resolved_at >= :since OR c.closed_at >= :since)
    """.replace("{counted}", _COUNTED)
)
SQL_OVERDUE = with_list(
    """
    SELECT c.area_code, c.level, c.department, c.told_staff_id, r.rank, count(*) AS count
    FROM cases c LEFT JOIN (
        SELECT s.case_id, max(CASE s.step {rank} ELSE 0 END) AS rank FROM ladder_steps s
        WHERE s.struck_at IS NULL GROUP BY s.case_id
    ) r ON r.case_id = c.id
    WHERE {overdue} GROUP BY c.area_code, c.level, c.department, c.told_staff_id, r.rank
    """.replace("{overdue}", _OVERDUE),
    rank=_RANK,
)
SQL_WORST = with_list(
    "SELECT c.id FROM cases c WHERE {overdue} ORDER BY c.danger DESC, c.due_at, c.id LIMIT :limit".replace(
        "{overdue}", _OVERDUE
    )
)


class CountRows(Rows):
    """Numbers of cases inside one transaction."""

    async def totals(self, scope: Scope, since: datetime, midnight: datetime) -> Totals:
        """How the scope stands now, and what happened since; the day ends at `midnight`."""
        values = {**self._values(scope), "midnight": midnight}
        standing = await self._connection.fetch_one(SQL_OPEN[self._connection.dialect], values)
        values = {**_scope(scope), "since": since}
        happened = await self._connection.fetch_one(SQL_SINCE[self._connection.dialect], values)
        numbers = {**dict(standing or {}), **dict(happened or {})}
        return Totals(**{name: int(number or 0) for name, number in numbers.items()})

    async def overdue(self, scope: Scope) -> Sequence[OverdueGroup]:
        """The overdue cases of the scope in groups."""
        sql = SQL_OVERDUE[self._connection.dialect]
        return [_group(row) for row in await self._connection.fetch_all(sql, self._values(scope))]

    async def worst(self, scope: Scope, limit: int) -> Sequence[int]:
        """The overdue cases that a leader should look at first: danger, then the longest overdue."""
        values = {**self._values(scope), "limit": limit}
        rows = await self._connection.fetch_all(SQL_WORST[self._connection.dialect], values)
        return [row["id"] for row in rows]

    def _values(self, scope: Scope) -> Mapping[str, object]:
        return {**_scope(scope), "now": self._now}


def _scope(scope: Scope) -> Mapping[str, object]:
    return {"listed": listed(scope.area_codes), "department": scope.department}


def _group(row: Row) -> OverdueGroup:
    rank = row["rank"] or 0
    return OverdueGroup(
        area_code=row["area_code"],
        level=Level(row["level"]),
        department=row["department"],
        staff_id=row["told_staff_id"],
        step=CLIMBING[rank - 1] if rank else None,
        count=int(row["count"]),
    )
