"""Procedures of households; what was said in them is sealed under the procedure's number."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

import orjson

from desk.domain.procedures.procedure import Match, MatchFinding, Procedure, ProcedureAct, StepNote
from desk.ports.procedures import ProcedureReach
from storage.engine.named import moment
from storage.engine.rows import Rows
from storage.engine.statements import filled, listed, with_list
from storage.procedures.rows import CHANGING, LASTING, procedure_of, values_of

_NAMES = (*LASTING, *CHANGING)
_PARTS = {
    "columns": ", ".join(f"p.{name}" for name in ("id", *_NAMES)),
    "names": ", ".join(_NAMES),
    "values": ", ".join(f":{name}" for name in _NAMES),
    "changes": ", ".join(f"{name} = :{name}" for name in CHANGING),
}
SQL_ADD = filled(
    "INSERT INTO procedures ({names}) VALUES ({values}) ON CONFLICT DO NOTHING RETURNING id", **_PARTS
)
SQL_FIND = filled("SELECT {columns} FROM procedures p WHERE p.id = :id", **_PARTS)
SQL_OPEN_OF = filled(
    "SELECT {columns} FROM procedures p WHERE p.household_id = :household_id AND p.closed_at IS NULL",
    **_PARTS,
)
SQL_SAVE = filled(
    "UPDATE procedures SET {changes} WHERE id = :id AND version = :version - 1 RETURNING id", **_PARTS
)
SQL_LAST_ENTERED = "SELECT MAX(entered_at) AS at FROM procedures WHERE household_id = :household_id"
SQL_ASK = """
INSERT INTO procedure_matches (procedure_id, department) VALUES (:procedure_id, :department)
ON CONFLICT (procedure_id, department) DO NOTHING
"""
SQL_MATCHES = """
SELECT id, procedure_id, department, finding, done_by FROM procedure_matches
WHERE procedure_id = :procedure_id ORDER BY id
"""
SQL_SETTLE = """
UPDATE procedure_matches SET finding = :finding, done_by = :staff_id, done_at = :now
WHERE id = :id AND finding IS NULL RETURNING id
"""
SQL_ADD_NOTE = """
INSERT INTO procedure_notes (procedure_id, act, staff_id, body, said_at)
VALUES (:procedure_id, :act, :staff_id, :body, :now)
"""
SQL_NOTES = """
SELECT act, staff_id, body FROM procedure_notes WHERE procedure_id = :procedure_id ORDER BY id
"""
_REACHED = """
p.closed_at IS NULL AND (
    h.area_code IN {listed} OR {officers} OR EXISTS (
        SELECT 1 FROM procedure_matches m
        WHERE m.procedure_id = p.id AND m.finding IS NULL AND {departments}
    )
)
"""


def _reaching(template: str) -> Mapping[str, str]:
    """Officers and departments are two more lists, of parameters of their own."""
    officers, departments = with_list("h.officer_id IN {numbers}"), with_list("m.department IN {listed}")
    return {
        dialect: sql.replace("{officers}", officers[dialect].replace(":listed", ":officers")).replace(
            "{departments}", departments[dialect].replace(":listed", ":departments")
        )
        for dialect, sql in with_list(template.replace("{reached}", _REACHED), **_PARTS).items()
    }


SQL_LIST_OPEN = _reaching(
    """
    SELECT {columns} FROM procedures p JOIN households h ON h.id = p.household_id
    WHERE {reached} ORDER BY p.due_at, p.id LIMIT :limit OFFSET :offset
    """
)
SQL_COUNT_OPEN = _reaching(
    """
    SELECT COUNT(p.id) AS open, COALESCE(SUM(CASE WHEN p.due_at < :now THEN 1 ELSE 0 END), 0) AS late
    FROM procedures p JOIN households h ON h.id = p.household_id WHERE {reached}
    """
)
SQL_FIND_OPEN = filled(
    """
    SELECT {columns} FROM procedures p
    WHERE p.closed_at IS NULL AND p.id > :after
        AND (CAST(:swept AS integer) = 1 OR p.sweep_year IS NULL OR p.stage <> 'assessment')
    ORDER BY p.id LIMIT :limit
    """,
    **_PARTS,
)
SQL_TO_ASSESS = """
SELECT h.id FROM households h
WHERE h.household_class = 'monitored' AND NOT EXISTS (
    SELECT 1 FROM procedures p
    WHERE p.household_id = h.id
        AND (p.closed_at IS NULL OR p.sweep_year = :year OR p.entered_at > :entered_before)
)
ORDER BY h.id LIMIT :limit
"""
SQL_COUNT_SWEEP = """
SELECT told_staff_id, COUNT(id) AS waiting, SUM(CASE WHEN due_at < :now THEN 1 ELSE 0 END) AS late
FROM procedures
WHERE sweep_year = :year AND stage = 'assessment' AND closed_at IS NULL AND told_staff_id IS NOT NULL
GROUP BY told_staff_id ORDER BY told_staff_id
"""


class ProcedureRows(Rows):
    """Procedures inside one transaction."""

    async def add(self, procedure: Procedure) -> Procedure | None:
        """Enter it (its id is ignored); None when the household has one, or had this year's already."""
        row = await self._connection.fetch_one(SQL_ADD, values_of(procedure))
        return None if row is None else await self.find(row["id"])

    async def find(self, procedure_id: int) -> Procedure | None:
        """The procedure of this row."""
        row = await self._connection.fetch_one(SQL_FIND, {"id": procedure_id})
        return None if row is None else procedure_of(row)

    async def open_of(self, household_id: int) -> Procedure | None:
        """The one that the household is in now."""
        row = await self._connection.fetch_one(SQL_OPEN_OF, {"household_id": household_id})
        return None if row is None else procedure_of(row)

    async def save(self, procedure: Procedure) -> bool:
        """Store if the row still has version `procedure.version - 1`; else False: somebody was first."""
        values = values_of(procedure)
        changes = {name: values[name] for name in CHANGING}
        return await self._connection.fetch_one(SQL_SAVE, {**changes, "id": procedure.id}) is not None

    async def last_entered(self, household_id: int) -> datetime | None:
        """When the household last came under watch, as far as the desk was there."""
        row = await self._connection.fetch_one(SQL_LAST_ENTERED, {"household_id": household_id})
        return None if row is None or row["at"] is None else moment(row["at"])

    async def ask_departments(self, procedure_id: int, departments: Sequence[str]) -> None:
        """Each is asked once in a procedure."""
        for department in departments:
            await self._connection.execute(SQL_ASK, {"procedure_id": procedure_id, "department": department})

    async def matches(self, procedure_id: int) -> Sequence[Match]:
        """Whoever was asked, in that order."""
        rows = await self._connection.fetch_all(SQL_MATCHES, {"procedure_id": procedure_id})
        return [
            Match(
                id=row["id"],
                procedure_id=row["procedure_id"],
                department=row["department"],
                finding=None if row["finding"] is None else MatchFinding(row["finding"]),
                done_by=row["done_by"],
            )
            for row in rows
        ]

    async def settle_match(self, match_id: int, finding: MatchFinding, staff_id: int) -> bool:
        """Keep what a department found; False when somebody was first."""
        values = {"id": match_id, "finding": finding.value, "staff_id": staff_id, "now": self._now}
        return await self._connection.fetch_one(SQL_SETTLE, values) is not None

    async def add_note(self, procedure_id: int, note: StepNote) -> None:
        """Keep words, sealed."""
        body = {"text": note.text, "file_id": note.file_id, "kind": note.file_kind}
        values = {
            "procedure_id": procedure_id,
            "act": note.act.value,
            "staff_id": note.staff_id,
            "body": self._seal.close(orjson.dumps(body).decode(), _place(procedure_id)),
            "now": self._now,
        }
        await self._connection.execute(SQL_ADD_NOTE, values)

    async def notes(self, procedure_id: int) -> Sequence[StepNote]:
        """Everything said, oldest first."""
        rows = await self._connection.fetch_all(SQL_NOTES, {"procedure_id": procedure_id})
        found = []
        for row in rows:
            body = orjson.loads(self._seal.open(row["body"], _place(procedure_id)))
            act = ProcedureAct(row["act"])
            found.append(StepNote(act, row["staff_id"], body["text"], body["file_id"], body["kind"]))
        return found

    async def list_open(self, reach: ProcedureReach, limit: int, offset: int) -> Sequence[Procedure]:
        """What is open within reach, the first due first."""
        values = {**_values(reach), "limit": limit, "offset": offset}
        rows = await self._connection.fetch_all(SQL_LIST_OPEN[self._connection.dialect], values)
        return [procedure_of(row) for row in rows]

    async def count_open(self, reach: ProcedureReach) -> tuple[int, int]:
        """How many are open within reach, and how many of these are late."""
        values = {**_values(reach), "now": self._now}
        row = await self._connection.fetch_one(SQL_COUNT_OPEN[self._connection.dialect], values)
        return (0, 0) if row is None else (int(row["open"]), int(row["late"]))

    async def find_open(self, after_id: int, limit: int, *, swept: bool) -> Sequence[Procedure]:
        """Open ones by row; with `swept` those too that wait for the assessment of the year."""
        values = {"after": after_id, "limit": limit, "swept": int(swept)}
        rows = await self._connection.fetch_all(SQL_FIND_OPEN, values)
        return [procedure_of(row) for row in rows]

    async def find_to_assess(self, year: int, entered_before: datetime, limit: int) -> Sequence[int]:
        """Households under watch since then that were not assessed that year and are in no procedure."""
        values = {"year": year, "entered_before": entered_before, "limit": limit}
        rows = await self._connection.fetch_all(SQL_TO_ASSESS, values)
        return [row["id"] for row in rows]

    async def count_sweep(self, year: int) -> Sequence[tuple[int, int, int]]:
        """The assessments of that year that wait: staff numbers, how many each has, and how many are late."""
        rows = await self._connection.fetch_all(SQL_COUNT_SWEEP, {"year": year, "now": self._now})
        return [(row["told_staff_id"], int(row["waiting"]), int(row["late"])) for row in rows]


def _values(reach: ProcedureReach) -> dict[str, object]:
    return {
        "listed": listed(list(reach.areas)),
        "officers": listed(list(reach.officers)),
        "departments": listed(list(reach.departments)),
    }


def _place(procedure_id: int) -> str:
    return f"procedure_notes.body:{procedure_id}"
