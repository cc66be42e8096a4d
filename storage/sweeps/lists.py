"""Making sweeps and bringing their lists in, some hundreds of objects at a time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from desk.domain.cases.ledger import Entry
from desk.domain.households.household import Household
from desk.domain.sweeps.samples import Mark
from desk.domain.sweeps.sweep import Listed, Sweep, SweepAct, SweepObject, TickResult
from storage.engine.rows import Lazy, Rows
from storage.engine.statements import filled, listed, with_list
from storage.households.households import HouseholdRows
from storage.households.rows import COLUMNS as HOUSEHOLD_COLUMNS
from storage.ledger.ledger import LedgerRows
from storage.sweeps.objects import COLUMNS as OBJECT_COLUMNS
from storage.sweeps.objects import listed_values, object_of
from storage.sweeps.sweeps import COLUMNS, sweep_of

SQL_NAMED = filled("SELECT {columns} FROM sweeps s WHERE s.name = :name", columns=COLUMNS)
SQL_ALL = filled("SELECT {columns} FROM sweeps s ORDER BY s.id", columns=COLUMNS)
SQL_ADD = """
INSERT INTO sweeps (name, kind, office_code, due_on, state, created_at)
VALUES (:name, :kind, :office_code, :due_on, 'prepared', :now)
RETURNING id
"""
SQL_SAVE = """
UPDATE sweeps SET office_code = :office_code, due_on = :due_on, state = :state, started_at = :started_at,
    ended_at = :ended_at
WHERE id = :id
"""
SQL_LISTED = with_list(
    "SELECT {columns} FROM sweep_objects o WHERE o.sweep_id = :sweep_id AND o.number IN {listed}",
    columns=OBJECT_COLUMNS,
)
SQL_NUMBERS = """
SELECT id, number, area_code FROM sweep_objects
WHERE sweep_id = :sweep_id AND (area_code, id) > (:village, :row) ORDER BY area_code, id LIMIT :limit
"""
SQL_OF_REGISTER = with_list(
    "SELECT {columns} FROM households h WHERE h.area_code IN {listed} AND h.id > :after"
    " AND (CAST(:classes AS text) = '' OR CAST(:classes AS text) LIKE '%' || h.household_class || '%')"
    " ORDER BY h.id LIMIT :limit",
    columns=HOUSEHOLD_COLUMNS,
)
SQL_EXPORTED = filled(
    "SELECT {columns}, c.number AS case_number FROM sweep_objects o LEFT JOIN cases c ON c.id = o.case_id"
    " WHERE o.sweep_id = :sweep_id AND (o.area_code, o.id) > (:village, :row)"
    " ORDER BY o.area_code, o.id LIMIT :limit",
    columns=OBJECT_COLUMNS,
)
SQL_HOW_MANY = "SELECT sum(total) AS total FROM sweep_tallies WHERE sweep_id = :sweep_id"
SQL_CHECKED = """
SELECT k.object_id, k.agreed FROM sweep_checks k JOIN sweep_samples s ON s.id = k.sample_id
WHERE s.sweep_id = :sweep_id AND k.agreed IS NOT NULL ORDER BY k.sample_id
"""
SQL_HOUSEHOLDS = with_list("SELECT id, number FROM households WHERE number IN {listed}")
SQL_ENTER = """
INSERT INTO sweep_objects (sweep_id, number, area_code, household_id, words, version)
VALUES (:sweep_id, :number, :area_code, :household_id, :words, 1)
ON CONFLICT (sweep_id, number) DO UPDATE SET area_code = excluded.area_code,
    household_id = excluded.household_id, words = excluded.words
"""
SQL_COUNT = """
INSERT INTO sweep_tallies (sweep_id, area_code, total, fine, problem, missing)
VALUES (:sweep_id, :area_code, :total, :fine, :problem, :missing)
ON CONFLICT (sweep_id, area_code) DO UPDATE SET total = sweep_tallies.total + excluded.total,
    fine = sweep_tallies.fine + excluded.fine, problem = sweep_tallies.problem + excluded.problem,
    missing = sweep_tallies.missing + excluded.missing
