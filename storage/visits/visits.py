"""Visits as they were told, plans for coming ones, and days on which nobody needs to go."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from desk.domain.visits.visit import Pause, Period, Visit, Visited, VisitPlan
from storage.engine.rows import Rows
from storage.engine.statements import filled, listed, with_list
from storage.households.rows import head_of
from storage.visits.rows import (
    VISIT_COLUMNS,
    VISITED_COLUMNS,
    pause_of,
    plan_of,
    visit_of,
    visit_values,
    visited_of,
)

SQL_VISITED = filled("SELECT {columns} FROM households h WHERE h.id = :id", columns=VISITED_COLUMNS)
SQL_HEADS = with_list(
    """
    SELECT h.id, h.number, m.name FROM households h
    JOIN household_members m ON m.household_id = h.id AND m.position = 1 WHERE h.id IN {numbers}
    """
)
SQL_NAMED = filled(
    """
    SELECT {columns} FROM households h
    WHERE h.officer_id = :staff_id OR h.cadre_id = :staff_id ORDER BY h.id LIMIT :limit
    """,
    columns=VISITED_COLUMNS,
)
SQL_HAND_ON = with_list(
    """
    UPDATE households SET changed_at = :now,
        officer_id = CASE WHEN officer_id = :giver_id THEN :heir_id ELSE officer_id END,
        cadre_id = CASE WHEN cadre_id = :giver_id THEN :heir_id ELSE cadre_id END
    WHERE id IN {numbers}
    """
)
SQL_ADD = """
INSERT INTO household_visits (key, household_id, staff_id, how, visited_on, recorded_at, visitors, unchanged,
    late, findings, latitude, longitude, case_id)
VALUES (:key, :household_id, :staff_id, :how, :visited_on, :recorded_at, :visitors, :unchanged,
    :late, :findings, :latitude, :longitude, :case_id)
ON CONFLICT (key) DO NOTHING RETURNING id
"""
SQL_NEWEST = filled(
    """
    SELECT {columns} FROM household_visits v WHERE v.household_id = :id
    ORDER BY v.visited_on DESC, v.id DESC LIMIT :limit
    """,
    columns=VISIT_COLUMNS,
)
SQL_DAYS = """
SELECT count(DISTINCT visited_on) AS days FROM household_visits
WHERE household_id = :household_id AND visited_on >= :first AND visited_on <= :last
    AND (how = 'home' OR :by_phone = 'yes') AND ' ' || visitors || ' ' LIKE '% ' || :visitor || ' %'
"""
SQL_FIND = filled("SELECT {columns} FROM household_visits v WHERE v.id = :id", columns=VISIT_COLUMNS)
SQL_LAST_FOUND = filled(
    """
    SELECT {columns} FROM household_visits v WHERE v.household_id = :id AND v.findings IS NOT NULL
    ORDER BY v.visited_on DESC, v.id DESC LIMIT :limit
    """,
    columns=VISIT_COLUMNS,
)
SQL_CORRECT = """
UPDATE household_visits SET unchanged = :unchanged, findings = :findings, latitude = :latitude,
    longitude = :longitude WHERE id = :id
"""
SQL_KEY = "SELECT key FROM household_visits WHERE id = :id"
SQL_LABEL_LATE = """
UPDATE household_visits SET late = EXISTS (SELECT 1 FROM visit_periods p
    WHERE p.household_id = household_visits.household_id AND p.late_on = household_visits.visited_on
        AND (household_visits.how = 'home' OR p.by_phone)
        AND ' ' || household_visits.visitors || ' ' LIKE '% ' || p.visitor || ' %')
