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
    OR :kinds LIKE '% ' || h.monitored_kind || ' %')
AND (:away = 'both' OR h.lives_away = (:away = 'yes')) AND (:visitor <> 'cadre' OR h.cadre_id IS NOT NULL)
"""
_PAUSED_TODAY: Final = """
EXISTS (SELECT 1 FROM household_pauses u
    WHERE u.household_id = h.id AND u.from_on <= :today AND u.until_on >= :today)
"""
_CHANGED: Final = """
(h.changed_at >= :since OR EXISTS (SELECT 1 FROM household_pauses u
    WHERE u.household_id = h.id AND u.until_on >= substr(:since, 1, 10)))
"""
SQL_LAST_HOUSEHOLD = "SELECT coalesce(max(id), 0) AS last FROM households"
# Whose last window ended on the eve goes on with all of this one; whoever comes new begins today.
_OPEN: Final = """
INSERT INTO visit_periods (household_id, duty, visitor, due_from, due_by, wanted, done, by_phone, state)
SELECT h.id, :duty, :visitor, CASE WHEN {goes_on} THEN :first ELSE :today END,
    CASE WHEN {goes_on} THEN :last ELSE :first_last END, :wanted, 0, :by_phone, 'open'
FROM households h
WHERE h.id > :after AND h.id <= :upto AND {changed} AND {fits} AND NOT {paused}
    AND NOT EXISTS (SELECT 1 FROM visit_periods p WHERE p.household_id = h.id AND p.duty = :duty
        AND p.due_by >= :today AND p.state <> 'lifted')
ON CONFLICT (household_id, duty, due_from) DO UPDATE SET state = 'open', due_by = excluded.due_by
    WHERE visit_periods.state = 'lifted'
"""
_GOES_ON: Final = """
EXISTS (SELECT 1 FROM visit_periods e WHERE e.household_id = h.id AND e.duty = :duty AND e.due_by = :eve)
"""


def _opening(changed: str) -> Mapping[str, str]:
    parts = {"changed": changed, "fits": _FITS, "paused": _PAUSED_TODAY, "goes_on": _GOES_ON}
    return with_list(filled(_OPEN, **parts))


SQL_OPEN = _opening("true")
SQL_OPEN_CHANGED = _opening(_CHANGED)
_LIFT: Final = """
UPDATE visit_periods SET state = 'lifted'
WHERE state = 'open' AND duty = :duty AND household_id > :after AND household_id <= :upto
    AND household_id IN (SELECT h.id FROM households h
        WHERE h.id > :after AND h.id <= :upto AND {changed} AND NOT ({fits}))
"""
SQL_LIFT = with_list(filled(_LIFT, changed="true", fits=_FITS))
SQL_LIFT_CHANGED = with_list(filled(_LIFT, changed="h.changed_at >= :since", fits=_FITS))
_PAUSED_IN_IT: Final = """
EXISTS (SELECT 1 FROM household_pauses u WHERE u.household_id = p.household_id
    AND u.from_on <= p.due_by AND u.until_on >= p.due_from)
"""
SQL_MISS = filled(
    """
    UPDATE visit_periods SET state = 'missed' WHERE state = 'open' AND id IN (
        SELECT p.id FROM visit_periods p
        WHERE p.state = 'open' AND p.due_by < :before AND NOT {paused} LIMIT :limit)
    RETURNING id
    """,
    paused=_PAUSED_IN_IT,
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
        AND (p.state = 'open' OR (p.state = 'missed' AND p.late_on IS NULL AND p.due_by >= :after))
    ORDER BY p.due_by, p.id
    """,
    columns=PERIOD_COLUMNS,
)
SQL_SAVE = "UPDATE visit_periods SET state = :state, done = :done, late_on = :late_on WHERE id = :id"
SQL_LAGS = with_list(
    """
    SELECT h.area_code, p.visitor,
        CASE p.visitor WHEN 'officer' THEN h.officer_id WHEN 'cadre' THEN h.cadre_id END AS staff_id,
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

    async def open_for(self, opening: Opening, stretch: Stretch) -> None:
        """Open the window for every household of the stretch that has to be visited and has none."""
        sql = SQL_OPEN if stretch.changed_since is None else SQL_OPEN_CHANGED
        duty, whole, first = opening.duty, opening.whole, opening.first
        values = {
            **_fitting(duty, stretch),
            "duty": duty.name,
            "today": opening.today.isoformat(),
            "eve": date.fromordinal(whole.first.toordinal() - 1).isoformat(),
            "first": whole.first.isoformat(),
            "last": whole.last.isoformat(),
            "first_last": first.last.isoformat(),
            "wanted": duty.visits,
            "by_phone": duty.by_phone,
        }
        await self._connection.execute(sql[self._connection.dialect], values)

    async def lift_unfit(self, duty: Duty, stretch: Stretch) -> None:
        """Lift open windows of households that the duty is not for any more."""
        sql = SQL_LIFT if stretch.changed_since is None else SQL_LIFT_CHANGED
        await self._connection.execute(
            sql[self._connection.dialect], {**_fitting(duty, stretch), "duty": duty.name}
        )

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
        """Open windows, and those missed since then that nobody has made up for, oldest first."""
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
    return values if stretch.changed_since is None else {**values, "since": stretch.changed_since}
