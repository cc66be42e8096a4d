"""The windows in which visits are due: opened for many households at once, listed, closed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from desk.actions.ports_of_visits import Opening, Stretch
from desk.domain.duties import Duty, Visitor
from desk.domain.visits import Due, Lag, Period, Rate
from storage.database import Connection
from storage.statements import filled, listed, with_list
from storage.visit_rows import PERIOD_COLUMNS, VISITED_COLUMNS, period_of, visited_of

# Which households a duty is for, as `Duty.is_for` says it of one.
_FITS: Final = """
h.household_class IN {listed} AND (:kinds = '' OR h.household_class <> 'monitored'
    OR :kinds LIKE '% ' || coalesce(h.monitored_kind, '') || ' %')
AND (:away = 'both' OR h.lives_away = (:away = 'yes')) AND (:visitor <> 'cadre' OR h.cadre_id IS NOT NULL)
"""
_PAUSED_TODAY: Final = """
EXISTS (SELECT 1 FROM household_pauses u
    WHERE u.household_id = h.id AND u.from_on <= :today AND u.until_on >= :today)
"""
_CHANGED: Final = "h.changed_at >= :since"
_UNCHANGED: Final = "h.changed_at < :before"
SQL_LAST_HOUSEHOLD = "SELECT coalesce(max(id), 0) AS last FROM households"
SQL_ANY_ENDED = """
SELECT EXISTS (SELECT 1 FROM visit_periods WHERE due_by = :on)
    OR EXISTS (SELECT 1 FROM household_pauses WHERE until_on = :on) AS ended
"""
# One that was lifted on the day on which it began is opened anew, by the terms of now.
_OPEN: Final = """
INSERT INTO visit_periods (household_id, duty, visitor, due_from, due_by, wanted, done, by_phone, state)
SELECT h.id, :duty, :visitor, :today, :last, :wanted, 0, :by_phone, 'open'
FROM households h
WHERE h.id > :after AND h.id <= :upto AND {changed} AND {fits} AND NOT {paused}
    AND NOT EXISTS (SELECT 1 FROM visit_periods p WHERE p.household_id = h.id AND p.duty = :duty
        AND p.due_by >= :today AND p.state <> 'lifted')
ON CONFLICT (household_id, duty, due_from) DO UPDATE SET state = 'open', due_by = excluded.due_by,
    visitor = excluded.visitor, wanted = excluded.wanted, by_phone = excluded.by_phone
    WHERE visit_periods.state = 'lifted'
"""
# What had been told before its window was opened; the days that have visits count.
_TOLD: Final = """
FROM household_visits v WHERE v.household_id = visit_periods.household_id
    AND v.visited_on >= visit_periods.due_from AND v.visited_on <= visit_periods.due_by
    AND (v.how = 'home' OR visit_periods.by_phone)
    AND ' ' || v.visitors || ' ' LIKE '% ' || visit_periods.visitor || ' %'
"""
_NAMED: Final = """
(SELECT CASE visit_periods.visitor WHEN 'officer' THEN h.officer_id WHEN 'cadre' THEN h.cadre_id END
    FROM households h WHERE h.id = visit_periods.household_id)
"""
_COUNT_TOLD: Final = """
UPDATE visit_periods SET done = (SELECT count(DISTINCT v.visited_on) {told}),
    state = CASE WHEN (SELECT count(DISTINCT v.visited_on) {told}) >= wanted THEN 'fulfilled' ELSE state END,
    owed_by = CASE WHEN (SELECT count(DISTINCT v.visited_on) {told}) >= wanted THEN {named} ELSE owed_by END
WHERE state = 'open' AND duty = :duty AND due_from = :today
    AND household_id > :after AND household_id <= :upto AND EXISTS (SELECT 1 {told})
"""
SQL_COUNT_TOLD = filled(_COUNT_TOLD, told=_TOLD, named=_NAMED)


def _opening(changed: str) -> Mapping[str, str]:
    return with_list(filled(_OPEN, changed=changed, fits=_FITS, paused=_PAUSED_TODAY))


SQL_OPEN = _opening("true")
SQL_OPEN_CHANGED = _opening(_CHANGED)
SQL_OPEN_UNCHANGED = _opening(_UNCHANGED)
_LIFT: Final = """
UPDATE visit_periods SET state = 'lifted'
WHERE state = 'open' AND due_by >= :today AND duty = :duty AND household_id > :after AND household_id <= :upto
    AND household_id IN (SELECT h.id FROM households h
        WHERE h.id > :after AND h.id <= :upto AND {changed} AND NOT ({fits}))
