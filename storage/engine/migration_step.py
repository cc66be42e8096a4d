"""Up to which step the tables of a database were made, without the machinery that makes them."""

from __future__ import annotations

from collections.abc import Mapping

from storage.engine.database import Connection

SQL_STEPS: Mapping[str, str] = {
    "sqlite": "SELECT count(*) AS n FROM sqlite_master WHERE name = 'alembic_version'",
    "postgresql": (
        "SELECT count(*) AS n FROM information_schema.tables"
        " WHERE table_name = 'alembic_version' AND table_schema = current_schema()"
    ),
}
SQL_STEP = "SELECT version_num FROM alembic_version"


async def migration_step(connection: Connection) -> str | None:
    """The step up to which the tables were made; None for a database without tables."""
    found = await connection.fetch_one(SQL_STEPS[connection.dialect])
    if found is None or not found["n"]:
        return None
    row = await connection.fetch_one(SQL_STEP)
    return None if row is None else str(row["version_num"])
