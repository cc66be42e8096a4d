"""The windows in which visits are due: opened for many households at once, listed, closed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from datetime import date, datetime, timedelta
from typing import Final

from desk.domain.visits.duties import Duty, Visitor
from desk.domain.visits.visit import DueVisit, Period, Rate, VisitLag
from desk.ports.visits.windows import DutiesOpened, HouseholdRange, WindowOpening
from storage.engine.named import moment
from storage.engine.rows import Rows
from storage.engine.statements import filled, listed, with_list
from storage.visits.opening import (
    NAMED,
    PAUSED_TODAY,
    SQL_COUNT_TOLD,
    SQL_LIFT,
    SQL_LIFT_CHANGED,
    SQL_LIFT_DROPPED,
    fitting,
    sql_to_open,
)
from storage.visits.rows import PERIOD_COLUMNS, VISITED_COLUMNS, period_of, visited_of

SQL_LAST_HOUSEHOLD = "SELECT coalesce(max(id), 0) AS last FROM households"
SQL_ANY_ENDED = "SELECT EXISTS (SELECT 1 FROM visit_periods WHERE due_by = :on) AS ended"
SQL_ANY_BACK = "SELECT EXISTS (SELECT 1 FROM household_pauses WHERE until_on = :on) AS back"
SQL_DAYS_OF_CHANGES = (
    "SELECT DISTINCT substr(changed_at, 1, 10) AS day FROM households WHERE changed_at >= :since"
)
SQL_OPENED = "SELECT terms, opened_on, looked_at FROM duty_openings"
SQL_FORGET_OPENED = with_list("DELETE FROM duty_openings WHERE terms NOT IN {listed}")
SQL_NOTE_OPENED = """
INSERT INTO duty_openings (terms, opened_on, looked_at) VALUES (:terms, :opened_on, :looked_at)
ON CONFLICT (terms) DO UPDATE SET opened_on = excluded.opened_on, looked_at = excluded.looked_at
"""
_PAUSED_IN_IT: Final = """
EXISTS (SELECT 1 FROM household_pauses u WHERE u.household_id = p.household_id
    AND u.from_on <= p.due_by AND u.until_on >= p.due_from)
