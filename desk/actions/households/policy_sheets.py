"""Policy sheets of one household: which it has got, and those handed over on paper at a visit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from desk.actions.cases.door import NOT_YOURS, Refusal
from desk.actions.cases.officials import official_of
from desk.actions.households.register import view_household
from desk.domain.cases.ledger import about_household
from desk.domain.households.household import Household, sight_of
from desk.domain.households.policy_sheet import HouseholdSheet, SheetAct
from desk.domain.people.people import Person
from desk.ports.work import Work

_HANDED_BEFORE: Final = Refusal("sheet.handed_before")


@dataclass(frozen=True, slots=True)
class SheetsOf:
    """A household and the sheets that are for it, the newest first."""

    household: Household
    sheets: Sequence[HouseholdSheet]


async def sheets_of(work: Work, person: Person, household_id: int) -> SheetsOf | Refusal:
    """The sheets of a household, for whoever may see it."""
    household = await view_household(work, person, household_id)
    if isinstance(household, Refusal):
        return household
    return SheetsOf(household, await work.broadcasts.sheets.of_household(household_id))


async def hand_sheet(work: Work, person: Person, household_id: int, broadcast_id: int) -> SheetsOf | Refusal:
    """A sheet was handed over on paper. Pressed twice, or when it came by paper before, it counts once."""
    found = await sheets_of(work, person, household_id)
    staff = await official_of(work, person)
    if isinstance(found, Refusal) or staff is None:
        return NOT_YOURS
    known = {one.broadcast_id: one for one in found.sheets}
    if broadcast_id not in known:
        return NOT_YOURS
    if not await work.broadcasts.sheets.hand_over(broadcast_id, household_id, staff.id):
        return _HANDED_BEFORE
    posts = await work.staff.posts_of(staff.id)
    role = sight_of(staff, posts, work.areas).sees_as(found.household)
    details = f"broadcast:{broadcast_id} staff_id:{staff.id}"
    capacity = "" if role is None else role.value
    await work.ledger.append(about_household(household_id, SheetAct.HAND_SHEET, capacity, person.id, details))
    return SheetsOf(found.household, await work.broadcasts.sheets.of_household(household_id))
