"""What the figures of visits are counted over; windows belong to the month in which they end."""

from __future__ import annotations

from collections.abc import Sequence

from desk.domain.visits.duties import Visitor, Window
from desk.domain.visits.rates import Cover, WindowRow, WindowTally, masked_name
from desk.domain.visits.visit import PeriodState
from desk.domain.worklists.figures import Ratio
from storage.engine.database import Connection
from storage.engine.seal import Seal
from storage.engine.statements import filled, listed, with_list
from storage.households.rows import head_of
from storage.visits.rows import PERIOD_COLUMNS, period_of

# Who had to go: as it was settled, or as it is now while the window is open.
_OWED = """
coalesce(p.owed_by, CASE WHEN p.state = 'open' THEN
    CASE p.visitor WHEN 'officer' THEN h.officer_id WHEN 'cadre' THEN h.cadre_id END END)
"""
SQL_TALLIES = with_list(
    filled(
        """
        SELECT p.duty, p.visitor, h.area_code, {owed} AS staff_id, p.state, count(*) AS count
        FROM visit_periods p JOIN households h ON h.id = p.household_id
        WHERE p.due_by >= :first AND p.due_by <= :last AND h.area_code IN {listed}
        GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 3, 4, 5
        """,
        owed=_OWED,
    )
)
SQL_COVERED = with_list(
    """
    SELECT count(*) AS under, coalesce(sum(CASE WHEN EXISTS (SELECT 1 FROM household_visits v
        WHERE v.household_id = h.id AND v.visited_on >= :first AND v.visited_on <= :last)
        THEN 1 ELSE 0 END), 0) AS visited
    FROM households h WHERE h.area_code IN {listed} AND EXISTS (SELECT 1 FROM visit_periods p
        WHERE p.household_id = h.id AND p.state <> 'lifted' AND p.due_from <= :last AND p.due_by >= :first)
    """
)
SQL_PAUSED = with_list(
    """
    SELECT count(DISTINCT u.household_id) AS count FROM household_pauses u
    JOIN households h ON h.id = u.household_id
    WHERE h.area_code IN {listed} AND u.from_on <= :last AND u.until_on >= :first
    """
)
SQL_LATE = with_list(
    """
    SELECT count(*) AS count FROM household_visits v JOIN households h ON h.id = v.household_id
    WHERE v.late AND v.visited_on >= :first AND v.visited_on <= :last AND h.area_code IN {listed}
    """
)
SQL_WINDOWS = with_list(
    filled(
        """
        SELECT h.number, h.area_code, m.name, {owed} AS staff_id, {columns}
        FROM visit_periods p JOIN households h ON h.id = p.household_id
        JOIN household_members m ON m.household_id = h.id AND m.position = 1
        WHERE p.due_by >= :first AND p.due_by <= :last AND h.area_code IN {listed}
        ORDER BY h.area_code, h.number, p.duty, p.due_from
        """,
        owed=_OWED,
        columns=PERIOD_COLUMNS,
    )
)


class VisitRateRows:
    """Figures of visits in some areas and days, on one connection that need not write."""

    def __init__(self, connection: Connection, seal: Seal, area_codes: Sequence[str], days: Window) -> None:
        self._connection = connection
        self._seal = seal
        self._values = {
            "listed": listed(area_codes),
            "first": days.first.isoformat(),
            "last": days.last.isoformat(),
        }

    async def tallies(self) -> Sequence[WindowTally]:
        """The windows that ended then, by all that figures are told by."""
        rows = await self._connection.fetch_all(SQL_TALLIES[self._connection.dialect], self._values)
        return [
            WindowTally(
                row["duty"],
                Visitor(row["visitor"]),
                row["area_code"],
                row["staff_id"],
                PeriodState(row["state"]),
                row["count"],
            )
            for row in rows
        ]

    async def cover(self) -> Cover:
        """How many households were visited, by anybody, of those that had to be on any of these days."""
        dialect = self._connection.dialect
        row = await self._connection.fetch_one(SQL_COVERED[dialect], self._values)
        paused = await self._connection.fetch_one(SQL_PAUSED[dialect], self._values)
        late = await self._connection.fetch_one(SQL_LATE[dialect], self._values)
        if row is None or paused is None or late is None:
            raise LookupError("a count without a row")
        return Cover(Ratio(int(row["visited"]), row["under"]), paused["count"], late["count"])

    async def windows(self) -> Sequence[WindowRow]:
        """Every window that ended then, with the head's name masked."""
        rows = await self._connection.fetch_all(SQL_WINDOWS[self._connection.dialect], self._values)
        return [
            WindowRow(
                row["number"],
                masked_name(head_of(row, self._seal)),
                row["area_code"],
                row["staff_id"],
                period_of(row),
            )
            for row in rows
        ]
