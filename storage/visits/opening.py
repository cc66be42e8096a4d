"""Opening and lifting windows of visits, for a stretch of households in one statement."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from desk.domain.visits.duties import Duty
from desk.ports.visits.windows import HouseholdRange
from storage.engine.statements import filled, listed, with_list

# Which households a duty is for, as `Duty.is_for` says it of one.
_FITS: Final = """
h.household_class IN {listed} AND (:kinds = '' OR h.household_class <> 'monitored'
    OR :kinds LIKE '% ' || coalesce(h.monitored_kind, '') || ' %')
AND (:away = 'both' OR h.lives_away = (:away = 'yes')) AND (:visitor <> 'cadre' OR h.cadre_id IS NOT NULL)
"""
PAUSED_TODAY: Final = """
EXISTS (SELECT 1 FROM household_pauses u
    WHERE u.household_id = h.id AND u.from_on <= :today AND u.until_on >= :today)
"""
_CHANGED: Final = "h.changed_at >= :since"
# Who is visited again since today is new to their duties as well.
_BACK: Final = """
h.id IN (SELECT c.id FROM households c WHERE c.changed_at >= :since
    UNION SELECT u.household_id FROM household_pauses u WHERE u.until_on = :eve)
"""
# Nearly all of them: the index would be a detour, and an expression has none.
_UNCHANGED: Final = "h.changed_at || '' < :before"
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
NAMED: Final = """
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
SQL_COUNT_TOLD = filled(_COUNT_TOLD, told=_TOLD, named=NAMED)


def _opening(changed: str) -> Mapping[str, str]:
    return with_list(filled(_OPEN, changed=changed, fits=_FITS, paused=PAUSED_TODAY))


SQL_OPEN = _opening("true")
SQL_OPEN_CHANGED = _opening(_BACK)
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


def fitting(duty: Duty, stretch: HouseholdRange) -> Mapping[str, object]:
    """The parameters of a duty and a stretch for these statements."""
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


def sql_to_open(stretch: HouseholdRange) -> Mapping[str, str]:
    """The statement that opens windows for such a stretch."""
    if stretch.unchanged_since is not None:
        return SQL_OPEN_UNCHANGED
    return SQL_OPEN if stretch.changed_since is None else SQL_OPEN_CHANGED
