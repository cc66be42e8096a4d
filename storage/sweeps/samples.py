"""Samples of sweeps, and what inspectors said of what was drawn."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from desk.domain.sweeps.samples import Agreement, Check, Sample
from desk.domain.sweeps.sweep import TickResult
from storage.engine.database import Row
from storage.engine.named import moment, stored
from storage.engine.rows import Rows
from storage.engine.statements import filled, listed, with_list

_COLUMNS = "id, sweep_id, seed, algorithm, size, population, drawn, asked_at, asked_by"
_OF_CHECK = (
    "c.sample_id, c.position, c.object_id, c.found, c.ticked_by, c.agreed, c.checked_by, c.checked_at, c.said"
)

SQL_ADD = """
INSERT INTO sweep_samples (sweep_id, seed, algorithm, size, population, asked_at, asked_by)
VALUES (:sweep_id, :seed, :algorithm, :size, 0, :asked_at, :asked_by)
RETURNING id
"""
SQL_FIND = filled("SELECT {columns} FROM sweep_samples WHERE id = :id", columns=_COLUMNS)
SQL_OF_SWEEP = filled(
    "SELECT {columns} FROM sweep_samples WHERE sweep_id = :sweep_id ORDER BY id", columns=_COLUMNS
)
SQL_UNDRAWN = filled("SELECT {columns} FROM sweep_samples WHERE NOT drawn ORDER BY id", columns=_COLUMNS)
SQL_DRAWN = """
UPDATE sweep_samples SET drawn = true, population = :population WHERE id = :id AND NOT drawn RETURNING id
"""
SQL_ADD_CHECK = """
INSERT INTO sweep_checks (sample_id, position, object_id, found, ticked_by)
VALUES (:sample_id, :position, :object_id, :found, :ticked_by)
"""
SQL_OBJECTS = "SELECT object_id FROM sweep_checks WHERE sample_id = :sample_id ORDER BY position"
SQL_CHECK = filled(
    "SELECT {columns} FROM sweep_checks c WHERE c.sample_id = :sample_id AND c.position = :position",
    columns=_OF_CHECK,
)
# Whoever ticked it, then or since, does not look at it again.
SQL_OPEN = with_list(
    "SELECT {columns} FROM sweep_checks c JOIN sweep_objects o ON o.id = c.object_id"
    " WHERE c.agreed IS NULL AND o.area_code IN {listed}"
    " AND COALESCE(c.ticked_by, 0) <> :staff_id AND COALESCE(o.ticked_by, 0) <> :staff_id"
    " ORDER BY c.sample_id, o.area_code, c.position",
    columns=_OF_CHECK,
)
SQL_ANSWER = """
UPDATE sweep_checks SET agreed = :agreed, checked_by = :checked_by, checked_at = :now, said = :said
WHERE sample_id = :sample_id AND position = :position AND agreed IS NULL
RETURNING position
"""
SQL_AGREEMENT = """
SELECT count(*) AS drawn, count(agreed) AS checked, sum(CASE WHEN agreed THEN 1 ELSE 0 END) AS agreed
FROM sweep_checks WHERE sample_id = :sample_id
"""
SQL_ANSWERED = filled(
    "SELECT {columns} FROM sweep_checks c"
    " WHERE c.object_id = :object_id AND c.agreed IS NOT NULL ORDER BY c.sample_id",
    columns=_OF_CHECK,
)


class SweepSampleRows(Rows):
    """Samples inside one transaction."""

    def seed(self, sweep_id: int, at: datetime) -> str:
        """The seed of a sample that is asked for now: foretold by nobody without the key."""
        return self._seal.index(f"sweep_samples.seed:{sweep_id}:{stored(at)}")

    async def add(self, sample: Sample) -> int:
        """Enter it (its id is ignored) and return its row's id."""
        values = {
            "sweep_id": sample.sweep_id,
            "seed": sample.seed,
            "algorithm": sample.algorithm,
            "size": sample.size,
            "asked_at": sample.asked_at,
            "asked_by": sample.asked_by,
        }
        return await self._add(SQL_ADD, values)

    async def find(self, sample_id: int) -> Sample | None:
        row = await self._connection.fetch_one(SQL_FIND, {"id": sample_id})
        return None if row is None else _sample(row)

    async def of_sweep(self, sweep_id: int) -> Sequence[Sample]:
        """All samples of a sweep, oldest first."""
        return [
            _sample(row) for row in await self._connection.fetch_all(SQL_OF_SWEEP, {"sweep_id": sweep_id})
        ]

    async def undrawn(self) -> Sequence[Sample]:
        return [_sample(row) for row in await self._connection.fetch_all(SQL_UNDRAWN)]

    async def keep(self, sample: Sample, checks: Sequence[Check]) -> bool:
        """Store what was drawn; False when that was done already."""
        values = {"id": sample.id, "population": sample.population}
        if await self._connection.fetch_one(SQL_DRAWN, values) is None:
            return False
        rows = [
            {
                "sample_id": check.sample_id,
                "position": check.position,
                "object_id": check.object_id,
                "found": check.found,
                "ticked_by": check.ticked_by,
            }
            for check in checks
        ]
        await self._connection.execute_many(SQL_ADD_CHECK, rows)
        return True

    async def drawn(self, sample_id: int) -> Sequence[int]:
        """The rows of the objects that were drawn, in their order."""
        rows = await self._connection.fetch_all(SQL_OBJECTS, {"sample_id": sample_id})
        return [row["object_id"] for row in rows]

    async def check(self, sample_id: int, position: int) -> Check | None:
        values = {"sample_id": sample_id, "position": position}
        row = await self._connection.fetch_one(SQL_CHECK, values)
        return None if row is None else self._check(row)

    async def open_checks(self, areas: Sequence[str], staff_id: int) -> Sequence[Check]:
        """What is to be looked at again in these areas, without what this official ticked."""
        values = {"listed": listed(areas), "staff_id": staff_id}
        rows = await self._connection.fetch_all(SQL_OPEN[self._connection.dialect], values)
        return [self._check(row) for row in rows]

    async def answer(self, check: Check) -> bool:
        """Store what was said of it; False when somebody was first."""
        values = {
            "sample_id": check.sample_id,
            "position": check.position,
            "agreed": check.agreed,
            "checked_by": check.checked_by,
            "said": self._seal.close_some(check.said, _place(check.sample_id, check.position)),
            "now": self._now,
        }
        return await self._connection.fetch_one(SQL_ANSWER, values) is not None

    async def agreement(self, sample_id: int) -> Agreement:
        row = await self._connection.fetch_one(SQL_AGREEMENT, {"sample_id": sample_id})
        if row is None:
            return Agreement()
        return Agreement(int(row["agreed"] or 0), int(row["checked"]), int(row["drawn"]))

    async def answered_of(self, object_id: int) -> Sequence[Check]:
        """What inspectors have said of an object."""
        rows = await self._connection.fetch_all(SQL_ANSWERED, {"object_id": object_id})
        return [self._check(row) for row in rows]

    def _check(self, row: Row) -> Check:
        return Check(
            sample_id=row["sample_id"],
            position=row["position"],
            object_id=row["object_id"],
            found=TickResult(row["found"]),
            ticked_by=row["ticked_by"],
            agreed=None if row["agreed"] is None else bool(row["agreed"]),
            checked_by=row["checked_by"],
            said=self._seal.open_some(row["said"], _place(row["sample_id"], row["position"])),
        )


def _sample(row: Row) -> Sample:
    return Sample(
        id=row["id"],
        sweep_id=row["sweep_id"],
        seed=row["seed"],
        size=row["size"],
        asked_at=moment(row["asked_at"]),
        population=row["population"],
        drawn=bool(row["drawn"]),
        asked_by=row["asked_by"],
        algorithm=row["algorithm"],
    )


def _place(sample_id: int, position: int) -> str:
    return f"sweep_checks.said:{sample_id}:{position}"
