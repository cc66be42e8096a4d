"""The queue of a desk, a page at a time, and looking for cases among those of its area.

A page begins behind the last line of the one before, not at the nth row: the fiftieth page costs what the
first did, and a case that is settled meanwhile shifts nothing. Of 5,000 open cases any page takes 5 ms on
SQLite, and so do the counts. What stands outside the line, or accuses an official, is in no list.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from desk.domain.worklists.queue import QueueLine, QueueSlice, QueueView, Reach
from storage.cases.rows import CHANGING, LASTING, case_of
from storage.engine.database import Row
from storage.engine.named import moment
from storage.engine.rows import Rows
from storage.engine.seal import Seal
from storage.engine.statements import filled, listed, with_list
from storage.schema.casework import OWNED
from storage.staff.rows import name_place

_FIRST, _NEVER = "", "9999"  # sort before and behind every deadline
COLUMNS = ", ".join(f"c.{name}" for name in ("id", *LASTING, *CHANGING))
SEEN = "NOT c.outside AND c.accused_id IS NULL"
_REACHED = """
(
    c.area_code IN {listed} OR c.level IN {listed} OR c.department IN {listed}
    OR c.department || ':' || c.area_code IN {listed}
    OR ('county' IN {listed} AND (c.state = 'disputed' OR c.danger OR c.due_at < :now))
    OR c.id IN (
        SELECT h.case_id FROM case_helpers h WHERE h.done_at IS NULL AND h.department IN {listed}
    )
)
"""
_VIEWS: Mapping[QueueView, str] = {
    QueueView.OVERDUE: "c.due_at < :now",
    QueueView.UNTAKEN: "c.state IN ('submitted', 'assigned')",
    QueueView.DISPUTED: "c.state = 'disputed'",
    QueueView.URGENT: "c.danger",
    QueueView.UNITS: "c.department <> ''",
}
_VIEWED = " OR ".join(f"(CAST(:view AS text) = '{view}' AND {fits})" for view, fits in _VIEWS.items())
_PAGE = """
SELECT {columns}, s.name AS owner_name, s.phone_index AS owner_index, EXISTS (
    SELECT 1 FROM case_helpers j WHERE j.case_id = c.id AND j.done_at IS NULL
) AS joined
FROM cases c LEFT JOIN staff s ON s.id = c.told_staff_id
WHERE {owned} AND {seen} AND {reached} AND (CAST(:view AS text) = 'all' OR {viewed})
"""
_PARTS = {"columns": COLUMNS, "owned": OWNED, "seen": SEEN, "viewed": _VIEWED, "never": _NEVER}


def _listing(template: str) -> Mapping[str, str]:
    """The reach has lists of its own, so it is put in before the lists are."""
    return with_list(template.replace("{reached}", _REACHED), **_PARTS)


SQL_AFTER = _listing(
    _PAGE
    + """
    AND (coalesce(c.due_at, '{never}'), c.id) > (CAST(:due_at AS text), CAST(:id AS bigint))
    ORDER BY coalesce(c.due_at, '{never}'), c.id LIMIT :limit
    """
)
SQL_BEFORE = _listing(
    _PAGE
    + """
    AND (coalesce(c.due_at, '{never}'), c.id) < (CAST(:due_at AS text), CAST(:id AS bigint))
    ORDER BY coalesce(c.due_at, '{never}') DESC, c.id DESC LIMIT :limit
    """
)
_COUNTED = ", ".join(f"count(*) FILTER (WHERE {fits}) AS n_{view}" for view, fits in _VIEWS.items())
SQL_COUNTS = _listing(
    filled(
        "SELECT count(*) AS n_all, {counted} FROM cases c WHERE {owned} AND {seen} AND {reached}",
        counted=_COUNTED,
    )
)
SQL_JOINED = filled(
    """
    SELECT {columns}, s.name AS owner_name, s.phone_index AS owner_index, true AS joined,
        h.due_at AS help_due_at
    FROM case_helpers h JOIN cases c ON c.id = h.case_id LEFT JOIN staff s ON s.id = c.told_staff_id
    WHERE h.told_staff_id = :staff_id AND h.done_at IS NULL AND {owned} AND {seen}
    ORDER BY h.due_at, c.id LIMIT :limit
    """,
    **_PARTS,
)


class QueueRows(Rows):
    """Queues inside one transaction."""

    async def page(self, reach: Reach, part: QueueSlice, limit: int) -> Sequence[QueueLine]:
        """The lines of a part, nearest deadline first, behind its mark or just before it."""
        if not part.backwards:
            return await self._page(SQL_AFTER, reach, part, limit)
        return [*reversed(await self._page(SQL_BEFORE, reach, part, limit))]

    async def counts(self, reach: Reach) -> Mapping[QueueView, int]:
        """How many lines each part has."""
        values = {"listed": listed(reach), "now": self._now}
        row = await self._connection.fetch_one(SQL_COUNTS[self._connection.dialect], values)
        return {view: 0 if row is None else int(row[f"n_{view}"]) for view in QueueView}

    async def joined_by(self, staff_id: int, limit: int = 100) -> Sequence[tuple[QueueLine, datetime]]:
        """The open parts whose card went to this official, with their deadlines, nearest first."""
        rows = await self._connection.fetch_all(SQL_JOINED, {"staff_id": staff_id, "limit": limit})
        return [(item_of(row, self._seal), moment(row["help_due_at"])) for row in rows]

    async def _page(
        self, sql: Mapping[str, str], reach: Reach, part: QueueSlice, limit: int
    ) -> Sequence[QueueLine]:
        mark = part.mark
        values = {
            "listed": listed(reach),
            "now": self._now,
            "view": part.view.value,
            "due_at": _FIRST if mark is None else mark.due_at or _NEVER,
            "id": 0 if mark is None else mark.case_id,
            "limit": limit,
        }
        rows = await self._connection.fetch_all(sql[self._connection.dialect], values)
        return [item_of(row, self._seal) for row in rows]


def item_of(row: Row, seal: Seal) -> QueueLine:
    """The line of a row that has the columns of a case and of its owner."""
    sealed, index = row["owner_name"], row["owner_index"]
    owner = "" if sealed is None else seal.open(sealed, name_place(index))
    return QueueLine(case_of(row, seal), owner, bool(row["joined"]))