"""
SQL_LIFT = with_list(filled(_LIFT, changed="true", fits=_FITS))
SQL_LIFT_CHANGED = with_list(filled(_LIFT, changed=_CHANGED, fits=_FITS))
SQL_LIFT_DROPPED = with_list(
    """
    UPDATE visit_periods SET state = 'lifted'
    WHERE state = 'open' AND due_by >= :today AND household_id > :after AND household_id <= :upto
        AND duty NOT IN {listed}
    """
)
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
    named=_NAMED,
)
SQL_PAUSED = filled(
    """
    SELECT {columns} FROM visit_periods p
    WHERE p.state = 'open' AND p.due_by < :before AND {paused} ORDER BY p.id LIMIT :limit
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
_PARTS: Final = {"columns": PERIOD_COLUMNS, "visited": VISITED_COLUMNS, "paused": _PAUSED_TODAY}
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
    named=_NAMED,
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


class PeriodRows:
    """The windows inside one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def last_household(self) -> int:
        """The highest row of the register."""
        row = await self._connection.fetch_one(SQL_LAST_HOUSEHOLD)
        return 0 if row is None else int(row["last"])

    async def any_ended(self, on: date) -> bool:
        """Whether a window or a pause ended on this day, so that another may have to begin on the next."""
        row = await self._connection.fetch_one(SQL_ANY_ENDED, {"on": on.isoformat()})
        return row is not None and bool(row["ended"])

    async def open_for(self, opening: Opening, stretch: Stretch) -> None:
        """Open the window for every household of the stretch that has to be visited and has none."""
        duty, today = opening.duty, opening.window.first.isoformat()
        values = {
            **_fitting(duty, stretch),
            "duty": duty.name,
            "today": today,
            "last": opening.window.last.isoformat(),
            "wanted": duty.visits,
            "by_phone": duty.by_phone,
        }
        await self._connection.execute(_sql_to_open(stretch)[self._connection.dialect], values)
        told = {"duty": duty.name, "today": today, "after": stretch.after, "upto": stretch.upto}
        await self._connection.execute(SQL_COUNT_TOLD, told)

    async def lift_unfit(self, duty: Duty, stretch: Stretch, today: date) -> None:
        """Lift open windows, not over yet, of households that the duty is not for any more."""
        sql = SQL_LIFT if stretch.changed_since is None else SQL_LIFT_CHANGED
        values = {**_fitting(duty, stretch), "duty": duty.name, "today": today.isoformat()}
        await self._connection.execute(sql[self._connection.dialect], values)

    async def lift_dropped(self, duties: Sequence[str], stretch: Stretch, today: date) -> None:
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

    async def due_in(self, area_codes: Sequence[str], today: date, told_since: date) -> Sequence[Due]:
        """What is open in these villages and not paused, and ended then or later, nearest end first."""
        return await self._due(SQL_DUE_IN, listed(area_codes), today, told_since)

    async def due_of(self, staff_ids: Sequence[int], today: date, told_since: date) -> Sequence[Due]:
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

    async def lags(self, area_codes: Sequence[str], first: date, last: date) -> Sequence[Lag]:
        """Windows that ended between these days and are over, by who had to go."""
        values = {"listed": listed(area_codes), "first": first.isoformat(), "last": last.isoformat()}
        rows = await self._connection.fetch_all(SQL_LAGS[self._connection.dialect], values)
        return [
            Lag(
                row["area_code"],
                Visitor(row["visitor"]),
                row["staff_id"],
                Rate(row["fulfilled"], row["missed"]),
            )
            for row in rows
        ]

    async def _due(self, sql: Mapping[str, str], whose: str, today: date, told_since: date) -> Sequence[Due]:
        values = {"listed": whose, "today": today.isoformat(), "told_since": told_since.isoformat()}
        rows = await self._connection.fetch_all(sql[self._connection.dialect], values)
        return [Due(period_of(row), visited_of(row)) for row in rows]


def _fitting(duty: Duty, stretch: Stretch) -> Mapping[str, object]:
    values: dict[str, object] = {
        "listed": listed(sorted(duty.classes)),
        "kinds": f" {' '.join(sorted(duty.kinds))} " if duty.kinds else "",
        "away": "both" if duty.away is None else "yes" if duty.away else "no",
        "visitor": duty.visitor.value,
        "after": stretch.after,
        "upto": stretch.upto,
    }
    if stretch.unchanged_since is not None:
        return {**values, "before": stretch.unchanged_since}
    return values if stretch.changed_since is None else {**values, "since": stretch.changed_since}


def _sql_to_open(stretch: Stretch) -> Mapping[str, str]:
    if stretch.unchanged_since is not None:
        return SQL_OPEN_UNCHANGED
    return SQL_OPEN if stretch.changed_since is None else SQL_OPEN_CHANGED