"""


class SweepListRows(Rows):
    """Lists of sweeps inside one transaction."""

    _households = Lazy(HouseholdRows)
    _ledger = Lazy(LedgerRows)

    async def named(self, name: str) -> Sweep | None:
        """The sweep of this name."""
        row = await self._connection.fetch_one(SQL_NAMED, {"name": name})
        return None if row is None else sweep_of(row)

    async def everything(self) -> Sequence[Sweep]:
        """All sweeps, oldest first."""
        return [sweep_of(row) for row in await self._connection.fetch_all(SQL_ALL)]

    async def add(self, sweep: Sweep) -> int:
        """Enter it (its id is ignored) and return its row's id."""
        return await self._add(SQL_ADD, {**_values(sweep), "now": self._now})

    async def save(self, sweep: Sweep) -> None:
        """Make the sweep what is said here; its name and kind stay."""
        await self._connection.execute(SQL_SAVE, {**_values(sweep), "id": sweep.id})

    async def listed(self, sweep_id: int, numbers: Sequence[str]) -> Mapping[str, SweepObject]:
        """Those of these objects that the sweep has, by number."""
        values = {"sweep_id": sweep_id, "listed": listed(numbers)}
        rows = await self._connection.fetch_all(SQL_LISTED[self._connection.dialect], values)
        return {row["number"]: object_of(row, self._seal) for row in rows}

    async def numbers(self, sweep_id: int, after: Mark, limit: int) -> Sequence[tuple[Mark, str]]:
        """Places and numbers of some of its objects, behind a mark."""
        values = {"sweep_id": sweep_id, "village": after[0], "row": after[1], "limit": limit}
        rows = await self._connection.fetch_all(SQL_NUMBERS, values)
        return [((row["area_code"], row["id"]), row["number"]) for row in rows]

    async def households(self, numbers: Sequence[str]) -> Mapping[str, int]:
        """The rows of these households of the register, by number."""
        sql = SQL_HOUSEHOLDS[self._connection.dialect]
        rows = await self._connection.fetch_all(sql, {"listed": listed(numbers)})
        return {row["number"]: row["id"] for row in rows}

    async def of_register(
        self, codes: Sequence[str], classes: Sequence[str], after: int, limit: int
    ) -> Sequence[Household]:
        """Some households of these areas and classes (none: of any), behind a row."""
        values = {"listed": listed(codes), "classes": " ".join(classes), "after": after, "limit": limit}
        rows = await self._connection.fetch_all(SQL_OF_REGISTER[self._connection.dialect], values)
        return await self._households.opened(rows)

    async def exported(self, sweep_id: int, after: Mark, limit: int) -> Sequence[tuple[SweepObject, str]]:
        """Some objects with the number of the case that came of each, behind a mark."""
        values = {"sweep_id": sweep_id, "village": after[0], "row": after[1], "limit": limit}
        rows = await self._connection.fetch_all(SQL_EXPORTED, values)
        return [(object_of(row, self._seal), row["case_number"] or "") for row in rows]

    async def count(self, sweep_id: int) -> int:
        """How many objects a sweep has."""
        row = await self._connection.fetch_one(SQL_HOW_MANY, {"sweep_id": sweep_id})
        return 0 if row is None else int(row["total"] or 0)

    async def checked(self, sweep_id: int) -> Mapping[int, bool]:
        """Whether inspectors saw the same, the last time that they looked, by object."""
        rows = await self._connection.fetch_all(SQL_CHECKED, {"sweep_id": sweep_id})
        return {row["object_id"]: bool(row["agreed"]) for row in rows}

    async def enter(self, sweep_id: int, some: Sequence[Listed], known: Mapping[str, SweepObject]) -> None:
        """Make these objects what the list says; `known` are those that the sweep has, as they were."""
        rows = [listed_values(sweep_id, one, self._seal) for one in some]
        await self._connection.execute_many(SQL_ENTER, rows)
        moves: Counter[tuple[str, str]] = Counter()
        for one in some:
            before = known.get(one.number)
            if before is not None and before.listed.area_code == one.area_code:
                continue
            moves.update(_columns(one.area_code, None if before is None else before.found))
            if before is not None:
                moves.subtract(_columns(before.listed.area_code, before.found))
        await self._count(sweep_id, moves)

    async def note(self, sweep_id: int, act: SweepAct, details: str = "") -> None:
        """What the operator did, in the desk's own chain."""
        said = f"sweep:{sweep_id} {details}".strip()
        await self._ledger.append(Entry(None, act, "operator", details=said))

    async def _count(self, sweep_id: int, moves: Counter[tuple[str, str]]) -> None:
        codes = sorted({code for code, _ in moves})
        columns = ("total", *TickResult)
        await self._connection.execute_many(
            SQL_COUNT,
            [
                {"sweep_id": sweep_id, "area_code": code, **{name: moves[code, name] for name in columns}}
                for code in codes
            ],
        )


def _columns(code: str, found: TickResult | None) -> Iterable[tuple[str, str]]:
    """What an object of this village adds to."""
    return [(code, "total"), *([(code, found.value)] if found is not None else [])]


def _values(sweep: Sweep) -> dict[str, object]:
    return {
        "name": sweep.name,
        "kind": sweep.kind,
        "office_code": sweep.office_code,
        "due_on": sweep.due_on.isoformat(),
        "state": sweep.state,
        "started_at": sweep.started_at,
        "ended_at": sweep.ended_at,
    }
