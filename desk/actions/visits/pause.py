"""Nobody needs to go to a household for a while, or they do again; and somebody says when they will come."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from desk.actions.cases.door import NOT_YOURS, Refusal
from desk.actions.visits.home_card import Home, pause_of, see_home
from desk.actions.visits.record import silence_plans
from desk.domain.cases.ledger import about_household
from desk.domain.households.household import HouseholdAct
from desk.domain.people.people import Person
from desk.domain.visits.visit import Pause, PauseReason
from desk.ports.work import Work

PAST: Final = Refusal("visit.day_over")
_DAY: Final = timedelta(days=1)


async def pause_visits(
    work: Work, person: Person, household_id: int, reason: PauseReason, until: date
) -> Home | Refusal:
    """From today to that day nobody is reminded of this household; what was announced is off."""
    home = await _pausable(work, person, household_id)
    if isinstance(home, Refusal):
        return home
    if (refusal := out_of_reach(work, until)) is not None:
        return refusal
    today = work.today
    wanted, present = Pause(household_id, reason, today, until), await pause_of(work, household_id)
    if present is not None and (present.reason, present.until_on) == (reason, until):
        return home
    await work.visits.end_pauses(household_id, today - _DAY)
    await work.visits.pause(wanted, home.staff.id)
    await silence_plans(work, await work.visits.drop_plans(household_id))
    codes = f"reason:{reason} until:{until.isoformat()}"
    await _write_down(work, person, home, HouseholdAct.PAUSE, codes)
    return home


async def resume_visits(work: Work, person: Person, household_id: int) -> Home | Refusal:
    """They are visited again from today on."""
    home = await _pausable(work, person, household_id)
    if isinstance(home, Refusal) or await pause_of(work, household_id) is None:
        return home
    await work.visits.end_pauses(household_id, work.today - _DAY)
    await _write_down(work, person, home, HouseholdAct.RESUME, "")
    return home


async def plan_visit(work: Work, person: Person, household_id: int, day: date) -> Home | Refusal:
    """Say that one will come on that day; another day that was said before is off."""
    home = await see_home(work, person, household_id)
    if isinstance(home, Refusal):
        return home
    if (refusal := out_of_reach(work, day)) is not None:
        return refusal
    plans = await work.visits.plans_of(home.staff.id, work.today)
    if any((plan.household_id, plan.planned_on) == (household_id, day) for plan in plans):
        return home
    await silence_plans(work, await work.visits.plan(household_id, home.staff.id, day))
    await _write_down(work, person, home, HouseholdAct.PLAN_VISIT, f"on:{day.isoformat()}")
    return home


def out_of_reach(work: Work, day: date) -> Refusal | None:
    """Why a day to come cannot be taken, if it cannot."""
    today, most = work.today, work.rules.visiting.pause_days
    if day < today:
        return PAST
    return Refusal("visit.far_off", {"days": most}) if day > today + timedelta(days=most) else None


async def _pausable(work: Work, person: Person, household_id: int) -> Home | Refusal:
    home = await see_home(work, person, household_id)
    return home if isinstance(home, Refusal) or home.may_pause else NOT_YOURS


async def _write_down(work: Work, person: Person, home: Home, act: HouseholdAct, details: str) -> None:
    await work.ledger.append(about_household(home.household.id, act, home.capacity, person.id, details))
