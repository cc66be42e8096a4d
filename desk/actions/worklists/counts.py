"""How many cases stand where, for digests and lists: the same numbers for everybody who may see them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime

from desk.domain.cases.case import Case
from desk.domain.county.areas import Level
from desk.domain.deadlines.calendar import workday_before
from desk.domain.escalation.ladder import CLIMBING
from desk.domain.worklists.counts import NamedCount, Overdue, OverdueGroup, Scope, Totals
from desk.ports.work import Work

NOT_YET = "none"  # overdue, and no step of the ladder was taken


async def count_totals(work: Work, scope: Scope, since: datetime) -> Totals:
    """New, solved, open, overdue and so on; «today» ends at the county's midnight."""
    midnight = work.rules.end_of(work.today)
    return await work.counts.totals(scope, since, midnight)


def since_last_morning(work: Work) -> datetime:
    """Opening time of the working day before today: since then a morning digest counts."""
    day = workday_before(work.today, 1, work.rules.calendar)
    return work.rules.at(day, work.rules.hours.opens)


async def count_overdue(work: Work, scope: Scope) -> Overdue:
    """Overdue cases by step of the ladder, by unit that holds them, and by official."""
    groups = await work.counts.overdue(scope)
    people = _sums((str(group.staff_id), group.count) for group in groups if group.staff_id is not None)
    names = {code: await _name_of(work, int(code)) for code in people}
    units = _sums((_unit_of(work, group), group.count) for group in groups)
    steps = _sums((group.step or NOT_YET, group.count) for group in groups)
    return Overdue(
        total=sum(group.count for group in groups),
        steps=tuple(NamedCount(step, "", steps[step]) for step in (NOT_YET, *CLIMBING) if steps[step]),
        units=_largest_first(units, {code: work.areas.path(code) or code for code in units}),
        people=_largest_first(people, names),
    )


async def find_worst(work: Work, scope: Scope, limit: int) -> list[Case]:
    """The overdue cases to look at first: danger, then the longest overdue."""
    found = [await work.cases.find(case_id) for case_id in await work.counts.worst(scope, limit)]
    return [case for case in found if case is not None]


def _sums(pairs: Iterable[tuple[str, int]]) -> Counter[str]:
    sums: Counter[str] = Counter()
    for code, count in pairs:
        sums[code] += count
    return sums


def _unit_of(work: Work, group: OverdueGroup) -> str:
    """The department, or the area of the level that holds the case."""
    if group.department:
        return group.department
    line = work.areas.line(group.area_code)
    return next((area.code for area in line if area.level is Level(group.level)), group.area_code)


async def _name_of(work: Work, staff_id: int) -> str:
    staff = await work.staff.find(staff_id)
    return "" if staff is None else staff.name


def _largest_first(sums: Counter[str], names: Mapping[str, str]) -> tuple[NamedCount, ...]:
    found = sorted(sums.items(), key=lambda item: (-item[1], item[0]))
    return tuple(NamedCount(code, names[code], count) for code, count in found)
