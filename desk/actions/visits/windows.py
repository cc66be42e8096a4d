"""The windows of visits open and close by the calendar, some thousands of households in each transaction."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from hashlib import sha256
from typing import Final

from desk.domain.visits.duties import Duty, begins, first_window
from desk.domain.visits.visit import Pause, Period, PeriodState, lifted_by
from desk.ports.visits.windows import DutiesOpened, HouseholdRange, WindowOpening
from desk.ports.work import Work

_DAY: Final = timedelta(days=1)
AT_ONCE: Final = 1000  # households, or windows, in one transaction: some hundredths of a second


@dataclass(frozen=True, slots=True)
class Round:
    """Windows to be opened as of a day: for everybody, for those who changed since a moment, or, of a day
    that is over, for those who have not changed since: nobody is made to have owed what they did not know.
    """

    day: date
    upto: int
    duties: Sequence[Duty]
    changed_since: datetime | None = None
    unchanged_since: datetime | None = None


async def rounds_to_open(work: Work) -> Sequence[Round]:
    """What has not been opened yet. After a pause of the desk every day on which a window began counts,
    of those duties that are as they were; others begin today.
    """
    upto, today, duties = await work.periods.last_household(), work.today, work.rules.duties
    opened = await work.periods.opened()
    if opened is None:
        return [Round(today, upto, duties)] if duties else []
    kept = [duty for duty in duties if _terms(duty) in opened.terms]
    begun = await _days_with_beginnings(work, kept, opened.day)
    # They are days of UTC, and what changed after the last look is found on the next day.
    changed = await work.periods.days_of_changes(opened.looked_at)
    missed = [
        Round(day, upto, kept, unchanged_since=work.rules.end_of(day))
        for day in _days(opened.day, today - _DAY)
        if day in begun
        or not changed.isdisjoint({day - 2 * _DAY, day - _DAY, day})
        or await work.periods.any_back(day - _DAY)
    ]
    whole = today in begun or opened.terms != {_terms(duty) for duty in duties}
    return [*missed, Round(today, upto, duties, changed_since=None if whole else opened.looked_at)]


async def _days_with_beginnings(work: Work, duties: Sequence[Duty], after: date) -> Set[date]:
    """Since then, until today. After a change of the rules a window ends on any day, and the next follows."""
    return {
        day
        for day in _days(after, work.today)
        if any(begins(duty, day) for duty in duties) or await work.periods.any_ended(day - _DAY)
    }


def _days(after: date, last: date) -> Iterator[date]:
    return (after + number * _DAY for number in range(1, (last - after).days + 1))


async def open_some(work: Work, current: Round, after: int) -> int:
    """Open windows for the next households and lift those not owed any more; gives the last one seen."""
    upto = min(after + AT_ONCE, current.upto)
    stretch = HouseholdRange(after, upto, current.changed_since, current.unchanged_since)
    if current.unchanged_since is None:
        await _lift(work, current, stretch)
    for duty in current.duties:
        await work.periods.open_for(WindowOpening(duty, first_window(duty, current.day)), stretch)
    return upto


async def _lift(work: Work, current: Round, stretch: HouseholdRange) -> None:
    for duty in current.duties:
        await work.periods.lift_unfit(duty, stretch, current.day)
    if current.changed_since is None:
        names = [duty.name for duty in current.duties]
        await work.periods.lift_dropped(names, stretch, current.day)


async def note_opened(work: Work) -> None:
    """Remember that everything is open as of now."""
    # A little earlier: what was written while the windows were being opened is looked at again.
    looked_at = work.now - timedelta(hours=1)
    terms = frozenset(_terms(duty) for duty in work.rules.duties)
    await work.periods.note_opened(DutiesOpened(work.today, looked_at, terms))


def _terms(duty: Duty) -> str:
    return sha256(f"{_plain(duty)}".encode()).hexdigest()[:12]


def _plain(duty: Duty) -> tuple[object, ...]:
    return (
        duty.name,
        duty.visitor,
        sorted(duty.classes),
        duty.every,
        duty.since,
        duty.days,
        duty.visits,
        sorted(duty.kinds),
        duty.away,
        duty.by_phone,
    )


async def close_some(work: Work) -> bool:
    """Call some windows missed that are over and told no more; False when there were none."""
    before = work.today - timedelta(days=work.rules.visiting.record_days)
    if await work.periods.miss_some(before, AT_ONCE):
        return True
    paused = await work.periods.find_paused(before, AT_ONCE)
    if not paused:
        return False
    pauses = await _pauses_of(work, paused)
    closed = [_closed(period, pauses[period.household_id]) for period in paused]
    await work.periods.save(closed)
    for household_id in {period.household_id for period in paused if period.late_on is not None}:
        await work.visits.label_late(household_id)
    return True


async def _pauses_of(work: Work, periods: Sequence[Period]) -> Mapping[int, Sequence[Pause]]:
    since = min(period.due_from for period in periods)
    found: dict[int, list[Pause]] = {period.household_id: [] for period in periods}
    for pause in await work.visits.pauses_of(sorted(found), since):
        found[pause.household_id].append(pause)
    return found


def _closed(period: Period, pauses: Sequence[Pause]) -> Period:
    if lifted_by(period, pauses):
        return replace(period, state=PeriodState.LIFTED, late_on=None)
    return replace(period, state=PeriodState.MISSED)
