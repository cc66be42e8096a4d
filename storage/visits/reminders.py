"""What reminders of visits look up, over many households at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Final

from desk.domain.talk.messages import Lane
from desk.domain.visits.duties import Visitor
from desk.domain.visits.visit import DueVisit, VisitPlan
from desk.ports.visits.reminders import Chat, Days, Noted, Owing
from storage.engine.named import moment, moment_or_none
from storage.engine.rows import Rows
from storage.engine.statements import filled, listed, with_list
from storage.households.families import BEHIND_ALL, NOT_REFUSED
from storage.schema.casework import OWNED
from storage.visits.rows import PERIOD_COLUMNS, VISITED_COLUMNS, period_of, plan_of, visited_of

SQL_NAMED = """
SELECT officer_id AS staff_id FROM households WHERE officer_id IS NOT NULL
UNION SELECT cadre_id FROM households WHERE cadre_id IS NOT NULL ORDER BY staff_id
"""
# A clock that stands still is not over; a complaint about an official is in nobody's count.
SQL_DUE_CASES = filled(
    """
    SELECT told_staff_id, count(*) AS count FROM cases
    WHERE {owned} AND NOT outside AND state <> 'awaiting_material' AND due_at < :until
        AND told_staff_id IS NOT NULL
    GROUP BY told_staff_id
    """,
    owned=OWNED,
)
_OWING: Final = """
SELECT {visited}, p.visitor, p.due_by, p.by_phone FROM households h
JOIN visit_periods p ON p.household_id = h.id AND p.state = 'open'
WHERE {whose} AND p.due_from <= :today AND p.due_by >= :since AND p.due_by <= :until
    AND NOT EXISTS (SELECT 1 FROM household_pauses u
        WHERE u.household_id = h.id AND u.from_on <= :today AND u.until_on >= :today)
"""
SQL_OWING_IN = with_list(filled(_OWING, visited=VISITED_COLUMNS, whose="h.area_code IN {listed}"))
SQL_OWING_OF = with_list(
    filled(
        _OWING,
        visited=VISITED_COLUMNS,
        whose="((h.officer_id IN {numbers} AND p.visitor = 'officer')"
        " OR (h.cadre_id IN {numbers} AND p.visitor = 'cadre'))",
    )
)
# Whatever was said of a card after that moment, itself included, shows what had been recorded by then.
SQL_LAST_CHANGE = """
SELECT max(o.created_at) AS at FROM outbox o JOIN (
    SELECT t.id FROM outbox t WHERE t.key = :card AND t.state IN ('waiting', 'sending', 'sent')
) c ON o.id = c.id OR o.target_id = c.id
"""
SQL_LAST_NOTED = "SELECT coalesce(max(id), 0) AS last FROM household_visits"
SQL_NOTED = filled(
    """
    SELECT v.id AS visit_id, v.recorded_at, {visited}
    FROM household_visits v JOIN households h ON h.id = v.household_id
    WHERE v.id > :after ORDER BY v.id LIMIT :limit
    """,
    visited=VISITED_COLUMNS,
)
SQL_SUPERSEDE = """
UPDATE outbox SET state = 'dropped'
WHERE target_id = (SELECT t.id FROM outbox t WHERE t.key = :card) AND state = 'waiting' AND lane = :lane
    AND id < (SELECT n.id FROM outbox n WHERE n.key = :newest)
"""
SQL_DROP_STALE = """
UPDATE outbox SET state = 'dropped'
WHERE state = 'waiting' AND lane = :lane AND template = :template AND created_at < :before
RETURNING id
"""
# Whoever asks second waits for the first to commit, and then finds that the household was told.
SQL_CLAIM = """
UPDATE visit_plans SET told_at = :now
WHERE told_at IS NULL AND state = 'planned' AND id IN (
    SELECT w.id FROM visit_plans w
    WHERE w.state = 'planned' AND w.told_at IS NULL AND w.planned_on >= :first AND w.planned_on <= :last
    ORDER BY w.planned_on, w.id LIMIT :limit)
