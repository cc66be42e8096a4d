"""Who of a family uses the chat, and what follows when somebody shows whose number they write with."""

from __future__ import annotations

from collections.abc import Sequence

from desk.domain.cases.case import Case, Kind
from desk.domain.cases.ledger import Entry, about_household
from desk.domain.households.families import Claim
from desk.domain.households.household import HouseholdAct
from desk.domain.people.people import Person
from desk.ports.work import Work


async def family_of(work: Work, household_id: int) -> Sequence[Person]:
    """Everybody tied to the household, whoever has its own telephone first."""
    return [await work.people.get(tie.person_id) for tie in await work.families.ties_to(household_id)]


async def names_at_home(work: Work, person: Person) -> Sequence[str]:
    """Everybody whom the register names in the households to which this person is tied."""
    homes = [await work.households.find(tie.household_id) for tie in await work.families.ties_of(person.id)]
    return list(dict.fromkeys(member.name for home in homes if home is not None for member in home.members))


async def is_theirs(work: Work, case: Case) -> bool:
    """Whether its reporter still counts as the family at whose home it was found.

    Such a case was given to them because of who they are; whoever is not, or not any more, has no part in it.
    """
    if case.kind is not Kind.VISIT_PROBLEM:
        return True
    household_id = await work.families.household_of(case.id)
    if household_id is None:
        return True  # found while somebody saw to another case of theirs
    return any(tie.person_id == case.reporter_id for tie in await work.families.ties_to(household_id))


async def verify_number(work: Work, person: Person, phone: str) -> Person:
    """Keep the number as this person's own, and note which families it ties them to."""
    if person.verified == phone:
        return person
    before = {tie.household_id for tie in await work.families.ties_of(person.id)}
    person = await work.people.verify(person, phone)
    await work.ledger.append(Entry(None, "verify_number", "resident", person_id=person.id))
    for tie in await work.families.ties_of(person.id):
        if tie.household_id not in before:
            await _note(work, Claim(tie.household_id, person.id))
    return person


async def _note(work: Work, tied: Claim) -> None:
    entry = about_household(
        tied.household_id, HouseholdAct.TIE, "resident", tied.person_id, f"person:{tied.person_id} by:number"
    )
    await work.ledger.append(entry)
