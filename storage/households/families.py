"""Which people belong to which households.

A tie is worked out when it is read: it follows the register and what people verify, so that neither an import
nor a change of number has to be carried over into rows. Only the word of the village is stored.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from desk.domain.households.families import Claim, Tie
from storage.engine.database import Connection, Row
from storage.engine.rows import Rows
from storage.engine.statements import filled, listed, with_list

# Of the household `h` and the person `p`.
NOT_REFUSED: Final = (
    "NOT EXISTS (SELECT 1 FROM family_rulings n WHERE n.household_id = h.id AND n.person_id = p.id"
    " AND NOT n.belongs)"
)
_UNRULED: Final = (
    "NOT EXISTS (SELECT 1 FROM family_rulings n WHERE n.household_id = h.id AND n.person_id = p.id)"
)
# Whoever is tied by one number claims nothing by another.
_UNTIED: Final = (
    "(p.verified_index IS NULL OR (p.verified_index <> COALESCE(h.phone_index, '') AND NOT EXISTS"
    " (SELECT 1 FROM household_members t WHERE t.household_id = h.id AND t.phone_index = p.verified_index)))"
)
# Those whom the village named come last: the telephones of the register know an order, they do not.
BEHIND_ALL: Final = "9999"
_TIES: Final = """
SELECT h.id AS household_id, 0 AS position, p.id AS person_id, false AS ruled
FROM households h JOIN people p ON p.verified_index = h.phone_index WHERE {whose} AND {kept}
UNION ALL
SELECT h.id, m.position, p.id, false FROM households h JOIN household_members m ON m.household_id = h.id
JOIN people p ON p.verified_index = m.phone_index WHERE {whose} AND {kept}
UNION ALL
SELECT h.id, {last}, p.id, true FROM family_rulings f JOIN households h ON h.id = f.household_id
JOIN people p ON p.id = f.person_id WHERE f.belongs AND {whose}
ORDER BY 1, 2, 3
"""
SQL_TIES_TO = filled(_TIES, kept=NOT_REFUSED, whose="h.id = :household_id", last=BEHIND_ALL)
SQL_TIES_OF = filled(_TIES, kept=NOT_REFUSED, whose="p.id = :person_id", last=BEHIND_ALL)
# By a number of the register that they only said, or because an official opened a household's procedure on
# what they reported for themselves.
_CLAIMING: Final = """
SELECT h.id AS household_id, p.id AS person_id
FROM households h JOIN people p ON p.phone_index = h.phone_index
WHERE {whose} AND {open}
UNION
SELECT h.id, p.id FROM households h JOIN household_members m ON m.household_id = h.id
JOIN people p ON p.phone_index = m.phone_index WHERE {whose} AND {open}
UNION
SELECT h.id, p.id FROM procedures d JOIN households h ON h.id = d.household_id
JOIN cases c ON c.id = d.case_id AND c.source = 'self'
JOIN people p ON p.id = c.reporter_id WHERE d.closed_at IS NULL AND {whose} AND {open}
"""
_CLAIMS: Final = f"{_CLAIMING} ORDER BY 1, 2"
_OPEN: Final = f"p.consented_at IS NOT NULL AND {_UNRULED} AND {_UNTIED}"
SQL_CLAIMS_ON = filled(_CLAIMS, open=_OPEN, whose="h.id = :household_id")
SQL_CLAIMS_OF = filled(_CLAIMS, open=_OPEN, whose="p.id = :person_id")
SQL_CLAIMS_IN = with_list(filled(f"{_CLAIMS} LIMIT :limit", open=_OPEN, whose="h.area_code IN {listed}"))
SQL_COUNT_CLAIMS = filled(
    """
    SELECT a.name, count(DISTINCT c.household_id) AS n FROM ({claims}) c
    JOIN households k ON k.id = c.household_id JOIN areas a ON a.code = k.area_code
    GROUP BY a.code, a.name ORDER BY 2 DESC, a.code
    """,
    claims=filled(_CLAIMING, open=_OPEN, whose="h.area_code <> ''"),
)
SQL_RULE = """
INSERT INTO family_rulings (household_id, person_id, belongs, ruled_by, ruled_at)
VALUES (:household_id, :person_id, :belongs, :ruled_by, :now)
ON CONFLICT (household_id, person_id) DO UPDATE SET belongs = excluded.belongs, ruled_by = excluded.ruled_by,
    ruled_at = excluded.ruled_at
"""
SQL_RULING = (
    "SELECT belongs FROM family_rulings WHERE household_id = :household_id AND person_id = :person_id"
)
SQL_FOUND_AT = "SELECT household_id FROM household_visits WHERE case_id = :case_id LIMIT 1"


class FamilyRows(Rows):
    """Families inside one transaction."""

    async def ties_to(self, household_id: int) -> Sequence[Tie]:
        """Everybody tied to it, whoever has its own telephone first, then by member."""
        return await self._ties(SQL_TIES_TO, {"household_id": household_id})

    async def ties_of(self, person_id: int) -> Sequence[Tie]:
        """The households to which a person is tied."""
        return await self._ties(SQL_TIES_OF, {"person_id": person_id})

    async def claims_on(self, household_id: int) -> Sequence[Claim]:
        """Who may be of it, and waits for the village's word."""
        return _claims(await self._connection.fetch_all(SQL_CLAIMS_ON, {"household_id": household_id}))

    async def claims_of(self, person_id: int) -> Sequence[Claim]:
        """Of which households a person may be, without a word of the village yet."""
        return _claims(await self._connection.fetch_all(SQL_CLAIMS_OF, {"person_id": person_id}))

    async def claims_in(self, area_codes: Sequence[str], limit: int) -> Sequence[Claim]:
        """Open claims on households of these areas, by household."""
        values = {"listed": listed(area_codes), "limit": limit}
        return _claims(await self._connection.fetch_all(SQL_CLAIMS_IN[self._connection.dialect], values))

    async def rule(self, claim: Claim, staff_id: int, *, belongs: bool) -> None:
        """Keep what the village says; a later word replaces an earlier one."""
        values = {"household_id": claim.household_id, "person_id": claim.person_id, "ruled_by": staff_id}
        await self._connection.execute(SQL_RULE, {**values, "belongs": belongs, "now": self._now})

    async def ruling_on(self, claim: Claim) -> bool | None:
        """What the village said of these two, if anything."""
        values = {"household_id": claim.household_id, "person_id": claim.person_id}
        row = await self._connection.fetch_one(SQL_RULING, values)
        return None if row is None else bool(row["belongs"])

    async def household_of(self, case_id: int) -> int | None:
        """The household at which this case was found on a visit."""
        row = await self._connection.fetch_one(SQL_FOUND_AT, {"case_id": case_id})
        return None if row is None else int(row["household_id"])

    async def _ties(self, sql: str, values: Mapping[str, object]) -> Sequence[Tie]:
        """Each person once for a household, however many telephones tie them."""
        found: dict[tuple[int, int], Tie] = {}
        for row in await self._connection.fetch_all(sql, values):
            tie = Tie(row["household_id"], row["person_id"], bool(row["ruled"]))
            found.setdefault((tie.household_id, tie.person_id), tie)
        return [*found.values()]


async def count_claims(connection: Connection) -> Mapping[str, int]:
    """How many families of each village wait for its word, the most first."""
    rows = await connection.fetch_all(SQL_COUNT_CLAIMS)
    return {row["name"]: row["n"] for row in rows}


def _claims(rows: Sequence[Row]) -> Sequence[Claim]:
    return [Claim(row["household_id"], row["person_id"]) for row in rows]
