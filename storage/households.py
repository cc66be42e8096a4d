"""Looking into the register, within what somebody may see.

Names, identity numbers and telephones are found by keyed indexes, so only whole ones are: no row has to be
opened to find another. The price is that whoever reads the tables learns which people share a name.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from desk.domain.households import Household, Sight
from storage.database import Connection, Row
from storage.household_rows import COLUMNS, MEMBER_COLUMNS, household_of, phone_index, plain_name
from storage.seal import Seal
from storage.statements import filled, listed, with_list

SQL_FIND = filled("SELECT {columns} FROM households h WHERE h.id = :id", columns=COLUMNS)
SQL_MEMBERS = with_list(
    """
    SELECT {columns} FROM household_members m WHERE m.household_id IN {numbers}
    ORDER BY m.household_id, m.position
    """,
    columns=MEMBER_COLUMNS,
)
_FOUND = """
SELECT {columns} FROM households h
WHERE h.id IN ({condition}) AND (h.area_code IN {listed} OR {officers})
ORDER BY h.number LIMIT :limit
"""


def _finding(condition: str) -> Mapping[str, str]:
    """Whose households may be seen is a second list, of the parameter `:officers`."""
    officers = with_list("h.officer_id IN {numbers}")
    return {
        dialect: sql.replace("{officers}", officers[dialect].replace(":listed", ":officers"))
        for dialect, sql in with_list(_FOUND, columns=COLUMNS, condition=condition).items()
    }


SQL_BY_NAME = _finding("SELECT m.household_id FROM household_members m WHERE m.name_index = :wanted")
SQL_BY_ID_NUMBER = _finding("SELECT m.household_id FROM household_members m WHERE m.id_index = :wanted")
SQL_BY_PHONE = _finding(
    "SELECT m.household_id FROM household_members m WHERE m.phone_index = :wanted"
    " UNION SELECT p.id FROM households p WHERE p.phone_index = :wanted"
)


class HouseholdRows:
    """The register inside one transaction."""

    def __init__(self, connection: Connection, seal: Seal) -> None:
        self._connection = connection
        self._seal = seal

    async def find(self, household_id: int) -> Household | None:
        """The household of this row."""
        row = await self._connection.fetch_one(SQL_FIND, {"id": household_id})
        return None if row is None else (await self.opened([row]))[0]

    async def by_id_number(self, sight: Sight, id_number: str, limit: int) -> Sequence[Household]:
        """The households that have a member with this number."""
        return await self._seen(SQL_BY_ID_NUMBER, sight, self._seal.index(id_number), limit)

    async def by_phone(self, sight: Sight, phone: str, limit: int) -> Sequence[Household]:
        """The households whose telephone, or a member's, this is, however it is written."""
        return await self._seen(SQL_BY_PHONE, sight, phone_index(phone, self._seal), limit)

    async def by_name(self, sight: Sight, name: str, limit: int) -> Sequence[Household]:
        """The households that have a member of exactly this name."""
        return await self._seen(SQL_BY_NAME, sight, self._seal.index(plain_name(name)), limit)

    async def opened(self, rows: Sequence[Row]) -> Sequence[Household]:
        """The households of these rows, with their members."""
        sql = SQL_MEMBERS[self._connection.dialect]
        found = await self._connection.fetch_all(sql, {"listed": listed([row["id"] for row in rows])})
        members: dict[int, list[Row]] = {row["id"]: [] for row in rows}
        for member in found:
            members[member["household_id"]].append(member)
        return [household_of(row, members[row["id"]], self._seal) for row in rows]

    async def _seen(
        self, sql: Mapping[str, str], sight: Sight, wanted: str | None, limit: int
    ) -> Sequence[Household]:
        values = {
            "wanted": wanted,
            "listed": listed(list(sight.areas)),
            "officers": listed(sight.officers),
            "limit": limit,
        }
        return await self.opened(await self._connection.fetch_all(sql[self._connection.dialect], values))