RETURNING id, household_id, staff_id, planned_on
"""
_MAY_BE_TOLD: Final = "p.reachable AND p.consented_at IS NOT NULL"
SQL_CHATS = with_list(
    """
    SELECT h.id AS household_id, 0 AS position, p.id, p.user_id, p.language
    FROM households h JOIN people p ON p.verified_index = h.phone_index
    WHERE h.id IN {numbers} AND {told} AND {kept}
    UNION ALL
    SELECT h.id, m.position, p.id, p.user_id, p.language
    FROM households h JOIN household_members m ON m.household_id = h.id
    JOIN people p ON p.verified_index = m.phone_index
    WHERE h.id IN {numbers} AND {told} AND {kept}
    UNION ALL
    SELECT f.household_id, {last}, p.id, p.user_id, p.language
    FROM family_rulings f JOIN people p ON p.id = f.person_id
    WHERE f.household_id IN {numbers} AND f.belongs AND {told}
    ORDER BY 1, 2, 3
    """,
    told=_MAY_BE_TOLD,
    kept=NOT_REFUSED,
    last=BEHIND_ALL,
)
SQL_UNSETTLED = "SELECT 1 AS here FROM visit_periods WHERE state = 'open' AND due_by < :before LIMIT 1"
SQL_ENDED = """
SELECT 1 AS here FROM visit_periods
WHERE due_by > :after AND due_by <= :until AND state IN ('fulfilled', 'missed') LIMIT 1
"""
SQL_MISSED = with_list(
    """
    SELECT {columns}, {visited} FROM households h
    JOIN visit_periods p ON p.household_id = h.id AND p.state = 'missed'
    WHERE h.area_code IN {listed} AND p.due_by >= :first AND p.due_by <= :last
    ORDER BY p.due_by, h.id, p.id LIMIT :limit
    """,
    columns=PERIOD_COLUMNS,
    visited=VISITED_COLUMNS,
)
_MOST: Final = 200  # windows of one village: more than anybody reads on a phone
# The conflict updates nothing, and takes the row: of two processes the second waits for the first here.
SQL_DROPPED_TO = """
INSERT INTO dropped_reminders (kind) VALUES (:kind)
ON CONFLICT (kind) DO UPDATE SET noted_to = dropped_reminders.noted_to RETURNING noted_to
"""
SQL_NOTE_DROPPED_TO = "UPDATE dropped_reminders SET noted_to = :noted_to WHERE kind = :kind"


class ReminderRows(Rows):
    """What reminders need, inside one transaction."""

    async def owing_in(self, area_codes: Sequence[str], days: Days) -> Sequence[Owing]:
        """Open windows of these villages, without paused households, in no order."""
        return await self._owing(SQL_OWING_IN, listed(area_codes), days)

    async def owing_of(self, staff_ids: Sequence[int], days: Days) -> Sequence[Owing]:
        """Open windows in which these officials go by name, without paused households, in no order."""
        return await self._owing(SQL_OWING_OF, listed(staff_ids), days)

    async def named(self) -> Sequence[int]:
        """The officials who go to some household by name."""
        return [row["staff_id"] for row in await self._connection.fetch_all(SQL_NAMED)]

    async def due_cases(self, until: datetime) -> Mapping[int, int]:
        """How many cases each official answers for whose deadline is over by then."""
        rows = await self._connection.fetch_all(SQL_DUE_CASES, {"until": until})
        return {row["told_staff_id"]: row["count"] for row in rows}

    async def last_noted(self) -> int:
        """The highest row of the visits."""
        row = await self._connection.fetch_one(SQL_LAST_NOTED)
        return 0 if row is None else int(row["last"])

    async def noted_after(self, visit_id: int, limit: int) -> Sequence[Noted]:
        """Visits recorded behind that row, oldest first."""
        rows = await self._connection.fetch_all(SQL_NOTED, {"after": visit_id, "limit": limit})
        return [Noted(row["visit_id"], moment(row["recorded_at"]), visited_of(row)) for row in rows]

    async def last_change(self, card: str) -> datetime | None:
        """When the message of this key was decided or changed last; None when there is none to be seen."""
        row = await self._connection.fetch_one(SQL_LAST_CHANGE, {"card": card})
        return None if row is None else moment_or_none(row["at"])

    async def supersede(self, card: str, newest: str) -> None:
        """Drop what waits to change the message `card` and is older than `newest`."""
        values = {"card": card, "newest": newest, "lane": int(Lane.REMINDER)}
        await self._connection.execute(SQL_SUPERSEDE, values)

    async def drop_stale(self, template: str, before: datetime) -> int:
        """Drop reminders with these words that were decided before then and still wait; says how many."""
        values = {"template": template, "before": before, "lane": int(Lane.REMINDER)}
        return len(await self._connection.fetch_all(SQL_DROP_STALE, values))

    async def claim_plans(self, first: date, last: date, limit: int) -> Sequence[VisitPlan]:
        """Plans for these days of which the household has not heard, each given out once."""
        values = {
            "first": first.isoformat(),
            "last": last.isoformat(),
            "limit": limit,
            "now": self._now,
        }
        plans = [plan_of(row) for row in await self._connection.fetch_all(SQL_CLAIM, values)]
        return sorted(plans, key=lambda plan: plan.id)

    async def chats_of(self, household_ids: Sequence[int]) -> Mapping[int, Sequence[Chat]]:
        """Where these households may be told something: everybody of the family who is in the chat."""
        sql = SQL_CHATS[self._connection.dialect]
        found: dict[int, dict[int, Chat]] = {}
        for row in await self._connection.fetch_all(sql, {"listed": listed(household_ids)}):
            chat = Chat(row["user_id"], row["language"])
            found.setdefault(row["household_id"], {}).setdefault(chat.user_id, chat)
        return {household_id: [*chats.values()] for household_id, chats in found.items()}

    async def settled(self, before: date) -> bool:
        """Whether no window is open any more that ended before then."""
        values = {"before": before.isoformat()}
        return await self._connection.fetch_one(SQL_UNSETTLED, values) is None

    async def any_ended(self, after: date, until: date) -> bool:
        """Whether a window that counts ended behind the one day and not behind the other."""
        values = {"after": after.isoformat(), "until": until.isoformat()}
        return await self._connection.fetch_one(SQL_ENDED, values) is not None

    async def missed_in(self, area_codes: Sequence[str], first: date, last: date) -> Sequence[DueVisit]:
        """Windows of these areas that ended between these days and were missed, oldest first; not all."""
        values = {
            "listed": listed(area_codes),
            "first": first.isoformat(),
            "last": last.isoformat(),
            "limit": _MOST,
        }
        rows = await self._connection.fetch_all(SQL_MISSED[self._connection.dialect], values)
        return [DueVisit(period_of(row), visited_of(row)) for row in rows]

    async def dropped_to(self, kind: str) -> date | None:
        """Up to which day it was noted that reminders of this kind were not sent; takes the row."""
        row = await self._connection.fetch_one(SQL_DROPPED_TO, {"kind": kind})
        return None if row is None or row["noted_to"] is None else date.fromisoformat(row["noted_to"])

    async def note_dropped_to(self, kind: str, day: date) -> None:
        """It is noted up to this day."""
        await self._connection.execute(SQL_NOTE_DROPPED_TO, {"kind": kind, "noted_to": day.isoformat()})

    async def _owing(self, sql: Mapping[str, str], whose: str, days: Days) -> Sequence[Owing]:
        values = {
            "listed": whose,
            "today": days.today.isoformat(),
            "since": days.since.isoformat(),
            "until": days.until.isoformat(),
        }
        rows = await self._connection.fetch_all(sql[self._connection.dialect], values)
        days_of = {text: date.fromisoformat(text) for text in {row["due_by"] for row in rows}}
        kinds = {visitor.value: visitor for visitor in Visitor}
        return [
            Owing(visited_of(row), kinds[row["visitor"]], days_of[row["due_by"]], bool(row["by_phone"]))
            for row in rows
        ]
