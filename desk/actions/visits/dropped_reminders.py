"""Reminders that are not said any more: dropped, each with a note in the ledger.

What was to be said on a day and is too late now has one note for each day.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Final

from desk.domain.cases.capacity import Capacity
from desk.domain.cases.ledger import Entry
from desk.domain.deadlines.calendar import is_workday
from desk.ports.work import Work

DROPPED: Final = "reminder_dropped"
_DAY: Final = timedelta(days=1)


def workdays_after(work: Work, day: date) -> Sequence[date]:
    """The working days between that day and today, neither of them included."""
    days = (day + _DAY * number for number in range(1, (work.today - day).days))
    return [one for one in days if is_workday(one, work.rules.calendar)]


def midnight_before(work: Work) -> datetime:
    """The beginning of today."""
    return work.rules.at(work.today)


async def drop_days(work: Work, kind: str, days: Sequence[date]) -> None:
    """Note that reminders of this kind were not sent on these days; each day is noted once."""
    if not days:
        return
    noted = await work.reminders.dropped_to(kind) or date.min
    for day in days:
        if day > noted:
            await note_drop(work, kind, day)
    await work.reminders.note_dropped_to(kind, max(noted, days[-1]))


async def note_drops(work: Work, kind: str, counts: Mapping[date, int]) -> None:
    """Note for each day how many reminders of this kind came too late; days without any are left out."""
    for day in sorted(counts):
        if counts[day]:
            await note_drop(work, kind, day, counts[day])


async def note_drop(work: Work, kind: str, day: date, count: int = 0) -> None:
    """One note in the desk's own chain; without a count nobody knows any more how many it would have been."""
    told = f" count:{count}" if count else ""
    details = f"kind:{kind} day:{day.isoformat()}{told}"
    await work.ledger.append(Entry(None, DROPPED, Capacity.DESK.value, details=details))


async def note_interrupted(work: Work, case_id: int | None, template: str) -> None:
    """A reminder was on its way twice and may have arrived; it is said no more."""
    details = f"kind:{template} may have arrived"
    await work.ledger.append(Entry(case_id, DROPPED, Capacity.DESK.value, details=details))
