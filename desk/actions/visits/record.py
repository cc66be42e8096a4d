"""A visit is told: it is kept once, fulfils what it can, and says whether it came late."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from desk.actions.cases.door import NOT_YOURS, Refusal
from desk.actions.cases.officials import official_of
from desk.actions.visits.due import visitors_of
from desk.domain.cases.ledger import about_household
from desk.domain.households.household import HouseholdAct, sight_of
from desk.domain.people.people import Person, Role, Staff
from desk.domain.visits.duties import Visitor
from desk.domain.visits.visit import Findings, How, Period, PeriodState, Photo, Visit, Visited
from desk.ports.work import Work

IN_FUTURE = Refusal("visit.in_future")


@dataclass(frozen=True, slots=True)
class ToldVisit:
    """What a visitor says of a visit. `key` names the record, so that telling it twice keeps it once."""

    key: str
    how: How
    visited_on: date
    unchanged: bool = False
    findings: Findings = field(default_factory=dict)
    words: str = ""
    photos: Sequence[Photo] = ()
    latitude: float | None = None
    longitude: float | None = None


@dataclass(frozen=True, slots=True)
class Recorded:
    """What became of it. `again` when it had been recorded already; then nothing was changed."""

    visit: Visit
    fulfilled: Sequence[Period] = ()
    late: Sequence[Period] = ()
    again: bool = False


async def record_visit(work: Work, person: Person, household_id: int, told: ToldVisit) -> Recorded | Refusal:
    """Keep a visit as it is told, on the day on which it was made.

    Windows in which that day lies get it, in whatever order visits are told. Who has no duty there but may
    see the household may have looked in too. Refuses days to come, and those longer ago than the rules take.
    """
    staff = await official_of(work, person)
    household = await work.visits.visited(household_id)
    if staff is None or household is None:
        return NOT_YOURS
    standing = await visitors_of(work, staff, household)
    role = await _seen_as(work, staff, household_id) if not standing else None
    if not standing and role is None:
        return NOT_YOURS
    if (refusal := _impossible(work, told.visited_on)) is not None:
        return refusal
    return await _keep(work, person, _visit(work, staff, household, standing, told), told.key)


def _impossible(work: Work, day: date) -> Refusal | None:
    today, most = work.today, work.rules.visiting.record_back_days
    if day > today:
        return IN_FUTURE
    return Refusal("visit.long_ago", {"days": most}) if day < today - timedelta(days=most) else None


async def _seen_as(work: Work, staff: Staff, household_id: int) -> Role | None:
    """In which role somebody without a duty there may see the household."""
    household = await work.households.find(household_id)
    posts = await work.staff.posts_of(staff.id)
    return None if household is None else sight_of(staff, posts, work.areas).sees_as(household)


def _visit(
    work: Work, staff: Staff, household: Visited, standing: frozenset[Visitor], told: ToldVisit
) -> Visit:
    return Visit(
        id=0,
        household_id=household.id,
        staff_id=staff.id,
        how=told.how,
        visited_on=told.visited_on,
        recorded_at=work.now,
        as_visitors=standing,
        unchanged=told.unchanged,
        findings=told.findings,
        words=told.words,
        photos=told.photos,
        latitude=told.latitude,
        longitude=told.longitude,
    )


async def _keep(work: Work, person: Person, visit: Visit, key: str) -> Recorded:
    since = visit.visited_on - timedelta(days=work.rules.visiting.record_back_days)
    periods = [
        period
        for period in await work.periods.of_household(visit.household_id, since)
        if period.visitor in visit.as_visitors and period.takes(visit.how)
    ]
    late = [replace(one, late_on=visit.visited_on) for one in periods if _comes_late(one, visit)]
    is_late = any(one.late_on == visit.visited_on for one in (*periods, *late))
    stored = await work.visits.add(replace(visit, late=is_late), key)
    if stored is None:
        return Recorded(visit, again=True)
    counted = [await _counted(work, one) for one in periods if _comes_in_time(one, visit)]
    await work.periods.save([*counted, *late])
    if any(one.late_on is not None for one in periods):  # told out of order: another one was called late
        await work.visits.label_late(visit.household_id)
    await silence_plans(work, await work.visits.close_plan(visit.household_id, visit.staff_id))
    await _write_down(work, person, stored)
    return Recorded(stored, [one for one in counted if one.state is PeriodState.FULFILLED], late)


async def silence_plans(work: Work, plan_ids: Sequence[int]) -> None:
    """The household is not told any more that somebody comes."""
    if plan_ids:
        await work.outbox.drop([f"come:{plan_id}" for plan_id in plan_ids])


def _comes_in_time(period: Period, visit: Visit) -> bool:
    return period.state is PeriodState.OPEN and period.holds(visit.visited_on)


def _comes_late(period: Period, visit: Visit) -> bool:
    """The first after the end of a window without; or one in it, but told when it had been called missed."""
    if period.late_on is not None and period.late_on <= visit.visited_on:
        return False
    if period.state is PeriodState.MISSED:
        return period.due_from <= visit.visited_on
    return period.due_by < visit.visited_on


async def _counted(work: Work, period: Period) -> Period:
    """The window with the visit that was just stored: days count, not visits."""
    done = 1 if period.wanted == 1 else await work.visits.days_visited(period)
    if done < period.wanted:
        return replace(period, done=done)
    return replace(period, done=done, state=PeriodState.FULFILLED, late_on=None)


async def _write_down(work: Work, person: Person, visit: Visit) -> None:
    capacity = next(iter(sorted(visit.as_visitors)), "guest")
    late = " late" if visit.late else ""
    details = f"visit:{visit.id} how:{visit.how} on:{visit.visited_on.isoformat()}{late}"
    entry = about_household(visit.household_id, HouseholdAct.VISIT, capacity, person.id, details)
    await work.ledger.append(entry)
