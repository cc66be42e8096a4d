"""Looking for cases by number, place, telephone or name, newest first, finished ones included.

Names are sealed under a random nonce, so no index finds them. A keyed index of names would find whole names
only, and would tell whoever reads the table who has the same one. So the newest cases within the official's
reach are opened one after another: 5,000 take 20 ms, and people may look for a part of a name. Telephones
are found by their keyed index; a number that was left for somebody else is opened as names are. Nobody finds
an anonymous case by who reported it, nor anything that stands outside the line.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from desk.domain.cases.case import Case
from desk.domain.worklists.queue import Reach
from storage.cases.queue import COLUMNS, SEEN
from storage.cases.rows import case_of, sealed_in
from storage.engine.database import Row
from storage.engine.rows import Rows
from storage.engine.statements import listed, with_list
from storage.people.people import name_in
from storage.people.phones import comparable

OPENED_AT_MOST = 5_000  # cases whose names are opened for one search
_CHUNK = 500  # between two of them others have their turn
_NEWEST = 2**62
_REACHED = """
(
    c.area_code IN {listed} OR c.department IN {listed} OR c.department || ':' || c.area_code IN {listed}
    OR c.id IN (SELECT h.case_id FROM case_helpers h WHERE h.department IN {listed})
)
"""
_FOUND = (
    "SELECT {columns} FROM cases c WHERE {seen} AND {reached} AND {condition} ORDER BY c.id DESC LIMIT :limit"
)


def _finding(template: str, condition: str = "") -> Mapping[str, str]:
    """What is wanted is a second list, of the parameter `:wanted`."""
    wanted = with_list(condition)
    return {
        dialect: sql.replace("{condition}", wanted[dialect].replace(":listed", ":wanted"))
        for dialect, sql in with_list(
            template.replace("{reached}", _REACHED), columns=COLUMNS, seen=SEEN
        ).items()
    }


SQL_NUMBERED = _finding(_FOUND, "c.number IN {listed}")
SQL_PLACED = _finding(_FOUND, "c.area_code IN {listed}")
SQL_REPORTED = _finding(
    _FOUND,
    "NOT c.anonymous AND c.reporter_id IN (SELECT p.id FROM people p WHERE p.phone_index = :phone_index)",
)
SQL_NAMED = _finding(
    """
    SELECT c.id, c.number, c.subject, c.contact, p.user_id, p.name
    FROM cases c JOIN people p ON p.id = c.reporter_id
    WHERE {seen} AND NOT c.anonymous AND c.id < :below AND {reached}
    ORDER BY c.id DESC LIMIT :limit
    """
)


class SearchRows(Rows):
    """Searches inside one transaction, each within the reach of whoever looks."""

    async def by_number(self, reach: Reach, numbers: Sequence[str], limit: int) -> Sequence[Case]:
        """The cases with any of these full numbers."""
        return await self._cases(SQL_NUMBERED, _values(reach, limit, wanted=listed(numbers)))

    async def by_place(self, reach: Reach, codes: Sequence[str], limit: int) -> Sequence[Case]:
        """The cases in these areas."""
        return await self._cases(SQL_PLACED, _values(reach, limit, wanted=listed(codes)))

    async def by_phone(self, reach: Reach, phone: str, limit: int) -> Sequence[Case]:
        """The cases that whoever has this telephone reported, then those in which it was left."""
        values = {"listed": listed(reach), "phone_index": self._seal.index(comparable(phone)), "limit": limit}
        own = await self._cases(SQL_REPORTED, values)
        left = await self._opened(
            reach, limit, lambda row: comparable(self._contact(row)) == comparable(phone)
        )
        known = {case.id for case in own}
        return [*own, *(case for case in left if case.id not in known)][:limit]

    async def by_name(self, reach: Reach, name: str, limit: int) -> Sequence[Case]:
        """The cases whose reporter, or whom they are about, has this in the name."""
        return await self._opened(reach, limit, lambda row: name in self._names(row))

    def _names(self, row: Row) -> str:
        reporter = name_in(row, self._seal)
        return f"{reporter}\n{self._seal.open_some(row['subject'], sealed_in('subject', row['number']))}"

    def _contact(self, row: Row) -> str:
        return self._seal.open_some(row["contact"], sealed_in("contact", row["number"]))

    async def _opened(self, reach: Reach, limit: int, fits: Callable[[Row], bool]) -> Sequence[Case]:
        """The newest cases that fit, of as many as are opened for one search."""
        found: list[str] = []
        below, sql = _NEWEST, SQL_NAMED[self._connection.dialect]
        for _ in range(OPENED_AT_MOST // _CHUNK):
            rows = await self._connection.fetch_all(sql, _values(reach, _CHUNK, below=below))
            found += [row["number"] for row in rows if fits(row)]
            if len(rows) < _CHUNK or len(found) >= limit:
                break
            below = rows[-1]["id"]
        return await self.by_number(reach, found[:limit], limit)

    async def _cases(self, sql: Mapping[str, str], values: Mapping[str, object]) -> Sequence[Case]:
        rows = await self._connection.fetch_all(sql[self._connection.dialect], values)
        return [case_of(row, self._seal) for row in rows]


def _values(reach: Reach, limit: int, **more: object) -> dict[str, object]:
    return {"listed": listed(reach), "limit": limit, **more}