"""
SQL_MISS = filled(
    """
    UPDATE visit_periods SET state = 'missed', owed_by = coalesce(owed_by, {named})
    WHERE state = 'open' AND id IN (
        SELECT p.id FROM visit_periods p
        WHERE p.state = 'open' AND p.due_by < :before AND NOT {paused} LIMIT :limit)
    RETURNING id
    """,
    paused=_PAUSED_IN_IT,
    named=NAMED,
)
SQL_PAUSED = filled(
    """
    SELECT {columns} FROM visit_periods p
    WHERE p.state = 'open' AND p.due_by < :before AND {paused} ORDER BY p.due_by LIMIT :limit
    """,
    columns=PERIOD_COLUMNS,
    paused=_PAUSED_IN_IT,
)
_DUE: Final = """
SELECT {columns}, {visited} FROM households h
JOIN visit_periods p ON p.household_id = h.id AND p.state = 'open'
WHERE {whose} AND p.due_from <= :today AND p.due_by >= :told_since AND NOT {paused}
ORDER BY p.due_by, h.id
"""
_PARTS: Final = {"columns": PERIOD_COLUMNS, "visited": VISITED_COLUMNS, "paused": PAUSED_TODAY}
SQL_DUE_IN = with_list(filled(_DUE, whose="h.area_code IN {listed}", **_PARTS))
SQL_DUE_OF = with_list(
    filled(
        _DUE,
        whose="((h.officer_id IN {numbers} AND p.visitor = 'officer')"
        " OR (h.cadre_id IN {numbers} AND p.visitor = 'cadre'))",
        **_PARTS,
    )
)
SQL_OF_HOUSEHOLD = filled(
    """
    SELECT {columns} FROM visit_periods p WHERE p.household_id = :id
        AND (p.state = 'open' OR (p.state = 'missed' AND p.due_by >= :after))
    ORDER BY p.due_by, p.id
    """,
    columns=PERIOD_COLUMNS,
)
# Who had to go is kept when it is settled: figures of the past stay with whoever it was.
SQL_SAVE = filled(
    """
    UPDATE visit_periods SET state = :state, done = :done, late_on = :late_on,
        owed_by = CASE WHEN state = 'open' AND :state <> 'open' THEN coalesce(owed_by, {named})
            ELSE owed_by END
    WHERE id = :id
    """,
    named=NAMED,
)
SQL_KEEP_OWED = with_list(
    filled(
        """
        UPDATE visit_periods SET owed_by = :staff_id
        WHERE state = 'open' AND due_by < :today AND household_id IN {numbers} AND {named} = :staff_id
        """,
        named=NAMED,
    )
)
SQL_LAGS = with_list(
    """
    SELECT h.area_code, p.visitor, p.owed_by AS staff_id,
        sum(CASE WHEN p.state = 'fulfilled' THEN 1 ELSE 0 END) AS fulfilled,
        sum(CASE WHEN p.state = 'missed' THEN 1 ELSE 0 END) AS missed
    FROM households h JOIN visit_periods p ON p.household_id = h.id
    WHERE h.area_code IN {listed} AND p.due_by >= :first AND p.due_by <= :last
        AND p.state IN ('fulfilled', 'missed')
    GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
    """
)


class PeriodRows(Rows):
    """The windows inside one transaction."""

    async def last_household(self) -> int:
        """The highest row of the register."""
        row = await self._connection.fetch_one(SQL_LAST_HOUSEHOLD)
        return 0 if row is None else int(row["last"])

    async def any_ended(self, on: date) -> bool:
        """Whether a window ended on this day, so that another may have to begin on the next."""
        row = await self._connection.fetch_one(SQL_ANY_ENDED, {"on": on.isoformat()})
        return row is not None and bool(row["ended"])

    async def any_back(self, on: date) -> bool:
        """Whether a pause ended on this day, so that somebody has to be visited from the next."""
        row = await self._connection.fetch_one(SQL_ANY_BACK, {"on": on.isoformat()})
        return row is not None and bool(row["back"])

    async def days_of_changes(self, since: datetime) -> Set[date]:
        """The days of UTC on which households were changed since that moment."""
        rows = await self._connection.fetch_all(SQL_DAYS_OF_CHANGES, {"since": since})
        return {date.fromisoformat(row["day"]) for row in rows}

    async def opened(self) -> DutiesOpened | None:
        """Of which duties windows were opened last; None when of none."""
        rows = await self._connection.fetch_all(SQL_OPENED)
        if not rows:
            return None
        day, looked_at = date.fromisoformat(rows[0]["opened_on"]), moment(rows[0]["looked_at"])
        return DutiesOpened(day, looked_at, frozenset(row["terms"] for row in rows))

    async def note_opened(self, opened: DutiesOpened) -> None:
        """Windows are open of these duties and of no others."""
        row = {"opened_on": opened.day.isoformat(), "looked_at": opened.looked_at}
        terms = sorted(opened.terms)
        forget = SQL_FORGET_OPENED[self._connection.dialect]
        await self._connection.execute(forget, {"listed": listed(terms)})
        await self._connection.execute_many(SQL_NOTE_OPENED, [{**row, "terms": one} for one in terms])

    async def open_for(self, opening: WindowOpening, stretch: HouseholdRange) -> None:
        """Open the window for every household of the stretch that has to be visited and has none."""
        duty, today = opening.duty, opening.window.first.isoformat()
        values = {
            **fitting(duty, stretch),
            "duty": duty.name,
            "today": today,
            "eve": (opening.window.first - timedelta(days=1)).isoformat(),
            "last": opening.window.last.isoformat(),
            "wanted": duty.visits,
            "by_phone": duty.by_phone,
        }
        await self._connection.execute(sql_to_open(stretch)[self._connection.dialect], values)
        told = {"duty": duty.name, "today": today, "after": stretch.after, "upto": stretch.upto}
        await self._connection.execute(SQL_COUNT_TOLD, told)

    async def lift_unfit(self, duty: Duty, stretch: HouseholdRange, today: date) -> None:
        """Lift open windows, not over yet, of households that the duty is not for any more."""
        sql = SQL_LIFT if stretch.changed_since is None else SQL_LIFT_CHANGED
        values = {**fitting(duty, stretch), "duty": duty.name, "today": today.isoformat()}
        await self._connection.execute(sql[self._connection.dialect], values)

    async def lift_dropped(self, duties: Sequence[str], stretch: HouseholdRange, today: date) -> None:
        """Lift open windows, not over yet, of duties that are not among these any more."""
        values = {
            "listed": listed(duties),
            "after": stretch.after,
            "upto": stretch.upto,
            "today": today.isoformat(),
        }
        await self._connection.execute(SQL_LIFT_DROPPED[self._connection.dialect], values)

    async def miss_some(self, before: date, limit: int) -> int:
        """Call windows missed that ended before then, without those of paused households; says how many."""
        values = {"before": before.isoformat(), "limit": limit}
        return len(await self._connection.fetch_all(SQL_MISS, values))

    async def find_paused(self, before: date, limit: int) -> Sequence[Period]:
        """Open windows that ended before then, of households that were paused in them."""
        values = {"before": before.isoformat(), "limit": limit}
        return [period_of(row) for row in await self._connection.fetch_all(SQL_PAUSED, values)]

    async def due_in(self, area_codes: Sequence[str], today: date, told_since: date) -> Sequence[DueVisit]:
        """What is open in these villages and not paused, and ended then or later, nearest end first."""
        return await self._due(SQL_DUE_IN, listed(area_codes), today, told_since)

    async def due_of(self, staff_ids: Sequence[int], today: date, told_since: date) -> Sequence[DueVisit]:
        """What these officials owe as responsible officers or paired cadres, nearest end first."""
        return await self._due(SQL_DUE_OF, listed(staff_ids), today, told_since)

    async def of_household(self, household_id: int, missed_after: date) -> Sequence[Period]:
        """Open windows, and those missed since then, oldest first."""
        values = {"id": household_id, "after": missed_after.isoformat()}
        return [period_of(row) for row in await self._connection.fetch_all(SQL_OF_HOUSEHOLD, values)]

    async def save(self, periods: Sequence[Period]) -> None:
        """What became of them: state, days done, and the first late visit."""
        rows = [
            {
                "id": period.id,
                "state": period.state.value,
                "done": period.done,
                "late_on": period.late_on and period.late_on.isoformat(),
            }
            for period in periods
        ]
        await self._connection.execute_many(SQL_SAVE, rows)

    async def keep_owed(self, household_ids: Sequence[int], staff_id: int, today: date) -> None:
        """What is over there and not settled stays with this official, whoever goes from now on."""
        values = {"listed": listed(household_ids), "staff_id": staff_id, "today": today.isoformat()}
        await self._connection.execute(SQL_KEEP_OWED[self._connection.dialect], values)

    async def lags(self, area_codes: Sequence[str], first: date, last: date) -> Sequence[VisitLag]:
        """Windows that ended between these days and are over, by who had to go."""
        values = {"listed": listed(area_codes), "first": first.isoformat(), "last": last.isoformat()}
        rows = await self._connection.fetch_all(SQL_LAGS[self._connection.dialect], values)
        return [
            VisitLag(
                row["area_code"],
                Visitor(row["visitor"]),
                row["staff_id"],
                Rate(row["fulfilled"], row["missed"]),
            )
            for row in rows
        ]

    async def _due(
        self, sql: Mapping[str, str], whose: str, today: date, told_since: date
    ) -> Sequence[DueVisit]:
        values = {"listed": whose, "today": today.isoformat(), "told_since": told_since.isoformat()}
        rows = await self._connection.fetch_all(sql[self._connection.dialect], values)
        return [DueVisit(period_of(row), visited_of(row)) for row in rows]
