"""The objects of sweeps. What is personal of an object is sealed under its sweep and its number."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import orjson

from desk.domain.sweeps.samples import Lot, Mark, Sample
from desk.domain.sweeps.sweep import Listed, Missing, ObjectRange, SweepObject, TickResult, progress_of
from storage.engine.database import Row
from storage.engine.named import moment_or_none
from storage.engine.rows import Rows
from storage.engine.seal import Seal
from storage.engine.statements import filled, listed, with_list

COLUMNS = """
o.id, o.sweep_id, o.number, o.area_code, o.household_id, o.words, o.found, o.missing, o.said, o.version,
o.ticked_by, o.ticked_at, o.changed_at, o.case_id
"""
SQL_FIND = filled("SELECT {columns} FROM sweep_objects o WHERE o.id = :id", columns=COLUMNS)
_OF_VILLAGE = """
SELECT {columns} FROM sweep_objects o
WHERE o.sweep_id = :sweep_id AND o.area_code = :village AND (o.found IS NULL) = :open
"""
# The sign keeps the databases from going through the whole sweep for the few households of an officer.
_OF_OFFICERS = """
SELECT {columns} FROM sweep_objects o
WHERE o.household_id IN (SELECT h.id FROM households h WHERE h.officer_id IN {numbers})
    AND +o.sweep_id = :sweep_id AND (o.found IS NULL) = :open
"""
_BEHIND = "AND o.id > :after ORDER BY o.id LIMIT :limit"
_BEFORE = "AND o.id < :after ORDER BY o.id DESC LIMIT :limit"
SQL_OF_VILLAGE = filled(_OF_VILLAGE + _BEHIND, columns=COLUMNS)
SQL_OF_VILLAGE_BACK = filled(_OF_VILLAGE + _BEFORE, columns=COLUMNS)
SQL_OF_OFFICERS = with_list(_OF_OFFICERS + _BEHIND, columns=COLUMNS)
SQL_OF_OFFICERS_BACK = with_list(_OF_OFFICERS + _BEFORE, columns=COLUMNS)
SQL_SAVE = """
UPDATE sweep_objects SET found = :found, missing = :missing, said = :said, version = :version,
    ticked_by = :ticked_by, ticked_at = :ticked_at, changed_at = :changed_at, case_id = :case_id
WHERE id = :id AND version = :version - 1
RETURNING id
"""
SQL_COUNT = """
UPDATE sweep_tallies SET fine = fine + :fine, problem = problem + :problem, missing = missing + :missing
WHERE sweep_id = :sweep_id AND area_code = :area_code
"""
SQL_LOTS = """
SELECT id, number, found, ticked_by, area_code FROM sweep_objects
WHERE sweep_id = :sweep_id AND (area_code, id) > (:village, :row)
    AND found IS NOT NULL AND ticked_at <= :asked_at
ORDER BY area_code, id LIMIT :limit
"""


class SweepObjectRows(Rows):
    """Objects inside one transaction."""

    async def find(self, object_id: int) -> SweepObject | None:
        row = await self._connection.fetch_one(SQL_FIND, {"id": object_id})
        return None if row is None else object_of(row, self._seal)

    async def page(self, stretch: ObjectRange, limit: int) -> Sequence[SweepObject]:
        """So many objects of a stretch, in the order of their lists."""
        values = {
            "sweep_id": stretch.sweep_id,
            "open": not stretch.done,
            "after": stretch.after,
            "limit": limit,
        }
        if stretch.village:
            sql = SQL_OF_VILLAGE_BACK if stretch.backwards else SQL_OF_VILLAGE
            rows = await self._connection.fetch_all(sql, {**values, "village": stretch.village})
        else:
            by = SQL_OF_OFFICERS_BACK if stretch.backwards else SQL_OF_OFFICERS
            whose = {"listed": listed(stretch.officers)}
            rows = await self._connection.fetch_all(by[self._connection.dialect], {**values, **whose})
        found = [object_of(row, self._seal) for row in rows]
        return found[::-1] if stretch.backwards else found

    async def save(self, before: SweepObject, after: SweepObject) -> bool:
        """Store what was ticked and count it; False when somebody was first."""
        values = {
            "id": after.id,
            "found": after.found,
            "missing": after.missing,
            "said": self._seal.close_some(after.said, said_place(after)),
            "version": after.version,
            "ticked_by": after.ticked_by,
            "ticked_at": after.ticked_at,
            "changed_at": after.changed_at,
            "case_id": after.case_id,
        }
        if await self._connection.fetch_one(SQL_SAVE, values) is None:
            return False
        was, now = progress_of(before.found), progress_of(after.found)
        change = {
            "sweep_id": after.sweep_id,
            "area_code": after.listed.area_code,
            "fine": now.fine - was.fine,
            "problem": now.problem - was.problem,
            "missing": now.missing - was.missing,
        }
        await self._connection.execute(SQL_COUNT, change)
        return True

    async def lots(self, sample: Sample, after: Mark, limit: int) -> Sequence[Lot]:
        """Some of what a sample is drawn from, behind a mark."""
        values = {
            "sweep_id": sample.sweep_id,
            "asked_at": sample.asked_at,
            "village": after[0],
            "row": after[1],
            "limit": limit,
        }
        rows = await self._connection.fetch_all(SQL_LOTS, values)
        return [
            Lot(row["id"], row["number"], TickResult(row["found"]), row["ticked_by"], row["area_code"])
            for row in rows
        ]


def object_of(row: Row, seal: Seal) -> SweepObject:
    """The object of a row."""
    found, missing = row["found"], row["missing"]
    closed = SweepObject(id=row["id"], sweep_id=row["sweep_id"], listed=listed_in(row, seal))
    return SweepObject(
        id=closed.id,
        sweep_id=closed.sweep_id,
        listed=closed.listed,
        version=row["version"],
        found=None if found is None else TickResult(found),
        missing=None if missing is None else Missing(missing),
        said=seal.open_some(row["said"], said_place(closed)),
        ticked_by=row["ticked_by"],
        ticked_at=moment_or_none(row["ticked_at"]),
        changed_at=moment_or_none(row["changed_at"]),
        case_id=row["case_id"],
    )


def listed_in(row: Row, seal: Seal) -> Listed:
    """The object as its list has it."""
    words = orjson.loads(seal.open_bytes(row["words"], words_place(row["sweep_id"], row["number"])))
    return Listed(
        number=row["number"],
        area_code=row["area_code"],
        name=words["name"],
        address=words.get("address", ""),
        note=words.get("note", ""),
        household_id=row["household_id"],
    )


def listed_values(sweep_id: int, one: Listed, seal: Seal) -> Mapping[str, object]:
    """The columns of what a list says of an object."""
    said = {"name": one.name, "address": one.address, "note": one.note}
    packed = orjson.dumps({name: words for name, words in said.items() if words or name == "name"})
    return {
        "sweep_id": sweep_id,
        "number": one.number,
        "area_code": one.area_code,
        "household_id": one.household_id,
        "words": seal.close(packed, words_place(sweep_id, one.number)),
    }


def words_place(sweep_id: int, number: str) -> str:
    """Where what a list says of an object is sealed."""
    return f"sweep_objects.words:{sweep_id}:{number}"


def said_place(one: SweepObject) -> str:
    """Where what an official said of an object is sealed."""
    return f"sweep_objects.said:{one.sweep_id}:{one.listed.number}"
