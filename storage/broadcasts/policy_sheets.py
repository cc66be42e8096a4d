"""Policy sheets: for which households they are, and which of them have got one.

What came by chat is not written down twice: the message in the outbox says so.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from desk.domain.broadcasts.broadcast import Broadcast
from desk.domain.households.policy_sheet import HouseholdSheet, SheetCount
from storage.broadcasts.recipients import CHOSEN, CHUNK, chosen_as, within
from storage.engine.named import moment_or_none
from storage.engine.rows import Rows
from storage.engine.statements import filled, listed

_CHAT: Final = """
SELECT min(o.sent_at) FROM broadcast_households l
JOIN outbox o ON o.key = 'broadcast:' || l.broadcast_id || ':' || l.person_id AND o.state = 'sent'
WHERE l.broadcast_id = s.broadcast_id AND l.household_id = s.household_id
"""
SQL_REACHED = "SELECT sheets_reached AS n FROM broadcasts WHERE id = :id"
SQL_UPTO = """
SELECT max(c.id) AS n FROM (SELECT h.id FROM households h WHERE h.id > :after ORDER BY h.id LIMIT :room) c
"""
SQL_ENTER: Mapping[str, str] = within(
    "INSERT INTO sheets (broadcast_id, household_id) SELECT CAST(:id AS bigint), h.id FROM households h"
    " WHERE h.id > :after AND h.id <= :upto AND {chosen}"
    " ON CONFLICT (broadcast_id, household_id) DO NOTHING",
    chosen=CHOSEN,
)
SQL_REACH = "UPDATE broadcasts SET sheets_reached = :upto WHERE id = :id"
SQL_MEANT: Mapping[str, str] = within("SELECT count(*) AS n FROM households h WHERE {chosen}", chosen=CHOSEN)
SQL_OF = filled(
    """
    SELECT s.broadcast_id, b.sheet_title, s.paper_at, ({chat}) AS got_at
    FROM sheets s JOIN broadcasts b ON b.id = s.broadcast_id
    WHERE s.household_id = :household_id ORDER BY s.broadcast_id DESC
    """,
    chat=_CHAT,
)
SQL_HAND = """
UPDATE sheets SET paper_at = :now, paper_by = :staff_id
WHERE broadcast_id = :id AND household_id = :household_id AND paper_at IS NULL
RETURNING household_id
"""
SQL_COUNTS = filled(
    """
    SELECT c.area_code, count(*) AS meant, count(c.paper_at) AS paper, count(c.got_at) AS chat,
        count(COALESCE(c.paper_at, c.got_at)) AS got
    FROM (SELECT h.area_code, s.paper_at, ({chat}) AS got_at
        FROM sheets s JOIN households h ON h.id = s.household_id WHERE s.broadcast_id = :id) c
    GROUP BY c.area_code ORDER BY c.area_code
    """,
    chat=_CHAT,
)


class SheetRows(Rows):
    """Policy sheets inside one transaction."""

    async def enter(self, broadcast: Broadcast, codes: Sequence[str]) -> bool:
        """Note some more households that the sheet is for; False when there are no more."""
        after = await self._number(SQL_REACHED, {"id": broadcast.id})
        upto = await self._number(SQL_UPTO, {"after": after, "room": 2 * CHUNK})
        if not upto:
            return False
        span = {"id": broadcast.id, "after": after, "upto": upto}
        among = {"listed": listed(codes), **chosen_as(broadcast.recipients.households)}
        await self._connection.execute(SQL_ENTER[self._connection.dialect], {**span, **among})
        await self._connection.execute(SQL_REACH, {"id": broadcast.id, "upto": upto})
        return True

    async def meant(self, broadcast: Broadcast, codes: Sequence[str]) -> int:
        """How many households it is for; `codes` are the area's and all below it."""
        among = {"listed": listed(codes), **chosen_as(broadcast.recipients.households)}
        return await self._number(SQL_MEANT[self._connection.dialect], among)

    async def of_household(self, household_id: int) -> Sequence[HouseholdSheet]:
        """The sheets that are for this household, the newest first."""
        rows = await self._connection.fetch_all(SQL_OF, {"household_id": household_id})
        return [
            HouseholdSheet(
                row["broadcast_id"],
                row["sheet_title"],
                moment_or_none(row["got_at"]),
                moment_or_none(row["paper_at"]),
            )
            for row in rows
        ]

    async def hand_over(self, broadcast_id: int, household_id: int, staff_id: int) -> bool:
        """It was handed over on paper; False when it is not for this household, or was handed over before."""
        values = {"id": broadcast_id, "household_id": household_id, "staff_id": staff_id, "now": self._now}
        return await self._connection.fetch_one(SQL_HAND, values) is not None

    async def counts(self, broadcast_id: int) -> Sequence[SheetCount]:
        """Per village: how many households it is for, and how many got it. Reads all of them."""
        rows = await self._connection.fetch_all(SQL_COUNTS, {"id": broadcast_id})
        return [
            SheetCount(row["area_code"], row["meant"], row["got"], row["chat"], row["paper"]) for row in rows
        ]

    async def _number(self, sql: str, values: Mapping[str, object]) -> int:
        row = await self._connection.fetch_one(sql, values)
        return 0 if row is None else int(row["n"] or 0)
