"""A case goes on as the procedure of a household: found in the register, or entered with whoever heads it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from desk.actions.cases.door import Access, Refusal, access_case
from desk.actions.cases.official_words import keep_official_words
from desk.actions.cases.record import move_case
from desk.actions.households.family_card import ask_village
from desk.actions.households.register import find_households
from desk.actions.procedures.open import ONE_OPEN, ProcedureOpening, open_procedure
from desk.domain.cases.case import Act, Case, Source
from desk.domain.cases.ledger import about_household
from desk.domain.county.areas import Level
from desk.domain.households.household import (
    Household,
    HouseholdAct,
    HouseholdClass,
    Member,
    RiskType,
    sight_of,
)
from desk.domain.households.id_numbers import id_number_in, is_sound
from desk.domain.people.people import Person
from desk.domain.procedures.procedure import Procedure, ProcedureKind
from desk.domain.text.cleaning import cleaned_name
from desk.ports.work import Work

NO_VILLAGE: Final = Refusal("procedure.no_village")
_NO_HEAD: Final = Refusal("procedure.no_head")
_NOT_FOUND: Final = Refusal("procedure.not_found")
_MOST: Final = 5
_LONGEST_NAME: Final = 40


@dataclass(frozen=True, slots=True)
class Which:
    """The household that is meant: its row, or a name to look for, or the head of a new one."""

    risk: RiskType
    household_id: int = 0
    name: str = ""
    head: str = ""
    id_number: str = ""


async def likely_households(work: Work, access: Access) -> Sequence[Household]:
    """Households of the place whose telephone, or a member's name, is that of whoever reported."""
    case, staff = access.case, access.staff
    if staff is None:
        return ()
    sight = sight_of(staff, await work.staff.posts_of(staff.id), work.areas)
    reporter = await work.people.get(case.reporter_id)
    found: dict[int, Household] = {}
    for phone in filter(None, (case.contact, reporter.phone)):
        found |= {one.id: one for one in await work.households.by_phone(sight, phone, _MOST)}
    if reporter.name and case.source is Source.SELF:
        by_name = await work.households.by_name(sight, reporter.name, _MOST)
        found |= {one.id: one for one in by_name if one.area_code == case.area_code}
    return [one for one in found.values() if one.household_class is not HouseholdClass.MONITORED][:_MOST]


async def refer_case(work: Work, person: Person, case_id: int, which: Which) -> Procedure | Refusal:
    """Open the inclusion of the household, and note it in the case, which goes on beside it."""
    access = await access_case(work, person, case_id, Act.REFER)
    if isinstance(access, Refusal):
        return access
    area = work.areas.get(access.case.area_code)
    if area is None or area.level is not Level.VILLAGE:
        return NO_VILLAGE
    household = await _household(work, access, which)
    if isinstance(household, Refusal):
        return household
    if await work.procedures.open_of(household.id) is not None:
        return ONE_OPEN
    opened = await open_procedure(work, household, _opening(access, which))
    if isinstance(opened, Refusal):
        return opened
    case = await move_case(work, access, Act.REFER, details=f"household:{household.id} procedure:{opened.id}")
    words = {"text": household.head.name}
    await keep_official_words(work, case, person, "referral", [words])
    if case.source is Source.SELF:
        await ask_village(work, await work.people.get(case.reporter_id))
    return opened


def _opening(access: Access, which: Which) -> ProcedureOpening:
    case = access.case
    return ProcedureOpening(
        kind=ProcedureKind.INCLUSION,
        source=case.source,
        capacity=access.capacity.value,
        person=access.person,
        staff_id=None if access.staff is None else access.staff.id,
        risks=(which.risk,),
        case_id=case.id,
    )


async def _household(work: Work, access: Access, which: Which) -> Household | Refusal:
    if which.household_id:
        likely = await likely_households(work, access)
        found = next((one for one in likely if one.id == which.household_id), None)
        return found or _NOT_FOUND
    if access.person is None:
        return _NOT_FOUND
    if which.name:
        return await _named(work, access.person, access.case, which.name)
    return await _entered(work, access, which)


async def _named(work: Work, person: Person, case: Case, name: str) -> Household | Refusal:
    """The one household of that village with somebody of this name."""
    found = await find_households(work, person, name)
    here = [one for one in found.households if one.area_code == case.area_code] if found else []
    return here[0] if len(here) == 1 else _NOT_FOUND


async def _entered(work: Work, access: Access, which: Which) -> Household | Refusal:
    """An ordinary household with this head; whoever the register knows by number is not entered twice."""
    head = cleaned_name(which.head[:_LONGEST_NAME])
    if not head:
        return _NO_HEAD
    number = id_number_in(which.id_number) or ""
    if number and is_sound(number) and access.person is not None:
        known = await find_households(work, access.person, number)
        if known is not None and known.households:
            return known.households[0]
    case = access.case
    reporter = await work.people.get(case.reporter_id)
    own = case.source is Source.SELF
    new = Household(
        id=0,
        number=f"{case.area_code}-{case.number}",
        area_code=case.area_code,
        household_class=HouseholdClass.ORDINARY,
        members=(Member(head, number if is_sound(number) else ""),),
        phone=reporter.verified if own else "",  # whoever has a number of the register is family
    )
    household = await work.households.enter(new, work.now)
    if household is None:
        return ONE_OPEN  # this case has entered one already
    await _write_down(work, access, household)
    return household


async def _write_down(work: Work, access: Access, household: Household) -> None:
    signer = None if access.person is None else access.person.id
    entry = about_household(
        household.id, HouseholdAct.ENTER, access.capacity, signer, f"case:{access.case.id}"
    )
    await work.ledger.append(entry)
