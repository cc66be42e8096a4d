"""Measures of a household: agreed on, and done, by whoever looks after it."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from desk.actions.cases.door import NOT_YOURS, STALE, Refusal
from desk.actions.households.register import seen_household
from desk.domain.cases.ledger import Entry, about_household
from desk.domain.households.household import Household, HouseholdAct, Measure
from desk.domain.people.people import Person, Role, Staff
from desk.ports.work import Work

# The town helps where a village has nobody.
HELPERS: Final = frozenset({Role.RESPONSIBLE_OFFICER, Role.VILLAGE_MONITOR, Role.TOWN_DESK})
_EMPTY: Final = Refusal("procedure.no_words")


async def access_measures(
    work: Work, person: Person, household_id: int
) -> tuple[Household, Role, Staff] | Refusal:
    """The household, if this person may agree on its measures."""
    seen = await seen_household(work, person, household_id)
    if isinstance(seen, Refusal):
        return seen
    return seen if seen[1] in HELPERS else NOT_YOURS


async def plan_measure(
    work: Work, person: Person, household_id: int, measure: Measure
) -> Household | Refusal:
    """Agree on a measure; returns the household with it."""
    access = await access_measures(work, person, household_id)
    if isinstance(access, Refusal):
        return access
    household, _, staff = access
    if not measure.words.strip():
        return _EMPTY
    planned = Measure(measure.words.strip(), measure.risk, measure.planned_on, planned_by=staff.id)
    measure_id = await work.measures.add(household, planned)
    risk = "" if measure.risk is None else measure.risk.value
    codes = f"measure:{measure_id} risk:{risk} planned_on:{measure.planned_on}"
    entry = _entry(access, HouseholdAct.PLAN_MEASURE, person, codes)
    await work.ledger.append(replace(entry, words=planned.words))
    return await work.households.find(household.id) or household


async def finish_measure(
    work: Work, person: Person, household_id: int, measure_id: int
) -> Household | Refusal:
    """A measure was done, today."""
    access = await access_measures(work, person, household_id)
    if isinstance(access, Refusal):
        return access
    household, _, staff = access
    today = work.today
    if not await work.measures.finish(measure_id, household.id, today, staff.id):
        return STALE
    codes = f"measure:{measure_id} done_on:{today}"
    await work.ledger.append(_entry(access, HouseholdAct.FINISH_MEASURE, person, codes))
    return await work.households.find(household.id) or household


def open_measures(household: Household) -> tuple[Measure, ...]:
    """What was agreed on and is not done."""
    return tuple(measure for measure in household.measures if measure.done_on is None)


def _entry(access: tuple[Household, Role, Staff], act: HouseholdAct, person: Person, codes: str) -> Entry:
    household, role, staff = access
    details = f"{codes} staff_id:{staff.id}"
    return about_household(household.id, act, role, person.id, details)
