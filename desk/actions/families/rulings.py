"""The village says who belongs to a family: it confirms what was only said and undoes what a number shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from desk.actions.cases.door import NOT_YOURS, Refusal
from desk.actions.cases.families import family_of
from desk.actions.cases.officials import official_of
from desk.actions.households.family_card import family_words
from desk.actions.procedures.responsible import who_is_asked
from desk.actions.procedures.tell_household import tell_household
from desk.domain.cases.ledger import about_household
from desk.domain.households.families import Claim
from desk.domain.households.household import Household, HouseholdAct, sight_of
from desk.domain.people.people import Person, Role, Staff
from desk.domain.procedures.procedure import ProcedureKind
from desk.domain.talk.messages import Json, message_to
from desk.ports.work import Work

A_LIST: Final = 20
NOT_ONESELF: Final = Refusal("family.not_oneself")
NOBODY: Final = Refusal("family.nobody")
SEVERAL: Final = Refusal("family.several")


@dataclass(frozen=True, slots=True)
class Ruler:
    """An official who looks after the place of a household, and as what."""

    staff: Staff
    role: Role
    household: Household


async def ruler_of(work: Work, person: Person, household_id: int) -> Ruler | Refusal:
    """Who may say who lives there: the village's monitor, or a desk above. Others do not know the house."""
    staff = await official_of(work, person)
    household = await work.households.find(household_id)
    if staff is None or household is None:
        return NOT_YOURS
    role = sight_of(staff, await work.staff.posts_of(staff.id), work.areas).areas.get(household.area_code)
    return NOT_YOURS if role is None else Ruler(staff, role, household)


async def view_family(work: Work, person: Person, household_id: int) -> dict[str, Json] | Refusal:
    """What the card of a family says, for whoever may rule on it."""
    ruler = await ruler_of(work, person, household_id)
    return ruler if isinstance(ruler, Refusal) else await family_words(work, ruler.household)


async def rule_family(work: Work, official: Person, claim: Claim, *, belongs: bool) -> Household | Refusal:
    """Confirm that somebody belongs to a household, or that they do not; nobody rules on themselves."""
    ruler = await ruler_of(work, official, claim.household_id)
    if isinstance(ruler, Refusal):
        return ruler
    if not await _is_known(work, claim):
        return NOT_YOURS
    return await _rule(work, official, ruler, claim, belongs=belongs)


async def add_to_family(work: Work, official: Person, household_id: int, phone: str) -> Person | Refusal:
    """Tie whoever writes with this number; who has shown that it is theirs goes before who only said so."""
    ruler = await ruler_of(work, official, household_id)
    if isinstance(ruler, Refusal):
        return ruler
    found = await work.people.with_number(phone)
    found = [one for one in found if one.has_verified(phone)] or found
    if len(found) != 1:
        return SEVERAL if found else NOBODY
    ruled = await _rule(work, official, ruler, Claim(household_id, found[0].id), belongs=True)
    return ruled if isinstance(ruled, Refusal) else found[0]


async def claims_before(work: Work, person: Person) -> Sequence[Household] | None:
    """Households with an open claim where this official may rule; None for somebody who is no official."""
    staff = await official_of(work, person)
    if staff is None:
        return None
    areas = sight_of(staff, await work.staff.posts_of(staff.id), work.areas).areas
    claims = await work.families.claims_in([*areas], A_LIST)
    found = [await work.households.find(one) for one in dict.fromkeys(claim.household_id for claim in claims)]
    return [household for household in found if household is not None]


async def _is_known(work: Work, claim: Claim) -> bool:
    """A button carries a wish: only those are ruled on who are tied, claim, or were ruled on before."""
    tied = {tie.person_id for tie in await work.families.ties_to(claim.household_id)}
    claiming = {one.person_id for one in await work.families.claims_on(claim.household_id)}
    return claim.person_id in tied | claiming or await work.families.ruling_on(claim) is not None


async def _rule(
    work: Work, official: Person, ruler: Ruler, claim: Claim, *, belongs: bool
) -> Household | Refusal:
    if claim.person_id == official.id:
        return NOT_ONESELF
    before = await family_of(work, claim.household_id)
    await work.families.rule(claim, ruler.staff.id, belongs=belongs)
    entry = about_household(
        claim.household_id,
        HouseholdAct.TIE if belongs else HouseholdAct.UNTIE,
        ruler.role,
        official.id,
        f"person:{claim.person_id} by:village",
    )
    await work.ledger.append(entry)
    if belongs and all(one.id != claim.person_id for one in before):
        await _tell(work, ruler, await work.people.get(claim.person_id))
    return ruler.household


async def _tell(work: Work, ruler: Ruler, person: Person) -> None:
    """They hear that they count as family from now on, and how a procedure stands that began before."""
    message = message_to(
        person,
        f"family:{ruler.household.id}:{person.id}:tied:{work.now.isoformat()}",
        "family.tied",
        {
            "head": ruler.household.head.name,
            "owner": ruler.staff.name,
            "phone": ruler.staff.phone,
        },
    )
    await work.outbox.say(message)
    procedure = await work.procedures.open_of(ruler.household.id)
    if procedure is not None and procedure.kind is ProcedureKind.INCLUSION:
        asked = await who_is_asked(work, procedure, ruler.household)
        await tell_household(work, procedure, ruler.household, asked.staff)
