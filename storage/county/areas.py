"""The county's divisions, kept with the edition of their codes."""

from __future__ import annotations

from desk.domain.county.areas import Area, Areas, Level
from storage.engine.database import Connection, StorageError
from storage.engine.facts import get_fact, set_fact

EDITION = "edition"

SQL_IMPORT = """
INSERT INTO areas (code, edition, level, name, parent_code, kind, latitude, longitude)
VALUES (:code, :edition, :level, :name, :parent_code, :kind, :latitude, :longitude)
ON CONFLICT (code) DO UPDATE SET edition = excluded.edition, level = excluded.level, name = excluded.name,
    parent_code = excluded.parent_code, kind = COALESCE(NULLIF(excluded.kind, ''), areas.kind),
    latitude = COALESCE(excluded.latitude, areas.latitude),
    longitude = COALESCE(excluded.longitude, areas.longitude)
"""
SQL_LOAD = """
SELECT code, level, name, parent_code, kind, latitude, longitude FROM areas
WHERE edition = :edition ORDER BY code
"""


async def import_areas(connection: Connection, areas: Areas) -> None:
    """Store a county's divisions; importing them again changes nothing.

    Raises StorageError when the database holds another edition: codes are re-used between editions, and
    cases would silently move to other villages.
    """
    known = await get_fact(connection, EDITION)
    if known not in (None, areas.edition):
        raise StorageError(f"The database holds edition {known} of the divisions, not {areas.edition}.")
    rows = [
        {
            "code": area.code,
            "edition": areas.edition,
            "level": area.level,
            "name": area.name,
            "parent_code": area.parent_code,
            "kind": area.kind,
            "latitude": area.latitude,
            "longitude": area.longitude,
        }
        for area in areas
    ]
    await connection.execute_many(SQL_IMPORT, rows)
    await set_fact(connection, EDITION, areas.edition)


async def load_areas(connection: Connection) -> Areas:
    """The county in memory; empty, with an empty edition, when none was imported."""
    edition = await get_fact(connection, EDITION) or ""
    rows = await connection.fetch_all(SQL_LOAD, {"edition": edition})
    return Areas(
        edition,
        [
            Area(
                row["code"],
                row["name"],
                Level(row["level"]),
                row["parent_code"],
                row["kind"],
                row["latitude"],
                row["longitude"],
            )
            for row in rows
        ],
    )
