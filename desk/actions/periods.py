"""The windows of visits open and close by the calendar, some thousands of households in each transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from hashlib import sha256
from typing import Final

from desk.actions.due_visits import today_of
from desk.actions.ports import Work
from desk.actions.ports_of_visits import Opening, Stretch
from desk.domain.duties import Duty, begins, first_window, window_of
from desk.domain.rules import Rules
from desk.domain.visits import PeriodState, lifted_by

AT_ONCE: Final = 2000  # households, or windows, in one transaction: some hundredths of a second
_OPENED: Final = "visits:opened"  # the day, the moment, and the duties by which windows were opened last


@dataclass(frozen=True, slots=True)
class Round:
    """Windows to be opened as of a day: for everybody, or for those who changed since a moment."""

    day: date
    upto: int
    changed_since: str | None = None


async def rounds_to_open(work: Work) -> Sequence[Round]:
    """What has not been opened yet. After a pause of the desk every day on which a window began counts."""
    upto, today = await work.periods.last_household(), today_of(work)
    day, moment, duties = (await work.facts.get(_OPENED) or "||").split("|")
    if not day or duties != _fingerprint(work.rules):
        return [Round(today, upto)]
    begun = _days_with_beginnings(work.rules, date.fromisoformat(day), today)
    changed = [] if today in begun else [Round(today, upto, changed_since=moment)]
    return [*(Round(one, upto) for one in begun), *changed]


def _days_with_beginnings(rules: Rules, after: date, until: date) -> Sequence[date]:
    days = (after + timedelta(days=number) for number in range(1, (until - after).days + 1))
    return [day for day in days if any(begins(duty, day) for duty in rules.duties)]


async def open_some(work: Work, current: Round, after: int) -> int:
    """Open windows for the next households and lift those not owed any more; gives the last one seen."""
    upto = min(after + AT_ONCE, current.upto)
    stretch = Stretch(after, upto, current.changed_since)
    for duty in work.rules.duties:
        await work.periods.lift_unfit(duty, stretch)
        await work.periods.open_for(_opening(duty, current.day), stretch)
    return upto


def _opening(duty: Duty, day: date) -> Opening:
    return Opening(duty, day, window_of(duty, day), first_window(duty, day))


async def note_opened(work: Work) -> None:
    """Remember that everything is open as of now."""
    moment = _since(work.now)
    await work.facts.set(_OPENED, f"{today_of(work).isoformat()}|{moment}|{_fingerprint(work.rules)}")


def _since(now: datetime) -> str:
    """A little earlier: what was written while the windows were being opened is looked at again."""
    return (now - timedelta(hours=1)).isoformat(timespec="microseconds")


def _fingerprint(rules: Rules) -> str:
    lines = sorted(f"{duty}" for duty in (_plain(duty) for duty in rules.duties))
    return sha256("\n".join(lines).encode()).hexdigest()[:16]


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
    before = today_of(work) - timedelta(days=work.rules.visiting.record_days)
    if await work.periods.miss_some(before, AT_ONCE):
        return True
    paused = await work.periods.find_paused(before, AT_ONCE)
    if not paused:
        return False
    since = min(period.due_from for period in paused)
    pauses = await work.visits.pauses_of(sorted({period.household_id for period in paused}), since)
    closed = [
        replace(
            period,
            state=PeriodState.LIFTED
            if lifted_by(period, [one for one in pauses if one.household_id == period.household_id])
            else PeriodState.MISSED,
        )
        for period in paused
    ]
    await work.periods.save(closed)
    return True
