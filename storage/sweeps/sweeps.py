"""Sweeps and how far they are. Every tick is counted at once, so no card counts rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Final

from desk.domain.sweeps.sweep import Progress, Sweep, SweepState
from storage.engine.database import Row
from storage.engine.named import moment_or_none
from storage.engine.rows import Lazy, Rows
from storage.engine.statements import filled, listed, with_list
from storage.sweeps.objects import SweepObjectRows
from storage.sweeps.samples import SweepSampleRows

COLUMNS = "s.id, s.name, s.kind, s.office_code, s.due_on, s.state, s.started_at, s.ended_at"
_LATELY: Final = timedelta(days=2)  # for so long the card of an ended sweep is looked at

SQL_FIND = filled("SELECT {columns} FROM sweeps s WHERE s.id = :id", columns=COLUMNS)
SQL_RUNNING = filled(
    "SELECT {columns} FROM sweeps s WHERE s.state = 'running' ORDER BY s.due_on, s.id", columns=COLUMNS
)
SQL_UNFINISHED = filled(
    "SELECT {columns} FROM sweeps s"
    " WHERE s.state = 'running' OR (s.state = 'ended' AND s.ended_at > :since) ORDER BY s.id",
    columns=COLUMNS,
)
SQL_TALLIES = """
SELECT area_code, total, fine, problem, missing FROM sweep_tallies
WHERE sweep_id = :sweep_id AND total > 0 ORDER BY area_code
"""
SQL_TALLIES_AT = with_list(
    "SELECT area_code, total, fine, problem, missing FROM sweep_tallies"
    " WHERE sweep_id = :sweep_id AND area_code IN {listed} AND total > 0"
)
SQL_TALLIES_IN = with_list(
    "SELECT t.sweep_id, sum(t.total) AS total, sum(t.fine) AS fine, sum(t.problem) AS problem,"
    " sum(t.missing) AS missing FROM sweep_tallies t JOIN sweeps s ON s.id = t.sweep_id"
    " WHERE s.state = 'running' AND t.area_code IN {listed} AND t.total > 0 GROUP BY t.sweep_id"
)
SQL_TALLIES_OF = with_list(
    "SELECT o.sweep_id, o.area_code, count(*) AS total,"
    " sum(CASE WHEN o.found = 'fine' THEN 1 ELSE 0 END) AS fine,"
    " sum(CASE WHEN o.found = 'problem' THEN 1 ELSE 0 END) AS problem,"
    " sum(CASE WHEN o.found = 'missing' THEN 1 ELSE 0 END) AS missing"
    " FROM sweep_objects o JOIN sweeps s ON s.id = +o.sweep_id"
    " WHERE o.household_id IN (SELECT h.id FROM households h WHERE h.officer_id IN {numbers})"
    " AND s.state = 'running' GROUP BY o.sweep_id, o.area_code"
)
SQL_CARD = "SELECT shown FROM sweep_cards WHERE sweep_id = :sweep_id AND staff_id = :staff_id"
SQL_NEW_CARD = """
INSERT INTO sweep_cards (sweep_id, staff_id, shown) VALUES (:sweep_id, :staff_id, :shown)
ON CONFLICT (sweep_id, staff_id) DO NOTHING
RETURNING staff_id
"""
SQL_KEEP_CARD = """
UPDATE sweep_cards SET shown = :shown
WHERE sweep_id = :sweep_id AND staff_id = :staff_id AND shown = :before
RETURNING staff_id
"""


class SweepRows(Rows):
    """Sweeps inside one transaction."""

    objects = Lazy(SweepObjectRows)
    samples = Lazy(SweepSampleRows)

    async def find(self, sweep_id: int) -> Sweep | None:
        row = await self._connection.fetch_one(SQL_FIND, {"id": sweep_id})
        return None if row is None else sweep_of(row)

    async def running(self) -> Sequence[Sweep]:
        """Those that officials work on, nearest last day first."""
        return [sweep_of(row) for row in await self._connection.fetch_all(SQL_RUNNING)]

    async def unfinished_cards(self) -> Sequence[Sweep]:
        """Those whose cards may have to change: running ones, and those that ended of late."""
        rows = await self._connection.fetch_all(SQL_UNFINISHED, {"since": self._now - _LATELY})
        return [sweep_of(row) for row in rows]

    async def tallies(self, sweep_id: int) -> Mapping[str, Progress]:
        """How far each village is, by code."""
        rows = await self._connection.fetch_all(SQL_TALLIES, {"sweep_id": sweep_id})
        return {row["area_code"]: _progress(row) for row in rows}

    async def tallies_at(self, sweep_id: int, codes: Sequence[str]) -> Mapping[str, Progress]:
        """As `tallies`, for these villages alone."""
        sql = SQL_TALLIES_AT[self._connection.dialect]
        rows = await self._connection.fetch_all(sql, {"sweep_id": sweep_id, "listed": listed(codes)})
        return {row["area_code"]: _progress(row) for row in rows}

    async def tallies_in(self, codes: Sequence[str]) -> Mapping[int, Progress]:
        """How far these villages are together, by running sweep."""
        sql = SQL_TALLIES_IN[self._connection.dialect]
        rows = await self._connection.fetch_all(sql, {"listed": listed(codes)})
        return {row["sweep_id"]: _progress(row) for row in rows}

    async def tallies_of(self, officers: Sequence[int]) -> Mapping[tuple[int, str], Progress]:
        """How far the households of these officers are, by running sweep and village."""
        sql = SQL_TALLIES_OF[self._connection.dialect]
        rows = await self._connection.fetch_all(sql, {"listed": listed(officers)})
        return {(row["sweep_id"], row["area_code"]): _progress(row) for row in rows}

    async def card(self, sweep_id: int, staff_id: int) -> str | None:
        """What their card shows; None when they have none."""
        row = await self._connection.fetch_one(SQL_CARD, {"sweep_id": sweep_id, "staff_id": staff_id})
        return None if row is None else str(row["shown"])

    async def keep_card(self, sweep_id: int, staff_id: int, before: str | None, shown: str) -> bool:
        """Remember what their card shows from now on; False when somebody was first."""
        values = {"sweep_id": sweep_id, "staff_id": staff_id, "shown": shown}
        if before is None:
            return await self._connection.fetch_one(SQL_NEW_CARD, values) is not None
        return await self._connection.fetch_one(SQL_KEEP_CARD, {**values, "before": before}) is not None


def sweep_of(row: Row) -> Sweep:
    """The sweep of a row."""
    return Sweep(
        id=row["id"],
        name=row["name"],
        kind=row["kind"],
        office_code=row["office_code"],
        due_on=date.fromisoformat(row["due_on"]),
        state=SweepState(row["state"]),
        started_at=moment_or_none(row["started_at"]),
        ended_at=moment_or_none(row["ended_at"]),
    )


def _progress(row: Row) -> Progress:
    return Progress(int(row["total"]), int(row["fine"]), int(row["problem"]), int(row["missing"]))
