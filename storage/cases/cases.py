"""Cases: numbers, the optimistic lock on their version, and the lists that people and ticks ask for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from desk.domain.cases.case import Case, Kind
from storage.cases.rows import CHANGING, LASTING, case_of, reporter_index, values_of
from storage.cases.words import CaseWordRows
from storage.engine.database import Row, StorageError
from storage.engine.statements import filled, listed, with_list
from storage.schema.casework import OWNED

_COLUMNS = ", ".join((*LASTING, *CHANGING))

# SQLite has one writer, so a counter costs nothing. On PostgreSQL a counter row would make every replica
# wait for the commit of the one before; a sequence makes nobody wait, and gaps are allowed. The first case
# of a day writes down where the sequence stood; a replica that meets that very moment asks again.
SQL_NEXT_NUMBER: Mapping[str, str] = {
    "sqlite": """
    INSERT INTO case_numbers (day, last) VALUES (:day, 1)
    ON CONFLICT (day) DO UPDATE SET last = case_numbers.last + 1
    RETURNING last AS number
    """,
    "postgresql": """
    WITH taken AS MATERIALIZED (SELECT nextval('case_number_seq') AS number),
    opened AS (
        INSERT INTO case_numbers (day, last)
        SELECT CAST(:day AS text), number - 1 FROM taken
        WHERE NOT EXISTS (SELECT 1 FROM case_numbers WHERE day = :day)
        ON CONFLICT (day) DO NOTHING
        RETURNING last
    ),
    start AS (SELECT last FROM opened UNION ALL SELECT last FROM case_numbers WHERE day = :day)
    SELECT taken.number - start.last AS number FROM taken, start WHERE taken.number > start.last
    """,
}
# Asked once the day has been opened.
SQL_SKIP_NUMBERS: Mapping[str, str] = {
    "sqlite": "UPDATE case_numbers SET last = last + :count WHERE day = :day",
    "postgresql": """
    SELECT setval('case_number_seq', nextval('case_number_seq') + CAST(:count AS bigint))
    WHERE EXISTS (SELECT 1 FROM case_numbers WHERE day = :day)
    """,
}
SQL_ADD = filled(
    "INSERT INTO cases ({columns}) VALUES ({values}) RETURNING id, {columns}",
    columns=_COLUMNS,
    values=", ".join(f":{name}" for name in (*LASTING, *CHANGING)),
)
SQL_FIND = filled("SELECT id, {columns} FROM cases WHERE id = :id", columns=_COLUMNS)
SQL_FIND_BY_NUMBER = filled("SELECT id, {columns} FROM cases WHERE number = :number", columns=_COLUMNS)
# Compare and set: the second of two presses finds another version.
SQL_SAVE = filled(
    "UPDATE cases SET {changes} WHERE id = :id AND version = :before RETURNING version",
    changes=", ".join(f"{name} = :{name}" for name in CHANGING),
)
SQL_FIND_OF_REPORTER = filled(
    """
    SELECT id, {columns} FROM cases WHERE reporter_id = :person_id OR reporter_index = :reporter_index
    ORDER BY id DESC LIMIT :limit
    """,
    columns=_COLUMNS,
)
SQL_FIND_COMPLAINTS_OF = filled(
    """
    SELECT id, {columns} FROM cases
    WHERE (reporter_id = :person_id OR reporter_index = :reporter_index) AND outside ORDER BY id
    """,
    columns=_COLUMNS,
)
# A case may have taken others in before it was merged itself.
SQL_FIND_MERGED_INTO = filled(
    """
    WITH RECURSIVE gone (id) AS (
        SELECT id FROM cases WHERE merged_into = :id
        UNION
        SELECT c.id FROM cases c JOIN gone ON c.merged_into = gone.id
    )
    SELECT id, {columns} FROM cases WHERE id IN (SELECT id FROM gone) ORDER BY id
    """,
    columns=_COLUMNS,
)
SQL_FIND_OPEN_IN = with_list(
    """
    SELECT id, {columns} FROM cases WHERE area_code IN {listed} AND {owned}
    ORDER BY due_at NULLS LAST, id LIMIT :limit
    """,
    columns=_COLUMNS,
    owned=OWNED,
)
# Whom the card was sent to is whoever answers, but for the minute in which that has just changed.
SQL_FIND_TOLD = filled(
    """
    SELECT id, {columns} FROM cases
    WHERE told_staff_id = :staff_id AND {owned}
    ORDER BY due_at NULLS LAST, id LIMIT :limit
    """,
    columns=_COLUMNS,
    owned=OWNED,
)
SQL_FIND_SILENT = filled(
    """
    SELECT id, {columns} FROM cases WHERE state = 'resolved' AND due_at < :before
    ORDER BY due_at, id LIMIT :limit
    """,
    columns=_COLUMNS,
)
SQL_FIND_UNVERIFIED = filled(
    """
    SELECT id, {columns} FROM cases WHERE state = 'resolved' AND kind = 'patrol' AND due_at IS NOT NULL
    ORDER BY due_at, id LIMIT :limit
    """,
    columns=_COLUMNS,
)
SQL_FIND_UNFINISHED = filled(
    "SELECT id, {columns} FROM cases WHERE {owned} AND id > :after_id ORDER BY id LIMIT :limit",
    columns=_COLUMNS,
    owned=OWNED,
)
SQL_FIND_CLOCKS = filled(
    """
    SELECT id, {columns} FROM cases WHERE {owned} AND id > :after_id
    AND ((state = 'awaiting_material' AND due_at IS NOT NULL)
    OR (extension_until IS NOT NULL AND reply_due_at <= :now))
    ORDER BY id LIMIT :limit
    """,
    columns=_COLUMNS,
    owned=OWNED,
)
SQL_COUNT_SINCE = """
SELECT count(*) AS cases, count(CASE WHEN danger THEN 1 END) AS urgent FROM cases
WHERE area_code = :area_code AND kind = :kind AND submitted_at >= :since
"""


class CaseRows(CaseWordRows):
    """Cases inside one transaction."""

    async def next_number(self, day: str) -> int:
        """The next number of that day (`YYMMDD`), from 1, with possible gaps."""
        sql = SQL_NEXT_NUMBER[self._connection.dialect]
        for _ in range(3):
            row = await self._connection.fetch_one(sql, {"day": day})
            if row is not None:
                return int(row["number"])
        raise StorageError(f"No number could be given out for {day}.")

    async def skip_numbers(self, day: str, count: int) -> None:
        """Never give out the next `count` numbers of that day: somebody may hold them already."""
        await self.next_number(day)
        await self._connection.execute(
            SQL_SKIP_NUMBERS[self._connection.dialect], {"day": day, "count": count}
        )

    async def add(self, case: Case) -> Case:
        """Store a new case (its id is ignored) and return it with its id."""
        row = await self._connection.fetch_one(SQL_ADD, values_of(case, self._seal))
        if row is None:
            raise StorageError("The case was not stored.")
        return case_of(row, self._seal)

    async def find(self, case_id: int) -> Case | None:
        """The case of this row."""
        return self._case(await self._connection.fetch_one(SQL_FIND, {"id": case_id}))

    async def find_by_number(self, number: str) -> Case | None:
        """The case with this number, as people read it out."""
        return self._case(await self._connection.fetch_one(SQL_FIND_BY_NUMBER, {"number": number}))

    async def count_since(self, kind: Kind, area_code: str, since: datetime) -> tuple[int, int]:
        """How many cases of a kind came from an area since then, and how many of them are urgent."""
        values = {"kind": kind, "area_code": area_code, "since": since}
        row = await self._connection.fetch_one(SQL_COUNT_SINCE, values)
        return (0, 0) if row is None else (int(row["cases"]), int(row["urgent"]))

    async def save(self, case: Case) -> bool:
        """Store if the row still has version `case.version - 1`; else False: somebody was first.

        Number, kind, source, reporter, accused and moment of submission never change and are not written.
        """
        values = {**values_of(case, self._seal), "before": case.version - 1}
        return await self._connection.fetch_one(SQL_SAVE, values) is not None

    async def find_of_reporter(self, person_id: int, limit: int = 20) -> Sequence[Case]:
        """What this person reported, newest first."""
        values = {
            "person_id": person_id,
            "reporter_index": reporter_index(person_id, self._seal),
            "limit": limit,
        }
        return await self._cases(SQL_FIND_OF_REPORTER, values)

    async def find_complaints_of(self, person_id: int) -> Sequence[Case]:
        """Every complaint about an official that the person ever made, also those made anonymously."""
        index = reporter_index(person_id, self._seal)
        values = {"person_id": person_id, "reporter_index": index}
        return await self._cases(SQL_FIND_COMPLAINTS_OF, values)

    async def find_merged_into(self, case_id: int) -> Sequence[Case]:
        """What was merged into the case, and what into that, oldest first."""
        return await self._cases(SQL_FIND_MERGED_INTO, {"id": case_id})

    async def find_open_in(self, area_codes: Sequence[str], limit: int) -> Sequence[Case]:
        """Cases in those areas that an official has, nearest deadline first."""
        sql = SQL_FIND_OPEN_IN[self._connection.dialect]
        return await self._cases(sql, {"listed": listed(area_codes), "limit": limit})

    async def find_told(self, staff_id: int, limit: int = 200) -> Sequence[Case]:
        """Open cases whose accountable person, last time anybody looked, was this official."""
        return await self._cases(SQL_FIND_TOLD, {"staff_id": staff_id, "limit": limit})

    async def find_silent(self, before: datetime, limit: int) -> Sequence[Case]:
        """Resolved cases whose time for an answer was over before that moment, the oldest first."""
        return await self._cases(SQL_FIND_SILENT, {"before": before, "limit": limit})

    async def find_unverified(self, limit: int) -> Sequence[Case]:
        """Resolved cases that officials reported and a superior has not looked at, nearest end first."""
        return await self._cases(SQL_FIND_UNVERIFIED, {"limit": limit})

    async def find_unfinished(self, after_id: int, limit: int) -> Sequence[Case]:
        """Cases that an official has, by id."""
        return await self._cases(SQL_FIND_UNFINISHED, {"after_id": after_id, "limit": limit})

    async def find_clocks(self, now: datetime, after_id: int, limit: int) -> Sequence[Case]:
        """Of those, what waits for material, or for more time beyond an answer that is due by now; by id."""
        values = {"now": now, "after_id": after_id, "limit": limit}
        return await self._cases(SQL_FIND_CLOCKS, values)

    async def _cases(self, sql: str, values: Mapping[str, object]) -> Sequence[Case]:
        return [case_of(row, self._seal) for row in await self._connection.fetch_all(sql, values)]

    def _case(self, row: Row | None) -> Case | None:
        return None if row is None else case_of(row, self._seal)
