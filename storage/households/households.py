"""Looking into the register, within what somebody may see.

Names, identity numbers and telephones are found by keyed indexes, so only whole ones are: no row has to be
opened to find another. The price is that whoever reads the tables learns which people share a name.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from desk.domain.households.household import Household, Sight
from storage.engine.database import Row
from storage.engine.rows import Rows
from storage.engine.statements import filled, listed, with_list
from storage.households.rows import (
    COLUMNS,
    MEASURE_COLUMNS,
    MEMBER_COLUMNS,
    household_of,
    household_values,
    member_values,
    phone_index,
    plain_name,
)

SQL_FIND = filled("SELECT {columns} FROM households h WHERE h.id = :id", columns=COLUMNS)
SQL_MEMBERS = with_list(
    """
    SELECT {columns} FROM household_members m WHERE m.household_id IN {numbers}
    ORDER BY m.household_id, m.position
    """,
    columns=MEMBER_COLUMNS,
)
SQL_MEASURES = with_list(
    "SELECT {columns} FROM measures a WHERE a.household_id IN {numbers} ORDER BY a.id",
    columns=MEASURE_COLUMNS,
)
SQL_ENTER = """
INSERT INTO households (number, area_code, household_class, monitored_kind, risks, address, phone,
    phone_index, officer_id, cadre_id, lives_away, entered_at, changed_at)
VALUES (:number, :area_code, :household_class, :monitored_kind, :risks, :address, :phone, :phone_index,
    :officer_id, :cadre_id, :lives_away, :now, :now)
ON CONFLICT (number) DO NOTHING RETURNING id
"""
SQL_SET_STANDING = """
UPDATE households SET household_class = :household_class, monitored_kind = :monitored_kind, risks = :risks,
    changed_at = :now
WHERE id = :id
"""
SQL_ADD_MEMBER = """
INSERT INTO household_members (household_id, position, name, name_index, id_number, id_index, phone,
    phone_index, relation)
VALUES (:household_id, :position, :name, :name_index, :id_number, :id_index, :phone, :phone_index, :relation)
"""
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


class HouseholdRows(Rows):
    """The register inside one transaction."""

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

    async def enter(self, household: Household, at: datetime) -> Household | None:
        """Enter a new one (its id is ignored); None when its number is taken."""
        values = {**household_values(household, self._seal), "now": at}
        row = await self._connection.fetch_one(SQL_ENTER, values)
        if row is None:
            return None
        await self._connection.execute_many(SQL_ADD_MEMBER, member_values(household, row["id"], self._seal))
        return await self.find(row["id"])

    async def set_standing(self, household: Household, at: datetime) -> None:
        """Keep class, kind and risks as they are here; everything else stays."""
        values = household_values(household, self._seal)
        standing = {name: values[name] for name in ("household_class", "monitored_kind", "risks")}
        await self._connection.execute(SQL_SET_STANDING, {**standing, "id": household.id, "now": at})

    async def opened(self, rows: Sequence[Row]) -> Sequence[Household]:
        """The households of these rows, with their members and measures."""
        members, measures = await self._parts(SQL_MEMBERS, rows), await self._parts(SQL_MEASURES, rows)
        return [household_of(row, members[row["id"]], measures[row["id"]], self._seal) for row in rows]

    async def _parts(self, sql: Mapping[str, str], rows: Sequence[Row]) -> Mapping[int, Sequence[Row]]:
        ids = [row["id"] for row in rows]
        parts: dict[int, list[Row]] = {household_id: [] for household_id in ids}
        for part in await self._connection.fetch_all(sql[self._connection.dialect], {"listed": listed(ids)}):
            parts[part["household_id"]].append(part)
        return parts

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
