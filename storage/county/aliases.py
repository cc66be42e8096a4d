"""Other names of areas: former ones, and those learnt from people who confirmed them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from storage.engine.database import Connection
from storage.engine.rows import Rows

LEARNT = "learnt"

SQL_LEARN = """
INSERT INTO area_aliases (alias, area_code, origin, confirmed_by, confirmed_at)
VALUES (:alias, :area_code, :origin, :confirmed_by, :confirmed_at)
ON CONFLICT (alias, area_code) DO NOTHING
"""
SQL_LOAD = "SELECT alias, area_code, origin FROM area_aliases ORDER BY alias, confirmed_at, area_code"


class AliasRows(Rows):
    """Aliases inside one transaction."""

    async def learn(self, alias: str, area_code: str, person_id: int) -> None:
        """Keep a name that this person confirmed; the first who confirmed it stays."""
        await self._connection.execute(SQL_LEARN, self._values(alias, area_code, LEARNT, person_id))

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


@dataclass(frozen=True, slots=True)
class KnownAlias:
    """Another name of an area; `learnt` tells what a person confirmed from an old list's name."""

    alias: str
    area_code: str
    learnt: bool


async def load_aliases(connection: Connection) -> Sequence[KnownAlias]:
    """All other names, the first confirmed first; one name may mean several areas."""
    rows = await connection.fetch_all(SQL_LOAD)
    return [KnownAlias(row["alias"], row["area_code"], row["origin"] == LEARNT) for row in rows]
