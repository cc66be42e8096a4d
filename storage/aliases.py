"""Other names of areas: former ones, and those learnt from people who confirmed them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from storage.database import Connection

SQL_LEARN = """
INSERT INTO area_aliases (alias, area_code, origin, confirmed_by, confirmed_at)
VALUES (:alias, :area_code, :origin, :confirmed_by, :confirmed_at)
ON CONFLICT (alias, area_code) DO NOTHING
"""
SQL_LOAD = "SELECT alias, area_code FROM area_aliases ORDER BY alias, confirmed_at, area_code"


class AliasRows:
    """Aliases inside one transaction."""

    def __init__(self, connection: Connection, now: datetime) -> None:
        self._connection = connection
        self._now = now

    async def learn(self, alias: str, area_code: str, person_id: int) -> None:
        """Keep a name that this person confirmed; the first who confirmed it stays."""
        await self._connection.execute(SQL_LEARN, self._values(alias, area_code, "learnt", person_id))

    async def import_former(self, names: Sequence[tuple[str, str]]) -> None:
        """Keep former names: pairs of alias and area code."""
        rows = [self._values(alias, code, "former name", None) for alias, code in names]
        await self._connection.execute_many(SQL_LEARN, rows)

    def _values(self, alias: str, area_code: str, origin: str, person_id: int | None) -> dict[str, object]:
        return {
            "alias": alias,
            "area_code": area_code,
            "origin": origin,
            "confirmed_by": person_id,
            "confirmed_at": self._now,
        }


async def load_aliases(connection: Connection) -> Mapping[str, tuple[str, ...]]:
    """All other names, each with the codes of the areas that it may mean."""
    found: dict[str, tuple[str, ...]] = {}
    for row in await connection.fetch_all(SQL_LOAD):
        found[row["alias"]] = (*found.get(row["alias"], ()), row["area_code"])
    return found
