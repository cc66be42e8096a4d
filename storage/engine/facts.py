"""Facts about this database: whose bot it serves, whether it is a demo, which county."""

from __future__ import annotations

from storage.engine.database import Connection
from storage.engine.rows import Rows

SQL_GET = "SELECT value FROM facts WHERE name = :name"
SQL_SET = """
INSERT INTO facts (name, value) VALUES (:name, :value)
ON CONFLICT (name) DO UPDATE SET value = excluded.value
"""
SQL_RAISE = """
INSERT INTO facts (name, value) VALUES (:name, :value)
ON CONFLICT (name) DO UPDATE SET value = CASE
    WHEN CAST(facts.value AS bigint) < CAST(excluded.value AS bigint) THEN excluded.value ELSE facts.value END
RETURNING value
"""


async def get_fact(connection: Connection, name: str) -> str | None:
    """The value of a fact, if it was ever set."""
    row = await connection.fetch_one(SQL_GET, {"name": name})
    return None if row is None else str(row["value"])


async def set_fact(connection: Connection, name: str, value: str) -> None:
    """Set or replace a fact."""
    await connection.execute(SQL_SET, {"name": name, "value": value})


async def raise_fact(connection: Connection, name: str, value: int) -> int:
    """Set a number that only ever grows; gives the higher of this and what was known."""
    row = await connection.fetch_one(SQL_RAISE, {"name": name, "value": str(value)})
    return value if row is None else int(row["value"])


class FactRows(Rows):
    """Facts inside one transaction."""

    async def get(self, name: str) -> str | None:
        """The value of a fact, if it was ever set."""
        return await get_fact(self._connection, name)

    async def set(self, name: str, value: str) -> None:
        """Set or replace a fact."""
        await set_fact(self._connection, name, value)
