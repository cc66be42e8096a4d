"""Who gets a broadcast: counted, and entered in the outbox some hundreds at a time.

Households are brought together with the people who write by the telephone's keyed index: of the household,
or of one of its members.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

import orjson

from desk.domain.broadcasts.broadcast import Audience, Broadcast, Counted, Recipients
from desk.domain.households.policy_sheet import HouseholdChoice
from storage.engine.rows import Rows
from storage.engine.statements import filled, listed
from storage.households.families import NOT_REFUSED

CHUNK: Final = 500  # rows written at once: some milliseconds
COUNTED: Final = 5000  # people looked at at once to count recipients

# The codes of a county are hundreds. PostgreSQL looks those of people up in a hash; for households it would
# make a join and read the list again for each, so there it gets an array. It takes the conditions on a
# household for rare and would go through all of a county's for some hundreds of people: it is made to look
# each of these up.
_CODES: Final[Mapping[str, Mapping[str, str]]] = {
    "sqlite": {
        "codes": "(SELECT value FROM json_each(:listed))",
        "one_of": "IN (SELECT value FROM json_each(:listed))",
        "its_household": "households h ON h.phone_index = p.verified_index",
        "its_member": "household_members m ON m.phone_index = p.verified_index",
        "of_member": "households h ON h.id = m.household_id",
    },
    "postgresql": {
        "codes": "(SELECT json_array_elements_text(CAST(:listed AS json)))",
        "one_of": "= ANY (ARRAY(SELECT json_array_elements_text(CAST(:listed AS json))))",
        "its_household": "LATERAL (SELECT x.id, x.area_code, x.household_class, x.monitored_kind, x.risks"
        " FROM households x WHERE x.phone_index = p.verified_index OFFSET 0) h ON true",
        "its_member": "LATERAL (SELECT x.household_id FROM household_members x"
        " WHERE x.phone_index = p.verified_index OFFSET 0) m ON true",
        "of_member": "LATERAL (SELECT x.id, x.area_code, x.household_class, x.monitored_kind, x.risks"
        " FROM households x WHERE x.id = m.household_id OFFSET 0) h ON true",
    },
}


def within(template: str, **parts: str) -> Mapping[str, str]:
    """As `filled`, for each database; `{codes}` are those of `:listed`, `{one_of}` asks whether it is one."""
    return {dialect: filled(filled(template, **parts), **codes) for dialect, codes in _CODES.items()}


_WANTED = "p.reachable AND EXISTS (SELECT 1 FROM subscriptions u WHERE u.person_id = p.id AND u.wanted)"
_IN_AREA = f"{_WANTED} AND p.area_code IN {{codes}}"
# Of the household `h`.
CHOSEN: Final = (
    "h.area_code {one_of} AND h.household_class LIKE :class AND COALESCE(h.monitored_kind, '') LIKE :kind"
    " AND ' ' || h.risks || ' ' LIKE :risk"
)
_MATCHED = """
SELECT p.id AS person_id, h.id AS household_id FROM people p
JOIN {its_household} WHERE {among}{wanted} AND {chosen} AND {kept}
UNION SELECT p.id, h.id FROM people p JOIN {its_member} JOIN {of_member}
WHERE {among}{wanted} AND {chosen} AND {kept}
UNION SELECT p.id, h.id FROM people p JOIN family_rulings f ON f.person_id = p.id AND f.belongs
JOIN households h ON h.id = f.household_id WHERE {among}{wanted} AND {chosen}
"""
# Those who were matched just now.
_LINKED = (
    "p.id IN (SELECT l.person_id FROM broadcast_households l"
    " WHERE l.broadcast_id = :id AND l.person_id > :after AND l.person_id <= :upto)"
)
_IN_POSTS = (
    "p.reachable AND p.id IN (SELECT s.person_id FROM posts q JOIN staff s ON s.id = q.staff_id"
    " WHERE s.revoked_at IS NULL AND q.valid_from <= :now AND (q.valid_to IS NULL OR q.valid_to > :now)"
    " AND q.role || ' ' || q.area_code IN {codes})"
)
_COUNT = "SELECT count(*) AS n FROM people p WHERE "
_AMONG = "p.id > :after AND p.id <= :upto AND "
_UPTO = "SELECT max(c.id) AS upto FROM (SELECT p.id FROM people p WHERE p.id > :after AND "
_FIRST = " ORDER BY p.id LIMIT :room) c"
_SPREAD = (
    "INSERT INTO outbox (key, chat_id, lane, method, template, language, arguments, broadcast_id, state,"
    " not_before, created_at)"
    " SELECT 'broadcast:' || b.id || ':' || p.id, p.user_id, 4, b.method, 'broadcast.message', p.language,"
    " :nothing, b.id, 'parked', :not_before, :now FROM people p CROSS JOIN broadcasts b"
    " WHERE b.id = :id AND "
)
_ONCE = " ORDER BY p.id ON CONFLICT (key) DO NOTHING"
# A mere look at so many people, whoever they are: where few are meant it does not search through all.
SQL_UPTO_ANYBODY = """
SELECT max(c.id) AS upto FROM (SELECT p.id FROM people p WHERE p.id > :after ORDER BY p.id LIMIT :room) c
"""
_LINK = """
INSERT INTO broadcast_households (broadcast_id, household_id, person_id)
SELECT CAST(:id AS bigint), f.household_id, f.person_id FROM ({matched}) f WHERE true
ON CONFLICT (broadcast_id, person_id, household_id) DO NOTHING
"""


def _matching(template: str) -> Mapping[str, str]:
    return within(
        filled(template, matched=_MATCHED), among=_AMONG, chosen=CHOSEN, wanted=_WANTED, kept=NOT_REFUSED
    )


SQL_COUNT_RESIDENTS: Mapping[str, str] = within(_COUNT + _AMONG + _IN_AREA)
SQL_COUNT_HOUSEHOLDS: Mapping[str, str] = _matching(
    "SELECT count(DISTINCT f.person_id) AS n FROM ({matched}) f"
)
SQL_COUNT_OFFICIALS: Mapping[str, str] = within(_COUNT + _IN_POSTS)
SQL_UPTO_OFFICIALS: Mapping[str, str] = within(_UPTO + _IN_POSTS + _FIRST)
SQL_SPREAD_RESIDENTS: Mapping[str, str] = within(_SPREAD + _AMONG + _IN_AREA + _ONCE)
SQL_SPREAD_HOUSEHOLDS: Mapping[str, str] = within(_SPREAD + _AMONG + _LINKED + _ONCE)
SQL_SPREAD_OFFICIALS: Mapping[str, str] = within(_SPREAD + _AMONG + _IN_POSTS + _ONCE)
SQL_LINK: Mapping[str, str] = _matching(_LINK)
SQL_REACHED = "SELECT reached FROM broadcasts WHERE id = :id"
SQL_REACH = "UPDATE broadcasts SET reached = :upto WHERE id = :id AND reached < :upto"


class BroadcastPeople(Rows):
    """The recipients of broadcasts inside one transaction."""

    async def count(self, recipients: Recipients, codes: Sequence[str], after: int = 0) -> Counted:
        """How many there are among the next people behind that one; `codes`: the area's and those below."""
        among = self._among(recipients, codes)
        if not recipients.private:
            return Counted(await self._number(SQL_COUNT_OFFICIALS, among), None)
        upto = await self._number(SQL_UPTO_ANYBODY, {"after": after, "room": COUNTED}, "upto")
        if not upto:
            return Counted(0, None)
        households = recipients.audience is Audience.HOUSEHOLDS
        sql = SQL_COUNT_HOUSEHOLDS if households else SQL_COUNT_RESIDENTS
        return Counted(await self._number(sql, {**among, "after": after, "upto": upto}), upto)

    async def enter(self, broadcast: Broadcast, codes: Sequence[str], not_before: datetime) -> bool:
        """Enter the rows of some more recipients, parked; False when there are no more."""
        to = broadcast.recipients
        among = self._among(to, codes)
        after = await self._number(SQL_REACHED, {"id": broadcast.id}, "reached")
        upto = await self._upto(to, {**among, "after": after, "room": CHUNK})
        if not upto:
            return False
        span = {**among, "id": broadcast.id, "after": after, "upto": upto}
        values = {**span, "now": self._now, "nothing": b"", "not_before": not_before}
        sql = _for(to, SQL_SPREAD_RESIDENTS, SQL_SPREAD_HOUSEHOLDS, SQL_SPREAD_OFFICIALS)
        if to.audience is Audience.HOUSEHOLDS:
            await self._connection.execute(SQL_LINK[self._connection.dialect], span)
        await self._connection.execute(sql[self._connection.dialect], values)
        await self._connection.execute(SQL_REACH, {"id": broadcast.id, "upto": upto})
        return True

    async def _upto(self, recipients: Recipients, values: Mapping[str, object]) -> int:
        if not recipients.private:
            return await self._number(SQL_UPTO_OFFICIALS, values, "upto")
        values = {name: values[name] for name in ("after", "room")}
        return await self._number(SQL_UPTO_ANYBODY, values, "upto")

    def _among(self, recipients: Recipients, codes: Sequence[str]) -> dict[str, object]:
        if not recipients.private:
            pairs = [f"{role} {code}" for role in recipients.roles for code in codes]
            return {"listed": orjson.dumps(pairs).decode(), "now": self._now}
        return {"listed": listed(codes), **chosen_as(recipients.households)}

    async def _number(
        self, sql: str | Mapping[str, str], values: Mapping[str, object], name: str = "n"
    ) -> int:
        text = sql if isinstance(sql, str) else sql[self._connection.dialect]
        row = await self._connection.fetch_one(text, values)
        return 0 if row is None else int(row[name] or 0)


def chosen_as(choice: HouseholdChoice | None) -> dict[str, object]:
    """The parameters of `CHOSEN`; none when the recipients are not chosen by household."""
    if choice is None:
        return {}
    return {
        "class": choice.household_class or "%",
        "kind": choice.monitored_kind or "%",
        "risk": "%" if choice.risk is None else f"% {choice.risk} %",
    }


def _for(
    recipients: Recipients,
    residents: Mapping[str, str],
    households: Mapping[str, str],
    officials: Mapping[str, str],
) -> Mapping[str, str]:
    if recipients.audience is Audience.HOUSEHOLDS:
        return households
    return residents if recipients.private else officials