WHERE household_id = :household_id
"""
SQL_LINK_CASE = "UPDATE household_visits SET case_id = :case_id WHERE id = :id AND case_id IS NULL"
SQL_PAUSE = """
INSERT INTO household_pauses (household_id, reason, from_on, until_on, staff_id, created_at)
VALUES (:household_id, :reason, :from_on, :until_on, :staff_id, :now)
"""
SQL_PAUSES = with_list(
    """
    SELECT id, household_id, reason, from_on, until_on FROM household_pauses
    WHERE household_id IN {numbers} AND until_on >= :since ORDER BY from_on, id
    """
)
SQL_END_PAUSES = """
UPDATE household_pauses SET until_on = :on
WHERE household_id = :household_id AND until_on > :on AND from_on <= :on
"""
SQL_DROP_PAUSES = "DELETE FROM household_pauses WHERE household_id = :household_id AND from_on > :on"
SQL_TOUCH = "UPDATE households SET changed_at = :now WHERE id = :household_id"
SQL_UNPLAN = """
UPDATE visit_plans SET state = :state
WHERE household_id = :household_id AND staff_id = :staff_id AND state = 'planned' RETURNING id
"""
SQL_UNPLAN_ALL = """
UPDATE visit_plans SET state = :state WHERE household_id = :household_id AND state = 'planned' RETURNING id
"""
SQL_PLAN = """
INSERT INTO visit_plans (household_id, staff_id, planned_on, state)
VALUES (:household_id, :staff_id, :on, 'planned')
ON CONFLICT (household_id, staff_id, planned_on) DO UPDATE SET state = 'planned'
"""
SQL_PLANNED = """
SELECT id, household_id, staff_id, planned_on FROM visit_plans
WHERE state = 'planned' AND planned_on >= :first AND planned_on <= :last
ORDER BY planned_on, id LIMIT :limit
"""
SQL_PLANS_OF = """
SELECT id, household_id, staff_id, planned_on FROM visit_plans
WHERE state = 'planned' AND staff_id = :staff_id AND planned_on >= :since ORDER BY planned_on, id
"""
SQL_PLANS_AT = """
SELECT id, household_id, staff_id, planned_on FROM visit_plans
WHERE state = 'planned' AND household_id = :household_id AND planned_on >= :since ORDER BY planned_on, id
"""
_ANY: Final = 8  # visits with photos only are looked past when the last findings are wanted
_DONE: Final = "done"
_OFF: Final = "off"


class VisitRows(Rows):
    """Visits, plans and pauses inside one transaction."""

    async def visited(self, household_id: int) -> Visited | None:
        """Who goes to this household."""
        row = await self._connection.fetch_one(SQL_VISITED, {"id": household_id})
        return None if row is None else visited_of(row)

    async def named(self, staff_id: int, limit: int) -> Sequence[Visited]:
        """Households that have this official by name."""
        rows = await self._connection.fetch_all(SQL_NAMED, {"staff_id": staff_id, "limit": limit})
        return [visited_of(row) for row in rows]

    async def hand_on(self, household_ids: Sequence[int], giver_id: int, heir_id: int) -> None:
        """Let them have another official wherever they had this one."""
        values = {
            "listed": listed(household_ids),
            "giver_id": giver_id,
            "heir_id": heir_id,
            "now": self._now,
        }
        await self._connection.execute(SQL_HAND_ON[self._connection.dialect], values)

    async def heads(self, household_ids: Sequence[int]) -> Mapping[int, str]:
        """The names that households go by."""
        sql = SQL_HEADS[self._connection.dialect]
        rows = await self._connection.fetch_all(sql, {"listed": listed(household_ids)})
        return {row["id"]: head_of(row, self._seal) for row in rows}

    async def add(self, visit: Visit, key: str) -> Visit | None:
        """Store it (its id is ignored); None when the key is known: it was recorded before."""
        row = await self._connection.fetch_one(SQL_ADD, visit_values(visit, key, self._seal))
        return None if row is None else replace(visit, id=row["id"])

    async def newest(self, household_id: int, limit: int) -> Sequence[Visit]:
        """The last visits to a household, by day, newest first."""
        rows = await self._connection.fetch_all(SQL_NEWEST, {"id": household_id, "limit": limit})
        return [visit_of(row, self._seal) for row in rows]

    async def find(self, visit_id: int) -> Visit | None:
        """One visit."""
        row = await self._connection.fetch_one(SQL_FIND, {"id": visit_id})
        return None if row is None else visit_of(row, self._seal)

    async def last_found(self, household_id: int) -> Visit | None:
        """The last visit that says how things stand; later ones found them unchanged."""
        rows = await self._connection.fetch_all(SQL_LAST_FOUND, {"id": household_id, "limit": _ANY})
        visits = (visit_of(row, self._seal) for row in rows)
        return next((visit for visit in visits if visit.findings), None)

    async def correct(self, visit: Visit) -> None:
        """What was found at it is put right; when, how and by whom stay."""
        row = await self._connection.fetch_one(SQL_KEY, {"id": visit.id})
        if row is not None:
            values = {**visit_values(visit, row["key"], self._seal), "id": visit.id}
            await self._connection.execute(SQL_CORRECT, values)

    async def label_late(self, household_id: int) -> None:
        """Call exactly those visits late that are the first one after a window without."""
        await self._connection.execute(SQL_LABEL_LATE, {"household_id": household_id})

    async def days_visited(self, period: Period) -> int:
        """On how many days of the window somebody was there in that standing."""
        values = {
            "household_id": period.household_id,
            "first": period.due_from.isoformat(),
            "last": period.due_by.isoformat(),
            "by_phone": "yes" if period.by_phone else "no",
            "visitor": period.visitor.value,
        }
        row = await self._connection.fetch_one(SQL_DAYS, values)
        return 0 if row is None else int(row["days"])

    async def link_case(self, visit_id: int, case_id: int) -> None:
        """The problem that was found at a visit."""
        await self._connection.execute(SQL_LINK_CASE, {"id": visit_id, "case_id": case_id})

    async def pause(self, pause: Pause, staff_id: int | None) -> None:
        """Nobody needs to go there on these days."""
        values = {
            "household_id": pause.household_id,
            "reason": pause.reason.value,
            "from_on": pause.from_on.isoformat(),
            "until_on": pause.until_on.isoformat(),
            "staff_id": staff_id,
            "now": self._now,
        }
        await self._connection.execute(SQL_PAUSE, values)

    async def pauses_of(self, household_ids: Sequence[int], since: date) -> Sequence[Pause]:
        """Pauses that end then or later, oldest first."""
        values = {"listed": listed(household_ids), "since": since.isoformat()}
        sql = SQL_PAUSES[self._connection.dialect]
        return [pause_of(row) for row in await self._connection.fetch_all(sql, values)]

    async def end_pauses(self, household_id: int, on: date) -> None:
        """The household is visited again from the day after."""
        values = {"household_id": household_id, "on": on.isoformat()}
        await self._connection.execute(SQL_END_PAUSES, values)
        await self._connection.execute(SQL_DROP_PAUSES, values)
        await self._connection.execute(SQL_TOUCH, {"household_id": household_id, "now": self._now})

    async def plan(self, household_id: int, staff_id: int, on: date) -> Sequence[int]:
        """Say that this official will come on that day; gives the plans that are off by that."""
        off = await self._unplan(household_id, staff_id, _OFF)
        values = {"household_id": household_id, "staff_id": staff_id, "on": on.isoformat()}
        await self._connection.execute(SQL_PLAN, values)
        return off

    async def planned(self, first: date, last: date, limit: int) -> Sequence[VisitPlan]:
        """Plans for these days that nobody has kept yet."""
        values = {"first": first.isoformat(), "last": last.isoformat(), "limit": limit}
        return [plan_of(row) for row in await self._connection.fetch_all(SQL_PLANNED, values)]

    async def plans_of(self, staff_id: int, since: date) -> Sequence[VisitPlan]:
        """Where this official is expected from that day on."""
        values = {"staff_id": staff_id, "since": since.isoformat()}
        return [plan_of(row) for row in await self._connection.fetch_all(SQL_PLANS_OF, values)]

    async def plans_at(self, household_id: int, since: date) -> Sequence[VisitPlan]:
        """Who is expected there from that day on."""
        values = {"household_id": household_id, "since": since.isoformat()}
        return [plan_of(row) for row in await self._connection.fetch_all(SQL_PLANS_AT, values)]

    async def close_plan(self, household_id: int, staff_id: int) -> Sequence[int]:
        """What this official had planned there is done; gives the plans."""
        return await self._unplan(household_id, staff_id, _DONE)

    async def drop_plans(self, household_id: int) -> Sequence[int]:
        """Nobody comes as announced; gives the plans."""
        values = {"household_id": household_id, "state": _OFF}
        return [row["id"] for row in await self._connection.fetch_all(SQL_UNPLAN_ALL, values)]

    async def _unplan(self, household_id: int, staff_id: int, state: str) -> Sequence[int]:
        values = {"household_id": household_id, "staff_id": staff_id, "state": state}
        return [row["id"] for row in await self._connection.fetch_all(SQL_UNPLAN, values)]
